"""Do the pack's tests notice each mistake? And if not, could any test?"""

from __future__ import annotations

import os.path
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from scoring.authoring.check.cases import (
    MARK,
    Reading,
    enumerate_scenarios,
    paired_copy,
    readings_of,
    rulebook_of,
    switched,
    witness_of,
)
from scoring.authoring.check.model import MutantResult, MutantState, Witness
from scoring.authoring.check.mutants import Mutant, mutants_of
from scoring.authoring.check.pasting import paste_text
from scoring.authoring.check.wholes import narrowed_test, nothing_test, whole_test
from scoring.authoring.ruletests import FOLDER, MUTANTS, PreparedTest, PreparedTotal, judge, judge_total
from scoring.base.errors import Location, Problem, Result
from scoring.base.text import number_text
from scoring.documents import strict
from scoring.documents.nodes import MappingNode, SequenceNode, get, text_of
from scoring.documents.schema.messages import broken_lines
from scoring.lang import UNKNOWN, Value
from scoring.model.amounts import Flat
from scoring.model.clauses import Clause, Effect, Reach
from scoring.model.conditions import Literal
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import Judgement
from scoring.rules import Scenario, resolve_inputs
from scoring.rules.inputs import stated_values
from scoring.rules.items import ACTING, ClauseResult, after_exhaustion, applies_to, clause_result, final_score
from scoring.rules.regions import Region
from scoring.rules.renaming import rename_item
from scoring.rules.scorers import Results, scorer_of
from scoring.rules.space import space_of

__all__ = ["Explained", "PackTests", "mutation_results", "read_explained", "sort_tests"]


Known = Mapping[int, ClauseResult]
"""What became of clauses, by their identity: a mutant shares those that it does not change."""


class PackTests(Struct, frozen=True, kw_only=True):
    """The tests of one item that pass, each with the values of everything and what becomes of each clause where nothing is
    open; the quickest to run come first."""

    tests: tuple[tuple[PreparedTest, Mapping[str, Value], Known], ...]
    totals: tuple[PreparedTotal, ...] = ()
    """Tests of the whole result that say something about the item."""


def mutation_results(criteria: Criteria, item: Item, tests: PackTests, limit: int) -> tuple[MutantResult, ...]:
    """Try every mutant of an item on its tests; those that pass them all are compared with the original case by case."""
    near = rulebook_of(criteria).near((item,))
    space = space_of(near, (item,), {}, resolve_inputs(near, {}))
    reads = (*space.resolved, *space.steps)
    return tuple(_result(criteria, near, item, mutant, tests, limit) for mutant in mutants_of(near, item, reads))


def _result(
    criteria: Criteria, near: Criteria, item: Item, mutant: Mutant, tests: PackTests, limit: int
) -> MutantResult:
    made = MutantResult(
        id=mutant.id, item=item.id, text=mutant.text, location=mutant.location, state=MutantState.SURVIVED
    )
    killer = _noticed(criteria, near, mutant, tests)
    if killer is not None:
        return replace(made, state=MutantState.KILLED, by=killer)
    name = f"{mutant.id.partition('/')[0]} {mutant.text}，应当发现"
    if mutant.narrowed:
        return replace(
            made,
            test=narrowed_test(criteria, item, criteria.facts_by_name[mutant.fact], mutant.facts[mutant.fact], name),
        )
    if _of_nothing(item, mutant):
        return replace(made, test=nothing_test(mutant.item, name))
    if mutant.outside or _beyond_points(item, mutant):
        whole = _with_item(_changed(criteria, mutant), mutant.item)
        made = replace(made, test=whole_test(criteria, item, whole, name))
    if mutant.outside or made.test:
        return made
    proved, found = _difference(near, item, mutant, limit)
    if not proved and found is None:
        proved = _alike_conditions(near, item, mutant, limit)
    if found is not None:
        return replace(made, witness=found[0], wrong=found[1], test=paste_text(criteria, item, found[0], name))
    return replace(made, state=MutantState.EQUIVALENT) if proved else made


def _of_nothing(item: Item, mutant: Mutant) -> bool:
    """Whether the mutant changes what becomes of an item without a unit."""
    each, changed = item.each, mutant.item.each
    return each is not None and changed is not None and each.none is not changed.none


def _alike_conditions(criteria: Criteria, item: Item, mutant: Mutant, limit: int) -> bool:
    """Whether only conditions were changed, and changed to the same (个数 > 0 and != 0): seen by themselves, where the
    amounts of the item are too many to be gone through."""
    pairs = [(one, other) for one, other in zip(item.clauses, mutant.item.clauses, strict=False) if one != other]
    if mutant.fact or mutant.defaults or not pairs or replace(mutant.item, clauses=item.clauses) != item:
        return False
    if any(replace(other, when=one.when) != one for one, other in pairs):
        return False
    bare, changed = (replace(item, clauses=tuple(_bare(pair[side]) for pair in pairs), groups=()) for side in range(2))
    return _difference(criteria, bare, replace(mutant, item=changed), limit)[0]


def _bare(clause: Clause) -> Clause:
    """Nothing but the condition of a clause, worth a point."""
    return replace(
        clause,
        effect=Effect.AWARD,
        amount=Flat(points=Fraction(1)),
        reach=Reach.ITEM,
        at_most=None,
        times=None,
        group="",
        exhausted=False,
    )


def _beyond_points(item: Item, mutant: Mutant) -> bool:
    """Whether a clause that changes the grade, or the points beyond the item, is what the mutant changes: the points of the
    item alone do not show it."""
    pairs = zip(item.clauses, mutant.item.clauses, strict=True)
    return any(not one.own and one != other for one, other in pairs)


def _noticed(criteria: Criteria, near: Criteria, mutant: Mutant, tests: PackTests) -> str | None:
    """The name of the first test that fails on the mutant."""
    changed = _changed(near, mutant)
    for prepared, resolved, known in tests.tests:
        if changed is not near:
            prepared = replace(prepared, stated=stated_values(changed, prepared.submission))
            resolved = resolve_inputs(changed, prepared.stated)
        elif known and mutant.item.applies is None and _knows(mutant.item, resolved):
            if _fails(near, mutant.item, prepared, resolved, known):
                return prepared.test.name
            continue
        if _outside(mutant, _given(mutant, prepared)) or judge(changed, mutant.item, prepared, resolved):
            return prepared.test.name
    whole = _with_item(_changed(criteria, mutant), mutant.item) if tests.totals else criteria
    return next(
        (one.test.name for one in tests.totals if _outside(mutant, _given(mutant, one)) or judge_total(whole, one)),
        None,
    )


def _knows(item: Item, resolved: Mapping[str, Value]) -> bool:
    """Whether everything that the item reads is known."""
    return all(resolved.get(name, UNKNOWN) is not UNKNOWN for name in item.reads)


def _fails(near: Criteria, item: Item, prepared: PreparedTest, resolved: Mapping[str, Value], known: Known) -> bool:
    """As `judge` of a mutant where nothing is open: only its changed clauses are asked again."""
    book, test = rulebook_of(near), prepared.test
    results = after_exhaustion(
        item,
        tuple([known.get(id(clause)) or clause_result(clause, item, resolved, book) for clause in item.clauses]),
    )
    score = final_score(item, results)
    states = {clause.id: result.state for clause, result in zip(item.clauses, results, strict=True)}
    meets = test.exact and test.score.decided and test.score.low == score
    return not meets or any(states[clause] is not state for clause, state in test.states.items())


def _with_item(criteria: Criteria, item: Item) -> Criteria:
    """The pack with an item in the place of the one it is a copy of."""
    sections = tuple(
        replace(section, items=tuple(item if one.id == item.id else one for one in section.items))
        for section in criteria.sections
    )
    return replace(criteria, sections=sections, items_by_id={**criteria.items_by_id, item.id: item})


def _outside(mutant: Mutant, given: Iterable[object]) -> bool:
    """Whether one of these answers is a judgement that the mutant no longer allows."""
    if not mutant.narrowed:
        return False
    fact = mutant.facts[mutant.fact]
    points = [one.points for one in given if isinstance(one, Judgement)]
    return fact.maximum is not None and any(not (fact.minimum or 0) <= one <= fact.maximum for one in points)


def _given(mutant: Mutant, prepared: PreparedTest | PreparedTotal) -> Iterator[object]:
    """What a test says of the fact that a mutant changes, in every unit."""
    submission = prepared.submission
    rows = (row.answers for rows in submission.units.values() for row in rows)
    for answers in (submission.answers, *rows):
        if mutant.fact in answers:
            yield answers[mutant.fact].value


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
    doubled, second, copies = _paired_mutant(criteria, mutant)
    readings, complete = readings_of(criteria, (item,))
    if mutant.defaults:
        readings, complete = readings[:1], True
    weaker: tuple[Witness, Fraction] | None = None
    for reading in readings:
        scenarios, exact, _ = enumerate_scenarios(doubled, (item, second), reading, limit, copies)
        complete &= exact
        found = list(_telling(doubled, item, second, scenarios))
        scored = [one for one in found if one.score != one.other]
        if scored:  # where the rest is in order, the mistake is plainest
            best = max(scored, key=lambda one: one.score)
            plain = next(_telling(doubled, item, second, (_plain(doubled, best.scenario),)), best)
            return False, _witness(doubled, item, plain, copies, reading)
        if weaker is None and found:
            weaker = _witness(doubled, item, found[0], copies, reading)
    return complete and weaker is None, weaker


class _Telling(Struct, frozen=True, kw_only=True):
    """A case that tells the mutant apart: the right results and score, and the mutant's score."""

    scenario: Scenario
    results: Results
    score: Fraction
    other: Fraction


def _telling(criteria: Criteria, item: Item, second: Item, scenarios: Sequence[Scenario]) -> Iterator[_Telling]:
    """The first case of each pair of outcomes that tells them apart."""
    rulebook = rulebook_of(criteria)
    known, changed = scorer_of(item, rulebook), scorer_of(second, rulebook)
    met: set[tuple[int, int]] = set()
    for scenario in scenarios:
        if _left_out(item, second, scenario.values):
            continue
        (right, score), (wrong, other) = known.both(scenario.values), changed.both(scenario.values)
        pair = id(right), id(wrong)  # one outcome is always the same object
        if pair in met:
            continue
        met.add(pair)
        if score != other or _visible(item, right) != _visible(second, wrong):
            yield _Telling(scenario=scenario, results=right, score=score, other=other)


def _plain(criteria: Criteria, scenario: Scenario) -> Scenario:
    """The scenario with numbers that a file can hold: where one of them has no end, a short one between the same limits. One
    that others are worked out from stays."""
    behind = {name for fact in criteria.facts_by_name.values() if fact.derive is not None for name in fact.reads}
    values = dict(scenario.values)
    for name, region in scenario.regions.items():
        value = region.value
        if isinstance(value, Fraction) and "/" in number_text(value) and name not in behind:
            values[name] = _short(value, region)
    return Scenario(values=values, regions=scenario.regions)


def _short(value: Fraction, region: Region) -> Fraction:
    for places in range(1, 7):
        near = Fraction(round(value * 10**places), 10**places)
        if (region.low is None or region.low < near) and (region.high is None or near < region.high):
            return near
    return value


def _witness(
    criteria: Criteria, item: Item, of: _Telling, copies: Mapping[str, str], reading: Reading
) -> tuple[Witness, Fraction]:
    witness, options = witness_of(criteria, of.scenario, of.score), switched(criteria, reading)
    answers = tuple((name, value) for name, value in witness.answers if not name.endswith(MARK))
    given = tuple((name, value) for name, value in witness.given if not name.endswith(MARK))
    given += tuple(_said_for_nothing(of.scenario, copies))
    clauses = zip(item.clauses, of.results, strict=True) if of.score == of.other else ()
    states = tuple((clause.id, result.state.value) for clause, result in clauses)
    return replace(witness, answers=(*answers, *options), given=given, options=options, states=states), of.other


def _left_out(item: Item, second: Item, values: Mapping[str, Value]) -> bool:
    """Whether neither is assessed: then nothing of their clauses shows."""
    return applies_to(item, values) is False and applies_to(second, values) is False


def _said_for_nothing(scenario: Scenario, copies: Mapping[str, str]) -> Iterator[tuple[str, Value]]:
    """Answers to questions that arise for the mutant only: a test that gives them shows that they must not count."""
    for name, copy in copies.items():
        if name not in scenario.regions and copy in scenario.regions:
            yield name, scenario.values[copy]


def _visible(item: Item, results: Sequence[ClauseResult]) -> list[Hashable]:
    """What can be seen of each clause beside the item's score: its state, and all of it where it reaches beyond the item."""
    found: list[Hashable] = []
    for clause, result in zip(item.clauses, results, strict=True):
        far: Hashable = None
        if not clause.own and result.state in ACTING:
            far = (clause.effect, clause.reach, clause.group, clause.grade, result.nominal)
        found.append((result.state, far))
    return found


def _paired_mutant(criteria: Criteria, mutant: Mutant) -> tuple[Criteria, Item, Mapping[str, str]]:
    """The pack with what the mutant needs to stand beside the original: copies of the facts its change reaches."""
    if mutant.defaults:
        names = {name: Literal(value=option) for name, option in mutant.defaults.items()}
        return criteria, rename_item(mutant.item, names), {}
    if not mutant.fact:
        return criteria, mutant.item, {}
    doubled, copies = paired_copy(criteria, mutant.fact, mutant.facts)
    return doubled, rename_item(mutant.item, copies), copies


def sort_tests(criteria: Criteria, prepared: Sequence[PreparedTest], totals: Sequence[PreparedTotal] = ()) -> PackTests:
    """Tests with a single expected score first: they need no enumeration."""
    book = rulebook_of(criteria)

    def known(one: PreparedTest, resolved: Mapping[str, Value]) -> Known:
        item = criteria.items_by_id[one.test.item]
        if item.each is not None or not _knows(item, resolved):
            return {}
        return {id(clause): clause_result(clause, item, resolved, book) for clause in item.clauses}

    ordered = sorted(prepared, key=lambda one: not one.test.score.decided)
    values = [(one, resolve_inputs(criteria, one.stated)) for one in ordered]
    return PackTests(
        tests=tuple((one, resolved, known(one, resolved)) for one, resolved in values), totals=tuple(totals)
    )


SHAPE = "写成“explained:”下面逐条“- {mutant: 变异编号, reason: 为什么没有测试能发现}”。"


class Explained(Struct, frozen=True, kw_only=True):
    """A mutant and why no test notices it, with the place where the pack says so."""

    mutant: str
    reason: str
    location: Location
    inherited: bool = False
    """Written for a base of this pack; it need not match anything here."""


def read_explained(criteria: Criteria, shown: str | None = None) -> Result[tuple[Explained, ...]]:
    """The explanations of a pack and of its bases; none where there is no such file. `shown` is how messages name the
    pack's folder."""
    own = _read(criteria.folder, criteria.folder if shown is None else shown)
    found, problems = [*(own.value or ())], [*own.problems]
    for base in criteria.extends:
        theirs = _read(base.folder, base.folder)
        problems += theirs.problems
        found += [replace(one, inherited=True) for one in theirs.value or ()]
    return Result(value=tuple(found), problems=tuple(problems))


def _read(folder: str, shown: str) -> Result[tuple[Explained, ...]]:
    path = os.path.join(folder, FOLDER, MUTANTS)
    if not os.path.isfile(path):
        return Result(value=())
    label = os.path.join(shown, FOLDER, MUTANTS)
    document = strict.read_document(path, label)
    if document.value is None or not document.ok:
        return Result(value=(), problems=document.problems)
    root = document.value.root
    listed = root.get("explained")
    problems = [_problem(f"不认识的键“{one.name}”", one.key.location) for one in root if one.name != "explained"]
    if not isinstance(listed, SequenceNode):
        return Result(value=(), problems=(*problems, _problem("没有列出变异", root.location)))
    found: dict[str, Explained] = {}
    for node in listed.items:
        if isinstance(node, MappingNode):
            problems += broken_lines(node, ("mutant",), root.lines)
        mutant, reason = (text_of(get(node, key)) for key in ("mutant", "reason"))
        strays = isinstance(node, MappingNode) and any(one.name not in ("mutant", "reason") for one in node)
        if not mutant or not reason or strays:
            problems.append(_problem("这一条没有写全变异编号和理由，或有多余的键", node.location))
        elif mutant in found:
            problems.append(_problem(f"变异“{mutant}”写了两次", node.location))
        else:
            found[mutant] = Explained(mutant=mutant, reason=reason, location=node.location)
    return Result(value=tuple(found.values()), problems=(*document.problems, *problems))


def _problem(message: str, location: Location) -> Problem:
    return Problem(code="mutants-file", message=message, hint=SHAPE, location=location)
