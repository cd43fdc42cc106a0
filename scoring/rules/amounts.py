"""How many points a clause is worth: one kind per class of amount, in a closed table.

A new kind is one entry of KINDS. `full` may be None: no most exists.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from msgspec import Struct

from scoring.lang import UNKNOWN, Absent, Value
from scoring.model.clauses import Amount, Clause, Flat, Judged, Partial, PerUnit, Ranked, Scaled, Side, Tiers
from scoring.model.criteria import Item
from scoring.model.facts import Fact, FactType
from scoring.rules.breakpoints import Stops
from scoring.rules.measuring import judged, missing_of, number, per_unit, ranked, scaled, steps, tiers
from scoring.rules.regions import Domain

__all__ = ["KINDS", "AmountKind", "amount_points", "amount_reads", "amount_stops", "full_amount", "kind_of", "smooth"]

ZERO = Fraction(0)


class AmountKind(Struct, frozen=True, kw_only=True):
    """What the engine asks of an amount.

    `points(amount, values)` are the points in a scenario, or what is absent; `full(amount, fact)` the most it can be
    (None: no most), `fact` looking a fact up by name. Where it changes is a matter of its own: `amount_stops`.
    """

    points: Callable[[Any, Mapping[str, Value]], Fraction | Absent]
    full: Callable[[Any, Callable[[str], Fact]], Fraction | None]


def _per_unit_full(amount: PerUnit, fact: Callable[[str], Fact]) -> Fraction | None:
    of = fact(amount.fact)
    base = ZERO if amount.base is None else amount.base
    end = _least(of) if amount.side is Side.BELOW else _most(of)
    if isinstance(base, str) or end is None:
        return None
    return amount.points * steps(amount, end, base)


def _most(fact: Fact) -> Fraction | None:
    if fact.maximum is None and fact.type is FactType.PERCENT and (fact.derive is None or fact.derive.within):
        return Fraction(100)
    return fact.maximum


def _least(fact: Fact) -> Fraction | None:
    if fact.minimum is None and fact.type in (FactType.COUNT, FactType.PERCENT):
        return ZERO
    return fact.minimum


KINDS: Mapping[type, AmountKind] = {
    Flat: AmountKind(points=lambda amount, _values: amount.points, full=lambda amount, _fact: amount.points),
    PerUnit: AmountKind(points=per_unit, full=_per_unit_full),
    Tiers: AmountKind(points=tiers, full=lambda amount, _fact: max(row.points for row in amount.rows)),
    Scaled: AmountKind(points=scaled, full=lambda amount, _fact: amount.points),
    Ranked: AmountKind(points=ranked, full=lambda amount, _fact: max(amount.points)),
    # With a least for each unit, more units mean more points than any one judgement holds.
    Judged: AmountKind(points=judged, full=lambda amount, fact: None if amount.low else fact(amount.fact).maximum),
}


def kind_of(amount: Amount) -> AmountKind:
    """The table entry of an amount."""
    return KINDS[type(amount)]


def amount_reads(clause: Clause) -> tuple[str, ...]:
    """The names a clause's amount and factor look at, beside its guard."""
    return clause.measured


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


def amount_stops(clause: Clause, name: str, values: Mapping[str, Value], ceiling: Fraction, domain: Domain) -> Stops:
    """The values of `name` that must be told apart, where amounts of `ceiling` and more do not differ in effect.

    None: too many, or not to be told while another of its names is missing too.
    """
    from scoring.rules import breakpoints

    factor = number(Fraction(1) if clause.times is None else clause.times, values)
    if isinstance(factor, Absent) or name == clause.times:
        return None
    if factor <= 0:
        return ()
    find: Mapping[type, Callable[..., Stops]] = {
        PerUnit: breakpoints.per_unit_stops,
        Tiers: breakpoints.tiers_stops,
        Scaled: breakpoints.scaled_stops,
        Ranked: breakpoints.ranked_stops,
        Judged: breakpoints.judged_stops,
    }
    return find[type(clause.amount)](clause.amount, name, values, ceiling / factor, domain)


def smooth(amount: Amount | None) -> bool:
    """Whether the points move with every value, so that no single value stands for its region."""
    return isinstance(amount, Scaled) or (isinstance(amount, PerUnit) and amount.partial is Partial.PROPORTIONAL)
