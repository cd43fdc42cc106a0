"""The grade (等级) by the published total: what each grade asks, what caps it, what lowers it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil

from scoring.lang import Truth, Value, truth
from scoring.model.clauses import Clause, Effect
from scoring.model.criteria import Criteria
from scoring.model.scorecard import GradeCheck, GradeResult, ItemScore, OutcomeState, Range, SectionScore
from scoring.model.totals import Grade

__all__ = ["grade_of"]

ZERO, ONE = Fraction(0), Fraction(1)


def grade_of(
    criteria: Criteria, sections: Sequence[SectionScore], total: Range, resolved: Mapping[str, Value]
) -> GradeResult | None:
    """The grade by the published total; None where the pack has none."""
    if not criteria.grades:
        return None
    items = [item for section in sections for item in section.items]
    scores = {section.section.id: section.score for section in sections}
    passes = _all(item.passed for item in items)
    checks = tuple(_check(grade, total, scores, passes, resolved) for grade in criteria.grades)
    acting = tuple(found for item in items for found in _graded(item))
    names = [grade.name for grade in criteria.grades]
    last = len(names) - 1
    high = next((at for at, check in enumerate(checks) if check.met is not False), last)
    low = next((at for at, check in enumerate(checks) if check.met), last)
    if acting:
        low = _moved(criteria, low, [(clause, steps.high) for clause, _, steps in acting])
        high = _moved(criteria, high, [(clause, steps.low) for clause, _, steps in acting])
    must = [item for item in items if item.item.pass_at is not None]
    return GradeResult(
        low=names[low],
        high=names[high],
        checks=checks,
        limits=tuple((clause, met) for clause, met, _ in acting if clause.effect is Effect.LIMIT),
        lowered=tuple((clause, steps) for clause, _, steps in acting if clause.effect is Effect.LOWER),
        failed=tuple(item.item.id for item in must if item.passed is False),
        open=tuple(item.item.id for item in must if item.passed is None),
    )


def _check(
    grade: Grade,
    total: Range,
    scores: Mapping[str, Range],
    passes: bool | None,
    resolved: Mapping[str, Value],
) -> GradeCheck:
    return GradeCheck(
        grade=grade,
        total=True if grade.at_least is None else _reached(total, grade.at_least),
        sections=tuple((name, _reached(scores[name], need)) for name, need in grade.sections),
        must_pass=passes if grade.must_pass else True,
        when=True if grade.when is None else _holds(truth(grade.when, resolved)),
    )


def _reached(score: Range, need: Fraction) -> bool | None:
    return True if score.low >= need else False if score.high < need else None


def _holds(found: Truth) -> bool | None:
    """What does not apply stands in nobody's way."""
    return None if found is Truth.UNKNOWN else found is not Truth.FALSE


def _all(found: Iterable[bool | None]) -> bool | None:
    met = tuple(found)
    return False if False in met else None if None in met else True


def _graded(item: ItemScore) -> Iterator[tuple[Clause, bool | None, Range]]:
    """The clauses of an item that change the grade, whether they act (None: open), and by how many steps: 1 where a
    clause caps. Those of an item that is not assessed do nothing."""
    for outcome in item.clauses:
        if not outcome.clause.graded:
            continue
        met = None if outcome.state is OutcomeState.UNKNOWN else outcome.state is OutcomeState.APPLIED
        if item.applies is False:
            met = False
        elif met and item.applies is None:
            met = None
        most, least = -outcome.nominal.low, -outcome.nominal.high
        if outcome.clause.effect is Effect.LIMIT:
            most = least = ONE
        yield outcome.clause, met, Range(low=least if met else ZERO, high=ZERO if met is False else most)


def _moved(criteria: Criteria, at: int, acting: Sequence[tuple[Clause, Fraction]]) -> int:
    """The place of the grade once each clause in turn, as the pack writes them, has capped or lowered it; the last grade
    is as low as it goes. More steps, or a lower place to begin with, never lead to a better grade."""
    names = [grade.name for grade in criteria.grades]
    for clause, steps in acting:
        if clause.effect is Effect.LIMIT:
            at = max(at, names.index(clause.grade)) if steps else at
        else:
            at = min(at + ceil(steps), len(names) - 1)  # whole, but where bounds stand in for them
    return at
