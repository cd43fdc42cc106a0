"""Gathers what a whole batch has in common, one applicant at a time."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from scoring.model.cohort import Applicant, ClauseLoss, ItemResult
from scoring.model.criteria import Clause, Criteria, Item
from scoring.model.figures import Bin, ClauseFigures, Cohort, ItemFigures, SectionFigures
from scoring.model.intervals import Range
from scoring.model.scorecard import EligibilityState
from scoring.province.ranking.outliers import Outliers
from scoring.province.ranking.tally import Repeats, Spread

__all__ = ["Figures", "cohort_of"]

BINS = 10
ZERO = Fraction(0)


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
        self.items: Repeats[ItemResult] = Repeats()
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
            barred=self.states[EligibilityState.BARRED],
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
