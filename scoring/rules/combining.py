"""From item scores to sections and the total, for one set of scores: left-out items, weights, what reaches beyond items.

Everything here is monotone: a higher score of any item, or a milder penalty, never lowers a section or the total. So the
lowest scores give the lowest total (see `totals`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from scoring.model.clauses import Clause, Reach
from scoring.model.criteria import Criteria, Item, Section
from scoring.model.total_trace import StepKind
from scoring.model.totals import Level, Rounding, Treatment

__all__ = ["Combined", "Mark", "Pick", "combine", "round_half_up", "rounded"]

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
    for item in criteria.items_by_id.values():
        steps.beyond(item, picks[item.id], Reach.TOTAL, room)
    full = sum((_weighed(criteria, part, part.full) for part in parts), ZERO)
    lost = full - sum((_weighed(criteria, part, part.assessed) for part in parts), ZERO)
    treatment = criteria.absent.treatment
    if not steps.closed:
        if treatment is Treatment.MEAN and criteria.absent.level is Level.TOTAL:
            steps.absent(steps.value + _mean([rate for part in parts for rate in part.rates]) * lost)
        elif treatment in (Treatment.RESCALE, Treatment.MEAN) and full > lost:
            steps.absent(steps.value / (full - lost) * full)
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
    away = sum((fulls[item.id] for item in section.items if not picks[item.id].applies), ZERO)
    earned = {item.id: picks[item.id].score * _ratio(fulls[item.id], item.points) for item in there}
    steps = _Steps(sum(earned.values(), ZERO))
    for item in section.items:
        steps.beyond(item, picks[item.id], Reach.SECTION, room)
    full = sum(fulls.values(), ZERO)
    assessed, treatment = full - away, criteria.absent.treatment
    rates = tuple(earned[item.id] / fulls[item.id] for item in there if fulls[item.id])
    here = criteria.absent.level is Level.SECTION
    if treatment is Treatment.FULL and not steps.closed:
        steps.absent(steps.value + away)
    elif here and assessed and away and not steps.closed:
        made_up = _mean(rates) * away if treatment is Treatment.MEAN else steps.value / assessed * full - steps.value
        steps.absent(steps.value + (ZERO if treatment is Treatment.ZERO else made_up))
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


def rounded(value: Fraction, rounding: Rounding) -> Fraction:
    """The published value."""
    return value if rounding.places is None else round_half_up(value, rounding.places)


def round_half_up(value: Fraction, places: int) -> Fraction:
    """Round to `places` decimals, halves away from zero, as 四舍五入 means it."""
    scale = 10**places
    whole = (abs(value) * scale + Fraction(1, 2)).__floor__()
    return Fraction(whole if value >= 0 else -whole, scale)
