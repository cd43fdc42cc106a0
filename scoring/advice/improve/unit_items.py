"""Items that are scored unit by unit as one small item for every unit, so that what can be mended is one unit's answer.

A unit's item is worth its share of the item's points, and so is everything its clauses do: the small items add up to the
mean. Where scores are rounded item by item they do not, and the total tells (see `improve`).

Units whose scores are added up are items of their own points while all of them together fit under the item's. Where each
only loses points, or each only gains some, they make one item with everybody's clauses. Elsewhere the item stays whole; so it
does where rules look at points, which are those of whole items.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from scoring.lang import UNKNOWN, Value
from scoring.model.amounts import Amount, Flat, Judged
from scoring.model.clauses import Clause, Effect
from scoring.model.conditions import Compare, Literal, Op
from scoring.model.criteria import Criteria, Item, NotApplicablePolicy, Start
from scoring.model.submission import Submission
from scoring.model.totals import Each, Take
from scoring.rules import answers_of
from scoring.rules.inputs import count_of
from scoring.rules.renaming import rename_fact, rename_item
from scoring.rules.rulebook import Rulebook
from scoring.rules.units import UnitValues, survey_of, units_of, unlisted

__all__ = ["Unfolded", "unfolded"]

ONE = Fraction(1)


class Unfolded(Struct, frozen=True, kw_only=True):
    """The pack and the stated values with one item for each unit, which all bear the id of the item they make up; `whole`
    is False where an item could not be split."""

    criteria: Criteria
    stated: Mapping[str, Value]
    whole: bool = True


def unfolded(criteria: Criteria, submission: Submission, stated: Mapping[str, Value]) -> Unfolded:
    """Split every item that is scored unit by unit; a pack without any is handed back as it is."""
    split = [item for item in criteria.items_by_id.values() if item.each is not None]
    if not split:
        return Unfolded(criteria=criteria, stated=stated)
    values, facts = dict(stated), dict(criteria.facts_by_name)
    answers, parts, whole = answers_of(criteria, stated), dict[str, tuple[Item, ...]](), True
    staged = len(answers.rulebook.stages) > 1
    for item in split:
        if item.each is None:
            continue
        units = units_of(submission, item)
        every = [*(units or ()), *unlisted(item.each, units or (), count_of(item.each, answers.resolved))]
        found = survey_of(item, units, answers)
        made = None if found.nothing or staged else _parts(item, item.each, every, answers.rulebook)
        if made is None:
            whole &= found.nothing
            made = (_as_it_is(item, found.score.low, never=found.applies is False),)
            every = []
        for fact in item.facts:
            values.pop(fact.name, None)
            facts.pop(fact.name, None)
        for part in made:
            facts |= {fact.name: fact for fact in part.facts}
        for unit in every:
            values |= {_name(unit, name): value for name, value in (unit.values or {}).items() if value is not UNKNOWN}
        parts[item.id] = made
    sections = tuple(
        replace(section, items=tuple(one for item in section.items for one in parts.get(item.id, (item,))))
        for section in criteria.sections
    )
    items = {
        item.id if staged else f"{place}·{item.id}": item
        for section in sections
        for place, item in enumerate(section.items)
    }
    changed = replace(criteria, sections=sections, items_by_id=items, facts_by_name=facts)
    return Unfolded(criteria=changed, stated=values, whole=whole)


def _name(unit: UnitValues, fact: str) -> str:
    return f"{unit.name}的{fact}"


def _parts(item: Item, each: Each, units: Sequence[UnitValues], rulebook: Rulebook) -> tuple[Item, ...] | None:
    """The items that add up to what the units make; None where no plain items do."""
    if any(not _divisible(clause) for clause in item.clauses):
        return None
    if each.take is Take.MEAN:
        return tuple(_part(item, each, unit, ONE / len(units)) for unit in units)
    if each.points is not None and each.points * len(units) <= item.points:
        return tuple(_part(item.of_unit, each, unit, ONE) for unit in units)
    effect = Effect.DEDUCT if item.start is Start.FULL else Effect.AWARD
    if each.points is not None or item.groups or rulebook.not_applicable is NotApplicablePolicy.RESCALE:
        return None
    if any(clause.effect is not effect or clause.exhausted for clause in item.clauses):
        return None
    parts = [_part(item, each, unit, ONE) for unit in units]
    clauses = [
        replace(clause, id=f"{clause.id}·{place}")
        for place, part in enumerate(parts, start=1)
        for clause in (_moved(one, item, effect) for one in part.clauses)
    ]
    facts = tuple(fact for part in parts for fact in part.facts)
    return (replace(item, facts=facts, clauses=tuple(clauses), each=None, pass_at=None),)


def _as_it_is(item: Item, score: Fraction, *, never: bool = False) -> Item:
    """An item that is not looked into: it keeps its score, or stays out (`never`), whatever is mended elsewhere."""
    applies = Compare(op=Op.NE, left=Literal(value=ONE), right=Literal(value=ONE)) if never else item.applies
    given = Clause(id=f"{item.id}-0", effect=Effect.SET, quote="", location=item.location, amount=Flat(points=score))
    return replace(item, facts=(), clauses=(given,), each=None, groups=(), applies=applies)


def _moved(clause: Clause, item: Item, effect: Effect) -> Clause:
    """A clause among those of all units: what is set for a unit that was not looked at takes or gives that much."""
    if clause.effect is not Effect.SET or not isinstance(clause.amount, Flat):
        return clause
    points = clause.amount.points
    return replace(
        clause, effect=effect, amount=Flat(points=points if effect is Effect.AWARD else item.points - points)
    )


def _part(item: Item, each: Each, unit: UnitValues, share: Fraction) -> Item:
    points = item.points * share
    if unit.values is None:
        return replace(_as_it_is(item, (each.unchecked or Fraction(0)) * share), points=points)
    names = {fact.name: _name(unit, fact.name) for fact in item.facts}
    renamed = rename_item(item, names)
    return replace(
        renamed,
        points=points,
        facts=tuple(rename_fact(fact, names) for fact in item.facts),
        clauses=tuple(_shared(clause, share) for clause in renamed.clauses),
        groups=tuple(replace(group, at_most=group.at_most * share) for group in item.groups),
        pass_at=None,
        each=None,
    )


def _divisible(clause: Clause) -> bool:
    return not (isinstance(clause.amount, Judged) and isinstance(clause.times, str))


def _shared(clause: Clause, share: Fraction) -> Clause:
    limited = clause if clause.at_most is None else replace(clause, at_most=clause.at_most * share)
    if isinstance(clause.amount, Judged):
        return replace(limited, times=(clause.times if isinstance(clause.times, Fraction) else ONE) * share)
    return limited if clause.amount is None else replace(limited, amount=_less(clause.amount, share))


def _less(amount: Amount, share: Fraction) -> Amount:
    """The amount with all its points cut to a share; tables of points row by row."""
    changes: dict[str, Any] = {}
    for field in amount.__struct_fields__:
        value = getattr(amount, field)
        if field == "points":
            changes[field] = tuple(one * share for one in value) if isinstance(value, tuple) else value * share
        elif field == "rows":
            changes[field] = tuple(replace(row, points=row.points * share) for row in value)
    return replace(amount, **changes)
