"""Reasons, costs and next steps, worked out by hand from the official sentences of the real pack."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.assess import evaluate
from scoring.loading import Loaded
from scoring.model.criteria import Start
from scoring.model.facts import FactType, Judgement, Sum
from scoring.model.scorecard import Range
from tests.exact import span
from tests.explain.cities import UNKNOWN, assessed, clause, item_of
from tests.liaoning import liaoning
from tests.rules.rules_factories import award, deduct, fact, forfeit, item, pack, submission


def test_a_deduction_names_the_fact_and_its_line() -> None:
    explanation = assessed(专题会议次数=0).explanation
    found = clause(explanation, "1.1", "未召开专题会议")
    assert (found.verdict, found.cost) == ("扣3分", span(3))
    place = found.inputs[0].place
    assert place is not None
    assert found.because == f"填报“专题会议次数”为0次（city.yaml:{place.line}）。"
    assert explanation.of_item("1.1").summary.startswith("满分6分，得3分。失分原因：“未召开专题会议扣3分”失3分。")


def test_no_meeting_never_also_costs_the_unsolved_problem() -> None:
    explanation = assessed(专题会议次数=0, 会议解决实际问题=False).explanation
    found = clause(explanation, "1.1", "召开会议未解决")
    assert (found.verdict, found.cost) == ("不扣分", span(0))
    assert "“会议解决实际问题”按前面的回答不需填报，未计入得分。" in explanation.of_item("1.1").summary


def test_a_forfeit_carries_the_whole_loss_and_hides_the_other_deduction() -> None:
    assessment = assessed(发生安全事故=True, 婴幼儿家庭满意度=80)
    forfeit = clause(assessment.explanation, "5.5", "有安全事故的不得分")
    hidden = clause(assessment.explanation, "5.5", "满意度低于90%")
    assert (forfeit.verdict, forfeit.cost) == ("不得分", span(2))
    assert (hidden.verdict, hidden.cost) == ("扣1分", span(0))
    assert hidden.because.endswith("，本项已因“有安全事故的不得分”不得分，此条不再另计。")
    assert assessment.explanation.next_steps == (), "an accident has happened: nobody can set out to mend it"


def test_a_step_names_what_comes_out_once_the_forfeit_is_mended() -> None:
    rules = item(
        "1.1",
        2,
        [forfeit("not 有方案"), deduct("1", "满意度 < 90")],
        [fact("有方案"), fact("满意度", FactType.PERCENT)],
    )
    city = submission({"有方案": False, "满意度": 80})
    (step,) = evaluate(Loaded(criteria=pack([rules]), submission=city)).explanation.next_steps
    assert step.worth == 1, "the plan alone still leaves the deduction for satisfaction"
    assert "同时整改“" in step.text


@pytest.mark.parametrize("condition", ["出过事故", "出过事故 and not 有方案"])
def test_only_what_has_happened_and_nothing_else_is_beyond_mending(condition: str) -> None:
    past = replace(fact("出过事故"), past=True)
    rules = item("1.1", 2, [deduct("1", condition)], [past, fact("有方案")])
    city = submission({"出过事故": True, "有方案": False})
    steps = evaluate(Loaded(criteria=pack([rules]), submission=city)).explanation.next_steps
    assert [step.worth for step in steps] == ([1] if "有方案" in condition else [])


def test_an_award_that_is_partly_earned_costs_what_is_left() -> None:
    found = clause(assessed(支持政策项数=2).explanation, "2.1", "每出台一项支持政策得1分")
    assert (found.verdict, found.cost) == ("得2分", span(1))


def test_an_award_not_earned_costs_its_points() -> None:
    found = clause(assessed(提供福利性托育服务=False).explanation, "3.4", "有需求的产业园区")
    assert (found.verdict, found.cost) == ("未得分", span(1))


def test_of_four_contents_only_the_unclear_one_is_named() -> None:
    found = clause(assessed(方案资金来源明确=False).explanation, "1.3", "方案中服务体系")
    assert (found.verdict, found.decisive) == ("扣2分", ("出台专项规划或实施方案", "方案资金来源明确"))
    assert "方案建设目标明确" in [line.input.name for line in found.inputs], (
        "the others stay among the facts that were read"
    )


def test_a_ratio_is_shown_with_the_two_answers_it_was_computed_from() -> None:
    found = clause(assessed(已备案托育机构数=39).explanation, "5.2", "托育机构备案率未达到100%")
    assert found.verdict == "扣1分"
    assert "“托育机构备案率”算得97.5%（已备案托育机构数 39家 ÷ 托育机构总数 40家，第" in found.because


def test_a_judged_item_gives_the_points_and_the_reason_of_the_judge() -> None:
    given_points = Judgement(points=Fraction(3, 2), reason="检查记录不全")
    explanation = assessed(监督检查评分=given_points).explanation
    found = explanation.of_item("5.1").clauses[0]
    assert (found.verdict, found.cost) == ("评判得1.5分", Range(low=Fraction(1, 2), high=Fraction(1, 2)))
    assert "理由：检查记录不全" in found.because


def test_a_missing_answer_is_undecided_and_listed_with_what_is_at_stake() -> None:
    explanation = assessed(专题会议次数=UNKNOWN, 发生安全事故=UNKNOWN).explanation
    found = clause(explanation, "1.1", "未召开专题会议")
    assert (found.verdict, found.cost) == ("待定（扣0～3分）", span(0, 3))
    assert found.because == "“专题会议次数”未填，因此此条尚不能判定。"
    assert [(missing.name, missing.at_stake) for missing in explanation.missing] == [
        ("专题会议次数", 3),
        ("发生安全事故", 2),
    ]
    assert explanation.next_steps[0].text == "补填“专题会议次数”。"


def test_a_missing_reference_is_asked_for_like_a_missing_answer() -> None:
    explanation = assessed(全省平均千人口托位数=UNKNOWN).explanation
    assert [(missing.name, missing.item, missing.unit) for missing in explanation.missing] == [
        ("全省平均千人口托位数", "3.5", "个")
    ]
    assert "参照值“全省平均千人口托位数”未提供" in clause(explanation, "3.5", "千人口托位数低").because


def test_not_applicable_is_said_to_be_so_and_costs_nothing() -> None:
    found = clause(assessed(老旧小区改造统筹推进="不适用").explanation, "3.3", "老旧小区改造中未统筹")
    assert (found.verdict, found.cost) == ("不适用", span(0))
    assert "填报为不适用（理由：没有这样的项目" in found.because
    assert "不适用的条款按满分处理" in found.because


def test_the_best_city_has_nothing_to_explain_away() -> None:
    assessment = assessed()
    assert assessment.card.total == span(100)
    assert assessment.explanation.next_steps == ()
    assert assessment.explanation.missing == ()
    assert all(
        one.summary.endswith("，未失分。")
        for one in assessment.explanation.items
        if one.score.item.id not in ("5.1", "6.0")
    )


def test_steps_come_most_valuable_first() -> None:
    explanation = assessed(经费纳入财政预算=False, 落实产假政策=False, 有培训基地=False).explanation
    assert [(step.item, step.worth) for step in explanation.next_steps] == [("1.2", 6), ("2.8", 3), ("2.6", 1)]


BOOLEANS = [fact.name for fact in liaoning().facts_by_name.values() if fact.type.value == "bool"]


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(BOOLEANS), st.booleans(), max_size=12))
def test_the_costs_of_a_decided_item_add_up_to_its_loss(changes: dict[str, bool]) -> None:
    assessment = assessed(**changes)
    for explained in assessment.explanation.items:
        score = item_of(assessment, explained.score.item.id)
        lost = sum((one.cost.low for one in explained.clauses), Fraction(0))
        assert score.score.decided
        assert lost == score.item.points - score.score.low
        assert all(one.cost.decided for one in explained.clauses)


@pytest.mark.parametrize("name", BOOLEANS)
def test_a_step_is_worth_what_mending_it_brings(name: str) -> None:
    """Turning one answer bad costs points; the steps of that item promise no more than the way back."""
    fact = liaoning().facts_by_name[name]
    worse = assessed(**{name: fact.better is not None and fact.better.value == "no"})
    lost = Fraction(0) if fact.past else Fraction(100) - worse.card.total.low
    assert sum((step.worth for step in worse.explanation.next_steps), Fraction(0)) == lost


def test_a_judged_item_is_mended_in_the_words_of_its_own_remedy() -> None:
    found = assessed(服务质量自评分=Judgement(points=Fraction(13), reason="场地偏小"))
    (step,) = [step for step in found.explanation.next_steps if step.item == "6.0"]
    assert step.text == "取得正式文件后，逐项对照评分标准评判，并补充佐证材料。"
    assert step.worth == 2


def test_no_award_costs_more_than_it_can_ever_give() -> None:
    """每场得1分, at most 2 of them: 2 points, all of them given. 得2分，按一半计: 1 point, given. What is lost of the 5 points is
    what 有方案的得2分 would have given."""
    facts = [fact("场数", FactType.COUNT, high=2), fact("有活动"), fact("有方案")]
    made = item("1.1", 5, [award(1, per="场数"), award(2, "有活动"), award(2, "有方案")], facts)
    first, halved, last = made.clauses
    rules = replace(made, clauses=(first, replace(halved, times=Fraction(1, 2)), last))
    city = submission({"场数": 2, "有活动": True, "有方案": False})
    found = evaluate(Loaded(criteria=pack([rules]), submission=city))
    assert found.card.total == span(3)
    assert [one.cost for one in found.explanation.of_item("1.1").clauses] == [span(0), span(0), span(2)]


def test_a_deduction_is_told_before_an_award_that_another_stood_in_for() -> None:
    """领跑者得40分，达到通用值得30分；未达到目标扣10分: 30 − 10 = 20 of 40. Of the 20 lost, 10 were deducted; the other 10 are what the
    first award would have given beyond the second. Nothing stood in the way of the deduction."""
    facts = [fact("领跑者"), fact("达到通用值"), fact("达到目标")]
    clauses = [award(40, "领跑者"), award(30, "not 领跑者 and 达到通用值"), deduct(10, "not 达到目标")]
    rules = replace(item("1.1", 40, clauses, facts), start=Start.ZERO)
    city = submission({"领跑者": False, "达到通用值": True, "达到目标": False})
    found = evaluate(Loaded(criteria=pack([rules]), submission=city)).explanation.of_item("1.1")
    assert found.score.score == span(20)
    assert [one.cost for one in found.clauses] == [span(10), span(0), span(10)]
    assert "少扣" not in found.clauses[2].because


def test_a_deduction_that_a_bonus_makes_up_for_is_not_said_to_be_cut() -> None:
    """得40分，少1个扣5分，升1个加2分，降1个扣2分: 40 − 5 + 2 − 2 = 35. Both deductions were taken whole."""
    facts = [fact(name, FactType.COUNT) for name in ("少几个", "升几个", "降几个")]
    clauses = [award(40), deduct(5, per="少几个"), award(2, per="升几个"), deduct(2, per="降几个")]
    rules = replace(item("1.1", 40, clauses, facts), start=Start.ZERO)
    city = submission({"少几个": 1, "升几个": 1, "降几个": 1})
    found = evaluate(Loaded(criteria=pack([rules]), submission=city)).explanation.of_item("1.1")
    assert found.score.score == span(35)
    assert sum((one.cost.low for one in found.clauses), Fraction(0)) == 5
    assert all("少扣" not in one.because for one in found.clauses)


def test_a_deduction_past_the_floor_is_said_to_be_cut() -> None:
    """满分3分，扣2分，再扣2分: only 1 is left for the second."""
    rules = item("1.1", 3, [deduct(2, "缺规划"), deduct(2, "缺方案")], [fact("缺规划"), fact("缺方案")])
    city = submission({"缺规划": True, "缺方案": True})
    found = evaluate(Loaded(criteria=pack([rules]), submission=city)).explanation.of_item("1.1")
    assert [one.cost for one in found.clauses] == [span(2), span(1)]
    assert found.clauses[1].because.endswith("，受本项分值限制，实际少扣。")


def test_what_is_worked_out_from_something_worked_out_shows_both_values() -> None:
    """占比 = 30 ÷ 40 = 75%; 高出 = 75 − 70 = 5 (平均 70 is answered here, in line 1 like the rest of a city made in memory)."""
    parts = [fact("实有数", FactType.COUNT), fact("编制总量", FactType.COUNT), fact("平均", FactType.PERCENT)]
    share = fact("占比", FactType.PERCENT, ratio=("实有数", "编制总量"))
    higher = replace(fact("高出", FactType.PERCENT), derive=Sum(plus=("占比",), minus=("平均",)))
    rules = item("1.1", 2, [deduct(1, "高出 < 10")], [*parts, share, higher])
    city = submission({"实有数": 30, "编制总量": 40, "平均": 70})
    (found,) = evaluate(Loaded(criteria=pack([rules]), submission=city)).explanation.of_item("1.1").clauses
    assert "“高出”算得5%（占比 75%（实有数 30 ÷ 编制总量 40） − 平均 70%" in found.because


def test_what_cannot_be_worked_out_shows_what_is_missing_below_it() -> None:
    parts = [fact("实有数", FactType.COUNT), fact("编制总量", FactType.COUNT), fact("平均", FactType.PERCENT)]
    share = fact("占比", FactType.PERCENT, ratio=("实有数", "编制总量"))
    higher = replace(fact("高出", FactType.PERCENT), derive=Sum(plus=("占比",), minus=("平均",)))
    rules = item("1.1", 2, [deduct(1, "高出 < 10")], [*parts, share, higher])
    city = submission({"实有数": 30, "平均": 70})
    (found,) = evaluate(Loaded(criteria=pack([rules]), submission=city)).explanation.of_item("1.1").clauses
    assert "“高出”无法计算（占比 （实有数 30 ÷ 编制总量 未填） − 平均 70%" in found.because
