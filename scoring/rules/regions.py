"""Cutting the range of one quantity into regions that no rule tells apart, and choosing a value in each.

A region is a single value or an open interval between two neighbouring stops.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from msgspec import Struct

from scoring.lang import NOT_APPLICABLE, Absent, Value
from scoring.model.facts import Fact, FactType, Judgement, Placing, Score
from scoring.model.references import Reference

__all__ = ["Region", "Domain", "Gap", "domain_of", "gaps", "number_of", "value_of"]

HUNDRED = Fraction(100)
ZERO = Fraction(0)
ONE = Fraction(1)


class Region(Struct, frozen=True, kw_only=True):
    """A set of values of one unknown that the rules treat alike, and the value that stands for them.

    For quantities `low` and `high` are the ends (equal for a single value, None for no end); an interval is open.
    """

    value: Value
    low: Fraction | None = None
    high: Fraction | None = None


class Domain(Struct, frozen=True, kw_only=True):
    """What one unknown could be: a list of `values`, or a quantity between `low` and `high` (None: no end).

    `whole` quantities are integers, the others any exact number. `dates` are counted in days. `optional`: 不适用 is a
    legitimate answer too.
    """

    values: tuple[Value, ...] | None = None
    whole: bool = False
    low: Fraction | None = None
    high: Fraction | None = None
    dates: bool = False
    optional: bool = False


class Gap(Struct, frozen=True, kw_only=True):
    """A piece of a quantity's range: the point `low` when both ends agree, else the open interval between them."""

    low: Fraction | None
    high: Fraction | None

    @property
    def point(self) -> bool:
        """Whether it is a single value."""
        return self.low is not None and self.low == self.high


def domain_of(of: Fact | Reference) -> Domain:
    """What an unanswered fact or reference could be, by its type and its declared limits."""
    if isinstance(of, Reference):
        high = HUNDRED if of.type is FactType.PERCENT else None
        low = of.minimum
        if of.type in (FactType.PERCENT, FactType.COUNT):
            low = max(low or ZERO, ZERO)
        return Domain(whole=of.type is FactType.COUNT, low=low, high=high)
    if isinstance(of.derive, Score):
        return Domain(low=max(of.minimum or ZERO, ZERO), high=of.maximum)
    if isinstance(of.derive, Placing) and of.type is FactType.COUNT:
        return Domain(whole=True, low=of.minimum or ONE, high=of.maximum)
    optional = of.not_applicable is not None
    match of.type:
        case FactType.BOOL:
            return Domain(values=(False, True), optional=optional)
        case FactType.CHOICE:
            return Domain(values=of.choices, optional=optional)
        case FactType.TEXT:
            return Domain(values=("",), optional=optional)
        case FactType.DATE:
            low, high = Fraction(date.min.toordinal()), Fraction(date.max.toordinal())
            return Domain(whole=True, dates=True, low=low, high=high, optional=optional)
        case FactType.JUDGED if of.step is not None and of.maximum is not None:
            low = of.minimum or ZERO
            steps = tuple(low + of.step * index for index in range(int((of.maximum - low) // of.step) + 1))
            return Domain(values=steps, optional=optional)
        case FactType.COUNT:
            low = max(of.minimum or ZERO, ZERO)
            return Domain(whole=True, low=low, high=of.maximum, optional=optional)
        case FactType.PERCENT:
            low = ZERO if of.minimum is None else of.minimum
            return Domain(low=low, high=HUNDRED if of.maximum is None else of.maximum, optional=optional)
        case FactType.JUDGED:
            return Domain(low=of.minimum or ZERO, high=of.maximum, optional=optional)
        case _:
            return Domain(low=of.minimum, high=of.maximum, optional=optional)


def number_of(value: Value) -> Fraction | None:
    """A value on the scale of its regions: points of a judgement, days of a date; None for what is no quantity."""
    if isinstance(value, bool | Absent | str):
        return None
    if isinstance(value, Judgement):
        return value.points
    return Fraction(value.toordinal()) if isinstance(value, date) else value


def value_of(number: Fraction, domain: Domain) -> Value:
    """The way back from the scale."""
    return date.fromordinal(int(number)) if domain.dates else number


def gaps(stops: Iterable[Fraction], low: Fraction | None, high: Fraction | None) -> Iterator[Gap]:
    """The pieces of [low, high] cut at `stops`, upwards: intervals and points in turn. Nothing where low > high."""
    inside = {stop for stop in stops if (low is None or stop >= low) and (high is None or stop <= high)}
    if low is not None and high is not None and low > high:
        return
    inside |= {end for end in (low, high) if end is not None}
    ordered = sorted(inside)
    if low is None:
        yield Gap(low=None, high=ordered[0] if ordered else None)
    for index, stop in enumerate(ordered):
        yield Gap(low=stop, high=stop)
        following = ordered[index + 1] if index + 1 < len(ordered) else None
        if following is not None or high is None:
            yield Gap(low=stop, high=following)


def inside(gap: Gap) -> Fraction:
    """Some exact number strictly inside an open interval; a whole one where the interval has no end."""
    if gap.low is None:
        return ZERO if gap.high is None else Fraction(gap.high.__ceil__() - 1)
    if gap.high is None:
        return Fraction(gap.low.__floor__() + 1)
    return (gap.low + gap.high) / 2


def first_whole(gap: Gap) -> int:
    """The least integer strictly above the interval's lower end (counts have one)."""
    return 0 if gap.low is None else gap.low.__floor__() + 1


def last_whole(gap: Gap) -> int | None:
    """The greatest integer strictly below the interval's upper end; None when there is no end."""
    return None if gap.high is None else gap.high.__ceil__() - 1


def optional_region() -> Region:
    """The region of 不适用."""
    return Region(value=NOT_APPLICABLE)
