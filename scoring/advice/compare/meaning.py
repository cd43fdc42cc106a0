"""Whether two editions of an item score alike: the same meaning, wherever it is written and however it is worded."""

from __future__ import annotations

from collections.abc import Hashable

from scoring import lang
from scoring.model.conditions import Expr
from scoring.model.criteria import Clause, Criteria, Item
from scoring.model.facts import Fact
from scoring.rules.trials import involved_in

__all__ = ["same_meaning"]


def same_meaning(left: Criteria, one: Item, right: Criteria, other: Item) -> bool:
    """True when the same inputs give `one` and `other` the same score, by the same rules."""
    if left.digest == right.digest and left.digest:
        return True
    return _item(left, one) == _item(right, other)


def _item(criteria: Criteria, item: Item) -> Hashable:
    names = sorted(involved_in(criteria, (item,)))
    return (
        item.points,
        item.start,
        criteria.not_applicable,
        _shown(item.applies),
        item.each,
        tuple((group.name, group.at_most) for group in item.groups),
        tuple(_clause(clause) for clause in item.clauses),
        tuple((name, _name(criteria, name)) for name in names),
    )


def _clause(clause: Clause) -> Hashable:
    limits = (clause.at_most, clause.times, clause.group, clause.reach, clause.exhausted, clause.grade)
    return (clause.effect, clause.amount, limits, _shown(clause.when))


def _name(criteria: Criteria, name: str) -> Hashable:
    fact = criteria.facts_by_name.get(name)
    if fact is not None:
        return _fact(fact)
    reference = criteria.references_by_name.get(name)
    if reference is not None:
        return (reference.type, reference.unit)
    return tuple(option.name for option in criteria.interpretations_by_name[name].options)


def _fact(fact: Fact) -> Hashable:
    return (
        fact.type,
        fact.unit,
        fact.choices,
        fact.minimum,
        fact.maximum,
        fact.step,
        fact.derive,
        fact.not_applicable is None,
        fact.proof,
        _shown(fact.needs),
    )


def _shown(expr: Expr | None) -> str:
    return "" if expr is None else lang.show(expr)
