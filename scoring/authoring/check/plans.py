"""The check of a plan without points: figures, units, names, directions and responsible units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from scoring.authoring.check.model import Analysis, Check, PackFinding
from scoring.base.errors import Location, Problem, Result, Severity
from scoring.model.facts import Better, FactType
from scoring.model.plan import Indicator, Plan

__all__ = ["check_plan"]


def check_plan(name: str, loaded: Result[Plan]) -> Analysis:
    """Everything about the plan `name`, from what loading it gave."""
    plan = loaded.value if loaded.ok else None
    found = [PackFinding(check=Check.FIGURES, problem=problem) for problem in loaded.problems]
    if plan is not None:
        found += [*_repeated(plan), *_falling(plan), *_unitless(plan), *_open(plan)]
    severities = list(Severity)
    found.sort(key=lambda one: severities.index(one.problem.severity))
    return Analysis(name=name, criteria=None, plan=plan, findings=tuple(found))


def _finding(
    code: str, message: str, hint: str, at: Location | None, severity: Severity, item: str = ""
) -> PackFinding:
    problem = Problem(code=code, message=message, hint=hint, location=at, severity=severity)
    return PackFinding(check=Check.FIGURES, problem=problem, item=item)


def _repeated(plan: Plan) -> Iterator[PackFinding]:
    """Names that occur in two tables: allowed, but easily a slip."""
    counts = Counter(one.name for one in plan.indicators)
    for one in plan.indicators:
        if counts[one.name] > 1:
            message = f"{one.id} 的名称“{one.name}”在别的表里也有"
            yield _finding(
                "name-twice", message, "核对是不是同一项；同一项只列一次。", one.location, Severity.QUESTION, one.id
            )


def _falling(plan: Plan) -> Iterator[PackFinding]:
    """A later target that is easier than an earlier one, or an earlier base: perhaps the direction is wrong."""
    for one in plan.indicators:
        steps = [target for target in (one.base, *one.targets) if target is not None and target.value is not None]
        for before, after in pairwise(steps):
            if before.value is not None and after.value is not None and _easier(one, before.value, after.value):
                earlier = f"{before.year}年目标" if before.year else "基数"
                message = f"{one.id} {after.year}年目标“{after.text}”比{earlier}“{before.text}”要求还松"
                hint = "核对原文的数和 better 的方向；原文如此的不必改。"
                yield _finding("target-falls", message, hint, after.location, Severity.QUESTION, one.id)


def _easier(one: Indicator, before: Fraction | bool, after: Fraction | bool) -> bool:
    return after > before if one.better is Better.LOWER else after < before


def _unitless(plan: Plan) -> Iterator[PackFinding]:
    for one in plan.indicators:
        if not one.unit and one.type is not FactType.BOOL:
            message = f"{one.id} “{one.name}”没有单位"
            hint = "原文没有写单位的，在 notes 里说明怎样填报。"
            severity = Severity.NOTE if one.notes else Severity.QUESTION
            yield _finding("no-unit", message, hint, one.location, severity, one.id)


def _open(plan: Plan) -> Iterator[PackFinding]:
    for contradiction in plan.contradictions:
        message = f"原文前后不一致：{contradiction.about}。{contradiction.note}"
        yield _finding("contradiction", message, "照录原文，不改正；报告里会列出。", None, Severity.NOTE)
    for lack in plan.lacks:
        message = f"原文不完整：{lack.about}。{lack.lacks}"
        yield _finding("lack", message, "找到完整的原文后补上。", None, Severity.NOTE)
    without = [task.id for task in plan.tasks if not task.shares]
    if without:
        message = f"{len(without)}项任务没有责任单位"
        yield _finding("no-units", message, "原文没有的不要补写。", None, Severity.NOTE)
