"""Exact means and medians of numbers that come one by one; memory grows with how many are distinct, not how many there
are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Generic, TypeVar

from scoring.model.intervals import Range

__all__ = ["Repeats", "Spread", "Tally", "median"]

T = TypeVar("T")
ZERO = Fraction(0)


class Repeats(Generic[T]):
    """How often each object came. Only the very same object counts as the same: applicants that are read back share
    their equal parts, and looking up exact numbers by value costs more than everything else that is done with them."""

    def __init__(self) -> None:
        self.kept: list[T] = []
        self.times: list[int] = []
        self.places: dict[int, int] = {}

    def add(self, one: T) -> None:
        """Take in one object, and keep it, so that no other one gets its id."""
        place = self.places.get(id(one))
        if place is None:
            self.places[id(one)] = len(self.kept)
            self.kept.append(one)
            self.times.append(1)
        else:
            self.times[place] += 1

    def __iter__(self) -> Iterator[tuple[T, int]]:
        """Each object and how often it came, in the order in which they came first."""
        return zip(self.kept, self.times, strict=True)


class Tally:
    """How often each number came."""

    def __init__(self) -> None:
        self.counts: dict[Fraction, int] = {}
        self.size = 0

    def add(self, value: Fraction, times: int = 1) -> None:
        """Take in one number."""
        self.counts[value] = self.counts.get(value, 0) + times
        self.size += times

    def mean(self) -> Fraction:
        """The mean; 0 of nothing."""
        if not self.size:
            return ZERO
        return sum((value * times for value, times in self.counts.items()), ZERO) / self.size

    def median(self) -> Fraction:
        """The middle number, or the mean of the two in the middle; 0 of nothing."""
        if not self.size:
            return ZERO
        low, high = (self.size - 1) // 2, self.size // 2
        seen, first = 0, None
        for value in sorted(self.counts):
            seen += self.counts[value]
            if first is None and seen > low:
                first = value
            if first is not None and seen > high:
                return (first + value) / 2
        raise AssertionError("unreachable")


class Spread:
    """Two tallies: of the low ends of intervals and of their high ends."""

    def __init__(self) -> None:
        self.low, self.high = Tally(), Tally()

    def add(self, value: Range, times: int = 1) -> None:
        """Take in one interval."""
        self.low.add(value.low, times)
        self.high.add(value.high, times)

    def mean(self) -> Range:
        """From the mean of the low ends to the mean of the high ends."""
        return Range(low=self.low.mean(), high=self.high.mean())

    def median(self) -> Range:
        """From the median of the low ends to the median of the high ends."""
        return Range(low=self.low.median(), high=self.high.median())


def median(values: Iterable[Fraction]) -> Fraction:
    """The median of some numbers; 0 of none."""
    tally = Tally()
    for value in values:
        tally.add(value)
    return tally.median()
