"""How many points a clause is worth, with its factor and its own limit. Exact and without side effects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from scoring.lang import UNKNOWN, Absent, Value
from scoring.model.amounts import Amount
from scoring.model.clauses import Clause
from scoring.model.criteria import Item
from scoring.model.facts import Fact
from scoring.rules.kinds import kind_of, missing_of, number

__all__ = ["amount_points", "full_amount", "smooth"]


def amount_points(clause: Clause, values: Mapping[str, Value]) -> Fraction | Absent:
    """The points of a clause in a scenario, with its factor and its own limit; or what is absent."""
    if clause.amount is None:
        raise TypeError(f"{clause.id} has no amount")
    points = kind_of(clause.amount).points(clause.amount, values)
    if clause.times is not None:
        factor = number(clause.times, values)
        if isinstance(points, Absent) or isinstance(factor, Absent):
            return missing_of(points, factor) or UNKNOWN
        points *= factor
    if isinstance(points, Absent) or clause.at_most is None:
        return points
    return min(points, clause.at_most)


def full_amount(clause: Clause, item: Item, fact: Callable[[str], Fact]) -> Fraction | None:
    """The most a clause can be worth by itself; for a forfeit the item's points; None when there is no most."""
    if clause.amount is None:
        return item.points
    most = kind_of(clause.amount).full(clause.amount, fact)
    if clause.times is not None and most is not None:
        most = most * clause.times if isinstance(clause.times, Fraction) else None
    if most is None or clause.at_most is None:
        return clause.at_most if most is None else most
    return min(most, clause.at_most)


def smooth(amount: Amount | None) -> bool:
    """Whether the points move with every value, so that no single value stands for its region."""
    return amount is not None and kind_of(amount).smooth(amount)
