"""From item scores to sections and the total: left-out items, weights, what reaches beyond items.

For one set of scores everything here is monotone: a higher score of any item, or a milder penalty, never lowers a section
or the total. So the lowest scores give the lowest total.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

from msgspec import Struct

from scoring.model.clauses import Clause, Effect, Reach
from scoring.model.criteria import Criteria, Item, Section
from scoring.model.scorecard import (
    OutcomeState,
    Range,
    Step,
    StepKind,
)
from scoring.model.totals import AbsentItems, Level, Rounding, Treatment
from scoring.rules.items import ACTING
from scoring.rules.surveys import ItemRange

__all__ = [
    "Combined",
    "Mark",
    "Pick",
    "Totals",
    "combine",
    "item_range",
    "round_half_up",
    "rounded",
    "sums_only",
    "totals",
]

ZERO, ONE = Fraction(0), Fraction(1)


class Pick(Struct, frozen=True, kw_only=True):
    """What one item brings: its score, whether it is assessed, and what each clause that reaches beyond it does: the
    signed points, or None where it takes everything (不得分)."""

    score: Fraction
    applies: bool
    beyond: tuple[tuple[Clause, Fraction | None], ...] = ()


class Mark(Struct, frozen=True, kw_only=True):
    """One step of the working: see `StepKind`."""

    kind: StepKind
    balance: Fraction
    clause: str | None = None
    item: str | None = None


class Combined(Struct, frozen=True, kw_only=True):
    """A section or the total: its value, and the steps that lead there."""

    value: Fraction
    steps: tuple[Mark, ...]


class _Part(Struct, frozen=True, kw_only=True):
    """A section on its way: its value, and of the points it could bring how many were assessed."""

    section: Section
    value: Fraction
    steps: tuple[Mark, ...]
    full: Fraction
    assessed: Fraction
    rates: tuple[Fraction, ...]


def combine(criteria: Criteria, picks: Mapping[str, Pick]) -> tuple[tuple[Combined, ...], Combined]:
    """The sections in order and the total. `picks` has one entry for each item, by id."""
    room = {group.name: group.at_most for group in criteria.groups}
    parts = [_section(criteria, section, picks, room) for section in criteria.sections]
    steps = _Steps(sum((_weighed(criteria, part, part.value) for part in parts), ZERO))
    apart = criteria.absent.apart
    if not apart:
        steps.all_beyond(criteria.items_by_id.values(), picks, Reach.TOTAL, room)
    full = sum((_weighed(criteria, part, part.full) for part in parts), ZERO)
    lost = full - sum((_weighed(criteria, part, part.assessed) for part in parts), ZERO)
    treatment = criteria.absent.treatment
    if not steps.closed:
        if treatment is Treatment.MEAN and criteria.absent.level is Level.TOTAL:
            steps.absent(steps.value + _mean([rate for part in parts for rate in part.rates]) * lost)
        elif treatment in (Treatment.RESCALE, Treatment.MEAN) and full > lost:
            steps.absent(steps.value / (full - lost) * full)
    if apart:
        steps.all_beyond(criteria.items_by_id.values(), picks, Reach.TOTAL, room)
    if criteria.scale is not None and criteria.scale != criteria.points:
        steps.to(StepKind.SCALE, steps.value * criteria.scale / criteria.points)
    if criteria.at_most is not None:
        steps.to(StepKind.LIMIT, min(steps.value, criteria.at_most))
    if criteria.rounding.level is Level.TOTAL:
        steps.to(StepKind.ROUND, rounded(steps.value, criteria.rounding))
    sections = tuple(Combined(value=part.value, steps=part.steps) for part in parts)
    return sections, Combined(value=steps.value, steps=tuple(steps.marks))


def _section(criteria: Criteria, section: Section, picks: Mapping[str, Pick], room: dict[str, Fraction]) -> _Part:
    fulls = {item.id: item.points if item.weight is None else item.weight * section.points for item in section.items}
    there = [item for item in section.items if picks[item.id].applies]
    gone = [item for item in section.items if not picks[item.id].applies]
    away = sum((fulls[item.id] for item in gone if item.absent is None), ZERO)
    earned = {item.id: picks[item.id].score * _ratio(fulls[item.id], item.points) for item in there}
    kept = sum((fulls[item.id] for item in gone if item.absent is Treatment.FULL), ZERO)
    steps = _Steps(sum(earned.values(), kept))
    apart = criteria.absent.apart
    if not apart:
        steps.all_beyond(section.items, picks, Reach.SECTION, room)
    full = sum(fulls.values(), ZERO)
    assessed, treatment = full - away, criteria.absent.treatment
    rates = tuple(earned[item.id] / fulls[item.id] for item in there if fulls[item.id])
    here = criteria.absent.level is Level.SECTION
    if treatment is Treatment.FULL and not steps.closed:
        steps.absent(steps.value + away)
    elif here and assessed and away and not steps.closed:
        made_up = _mean(rates) * away if treatment is Treatment.MEAN else steps.value / assessed * full - steps.value
        steps.absent(steps.value + (ZERO if treatment is Treatment.ZERO else made_up))
    if apart:
        steps.all_beyond(section.items, picks, Reach.SECTION, room)
    if steps.value > section.points:
        steps.to(StepKind.LIMIT, section.points)
    if criteria.rounding.level is Level.SECTION:
        steps.to(StepKind.ROUND, rounded(steps.value, criteria.rounding))
    whole = treatment in (Treatment.FULL, Treatment.ZERO) or (here and assessed > 0)
    return _Part(
        section=section,
        value=steps.value,
        steps=tuple(steps.marks),
        full=full,
        assessed=full if whole else assessed,
        rates=rates,
    )


def _weighed(criteria: Criteria, part: _Part, points: Fraction) -> Fraction:
    weight = part.section.weight
    return points if weight is None else points * _ratio(weight * criteria.points, part.section.points)


def _ratio(top: Fraction, bottom: Fraction) -> Fraction:
    return top / bottom if bottom else ONE


def _mean(rates: Sequence[Fraction]) -> Fraction:
    return sum(rates, ZERO) / len(rates) if rates else ZERO


class _Steps:
    """The running value and the steps that changed it; the first is the sum."""

    def __init__(self, value: Fraction) -> None:
        self.value = value
        self.closed = False
        self.marks = [Mark(kind=StepKind.SUM, balance=value)]

    def to(self, kind: StepKind, value: Fraction, clause: str | None = None, item: str | None = None) -> None:
        if value != self.value or clause is not None:
            self.value = value
            self.marks.append(Mark(kind=kind, balance=value, clause=clause, item=item))

    def absent(self, value: Fraction) -> None:
        self.to(StepKind.ABSENT, value)

    def all_beyond(
        self, items: Iterable[Item], picks: Mapping[str, Pick], reach: Reach, room: dict[str, Fraction]
    ) -> None:
        """What the clauses of all items do here, in the order of the pack."""
        for item in items:
            self.beyond(item, picks[item.id], reach, room)

    def beyond(self, item: Item, pick: Pick, reach: Reach, room: dict[str, Fraction]) -> None:
        """Apply what the clauses of an item do here; nothing goes below zero, and after 不得分 nothing is added."""
        for clause, points in pick.beyond if pick.applies else ():
            if clause.reach is not reach or clause.graded or self.closed or points == 0:
                continue
            self.closed |= points is None
            change = -self.value if points is None else _within(clause, points, room)
            self.to(StepKind.BEYOND, max(self.value + change, ZERO), clause.id, item.id)


def _within(clause: Clause, points: Fraction, room: dict[str, Fraction]) -> Fraction:
    """The signed points that are left under the clause's shared cap."""
    if clause.group not in room:
        return points
    taken = min(abs(points), room[clause.group])
    room[clause.group] -= taken
    return taken if points > 0 else -taken


def item_range(survey: ItemRange, criteria: Criteria) -> Range:
    """What an item gets where it is assessed, rounded where items are."""
    score, rounding = survey.score, criteria.rounding
    if rounding.level is not Level.ITEM or rounding.places is None:
        return score
    return Range(low=rounded(score.low, rounding), high=rounded(score.high, rounding))


def rounded(value: Fraction, rounding: Rounding) -> Fraction:
    """The published value."""
    return value if rounding.places is None else round_half_up(value, rounding.places)


def round_half_up(value: Fraction, places: int) -> Fraction:
    """Round to `places` decimals, halves away from zero, as 四舍五入 means it."""
    scale = 10**places
    whole = (abs(value) * scale + Fraction(1, 2)).__floor__()
    return Fraction(whole if value >= 0 else -whole, scale)


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


def totals(criteria: Criteria, surveys: Sequence[ItemRange], shared: bool) -> Totals:
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
    criteria: Criteria, surveys: Sequence[ItemRange], counts: Mapping[str, bool], *, low: bool
) -> dict[str, Pick]:
    found = {}
    for survey in surveys:
        made = item_range(survey, criteria)
        score = made.low if low else made.high
        applies = counts.get(survey.item.id, survey.applies is not False)
        found[survey.item.id] = Pick(score=score, applies=applies, beyond=tuple(_beyond(survey, low=low)))
    return found


def _beyond(survey: ItemRange, *, low: bool) -> Iterator[tuple[Clause, Fraction | None]]:
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
