"""The inputs of a score: answers, references, readings of open questions. Which of them differ, and which differ together."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct

from scoring import lang
from scoring.advice.compare.model import ComparedKind, InputChange
from scoring.lang import UNKNOWN, Truth, Value
from scoring.lang.printing import value_text
from scoring.model.clauses import Clause
from scoring.model.conditions import Expr
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import Fact, Judgement
from scoring.model.submission import Submission
from scoring.rules import resolve_inputs
from scoring.rules.inputs import asked, stated_values
from scoring.rules.rulebook import rulebook_of
from scoring.rules.units import UnitValues, units_of

__all__ = [
    "ScoringInputs",
    "coupled_inputs",
    "grouped",
    "input_change",
    "input_differs",
    "input_text",
    "mixed",
    "same_meaning",
    "scoring_inputs",
    "visible",
]

K = TypeVar("K", bound=Hashable)


class ScoringInputs(Struct, frozen=True, kw_only=True):
    """Everything that the score of one submission is made of.

    criteria: its pack
    values: answers, references and the option of each interpretation, by name
    order: the place of each name in the file; what the file does not mention follows in pack order
    units: for each item that is scored unit by unit and whose list is given, its units by name
    """

    criteria: Criteria
    values: Mapping[str, Value]
    order: Mapping[str, int]
    units: Mapping[str, Mapping[str, UnitValues]]


def scoring_inputs(criteria: Criteria, submission: Submission) -> ScoringInputs:
    """The inputs of a submission."""
    stated = stated_values(criteria, submission)
    options = {name: one.default for name, one in criteria.interpretations_by_name.items()}
    known = {*criteria.facts_by_name, *criteria.references_by_name, *options}
    items = criteria.items_by_id
    units = {name: units_of(submission, items[name]) for name in submission.units if name in items}
    return ScoringInputs(
        criteria=criteria,
        values={**options, **{name: value for name, value in stated.items() if name in known}},
        order=_order(criteria, submission),
        units={item: {unit.name: unit for unit in rows} for item, rows in units.items() if rows is not None},
    )


def _order(criteria: Criteria, submission: Submission) -> dict[str, int]:
    places = {
        **{name: answer.location for name, answer in submission.answers.items()},
        **{name: value.location for name, value in submission.references.items()},
        **{name: choice.location for name, choice in submission.switched.items()},
    }
    lines = {name: place.line for name, place in places.items() if place is not None}
    every = (*criteria.interpretations_by_name, *criteria.references_by_name, *criteria.facts_by_name)
    ordered = sorted(every, key=lambda name: (name not in lines, lines.get(name, 0)))
    return {name: place for place, name in enumerate(ordered)}


def visible(value: Value) -> object:
    """What rules can see of an input: a judgement's reason does not count."""
    if isinstance(value, Judgement):
        return value.points
    return (type(value), value) if isinstance(value, bool) else value


def mixed(left: Mapping[str, Value], right: Mapping[str, Value], changed: frozenset[str]) -> dict[str, Value]:
    """The left inputs with those in `changed` taken from the right."""
    values = {name: value for name, value in left.items() if name not in changed}
    values.update({name: right[name] for name in changed if right.get(name, UNKNOWN) is not UNKNOWN})
    return values


def input_differs(name: str, left: ScoringInputs, right: ScoringInputs) -> bool:
    """Whether an input differs in what rules can see; what is computed from others is no input."""
    fact = right.criteria.facts_by_name.get(name)
    if fact is not None and fact.worked_out:
        return False
    return visible(left.values.get(name, UNKNOWN)) != visible(right.values.get(name, UNKNOWN))


def input_change(name: str, left: ScoringInputs, right: ScoringInputs) -> InputChange:
    """A changed input in words."""
    kind = ComparedKind.FACT
    if _outside(right.criteria, name):
        kind = ComparedKind.REFERENCE
    elif name in right.criteria.interpretations_by_name:
        kind = ComparedKind.INTERPRETATION
    before, after = (input_text(side.criteria, name, side.values.get(name, UNKNOWN)) for side in (left, right))
    return InputChange(name=name, kind=kind, before=before, after=after)


def _outside(criteria: Criteria, name: str) -> bool:
    """Whether a number comes from outside the city."""
    return name in criteria.references_by_name or any(fact.name == name for fact in criteria.placings)


def input_text(criteria: Criteria, name: str, value: Value) -> str:
    """An answer, a reference or an option: 是, 4次, 95%, 2分, 未填, 不适用, 仅有方案时."""
    if value is UNKNOWN and _outside(criteria, name):
        return "未提供"
    of = criteria.facts_by_name.get(name) or criteria.references_by_name.get(name)
    return value_text(value, "" if of is None else of.unit, exact=True)


def coupled_inputs(
    criteria: Criteria, changed: Sequence[str], left: Mapping[str, Value], right: Mapping[str, Value]
) -> tuple[tuple[str, ...], ...]:
    """The changed inputs in groups that move together, in the order of their first member.

    Two sorts of inputs cannot be taken from different sides: the parts of a ratio (25 of 40 on one side, 120 of 126 on
    the other: 120 of 40 is no state of affairs), and a question that is asked on one side only together with the answer
    that raises it.
    """
    return grouped(changed, _couplings(criteria, set(changed), left, right))


def _couplings(
    criteria: Criteria, changed: set[str], left: Mapping[str, Value], right: Mapping[str, Value]
) -> Iterator[tuple[str, ...]]:
    sides = resolve_inputs(criteria, left), resolve_inputs(criteria, right)
    for fact in criteria.facts_by_name.values():
        if fact.derive is not None and set(fact.derive.parts) <= changed:
            yield fact.derive.parts
        if fact.name in changed and fact.needs is not None and any(asked(fact, s) is Truth.FALSE for s in sides):
            yield (fact.name, *(name for name in fact.needs.names if name in changed))


def grouped(keys: Sequence[K], links: Iterable[Iterable[K]]) -> tuple[tuple[K, ...], ...]:
    """The keys with those of one link together; groups, and what stands in them, in the order of `keys`."""
    groups: dict[K, set[K]] = {key: {key} for key in keys}
    for link in links:
        joined = {key for one in link for key in groups[one]}
        groups.update(dict.fromkeys(joined, joined))
    place = {key: index for index, key in enumerate(keys)}
    distinct = {id(group): group for group in groups.values()}
    return tuple(tuple(sorted(group, key=place.__getitem__)) for group in distinct.values())


def same_meaning(left: Criteria, one: Item, right: Criteria, other: Item) -> bool:
    """Whether the same inputs give both editions of an item the same score by the same rules, however they are worded."""
    if left.digest == right.digest and left.digest:
        return True
    return _item_meaning(left, one) == _item_meaning(right, other)


def _item_meaning(criteria: Criteria, item: Item) -> Hashable:
    return (
        item.points,
        item.start,
        criteria.not_applicable,
        _shown(item.applies),
        item.each,
        tuple((group.name, group.at_most) for group in item.groups),
        tuple(_clause_meaning(clause) for clause in item.clauses),
        tuple((name, _input_meaning(criteria, name)) for name in sorted(rulebook_of(criteria).involved_in(item))),
    )


def _clause_meaning(clause: Clause) -> Hashable:
    limits = (clause.at_most, clause.times, clause.group, clause.reach, clause.exhausted, clause.grade)
    return (clause.effect, clause.amount, limits, _shown(clause.when))


def _input_meaning(criteria: Criteria, name: str) -> Hashable:
    fact = criteria.facts_by_name.get(name)
    if fact is not None:
        return _fact_meaning(fact)
    reference = criteria.references_by_name.get(name)
    if reference is not None:
        return (reference.type, reference.unit)
    return tuple(option.name for option in criteria.interpretations_by_name[name].options)


def _fact_meaning(fact: Fact) -> Hashable:
    bounds = (fact.minimum, fact.maximum, fact.step)
    absent = fact.not_applicable is None
    return (fact.type, fact.unit, fact.choices, bounds, fact.derive, absent, fact.proof, _shown(fact.needs))


def _shown(expr: Expr | None) -> str:
    return "" if expr is None else lang.show(expr)
