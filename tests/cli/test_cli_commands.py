"""Mistakes on the command line, `check` and `explain`: exit codes, streams, words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.running import SAMPLE, run

PLAN = "submissions/plan-ankang/submission.yaml"
ENGLISH = re.compile(
    r"\b(?!(?:scoring|yaml|help|Python|Pango|HarfBuzz|PDF|HTML|JSON|CSV|Schema|OK)\b)[A-Z][a-z]{3,} [a-z]{2,}"
)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("score",), 2, "缺少参数“自评文件”。"),
        (("score", "--nonsense", SAMPLE), 2, "没有“--nonsense”这个选项"),
        (("score", SAMPLE, "--as-of", "2022-13-01"), 2, "不是日期"),
        (("score", SAMPLE, "--format", "xml"), 2, "“xml”不在“text”、“json”、“csv”之中"),
        (("score", SAMPLE, SAMPLE), 2, "多出了参数"),
        (("score", "没有这个.yaml"), 1, "没有这个.yaml"),
        (("score", "submissions"), 1, "submissions"),
        (("nonsense",), 2, "没有“nonsense”这个命令"),
        (("explain", "9.9", SAMPLE), 2, "没有指标项 9.9"),
        (("explain", "1.1"), 2, "要写一个自评文件"),
        (("report", SAMPLE, "-o", "report.wps"), 2, "不认识的扩展名 .wps"),
        (("report", SAMPLE), 2, "缺少选项“-o”或“--output”"),
        (("report", SAMPLE, "-o", "out.pdf", "--font", "仿宋"), 2, "字体名=文件"),
        (("criteria", "show", "nowhere-1999"), 1, "nowhere-1999"),
        (("init", "-o", "没有这个文件夹/自评.yaml"), 3, "没有文件夹 没有这个文件夹。"),
    ],
)
def test_mistakes_are_told_in_chinese_with_the_right_exit_code(words: tuple[str, ...], code: int, told: str) -> None:
    done = run(*words)
    assert (done.code, done.out) == (code, "")
    assert told in done.told
    assert not ENGLISH.search(done.told), done.told


def test_check_lists_every_problem_with_a_caret_and_exits_1(city: Path) -> None:
    text = (
        city.read_text("utf-8")
        .replace("专题会议次数: ", "专题会议次数: x")
        .replace("经费专款专用: 是", "经费专款专用: 也许")
    )
    city.write_text(text, "utf-8")
    done = run("check", str(city), SAMPLE)
    assert done.code == 1
    assert "2个错误" in done.out
    assert done.out.count("    ^") + done.out.count(" ^\n") >= 2
    assert done.out.count("怎么办：") == 2
    assert f"{SAMPLE}：没有发现问题；影响得分的问题都已填，得92.5分" in done.out


def test_check_as_json_has_places(city: Path) -> None:
    city.write_text(city.read_text("utf-8").replace("经费专款专用: 是", "经费专款专用: 也许"), "utf-8")
    done = run("check", str(city), "--format", "json")
    found = json.loads(done.out)
    assert (done.code, found["schema"], found["files"][0]["ok"]) == (1, "scoring.check/1", False)
    (problem,) = found["files"][0]["problems"]
    assert (problem["severity"], problem["path"]) == ("error", "自评/1.2/经费专款专用")


@pytest.mark.parametrize("words", [("1.3", SAMPLE), (SAMPLE, "1.3"), ("（一）3", SAMPLE), (SAMPLE, "(一)3")])
def test_explain_takes_item_and_file_in_any_order(words: tuple[str, ...]) -> None:
    done = run("explain", *words)
    assert done.code == 0
    assert done.out.startswith("1.3　（一）3　满分6分　得4分\n")


def test_explain_of_a_section_explains_its_items() -> None:
    done = run("explain", "1", SAMPLE)
    assert [line.split("　")[0] for line in done.out.splitlines() if "　满分" in line] == [
        "1.1",
        "1.2",
        "1.3",
        "1.4",
        "1.5",
    ]


@pytest.mark.parametrize("command", [("score", SAMPLE), ("check", SAMPLE), ("criteria", "list")])
def test_a_folder_of_packs_that_is_not_there_is_a_usage_error(command: tuple[str, ...], tmp_path: Path) -> None:
    missing = str(tmp_path / "没有")
    done = run(*command, "--criteria-path", missing)
    assert (done.code, done.out) == (2, "")
    assert f"没有文件夹 {missing}" in done.told


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("criteria", "show", "nope"), 1, "没有名为“nope”的指标体系"),
        (("explain", SAMPLE, "9.9"), 2, "没有指标项 9.9"),
        (("explain", "1.1"), 2, "要写一个自评文件和要解释的指标项"),
        (("explain", PLAN, "9.9"), 2, "没有 9.9"),
        (("compare", PLAN, PLAN), 1, "“ankang-2025”是没有分值的规划方案，这里不能用"),
        (("criteria", "diff", "ankang-2025", "pudong-2025"), 1, "“ankang-2025”是没有分值的规划方案，这里不能用"),
    ],
)
def test_refusals_are_one_json_document_and_told_once(words: tuple[str, ...], code: int, said: str) -> None:
    ran = run(*words, "--format", "json")
    told = json.loads(ran.out)
    assert (ran.code, told["schema"]) == (code, "scoring.problems/1")
    assert [problem["message"] for problem in told["problems"]] == [said]
    assert ran.told.count(said) == 1
