"""Adds up, city by city, what the outputs show of all: clauses, items and the spread of totals."""

from __future__ import annotations

from fractions import Fraction

from scoring.model.cohort import Applicant
from scoring.model.intervals import Range
from scoring.record import record

__all__ = ["ClauseSum", "Tally"]

ZERO = Fraction(0)


@record
class ClauseSum:
    """What one clause cost all cities together: how many surely lost points by it, how many only may have."""

    item: str
    clause: str
    surely: int
    possibly: int
    lost: Range


class Tally:
    """Grows by one city at a time and holds no city."""

    def __init__(self) -> None:
        self.cities = 0
        self._clauses: dict[tuple[str, str], list[Fraction]] = {}

    def add(self, city: Applicant) -> None:
        """Count one city in."""
        self.cities += 1
        for loss in city.losses:
            sums = self._clauses.setdefault((loss.item, loss.clause), [ZERO] * 4)
            sums[0 if loss.cost.low else 1] += 1
            sums[2] += loss.cost.low
            sums[3] += loss.cost.high

    def clauses(self) -> tuple[ClauseSum, ...]:
        """The clauses that cost points, those that surely cost most first, then by their most, item and id."""
        found = [
            ClauseSum(item=item, clause=clause, surely=int(a), possibly=int(b), lost=Range(low=low, high=high))
            for (item, clause), (a, b, low, high) in self._clauses.items()
        ]
        return tuple(sorted(found, key=lambda one: (-one.lost.low, -one.lost.high, one.item, one.clause)))
