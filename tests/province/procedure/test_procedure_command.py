"""`scoring procedure` as a person runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from scoring.cli.procedure_init import blank_cycle
from tests.cli.running import ROOT, run
from tests.liaoning import liaoning
from tests.province.procedure.cycles import HEAD, read

SAMPLE = "submissions/cycles/2022.yaml"
SCHEMA = json.loads((ROOT / "docs/schemas/procedure-1.schema.json").read_text(encoding="utf-8"))


def test_the_sample_in_the_middle_of_its_publicity() -> None:
    done = run("procedure", SAMPLE, "--as-of", "2022-09-20")
    assert done.code == 1, "a document of 乙市 is overdue"
    for words in (
        "评选周期2022—2023年　截至2022年9月20日",
        "（虚构样例，不代表任何真实城市）",
        "现在是“评审遴选”：时限临近；时限2022年9月30日，还有10天（8个工作日）。",
        "2022年5月31日（周二）　乙市逾期未交：自评表。",
        "首日不计入：2022年9月26日（周一）期满（9月20日、21日、22日、23日、26日）",
        "如果首日计入：2022年9月23日（周五）期满",
        "6月2日（迟2天）",
        "记录里有5个日期晚于2022年9月20日，没有计入。",
    ):
        assert words in done.out.replace("\n  ", "")


def test_the_sample_after_a_title_was_withdrawn() -> None:
    out = run("procedure", SAMPLE, "--as-of", "2024-06-15").out
    assert "各阶段都已完成。" in out
    assert "示例市　2023年度：已收到（2024年1月12日）。" in out
    assert "发生重大安全责任事故的" in out
    assert "被撤销示范城市称号的，取消下一期参加评选资格" in out.replace("\n    ", "")


@pytest.mark.parametrize("day", ["2022-01-04", "2022-05-20", "2022-09-20", "2022-10-01", "2024-06-15"])
def test_json_fits_its_schema(day: str) -> None:
    value = json.loads(run("procedure", SAMPLE, "--as-of", day, "--format", "json").out)
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(value)] == []
    assert value["as_of"] == day
    plain = json.loads(run("procedure", "liaoning-2022", "--as-of", day, "--format", "json").out)
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(plain)] == []
    assert plain["cycle"] is None


def test_nothing_overdue_is_fine() -> None:
    assert run("procedure", SAMPLE, "--as-of", "2022-05-20").code == 0
    assert run("procedure", "--as-of", "2022-06-01").code == 0, "without a record nothing can be overdue"


def test_status_may_be_named() -> None:
    words = (SAMPLE, "--as-of", "2022-05-20")
    assert run("procedure", "status", *words).out == run("procedure", *words).out


def test_days_of_a_publicity() -> None:
    out = run("procedure", "days", "2022-09-26").out.replace("\n  ", "")
    assert "首日不计入：2022年10月8日（周六）期满" in out
    assert "10月8日（周六，调休上班）" in out
    assert "如果首日计入：2022年9月30日（周五）期满" in out
    assert "这次两种算法期满日相同" in run("procedure", "days", "2022-10-01").out
    value = json.loads(run("procedure", "days", "2022-09-26", "--days", "1", "--format", "json").out)
    assert (value["taken"]["ends"], value["other"]["ends"]) == ("2022-09-27", "2022-09-26")


def test_days_past_the_calendar_and_with_a_calendar_file(tmp_path: Path) -> None:
    done = run("procedure", "days", "2199-09-16", "--format", "json")
    assert done.code == 1
    assert [one["code"] for one in json.loads(done.out)["problems"]] == ["calendar-unknown"]
    assert "--calendar" in done.told
    path = tmp_path / "日历.yaml"
    path.write_text("列全年份: [2199]\n", encoding="utf-8")
    assert "2199年9月23日（周一）期满" in run("procedure", "days", "2199-09-16", "--calendar", str(path)).out


def test_who_is_barred() -> None:
    out = run("procedure", "ban", SAMPLE).out
    assert out.startswith("2024—2025年这一期不能参加评选的城市：\n  · 甲市：2023年9月15日被撤销称号")
    assert "没有城市" in run("procedure", "ban", SAMPLE, "--year", "2026").out
    value = json.loads(run("procedure", "ban", SAMPLE, "--format", "json").out)
    assert [(one["city"], one["begins"], one["ends"], one["line"]) for one in value["barred"]] == [
        ("甲市", 2024, 2025, 33)
    ]


def test_a_blank_file_is_valid_and_never_overwrites(tmp_path: Path) -> None:
    path = tmp_path / "周期.yaml"
    assert run("procedure", "init", "-o", str(path)).code == 0
    assert run("procedure", str(path), "--as-of", "2022-05-01").code == 0
    schema = json.loads((tmp_path / "liaoning-2022.cycle.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    before = path.read_bytes()
    assert run("procedure", "init", "-o", str(path)).code == 1
    assert path.read_bytes() == before
    assert run("procedure", "init", "-o", "-").out == blank_cycle(liaoning(), 2022, "")


def test_a_blank_file_of_another_cycle_shows_where_its_deadlines_go() -> None:
    text = blank_cycle(liaoning(), 2024, "")
    assert read(text).begins == 2024
    assert "#   申报阶段: {截止: 2024-05-31, 依据: 某通知（文号）}" in text
    assert "时限调整" not in blank_cycle(liaoning(), 2022, "")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("nope",), 1, "没有名为“nope”的指标体系"),
        (("nope.yaml",), 1, "找不到文件 nope.yaml"),
        (("ankang-2025",), 1, "规划方案"),
        ((SAMPLE, "--as-of", "2022-9-1"), 2, "不是日期"),
        ((SAMPLE, "--calendar", "nope.yaml"), 1, "找不到文件 nope.yaml"),
        (("days", "明天"), 2, "不是日期"),
        (("ban",), 2, "周期记录"),
        (("init", "ankang-2025", "-o", "-"), 1, "规划方案"),
    ],
)
def test_what_cannot_be_done_is_said(words: tuple[str, ...], code: int, told: str) -> None:
    done = run("procedure", *words)
    assert (done.code, done.out) == (code, "")
    assert told in done.told


def test_a_slip_in_the_file_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "周期.yaml"
    path.write_text(HEAD + "阶段:\n  现场审查: {}\n", encoding="utf-8")
    done = run("procedure", str(path), "--format", "json")
    assert done.code == 1
    (problem,) = json.loads(done.out)["problems"]
    assert (problem["code"], problem["line"], problem["hint"]) == ("unknown-key", 4, "是不是“现场审核”？")
