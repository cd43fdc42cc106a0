"""How far reviewers are apart: by city, and by reviewer over all cities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from scoring.advice.compare.model import Difference
from scoring.base.characters import alike
from scoring.model.review import Opinion, Ruling, RulingState
from scoring.reports.render.views.review_rows import ReviewerRow, SpreadRow
from scoring.reports.review.model import Reviewed
from scoring.reports.review.words import diff_text
from scoring.reports.summary.words import city_text, score_text
from scoring.review.wording import in_order

__all__ = ["Lean", "lean_of", "reviewer_rows", "spread_rows"]

ZERO = Fraction(0)


def spread_rows(cities: Sequence[Reviewed]) -> Iterator[SpreadRow]:
    """Each city: on how many items (of a stage) two or more members spoke, and how far apart they were."""
    for city in cities:
        rulings = [one for step in city.verified.steps for one in step.on_items]
        spreads = [one.spread for one in rulings if len(one.opinions) > 1 and one.spread is not None]
        states = [one.state for one in rulings]
        differ = [states.count(one) for one in (RulingState.SETTLED, RulingState.ARBITRATED, RulingState.DUE)]
        submission = city.loaded.submission
        yield SpreadRow(
            city=city_text(submission.city, submission.invented),
            several=str(len(spreads)),
            differ=str(sum(differ)),
            largest=_points(max(spreads)) if spreads else "—",
            mean=_points(sum(spreads, ZERO) / len(spreads)) if spreads else "—",
            arbitrated=str(differ[1]),
            due=str(len(city.verified.due)),
        )


def _points(value: Fraction) -> str:
    return score_text(value, value)


class Lean:
    """What one member said over all cities: `beside` counts opinions that stand beside those of others; `low` and
    `high` are the sums of the differences to the mean of all members at both ends of the ranges."""

    def __init__(self) -> None:
        self.cities: set[str] = set()
        self.opinions = self.beside = self.above = self.below = 0
        self.low = self.high = ZERO

    def add(self, city: str, view: Opinion, ruling: Ruling) -> None:
        """Count one opinion."""
        self.cities.add(city)
        self.opinions += 1
        if len(ruling.opinions) < 2 or ruling.mean is None:
            return
        self.beside += 1
        low, high = view.score.low - ruling.mean.low, view.score.high - ruling.mean.high
        self.low, self.high = self.low + low, self.high + high
        self.above += low + high > 0
        self.below += low + high < 0


def lean_of(cities: Sequence[Reviewed]) -> dict[str, Lean]:
    """Each member by the code in the review files: the same code is taken for the same person."""
    found: dict[str, Lean] = {}
    names: dict[str, str] = {}
    for city in cities:
        for step in city.verified.steps:
            for ruling in step.on_items:
                for view in ruling.opinions:
                    name = names.setdefault(alike(view.reviewer), view.reviewer)
                    found.setdefault(name, Lean()).add(city.key, view, ruling)
    return {name: found[name] for name in sorted(found, key=in_order)}


def reviewer_rows(cities: Sequence[Reviewed]) -> Iterator[ReviewerRow]:
    """Each member with how often and how far the opinions lie from the mean."""
    for name, one in lean_of(cities).items():
        yield ReviewerRow(
            reviewer=name,
            cities=str(len(one.cities)),
            opinions=str(one.opinions),
            beside=str(one.beside),
            above=str(one.above),
            below=str(one.below),
            lean=_lean(one),
        )


def _lean(one: Lean) -> str:
    if not one.beside:
        return "—"
    low, high = one.low / one.beside, one.high / one.beside
    return diff_text(Difference(low=low, high=high))
