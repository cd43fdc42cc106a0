"""liaoning-2022: its questions ask what the official sentence says, and point to the readings that narrow it."""

from __future__ import annotations

import re

import pytest

from scoring.model.criteria import UNWRITTEN
from scoring.model.interpretations import Affects
from scoring.reports import basis
from tests.liaoning import liaoning

NAMED = {
    "部门职责分工明确": {"职责分工的标准"},
    "专题会议次数": {"专题会议的召开主体", "专题会议统计期间"},
    "会议解决实际问题": {"解决实际问题的认定"},
    "整体解决方案实施效果好": {"方案实施效果的认定"},
    "落实产假政策": {"产假落实的认定"},
    "新建小区同步配套": {"新建小区同步配套的认定", "建设改造的统计期间"},
    "老旧小区改造统筹推进": {"建设改造的统计期间"},
    "有负面舆情": {"负面舆情统计期间", "负面舆情的范围", "负面舆情的程度"},
    "依法实施守信联合激励": {"联合奖惩的对象"},
    "依法实施失信联合惩戒": {"联合奖惩的对象"},
    "发生安全事故": {"安全事故统计期间", "安全事故的发生地", "安全事故的范围"},
    "婴幼儿家庭满意度": {"满意度的调查对象", "满意度的算法"},
}
"""Questions whose official sentence does not say what counts, and by which readings they are answered."""

ONLY_ONE_OPTION = {
    "部门职责分工明确": "文件",
    "依法实施守信联合激励": "托育机构",
    "依法实施失信联合惩戒": "托育机构",
    "整体解决方案实施效果好": "良好",
    "落实产假政策": "是否全面",
}
"""Words that the scoring sentence does not have: an option of a reading may, a question may not."""

UNSCORED = {
    "1.1": "党政领导亲自抓",
    "1.3": "“等”字",
    "3.2": "功能衔接",
    "3.3": "城市居住社区建设补短板",
    "3.4": "在工作场所",
    "4.4": "等行业",
    "5.3": "群团组织和行业组织的作用",
    "5.5": "服务质量和声誉口碑好",
}
"""What an indicator says and no part of its scoring sentence takes points for."""

PARTLY = {
    "1.1": "解决实际问题的认定",
    "1.2": "专款专用的认定",
    "2.2": "用地需求部分保障时",
    "2.5": "社保补贴发放的认定",
    "2.8": "产假落实的认定",
    "3.3": "新建小区同步配套的认定",
    "3.4": "福利性托育的范围",
    "4.1": "保健指导和培训的覆盖",
    "4.3": "部分设施不达标时",
}
"""Items that are often done in part, and the reading that says how to answer then."""


@pytest.mark.parametrize("fact", NAMED)
def test_a_question_names_the_readings_that_say_what_counts(fact: str) -> None:
    found = liaoning().facts_by_name[fact]
    item = liaoning().items_by_id[found.item]
    readings = {one.name: one for one in item.interpretations if one.affects is Affects.ANSWER}
    assert {name for name in re.findall("“(.*?)”", found.ask) if name in readings} == NAMED[fact]


def test_every_reading_that_a_question_names_is_one_of_its_item() -> None:
    for fact in (fact for item in liaoning().items_by_id.values() for fact in item.facts):
        names = {one.name for one in liaoning().items_by_id[fact.item].interpretations}
        pointed = re.findall("按(“.*?)的口径", fact.ask)
        assert {name for part in pointed for name in re.findall("“(.*?)”", part)} <= names


@pytest.mark.parametrize(("fact", "word"), ONLY_ONE_OPTION.items())
def test_a_question_asks_no_more_than_its_sentence(fact: str, word: str) -> None:
    assert word not in liaoning().facts_by_name[fact].ask


@pytest.mark.parametrize(("item", "words"), UNSCORED.items())
def test_what_is_required_but_not_scored_is_said(item: str, words: str) -> None:
    assert [note for note in liaoning().items_by_id[item].notes if words in note] != []


@pytest.mark.parametrize(("item", "reading"), PARTLY.items())
def test_what_is_done_in_part_has_a_reading(item: str, reading: str) -> None:
    assert reading in [one.name for one in liaoning().items_by_id[item].interpretations]


def test_no_remedy_goes_beyond_the_sentence() -> None:
    """An annual programme is not the plan that the sentence names, and a budget need not be of one level."""
    remedies = [clause.remedy for item in liaoning().items_by_id.values() for clause in item.clauses]
    assert [text for text in remedies if "年度计划中写入" in text or "本级" in text] == []


@pytest.mark.parametrize("clause", ["5.3-1", "5.5-1"])
def test_no_remedy_promises_to_undo_what_has_happened(clause: str) -> None:
    (remedy,) = (one.remedy for one in liaoning().items_by_id[clause[:3]].clauses if one.id == clause)
    assert remedy.endswith("；统计期间内已经发生的不能改变。")


def test_an_answer_is_told_where_there_is_nothing_to_look_at() -> None:
    """Without land asked for, nothing is placed badly; where facilities are due and none stands, none is up to standard."""
    readings = {one.name: one for item in liaoning().items_by_id.values() for one in item.interpretations}
    land = {option.name: option.text for option in readings["没有用地需求时"].options}
    assert "“托育用地安排合理”也填“是”" in land["视为已保障"]
    assert all("一处也没有配置的填“否”" in option.text for option in readings["部分设施不达标时"].options)


def test_incidents_are_limited_to_childcare_only_by_a_reading() -> None:
    """涉及婴幼儿照护服务 stands before 重大负面舆情 only."""
    (reading,) = (one for one in liaoning().eligibility.interpretations if one.name == "重大事件的领域")
    assert (reading.default, reading.affects) == ("不限领域", Affects.ANSWER)


def test_periods_and_years_that_the_text_leaves_out_are_said() -> None:
    told = {one.about: one.text for one in liaoning().assumptions}
    assert "全省平均水平和年度建设用地供应计划是哪一年的" in told["统计时点"]
    for name in ("专题会议", "支持政策", "小区建设改造", "负面舆情", "安全事故"):
        assert name in told["期间"]


def test_a_sentence_that_breaks_off_is_not_called_unwritten() -> None:
    cut, none = liaoning().items_by_id["6.0"], liaoning().items_by_id["5.1"]
    assert "现有原文为“1.辖区内托育机构选址安全适宜。存在临近污染源、加…”" in cut.sentence
    assert none.sentence == "（原文本项有2分，没有评分标准。按0至2分评判，须写明理由）"
    assert UNWRITTEN == "（原文没有完整的评分标准，由人评判）"
    assert liaoning().items_by_id["1.5"].sentence == "未制定实施意见或细则的不得分。"


def test_papers_say_what_the_copy_lacks() -> None:
    told = {pair.name: pair.value for pair in basis.document(liaoning())}
    assert "未载明" in told["发布机关"]
    assert told["文号"] == "（原文缺失）"
    assert "未载明发文机关、文号和印发日期" in told["原文来源"]
