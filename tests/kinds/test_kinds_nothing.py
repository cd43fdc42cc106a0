"""A list of units that is answered 无: an award over nothing is 0, a deduction over nothing is nothing; what is not
answered is never 无. What a city may write, reads and hands in."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from scoring.advice.compare import Compared, compare
from scoring.advice.improve import improve
from scoring.assess import Assessment, Request, assess
from scoring.cli.template import template
from scoring.cli.terminal import terminal_text
from scoring.evidence import inspect
from scoring.evidence_support import evidence_support
from scoring.model.scorecard import OutcomeState, Range
from scoring.reports.papers.item import item_blocks
from scoring.reports.papers.pack import settings_of
from scoring.reports.render.card_json import card_json
from scoring.reports.render.criteria_json import criteria_json
from scoring.submissions import submission_schema
from tests.kinds.packs_of_tests import PACKS, pack
from tests.kinds.test_kinds_words import ROOT
from tests.validate.small_pack import FILES, read

F = Fraction
CASES = Path(__file__).parent / "cases"
ANSWERS = """\
自评:
  "1.1": {示范机构: 无}
  "1.2":
    事故: 无
  "1.3": {乡镇: 无}
  "1.4": {老旧小区: 无}
  "1.5": {机构: 无}
"""


def told(tmp_path: Path, rest: str, name: str = "nothing", search: Path = PACKS) -> tuple[Assessment | None, list[str]]:
    file = tmp_path / "示例市.yaml"
    head = f"指标体系: {name}\n城市: 示例市\n申报日期: 2022-05-20\n虚构样例: 是\n"
    file.write_text(head + rest, encoding="utf-8")
    result = assess(Request(file=str(file), search=(str(search),)))
    return result.value, [
        f"{one.location.line if one.location else 0}: {one.message} {one.hint}" for one in result.problems
    ]


def assessed(tmp_path: Path, rest: str, name: str = "nothing", search: Path = PACKS) -> Assessment:
    found, problems = told(tmp_path, rest, name, search)
    assert found is not None, problems
    return found


def ranges(found: Assessment) -> dict[str, tuple[Fraction, Fraction]]:
    return {one.item.id: (one.score.low, one.score.high) for part in found.card.sections for one in part.items}


SCHOOLS = '  "1.1": {示范机构: %s}\n  "1.2": {处数: 0}\n'
INCIDENTS = '自评:\n  "1.1": {事故: %s}\n  "2.1": {问题处数: 4, 一次死亡2人以上: 否}\n'


@pytest.mark.parametrize(
    ("name", "text", "total"),
    [
        ("s9-sum", "基本情况: {示范机构数: 0}\n自评:\n" + SCHOOLS % "{}", 10),
        ("s9-sum", "基本情况: {示范机构数: 0}\n自评:\n" + SCHOOLS % "无", 10),
        ("s9-sum", "自评:\n" + SCHOOLS % "无", 10),
        ("s9-sum", "基本情况: {示范机构数: 1}\n自评:\n" + SCHOOLS % "{甲: {通过验收: 是}}", 12),
        (
            "s9-sum",
            "基本情况: {示范机构数: 3}\n自评:\n"
            + SCHOOLS % "{甲: {通过验收: 是}, 乙: {通过验收: 是}, 丙: {通过验收: 是}}",
            16,
        ),
        ("s6-safety", INCIDENTS % "{}", 96),
        ("s6-safety", INCIDENTS % "无", 96),
        ("s6-count", "基本情况: {事故起数: 0}\n" + INCIDENTS % "{}", 96),
        ("s6-count", "基本情况: {事故起数: 0}\n" + INCIDENTS % "未填", 96),
        ("s6-count", INCIDENTS % "无", 96),
    ],
)
def test_awards_over_nothing_are_0_and_deductions_take_nothing(
    tmp_path: Path, name: str, text: str, total: int
) -> None:
    """示范机构0、1、3家得0、2、6分，另一项10分；没有事故不扣，60＋(40－4)＝96分。"""
    assert assessed(tmp_path, text, name, CASES).card.total == Range(low=F(total), high=F(total))


@pytest.mark.parametrize("listed", ["未填", "", "~"])
def test_what_is_not_answered_is_not_nothing(tmp_path: Path, listed: str) -> None:
    """事故60分未定，其他36分。"""
    found = assessed(tmp_path, INCIDENTS % listed, "s6-safety", CASES)
    assert found.card.total == Range(low=F(36), high=F(96))
    assert not found.card.complete


def test_nothing_counts_as_the_pack_says(tmp_path: Path) -> None:
    """0＋10＋10＋0＝20分，乡镇不参评：20÷40×50＝25分。"""
    found = assessed(tmp_path, ANSWERS)
    assert found.card.total == Range(low=F(25), high=F(25))
    assert found.card.complete
    assert ranges(found) == {"1.1": (0, 0), "1.2": (10, 10), "1.3": (0, 0), "1.4": (10, 10), "1.5": (0, 0)}
    scores = {one.item.id: one for one in found.card.sections[0].items}
    assert scores["1.3"].applies is False
    assert [clause.state for clause in scores["1.2"].clauses] == [OutcomeState.NOT_APPLIED] * 2
    assert found.explanation.total_trace[:6] == (
        "不参评的项：1.3。",
        "1.1 没有示范机构，按0分计。",
        "1.2 没有事故，按10分计。",
        "1.3 没有乡镇，不参评。",
        "1.4 没有老旧小区，按10分计。",
        "1.5 没有机构，按0分计。",
    )


def test_the_explanation_says_that_there_is_nothing_and_where_it_stands(tmp_path: Path) -> None:
    found = assessed(tmp_path, ANSWERS)
    explained = found.explanation.of_item("1.2")
    assert explained.summary == "没有事故，满分10分，得10分，未失分。"
    assert [clause.because for clause in explained.clauses] == ["没有事故（示例市.yaml:8）。"] * 2
    assert [clause.verdict for clause in explained.clauses] == ["不扣分", "不扣分"]
    assert found.explanation.of_item("1.1").summary == "没有示范机构，满分10分，得0分。"
    assert found.explanation.of_item("1.3").summary == "没有乡镇，本项不参评。"
    lines = terminal_text(item_blocks(found, found.card.sections[0].items[1]), columns=80, colour=False).splitlines()
    assert "   依据：没有事故（示例市.yaml:8）。" in lines


def test_the_range_takes_in_that_there_may_be_nothing(tmp_path: Path) -> None:
    """没有填：1.1 至多10分；1.4 全未完成0分，没有小区10分；1.3 可能不参评。"""
    found = assessed(tmp_path, "自评: {}\n")
    assert ranges(found)["1.4"] == (0, 10)
    assert next(one for one in found.card.sections[0].items if one.item.id == "1.3").applies is None


def test_a_number_above_0_contradicts_nothing(tmp_path: Path) -> None:
    found, problems = told(tmp_path, "基本情况: {示范机构数: 2}\n" + ANSWERS)
    assert found is None
    assert problems == [
        "7: 1.1 的示范机构写的是“无”，基本情况里“示范机构数”却是2 请核对这个数；有示范机构、还没有填的写“未填”。"
    ]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("nothing", '自评: {"1.2": {事故: 没有}}\n', "“事故”应逐个写事故的名称和填报内容；一个事故也没有的写 无"),
        ("nothing", '自评: {"1.2": {事故: 0}}\n', "“事故”应逐个写事故的名称和填报内容；一个事故也没有的写 无"),
        ("added", '自评: {"1.5": {托育机构: 无}}\n', "“托育机构”应逐个写托育机构的名称和填报内容，"),
    ],
)
def test_other_words_are_refused(tmp_path: Path, name: str, text: str, said: str) -> None:
    """一共3家托育机构，评分标准写明了，不能填“无”。"""
    found, problems = told(tmp_path, text, name)
    assert found is None
    assert len(problems) == 1
    assert said in problems[0]
    assert problems[0].endswith(": {名称: {填报项: …}}”的样子。"), (
        "无 is the favourable answer: it is offered, not proposed"
    )


def test_template_schema_json_and_settings_tell_of_it(tmp_path: Path) -> None:
    text = template(pack("nothing"), "x.json")
    assert "# 一个事故也没有的，删去下面各行，写 事故: 无" in text
    assert "也没有的" not in template(pack("added"), "x.json").split('"1.5"')[1]
    schema = submission_schema(pack("nothing"))
    for listed in ("无", "未填", None, {}, {"甲": {"死亡人数": 0}}):
        jsonschema.validate({"指标体系": "nothing", "城市": "甲市", "自评": {"1.2": {"事故": listed}}}, schema)
    found = assessed(tmp_path, ANSWERS)
    made = json.loads(json.dumps(card_json(found.criteria, found.submission, found.card, None, found.explanation)))
    jsonschema.validate(
        {**made, "problems": []}, json.loads((ROOT / "docs" / "schemas" / "card-1.schema.json").read_text("utf-8"))
    )
    assert made["sections"][0]["items"][1]["units"] == []
    items = pack("nothing").items_by_id
    assert settings_of(items["1.3"]) == ["按乡镇逐个计分，取平均，一个也没有的不参评。"]
    shown: Any = json.loads(json.dumps(criteria_json(pack("nothing"))))["sections"][0]["items"]
    assert [one["each"]["none"] for one in shown] == [None, None, "absent", "full", None]


def test_nothing_rests_on_its_papers_like_any_answer(tmp_path: Path) -> None:
    """台账不在，“没有事故”没有材料支撑：1.2 按未填算，0至10分。"""
    found = assessed(tmp_path, ANSWERS)
    support = evidence_support(
        found.criteria, found.submission, found.card, inspect(found.criteria, found.submission, str(tmp_path))
    )
    reading = next(one for one in support.items if one.item == "1.2")
    assert (reading.claimed.low, reading.evidenced.low) == (10, 0)
    assert support.unbacked == ("死亡人数", "轻伤人数")


def test_there_is_nothing_to_mend_where_there_is_nothing(tmp_path: Path) -> None:
    found = assessed(tmp_path, ANSWERS)
    made = improve(found.criteria, found.submission, found.card)
    assert made.total == found.card.total
    assert not made.fixes


def test_a_comparison_says_what_came_of_it(tmp_path: Path) -> None:
    """没有事故10分，一起死亡1人4分。"""
    (tmp_path / "右").mkdir()
    one = assessed(tmp_path, ANSWERS)
    other = assessed(tmp_path / "右", ANSWERS.replace("事故: 无", "事故: {甲: {死亡人数: 1, 轻伤人数: 0}}"))
    for left, right, part in ((one, other, -6), (other, one, 6)):
        found = compare(*(Compared(criteria=s.criteria, submission=s.submission, card=s.card) for s in (left, right)))
        changed = {item.id: item for section in found.sections for item in section.items}["1.2"]
        assert changed.difference.low == part
        assert [(share.names, share.difference.low) for share in changed.shares] == [(("甲",), part)]


@pytest.mark.parametrize(
    ("each", "codes"),
    [
        ("{name: 县区}", ["each-none"]),
        ("{name: 县区, none: zero}", []),
        ("{name: 县区, none: absent}", []),
        ("{name: 县区, take: sum}", []),
        ("{name: 县区, take: sum, points: 3}", []),
        ("{name: 县区, count: 3}", []),
        ("{name: 县区, count: 3, none: full}", ["clause-extra"]),
        ("{name: 县区, count: 县区数}", ["each-none"]),
        ("{name: 县区, count: 至少一个}", []),
        ("{name: 县区, none: 满分}", ["not-an-option"]),
    ],
)
def test_the_check_asks_what_nothing_means_where_a_mean_leaves_it_open(each: str, codes: list[str]) -> None:
    profile = (
        "  县区数: {type: count, unit: 个, ask: 几个？}\n  至少一个: {type: count, unit: 个, minimum: 1, ask: 几个？}\n"
    )
    section = FILES["section-1.yaml"].replace("    points: 4\n", f"    points: 4\n    each: {each}\n")
    main = FILES["pack.yaml"].replace("  常住人口", f"{profile}  常住人口")
    result = read({**FILES, "pack.yaml": main, "section-1.yaml": section})
    assert [one.code for one in result.problems] == codes
