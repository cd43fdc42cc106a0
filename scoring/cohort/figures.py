"""Gathers what a whole batch has in common, one applicant at a time."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from scoring.cohort.outliers import Outliers
from scoring.cohort.tally import Spread
from scoring.model.cohort import Applicant
from scoring.model.criteria import Clause, Criteria, Item
from scoring.model.figures import Bin, ClauseFigures, Cohort, ItemFigures, SectionFigures
from scoring.model.intervals import Range
from scoring.model.scorecard import EligibilityState

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

    def add(self, lost: Range) -> None:
        self.losses.add(lost)
        self.lost += lost.low > 0
        self.maybe += lost.low <= 0 < lost.high
        self.whole += lost.high <= 0

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

    def add(self, cost: Range) -> None:
        self.lost += cost.low > 0
        self.maybe += cost.low <= 0 < cost.high
        self.low += cost.low
        self.high += cost.high

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
        self.complete = 0
        self.totals = Spread()
        self.sections = {one.id: Spread() for one in criteria.sections}
        self.items = {one.id: _Item(one) for section in criteria.sections for one in section.items}
        self.clauses = {
            (one.id, clause.id): _Clause(one, clause)
            for section in criteria.sections
            for one in section.items
            for clause in one.clauses
        }
        self.surely, self.perhaps = [0] * BINS, [0] * BINS
        self.outliers = Outliers(criteria)

    def add(self, city: Applicant) -> None:
        """Take in one applicant. ValueError when it was scored with another pack."""
        if (city.criteria, city.criteria_digest) != (self.criteria.id, self.criteria.digest):
            raise ValueError(f"{city.key} was scored with another pack or edition than {self.criteria.id}")
        self.states[city.eligibility] += 1
        self.complete += city.complete
        self.totals.add(city.total)
        for name, score in city.sections:
            self.sections[name].add(score)
        for one in city.items:
            kept = self.items[one.item]
            if one.applies is False:
                kept.absent += 1
            else:
                kept.add(Range(low=kept.item.points - one.score.high, high=kept.item.points - one.score.low))
        for loss in city.losses:
            self.clauses[loss.item, loss.clause].add(loss.cost)
        first, last = self._bin(city.total.low), self._bin(city.total.high)
        self.surely[first] += first == last
        for place in range(first, last + 1) if first != last else ():
            self.perhaps[place] += 1
        self.outliers.add(city)

    def cohort(self) -> Cohort:
        """The figures of all taken in so far."""
        costly = [one for one in self.clauses.values() if one.high > 0]
        costly.sort(key=lambda one: (-one.low, -one.high))  # a stable sort: else in the order of the pack
        return Cohort(
            criteria=self.criteria.id,
            cities=self.totals.low.size,
            eligible=self.states[EligibilityState.CLEAR],
            open=self.states[EligibilityState.UNKNOWN],
            barred=self.states[EligibilityState.BARRED],
            complete=self.complete,
            mean=self.totals.mean(),
            median=self.totals.median(),
            sections=tuple(
                SectionFigures(
                    section=one.id,
                    label=one.label,
                    title=one.title,
                    points=one.points,
                    cities=self.sections[one.id].low.size,
                    mean=self.sections[one.id].mean(),
                    median=self.sections[one.id].median(),
                )
                for one in self.criteria.sections
            ),
            items=tuple(one.figures() for one in self.items.values()),
            clauses=tuple(one.figures() for one in costly),
            bins=tuple(self._bins()),
            outliers=self.outliers.outliers(),
            skipped=self.outliers.skipped(),
        )

    def _bin(self, total: Fraction) -> int:
        """Totals below 0 or above the full score fall into the first and the last bin."""
        return min(max(int(total * BINS // self.full), 0), BINS - 1)

    def _bins(self) -> Iterable[Bin]:
        width = self.full / BINS
        for place in range(BINS):
            yield Bin(
                low=place * width, high=(place + 1) * width, surely=self.surely[place], perhaps=self.perhaps[place]
            )
