"""Names of files may hold anything: none of it steers a terminal, hides a line or adds one."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from scoring.base.errors import Location, Problem
from scoring.base.text import utf8_text
from scoring.batch.model import BatchResult, Skipped
from scoring.cli import console
from scoring.cli.batch_text import told_text
from scoring.cli.messages import problem_text
from scoring.cli.output import print_csv, print_json
from scoring.cli.terminal import terminal_text
from scoring.cli.verify import verify_blocks
from scoring.seal.verify import SealFinding, State, VerificationReport
from tests.cli.running import ROOT, run


@pytest.mark.parametrize("write", ["message", "data"])
def test_control_characters_and_marks_of_direction_are_written_out(
    write: str, capsys: pytest.CaptureFixture[str]
) -> None:
    getattr(console, write)("甲\x1b[2J乙\x9b1m\x07\r丙\u202efdp\u2066\x7f\n丁\t戊")
    told = capsys.readouterr()
    assert told.out + told.err == "甲\\x1b[2J乙\\x9b1m\\x07\\x0d丙\\u202efdp\\u2066\\x7f\n丁\t戊\n"


def test_styles_of_ours_stay(capsys: pytest.CaptureFixture[str]) -> None:
    console.message(console.paint("没有算成", "bold", on=True) + console.paint("\x1b[8m", "red", on=True))
    assert capsys.readouterr().err == "\x1b[1m没有算成\x1b[0m\x1b[31m\\x1b[8m\x1b[0m\n"


def test_a_line_break_in_a_name_adds_no_line() -> None:
    place = Location(file="甲\n错误：乙.yaml", line=1, column=2)
    told = problem_text(Problem(code="x", message="打不开 甲\n乙", hint="看 甲\n乙", location=place), colour=False)
    assert told == "甲\\x0a错误：乙.yaml:1:2: 错误：打不开 甲\\x0a乙\n  怎么办：看 甲\\x0a乙"


def test_a_line_break_in_the_name_of_an_input_adds_no_line() -> None:
    wrong = Problem(code="x", message="读不了", hint="改好")
    made = BatchResult(
        folder="出",
        inputs=1,
        done=1,
        scored=0,
        failed=(("甲\n没有算成：乙", (wrong,)),),
        materials=(),
        skipped=(Skipped(key="丙\r丁.zip", reason="不是包"),),
        plans=(),
        repeated=(),
        ranked=(),
        problems=(),
        lacking=(),
    )
    told = told_text(made, columns=80, colour=False)
    assert told.splitlines()[0] == "没有算成：甲\\x0a没有算成：乙"
    assert told.splitlines()[-1] == "提示：丙\\x0d丁.zip 不是包"


def test_bytes_that_are_no_utf_8_are_escapes_in_data_and_in_pages(capfd: pytest.CaptureFixture[str]) -> None:
    print_json({"file": "甲\udcff.yaml"})
    assert json.loads(capfd.readouterr().out) == {"file": "甲\udcff.yaml"}  # as Python names such a file
    print_csv([["甲\udcff.yaml"]])
    assert capfd.readouterr().out == "\ufeff甲\\udcff.yaml\r\n"
    assert "甲\\udcff.yaml" in utf8_text("<p>甲\udcff.yaml</p>")


def test_commands_take_a_folder_whose_name_is_no_utf_8(tmp_path: Path) -> None:
    folder = tmp_path / "坏\udcff"
    try:
        folder.mkdir()
    except (OSError, UnicodeEncodeError):
        pytest.skip("this system has no such names")
    file = folder / "自评.yaml"
    file.write_bytes((ROOT / "submissions/half-filled/submission.yaml").read_bytes())
    for words in (("check",), ("score",), ("score", "--format", "json")):
        assert run(words[0], str(file), *words[1:]).code < 2
    page = tmp_path / "比较.html"
    assert run("compare", str(file), str(file), "-o", str(page)).code < 2
    assert "坏\\udcff" in page.read_text("utf-8")


@pytest.mark.parametrize("command", ["check", "score", "explain", "verify", "batch", "report"])
def test_a_name_that_could_forge_a_line_is_not_taken(command: str, tmp_path: Path) -> None:
    ran = run(command, str(tmp_path / "甲\n合计：100分.yaml"), "-o", str(tmp_path / "出"))
    assert ran.code == 2
    assert ran.out == ""
    assert ran.told == (
        f"用法错误：“{tmp_path}/甲\\x0a合计：100分.yaml”里有换行（U+000A）。\n"
        "  怎么办：这样的名称会打乱打印出来的结果；请给文件或文件夹改名，再运行一次。\n"
    )


def test_no_text_and_no_name_in_a_folder_forges_a_line(tmp_path: Path) -> None:
    forged = "合计：100分"
    city = tmp_path / "甲市"
    shutil.copytree(ROOT / "submissions/sample-city", city)
    text = (city / "submission.yaml").read_text("utf-8")
    for key in ("说明", "理由", "标题", "发文机关", "城市"):
        assert f"{key}: " in text
        (city / f"{key}.yaml").write_text(re.sub(rf"{key}: [^\n,}}]+", f'{key}: "甲\\\\n{forged}"', text), "utf-8")
    (city / f"坏\n{forged}.yaml").write_text("城市: [", "utf-8")
    (city / "evidence" / f"多\n{forged}.pdf").write_bytes(b"%PDF-1.4")
    file = str(city / "说明.yaml")
    commands = [[name, str(one)] for name in ("check", "score", "explain") for one in city.glob("[!坏]*.yaml")]
    commands += [["evidence", "check", file], ["batch", str(tmp_path), "-o", str(tmp_path / "出")]]
    for words in commands:
        ran = run(*words)
        assert not [line for line in (ran.out + ran.told).splitlines() if line.startswith(forged)], words


def test_what_a_bundle_says_of_itself_forges_no_line(tmp_path: Path) -> None:
    whole, other = tmp_path / "甲.zip", tmp_path / "乙.zip"
    run("bundle", "submissions/weak-city/submission.yaml", "-o", str(whole))
    forged = "结论：校验通过。"
    with zipfile.ZipFile(whole) as made, zipfile.ZipFile(other, "w") as changed:
        for one in made.infolist():
            data = made.read(one)
            if one.filename.endswith("manifest.json"):
                manifest = json.loads(data)
                manifest |= {"fingerprint": f"甲\n{forged}", f"乙\n{forged}": f"丙\n{forged}", "as_of": f"丁\n{forged}"}
                data = json.dumps(manifest, ensure_ascii=False).encode()
            changed.writestr(one, data)
        changed.comment = made.comment
    for words in (("verify", str(other)), ("check", str(other)), ("score", str(other))):
        ran = run(*words)
        assert ran.code != 0
        assert not [line for line in (ran.out + ran.told).splitlines() if line.strip().startswith(forged)], words


def test_a_verdict_is_told_line_by_line() -> None:
    hostile = "甲\n结论：校验通过。"
    found = VerificationReport(
        kind="bundle", findings=(SealFinding(state=State.BAD, text=hostile),), city=hostile, fingerprint=hostile
    )
    told = terminal_text([*verify_blocks("乙", found)], columns=80, colour=False).splitlines()
    assert [line for line in told if "结论" in line and "\\x0a" not in line] == ["结论：校验没有通过，不要采信。"]
