"""From measured values to steps, shares, ranks and rows: the arithmetic of amounts, exact and without side effects."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction

from scoring.lang import UNKNOWN, Absent, Value
from scoring.model.clauses import Judged, Measure, Partial, PerUnit, Ranked, Scaled, Side, Tiers, Ties
from scoring.model.conditions import Op
from scoring.model.facts import Judgement

__all__ = [
    "Values",
    "judged",
    "missing_of",
    "number",
    "per_unit",
    "ranked",
    "scaled",
    "share",
    "steps",
    "tiers",
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
    part = share(amount, value, target)
    return amount.points * (ONE - part if amount.missing else part)


def ranked(amount: Ranked, values: Values) -> Fraction | Absent:
    """The points of a rank; cities that share one fill as many ranks as they are."""
    rank, tied = number(amount.fact, values), number(ONE if amount.tied is None else amount.tied, values)
    if isinstance(rank, Absent) or isinstance(tied, Absent):
        return missing_of(rank, tied) or UNKNOWN
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
