"""How many points a clause is worth: one kind per class of amount, in a closed table. Exact and without side effects.

A new kind is one entry of KINDS here; the other tables that name it are listed in docs/architecture.md, and
tests/kinds/test_kinds_closed.py finds one that was forgotten. `full` may be None: no most exists.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial
from typing import Any, Protocol

from msgspec import Struct

from scoring.lang import UNKNOWN, Absent, Value
from scoring.model.amounts import Amount, Flat, Judged, Measure, Partial, PerUnit, Ranked, Scaled, Side, Tiers, Ties
from scoring.model.clauses import Clause
from scoring.model.conditions import Op
from scoring.model.criteria import Item
from scoring.model.facts import Fact, FactType, Judgement

__all__ = [
    "KINDS",
    "AmountKind",
    "Terms",
    "Values",
    "amount_points",
    "full_amount",
    "kind_of",
    "number",
    "smooth",
    "share",
    "steps",
]

Values = Mapping[str, Value]

ZERO, ONE = Fraction(0), Fraction(1)
HOLDS: Mapping[Op, Callable[[Fraction, Fraction], bool]] = {
    Op.LT: operator.lt,
    Op.LE: operator.le,
    Op.GT: operator.gt,
    Op.GE: operator.ge,
    Op.EQ: operator.eq,  # no pack may write these two; deliberate mistakes (mutants) do
    Op.NE: operator.ne,
}


def number(measure: Measure, values: Values) -> Fraction | Absent:
    """The number of a constant or a name, or what is absent. Types are trusted: they were checked at load."""
    if isinstance(measure, Fraction):
        return measure
    value = values.get(measure, UNKNOWN)
    if isinstance(value, Judgement):
        return value.points
    if not isinstance(value, Absent | Fraction):
        raise TypeError(f"{measure} is no number")
    return value


def missing_of(*found: Fraction | Absent) -> Absent | None:
    """不适用 before 未填: no answer could make a question arise that does not."""
    if Absent.NOT_APPLICABLE in found:
        return Absent.NOT_APPLICABLE
    return Absent.UNKNOWN if Absent.UNKNOWN in found else None


def steps(amount: PerUnit, value: Fraction, base: Fraction) -> Fraction:
    """How many steps lie between base and value on the side that counts; never below zero."""
    distance = base - value if amount.side is Side.BELOW else value - base
    count = max(distance, ZERO) / amount.step
    if amount.partial is Partial.PROPORTIONAL:
        return count
    return Fraction(count.__ceil__() if amount.partial is Partial.UP else count.__floor__())


def per_unit(amount: PerUnit, values: Values) -> Fraction | Absent:
    """Points times steps."""
    value, base = number(amount.fact, values), number(ZERO if amount.base is None else amount.base, values)
    if isinstance(value, Absent) or isinstance(base, Absent):
        return missing_of(value, base) or UNKNOWN
    return amount.points * steps(amount, value, base)


def tiers(amount: Tiers, values: Values) -> Fraction | Absent:
    """The points of the last row that holds."""
    value = number(amount.fact, values)
    if isinstance(value, Absent):
        return value
    return next((row.points for row in reversed(amount.rows) if HOLDS[row.op](value, row.bound)), ZERO)


def share(amount: Scaled, value: Fraction, target: Fraction) -> Fraction:
    """The share of the target that is attained, from 0 to 1."""
    if value >= target if amount.side is Side.ABOVE else value <= target:
        return ONE
    if amount.zero_at is not None:
        if amount.zero_at == target:
            return ZERO
        return min(max((value - amount.zero_at) / (target - amount.zero_at), ZERO), ONE)
    if amount.side is Side.ABOVE:
        return max(value / target, ZERO) if target > 0 else ZERO
    return target / value if target > 0 else ZERO


def scaled(amount: Scaled, values: Values) -> Fraction | Absent:
    """Points times the share attained, or the share missing."""
    value, target = number(amount.fact, values), number(amount.target, values)
    if isinstance(value, Absent) or isinstance(target, Absent):
        return missing_of(value, target) or UNKNOWN
    return scaled_points(amount, value, target)


def scaled_points(amount: Scaled, value: Fraction, target: Fraction) -> Fraction:
    """The points of a value that is there."""
    part = share(amount, value, target)
    return amount.points * (ONE - part if amount.missing else part)


def ranked(amount: Ranked, values: Values) -> Fraction | Absent:
    """The points of a rank; cities that share one fill as many ranks as they are."""
    rank, tied = number(amount.fact, values), number(ONE if amount.tied is None else amount.tied, values)
    if isinstance(rank, Absent) or isinstance(tied, Absent):
        return missing_of(rank, tied) or UNKNOWN
    return ranked_points(amount, rank, tied)


def ranked_points(amount: Ranked, rank: Fraction, tied: Fraction) -> Fraction:
    """The points of a rank that is there."""
    first, count = int(rank), max(int(tied), 1)
    if first < 1:
        return ZERO
    if amount.ties is Ties.MEAN:
        return sum(amount.points[first - 1 : first - 1 + count], ZERO) / count
    counted = first + count - 1 if amount.ties is Ties.LAST else first
    return amount.points[counted - 1] if counted <= len(amount.points) else ZERO


def judged(amount: Judged, values: Values) -> Fraction | Absent:
    """What a person decided, kept within the range of each unit where there is one."""
    points = number(amount.fact, values)
    if amount.per is None:
        return points
    count = number(amount.per, values)
    if count == 0:
        return ZERO
    if isinstance(points, Absent) or isinstance(count, Absent):
        return missing_of(points, count) or UNKNOWN
    low = ZERO if amount.low is None else amount.low * count
    return max(points, low) if amount.high is None else min(max(points, low), amount.high * count)


class Terms(Protocol):
    """What the text of a compiled amount is made of: see `compiled`. Points come in the pack's own unit."""

    def points(self, points: Fraction) -> str:
        """The text of a number of points."""

    def number(self, measure: Measure) -> str:
        """The text of a constant or of the number under a name."""

    def scaled(self, name: str) -> str:
        """The text of the number under a name, as points."""

    def counts(self, name: str) -> bool:
        """Whether the number under a name is a whole one and never negative."""

    def call(self, function: Callable[..., Fraction], *arguments: str) -> str:
        """The text of a call that gives points."""


class AmountKind(Struct, frozen=True, kw_only=True):
    """What the engine asks of an amount. Its meaning stands here twice: `points` and `text` must agree.

    points: the points in a scenario, or what is absent
    full: the most it can be (None: no most), a fact being looked up by its name
    text: the points as a Python expression, where everything the amount reads is there

    Where it changes is a matter of its own: `breakpoints.amount_stops`.
    """

    points: Callable[[Any, Mapping[str, Value]], Fraction | Absent]
    full: Callable[[Any, Callable[[str], Fact]], Fraction | None]
    text: Callable[[Any, Terms], str]


def _per_unit_full(amount: PerUnit, fact: Callable[[str], Fact]) -> Fraction | None:
    of = fact(amount.fact)
    base = ZERO if amount.base is None else amount.base
    end = _least(of) if amount.side is Side.BELOW else _most(of)
    if isinstance(base, str) or end is None:
        return None
    return amount.points * steps(amount, end, base)


def _per_unit_text(amount: PerUnit, terms: Terms) -> str:
    value = terms.number(amount.fact)
    if amount.base is None and amount.side is not Side.BELOW and amount.step == 1 and terms.counts(amount.fact):
        return f"{value} * {terms.points(amount.points)}"
    if amount.base is None:
        distance = f"max(-{value}, 0)" if amount.side is Side.BELOW else f"max({value}, 0)"
    else:
        ends = (terms.number(amount.base), value) if amount.side is Side.BELOW else (value, terms.number(amount.base))
        distance = f"max({ends[0]} - {ends[1]}, 0)"
    if amount.partial is Partial.PROPORTIONAL:
        return f"{distance} * {terms.points(amount.points / amount.step)}"
    step = terms.number(amount.step)
    count = f"-(-{distance} // {step})" if amount.partial is Partial.UP else f"({distance} // {step})"
    return f"{count} * {terms.points(amount.points)}"


def _tiers_text(amount: Tiers, terms: Terms) -> str:
    value = terms.number(amount.fact)
    rows = (
        f"{terms.points(row.points)} if {value} {row.op.value} {terms.number(row.bound)} else " for row in amount.rows
    )
    return "".join(reversed(list(rows))) + "0"


def _scaled_text(amount: Scaled, terms: Terms) -> str:
    return terms.call(partial(scaled_points, amount), terms.number(amount.fact), terms.number(amount.target))


def _ranked_text(amount: Ranked, terms: Terms) -> str:
    tied = "1" if amount.tied is None else terms.number(amount.tied)
    return terms.call(partial(ranked_points, amount), terms.number(amount.fact), tied)


def _judged_text(amount: Judged, terms: Terms) -> str:
    points = terms.scaled(amount.fact)
    if amount.per is None:
        return points
    count = terms.number(amount.per)
    kept = points if amount.low is None else f"max({points}, {terms.points(amount.low)} * {count})"
    kept = f"max({points}, 0)" if amount.low is None else kept
    kept = kept if amount.high is None else f"min({kept}, {terms.points(amount.high)} * {count})"
    return f"{kept} if {count} else 0"


def _most(fact: Fact) -> Fraction | None:
    if fact.maximum is None and fact.type is FactType.PERCENT and (fact.derive is None or fact.derive.within):
        return Fraction(100)
    return fact.maximum


def _least(fact: Fact) -> Fraction | None:
    if fact.minimum is None and fact.type in (FactType.COUNT, FactType.PERCENT):
        return ZERO
    return fact.minimum


KINDS: Mapping[type, AmountKind] = {
    Flat: AmountKind(
        points=lambda amount, _values: amount.points,
        full=lambda amount, _fact: amount.points,
        text=lambda amount, terms: terms.points(amount.points),
    ),
    PerUnit: AmountKind(points=per_unit, full=_per_unit_full, text=_per_unit_text),
    Tiers: AmountKind(
        points=tiers, full=lambda amount, _fact: max(row.points for row in amount.rows), text=_tiers_text
    ),
    Scaled: AmountKind(points=scaled, full=lambda amount, _fact: amount.points, text=_scaled_text),
    Ranked: AmountKind(points=ranked, full=lambda amount, _fact: max(amount.points), text=_ranked_text),
    Judged: AmountKind(
        points=judged,
        # With a least for each unit, more units mean more points than any one judgement holds.
        full=lambda amount, fact: None if amount.low else fact(amount.fact).maximum,
        text=_judged_text,
    ),
}


def kind_of(amount: Amount) -> AmountKind:
    """The table entry of an amount."""
    return KINDS[type(amount)]


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
    return isinstance(amount, Scaled) or (isinstance(amount, PerUnit) and amount.partial is Partial.PROPORTIONAL)
