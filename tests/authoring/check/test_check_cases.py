"""The analysis against brute force over random small packs: a plain run over a fine grid of answers.

The grid holds every value that a rule of these packs (or a mutant of one) can tell from another, so that here the grid
is the truth: what it shows must be found, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product

from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from scoring.authoring.check import check_item
from scoring.authoring.check.clauses import applies
from scoring.authoring.check.direction import is_better
from scoring.authoring.check.model import DirectionState, MutantState
from scoring.authoring.check.mutants import Mutant, mutants_of
from scoring.lang import Absent, Value
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import Fact
from scoring.model.scorecard import OutcomeState
from scoring.rules import ItemResult, resolve_inputs
from scoring.rules.items import ClauseResult, final_score
from tests.authoring.check.grids import GRID, OPTIONS, analyse, grid, naive, only, packs
from tests.rules.rules_factories import deduct, fact, item, pack

SETTINGS = settings(max_examples=35, deadline=None, suppress_health_check=list(HealthCheck))


@SETTINGS
@given(packs())
def test_reach_is_what_the_grid_reaches(criteria: Criteria) -> None:
    found = analyse(criteria)
    assert found.exact
    scores = {
        option: [naive(criteria, only(criteria), one, option).score for one in grid(criteria)] for option in OPTIONS
    }
    default = found.readings[0].reach
    assert (default.low, default.high) == (min(scores["从宽"]), max(scores["从宽"]))
    other = [one.reach for one in found.readings if dict(one.switched) == {"口径": "从严"}]
    low, high = min(scores["从严"]), max(scores["从严"])
    assert [(one.low, one.high) for one in other] == (
        [(low, high)] if (low, high) != (default.low, default.high) else []
    )
    assert default.lowest is not None
    assert default.highest is not None
    assert (default.lowest.score, default.highest.score) == (default.low, default.high)


@SETTINGS
@given(packs())
def test_dead_constant_and_masked_clauses_are_those_of_the_grid(criteria: Criteria) -> None:
    it = only(criteria)
    found = analyse(criteria).clauses
    # the analysis looks at 从严 only where a rule reads it; elsewhere both options give the same results
    results = {option: [naive(criteria, it, one, option) for one in grid(criteria)] for option in OPTIONS}
    every = [result for option in OPTIONS for result in results[option]]
    for index, clause in enumerate(it.clauses):
        applied = [result for result in every if applies(clause, result.clauses[index])]
        assert found[index].possible == bool(applied)
        assert found[index].always == (len(applied) == len(every))
        assert found[index].possible_by_default == any(
            applies(clause, result.clauses[index]) for result in results["从宽"]
        )
        effects = {result.score - without(it, result, index) for result in applied}
        assert found[index].all_masked == (effects == {Fraction(0)})
        assert (found[index].masked is not None) == (Fraction(0) in effects)
        if effects:
            assert (found[index].effect.low, found[index].effect.high) == (min(effects), max(effects))


def without(it: Item, result: ItemResult, index: int) -> Fraction:
    nothing = ClauseResult(state=OutcomeState.NOT_APPLIED, nominal=Fraction(0))
    return final_score(it, (*result.clauses[:index], nothing, *result.clauses[index + 1 :]))


def neighbours(criteria: Criteria, changed: Fact) -> list[tuple[Value, Value, ItemResult, ItemResult]]:
    """All pairs of the grid that differ in one fact that is asked on both sides, under both options."""
    it, found = only(criteria), []
    others = [name for name in criteria.facts_by_name if name != changed.name]
    for option in OPTIONS:
        for values in product(*(GRID[name] for name in others)):
            rest = dict(zip(others, values, strict=True))
            row = []
            for value in GRID[changed.name]:
                stated = {**rest, changed.name: value}
                asked = resolve_inputs(criteria, {**stated, "口径": option})[changed.name]
                if not isinstance(asked, Absent):
                    row.append((value, naive(criteria, it, stated, option)))
            found += [(a, b, one, other) for (a, one), (b, other) in product(row, row) if a != b]
    return found


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(packs(numbers=False))
def test_directions_and_overlaps_are_those_of_the_grid(criteria: Criteria) -> None:
    found = analyse(criteria)
    states = {one.fact.name: one.state for one in found.directions}
    overlaps: set[tuple[str, tuple[str, str]]] = set()
    ids = [clause.id for clause in only(criteria).clauses]
    for changed in criteria.facts_by_name.values():
        pairs = neighbours(criteria, changed)
        for _, _, one, other in pairs:
            worse = [
                index
                for index, (first, second) in enumerate(zip(one.clauses, other.clauses, strict=True))
                if first.nominal < second.nominal
            ]
            overlaps |= {(changed.name, (ids[a], ids[b])) for a, b in combinations(worse, 2)}
        if changed.name in states and changed.better is not None:
            bad = any(is_better(changed.better, a, b) and other.score < one.score for a, b, one, other in pairs)
            moved = any(other.score != one.score for _, _, one, other in pairs)
            expected = DirectionState.REFUTED if bad else DirectionState.PROVED if moved else DirectionState.IDLE
            assert states[changed.name] is expected, changed.name
    assert {(one.fact, one.clauses) for one in found.overlaps} == overlaps


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(packs(numbers=False))
def test_a_mutant_is_called_equivalent_just_when_the_grid_cannot_tell_it_apart(criteria: Criteria) -> None:
    it = only(criteria)
    states = {one.id: one for one in analyse(criteria, mutants=True).mutants}
    cases = grid(criteria)
    right = {option: [naive(criteria, it, one, option) for one in cases] for option in ("", *OPTIONS)}
    for mutant in every_mutant(criteria, states):
        changed, options = mutated(criteria, mutant)
        told = any(
            differs(expected, naive(changed, mutant.item, one, option))
            for option in options
            for one, expected in zip(cases, right[option], strict=True)
        )
        result = states[mutant.id]
        assert (result.state is MutantState.EQUIVALENT) == (not told), mutant.id
        assert (result.witness is not None) == told


def every_mutant(criteria: Criteria, states: Mapping[str, object]) -> Sequence[Mutant]:
    found = mutants_of(criteria, only(criteria), (*criteria.facts_by_name, "口径"))
    return [mutant for mutant in found if mutant.id in states]


def mutated(criteria: Criteria, mutant: Mutant) -> tuple[Criteria, tuple[str, ...]]:
    if mutant.defaults:
        moved = {
            name: replace(criteria.interpretations_by_name[name], default=option)
            for name, option in mutant.defaults.items()
        }
        return replace(criteria, interpretations_by_name=moved), ("",)
    return replace(criteria, facts_by_name={**criteria.facts_by_name, **mutant.facts}), OPTIONS


def differs(one: ItemResult, other: ItemResult) -> bool:
    states = [[clause.state for clause in result.clauses] for result in (one, other)]
    return one.score != other.score or states[0] != states[1]


def test_two_items_that_share_a_fact_are_summed_case_by_case() -> None:
    """One item loses its point when 甲 holds, the other when it does not: together they always have 1 of 2 points."""
    from scoring.authoring.check.cases import cases_of, readings_of
    from scoring.authoring.check.reach import reading_reaches, section_reaches

    shared = fact("甲")
    criteria = pack([item("1.1", 1, [deduct(1, "甲")]), item("1.2", 1, [deduct(1, "not 甲")])], facts=[shared])
    rows = []
    for it in criteria.sections[0].items:
        readings, _ = readings_of(criteria, (it,))
        rows.append((it, reading_reaches(criteria, it, [cases_of(criteria, it, one, 100) for one in readings])))
    total = section_reaches(criteria, rows, 100)[-1].readings[0].reach
    assert (total.low, total.high, total.exact) == (1, 1, True)


def test_past_the_scenario_limit_the_word_is_bounds() -> None:
    criteria = pack([item("1.1", 4, [deduct(2, "甲"), deduct(2, "not 甲")], [fact("甲"), fact("乙")])])
    found, _ = check_item(criteria, only(criteria), (), scenario_limit=1, mutants=False)
    reach = found.readings[0].reach
    assert not found.exact
    assert (reach.low, reach.high, reach.exact) == (0, 4, False)
    whole, _ = check_item(criteria, only(criteria), (), mutants=False)
    assert (whole.readings[0].reach.low, whole.readings[0].reach.high, whole.exact) == (2, 2, True)
