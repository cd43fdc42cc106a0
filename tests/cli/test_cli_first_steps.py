"""What somebody meets who has never used a command line: a wrong word, an answer in words of one's own, a wrong name."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scoring.cli.start import main
from tests.cli.running import HALF, ROOT, SAMPLE, run

pytestmark = pytest.mark.usefixtures("at_the_root")


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("打分",), "scoring score"),
        (("帮助",), "scoring --help"),
        (("help",), "scoring --help"),
        (("版本",), "scoring --version"),
        (("检查", "自评.yaml"), "scoring check"),
        (("review", "帮助"), "scoring review --help"),
        (("review", "检查"), "scoring review check"),
    ],
)
def test_a_word_that_is_no_command_gets_the_one_that_was_meant(words: tuple[str, ...], meant: str) -> None:
    ran = run(*words)
    wrong = words[1] if words[0] == "review" else words[0]
    assert (ran.code, ran.out) == (2, "")
    assert ran.told.splitlines()[-1] == f"用法错误：没有“{wrong}”这个命令。是不是要写“{meant}”？"


def test_every_word_is_answered_with_a_command_there_is() -> None:
    from scoring.cli.app import app
    from scoring.cli.command import MEANT

    assert set(MEANT.values()) - {"--help", "--version"} <= set(app.commands)
    assert not set(MEANT) & set(app.commands)


def checked(folder: Path, answers: str) -> str:
    file = folder / "自评.yaml"
    file.write_text(f"指标体系: liaoning-2022\n城市: 甲市\n{answers}", "utf-8")
    return run("check", str(file)).out


@pytest.mark.parametrize("said", ["正在办理", "基本是", "是否", "部分", "不清楚", "是的"])
@pytest.mark.parametrize(
    "place", ["自评: {'1.1': {部门职责分工明确: HERE}}\n", "申报资格: {上一评选周期被撤销称号: HERE}\n"]
)
def test_a_hint_never_proposes_one_of_the_answers(tmp_path: Path, place: str, said: str) -> None:
    told = checked(tmp_path, place.replace("HERE", said))
    assert "  怎么办：请只写“是”或“否”，照实填；还不清楚的写“未填”。\n" in told


def test_points_of_a_judge_are_not_proposed_either(tmp_path: Path) -> None:
    told = checked(tmp_path, "自评: {'5.1': {监督检查评分: 很好}}\n")
    assert "  怎么办：请写成 {分值: …, 理由: …}；还没有评的写“未填”。\n" in told


def test_the_open_questions_are_named() -> None:
    ran = run("check", HALF)
    told = "".join(line.strip() for line in ran.out.split("  未填：")[1].splitlines())
    assert "1.3 方案资金来源明确、方案运营方式明确；1.4 " in told
    assert "；参照值 全省平均千人口托位数、全省平均婴幼儿入托率；" in told
    assert told.count("、") + told.count("；") + 1 == 33  # as many as the line above counts
    assert "还有33个影响得分的问题未填" in ran.out


def test_a_file_of_another_name_is_offered_when_nobody_lists_it(tmp_path: Path) -> None:
    city = tmp_path / "甲市"
    shutil.copytree(ROOT / "submissions/sample-city", city)
    (city / "evidence/1.1/01-division.pdf").rename(city / "evidence/1.1/01-divisions.pdf")
    for words in (("check",), ("evidence",)):
        ran = run(*words, str(city / "submission.yaml"))
        told = ran.out + ran.told
        assert "是不是“evidence/1.1/01-divisions.pdf”？是的，请改正路径；不是的，请把文件放到这个位置。" in told


def test_a_file_that_another_entry_lists_is_not_offered(tmp_path: Path) -> None:
    city = tmp_path / "甲市"
    shutil.copytree(ROOT / "submissions/sample-city", city)
    (city / "evidence/1.1/01-division.pdf").unlink()
    assert "是不是" not in run("check", str(city / "submission.yaml")).out


def test_a_department_may_be_written_with_space_and_is_offered_when_cut() -> None:
    assert run("improve", SAMPLE, "--owner", "市 财政局").out == run("improve", SAMPLE, "--owner", "市财政局").out
    ran = run("improve", SAMPLE, "--owner", "财政局")
    assert (ran.code, ran.told.splitlines()[1]) == (2, "  是不是要写“市财政局”？")


def test_ten_mistakes_of_layout_and_sense_come_in_one_round(tmp_path: Path) -> None:
    file = tmp_path / "自评.yaml"
    file.write_text(
        "指标体系: liaoning-2022\n城市：甲市\n申报日期: 2022-13-01\n自评:\n"
        '\t"1.1":\n\t\t部门职责分工明确: 也许\n\t\t专题会议次数: 三\n\t\t说明:好\n'
        '\t"1.9":\n\t\t甲: 1\n\t"1.2":\n\t\t经费: 是\n',
        "utf-8",
    )
    out = run("check", str(file)).out
    places = [line.split(": 错误：")[0].removeprefix(f"{file}:") for line in out.splitlines() if ": 错误：" in line]
    mistakes = ["2:3", "3:7", "6:13", "7:11", "8:5", "9:2", "12:3"]
    assert [place for place in places if not place.endswith(":1")] == mistakes
    assert [place for place in places if place.endswith(":1")] == [f"{line}:1" for line in range(5, 13)]


def test_a_form_says_nothing_of_what_its_pack_does_not_ask(tmp_path: Path) -> None:
    """托位 are the business of one pack; where no condition counts years, the day of application counts none."""
    blank = run("init", str(ROOT / "tests" / "kinds" / "packs" / "averaged"), "-o", "-").out
    assert "托位" not in blank
    assert "年限" not in blank
    assert "申报日期: 未填    # 写成 2022-05-20\n" in blank
    assert "申报资格的年限从这一天往前算" in run("init", "liaoning-2022", "-o", "-").out


@pytest.mark.parametrize("pack", ["liaoning-2022", "anning-2025"])
def test_a_template_says_what_to_run_as_it_is_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: str) -> None:
    file = tmp_path / "甲 市.yaml"
    assert run("init", pack, "-o", str(file)).code == 0
    (line,) = [line for line in file.read_text("utf-8").splitlines() if "填好后" in line]
    assert 'scoring check "甲 市.yaml"　' in line
    assert line.endswith('scoring score "甲 市.yaml"')
    monkeypatch.chdir(tmp_path)
    assert run("check", "甲 市.yaml").code == 0


@pytest.mark.parametrize(
    ("typed", "place", "offered"),
    [
        ("scoring rem", "1", ["plain,remind"]),
        ("scoring review st", "2", ["plain,status"]),
        ("scoring score --cr", "2", ["plain,--criteria-path"]),
    ],
)
def test_a_word_that_was_begun_is_completed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: str, place: str, offered: list[str]
) -> None:
    """What docs/cli.md has people put into their shell asks the command itself what may follow."""
    monkeypatch.setenv("COMP_WORDS", typed)
    monkeypatch.setenv("COMP_CWORD", place)
    monkeypatch.setenv("_SCORING_COMPLETE", "bash_complete")
    with pytest.raises(SystemExit, match=r"^0$"):
        main([])
    assert capsys.readouterr().out.split() == offered


def test_a_report_says_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from scoring.cli.progress import ProgressLine

    said: list[tuple[str, int, int, str]] = []

    class Seen(ProgressLine):
        def __init__(self, head: str) -> None:
            super().__init__(head)
            self.on = True

        def __call__(self, done: int, total: int, what: str) -> None:
            said.append((self.head, done, total, what))

    monkeypatch.setattr("scoring.cli.report_file.ProgressLine", Seen)
    assert run("report", HALF, "-o", str(tmp_path / "报告.pdf")).code == 0
    assert {head for head, *_ in said} == {"生成报告"}
    assert [done for _, done, _, _ in said] == sorted(done for _, done, _, _ in said)
    assert said[-1][1] == said[-1][2]
    assert any("第2页" in what for *_, what in said)
