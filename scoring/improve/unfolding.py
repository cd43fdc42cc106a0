"""Items that are scored unit by unit as one small item for every unit, so that what can be mended is one unit's answer.

A unit's item is worth its share of the item's points, and so is everything its clauses do: the small items add up to the
mean. Where scores are rounded item by item they do not, and the total tells (see `improve`).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from scoring.lang import UNKNOWN, Value
from scoring.model.criteria import Amount, Clause, Criteria, Each, Effect, Flat, Item, Judged
from scoring.model.submission import Submission
from scoring.record import fields, record, replace
from scoring.rules import settle
from scoring.rules.renaming import rename_fact, rename_item
from scoring.rules.sampling import UnitValues, units_of, unlisted

__all__ = ["Unfolded", "unfolded"]

ONE = Fraction(1)


@record
class Unfolded:
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
    settled, parts, whole = settle(criteria, stated), dict[str, tuple[Item, ...]](), True
    for item in split:
        if item.each is None or any(not _divisible(clause) for clause in item.clauses):
            whole = False
            continue
        units = units_of(submission, item)
        count = None if item.each.count is None else settled.get(item.each.count, UNKNOWN)
        every = [*units, *unlisted(item.each, units, count)]
        for fact in item.facts:
            values.pop(fact.name, None)
            facts.pop(fact.name, None)
        made = tuple(_part(item, item.each, unit, len(every)) for unit in every)
        for part, unit in zip(made, every, strict=True):
            facts |= {fact.name: fact for fact in part.facts}
            values |= {_name(unit, name): value for name, value in (unit.values or {}).items() if value is not UNKNOWN}
        parts[item.id] = made
    sections = tuple(
        replace(section, items=tuple(one for item in section.items for one in parts.get(item.id, (item,))))
        for section in criteria.sections
    )
    items = {f"{place}·{item.id}": item for section in sections for place, item in enumerate(section.items)}
    changed = replace(criteria, sections=sections, items_by_id=items, facts_by_name=facts)
    return Unfolded(criteria=changed, stated=values, whole=whole)


def _name(unit: UnitValues, fact: str) -> str:
    return f"{unit.name}的{fact}"


def _part(item: Item, each: Each, unit: UnitValues, count: int) -> Item:
    share = ONE / count
    points = item.points * share
    if unit.values is None:
        given = Flat(points=(each.unchecked or Fraction(0)) * share)
        clause = Clause(id=f"{item.id}-0", effect=Effect.SET, quote="", location=item.location, amount=given)
        return replace(item, points=points, facts=(), clauses=(clause,), each=None, groups=())
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
    for field in fields(amount):
        value = getattr(amount, field)
        if field == "points":
            changes[field] = tuple(one * share for one in value) if isinstance(value, tuple) else value * share
        elif field == "rows":
            changes[field] = tuple(replace(row, points=row.points * share) for row in value)
    return replace(amount, **changes)
