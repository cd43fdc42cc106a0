"""Clause kinds, one table each, and the ledger of an item."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scoring.model.clauses import Clause, Effect
from scoring.model.criteria import NotApplicablePolicy, Start
from scoring.model.facts import NOT_APPLICABLE, Fact, FactType, Judgement
from scoring.model.scorecard import ItemScore, LineKind, OutcomeState
from scoring.rules import evaluate
from tests.rules.rules_factories import (
    Stated,
    award,
    deduct,
    fact,
    forfeit,
    item,
    judged,
    pack,
    submission,
)

F = Fraction
COUNT, JUDGED, PERCENT = FactType.COUNT, FactType.JUDGED, FactType.PERCENT


def score(
    clauses: list[Clause],
    facts: list[Fact],
    answers: dict[str, Stated],
    *,
    points: int = 6,
    start: Start | None = None,
    policy: NotApplicablePolicy = NotApplicablePolicy.FULL,
) -> ItemScore:
    criteria = pack([item("1.1", points, clauses, facts, start)], policy=policy)
    card = evaluate(criteria, submission(answers), as_of=None, tool_version="0")
    return card.sections[0].items[0]


def lines(found: ItemScore) -> list[tuple[LineKind, Fraction, Fraction]]:
    return [(line.kind, line.change, line.balance) for line in found.ledger]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        # 无职责分工扣3分，未召开专题会议扣3分，召开会议未解决实际问题扣2分。（6分）
        ({"分工": True, "会议": 2, "解决": True}, 6),
        ({"分工": False, "会议": 2, "解决": True}, 3),
        ({"分工": True, "会议": 0}, 3),
        ({"分工": True, "会议": 1, "解决": False}, 4),
        ({"分工": False, "会议": 0}, 0),
        ({"分工": False, "会议": 1, "解决": False}, 1),
        # An answer to a question that does not arise is left aside: never 3 and 2 together.
        ({"分工": True, "会议": 0, "解决": False}, 3),
    ],
)
def test_deduct(answers: dict[str, Stated], expected: int) -> None:
    facts = [fact("分工"), fact("会议", COUNT), fact("解决", needs="会议 > 0")]
    clauses = [deduct(3, "not 分工"), deduct(3, "会议 == 0"), deduct(2, "会议 > 0 and not 解决")]
    found = score(clauses, facts, answers)
    assert (found.score.low, found.score.high) == (expected, expected)
    assert found.unknown == ()


@pytest.mark.parametrize(
    ("answers", "expected", "states"),
    [
        # 未纳入预算不得分，纳入预算但未专款专用扣3分。（6分）
        ({"预算": True, "专款": True}, 6, ("NOT_APPLIED", "NOT_APPLIED")),
        ({"预算": True, "专款": False}, 3, ("NOT_APPLIED", "APPLIED")),
        ({"预算": False}, 0, ("APPLIED", "NOT_APPLIED")),
    ],
)
def test_forfeit(answers: dict[str, Stated], expected: int, states: tuple[str, ...]) -> None:
    facts = [fact("预算"), fact("专款", needs="预算")]
    found = score([forfeit("not 预算"), deduct(3, "预算 and not 专款")], facts, answers)
    assert found.score.low == found.score.high == expected
    assert tuple(outcome.state.name for outcome in found.clauses) == states


def test_forfeit_stays_at_zero() -> None:
    found = score(
        [forfeit("not 预算"), deduct(3, "not 专款"), award(2)],
        [fact("预算"), fact("专款")],
        {"预算": False, "专款": False},
    )
    assert lines(found) == [
        (LineKind.START, F(6), F(6)),
        (LineKind.CLAUSE, F(-6), F(0)),
        (LineKind.CLAUSE, F(0), F(0)),
        (LineKind.CLAUSE, F(0), F(0)),
        (LineKind.END, F(0), F(0)),
    ]
    assert [outcome.nominal.low for outcome in found.clauses] == [-6, -3, 2]


@pytest.mark.parametrize(("count", "expected"), [(0, 0), (1, 1), (2, 2), (3, 3), (4, 3), (900, 3)])
def test_award_per_unit_with_its_limit(count: int, expected: int) -> None:
    """每出台一项支持政策得1分，总分不超过3分。"""
    found = score([award(1, per="政策", at_most=3)], [fact("政策", COUNT)], {"政策": count}, points=3)
    assert found.score.low == found.score.high == expected
    assert found.clauses[0].nominal.low == expected
    assert found.clauses[0].state is (OutcomeState.APPLIED if count else OutcomeState.NOT_APPLIED)


@pytest.mark.parametrize(("count", "expected"), [(0, "2"), (1, "1.5"), (3, "0.5"), (4, "0"), (5, "0")])
def test_deduct_per_unit_down_to_the_floor(count: int, expected: str) -> None:
    """每发现1次扣0.5分，扣完为止（2分）。"""
    found = score([deduct("0.5", per="次数")], [fact("次数", COUNT)], {"次数": count}, points=2)
    assert found.score.low == found.score.high == F(expected)


@pytest.mark.parametrize(
    ("policies", "expected"), [((True, True), 4), ((True, False), 3), ((False, True), 1), ((False, False), 0)]
)
def test_awards_start_from_zero(policies: tuple[bool, bool], expected: int) -> None:
    """落实产假政策的得3分，出台符合本地实际的育儿假、产休假政策的得1分。"""
    answers: dict[str, Stated] = {"产假": policies[0], "育儿假": policies[1]}
    found = score([award(3, "产假"), award(1, "育儿假")], [fact("产假"), fact("育儿假")], answers, points=4)
    assert found.ledger[0].balance == 0
    assert found.score.low == found.score.high == expected


@pytest.mark.parametrize("points", ["0", "0.5", "2"])
def test_judged_points_stand(points: str) -> None:
    facts = [fact("评分", JUDGED, low=0, high=2, step="0.5")]
    found = score([judged("评分")], facts, {"评分": Judgement(points=F(points), reason="按记录")}, points=2)
    assert found.score.low == found.score.high == F(points)
    assert found.clauses[0].state is OutcomeState.JUDGED


def test_judged_deduction() -> None:
    facts = [fact("酌情", JUDGED, low=0, high=3, step="1")]
    found = score(
        [judged("酌情", effect=Effect.DEDUCT)],
        facts,
        {"酌情": Judgement(points=F(2), reason="按记录")},
        start=Start.FULL,
    )
    assert found.score.low == 4


@pytest.mark.parametrize(("rate", "expected"), [("89.99", 1), ("90", 2), ("90.01", 2), ("100", 2)])
def test_threshold_is_exact(rate: str, expected: int) -> None:
    """满意度低于90%的扣1分。"""
    found = score([deduct(1, "满意度 < 90")], [fact("满意度", PERCENT)], {"满意度": F(rate)}, points=2)
    assert found.score.low == expected


@pytest.mark.parametrize(("top", "bottom", "expected"), [(3, 3, 2), (99_999, 100_000, 1), (0, 3, 1), (0, 0, 2)])
def test_derived_rate_is_exact_and_void_without_a_base(top: int, bottom: int, expected: int) -> None:
    """备案率未达到100%的扣1分；没有机构时不适用，不扣分。"""
    facts = [fact("备案", COUNT), fact("总数", COUNT), fact("备案率", PERCENT, ratio=("备案", "总数"))]
    found = score([deduct(1, "备案率 < 100")], facts, {"备案": top, "总数": bottom}, points=2)
    assert found.score.low == found.score.high == expected
    assert (found.clauses[0].state is OutcomeState.NOT_APPLICABLE) is (bottom == 0)


def test_floor_and_cap_have_their_own_line() -> None:
    floor = score([deduct(4), deduct(4)], [], {})
    assert lines(floor)[-2:] == [(LineKind.FLOOR, F(2), F(0)), (LineKind.END, F(0), F(0))]
    cap = score([award(4), award(4)], [], {})
    assert lines(cap)[-2:] == [(LineKind.CAP, F(-2), F(6)), (LineKind.END, F(0), F(6))]


@pytest.mark.parametrize(
    ("clause", "policy", "expected"),
    [
        (deduct(2, "not 改造"), NotApplicablePolicy.FULL, 6),
        (deduct(2, "not 改造"), NotApplicablePolicy.ZERO, 6),
        (forfeit("not 改造"), NotApplicablePolicy.FULL, 6),
        (award(2, "改造"), NotApplicablePolicy.FULL, 2),
        (award(2, "改造"), NotApplicablePolicy.ZERO, 0),
        (award(1, per="项数", at_most=3), NotApplicablePolicy.FULL, 3),
        (award(1, per="项数"), NotApplicablePolicy.FULL, 6),
        (award(1, per="项数"), NotApplicablePolicy.ZERO, 0),
        (judged("评分"), NotApplicablePolicy.FULL, 4),
    ],
)
def test_not_applicable_follows_the_policy_of_the_pack(
    clause: Clause, policy: NotApplicablePolicy, expected: int
) -> None:
    facts = [
        fact("改造", optional=True),
        fact("项数", COUNT, optional=True),
        fact("评分", JUDGED, low=0, high=4, step="1", optional=True),
    ]
    answers: dict[str, Stated] = dict.fromkeys(("改造", "项数", "评分"), NOT_APPLICABLE)
    found = score([clause], facts, answers, policy=policy)
    assert found.score.low == found.score.high == expected
    assert found.clauses[0].state is OutcomeState.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("stated", "low", "high", "state"),
    [
        (True, 6, 6, "NOT_APPLIED"),
        (False, 4, 4, "APPLIED"),
        (NOT_APPLICABLE, 6, 6, "NOT_APPLICABLE"),
        (None, 4, 6, "UNKNOWN"),
    ],
)
def test_no_missing_and_not_applicable_are_three_things(stated: Stated, low: int, high: int, state: str) -> None:
    answers: dict[str, Stated] = {} if stated is None else {"改造": stated}
    found = score([deduct(2, "not 改造")], [fact("改造", optional=True)], answers)
    assert (found.score.low, found.score.high, found.clauses[0].state.name) == (low, high, state)
