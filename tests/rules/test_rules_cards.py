"""Whole cards: readings, interpretations, references, unknowns, sums over sections, rounding."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scoring.model.criteria import Criteria
from scoring.model.facts import NOT_APPLICABLE, FactType
from scoring.model.interpretations import Affects
from scoring.model.scorecard import InputKind, OutcomeState, ScoreCard
from scoring.model.submission import Submission
from scoring.rules import evaluate, item_scenarios
from scoring.rules.totals import round_half_up
from tests.rules.rules_factories import (
    HERE,
    award,
    deduct,
    fact,
    interpretation,
    item,
    judged,
    pack,
    submission,
)

COUNT, NUMBER, PERCENT, JUDGED = FactType.COUNT, FactType.NUMBER, FactType.PERCENT, FactType.JUDGED


def card_of(criteria: Criteria, made: Submission, limit: int = 20_000) -> ScoreCard:
    return evaluate(criteria, made, as_of=None, tool_version="0", scenario_limit=limit)


def average_pack() -> Criteria:
    """千人口托位数低的扣2分（全省平均由用户提供；相等与否可换口径）。"""
    when = "托位数 < 全省平均 or (相等时 == '扣分' and 托位数 == 全省平均)"
    return pack(
        [item("3.5", 4, [deduct(2, when)], [fact("托位数", NUMBER, low=0)])],
        references={"全省平均": NUMBER},
        interpretations=[interpretation("相等时", "不扣分", "扣分", item_id="3.5")],
    )


@pytest.mark.parametrize(
    ("city", "province", "switched", "expected"),
    [
        ("3.12", "3.12", None, (4, 4)),
        ("3.12", "3.12", "扣分", (2, 2)),
        ("3.11", "3.12", None, (2, 2)),
        ("3.13", "3.12", "扣分", (4, 4)),
        ("3.12", None, None, (2, 4)),
        (None, "3.12", None, (2, 4)),
        (None, None, None, (2, 4)),
        (None, "0", None, (4, 4)),
        (None, "0", "扣分", (2, 4)),
    ],
)
def test_comparison_with_a_reference(
    city: str | None, province: str | None, switched: str | None, expected: tuple[int, int]
) -> None:
    made = submission(
        {} if city is None else {"托位数": Fraction(city)},
        references={} if province is None else {"全省平均": province},
        switched={} if switched is None else {"相等时": switched},
    )
    card = card_of(average_pack(), made)
    assert (card.total.low, card.total.high) == expected
    missing = [name for name, given in (("托位数", city), ("全省平均", province)) if given is None]
    assert card.unknown == (tuple(missing) if expected[0] != expected[1] else ())


def test_readings_stand_in_the_order_of_the_condition() -> None:
    card = card_of(average_pack(), submission({"托位数": Fraction("3.2")}, references={"全省平均": "3.1"}))
    reads = card.sections[0].items[0].clauses[0].reads
    assert [(read.name, read.kind) for read in reads] == [
        ("托位数", InputKind.FACT),
        ("全省平均", InputKind.REFERENCE),
        ("相等时", InputKind.INTERPRETATION),
    ]
    assert reads[0].answer.location == HERE
    assert reads[1].reference is not None
    assert reads[2].answer.value == "不扣分"


def test_a_derived_fact_is_read_with_its_parts() -> None:
    facts = [fact("备案", COUNT), fact("总数", COUNT), fact("备案率", PERCENT, ratio=("备案", "总数"))]
    card = card_of(pack([item("5.2", 2, [deduct(1, "备案率 < 100")], facts)]), submission({"备案": 1, "总数": 3}))
    reads = card.sections[0].items[0].clauses[0].reads
    assert [(read.name, read.kind.value) for read in reads] == [
        ("备案率", "derived"),
        ("备案", "fact"),
        ("总数", "fact"),
    ]
    assert reads[0].answer.value == Fraction(100, 3)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, (1, 2)),
        ({"总数": 3}, (1, 2)),
        ({"总数": 0}, (2, 2)),  # nothing to register: not applicable
        ({"备案": 0}, (1, 2)),
        ({"备案": 5}, (1, 2)),
    ],
)
def test_a_rate_with_missing_parts(answers: dict[str, int], expected: tuple[int, int]) -> None:
    facts = [fact("备案", COUNT), fact("总数", COUNT), fact("备案率", PERCENT, ratio=("备案", "总数"))]
    card = card_of(pack([item("5.2", 2, [deduct(1, "备案率 < 100")], facts)]), submission(answers))
    assert (card.total.low, card.total.high, card.exact) == (*expected, True)


@pytest.mark.parametrize(
    ("when", "answers", "expected"),
    [
        # Of 3 institutions no whole number gives exactly 50%; of 4 two do.
        ("备案率 == 50", {"总数": 3}, (2, 2)),
        ("备案率 == 50", {"总数": 4}, (1, 2)),
        # With 10 registered the rate lies between 0 and 100: 10/11 is the highest below 100.
        ("90 < 备案率 and 备案率 < 91", {"备案": 10}, (1, 2)),
        ("91 < 备案率 and 备案率 < 100", {"备案": 10}, (2, 2)),
        ("备案率 > 100", {}, (2, 2)),
    ],
)
def test_counts_are_whole(when: str, answers: dict[str, int], expected: tuple[int, int]) -> None:
    facts = [fact("备案", COUNT), fact("总数", COUNT), fact("备案率", PERCENT, ratio=("备案", "总数"))]
    card = card_of(pack([item("5.2", 2, [deduct(1, when)], facts)]), submission(answers))
    assert (card.total.low, card.total.high, card.exact) == (*expected, True)


def test_a_question_that_does_not_arise_is_neither_missing_nor_asked() -> None:
    facts = [fact("预算"), fact("专款", needs="预算")]
    criteria = pack([item("1.2", 6, [deduct(3, "预算 and not 专款"), deduct(1, "not 专款")], facts)])
    card = card_of(criteria, submission({"预算": False, "专款": False}))
    assert (card.total.low, card.total.high, card.unknown) == (6, 6, ())
    second = card.sections[0].items[0].clauses[1]
    assert second.state is OutcomeState.NOT_APPLICABLE
    assert second.reads[0].asked is False
    assert second.reads[0].answer.answered


def test_a_question_that_hangs_on_a_missing_answer_is_open_with_it() -> None:
    facts = [fact("预算"), fact("专款", needs="预算")]
    card = card_of(pack([item("1.2", 6, [deduct(3, "not 专款")], facts)]), submission({"专款": False}))
    assert (card.total.low, card.total.high, card.unknown) == (3, 6, ("预算",))


def test_not_applicable_is_weighed_only_where_it_is_legitimate() -> None:
    def high(optional: bool) -> Fraction:
        facts = [fact("改造", optional=optional)]
        criteria = pack([item("3.3", 2, [deduct(1, "改造"), deduct(1, "not 改造")], facts)])
        return card_of(criteria, submission()).total.high

    assert (high(False), high(True)) == (1, 2)


def test_an_unknown_that_cannot_change_the_score_is_not_listed() -> None:
    facts = [fact("甲"), fact("乙")]
    criteria = pack([item("1.1", 2, [deduct(2, "甲"), deduct(2, "甲 and 乙")], facts)])
    card = card_of(criteria, submission())
    assert card.unknown == ("甲",)
    assert card_of(criteria, submission({"甲": False})).unknown == ()


def test_both_of_two_answers_that_only_count_together_are_listed() -> None:
    criteria = pack([item("1.1", 2, [deduct(2, "甲 and not 乙 or 乙 and not 甲")], [fact("甲"), fact("乙")])])
    assert card_of(criteria, submission()).unknown == ("甲", "乙")


def test_an_empty_submission_is_a_range_and_counts_for_nothing() -> None:
    items = [
        item("1.1", 6, [deduct(3, "not 甲")], [fact("甲")]),
        item("2.1", 3, [award(1, per="项数", at_most=3)], [fact("项数", COUNT)]),
    ]
    card = card_of(pack(items), submission())
    assert (card.total.low, card.total.high, card.complete, card.exact) == (3, 9, False, True)
    assert [(one.score.low, one.score.high) for one in card.sections] == [(3, 6), (0, 3)]
    assert card.full == 9


def test_past_the_scenario_limit_the_card_says_bounds() -> None:
    facts = [fact("甲"), fact("乙")]
    criteria = pack([item("1.1", 2, [deduct(1, "甲 and 乙"), deduct(1, "甲 and not 乙")], facts)])
    exact, bounds = card_of(criteria, submission()), card_of(criteria, submission(), limit=3)
    assert (exact.total.low, exact.exact) == (1, True)
    assert (bounds.total.low, bounds.exact, bounds.sections[0].exact, bounds.unknown) == (0, False, False, ("甲", "乙"))


def test_sections_and_total_of_a_shared_unknown() -> None:
    items = [item("1.1", 2, [award(2, "甲")]), item("2.1", 2, [deduct(2, "甲")]), item("2.2", 1, [award(1, "甲")])]
    card = card_of(pack(items, facts=[fact("甲")]), submission())
    assert [(one.score.low, one.score.high) for one in card.sections] == [(0, 2), (1, 2)]
    assert (card.total.low, card.total.high, card.exact) == (2, 3, True)


def test_interpretations_are_listed_with_what_they_touch() -> None:
    found = card_of(average_pack(), submission(switched={"相等时": "扣分"})).interpretations[0]
    assert (found.option, found.default, found.switched, found.touched, found.option_text) == (
        "扣分",
        "不扣分",
        True,
        True,
        "按扣分",
    )


def test_a_question_of_answering_bears_on_a_card_once_its_item_is_answered() -> None:
    criteria = pack(
        [item("1.1", 1, [award(1, "甲")], [fact("甲", optional=True)])],
        interpretations=[interpretation("口径", "宽", "严", item_id="1.1", affects=Affects.ANSWER)],
    )
    assert card_of(criteria, submission()).interpretations[0].bears is False
    assert card_of(criteria, submission({"甲": NOT_APPLICABLE})).interpretations[0].bears is True


def test_equal_arguments_give_equal_cards() -> None:
    made = submission({"托位数": Fraction(3)})
    assert card_of(average_pack(), made) == card_of(average_pack(), made)


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        ("2.345", 2, "2.35"),
        ("2.344", 2, "2.34"),
        ("0.05", 1, "0.1"),
        ("-2.5", 0, "-3"),
        ("2.5", 0, "3"),
        ("1/3", 2, "0.33"),
    ],
)
def test_halves_round_up(value: str, places: int, expected: str) -> None:
    assert round_half_up(Fraction(value), places) == Fraction(expected)


def test_only_the_published_total_is_rounded() -> None:
    criteria = pack([item("1.1", 2, [award("0.25")]), item("1.2", 2, [award("0.1")])], places=1)
    card = card_of(criteria, submission())
    assert card.total.low == Fraction("0.4")
    assert card.sections[0].score.low == Fraction("0.35")


def test_scenarios_describe_the_regions_they_stand_for() -> None:
    criteria = pack([item("5.5", 2, [deduct(1, "满意度 < 90")], [fact("满意度", PERCENT)])])
    regions = [scenario.regions["满意度"] for scenario in item_scenarios(criteria, criteria.items_by_id["5.5"], {})]
    assert [(region.low, region.high) for region in regions] == [(0, 0), (0, 90), (90, 90), (90, 100), (100, 100)]


def test_judged_points_without_an_answer_span_their_range() -> None:
    criteria = pack([item("6.0", 15, [judged("评分")], [fact("评分", JUDGED, low=0, high=15, step="0.5")])])
    card = card_of(criteria, submission())
    assert (card.total.low, card.total.high, card.exact, card.unknown) == (0, 15, True, ("评分",))
