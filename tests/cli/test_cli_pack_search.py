"""Where packs are found without being told of: beside the submission and in the working folder, after the shipped ones."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest

from scoring.base.assets import pack_search
from tests.cli.running import run
from tests.validate.small_pack import FILES

ROOT = Path(__file__).resolve().parents[2]
SUBMISSION = "指标体系: small\n城市: 甲市\n申报日期: 2022-05-20\n"


def small(parent: Path) -> Path:
    folder = parent / "small"
    folder.mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("place", [".", "criteria"])
def test_beside_the_submission(place: str, tmp_path: Path) -> None:
    small(tmp_path / place)
    file = tmp_path / "自评.yaml"
    file.write_text(SUBMISSION, "utf-8")
    for words in (("check", str(file)), ("score", str(file)), ("explain", "1.1", str(file)), ("improve", str(file))):
        ran = run(*words)
        assert "没有名为" not in ran.out + ran.told, words
        assert ran.out, words


@pytest.mark.parametrize("place", [".", "criteria"])
def test_in_the_working_folder(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small(tmp_path / "work" / place)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "自评.yaml").write_text(SUBMISSION, "utf-8")
    monkeypatch.chdir(tmp_path / "work")
    assert run("criteria", "show", "small").code == 0
    assert run("check", str(elsewhere / "自评.yaml")).code == 0
    assert "small" in run("criteria", "list").out


def test_what_lies_nearby_never_takes_the_place_of_a_shipped_pack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "criteria" / "liaoning-2022", tmp_path / "criteria" / "liaoning-2022")
    monkeypatch.chdir(tmp_path)
    search = pack_search(("named",), str(tmp_path / "自评.yaml"))
    assert search[0] == str(tmp_path / "named")
    assert search.index(str(ROOT / "criteria")) < search.index(str(tmp_path / "criteria"))
    assert search.index(str(tmp_path / "criteria")) < search.index(str(tmp_path))


def test_a_missing_pack_is_told_with_every_place_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "自评" / "自评.yaml"
    file.parent.mkdir()
    file.write_text(SUBMISSION.replace("small", "ceshi-2026"), "utf-8")
    monkeypatch.chdir(tmp_path)
    told = "".join((run("check", str(file)).out).split())
    assert "没有名为“ceshi-2026”的指标体系" in told
    for part in ("--criteria-path", "自评文件旁边", f"找过：{ROOT / 'criteria'}", str(tmp_path), str(file.parent)):
        assert part in told


def test_a_batch_takes_no_packs_from_the_folders_of_cities(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    city = tmp_path / "申报" / "甲市"
    small(city)
    (city / "自评.yaml").write_text(SUBMISSION, "utf-8")
    monkeypatch.chdir(tmp_path)
    ran = run("batch", str(tmp_path / "申报"), "-o", str(tmp_path / "结果"), "--workers", "1")
    assert ran.code == 1
    assert "没有名为“small”的指标体系" in ran.out + ran.told


@pytest.mark.parametrize("near", [True, False])
def test_the_next_step_works_as_printed(near: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where names hold spaces, and where the pack would not be found by itself."""
    work = tmp_path / "work folder"
    work.mkdir()
    folder = small(work if near else tmp_path / "packs")
    monkeypatch.chdir(work)
    made = run("init", str(folder), "-o", "自评 一.yaml")
    line = made.told.strip().splitlines()[-1]
    words = shlex.split(line.partition("运行 ")[2])
    assert words[:3] == ["scoring", "check", "自评 一.yaml"]
    assert ("--criteria-path" in words) is not near
    ran = run(*words[1:])
    assert "没有名为" not in ran.out + ran.told


def test_a_pack_one_folder_below_is_named_with_the_option_that_finds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`criteria new -o 我的指标体系`, as every guide has it, puts the pack where no command looks by itself."""
    small(tmp_path / "我的 指标体系")
    (tmp_path / "自评.yaml").write_text(SUBMISSION, "utf-8")
    monkeypatch.chdir(tmp_path)
    told = run("check", "自评.yaml").out
    assert "没有名为“small”的指标体系" in told
    option = told.partition("在命令后面加上 ")[2].partition("，")[0]
    assert option == '--criteria-path "我的 指标体系"'
    assert "没有名为" not in run("check", "自评.yaml", *shlex.split(option)).out


def test_commands_printed_for_next_find_what_this_one_was_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`check` and `remind` carry --criteria-path and --references on into the command they print."""
    small(tmp_path / "packs")
    (tmp_path / "自评.yaml").write_text(SUBMISSION, "utf-8")
    (tmp_path / "参照.yaml").write_text("参照值: {}\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    told = ("--criteria-path", "packs", "--references", "参照.yaml")
    checked = run("check", "自评.yaml", *told)
    line = next(line for line in checked.out.splitlines() if "scoring remind" in line)
    words = shlex.split(line.partition("：")[2])
    assert words == ["scoring", "remind", "自评.yaml", *told]
    reminded = run(*words[1:])
    last = reminded.out.strip().splitlines()[-1]
    assert shlex.split(last) == [*words, "-o", "催填单.pdf"]
