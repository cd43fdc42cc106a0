"""Means and sums over units against brute force, over random small packs."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.advice.improve.unit_items import unfolded
from scoring.lang import Value
from scoring.model.criteria import Criteria, Item, Start
from scoring.model.facts import Answer
from scoring.model.submission import Unit
from scoring.model.totals import Each, Take
from scoring.rules import answers_of, resolve_inputs, rulebook_of, score_item
from scoring.rules.surveys import ItemSurvey
from scoring.rules.trials import trial
from scoring.rules.units import UnitValues, survey_each, units_of
from tests.kinds.test_kinds_exactness import packs
from tests.rules.rules_factories import HERE, pack, submission
from tests.rules.test_rules_exactness import GRID, LIMIT, SLOW, partial, states_of_affairs

F = Fraction
SHARED = ("均数", "均率")
WAYS = (
    Each(name="县区"),
    Each(name="县区", take=Take.SUM),
    Each(name="县区", take=Take.SUM, points=F(2)),
    Each(name="县区", take=Take.SUM, points=F(3)),
)
"""The items of `packs` are worth 4 points: two units of 2 fit, two of 3 are cut."""


@st.composite
def averaged(draw: st.DrawFn) -> tuple[Criteria, tuple[UnitValues, ...], dict[str, Value]]:
    """A pack of one item that is scored unit by unit, two units' answers and what they share."""
    plain = draw(packs())
    item = replace(plain.sections[0].items[0], facts=plain.profile, each=draw(st.sampled_from(WAYS)))
    references = {name: one.type for name, one in plain.references_by_name.items()}
    criteria = pack([replace(item, facts=tuple(replace(f, item=item.id) for f in item.facts))], references=references)
    stated = draw(partial(criteria))
    shared = {name: value for name, value in stated.items() if name in SHARED}
    units = []
    for name in ("甲县", "乙县"):
        own = draw(partial(criteria))
        units.append(UnitValues(name=name, values={n: v for n, v in own.items() if n not in SHARED}))
    return criteria, tuple(units), shared


def survey(criteria: Criteria, units: tuple[UnitValues, ...], shared: Mapping[str, Value]) -> ItemSurvey:
    item = criteria.sections[0].items[0]
    assert item.each is not None
    return survey_each(item, item.each, units, answers_of(criteria, shared, LIMIT))


@SLOW
@given(averaged(), st.data())
def test_the_mean_of_any_answers_lies_in_the_range(
    made: tuple[Criteria, tuple[UnitValues, ...], dict[str, Value]], data: st.DataObject
) -> None:
    criteria, units, shared = made
    found = survey(criteria, units, shared)
    item = criteria.sections[0].items[0]
    open_shared = [name for name in found.free if name in SHARED and name in GRID]
    common = (
        data.draw(st.sampled_from(list(states_of_affairs(criteria, shared, open_shared)))) if open_shared else shared
    )
    scores = []
    for unit in units:
        stated = {**common, **(unit.values or {})}
        answers = list(states_of_affairs(criteria, stated, [n for n in found.free if n in GRID and n not in stated]))
        assume(answers)
        scenario = data.draw(st.sampled_from(answers))
        scores.append(score_item(item.of_unit, resolve_inputs(criteria, scenario), rulebook_of(criteria)).score)
    assert found.score.low <= made_one(item, scores) <= found.score.high


def made_one(item: Item, scores: list[Fraction]) -> Fraction:
    """得分之和以本项满分为限；从本项满分扣起而没有各自满分的，累计扣分、扣完为止。"""
    assert item.each is not None
    if item.each.take is Take.MEAN:
        return sum(scores, F(0)) / len(scores)
    if item.start is Start.FULL and item.each.points is None:
        return max(item.points - sum(item.points - score for score in scores), F(0))
    return min(sum(scores, F(0)), item.points)


@SLOW
@given(averaged())
def test_the_ledger_of_a_mean_adds_up(made: tuple[Criteria, tuple[UnitValues, ...], dict[str, Value]]) -> None:
    found = survey(*made)
    for result, end in ((found.worst, found.score.low), (found.best, found.score.high)):
        assert sum(line.change for line in result.ledger) == result.ledger[-1].balance == result.score == end


@SLOW
@given(averaged())
def test_the_small_items_of_the_units_add_up_to_the_mean(
    made: tuple[Criteria, tuple[UnitValues, ...], dict[str, Value]],
) -> None:
    criteria, units, shared = made
    found = survey(criteria, units, shared)
    rows = tuple(
        Unit(name=unit.name, answers={n: Answer(value=v) for n, v in (unit.values or {}).items()}, location=HERE)
        for unit in units
    )
    city = replace(submission({}), units={criteria.sections[0].items[0].id: rows})
    assert [dict(unit.values or {}) for unit in units_of(city, criteria.sections[0].items[0]) or ()] == [
        dict(unit.values or {}) for unit in units
    ]
    split = unfolded(criteria, city, shared)
    assume(split.whole)
    after = trial(split.criteria, split.criteria.sections[0].items, split.stated, scenario_limit=LIMIT)
    if found.exact and after.exact:
        assert after.score == found.score
