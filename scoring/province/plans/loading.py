"""From files to a result: read a plan pack, read a submission to it, compare the two."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from scoring import __version__, load, validate
from scoring.base.errors import Location, Problem, Result, Severity, sort_problems
from scoring.documents.nodes import Document
from scoring.model.attainment import Attainment
from scoring.model.plan import Plan, Progress
from scoring.province.plans.attain import attain
from scoring.province.plans.packs import plan as read_plan
from scoring.province.plans.progress import progress

__all__ = ["LoadedPlan", "assess", "load_plan", "load_progress"]


class LoadedPlan(Struct, frozen=True, kw_only=True):
    """A valid submission with the plan it reports on."""

    plan: Plan
    progress: Progress


def load_plan(name: str, search: Sequence[str]) -> Result[Plan]:
    """The plan called `name` (an id, or the path of its folder). A pack with points gives the problem `not-a-plan`."""
    found = load.find_pack(name, search)
    if found.value is None:
        return Result(value=None, problems=found.problems)
    source = load.read_pack(found.value)
    if source.value is None or not source.ok:
        return Result(value=None, problems=source.problems)
    if not validate.is_plan(source.value):
        place = Location(file=source.value.main.file, line=1, column=1)
        hint = "规划方案的 pack.yaml 里写有“kind: plan”。"
        problem = Problem(code="not-a-plan", message=f"“{name}”不是规划方案", hint=hint, location=place)
        return Result(value=None, problems=(problem,))
    return read_plan(source.value)


def load_progress(path: str, search: Sequence[str]) -> Result[LoadedPlan]:
    """Read and validate a submission with the plan it names."""
    document = load.read_document(path)
    if document.value is None:
        return Result(value=None, problems=document.problems)
    name = validate.criteria_name(document.value)
    if name.value is None:
        return Result(value=None, problems=sort_problems([*document.problems, *name.problems]))
    plan = load_plan(name.value, search)
    if plan.value is None or not plan.ok:
        return Result(value=None, problems=sort_problems([*document.problems, *plan.problems]))
    return _with_plan(document.value, document.problems, plan.value)


def _with_plan(document: Document, read: tuple[Problem, ...], plan: Plan) -> Result[LoadedPlan]:
    made = progress(document, plan)
    problems = sort_problems([*read, *made.problems])
    if made.value is None or any(problem.severity is Severity.ERROR for problem in problems):
        return Result(value=None, problems=problems)
    return Result(value=LoadedPlan(plan=plan, progress=made.value), problems=problems)


def assess(path: str, search: Sequence[str], *, as_of: date | None = None) -> Result[Attainment]:
    """How far the plan is fulfilled by the submission at `path`; the value is None when a problem is an error."""
    loaded = load_progress(path, search)
    if loaded.value is None:
        return Result(value=None, problems=loaded.problems)
    made = attain(loaded.value.plan, loaded.value.progress, as_of=as_of, tool_version=__version__)
    return Result(value=made, problems=loaded.problems)
