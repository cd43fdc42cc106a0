"""How many points a clause is worth: one kind per class of amount, in a closed table.

A new kind is one entry of KINDS. `full` may be None: no most exists.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from scoring.lang import UNKNOWN, Absent, Value
from scoring.model.criteria import Amount, Clause, Flat, Item, Judged, PerUnit
from scoring.model.facts import Fact, Judgement
from scoring.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["KINDS", "AmountKind", "amount_reads", "full_amount", "kind_of", "limited"]

MOST_STOPS = 1000
"""Most single counts told apart for one per-unit amount; beyond it only bounds are given."""


@record
class AmountKind:
    """The four things the engine asks of an amount.

    `points(amount, values)` are the points in a world, or what is absent; `reads(amount)` the facts it looks at;
    `full(amount, fact)` the most it can be (None: no most), `fact` looking a fact up by name; `stops(amount, ceiling)`
    for each fact it reads the values that must be told apart, where amounts of `ceiling` and more do not differ in
    effect (None: too many).
    """

    points: Callable[[Any, Mapping[str, Value]], Fraction | Absent]
    reads: Callable[[Any], tuple[str, ...]]
    full: Callable[[Any, Callable[[str], Fact]], Fraction | None]
    stops: Callable[[Any, Fraction], tuple[Fraction, ...] | None]


def _per_unit(amount: PerUnit, values: Mapping[str, Value]) -> Fraction | Absent:
    count = values.get(amount.fact, UNKNOWN)
    if isinstance(count, Absent):
        return count
    if not isinstance(count, Fraction):
        raise TypeError(f"{amount.fact} is no count")
    return amount.points * count


def _per_unit_full(amount: PerUnit, fact: Callable[[str], Fact]) -> Fraction | None:
    most = fact(amount.fact).maximum
    return None if most is None else amount.points * most


def _per_unit_stops(amount: PerUnit, ceiling: Fraction) -> tuple[Fraction, ...] | None:
    last = -(-ceiling // amount.points)
    return None if last > MOST_STOPS else tuple(Fraction(count) for count in range(int(last) + 1))


def _judged(amount: Judged, values: Mapping[str, Value]) -> Fraction | Absent:
    points = values.get(amount.fact, UNKNOWN)
    if isinstance(points, Judgement):
        return points.points
    if not isinstance(points, Absent | Fraction):
        raise TypeError(f"{amount.fact} is no judgement")
    return points


KINDS: Mapping[type, AmountKind] = {
    Flat: AmountKind(
        points=lambda amount, _values: amount.points,
        reads=lambda _amount: (),
        full=lambda amount, _fact: amount.points,
        stops=lambda _amount, _ceiling: (),
    ),
    PerUnit: AmountKind(
        points=_per_unit,
        reads=lambda amount: (amount.fact,),
        full=_per_unit_full,
        stops=_per_unit_stops,
    ),
    Judged: AmountKind(
        points=_judged,
        reads=lambda amount: (amount.fact,),
        full=lambda amount, fact: fact(amount.fact).maximum,
        stops=lambda _amount, _ceiling: (),  # its domain is a list of steps, told apart one by one
    ),
}


def kind_of(amount: Amount) -> AmountKind:
    """The table entry of an amount."""
    return KINDS[type(amount)]


def amount_reads(clause: Clause) -> tuple[str, ...]:
    """The facts a clause's amount looks at, beside its guard."""
    return () if clause.amount is None else kind_of(clause.amount).reads(clause.amount)


def limited(clause: Clause, points: Fraction) -> Fraction:
    """Cut an amount by the clause's own limit."""
    return points if clause.at_most is None else min(points, clause.at_most)


def full_amount(clause: Clause, item: Item, fact: Callable[[str], Fact]) -> Fraction | None:
    """The most a clause can be worth by itself; for a forfeit the item's points; None when there is no most."""
    if clause.amount is None:
        return item.points
    most = kind_of(clause.amount).full(clause.amount, fact)
    if most is None:
        return clause.at_most
    return limited(clause, most)
