"""Do the pack's tests notice each mistake? And if not, could any test?"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from scoring.authoring.check.cases import Reading, enumerate_scenarios, readings_of, rulebook_of, switched
from scoring.authoring.check.mutants import Mutant, mutants_of
from scoring.authoring.check.pasting import paste_text
from scoring.authoring.check.probes import MutantResult, MutantState, Witness
from scoring.authoring.check.twins import MARK, affected_by, alike
from scoring.authoring.check.witness import witness_of
from scoring.authoring.ruletests import PreparedTest, PreparedTotal, judge, judge_total
from scoring.lang import Value
from scoring.model.conditions import Literal
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import Judgement
from scoring.rules import Scenario, resolve_inputs
from scoring.rules.inputs import stated_values
from scoring.rules.items import ClauseResult
from scoring.rules.ledgers import ACTING
from scoring.rules.remembering import Remembering
from scoring.rules.renaming import rename_fact, rename_item
from scoring.rules.space import space_of

__all__ = ["PackTests", "mutation_results", "sort_tests"]


class PackTests(Struct, frozen=True, kw_only=True):
    """The tests of one item that pass, each with the values of everything; the quickest to run come first."""

    tests: tuple[tuple[PreparedTest, Mapping[str, Value]], ...]
    totals: tuple[PreparedTotal, ...] = ()
    """Tests of the whole result that say something about the item."""


def mutation_results(criteria: Criteria, item: Item, tests: PackTests, limit: int) -> tuple[MutantResult, ...]:
    """Try every mutant of an item on its tests; those that pass them all are compared with the original case by case."""
    space = space_of(criteria, (item,), {}, resolve_inputs(criteria, {}))
    reads = (*space.resolved, *space.steps)
    return tuple(_result(criteria, item, mutant, tests, limit) for mutant in mutants_of(criteria, item, reads))


def _result(criteria: Criteria, item: Item, mutant: Mutant, tests: PackTests, limit: int) -> MutantResult:
    made = MutantResult(
        id=mutant.id, item=item.id, text=mutant.text, location=mutant.location, state=MutantState.SURVIVED
    )
    killer = _noticed(criteria, mutant, tests)
    if killer is not None:
        return replace(made, state=MutantState.KILLED, by=killer)
    if mutant.narrowed or mutant.outside:
        return made
    proved, found = _difference(criteria, item, mutant, limit)
    if found is not None:
        test = paste_text(criteria, item, found[0], f"{mutant.id.partition('/')[0]} {mutant.text}，应当发现")
        return replace(made, witness=found[0], wrong=found[1], test=test)
    return replace(made, state=MutantState.EQUIVALENT) if proved else made


def _noticed(criteria: Criteria, mutant: Mutant, tests: PackTests) -> str | None:
    """The name of the first test that fails on the mutant."""
    changed = _changed(criteria, mutant)
    for prepared, resolved in tests.tests:
        if changed is not criteria:
            prepared = replace(prepared, stated=stated_values(changed, prepared.submission))
            resolved = resolve_inputs(changed, prepared.stated)
        if _outside(mutant, prepared) or judge(changed, mutant.item, prepared, resolved):
            return prepared.test.name
    whole = _with_item(changed, mutant.item) if tests.totals else changed
    return next((one.test.name for one in tests.totals if judge_total(whole, one)), None)


def _with_item(criteria: Criteria, item: Item) -> Criteria:
    """The pack with an item in the place of the one it is a copy of."""
    sections = tuple(
        replace(section, items=tuple(item if one.id == item.id else one for one in section.items))
        for section in criteria.sections
    )
    return replace(criteria, sections=sections, items_by_id={**criteria.items_by_id, item.id: item})


def _outside(mutant: Mutant, prepared: PreparedTest) -> bool:
    """Whether the test gives a judgement that the mutant no longer allows."""
    if not mutant.narrowed:
        return False
    fact, given = mutant.facts[mutant.fact], prepared.stated.get(mutant.fact)
    if not isinstance(given, Judgement) or fact.maximum is None:
        return False
    return not (fact.minimum or 0) <= given.points <= fact.maximum


def _changed(criteria: Criteria, mutant: Mutant) -> Criteria:
    if mutant.facts:
        return replace(criteria, facts_by_name={**criteria.facts_by_name, **mutant.facts})
    if mutant.groups is not None:
        return replace(criteria, groups=mutant.groups)
    if mutant.defaults:
        known = criteria.interpretations_by_name
        moved = {name: replace(known[name], default=option) for name, option in mutant.defaults.items()}
        return replace(criteria, interpretations_by_name={**known, **moved})
    return criteria


def _difference(
    criteria: Criteria, item: Item, mutant: Mutant, limit: int
) -> tuple[bool, tuple[Witness, Fraction] | None]:
    """Whether no case can tell the mutant apart (proved), else a case that does and the mutant's score in it.

    A case tells them apart by the score or by what becomes of a clause; a different score is preferred as witness.
    """
    item, mutant = item.of_unit, replace(mutant, item=mutant.item.of_unit)
    doubled, second, copies = _beside(criteria, mutant)
    readings, complete = readings_of(criteria, (item,))
    if mutant.defaults:
        readings, complete = readings[:1], True
    weaker: tuple[Witness, Fraction] | None = None
    for reading in readings:
        scenarios, exact, _ = enumerate_scenarios(doubled, (item, second), reading, limit)
        complete &= exact
        found = list(_telling(doubled, item, second, copies, scenarios, reading))
        scored = [one for one in found if one[0].score != one[1]]
        if scored:  # where the rest is in order, the mistake is plainest
            return False, max(scored, key=lambda one: one[0].score)
        weaker = weaker or (found[0] if found else None)
    return complete and weaker is None, weaker


def _telling(
    criteria: Criteria,
    item: Item,
    second: Item,
    copies: Mapping[str, str],
    scenarios: Sequence[Scenario],
    reading: Reading,
) -> Iterator[tuple[Witness, Fraction]]:
    rulebook = rulebook_of(criteria)
    known, changed = Remembering(item, rulebook), Remembering(second, rulebook)
    options = switched(criteria, reading)
    for scenario in scenarios:
        if not alike(scenario, copies):
            continue
        (right, score), (wrong, other) = known.both(scenario.values), changed.both(scenario.values)
        if score != other or _told(item, right) != _told(second, wrong):
            witness = witness_of(criteria, scenario, score)
            answers = tuple((name, value) for name, value in witness.answers if not name.endswith(MARK))
            given = tuple((name, value) for name, value in witness.given if not name.endswith(MARK))
            states = _states(item, right) if score == other else ()
            yield replace(witness, answers=(*answers, *options), given=given, options=options, states=states), other


def _states(item: Item, results: Sequence[ClauseResult]) -> tuple[tuple[str, str], ...]:
    return tuple((clause.id, result.state.value) for clause, result in zip(item.clauses, results, strict=True))


def _told(item: Item, results: Sequence[ClauseResult]) -> list[Hashable]:
    """What is told of each clause beside the item's score: its state, and all of it where it reaches beyond the item."""
    found: list[Hashable] = []
    for clause, result in zip(item.clauses, results, strict=True):
        far: Hashable = None
        if not clause.own and result.state in ACTING:
            far = (clause.effect, clause.reach, clause.group, clause.grade, result.nominal)
        found.append((result.state, far))
    return found


def _beside(criteria: Criteria, mutant: Mutant) -> tuple[Criteria, Item, Mapping[str, str]]:
    """The pack with what the mutant needs to stand beside the original: copies of the facts its change reaches."""
    if mutant.defaults:
        names = {name: Literal(value=option) for name, option in mutant.defaults.items()}
        return criteria, rename_item(mutant.item, names), {}
    if not mutant.fact:
        return criteria, mutant.item, {}
    copies = {name: f"{name}{MARK}" for name in affected_by(criteria, mutant.fact)}
    sources = {**criteria.facts_by_name, **mutant.facts}
    made = {copies[name]: rename_fact(sources[name], copies) for name in copies}
    doubled = replace(criteria, facts_by_name={**criteria.facts_by_name, **made})
    return doubled, rename_item(mutant.item, copies), copies


def sort_tests(criteria: Criteria, prepared: Sequence[PreparedTest], totals: Sequence[PreparedTotal] = ()) -> PackTests:
    """Tests with a single expected score first: they need no enumeration."""
    ordered = sorted(prepared, key=lambda one: not one.test.score.decided)
    return PackTests(tests=tuple((one, resolve_inputs(criteria, one.stated)) for one in ordered), totals=tuple(totals))
