"""What cannot both be true by the words of the index: each declaration of liaoning-2022, beside what is not one."""

from __future__ import annotations

import json

import pytest

from scoring import submissions
from scoring.model.checks import Contradiction
from scoring.reports.render.criteria_json import criteria_json
from tests.liaoning import liaoning
from tests.validate.small_pack import document

YES, NO = "是", "否"
EVENT = "[{日期: 2021-06-01, 情况: 例}]"
EARLIER = "[{日期: 2020-05-19, 情况: 例}]"
PERIOD, EXTENT, SCOPE, GRAVE = "负面舆情统计期间", "负面舆情的程度", "负面舆情的范围", "重大事件的认定"


def asked(answers: str, gates: str = "", **switched: str) -> list[str]:
    readings = "".join(f"  {name}: {{选择: {option}, 理由: 例}}\n" for name, option in switched.items())
    text = (
        "指标体系: liaoning-2022\n城市: 示例市\n虚构样例: 是\n申报日期: 2022-05-20\n"
        f"申报资格: {{{gates}}}\n自评: {{{answers}}}\n" + (f"解释口径:\n{readings}" if readings else "")
    )
    found = submissions.submission(document(text), liaoning())
    assert found.ok, found.problems
    return [one.message for one in found.problems if one.code == "contradiction"]


def grave(answer: str, gate: str, **switched: str) -> bool:
    return bool(asked(f'"5.3": {{有负面舆情: {answer}}}', f"婴幼儿照护重大负面舆情: {gate}", **switched))


def test_a_barred_city_that_claims_no_adverse_publicity_is_asked_with_both_places() -> None:
    assert asked('"5.3": {有负面舆情: 否}', f"婴幼儿照护重大负面舆情: {EVENT}") == [
        "“有负面舆情”填的是“否”，申报资格的“婴幼儿照护重大负面舆情”填有申报前2年内的情况（第5行），"
        "口径“负面舆情统计期间”按“申报前两年内”，口径“负面舆情的程度”按“形成舆情即算”：不能同时成立（涉及（五）3的2分）"
    ]


@pytest.mark.parametrize(
    ("switched", "raised"),
    [
        ({}, True),
        ({PERIOD: "不限期间"}, True),
        ({PERIOD: "申报上一年度"}, False),  # the event may be of the other year of the two
        ({SCOPE: "不限内容"}, True),  # what bears on the care of infants is among all
        ({EXTENT: "重大才算"}, True),
        ({EXTENT: "重大才算", GRAVE: "从严全部列出"}, False),  # listed as perhaps grave, it need not be
        ({GRAVE: "从严全部列出"}, True),  # grave or not, it is adverse publicity
    ],
)
def test_grave_publicity_is_publicity_of_item_5_3(switched: dict[str, str], raised: bool) -> None:
    assert grave(NO, EVENT, **switched) is raised


@pytest.mark.parametrize(("answer", "gate"), [(YES, EVENT), (NO, "无"), (NO, EARLIER), (NO, "未填"), ("未填", EVENT)])
def test_nothing_is_asked_where_both_can_be(answer: str, gate: str) -> None:
    assert not grave(answer, gate)


@pytest.mark.parametrize(
    ("switched", "raised"),
    [
        ({EXTENT: "重大才算"}, True),
        ({EXTENT: "重大才算", PERIOD: "申报上一年度"}, True),  # any such year lies within the two years
        ({EXTENT: "重大才算", GRAVE: "从严全部列出"}, True),
        ({EXTENT: "重大才算", PERIOD: "不限期间"}, False),
        ({EXTENT: "重大才算", SCOPE: "不限内容"}, False),
        ({}, False),  # adverse, yet not grave
    ],
)
def test_publicity_that_counts_only_when_grave_belongs_among_the_gates(switched: dict[str, str], raised: bool) -> None:
    assert grave(YES, "无", **switched) is raised
    assert not grave(YES, EVENT, **switched)


def test_where_only_courses_at_the_base_count_there_is_a_base() -> None:
    at = {"职业技能培训的场所": "限于培训基地"}
    assert asked('"2.6": {有培训基地: 否, 开展职业技能培训: 是}', **at) == [
        "“有培训基地”填的是“否”，“开展职业技能培训”填的是“是”（第6行），"
        "口径“职业技能培训的场所”选的是“限于培训基地”（第8行）：不能同时成立（涉及（二）6的3分）"
    ]
    assert asked('"2.6": {有培训基地: 否, 开展职业技能培训: 是}') == []
    assert asked('"2.6": {有培训基地: 否, 开展职业技能培训: 否}', **at) == []
    assert asked('"2.6": {有培训基地: 是, 开展职业技能培训: 是}', **at) == []


def test_an_institution_that_is_owed_a_subsidy_is_an_institution() -> None:
    owed = '"2.5": {有应给予社保补贴的机构: 是, 社保补贴已给予: 是}, "5.2": {托育机构总数: 0, 已备案托育机构数: 0}'
    assert len(asked(owed)) == 1
    assert asked(owed, 托育机构的统计范围="已登记机构") == []
    assert asked(owed.replace("机构: 是", "机构: 否").replace(", 社保补贴已给予: 是", "")) == []
    assert asked(owed.replace("总数: 0", "总数: 1")) == []


def test_an_accident_of_any_trade_is_no_accident_of_item_5_5() -> None:
    assert asked('"5.5": {发生安全事故: 否}', f"重大安全责任事故: {EVENT}") == []
    assert asked('"5.5": {发生安全事故: 是}', "重大安全责任事故: 无") == []


def test_each_declaration_has_its_test_here() -> None:
    assert [one.name for one in liaoning().checks if isinstance(one, Contradiction)] == [
        "有重大负面舆情而填没有负面舆情",
        "重大才算的负面舆情与申报资格",
        "没有培训基地而在基地培训",
        "没有托育机构而有应补贴的机构",
    ]


def test_the_json_of_the_pack_holds_the_condition_as_written() -> None:
    checks = json.loads(json.dumps(criteria_json(liaoning())))["checks"]
    (one,) = [one for one in checks if one["name"] == "没有培训基地而在基地培训"]
    assert one["never"] == "not 有培训基地 and 开展职业技能培训 and 职业技能培训的场所 == '限于培训基地'"
