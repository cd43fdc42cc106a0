"""The range of sections and of the total where they are more than the sum of their items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

from msgspec import Struct

from scoring.model.clauses import Clause, Effect
from scoring.model.criteria import Criteria
from scoring.model.intervals import Range
from scoring.model.scorecard import OutcomeState
from scoring.model.total_trace import Step
from scoring.model.totals import AbsentItems, Level
from scoring.rules.combining import Combined, Mark, Pick, combine, rounded
from scoring.rules.ledgers import ACTING
from scoring.rules.surveys import ItemSurvey

__all__ = ["Totals", "sums_only", "totals"]

OPEN_LIMIT = 8
"""Up to so many items whose being assessed is open are gone through both ways."""

ZERO = Fraction(0)


class Totals(Struct, frozen=True, kw_only=True):
    """Sections and total: their ranges, the steps there (where low and high take the same), and whether both ends are
    reached."""

    sections: tuple[Range, ...]
    total: Range
    section_steps: tuple[tuple[Step, ...], ...]
    steps: tuple[Step, ...]
    exact: bool


def sums_only(criteria: Criteria) -> bool:
    """Whether sections and total are plain sums, with no more than a rounding of the total."""
    items = criteria.items_by_id.values()
    return (
        criteria.absent == AbsentItems()
        and criteria.scale is None
        and criteria.at_most is None
        and criteria.rounding.level is Level.TOTAL
        and all(section.weight is None for section in criteria.sections)
        and all(item.applies is None and item.weight is None and item.each is None for item in items)
        and all(clause.own or clause.graded for item in items for clause in item.clauses)
    )


def totals(criteria: Criteria, surveys: Sequence[ItemSurvey], shared: bool) -> Totals:
    """Combine the ranges of items. `shared`: some undecided items hang on the same unknown, so that their ends need not
    come about together."""
    open_items = [survey for survey in surveys if survey.applies is None]
    few = len(open_items) <= OPEN_LIMIT
    choices = list(product((True, False), repeat=len(open_items))) if few else [(True,) * len(open_items)]
    lows, highs = [], []
    for chosen in choices:
        counts = {survey.item.id: counts for survey, counts in zip(open_items, chosen, strict=True)}
        lows.append(combine(criteria, _picks(criteria, surveys, counts, low=True)))
        highs.append(combine(criteria, _picks(criteria, surveys, counts, low=False)))
    sections = tuple(
        Range(low=min(one[0][at].value for one in lows), high=max(one[0][at].value for one in highs))
        for at in range(len(criteria.sections))
    )
    low, high = min(lows, key=_total), max(highs, key=_total)
    total = Range(low=_total(low), high=_total(high))
    exact = not shared and few and all(survey.exact and survey.together for survey in surveys)
    if not few:  # too many ways: nothing is known but the ends of the scale
        top = criteria.points if criteria.scale is None else criteria.scale
        total = Range(low=ZERO, high=max(total.high, top))
        sections = tuple(Range(low=ZERO, high=section.points) for section in criteria.sections)
    return Totals(
        sections=sections,
        total=total,
        section_steps=tuple(_steps(one, other) for one, other in zip(low[0], high[0], strict=True)),
        steps=_steps(low[1], high[1]),
        exact=exact,
    )


def _total(of: tuple[tuple[Combined, ...], Combined]) -> Fraction:
    return of[1].value


def _picks(
    criteria: Criteria, surveys: Sequence[ItemSurvey], counts: Mapping[str, bool], *, low: bool
) -> dict[str, Pick]:
    found = {}
    for survey in surveys:
        score = survey.score.low if low else survey.score.high
        if criteria.rounding.level is Level.ITEM:
            score = rounded(score, criteria.rounding)
        applies = counts.get(survey.item.id, survey.applies is not False)
        found[survey.item.id] = Pick(score=score, applies=applies, beyond=tuple(_beyond(survey, low=low)))
    return found


def _beyond(survey: ItemSurvey, *, low: bool) -> Iterator[tuple[Clause, Fraction | None]]:
    for clause, found in zip(survey.item.clauses, survey.clauses, strict=True):
        if clause.own or clause.graded:
            continue
        if clause.effect is Effect.FORFEIT:
            if found.state in ACTING or (low and found.state is OutcomeState.UNKNOWN):
                yield clause, None
        else:
            yield clause, found.nominal.low if low else found.nominal.high


def _steps(low: Combined, high: Combined) -> tuple[Step, ...]:
    """The steps as ranges; empty where there is only a sum, and the sum alone where the two ends take other steps."""
    if len(low.steps) == len(high.steps) == 1:
        return ()
    shapes = [[(mark.kind, mark.clause) for mark in end.steps] for end in (low, high)]
    if shapes[0] == shapes[1]:
        return tuple(_step(one, other) for one, other in zip(low.steps, high.steps, strict=True))
    return tuple(_step(mark, mark) for mark in low.steps)


def _step(low: Mark, high: Mark) -> Step:
    balance = Range(low=min(low.balance, high.balance), high=max(low.balance, high.balance))
    return Step(kind=low.kind, balance=balance, clause=low.clause, item=low.item)
