"""Where a cycle stands on a day: pure, from the pack, the record and the calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from msgspec.structs import replace

from scoring.base.errors import Location, Problem, Severity, sort_problems
from scoring.base.text import date_text
from scoring.model.criteria import Criteria
from scoring.model.cycle import CalendarChanges, Cycle, Naming, StageRecord
from scoring.model.cycle_status import (
    CycleStatus,
    DocumentLine,
    DocumentState,
    ReportLine,
    ReportState,
    StepLine,
    StepState,
)
from scoring.model.procedure import Deadline
from scoring.province.procedure.bans import city_bans
from scoring.province.procedure.calendar import (
    Calendar,
    CalendarGap,
    calendar_of,
    gap_problem,
    unsettled,
    workdays_between,
)
from scoring.province.procedure.interpretations import DUE_DAY, NOT_COUNTED, REPORTS, SAME_YEAR, chosen
from scoring.province.procedure.publicity import publicity_line

__all__ = ["cycle_status"]


NOTHING = CalendarChanges()


def cycle_status(
    criteria: Criteria,
    cycle: Cycle | None,
    as_of: date,
    *,
    added: CalendarChanges = NOTHING,
    within: int = 14,
) -> CycleStatus:
    """Where the cycle stands at the end of `as_of`. Records dated later are left out, so that any day of a cycle can be
    looked at again. `added` are days of a calendar file; a deadline at most `within` days away is near."""
    calendar = calendar_of(NOTHING if cycle is None else cycle.calendar, added)
    readings = chosen(cycle)
    problems: list[Problem] = []
    lines = [_step(step, cycle, as_of, within, calendar, readings, problems) for step in criteria.procedure]
    last_days = {line.step.name: line.last_day for line in lines}
    found = CycleStatus(
        criteria=criteria,
        cycle=cycle,
        as_of=as_of,
        within=within,
        steps=tuple(lines),
        documents=_documents(criteria, cycle, as_of, last_days),
        naming=_known_naming(cycle, as_of),
        reports=_reports(criteria, cycle, as_of, readings),
        barred=tuple(one for one in ([] if cycle is None else city_bans(cycle)) if one.withdrawal.on <= as_of),
        ignored=0 if cycle is None else _later(cycle, as_of),
    )
    return _with_questions(found, calendar, sort_problems(problems))


def _step(
    step: Deadline,
    cycle: Cycle | None,
    as_of: date,
    within: int,
    calendar: Calendar,
    readings: Mapping[str, str],
    problems: list[Problem],
) -> StepLine:
    record = None if cycle is None else cycle.stages.get(step.name)
    moved = None if cycle is None else cycle.dues.get(step.name)
    last = _last_day(step, cycle, readings)
    begun = None if record is None else _seen(record.begun, as_of)
    done = None if record is None else _seen(record.done, as_of)
    state = _state(cycle, last, begun, done, as_of, within)
    days = None if last is None or done is not None else (last - as_of).days
    left = None
    if last is not None and days is not None and days >= 0:
        counted = workdays_between(calendar, as_of, last)
        if isinstance(counted, CalendarGap):
            problems.append(gap_problem(counted, f"数不出离“{step.name}”的时限还有几个工作日", stops=False))
        else:
            left = counted
    finished, waiting = _cities(step, cycle, as_of, done)
    return StepLine(
        step=step,
        state=state,
        last_day=last,
        moved=moved,
        begun=begun,
        done=done,
        days=days,
        workdays=left,
        late=0 if done is None or last is None else max((done - last).days, 0),
        publicity=publicity_line(step, record, last, done, as_of, calendar, readings, problems),
        finished=finished,
        waiting=waiting,
    )


def _last_day(step: Deadline, cycle: Cycle | None, readings: Mapping[str, str]) -> date | None:
    """The last day in time: the file's where it moves it, else the pack's if it lies in this cycle."""
    due: date | None = step.due
    if cycle is not None:
        moved = cycle.dues.get(step.name)
        if moved is not None:
            due = moved.due
        elif not cycle.begins <= step.due.year < cycle.begins + cycle.years:
            due = None
    if due is None:
        return None
    return due - timedelta(days=1) if readings[DUE_DAY] == NOT_COUNTED else due


def _state(
    cycle: Cycle | None, last: date | None, begun: date | None, done: date | None, as_of: date, within: int
) -> StepState:
    if done is not None:
        return StepState.DONE_LATE if last is not None and done > last else StepState.DONE
    if last is None:
        return StepState.RUNNING if begun is not None else StepState.UNDATED
    if as_of > last:
        return StepState.PASSED if cycle is None else StepState.OVERDUE
    if (last - as_of).days <= within:
        return StepState.NEAR
    return StepState.RUNNING if begun is not None else StepState.AHEAD


def _cities(
    step: Deadline, cycle: Cycle | None, as_of: date, done: date | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The cities that are through with a step and those that are not, where the file keeps them apart."""
    cities = {} if cycle is None else cycle.cities
    through = [city.name for city in cities.values() if _seen(city.checked.get(step.name), as_of) is not None]
    if not through:
        return (), ()
    waiting = [] if done is not None else [name for name in cities if name not in through]
    return tuple(through), tuple(waiting)


def _documents(
    criteria: Criteria, cycle: Cycle | None, as_of: date, last_days: Mapping[str, date | None]
) -> tuple[DocumentLine, ...]:
    found: list[DocumentLine] = []
    for city in () if cycle is None else cycle.cities.values():
        for document in criteria.documents:
            last = last_days.get(document.step)
            received = _seen(city.received.get(document.name), as_of)
            late = 0 if received is None or last is None else max((received - last).days, 0)
            if received is not None:
                state = DocumentState.LATE if late else DocumentState.RECEIVED
            elif last is None:
                state = DocumentState.UNDATED
            else:
                state = DocumentState.OVERDUE if as_of > last else DocumentState.DUE
            days = None if last is None or received is not None else (last - as_of).days
            line = DocumentLine(
                city=city.name, document=document, state=state, received=received, last_day=last, late=late, days=days
            )
            found.append(line)
    return tuple(found)


def _seen(day: date | None, as_of: date) -> date | None:
    return day if day is not None and day <= as_of else None


def _later(cycle: Cycle, as_of: date) -> int:
    """How many dated records lie after `as_of`."""
    days: list[date | None] = [one.on for one in cycle.withdrawals]
    days += [] if cycle.naming is None else [cycle.naming.on]
    for stage in cycle.stages.values():
        days += _days(stage)
    for city in cycle.cities.values():
        days += [*city.received.values(), *city.checked.values(), *city.reports.values()]
    return sum(day is not None and day > as_of for day in days)


def _days(stage: StageRecord) -> tuple[date | None, ...]:
    return (stage.begun, stage.done, stage.public_from)


def _known_naming(cycle: Cycle | None, as_of: date) -> Naming | None:
    """The naming as far as it is known on a day."""
    if cycle is None or cycle.naming is None or cycle.naming.on is None or cycle.naming.on > as_of:
        return None
    return cycle.naming


def _reports(
    criteria: Criteria, cycle: Cycle | None, as_of: date, readings: Mapping[str, str]
) -> tuple[ReportLine, ...]:
    """The yearly reports of the cities named in this cycle, from the first year under the reading taken to the year of
    `as_of`. A city whose title was withdrawn owes none for that year and later ones."""
    naming = _known_naming(cycle, as_of)
    if cycle is None or naming is None or naming.on is None:
        return ()
    first = naming.on.year + (0 if readings[REPORTS] == SAME_YEAR else 1)
    lost = {one.city: one.on.year for one in cycle.withdrawals if one.on <= as_of}
    found: list[ReportLine] = []
    for duty in criteria.reporting:
        for city in naming.cities if duty.yearly else ():
            reports = cycle.cities[city].reports
            for year in range(first, as_of.year + 1):
                day = reports.get(year)
                received = day if day is not None and day <= as_of else None
                if received is None and year >= lost.get(city, as_of.year + 1):
                    continue
                state = ReportState.RECEIVED if received else _open(year, as_of)
                found.append(ReportLine(city=city, duty=duty, year=year, state=state, received=received))
    return tuple(found)


def _open(year: int, as_of: date) -> ReportState:
    return ReportState.OPEN if year >= as_of.year else ReportState.MISSING


def _with_questions(found: CycleStatus, calendar: Calendar, before: tuple[Problem, ...]) -> CycleStatus:
    """The standing with the questions its dates raise, after those found `before`."""
    problems = list(before)
    if found.cycle is not None:
        for line in found.steps:
            problems += _publicity_questions(line, found.cycle, calendar)
        problems += _listed(found, found.cycle)
        problems += _undated(found, found.cycle)
    return replace(found, problems=sort_problems(problems))


def _publicity_questions(line: StepLine, cycle: Cycle, calendar: Calendar) -> Iterator[Problem]:
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


def _listed(found: CycleStatus, cycle: Cycle) -> Iterator[Problem]:
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


def _undated(found: CycleStatus, cycle: Cycle) -> Iterator[Problem]:
    """The pack's days belong to another cycle."""
    names = [line.step.name for line in found.steps if line.last_day is None]
    if names:
        words = "、".join(f"“{name}”" for name in names)
        message = f"指标体系里{words}的时限不在{cycle.begins}年开始的这一期里，没有采用，迟没迟交也就没有判断"
        yield _question("due-of-another-cycle", message, "本期的时限请写在“时限调整”里，并写明依据。", cycle.location)


def _question(code: str, message: str, hint: str, place: Location) -> Problem:
    return Problem(code=code, message=message, hint=hint, location=place, severity=Severity.QUESTION)
