"""Clauses of an item scored unit by unit that reach beyond it: one unit speaks for the whole; ranges against brute force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.model.clauses import Clause, Effect, Reach
from scoring.model.criteria import Criteria
from scoring.model.facts import Answer, FactType, FactValue
from scoring.model.scorecard import Range, ScoreCard
from scoring.model.submission import Unit
from scoring.model.totals import Each, Grade, Nothing, Take
from scoring.rules import evaluate
from tests.rules.rules_factories import HERE, deduct, fact, item, pack, submission
from tests.rules.test_rules_exactness import SLOW

F = Fraction
Row = Mapping[str, FactValue | None]
OPTIONS: Mapping[str, tuple[FactValue, ...]] = {
    "处数": (F(0), F(2), F(6)),
    "隐患": (False, True),
    "瞒报": (False, True),
}
GRADES = ("合格", "不合格")


def schools(take: Take = Take.MEAN, limit: int | None = None) -> Criteria:
    """Two points for each fault; one danger caps the grade; each thing hidden takes a point of the total."""
    own = item("1.1", 10, [deduct(2, per="处数"), deduct(1, "隐患"), deduct(1, "瞒报")])
    cap: Clause = replace(own.clauses[1], effect=Effect.LIMIT, amount=None, grade="不合格")
    far = replace(own.clauses[2], reach=Reach.TOTAL, at_most=None if limit is None else F(limit))
    facts = (fact("处数", FactType.COUNT), fact("隐患"), fact("瞒报"))
    each = Each(name="学校", count="家数", take=take, none=Nothing.FULL)
    own = replace(own, clauses=(own.clauses[0], cap, far), facts=facts, each=each)
    grades = (Grade(name="合格", at_least=F(6), location=HERE), Grade(name="不合格", location=HERE))
    return replace(pack([own], facts=[fact("家数", FactType.COUNT)]), grades=grades)


def card(criteria: Criteria, count: int | None, rows: Sequence[Row]) -> ScoreCard:
    units = tuple(
        Unit(
            name=f"学校{place}",
            answers={key: Answer(value=value, location=HERE) for key, value in row.items() if value is not None},
            location=HERE,
        )
        for place, row in enumerate(rows)
    )
    city = submission({} if count is None else {"家数": count})
    city = replace(city, units={"1.1": units} if units else {})
    return evaluate(criteria, city, as_of=None, tool_version="", switches=False)


def row(faults: int, danger: bool, hidden: bool) -> Row:
    return {"处数": F(faults), "隐患": danger, "瞒报": hidden}


def test_one_danger_caps_the_grade_whatever_the_others_say() -> None:
    """(10 + 8) ÷ 2 = 9; 不合格, because one of two has a danger."""
    found = card(schools(), 2, [row(0, True, False), row(1, False, False)])
    assert found.grade is not None
    assert (found.total, found.grade.low, found.grade.high) == (Range(low=F(9), high=F(9)), "不合格", "不合格")
    open_one = card(schools(), 2, [row(0, True, False), {"处数": F(1)}])
    assert open_one.grade is not None
    assert open_one.grade.high == "不合格"


def test_what_each_takes_of_the_total_adds_up_to_its_limit() -> None:
    """Three that hid something: 10 − 3 = 7, no mean; with a limit of 2, 10 − 2 = 8."""
    rows = [row(0, False, True)] * 3
    assert card(schools(), 3, rows).total.low == 7
    assert card(schools(limit=2), 3, rows).total.low == 8


@st.composite
def full_rows(draw: st.DrawFn) -> list[Row]:
    count = draw(st.integers(1, 3))
    return [{key: draw(st.sampled_from(values)) for key, values in OPTIONS.items()} for _ in range(count)]


@SLOW
@given(full_rows(), st.sampled_from(Take), st.sampled_from((None, 1)), st.data())
def test_what_is_not_known_yet_stays_within_the_range(
    rows: list[Row], take: Take, limit: int | None, data: st.DataObject
) -> None:
    criteria = schools(take, limit)
    part = [{key: value if data.draw(st.booleans()) else None for key, value in one.items()} for one in rows]
    listed = part[: data.draw(st.integers(0, len(rows)))]
    known = data.draw(st.booleans())
    whole, found = card(criteria, len(rows), rows), card(criteria, len(rows) if known else None, listed)
    assert whole.total.decided
    assert found.total.low <= whole.total.low <= found.total.high
    assert whole.grade is not None
    assert found.grade is not None
    assert GRADES.index(found.grade.high) <= GRADES.index(whole.grade.low) <= GRADES.index(found.grade.low)
