"""The results of one batch as sorted ends, so that counting rivals costs the logarithm of their number."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from math import lcm

from msgspec import Struct

from scoring.model.cohort import Applicant
from scoring.model.criteria import Criteria
from scoring.model.scorecard import Range
from scoring.model.totals import TieKind

__all__ = ["KeyBounds", "Ends", "SortedBounds", "Number", "Scale", "bounds_of"]

Number = int | Fraction
Ends = tuple[Number, ...]
LARGEST = 10**15
"""Up to this common denominator points are counted in whole parts of it."""


class Scale:
    """Makes points whole numbers where they have a handy common denominator: whole numbers compare far faster."""

    def __init__(self, cities: Iterable[Applicant]) -> None:
        parts = 1
        for city in cities:
            for score in (city.total, *(one.score for one in city.items), *(score for _, score in city.sections)):
                if score.low.denominator != 1 or score.high.denominator != 1:
                    parts = lcm(parts, score.low.denominator, score.high.denominator)
            if parts > LARGEST:
                break
        self.parts = parts if parts <= LARGEST else None

    def __call__(self, points: Fraction) -> Number:
        """The points as a number that compares like them."""
        return points if self.parts is None else points.numerator * (self.parts // points.denominator)


class KeyBounds(Struct, frozen=True, kw_only=True):
    """What a city is compared by, least and most: the total, then each key of the rule for ties. `exact` says that the
    city can really have either end whole. `plain` says that its total is the plain sum of its items. The ends
    are on a scale of the batch, the `keys` in points."""

    low: Ends
    high: Ends
    exact: bool
    plain: bool
    keys: tuple[Range, ...] = ()

    @property
    def decided(self) -> bool:
        """Whether nothing about it is open."""
        return self.low == self.high


class SortedBounds:
    """Many bounds to compare one with."""

    def __init__(self, bounds: Iterable[KeyBounds]) -> None:
        made = list(bounds)
        self.lows: Sequence[Ends] = sorted(bounds.low for bounds in made)
        self.highs: Sequence[Ends] = sorted(bounds.high for bounds in made)
        self.size = len(made)

    def surely_above(self, ends: Ends) -> int:
        """How many are above `ends` in every case."""
        return self.size - bisect_right(self.lows, ends)

    def surely_not_below(self, ends: Ends) -> int:
        """How many are above or level with `ends` in every case."""
        return self.size - bisect_left(self.lows, ends)

    def perhaps_above(self, ends: Ends) -> int:
        """How many are above `ends` in some case."""
        return self.size - bisect_right(self.highs, ends)

    def perhaps_not_below(self, ends: Ends) -> int:
        """How many are above or level with `ends` in some case."""
        return self.size - bisect_left(self.highs, ends)

    def touching(self, bounds: KeyBounds) -> int:
        """How many are neither above `bounds` in every case nor below it in every case."""
        return self.size - self.surely_above(bounds.high) - bisect_left(self.highs, bounds.low)


def bounds_of(city: Applicant, criteria: Criteria, scale: Scale) -> KeyBounds:
    """The bounds of one applicant. Raises ValueError when it lacks a section or item that the rule for ties names."""
    items = {one.item: one.score for one in city.items}
    sections = dict(city.sections)
    total = scale(city.total.low), scale(city.total.high)
    plain = _sums(items.values(), scale) == total
    keys: list[Range] = []
    for key in () if criteria.ties is None else criteria.ties.keys:
        known = sections if key.kind is TieKind.SECTION else items
        if key.id not in known:
            raise ValueError(f"{city.key} has no {key.kind.value} {key.id}")
        keys.append(known[key.id])
    # At an end of a plain sum every item is at its end, and so is every part; elsewhere the ends of a part need not come
    # together with those of the total.
    together = plain and _sums(sections.values(), scale) == total
    together |= not keys or (city.total.decided and all(key.decided for key in keys))
    return KeyBounds(
        low=tuple(scale(one.low) for one in (city.total, *keys)),
        high=tuple(scale(one.high) for one in (city.total, *keys)),
        exact=city.exact and together,
        plain=plain and _never_rounded(criteria, city),
        keys=tuple(keys),
    )


def _sums(scores: Collection[Range], scale: Scale) -> tuple[Number, Number]:
    return sum(scale(one.low) for one in scores), sum(scale(one.high) for one in scores)


def _never_rounded(criteria: Criteria, city: Applicant) -> bool:
    """Whether rounding leaves the total as it is also where single items are at their other end."""
    places = criteria.rounding.places
    return places is None or all(
        (end * 10**places).denominator == 1 for one in city.items for end in (one.score.low, one.score.high)
    )
