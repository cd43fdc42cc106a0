"""The grade (等级): the first of the pack's grades whose requirements all hold, cut by the clauses that limit it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from scoring.lang import Truth, Value, truth
from scoring.model.clauses import Clause, Effect
from scoring.model.criteria import Criteria
from scoring.model.intervals import Range
from scoring.model.scorecard import ItemScore, OutcomeState, SectionScore
from scoring.model.standing import GradeCheck, GradeResult
from scoring.model.totals import Grade

__all__ = ["grade_of"]


def grade_of(
    criteria: Criteria, sections: Sequence[SectionScore], total: Range, settled: Mapping[str, Value]
) -> GradeResult | None:
    """The grade by the published total; None where the pack has none."""
    if not criteria.grades:
        return None
    items = [item for section in sections for item in section.items]
    scores = {section.section.id: section.score for section in sections}
    passes = _all(item.passed for item in items)
    checks = tuple(_check(grade, total, scores, passes, settled) for grade in criteria.grades)
    limits = tuple(found for item in items for found in _limits(item))
    names = [grade.name for grade in criteria.grades]
    last = len(names) - 1
    high = next((at for at, check in enumerate(checks) if check.met is not False), last)
    low = next((at for at, check in enumerate(checks) if check.met), last)
    for clause, applies in limits:
        at = names.index(clause.grade)
        if applies is not False:
            low = max(low, at)
        if applies:
            high = max(high, at)
    must = [item for item in items if item.item.pass_at is not None]
    return GradeResult(
        low=names[low],
        high=names[high],
        checks=checks,
        limits=limits,
        failed=tuple(item.item.id for item in must if item.passed is False),
        open=tuple(item.item.id for item in must if item.passed is None),
    )


def _check(
    grade: Grade,
    total: Range,
    scores: Mapping[str, Range],
    passes: bool | None,
    settled: Mapping[str, Value],
) -> GradeCheck:
    return GradeCheck(
        grade=grade,
        total=True if grade.at_least is None else _reached(total, grade.at_least),
        sections=tuple((name, _reached(scores[name], need)) for name, need in grade.sections),
        must_pass=passes if grade.must_pass else True,
        when=True if grade.when is None else _holds(truth(grade.when, settled)),
    )


def _reached(score: Range, need: Fraction) -> bool | None:
    return True if score.low >= need else False if score.high < need else None


def _holds(found: Truth) -> bool | None:
    """What does not apply stands in nobody's way."""
    return None if found is Truth.UNKNOWN else found is not Truth.FALSE


def _all(found: Iterable[bool | None]) -> bool | None:
    met = tuple(found)
    return False if False in met else None if None in met else True


def _limits(item: ItemScore) -> list[tuple[Clause, bool | None]]:
    """The clauses of an item that cap the grade; those of an item that is not assessed do not."""
    found: list[tuple[Clause, bool | None]] = []
    for outcome in item.clauses:
        if outcome.clause.effect is Effect.LIMIT:
            applied = outcome.state is OutcomeState.APPLIED
            open_ = outcome.state is OutcomeState.UNKNOWN
            met = None if open_ or (applied and item.applies is None) else applied
            found.append((outcome.clause, False if item.applies is False else met))
    return found
