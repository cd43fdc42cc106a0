"""A text on one line holds no line break and nothing that nobody sees, in whatever document it stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring import packs, submissions
from scoring.authoring.check.mutation import read_explained
from scoring.authoring.ruletests import read_rule_tests
from scoring.authoring.ruletests.reading import read_total_tests
from scoring.base.errors import Problem, Severity
from scoring.documents.nodes import PackSource
from scoring.documents.strict import parse_document
from scoring.packs.overlay import load_pack
from scoring.province import plans
from scoring.province.plans.pack_file import plan as read_plan
from scoring.province.procedure.calendar import calendar_file
from scoring.province.procedure.cycle_file import read_cycle
from scoring.review.review_file import read_review
from tests.liaoning import liaoning
from tests.overlay import layers
from tests.province.plans import small_plan
from tests.review.writing import text as review_text
from tests.validate import small_pack

Reader = Callable[[str, Path], tuple[Problem, ...]]
HOLE = "§"
SUBMISSION = """\
指标体系: liaoning-2022
城市: §
申报单位: §
联系方式: §
参照值: {全省平均千人口托位数: {数值: 2, 年份: 2021, 来源: §}}
自评:
  "1.1":
    佐证材料:
      - {文件: §, 标题: §, 文号: §, 发文机关: §}
  "5.1": {监督检查评分: {分值: 1, 理由: §}}
申报资格: {重大信访事件: [{日期: 2021-08-02, 情况: §}]}
"""
CYCLE = """\
指标体系: liaoning-2022
评选周期: 2022
城市: {§: {}, 乙市: {}}
阶段: {评审遴选: {公示名单: [§]}}
命名: {日期: 2022-12-28, 名单: [§], 文件: §}
撤销: {§: {日期: 2023-01-01, 情形: [1], 文件: §}}
时限调整: {申报阶段: {截止: 2022-06-30, 依据: §}}
"""
CALENDAR = "安排:\n  - {日期: 2027-01-01, 安排: 放假, 依据: §}\n"
PROGRESS = """\
指标体系: small
地区: §
填报单位: §
联系方式: §
指标进展: {"1.1": {2021: 40, 来源: §}}
"""
REVIEW = (
    review_text('"1.1": {意见: 认可, 不认可的材料: [§], 依据材料: [§], 自评核对码: §, 理由: §}')
    .replace("审核人: 甲", "审核人: §")
    .replace("城市: 示例市", "城市: §")
)
PACK = """\
id: small
title: §
short_title: §
region: §
issuer: §
document_number: §
edition: §
form_columns: [§, 甲, 乙, 丙]
points: 10
source: {title: §, note: 只供测试, basis: [§]}
sections:
  - {id: "1", label: §, title: §, points: 7}
  - {id: "2", label: （二）, title: 乙部分, points: 3, gap: {known: 残句, lacks: 其余文字}}
profile:
  常住人口: {type: count, unit: §, owner: §, ask: §}
eligibility:
  text: 申报前两年内未发生甲类事件的，方可申报。
  gates:
    甲类事件: {kind: incidents, years: 2, quote: 甲类事件, ask: §, owner: §}
"""
PLAN = """\
kind: plan
id: small
title: §
edition: §
issuer: §
years: [2021, 2022, 2023]
source: {title: §, note: 虚构的测试用方案。}
"""
OVERLAY = "id: over\nextends: base\ntitle: §\nedition: §\nsource: {title: §, note: 只供测试}\n"
RULE_TEST = 'tests:\n  - name: §\n    item: "1.1"\n    facts: {}\n    expect: {score: 6}\n'
TOTAL_TEST = "totals:\n  - name: §\n    answers: {}\n    expect: {total: 97}\n"
MUTANTS = "explained:\n  - {mutant: §, reason: 无}\n"


def of_submission(text: str, _folder: Path) -> tuple[Problem, ...]:
    read = parse_document(text.encode(), "甲.yaml")
    assert read.value is not None
    return (*read.problems, *submissions.submission(read.value, liaoning()).problems)


def of_references(text: str, _folder: Path) -> tuple[Problem, ...]:
    read = parse_document(text.encode(), "甲.yaml")
    assert read.value is not None
    return (*read.problems, *submissions.references(read.value, liaoning()).problems)


def of_cycle(text: str, _folder: Path) -> tuple[Problem, ...]:
    read = parse_document(text.encode(), "甲.yaml")
    assert read.value is not None
    return (*read.problems, *read_cycle(read.value, liaoning()).problems)


def of_calendar(text: str, _folder: Path) -> tuple[Problem, ...]:
    read = parse_document(text.encode(), "甲.yaml")
    assert read.value is not None
    return (*read.problems, *calendar_file(read.value).problems)


def of_review(text: str, _folder: Path) -> tuple[Problem, ...]:
    read = parse_document(text.encode(), "甲.yaml")
    assert read.value is not None
    return (*read.problems, *read_review(read.value, liaoning()).problems)


def of_progress(text: str, folder: Path) -> tuple[Problem, ...]:
    read = parse_document(text.encode(), "甲.yaml")
    assert read.value is not None
    return (*read.problems, *plans.progress(read.value, small_plan.small(folder)).problems)


def of_pack(text: str, _folder: Path) -> tuple[Problem, ...]:
    read = parse_document(text.encode(), "pack.yaml")
    assert read.value is not None
    sections = tuple(small_pack.document(small_pack.FILES[name], name) for name in ("section-1.yaml", "section-2.yaml"))
    source = PackSource(folder="small", name="small", main=read.value, sections=sections, digest="0")
    return (*read.problems, *packs.criteria(source).problems)


def of_section(text: str, _folder: Path) -> tuple[Problem, ...]:
    read = parse_document(text.encode(), "section-1.yaml")
    assert read.value is not None
    files = {name: small_pack.document(small_pack.FILES[name], name) for name in ("pack.yaml", "section-2.yaml")}
    sections = (read.value, files["section-2.yaml"])
    source = PackSource(folder="small", name="small", main=files["pack.yaml"], sections=sections, digest="0")
    return (*read.problems, *packs.criteria(source).problems)


def of_plan(text: str, folder: Path) -> tuple[Problem, ...]:
    place = folder / "small"
    place.mkdir(exist_ok=True)
    (place / "pack.yaml").write_text(text, encoding="utf-8")
    (place / "section-1.yaml").write_text(small_plan.PART, encoding="utf-8")
    source = packs.read_pack(str(place), "small")
    return (*source.problems, *(() if source.value is None else read_plan(source.value).problems))


def of_overlay(text: str, folder: Path) -> tuple[Problem, ...]:
    for name in ("base", "over"):
        (folder / name).mkdir(exist_ok=True)
    (folder / "over" / "pack.yaml").write_text(text, encoding="utf-8")
    for name, content in layers.BASE.items():
        (folder / "base" / name).write_text(content, encoding="utf-8")
    source = packs.read_pack(str(folder / "over"), "over")
    return (*source.problems, *(() if source.value is None else load_pack(source.value, [str(folder)]).problems))


def of_tests(text: str, folder: Path, name: str = "甲.yaml") -> tuple[Problem, ...]:
    for old in (folder / "tests").glob("*"):
        old.unlink()
    (folder / "tests").mkdir(exist_ok=True)
    (folder / "tests" / name).write_text(text, encoding="utf-8")
    criteria = replace(liaoning(), folder=str(folder))
    if name == "mutants.yaml":
        return read_explained(criteria).problems
    return (*read_rule_tests(criteria).problems, *read_total_tests(criteria).problems)


def of_mutants(text: str, folder: Path) -> tuple[Problem, ...]:
    return of_tests(text, folder, "mutants.yaml")


def holed(text: str, *lines: tuple[str, str]) -> str:
    for old, new in lines:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


SECTION = holed(
    small_pack.FIRST,
    ("{id: 方案, title: 方案文本, supports", "{id: 方案, title: §, supports"),
    ("ask: 召开几次会议？", "ask: §"),
    ("unit: 次,", "unit: §,"),
    ("ask: 水平是多少？}", "ask: 水平是多少？, owner: §}"),
    ("question: 相等扣不扣？", "question: §"),
)
DOCUMENTS: dict[str, tuple[str, Reader]] = {
    "submission": (SUBMISSION, of_submission),
    "references": ("全省平均千人口托位数: {数值: 2, 年份: 2021, 来源: §}\n", of_references),
    "cycle": (CYCLE, of_cycle),
    "calendar": (CALENDAR, of_calendar),
    "review": (REVIEW, of_review),
    "progress": (PROGRESS, of_progress),
    "pack": (PACK, of_pack),
    "section": (SECTION, of_section),
    "plan": (PLAN, of_plan),
    "overlay": (OVERLAY, of_overlay),
    "rule tests": (RULE_TEST, of_tests),
    "total tests": (TOTAL_TEST, of_tests),
    "mutants": (MUTANTS, of_mutants),
}
FIELDS = [(name, number) for name, (text, _) in DOCUMENTS.items() for number in range(text.count(HOLE))]
SEEN = st.text(st.sampled_from("甲乙A1𠮷·"), min_size=1, max_size=4)
UNSEEN = st.sampled_from(
    "\x00\x07\x1b\x7f\x85\u00ad\u034f\u061c\u115f\u200b\u200d\u200e\u2028\u2029\u202e\u2060\u2066\u2069\u2800\u3164\ufeff"
    "\uffa0\ufff9\uffff\U0001d173\U000e0001\U000e0041\U000e007f\U0001fffe"
)


def filled(name: str, number: int, value: str) -> tuple[str, int, int]:
    """A document with `value` in its one-line field of that number, and the line and column where it begins."""
    before, *rest = DOCUMENTS[name][0].split(HOLE)
    for place, more in enumerate(rest):
        if place == number:
            line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        before += (value if place == number else f"乙{place}") + more
    return before, line, column


def errors(name: str, text: str, folder: Path) -> list[tuple[int, int, str]]:
    found = DOCUMENTS[name][1](text, folder)
    return [
        (one.location.line, one.location.column, one.code)
        for one in found
        if one.severity is Severity.ERROR and one.location is not None and one.hint
    ]


BOUNDED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(st.sampled_from(FIELDS), SEEN, UNSEEN, SEEN)
@BOUNDED
def test_what_nobody_sees_is_refused_where_it_stands(
    tmp_path: Path, field: tuple[str, int], lead: str, character: str, tail: str
) -> None:
    text, line, column = filled(*field, lead + character + tail)
    assert (line, column + len(lead), "control-character") in errors(field[0], text, tmp_path)


@given(st.sampled_from(FIELDS), SEEN, UNSEEN | st.sampled_from("\t"), SEEN)
@BOUNDED
def test_nor_may_a_backslash_write_it(
    tmp_path: Path, field: tuple[str, int], lead: str, character: str, tail: str
) -> None:
    text, line, column = filled(*field, f'"{lead}\\U{ord(character):08x}{tail}"')
    assert (line, column + 1 + len(lead), "bad-escape") in errors(field[0], text, tmp_path)


@pytest.mark.parametrize("field", FIELDS, ids=[f"{name}-{number}" for name, number in FIELDS])
@pytest.mark.parametrize("written", ["\\n", "\\x0a", "\\u000A"])
def test_a_line_break_is_refused_where_it_stands(tmp_path: Path, field: tuple[str, int], written: str) -> None:
    text, line, column = filled(*field, f'"甲\\\\乙{written}丙"')
    found = [one for one in errors(field[0], text, tmp_path) if one[2] == "line-break"]
    key = (line, column) if (line, column, "line-break") in found else (line, column + 5)
    assert found == [(*key, "line-break")]  # a name before a colon is refused as a whole


@pytest.mark.parametrize(
    ("written", "line", "column"),
    [
        ("城市: |\n  甲市\n  乙市\n", 3, 5),
        ("城市: |\n\n  甲市\n", 3, 1),
        ("城市: >\n  甲市\n  乙市\n\n  丙市\n", 4, 5),
        ("城市: >\n  甲市\n   乙市\n", 3, 5),
        ("城市: 甲市\n\n  乙市\n", 2, 7),
        ("城市: '甲市\n\n  乙市'\n", 2, 8),
        ('城市: "甲市\n\n  乙\\n市"\n', 2, 8),
        ('城市: "甲\\n市\n\n  乙市"\n', 2, 7),
    ],
)
def test_a_line_break_without_a_backslash(tmp_path: Path, written: str, line: int, column: int) -> None:
    found = errors("submission", "指标体系: liaoning-2022\n" + written, tmp_path)
    assert found == [(line, column, "line-break")]


@pytest.mark.parametrize(
    "written",
    [
        "城市: |\n  甲市\n",
        "城市: >-\n  甲市\n  乙市\n",
        "城市: 甲市\n  乙市\n",
        "城市: 𠮷林市\n",
        "城市: 葛\U000e0100市\n",
        "城市: 甲\ufa0e市\n",
    ],
)
def test_a_folded_text_and_a_rare_character_are_fine(tmp_path: Path, written: str) -> None:
    assert errors("submission", "指标体系: liaoning-2022\n" + written, tmp_path) == []


@pytest.mark.parametrize("written", ["城市: \ufe0f甲市\n", "城市: 甲 \U000e0100市\n", "城市: 甲\ufe0f\ufe0f市\n"])
def test_a_selector_with_nothing_to_choose_is_refused(tmp_path: Path, written: str) -> None:
    found = errors("submission", "指标体系: liaoning-2022\n" + written, tmp_path)
    assert [code for _, _, code in found] == ["control-character"]


def test_texts_of_several_lines_may_break_their_lines(tmp_path: Path) -> None:
    text = "指标体系: liaoning-2022\n城市: 甲市\n自评: {'1.1': {说明: \"甲\\n乙\"}}\n报告文字:\n  基本情况: |\n    甲\n\n    乙\n"
    assert errors("submission", text, tmp_path) == []


def test_the_character_is_named_with_its_number(tmp_path: Path) -> None:
    (found,) = of_submission("指标体系: liaoning-2022\n城市: 示\u00ad例市\n", tmp_path)
    assert found.message == "这里有软连字符（U+00AD）"
    (found,) = of_submission('指标体系: liaoning-2022\n城市: "甲市\\n通过"\n', tmp_path)
    assert found.message == "“城市”只能写一行，这里有换行（U+000A）"
