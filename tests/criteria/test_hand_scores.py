"""Every combination of answers to the 27 items whose scoring sentence is known, against the sentence done by hand.

The functions below are written from the official sentences alone. They take an item's answers (None where the question
does not arise or does not apply) and know nothing of clauses, conditions or the pack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import NamedTuple

import pytest

from scoring import rules
from scoring.base.errors import Location
from scoring.lang import NOT_APPLICABLE, Value
from scoring.model.criteria import Criteria
from scoring.rules.surveys import survey_item
from tests.criteria.test_rule_tests import pack

HERE = Location(file="手工", line=1, column=1)
YES_NO = (True, False)
BOTH = (True, False, NOT_APPLICABLE)
PLACES, RATE = "全省平均千人口托位数", "全省平均婴幼儿入托率"


class Hand(NamedTuple):
    """An item's questions with the answers tried, and its points by the official sentence."""

    answers: Mapping[str, tuple[Value, ...]]
    points: Callable[..., Fraction | int | float]


def numbers(*texts: str) -> tuple[Value, ...]:
    return tuple(Fraction(text) for text in texts)


COUNTS = numbers("0", "1", "2", "3", "4", "1000")
HANDS: dict[str, Hand] = {
    # 无职责分工扣3分，未召开专题会议扣3分，召开会议未解决实际问题扣2分。
    "1.1": Hand(
        {"部门职责分工明确": YES_NO, "专题会议次数": COUNTS, "会议解决实际问题": YES_NO},
        lambda split, met, solved: 6 - (0 if split else 3) - (3 if met == 0 else 0 if solved else 2),
    ),
    # 未纳入预算不得分，纳入预算但未专款专用扣3分。
    "1.2": Hand(
        {"经费纳入财政预算": YES_NO, "经费专款专用": YES_NO},
        lambda budget, only: 0 if not budget else 6 if only else 3,
    ),
    # 未纳入规划的扣2分，未出台专项规划或实施方案的扣2分，方案中……等不明确的扣2分。
    "1.3": Hand(
        {
            "纳入国民经济和社会发展规划": YES_NO,
            "出台专项规划或实施方案": YES_NO,
            "方案建设目标明确": YES_NO,
            "方案建设任务明确": YES_NO,
            "方案资金来源明确": YES_NO,
            "方案运营方式明确": YES_NO,
        },
        lambda listed, plan, *clear: 6 - (0 if listed else 2) - (2 if not plan else 0 if all(clear) else 2),
    ),
    # 未制定解决方案的不得分，方案实施效果不好的扣3分。
    "1.4": Hand(
        {"制定一老一小整体解决方案": YES_NO, "整体解决方案实施效果好": YES_NO},
        lambda plan, good: 0 if not plan else 5 if good else 2,
    ),
    "1.5": Hand({"制定实施意见或细则": YES_NO}, lambda made: 2 if made else 0),
    # 每出台一项支持政策得1分，总分不超过3分。
    "2.1": Hand({"支持政策项数": COUNTS}, lambda count: min(count, 3)),
    # 未能保障用地需求的不得分，安排不合理的扣1分。
    "2.2": Hand(
        {"保障托育用地需求": YES_NO, "托育用地安排合理": YES_NO},
        lambda land, well: 0 if not land else 3 if well else 2,
    ),
    "2.3": Hand({"出台房屋设施支持举措": YES_NO}, lambda made: 3 if made else 0),
    # 强制要求变更土地和房屋性质的不得分。
    "2.4": Hand({"强制要求变更土地和房屋性质": YES_NO}, lambda forced: 0 if forced else 3),
    # 已有的税费优惠政策未及时惠及市场主体的扣2分，应给予社保补贴未补贴的扣1分。
    "2.5": Hand(
        {"税费优惠及时惠及": YES_NO, "有应给予社保补贴的机构": YES_NO, "社保补贴已给予": YES_NO},
        lambda tax, due, paid: 3 - (0 if tax else 2) - (1 if due and not paid else 0),
    ),
    # 无培训基地的扣1分，未开展培训的扣2分。
    "2.6": Hand(
        {"有培训基地": YES_NO, "开展职业技能培训": YES_NO},
        lambda base, training: 3 - (0 if base else 1) - (0 if training else 2),
    ),
    # 未开展相关保险业务的不得分。（默认：两类有其一）
    "2.7": Hand({"开展照护责任险业务": YES_NO, "开展托育运营保险业务": YES_NO}, lambda a, b: 2 if a or b else 0),
    # 落实产假政策的得3分，出台符合本地实际的育儿假、产休假政策的得1分。（默认：两项均需）
    "2.8": Hand(
        {"落实产假政策": YES_NO, "出台育儿假政策": YES_NO, "出台产休假政策": YES_NO},
        lambda leave, a, b: (3 if leave else 0) + (1 if a and b else 0),
    ),
    "3.1": Hand({"育儿指导经常性": YES_NO, "育儿指导普惠可及": YES_NO}, lambda a, b: 2 if a and b else 0),
    "3.2": Hand({"纳入城乡社区服务范围": YES_NO}, lambda listed: 2 if listed else 0),
    # ……未同步配套……扣2分，……未统筹推进……扣2分。没有项目的不扣。
    "3.3": Hand(
        {"新建小区同步配套": BOTH, "老旧小区改造统筹推进": BOTH},
        lambda new, old: 4 - (2 if new is False else 0) - (2 if old is False else 0),
    ),
    # 有已建成或已立项……的得3分，有需求的……能提供……的得1分。（默认：没有需求不得分）
    "3.4": Hand(
        {
            "已建成指导性普惠托育机构数": COUNTS,
            "已立项指导性普惠托育机构数": COUNTS,
            "有福利性托育需求": YES_NO,
            "提供福利性托育服务": YES_NO,
        },
        lambda built, planned, need, offer: (3 if built or planned else 0) + (1 if need and offer else 0),
    ),
    # 千人口托位数低的扣2分，婴幼儿入托率低的扣2分。（默认：相等不扣）
    "3.5": Hand(
        {
            "千人口托位数": numbers("0", "2.7999999", "2.8", "2.8000001", "9"),
            "婴幼儿入托率": numbers("0", "6.4999999", "6.5", "6.5000001", "100"),
            PLACES: numbers("2.8"),
            RATE: numbers("6.5"),
        },
        lambda places, rate, all_places, all_rate: (
            4 - (2 if places < all_places else 0) - (2 if rate < all_rate else 0)
        ),
    ),
    "4.1": Hand({"保健业务指导长期稳定": YES_NO, "保健人员培训长期稳定": YES_NO}, lambda a, b: 2 if a and b else 0),
    # 研发应用……得2分，开发……等，提供……得2分。（默认：两样都做）
    "4.2": Hand(
        {"研发应用信息管理系统": YES_NO, "开发科学育儿课程": YES_NO, "提供直播互动育儿服务": YES_NO},
        lambda system, course, live: (2 if system else 0) + (2 if course and live else 0),
    ),
    # 母婴设施配置未达到标准的扣1分，应配置率未达到100%的扣1分。没有应配置场所的，没有应配置率，不扣。
    "4.3": Hand(
        {
            "母婴设施配置达标": YES_NO,
            "应配置母婴设施场所数": numbers("0", "1", "1000"),
            "已配置母婴设施场所数": numbers("0", "1", "999", "1000"),
        },
        lambda good, due, have: 2 - (0 if good else 1) - (1 if have < due else 0),
    ),
    "4.4": Hand(
        {"有托育服务行业支持政策": YES_NO, "有乳粉奶业支持政策": YES_NO, "有动画设计与制作支持政策": YES_NO},
        lambda *policies: 2 if any(policies) else 0,
    ),
    # 制度不完备的扣1分，托育机构备案率未达到100%的扣1分。
    "5.2": Hand(
        {
            "备案登记制度已建立": YES_NO,
            "信息公示制度已建立": YES_NO,
            "质量评估制度已建立": YES_NO,
            "安全管理主体责任已明确": YES_NO,
            "托育机构总数": numbers("0", "1", "1000"),
            "已备案托育机构数": numbers("0", "1", "999", "1000"),
        },
        lambda a, b, c, d, total, filed: 2 - (0 if a and b and c and d else 1) - (1 if filed < total else 0),
    ),
    "5.3": Hand({"有负面舆情": YES_NO}, lambda bad: 0 if bad else 2),
    "5.4": Hand({"依法实施守信联合激励": YES_NO, "依法实施失信联合惩戒": YES_NO}, lambda a, b: 2 if a and b else 0),
    # 有安全事故的不得分，满意度低于90%的扣1分。
    "5.5": Hand(
        {"发生安全事故": YES_NO, "婴幼儿家庭满意度": numbers("0", "89.99", "89.99999999", "90", "90.00000001", "100")},
        lambda accident, pleased: 0 if accident else 1 if pleased < 90 else 2,
    ),
}
WITHIN = (("已配置母婴设施场所数", "应配置母婴设施场所数"), ("已备案托育机构数", "托育机构总数"))


def scenarios(hand: Hand) -> Iterator[dict[str, Value]]:
    """Every combination that a submission may hold: no part larger than its whole."""
    for values in product(*hand.answers.values()):
        scenario = dict(zip(hand.answers, values, strict=True))
        if all(scenario[part] <= scenario[whole] for part, whole in WITHIN if part in scenario):  # type: ignore[operator]
            yield scenario


def scored(criteria: Criteria, item: str, stated: Mapping[str, Value]) -> tuple[Fraction, Fraction]:
    defaults: dict[str, Value] = {name: one.default for name, one in criteria.interpretations_by_name.items()}
    survey = survey_item(criteria.items_by_id[item], rules.answers_of(criteria, {**defaults, **stated}))
    assert survey.exact
    return survey.score.low, survey.score.high


@pytest.mark.parametrize("item", HANDS)
def test_every_combination_scores_what_the_sentence_says(item: str) -> None:
    hand = HANDS[item]
    for scenario in scenarios(hand):
        expected = Fraction(hand.points(*scenario.values()))
        assert scored(pack("liaoning-2022"), item, scenario) == (expected, expected), scenario


@pytest.mark.parametrize("item", HANDS)
def test_one_answer_missing_leaves_exactly_the_points_that_answer_decides(item: str) -> None:
    hand = HANDS[item]
    possible = [(scenario, Fraction(hand.points(*scenario.values()))) for scenario in scenarios(hand)]
    for missing in hand.answers:
        groups: dict[tuple[Value, ...], list[Fraction]] = {}
        for scenario, points in possible:
            groups.setdefault(tuple(value for name, value in scenario.items() if name != missing), []).append(points)
        kept = [name for name in hand.answers if name != missing]
        for values, points_seen in groups.items():
            found = scored(pack("liaoning-2022"), item, dict(zip(kept, values, strict=True)))
            # The values tried need not reach a number's extremes; the exact range holds all that was seen.
            assert found[0] <= min(points_seen), (missing, values)
            assert found[1] >= max(points_seen), (missing, values)


def test_every_item_with_a_scoring_sentence_is_done_by_hand() -> None:
    stated = {item.id for item in pack("liaoning-2022").items_by_id.values() if item.scoring is not None}
    assert stated == set(HANDS)
