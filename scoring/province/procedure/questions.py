"""What the dates of a cycle ask a person to look at: publicity cut short or over too late, names without papers."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from scoring.base.errors import Location, Problem, Severity, sort_problems
from scoring.base.text import date_text
from scoring.model.cycle import Cycle
from scoring.province.procedure.model import DocumentState, Standing, StepLine
from scoring.province.procedure.workdays import Calendar, unsettled

__all__ = ["raised"]


def raised(found: Standing, calendar: Calendar, before: tuple[Problem, ...]) -> Standing:
    """The standing with the questions its dates raise, after those found `before`."""
    problems = list(before)
    if found.cycle is not None:
        for line in found.steps:
            problems += _publicity(line, found.cycle, calendar)
        problems += _listed(found, found.cycle)
        problems += _undated(found, found.cycle)
    return replace(found, problems=sort_problems(problems))


def _publicity(line: StepLine, cycle: Cycle, calendar: Calendar) -> Iterator[Problem]:
    public = line.publicity
    if public is None or public.period is None:
        return
    place = cycle.stages[line.step.name].location
    taken = public.period.taken
    if line.done is not None and line.done <= taken.ends:
        message = (
            f"“{line.step.name}”记为{date_text(line.done)}完成，公示要到{date_text(taken.ends)}才满"
            f"{public.period.publicity.working_days}个工作日"
        )
        yield _question("publicity-short", message, "请核对公示开始日和完成日；首日计入的，请在“口径”里写明。", place)
    elif line.done is None and line.last_day is not None and taken.then > line.last_day:
        message = (
            f"公示期满后最早{date_text(taken.then)}才能上报，晚于“{line.step.name}”的时限{date_text(line.last_day)}"
        )
        yield _question("publicity-late", message, "请核对公示开始日；时限有调整的，请写在“时限调整”里。", place)
    if unsettled(calendar, taken.starts, taken.then):
        message = f"公示期落在{taken.then.year}年前后，元旦放假调休可能还有新的通知，期满日可能变动"
        hint = "新的通知公布后，请再算一次。"
        yield Problem(code="calendar-unsettled", message=message, hint=hint, location=place, severity=Severity.NOTE)


def _listed(found: Standing, cycle: Cycle) -> Iterator[Problem]:
    """A city on a list of names whose papers are not all in."""
    lacking = {
        line.city: line.document.name
        for line in found.documents
        if line.state in (DocumentState.OVERDUE, DocumentState.DUE, DocumentState.UNDATED)
    }
    for line in found.steps:
        for city in line.publicity.listed if line.publicity is not None else ():
            if city in lacking:
                message = f"{city}已列入公示名单，但没有收到“{lacking[city]}”的记录"
                yield _question(
                    "listed-lacking", message, "请补记收到的日期，或核对名单。", cycle.cities[city].location
                )


def _undated(found: Standing, cycle: Cycle) -> Iterator[Problem]:
    """The pack's days belong to another cycle."""
    names = [line.step.name for line in found.steps if line.last_day is None]
    if names:
        words = "、".join(f"“{name}”" for name in names)
        message = f"指标体系里{words}的时限不在{cycle.begins}年开始的这一期里，没有采用，迟没迟交也就没有判断"
        yield _question("due-of-another-cycle", message, "本期的时限请写在“时限调整”里，并写明依据。", cycle.location)


def _question(code: str, message: str, hint: str, place: Location) -> Problem:
    return Problem(code=code, message=message, hint=hint, location=place, severity=Severity.QUESTION)
