"""Where a cycle stands on a day: pure, from the pack, the record and the calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from scoring.base.errors import Location, Problem, Severity, sort_problems
from scoring.base.text import date_text
from scoring.model.criteria import Criteria
from scoring.model.cycle import CalendarChanges, Cycle, StageRecord
from scoring.model.cycle_status import (
    CycleStatus,
    DocumentLine,
    DocumentState,
    LatestStart,
    PublicityLine,
    PublicityState,
    ReportLine,
    ReportState,
    StepLine,
    StepState,
)
from scoring.model.procedure import Deadline, Publicity
from scoring.province.procedure.bans import city_bans
from scoring.province.procedure.calendar import (
    Calendar,
    CalendarGap,
    calendar_of,
    gap_problem,
    latest_start,
    publicity_period,
    unsettled,
    workdays_between,
)
from scoring.province.procedure.interpretations import (
    COUNTED,
    DUE_DAY,
    FIRST_DAY,
    NOT_COUNTED,
    REPORTS,
    SAME_YEAR,
    chosen,
)

__all__ = ["cycle_status"]

K = TypeVar("K")
NOTHING = CalendarChanges()


class _Day(Struct, frozen=True, kw_only=True):
    """What a step is looked at with on a day.

    cycle: what is recorded up to that day; None: only the pack is known
    choices: the option in force for every interpretation
    problems: days that the calendar does not know are noted here
    """

    as_of: date
    cycle: Cycle | None
    within: int
    calendar: Calendar
    choices: Mapping[str, str]
    problems: list[Problem]


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
    known, ignored = (None, 0) if cycle is None else _known(cycle, as_of)
    calendar = calendar_of(NOTHING if known is None else known.calendar, added)
    day = _Day(as_of=as_of, cycle=known, within=within, calendar=calendar, choices=chosen(known), problems=[])
    steps = tuple(_step(step, day) for step in criteria.procedure)
    found = CycleStatus(
        criteria=criteria,
        cycle=known,
        as_of=as_of,
        within=within,
        steps=steps,
        documents=tuple(_documents(criteria, day, {line.step.name: line.last_day for line in steps})),
        naming=None if known is None else known.naming,
        reports=tuple(_reports(criteria, day)),
        bans=() if known is None else city_bans(known),
        ignored=ignored,
    )
    return replace(found, problems=sort_problems([*day.problems, *_questions(found, calendar)]))


def _known(cycle: Cycle, as_of: date) -> tuple[Cycle, int]:
    """What is recorded up to a day, and how many dated records are later."""
    later = 0

    def seen(day: date | None) -> date | None:
        nonlocal later
        later += day is not None and day > as_of
        return None if day is None or day > as_of else day

    def all_seen(days: Mapping[K, date]) -> dict[K, date]:
        return {key: day for key, day in days.items() if seen(day) is not None}

    stages = {}
    for name, stage in cycle.stages.items():
        public = seen(stage.public_from)
        listed = () if public is None else stage.listed
        stages[name] = replace(stage, begun=seen(stage.begun), done=seen(stage.done), public_from=public, listed=listed)
    cities = {
        name: replace(
            city, received=all_seen(city.received), checked=all_seen(city.checked), reports=all_seen(city.reports)
        )
        for name, city in cycle.cities.items()
    }
    naming = cycle.naming if cycle.naming is not None and seen(cycle.naming.on) is not None else None
    withdrawals = tuple(one for one in cycle.withdrawals if seen(one.on) is not None)
    return replace(cycle, stages=stages, cities=cities, naming=naming, withdrawals=withdrawals), later


def _step(step: Deadline, day: _Day) -> StepLine:
    cycle = day.cycle
    record = None if cycle is None else cycle.stages.get(step.name)
    begun, done = (None, None) if record is None else (record.begun, record.done)
    last = _last_day(step, day)
    days = None if last is None or done is not None else (last - day.as_of).days
    through = [] if cycle is None else [city.name for city in cycle.cities.values() if step.name in city.checked]
    waiting = [name for name in cycle.cities if name not in through] if cycle and through and done is None else []
    return StepLine(
        step=step,
        state=_state(day, last, begun, done),
        last_day=last,
        moved=None if cycle is None else cycle.dues.get(step.name),
        begun=begun,
        done=done,
        days=days,
        workdays=None if last is None or days is None or days < 0 else _workdays(step, last, day),
        late=0 if done is None or last is None else max((done - last).days, 0),
        publicity=None if step.publicity is None else _publicity(step, step.publicity, record, last, day),
        finished=tuple(through),
        waiting=tuple(waiting),
    )


def _workdays(step: Deadline, last: date, day: _Day) -> int | None:
    """How many are left to the last day."""
    counted = workdays_between(day.calendar, day.as_of, last)
    if isinstance(counted, CalendarGap):
        day.problems.append(gap_problem(counted, f"数不出离“{step.name}”的时限还有几个工作日", stops=False))
        return None
    return counted


def _last_day(step: Deadline, day: _Day) -> date | None:
    """The last day in time: the file's where it moves it, else the pack's if it lies in this cycle."""
    due, cycle = step.due, day.cycle
    if cycle is not None:
        moved = cycle.dues.get(step.name)
        if moved is not None:
            due = moved.due
        elif not cycle.begins <= step.due.year < cycle.begins + cycle.years:
            return None
    return due - timedelta(days=1) if day.choices[DUE_DAY] == NOT_COUNTED else due


def _state(day: _Day, last: date | None, begun: date | None, done: date | None) -> StepState:
    if done is not None:
        return StepState.DONE_LATE if last is not None and done > last else StepState.DONE
    if last is None:
        return StepState.RUNNING if begun is not None else StepState.UNDATED
    if day.as_of > last:
        return StepState.PASSED if day.cycle is None else StepState.OVERDUE
    if (last - day.as_of).days <= day.within:
        return StepState.NEAR
    return StepState.RUNNING if begun is not None else StepState.AHEAD


def _publicity(
    step: Deadline, publicity: Publicity, record: StageRecord | None, last: date | None, day: _Day
) -> PublicityLine:
    """The first day counts as the official text says, else as the interpretation says."""
    said = publicity.counts_first
    first = day.choices[FIRST_DAY] == COUNTED if said is None else said
    if record is None or record.public_from is None:
        latest = None
        if last is not None and day.as_of <= last and (record is None or record.done is None):
            latest = _latest(step, publicity, last, first, day)
        return PublicityLine(state=PublicityState.NOT_BEGUN, begun=None, period=None, latest=latest)
    begun, listed = record.public_from, record.listed
    period = publicity_period(day.calendar, begun, publicity, counts_first=first)
    if isinstance(period, CalendarGap):
        day.problems.append(gap_problem(period, f"算不出“{step.name}”的公示期满日", record.location))
        return PublicityLine(state=PublicityState.UNKNOWN, begun=begun, period=None, latest=None, listed=listed)
    state = PublicityState.OVER if day.as_of > period.taken.ends else PublicityState.RUNNING
    return PublicityLine(state=state, begun=begun, period=period, latest=None, listed=listed)


def _latest(step: Deadline, publicity: Publicity, last: date, first: bool, day: _Day) -> LatestStart | None:
    taken = latest_start(day.calendar, publicity.working_days, last, counts_first=first)
    other = latest_start(day.calendar, publicity.working_days, last, counts_first=not first)
    for found in (taken, other):
        if isinstance(found, CalendarGap):
            day.problems.append(gap_problem(found, f"算不出“{step.name}”最迟哪天开始公示", stops=False))
            return None
    assert isinstance(taken, date)
    assert isinstance(other, date)
    return LatestStart(taken=taken, other=other if publicity.counts_first is None and other != taken else None)


def _documents(criteria: Criteria, day: _Day, last_days: Mapping[str, date | None]) -> Iterator[DocumentLine]:
    """The documents of every city."""
    for city in () if day.cycle is None else day.cycle.cities.values():
        for document in criteria.documents:
            last, received = last_days.get(document.step), city.received.get(document.name)
            late = 0 if received is None or last is None else max((received - last).days, 0)
            if received is not None:
                state = DocumentState.LATE if late else DocumentState.RECEIVED
            elif last is None:
                state = DocumentState.UNDATED
            else:
                state = DocumentState.OVERDUE if day.as_of > last else DocumentState.DUE
            yield DocumentLine(
                city=city.name,
                document=document,
                state=state,
                received=received,
                last_day=last,
                late=late,
                days=None if last is None or received is not None else (last - day.as_of).days,
            )


def _reports(criteria: Criteria, day: _Day) -> Iterator[ReportLine]:
    """The yearly reports of the cities named in this cycle, from the first year under the interpretation taken to the year
    of the day. A city whose title was withdrawn owes none for that year and later ones."""
    cycle = day.cycle
    if cycle is None or cycle.naming is None or cycle.naming.on is None:
        return
    this = day.as_of.year
    first = cycle.naming.on.year + (0 if day.choices[REPORTS] == SAME_YEAR else 1)
    lost = {one.city: one.on.year for one in cycle.withdrawals}
    for duty in criteria.reporting:
        for city in cycle.naming.cities if duty.yearly else ():
            for year in range(first, this + 1):
                received = cycle.cities[city].reports.get(year)
                if received is None and year >= lost.get(city, this + 1):
                    continue
                state = ReportState.OPEN if year >= this else ReportState.MISSING
                state = ReportState.RECEIVED if received else state
                yield ReportLine(city=city, duty=duty, year=year, state=state, received=received)


def _questions(found: CycleStatus, calendar: Calendar) -> Iterator[Problem]:
    """What the dates ask a person to look at."""
    if found.cycle is not None:
        for line in found.steps:
            yield from _publicity_questions(line, found.cycle, calendar)
        yield from _listed(found, found.cycle)
        yield from _undated(found, found.cycle)


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
