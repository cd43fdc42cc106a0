"""The working of sums and the grade as JSON, part of `scoring.card/1`."""

from __future__ import annotations

from scoring.model.scorecard import GradeResult, Step
from scoring.reports.render.numbers import Json, number

__all__ = ["grade_json", "step_json"]


def step_json(step: Step) -> Json:
    """One step and the balance after it."""
    return {
        "kind": step.kind.value,
        "clause": step.clause,
        "item": step.item,
        "balance": {"low": number(step.balance.low), "high": number(step.balance.high)},
    }


def grade_json(grade: GradeResult) -> Json:
    """The grade, what each one asks and which clauses cap it; `met` is null while that is open."""
    return {
        "low": grade.low,
        "high": grade.high,
        "checks": [
            {
                "grade": check.grade.name,
                "met": check.met,
                "total": check.total,
                "sections": dict(check.sections),
                "must_pass": check.must_pass,
                "when": check.when,
            }
            for check in grade.checks
        ],
        "limits": [
            {"clause": clause.id, "grade": clause.grade, "applies": applies} for clause, applies in grade.limits
        ],
        "lowered": [
            {"clause": clause.id, "low": number(steps.low), "high": number(steps.high)}
            for clause, steps in grade.lowered
        ],
        "failed": list(grade.failed),
        "open": list(grade.open),
    }
