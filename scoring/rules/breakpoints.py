"""Where amounts change: the values of one missing number at which the points of an amount step or bend.

Between two neighbouring breakpoints a stepped amount is constant and a smooth one monotone. A function here gives them
for the one name that is missing while the others are known, or None where they cannot all be told.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from scoring.lang import Absent
from scoring.model.clauses import Judged, Measure, Partial, PerUnit, Ranked, Scaled, Side, Tiers, Ties
from scoring.rules.measuring import Values, number
from scoring.rules.regions import Domain

__all__ = ["MOST_STOPS", "Stops", "judged_stops", "per_unit_stops", "ranked_stops", "scaled_stops", "tiers_stops"]

MOST_STOPS = 1000
"""Most single steps told apart for one amount; beyond it only bounds are given."""

ZERO = Fraction(0)

Stops = tuple[Fraction, ...] | None


def _known(measure: Measure | None, values: Values) -> Fraction | None:
    found = number(ZERO if measure is None else measure, values)
    return None if isinstance(found, Absent) else found


def _whole(count: int) -> Stops:
    return None if count > MOST_STOPS else tuple(Fraction(index) for index in range(count + 1))


def per_unit_stops(amount: PerUnit, name: str, values: Values, ceiling: Fraction, domain: Domain | None) -> Stops:
    """Every step up to the one that reaches `ceiling` points; every unit where part steps of counts have their share."""
    last = -(-ceiling // amount.points)
    parts = amount.partial is Partial.PROPORTIONAL
    unit = Fraction(1) if parts and domain is not None and domain.whole else amount.step
    count = int(-(-last * amount.step // unit))
    if parts and unit == amount.step and not (domain is not None and domain.whole):
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


def tiers_stops(amount: Tiers, _name: str, _values: Values, _ceiling: Fraction, _domain: Domain | None) -> Stops:
    """The bounds of the rows."""
    return tuple(row.bound for row in amount.rows)


def scaled_stops(amount: Scaled, name: str, values: Values, ceiling: Fraction, domain: Domain | None) -> Stops:
    """Where the share is full, where it is nothing, and where it reaches `ceiling`."""
    target = _known(amount.target, values)
    if name != amount.fact or target is None:
        return None
    if amount.zero_at is None and amount.side is Side.BELOW:
        if domain is None or domain.high is None:
            return None  # the share falls for ever and never reaches nothing
        found = [target, ZERO]
    else:
        found = [target, ZERO if amount.zero_at is None else amount.zero_at]
    if ZERO < ceiling < amount.points:
        part = 1 - ceiling / amount.points if amount.missing else ceiling / amount.points
        if amount.zero_at is None and amount.side is Side.BELOW:
            found.append(target / part)
        else:
            found.append(found[1] + (target - found[1]) * part)
    return tuple(found)


def ranked_stops(amount: Ranked, name: str, values: Values, _ceiling: Fraction, domain: Domain | None) -> Stops:
    """Every rank of the table and the first past it; every number of cities that share one."""
    most = len(amount.points) + 1
    if name == amount.fact:
        return _whole(most) if amount.tied is None or _known(amount.tied, values) is not None else None
    if _known(amount.fact, values) is None:
        return None
    if amount.ties is Ties.MEAN:  # the mean goes on falling past the table
        return None if domain is None or domain.high is None else _whole(int(domain.high))
    return _whole(most)


def judged_stops(amount: Judged, name: str, values: Values, ceiling: Fraction, _domain: Domain | None) -> Stops:
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
