"""What the engine makes of each kind of amount: its points, the most of them, where they step or bend, its text when compiled.

A new kind is one row of KINDS here, beside its record and row in scoring.model.amounts.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import partial
from typing import Any, Protocol

from msgspec import Struct

from scoring.lang import UNKNOWN, Absent, Value
from scoring.model.amounts import Amount, Flat, Judged, Measure, Partial, PerUnit, Ranked, Scaled, Side, Tiers, Ties
from scoring.model.conditions import Op
from scoring.model.facts import Fact, FactType, Judgement, Sum
from scoring.rules.regions import Domain

__all__ = [
    "KINDS",
    "MOST_STOPS",
    "AmountKind",
    "Stops",
    "Terms",
    "Values",
    "kind_of",
    "missing_of",
    "number",
]

Values = Mapping[str, Value]
Stops = tuple[Fraction, ...] | None
"""The values of one missing number at which an amount steps or bends; between two neighbours a stepped amount is constant
and a smooth one monotone. None: too many, or not to be told while another of its names is missing too."""
MOST_STOPS = 1000
"""Most single steps told apart for one amount; beyond it only bounds are given."""

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


def per_unit(amount: PerUnit, values: Values) -> Fraction | Absent:
    """Points times steps."""
    value, base = number(amount.fact, values), number(ZERO if amount.base is None else amount.base, values)
    if isinstance(value, Absent) or isinstance(base, Absent):
        return missing_of(value, base) or UNKNOWN
    return amount.points * amount.steps(base - value if amount.side is Side.BELOW else value - base)


def tiers(amount: Tiers, values: Values) -> Fraction | Absent:
    """The points of the last row that holds."""
    value = number(amount.fact, values)
    if isinstance(value, Absent):
        return value
    return next((row.points for row in reversed(amount.rows) if HOLDS[row.op](value, row.bound)), ZERO)


def share(amount: Scaled, value: Fraction, target: Fraction, zero_at: Fraction | None = None) -> Fraction:
    """The share of the target that is attained, from 0 to 1. Where the two ends meet, or stand the wrong way round, there is
    nothing between them: all at the target, nothing short of it."""
    if value >= target if amount.side is Side.ABOVE else value <= target:
        return ONE
    if zero_at is not None:
        if zero_at >= target if amount.side is Side.ABOVE else zero_at <= target:
            return ZERO
        return min(max((value - zero_at) / (target - zero_at), ZERO), ONE)
    if amount.side is Side.ABOVE:
        return max(value / target, ZERO) if target > 0 else ZERO
    return target / value if target > 0 else ZERO


def scaled(amount: Scaled, values: Values) -> Fraction | Absent:
    """Points times the share attained, or the share missing."""
    value, target = number(amount.fact, values), number(amount.target, values)
    zero = None if amount.zero_at is None else number(amount.zero_at, values)
    if isinstance(value, Absent) or isinstance(target, Absent) or isinstance(zero, Absent):
        return missing_of(value, target, *(() if zero is None else (zero,))) or UNKNOWN
    return scaled_points(amount, value, target, zero)


def scaled_points(amount: Scaled, value: Fraction, target: Fraction, zero_at: Fraction | None = None) -> Fraction:
    """The points of a value that is there."""
    part = share(amount, value, target, zero_at)
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
    stops: the values of a missing name to be told apart, given the others, the points past which it makes no difference,
        and what the name could be
    smooth: whether the points move with every value
    """

    points: Callable[[Any, Mapping[str, Value]], Fraction | Absent]
    full: Callable[[Any, Callable[[str], Fact]], Fraction | None]
    text: Callable[[Any, Terms], str]
    stops: Callable[[Any, str, Values, Fraction, Domain], Stops]
    smooth: Callable[[Any], bool] = lambda _amount: False


def _per_unit_full(amount: PerUnit, fact: Callable[[str], Fact]) -> Fraction | None:
    of = fact(amount.fact)
    base = ZERO if amount.base is None else amount.base
    end = _least(of) if amount.side is Side.BELOW else _most(of)
    if isinstance(base, str) or end is None:
        return None
    return amount.points * amount.steps(base - end if amount.side is Side.BELOW else end - base)


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
    zero = () if amount.zero_at is None else (terms.number(amount.zero_at),)
    return terms.call(partial(scaled_points, amount), terms.number(amount.fact), terms.number(amount.target), *zero)


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
    if fact.maximum is None and fact.type is FactType.PERCENT and _natural(fact):
        return Fraction(100)
    return fact.maximum


def _least(fact: Fact) -> Fraction | None:
    if fact.minimum is None and (
        fact.type is FactType.COUNT or (fact.type is FactType.PERCENT and not isinstance(fact.derive, Sum))
    ):
        return ZERO
    return fact.minimum


def _natural(fact: Fact) -> bool:
    """Whether a percentage is one of a whole."""
    return fact.derive is None or (fact.ratio is not None and fact.ratio.within)


def _known(measure: Measure | None, values: Values) -> Fraction | None:
    found = number(ZERO if measure is None else measure, values)
    return None if isinstance(found, Absent) else found


def _whole(count: int) -> Stops:
    return None if count > MOST_STOPS else tuple(Fraction(index) for index in range(count + 1))


def _per_unit_stops(amount: PerUnit, name: str, values: Values, ceiling: Fraction, domain: Domain) -> Stops:
    """Every step up to the one that reaches `ceiling` points; every unit where part steps of counts have their share."""
    last = -(-ceiling // amount.points)
    parts = amount.partial is Partial.PROPORTIONAL
    unit = Fraction(1) if parts and domain.whole else amount.step
    count = int(-(-last * amount.step // unit))
    if parts and unit == amount.step and not (domain.whole):
        distances: tuple[Fraction, ...] = (ZERO, ceiling / amount.points * amount.step)
    elif count > MOST_STOPS:
        return None
    else:
        distances = tuple(unit * index for index in range(count + 1))
    other = amount.base if name == amount.fact else amount.fact
    at = _known(other, values)
    if at is None:
        return None
    up = (amount.side is Side.BELOW) != (name == amount.fact)
    return tuple(at + distance if up else at - distance for distance in distances)


def _tiers_stops(amount: Tiers, _name: str, _values: Values, _ceiling: Fraction, _domain: Domain) -> Stops:
    """The bounds of the rows."""
    return tuple(row.bound for row in amount.rows)


def _scaled_stops(amount: Scaled, name: str, values: Values, ceiling: Fraction, domain: Domain) -> Stops:
    """Where the share is full, where it is nothing, and where it reaches `ceiling`."""
    target = _known(amount.target, values)
    zero = _known(amount.zero_at, values)
    if name != amount.fact or target is None or zero is None:
        return None
    if amount.zero_at is None and amount.side is Side.BELOW:
        if domain.high is None:
            return None  # the share falls for ever and never reaches nothing
        found = [target, ZERO]
    else:
        found = [target, zero]
    if ZERO < ceiling < amount.points:
        part = 1 - ceiling / amount.points if amount.missing else ceiling / amount.points
        if amount.zero_at is None and amount.side is Side.BELOW:
            found.append(target / part)
        else:
            found.append(found[1] + (target - found[1]) * part)
    return tuple(found)


def _ranked_stops(amount: Ranked, name: str, _values: Values, _ceiling: Fraction, domain: Domain) -> Stops:
    """Every rank of the table and the first past it; every number of cities that share one."""
    most = len(amount.points) + 1
    if name != amount.fact and amount.ties is Ties.MEAN:  # the mean goes on falling past the table
        return None if domain.high is None else _whole(int(domain.high))
    return _whole(most)


def _judged_stops(amount: Judged, name: str, values: Values, ceiling: Fraction, _domain: Domain) -> Stops:
    """Judged points are told apart one by one; with a range for each unit, every number of units that matters."""
    if amount.per is None:
        return ()
    if name == amount.fact:
        count = _known(amount.per, values)
        return tuple(_ends(amount, count)) if count is not None else ()
    points = _known(amount.fact, values)
    rate = amount.low or amount.high
    return None if not rate else _whole(int(-(-max(ceiling, points or ZERO) // rate)))


def _ends(amount: Judged, count: Fraction) -> Iterator[Fraction]:
    for rate in (amount.low, amount.high):
        if rate is not None:
            yield rate * count


KINDS: Mapping[type, AmountKind] = {
    Flat: AmountKind(
        points=lambda amount, _values: amount.points,
        full=lambda amount, _fact: amount.points,
        text=lambda amount, terms: terms.points(amount.points),
        stops=lambda *_asked: (),
    ),
    PerUnit: AmountKind(
        points=per_unit,
        full=_per_unit_full,
        text=_per_unit_text,
        stops=_per_unit_stops,
        smooth=lambda amount: amount.partial is Partial.PROPORTIONAL,
    ),
    Tiers: AmountKind(
        points=tiers,
        full=lambda amount, _fact: max(row.points for row in amount.rows),
        text=_tiers_text,
        stops=_tiers_stops,
    ),
    Scaled: AmountKind(
        points=scaled,
        full=lambda amount, _fact: amount.points,
        text=_scaled_text,
        stops=_scaled_stops,
        smooth=lambda _amount: True,
    ),
    Ranked: AmountKind(
        points=ranked,
        full=lambda amount, _fact: max(amount.points),
        text=_ranked_text,
        stops=_ranked_stops,
    ),
    Judged: AmountKind(
        points=judged,
        # With a least for each unit, more units mean more points than any one judgement holds.
        full=lambda amount, fact: None if amount.low else fact(amount.fact).maximum,
        text=_judged_text,
        stops=_judged_stops,
    ),
}


def kind_of(amount: Amount) -> AmountKind:
    """The table entry of an amount."""
    return KINDS[type(amount)]
