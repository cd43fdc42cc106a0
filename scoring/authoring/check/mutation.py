"""Do the pack's tests notice each mistake? And if not, could any test?"""

from __future__ import annotations

import json
import os.path
from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from scoring.authoring.check.cases import (
    MARK,
    Reading,
    alike,
    enumerate_scenarios,
    paired_copy,
    readings_of,
    rulebook_of,
    switched,
    witness_of,
)
from scoring.authoring.check.model import MutantResult, MutantState, Witness
from scoring.authoring.check.mutants import Mutant, mutants_of
from scoring.authoring.draft.build import quoted
from scoring.authoring.ruletests import FOLDER, MUTANTS, PreparedTest, PreparedTotal, judge, judge_total
from scoring.base.errors import Location, Problem, Result
from scoring.base.text import number_text
from scoring.documents import strict
from scoring.documents.nodes import MappingNode, SequenceNode, get, text_of
from scoring.documents.schema.messages import broken_lines
from scoring.lang import Absent, Value
from scoring.model.conditions import Literal
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import Fact, FactType, Judgement, Score
from scoring.rules import Scenario, resolve_inputs
from scoring.rules.inputs import stated_values
from scoring.rules.items import ACTING, ClauseResult
from scoring.rules.renaming import rename_item
from scoring.rules.scorers import scorer_of
from scoring.rules.space import space_of

__all__ = ["Explained", "PackTests", "mutation_results", "paste_text", "read_explained", "sort_tests"]


class PackTests(Struct, frozen=True, kw_only=True):
    """The tests of one item that pass, each with the values of everything; the quickest to run come first."""

    tests: tuple[tuple[PreparedTest, Mapping[str, Value]], ...]
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
    if mutant.narrowed or mutant.outside:
        return made
    proved, found = _difference(near, item, mutant, limit)
    if found is not None:
        test = paste_text(criteria, item, found[0], f"{mutant.id.partition('/')[0]} {mutant.text}，应当发现")
        return replace(made, witness=found[0], wrong=found[1], test=test)
    return replace(made, state=MutantState.EQUIVALENT) if proved else made


def _noticed(criteria: Criteria, near: Criteria, mutant: Mutant, tests: PackTests) -> str | None:
    """The name of the first test that fails on the mutant."""
    changed = _changed(near, mutant)
    for prepared, resolved in tests.tests:
        if changed is not near:
            prepared = replace(prepared, stated=stated_values(changed, prepared.submission))
            resolved = resolve_inputs(changed, prepared.stated)
        if _outside(mutant, prepared) or judge(changed, mutant.item, prepared, resolved):
            return prepared.test.name
    whole = _with_item(_changed(criteria, mutant), mutant.item) if tests.totals else criteria
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
    doubled, second, copies = _paired_mutant(criteria, mutant)
    readings, complete = readings_of(criteria, (item,))
    if mutant.defaults:
        readings, complete = readings[:1], True
    weaker: tuple[Witness, Fraction] | None = None
    for reading in readings:
        scenarios, exact, _ = enumerate_scenarios(doubled, (item, second), reading, limit)
        complete &= exact
        found = list(_witnesses(doubled, item, second, copies, scenarios, reading))
        scored = [one for one in found if one[0].score != one[1]]
        if scored:  # where the rest is in order, the mistake is plainest
            return False, max(scored, key=lambda one: one[0].score)
        weaker = weaker or (found[0] if found else None)
    return complete and weaker is None, weaker


def _witnesses(
    criteria: Criteria,
    item: Item,
    second: Item,
    copies: Mapping[str, str],
    scenarios: Sequence[Scenario],
    reading: Reading,
) -> Iterator[tuple[Witness, Fraction]]:
    rulebook = rulebook_of(criteria)
    known, changed = scorer_of(item, rulebook), scorer_of(second, rulebook)
    options = switched(criteria, reading)
    for scenario in scenarios:
        if not alike(scenario, copies):
            continue
        (right, score), (wrong, other) = known.both(scenario.values), changed.both(scenario.values)
        if score != other or _visible(item, right) != _visible(second, wrong):
            witness = witness_of(criteria, scenario, score)
            answers = tuple((name, value) for name, value in witness.answers if not name.endswith(MARK))
            given = tuple((name, value) for name, value in witness.given if not name.endswith(MARK))
            clauses = zip(item.clauses, right, strict=True) if score == other else ()
            states = tuple((clause.id, result.state.value) for clause, result in clauses)
            yield replace(witness, answers=(*answers, *options), given=given, options=options, states=states), other


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
    ordered = sorted(prepared, key=lambda one: not one.test.score.decided)
    return PackTests(tests=tuple((one, resolve_inputs(criteria, one.stated)) for one in ordered), totals=tuple(totals))


SCORE = "照原文算出应得的分，填在 score 后面"
STATES = "各条款符合不符合也照原文核对"
MOST = 20
"""So many units are written out; a case with more is told in words only."""


def paste_text(criteria: Criteria, item: Item, witness: Witness, name: str) -> str:
    """The rule test of a case, without an indent; "" where a file of tests cannot hold the case.

    A case that reads answers of other items is one of `totals`, which expects points of the item alone.
    """
    given = dict(witness.given)
    count = _units(item, given)
    if count > MOST:
        return ""
    if item.each is not None and isinstance(item.each.count, str):
        given.setdefault(item.each.count, Fraction(count))
    spelt = {key: _spelt(value, criteria.facts_by_name.get(key)) for key, value in given.items()}
    if None in spelt.values():
        return ""
    answers: dict[str, dict[str, str]] = {item.id: {}}
    profile: dict[str, str] = {}
    references: dict[str, str] = {}
    for key, text in spelt.items():
        fact = criteria.facts_by_name.get(key)
        if fact is not None and (not isinstance(fact.derive, Score | None) or fact.type is FactType.TEXT):
            continue
        place = references if fact is None else answers.setdefault(fact.item, {}) if fact.item else profile
        place[key] = text or ""
    own = _own(item, answers[item.id], count)
    return "\n".join(_lines(item, name, own, answers, profile, references, witness))


def _units(item: Item, given: Mapping[str, Value]) -> int:
    """How many units are to be listed: as many as the case or the pack says there are, else one."""
    if item.each is None:
        return 0
    count = given.get(item.each.count) if isinstance(item.each.count, str) else item.each.count
    return max(int(count), 1) if isinstance(count, Fraction) else 1


def _own(item: Item, answers: Mapping[str, str], count: int) -> str:
    """The answers of the item itself; of one scored by units the same for each of them."""
    if item.each is None:
        return _mapping(answers)
    names = {fact.name for fact in item.facts}
    unit = _mapping({key: text for key, text in answers.items() if key in names})
    rest = {key: text for key, text in answers.items() if key not in names}
    units = _mapping({f"第{number}个": unit for number in range(1, count + 1)})
    return _mapping({**rest, item.each.name: units})


def _lines(
    item: Item,
    name: str,
    own: str,
    answers: Mapping[str, Mapping[str, str]],
    profile: Mapping[str, str],
    references: Mapping[str, str],
    witness: Witness,
) -> Iterator[str]:
    yield f"- name: {json.dumps(name, ensure_ascii=False)}"
    others = {key: _mapping(texts) for key, texts in answers.items() if key != item.id}
    if others:
        yield f"  answers: {_mapping({json.dumps(key): text for key, text in {item.id: own, **others}.items()})}"
    else:
        yield f'  item: "{item.id}"'
        yield f"  facts: {own}"
    options = {key: quoted(option) for key, option in witness.options}
    for key, texts in (("profile", profile), ("references", references), ("interpretations", options)):
        if texts:
            yield f"  {key}: {_mapping(texts)}"
    if others:
        yield f'  expect: {{items: {{"{item.id}": }}}}  # {SCORE.replace("score", item.id)}'
    elif witness.states:
        yield f"  expect: {{score: , clauses: {_mapping(dict(witness.states))}}}  # {SCORE}；{STATES}"
    else:
        yield f"  expect: {{score: }}  # {SCORE}"


def _mapping(texts: Mapping[str, str]) -> str:
    return f"{{{', '.join(f'{key}: {text}' for key, text in texts.items())}}}"


def _spelt(value: Value, fact: Fact | None) -> str | None:
    """A value as a submission writes it; None where it cannot."""
    if isinstance(value, Judgement):
        value = value.points
    judged = fact is not None and fact.type is FactType.JUDGED
    match value:
        case bool():
            return "是" if value else "否"
        case Fraction():
            text = number_text(value)
            return None if "/" in text else f"{{分值: {text}, 理由: 规则测试}}" if judged else text
        case date():
            return value.isoformat()
        case Absent():
            return "不适用" if value is Absent.NOT_APPLICABLE else None
    return quoted(value)


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
