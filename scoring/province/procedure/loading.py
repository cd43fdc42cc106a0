"""From paths to records: a cycle file with its pack, the files of earlier cycles, a calendar file."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from scoring import load, validate
from scoring.base.errors import Problem, Result, Severity, sort_problems
from scoring.loading import load_criteria
from scoring.model.criteria import Criteria
from scoring.model.cycle import CalendarChanges, Cycle
from scoring.province.procedure.days import calendar_file
from scoring.province.procedure.reading import read_cycle

__all__ = ["LoadedCycle", "load_calendar", "load_cycle", "load_previous"]


class LoadedCycle(Struct, frozen=True, kw_only=True):
    """A valid cycle file with the pack it follows."""

    criteria: Criteria
    cycle: Cycle


def load_cycle(path: str, search: Sequence[str]) -> Result[LoadedCycle]:
    """Read and validate a cycle file with the pack it names; the value is None when a problem is an error."""
    document = load.read_document(path)
    if document.value is None:
        return Result(value=None, problems=document.problems)
    name = validate.criteria_name(document.value, validate.CYCLE)
    if name.value is None:
        return Result(value=None, problems=sort_problems([*document.problems, *name.problems]))
    pack = load_criteria(name.value, search)
    if pack.value is None or not pack.ok:
        named = validate.at_name(document.value, pack.problems) if _not_found(pack.problems) else pack.problems
        return Result(value=None, problems=sort_problems([*document.problems, *named]))
    made = read_cycle(document.value, pack.value)
    problems = sort_problems([*document.problems, *made.problems])
    if made.value is None or any(problem.severity is Severity.ERROR for problem in problems):
        return Result(value=None, problems=problems)
    return Result(value=LoadedCycle(criteria=pack.value, cycle=made.value), problems=problems)


def load_previous(paths: Sequence[str], search: Sequence[str]) -> Result[tuple[Cycle, ...]]:
    """The records of earlier cycles; the value is None when any of them has an error."""
    results = [load_cycle(path, search) for path in paths]
    problems = sort_problems(problem for one in results for problem in one.problems)
    cycles = tuple(one.value.cycle for one in results if one.value is not None)
    return Result(value=cycles if len(cycles) == len(results) else None, problems=problems)


def load_calendar(path: str) -> Result[CalendarChanges]:
    """A calendar file; the value is None when a problem is an error."""
    document = load.read_document(path)
    if document.value is None or not document.ok:
        return Result(value=None, problems=document.problems)
    made = calendar_file(document.value)
    return Result(value=made.value, problems=sort_problems([*document.problems, *made.problems]))


def _not_found(problems: tuple[Problem, ...]) -> bool:
    return any(problem.code == "pack-not-found" for problem in problems)
