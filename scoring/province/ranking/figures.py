"""Gathers what a whole batch has in common, one applicant at a time, in exact numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Generic, TypeVar

from scoring.model.clauses import Clause
from scoring.model.cohort import (
    Applicant,
    ApplicantItem,
    Bin,
    ClauseFigures,
    ClauseLoss,
    Cohort,
    ItemFigures,
    SectionFigures,
)
from scoring.model.criteria import Criteria, Item
from scoring.model.scorecard import EligibilityState, Range
from scoring.province.ranking.outliers import Outliers

__all__ = ["Figures", "Tally", "cohort_of"]

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


BINS = 10


def cohort_of(criteria: Criteria, applicants: Iterable[Applicant]) -> Cohort:
    """The figures of applicants that were all scored with `criteria`."""
    figures = Figures(criteria)
    for one in applicants:
        figures.add(one)
    return figures.cohort()


class _Item:
    def __init__(self, item: Item) -> None:
        self.item = item
        self.losses = Spread()
        self.lost = self.maybe = self.whole = self.absent = 0

    def add(self, lost: Range, times: int) -> None:
        self.losses.add(lost, times)
        self.lost += times * (lost.low > 0)
        self.maybe += times * (lost.low <= 0 < lost.high)
        self.whole += times * (lost.high <= 0)

    def figures(self) -> ItemFigures:
        return ItemFigures(
            item=self.item.id,
            label=self.item.label,
            points=self.item.points,
            cities=self.losses.low.size,
            lost=self.lost,
            maybe=self.maybe,
            whole=self.whole,
            absent=self.absent,
            mean=self.losses.mean(),
            median=self.losses.median(),
        )


class _Clause:
    def __init__(self, item: Item, clause: Clause) -> None:
        self.item, self.clause = item, clause
        self.lost = self.maybe = 0
        self.low = self.high = ZERO

    def add(self, cost: Range, times: int) -> None:
        self.lost += times * (cost.low > 0)
        self.maybe += times * (cost.low <= 0 < cost.high)
        self.low += times * cost.low
        self.high += times * cost.high

    def figures(self) -> ClauseFigures:
        return ClauseFigures(
            clause=self.clause.id,
            item=self.item.id,
            quote=self.clause.quote,
            lost=self.lost,
            maybe=self.maybe,
            points=Range(low=self.low, high=self.high),
        )


class Figures:
    """An accumulator over the applicants of one pack. What it keeps grows with distinct scores and with the rates that
    are compared between cities, not with whole applicants."""

    def __init__(self, criteria: Criteria) -> None:
        self.criteria = criteria
        self.full = criteria.points if criteria.scale is None else criteria.scale
        self.states = dict.fromkeys(EligibilityState, 0)
        self.cities = self.complete = 0
        self.totals: Repeats[Range] = Repeats()
        self.sections: Repeats[tuple[str, Range]] = Repeats()
        self.items: Repeats[ApplicantItem] = Repeats()
        self.losses: Repeats[ClauseLoss] = Repeats()
        self.outliers = Outliers(criteria)

    def add(self, city: Applicant) -> None:
        """Take in one applicant. ValueError when it was scored with another pack."""
        if (city.criteria, city.criteria_digest) != (self.criteria.id, self.criteria.digest):
            raise ValueError(f"{city.key} was scored with another pack or edition than {self.criteria.id}")
        self.states[city.eligibility] += 1
        self.cities += 1
        self.complete += city.complete
        self.totals.add(city.total)
        for section in city.sections:
            self.sections.add(section)
        for item in city.items:
            self.items.add(item)
        for loss in city.losses:
            self.losses.add(loss)
        self.outliers.add(city)

    def cohort(self) -> Cohort:
        """The figures of all taken in so far."""
        totals = Spread()
        for total, times in self.totals:
            totals.add(total, times)
        return Cohort(
            criteria=self.criteria.id,
            cities=self.cities,
            eligible=self.states[EligibilityState.CLEAR],
            open=self.states[EligibilityState.UNKNOWN],
            ineligible=self.states[EligibilityState.INELIGIBLE],
            complete=self.complete,
            mean=totals.mean(),
            median=totals.median(),
            sections=tuple(self._sections()),
            items=tuple(self._items()),
            clauses=tuple(self._clauses()),
            bins=tuple(self._bins()),
            outliers=self.outliers.outliers(),
            skipped=self.outliers.skipped(),
        )

    def _sections(self) -> Iterable[SectionFigures]:
        found = {one.id: Spread() for one in self.criteria.sections}
        for (name, score), times in self.sections:
            found[name].add(score, times)
        for one in self.criteria.sections:
            yield SectionFigures(
                section=one.id,
                label=one.label,
                title=one.title,
                points=one.points,
                cities=found[one.id].low.size,
                mean=found[one.id].mean(),
                median=found[one.id].median(),
            )

    def _items(self) -> Iterable[ItemFigures]:
        found = {one.id: _Item(one) for section in self.criteria.sections for one in section.items}
        for one, times in self.items:
            kept = found[one.item]
            if one.applies is False:
                kept.absent += times
            else:
                lost = Range(low=kept.item.points - one.score.high, high=kept.item.points - one.score.low)
                kept.add(lost, times)
        return (one.figures() for one in found.values())

    def _clauses(self) -> Iterable[ClauseFigures]:
        """Those that cost anything, the dearest first."""
        found = {
            (one.id, clause.id): _Clause(one, clause)
            for section in self.criteria.sections
            for one in section.items
            for clause in one.clauses
        }
        for loss, times in self.losses:
            found[loss.item, loss.clause].add(loss.cost, times)
        costly = [one for one in found.values() if one.high > 0]
        costly.sort(key=lambda one: (-one.low, -one.high))  # a stable sort: else in the order of the pack
        return (one.figures() for one in costly)

    def _bin(self, total: Fraction) -> int:
        """Totals below 0 or above the full score fall into the first and the last bin."""
        return min(max(int(total * BINS // self.full), 0), BINS - 1)

    def _bins(self) -> Iterable[Bin]:
        surely, perhaps = [0] * BINS, [0] * BINS
        for total, times in self.totals:
            first, last = self._bin(total.low), self._bin(total.high)
            surely[first] += times * (first == last)
            for place in range(first, last + 1) if first != last else ():
                perhaps[place] += times
        width = self.full / BINS
        for place in range(BINS):
            low, high = place * width, (place + 1) * width
            yield Bin(low=low, high=high, surely=surely[place], perhaps=perhaps[place])
