"""Gains worked out by hand from the official sentences of Liaoning 2022."""

from __future__ import annotations

from fractions import Fraction

import pytest
from msgspec.structs import replace

from scoring.advice.improve import Improvement, improve
from scoring.advice.improve.model import Fix, RelativeKind
from scoring.assess import evaluate
from scoring.loading import Loaded
from scoring.model.submission import Choice
from tests.explain.cities import UNKNOWN, assessed, at

NOT_APPLICABLE = "不适用"


def improved(target: int | None = None, owner: str = "", **changes: object) -> Improvement:
    """The best city of all with some answers changed."""
    city = assessed(**changes)
    goal = None if target is None else Fraction(target)
    found = improve(city.criteria, city.submission, city.card, target=goal, owner=owner)
    assert found.exact
    return found


def fixes(found: Improvement, name: str) -> list[Fix]:
    return [fix for fix in found.fixes if fix.move.fact == name]


def fix(found: Improvement, name: str) -> Fix:
    (one,) = fixes(found, name)
    return one


def helping(found: Improvement) -> dict[str, int]:
    return {one.move.text: int(one.gain) for one in found.fixes if one.gain > 0}


def test_a_perfect_city_has_nothing_to_gain() -> None:
    found = improved()
    assert helping(found) == {}
    assert (found.ceiling, found.joint, found.narrowing) == (100, (), ())
    assert [one.most for one in found.judgements] == [0, 0]


@pytest.mark.parametrize(
    ("earmarked", "alone", "at_most"),
    [
        # 未纳入预算不得分，纳入预算但未专款专用扣3分。（6分）
        (False, 3, 3),  # in the budget and still not earmarked: 6 - 3
        (True, 6, 6),
        (UNKNOWN, 3, 6),
    ],
)
def test_the_budget(earmarked: object, alone: int, at_most: int) -> None:
    found = improved(经费纳入财政预算=False, 经费专款专用=earmarked)
    budget = fix(found, "经费纳入财政预算")
    assert (budget.gain, budget.possible) == (alone, at_most)
    assert budget.move.text == "经费纳入财政预算 从否到是"
    assert budget.owners == ("市财政局",)
    assert budget.quotes[0] == "未纳入预算不得分"


@pytest.mark.parametrize("earmarked", [False, UNKNOWN])
def test_earmarking_gains_nothing_while_the_budget_is_missing(earmarked: object) -> None:
    found = improved(经费纳入财政预算=False, 经费专款专用=earmarked)
    earmark = fix(found, "经费专款专用")
    assert (earmark.gain, earmark.together) == (0, 6)
    assert [move.text for move in earmark.blocked_by] == ["经费纳入财政预算 从否到是"]
    assert "“经费纳入财政预算”仍为否" in earmark.why
    (joint,) = found.joint
    assert (joint.items, joint.gain, joint.apart) == (("1.2",), 6, 3)


@pytest.mark.parametrize(("solved", "alone"), [(True, 3), (False, 1)])
def test_meetings(solved: bool, alone: int) -> None:
    """没有开会扣3分；开了会没有解决问题扣2分：没有解决问题的，开会只挽回1分。"""
    found = improved(专题会议次数=0, 会议解决实际问题=solved, 部门职责分工明确=False)
    meeting = fix(found, "专题会议次数")
    assert (meeting.move.text, meeting.gain) == ("专题会议次数 从0次到1次及以上", alone)
    assert meeting.move.value == 1
    assert fix(found, "部门职责分工明确").gain == 3
    if not solved:
        assert (fix(found, "会议解决实际问题").gain, fix(found, "会议解决实际问题").together) == (0, 3)


def test_satisfaction_below_the_threshold() -> None:
    """有安全事故的不得分，满意度低于90%的扣1分。（2分）"""
    rate = fix(improved(婴幼儿家庭满意度=86), "婴幼儿家庭满意度")
    assert (rate.move.text, rate.gain) == ("婴幼儿家庭满意度 从86%到90%及以上", 1)


def test_what_has_happened_is_nothing_to_set_out_to_mend() -> None:
    """有负面舆情的不得分（2分）。有安全事故的不得分（2分）。统计期间内发生过的，再怎么做也还是发生过。"""
    found = improved(100, 有负面舆情=True, 发生安全事故=True, 婴幼儿家庭满意度=86)
    assert found.fixes == ()
    assert found.joint == ()
    assert found.departments == ()
    assert (found.ceiling, found.ceiling_judged) == (96, 96)
    assert found.plan is not None
    assert not found.plan.reached
    # 没有安全事故，满意度仍低于90%，只得1分。
    assert [(one.label, one.fact, one.before, one.most) for one in found.past] == [
        ("（五）3", "有负面舆情", "是", 2),
        ("（五）5", "发生安全事故", "是", 1),
    ]


@pytest.mark.parametrize(("stated", "gains"), [(False, {}), (UNKNOWN, {"有负面舆情 从未填到否": 2})])
def test_what_has_not_happened_or_is_not_answered_costs_nothing_by_itself(
    stated: object, gains: dict[str, int]
) -> None:
    found = improved(有负面舆情=stated)
    assert {one.most for one in found.past} == {0}
    assert helping(found) == gains


def test_each_policy_counts_up_to_three() -> None:
    """每出台一项支持政策得1分，总分不超过3分。"""
    found = improved(支持政策项数=0)
    assert helping(found) == {
        "支持政策项数 从0项到3项及以上": 3,
        "支持政策项数 从0项到2项": 2,
        "支持政策项数 从0项到1项": 1,
    }
    (plan,) = [improved(99, 支持政策项数=0).plan]
    assert plan is not None
    assert (plan.count, plan.total.low) == (1, 100)


def test_a_rate_is_raised_by_its_numerator_only() -> None:
    """托育机构备案率未达到100%的扣1分。"""
    found = improved(托育机构总数=31, 已备案托育机构数=22)
    assert helping(found) == {"已备案托育机构数 从22家到31家": 1}
    assert fixes(found, "托育机构总数") == []


def test_a_rate_whose_base_is_missing_is_put_as_a_rate() -> None:
    found = improved(托育机构总数=UNKNOWN, 已备案托育机构数=22)
    numerator = fix(found, "已备案托育机构数")
    assert numerator.move.text == "已备案托育机构数 从22家到使“托育机构备案率”达到100%"
    assert numerator.gain == 1


def test_the_provincial_mean_is_no_fix_but_sets_the_mark() -> None:
    """千人口托位数低的扣2分；相等不是低。"""
    found = improved(千人口托位数=2)
    counts = "（由“托位总数”÷“常住人口”算出，这两个数要相应改变）"
    assert helping(found) == {f"千人口托位数 从2个到3个及以上{counts}": 2}
    city = assessed(千人口托位数=2)
    strict = replace(
        city.submission, switched={"与全省平均相等时": Choice(option="扣分", reason="从严", location=at(9))}
    )
    again = evaluate(Loaded(criteria=city.criteria, submission=strict))
    assert helping(improve(again.criteria, again.submission, again.card)) == {
        f"千人口托位数 从2个到高于3个{counts}": 2,
    }


def test_a_missing_mean_is_followed() -> None:
    found = improved(千人口托位数=2, 全省平均千人口托位数=UNKNOWN)
    beds = fix(found, "千人口托位数")
    assert beds.move.after == "不低于“全省平均千人口托位数”（尚未提供）"
    assert beds.move.relative is not None
    assert beds.move.relative.kind is RelativeKind.REACH
    assert (beds.gain, beds.possible) == (2, 0)
    (mean,) = found.narrowing
    assert (mean.name, mean.guaranteed, mean.possible) == ("全省平均千人口托位数", 2, 2)
    assert [(one.answer, one.total.low) for one in mean.answers] == [("2个及以下", 100), ("高于2个", 98)]


def test_two_halves_of_one_condition_count_only_together() -> None:
    """未能提供经常性、普惠可及的育儿指导不得分。"""
    found = improved(育儿指导经常性=False, 育儿指导普惠可及=False)
    assert helping(found) == {}
    assert [(one.gain, one.apart, len(one.moves)) for one in found.joint] == [(2, 0, 2)]
    assert "“育儿指导普惠可及”仍为否" in fix(found, "育儿指导经常性").why


def test_what_makes_no_difference_says_so() -> None:
    found = improved(有乳粉奶业支持政策=False, 已立项指导性普惠托育机构数=0)
    assert fix(found, "有乳粉奶业支持政策").why == "（四）4已是满分。"
    welfare = improved(有福利性托育需求=False, 提供福利性托育服务=UNKNOWN)
    assert "有福利性托育需求" in fix(welfare, "提供福利性托育服务").why


def test_not_applicable_is_left_alone() -> None:
    assert fixes(improved(老旧小区改造统筹推进=NOT_APPLICABLE), "老旧小区改造统筹推进") == []


def test_judgements_are_kept_apart() -> None:
    from scoring.model.facts import Judgement

    found = improved(100, 监督检查评分=Judgement(points=Fraction(1, 2), reason="只查了一次"))
    assert helping(found) == {}
    assert [(one.item, one.most) for one in found.judgements if one.most] == [("5.1", Fraction(3, 2))]
    assert (found.ceiling, found.ceiling_judged) == (Fraction(197, 2), 100)
    assert found.plan is not None
    assert (found.plan.reached, found.plan.ceiling) == (False, Fraction(197, 2))


@pytest.mark.parametrize(
    ("target", "count", "total"),
    [
        # 无预算、未专款专用、没有开会、没有解决问题：91分。
        (91, 0, 91),
        (92, 1, 94),  # 纳入预算 +3
        (94, 1, 94),
        (95, 2, 97),  # 预算和专款专用 +6，多于 预算和开会 +4
        (97, 2, 97),
        (98, 3, 98),  # 再加开会 +1
        (99, 4, 100),  # 再加解决问题 +2
        (100, 4, 100),
    ],
)
def test_the_smallest_plan(target: int, count: int, total: int) -> None:
    found = improved(target, 经费纳入财政预算=False, 经费专款专用=False, 专题会议次数=0, 会议解决实际问题=False)
    assert found.total.low == 91
    assert found.plan is not None
    assert (found.plan.reached, found.plan.count, found.plan.total.low, found.plan.proved) == (True, count, total, True)


def test_one_department_alone() -> None:
    """市财政局的事项只有（一）2的两项；开会不归它管。"""
    found = improved(98, "市财政局", 经费纳入财政预算=False, 经费专款专用=False, 专题会议次数=0)
    assert {one.move.fact for one in found.fixes} == {"经费纳入财政预算", "经费专款专用"}
    assert found.ceiling == 97
    assert found.plan is not None
    assert (found.plan.reached, found.plan.ceiling) == (False, 97)


def test_departments_and_their_sums() -> None:
    found = improved(经费纳入财政预算=False, 经费专款专用=False, 专题会议次数=0)
    gains = {one.name: one.gain for one in found.departments}
    assert gains == {"市财政局": 6, "市政府办公室": 3, "市卫生健康委": 0}
    health = next(one for one in found.departments if one.name == "市卫生健康委")
    assert [found.fixes[index].move.fact for index in health.fixes] == ["经费专款专用"]


def test_what_narrows_most() -> None:
    """未制定解决方案的不得分，方案实施效果不好的扣3分。（5分）"""
    found = improved(制定一老一小整体解决方案=UNKNOWN, 整体解决方案实施效果好=UNKNOWN)
    assert [(one.name, one.guaranteed, one.possible) for one in found.narrowing] == [
        ("制定一老一小整体解决方案", 2, 5),  # 否 leaves 0, 是 leaves 2 to 5
        ("整体解决方案实施效果好", 0, 3),  # 否 leaves 0 to 2, 是 leaves 0 to 5
    ]


def test_past_the_limits_bounds_are_called_bounds() -> None:
    city = assessed(制定一老一小整体解决方案=UNKNOWN, 整体解决方案实施效果好=UNKNOWN)
    found = improve(city.criteria, city.submission, city.card, target=Fraction(100), scenario_limit=1)
    assert not found.exact
    assert found.plan is not None
    assert not found.plan.proved
