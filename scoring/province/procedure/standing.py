"""Where a cycle stands on a day: pure, from the pack, the record and the calendar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from scoring.base.errors import Problem, sort_problems
from scoring.model.criteria import Criteria, Deadline
from scoring.model.cycle import CalendarChanges, Cycle, StageRecord
from scoring.province.procedure.bans import bans
from scoring.province.procedure.model import DocumentLine, DocumentState, Standing, StepLine, StepState
from scoring.province.procedure.periods import publicity_line
from scoring.province.procedure.questions import raised
from scoring.province.procedure.readings import DUE_DAY, NOT_COUNTED, chosen
from scoring.province.procedure.reports import named_by, report_lines
from scoring.province.procedure.workdays import Calendar, CalendarGap, gap_problem, made, workdays_between

__all__ = ["standing"]

NOTHING = CalendarChanges()


def standing(
    criteria: Criteria,
    cycle: Cycle | None,
    as_of: date,
    *,
    added: CalendarChanges = NOTHING,
    within: int = 14,
) -> Standing:
    """Where the cycle stands at the end of `as_of`. Records dated later are left out, so that any day of a cycle can be
    looked at again. `added` are days of a calendar file; a deadline at most `within` days away is near."""
    calendar = made(NOTHING if cycle is None else cycle.calendar, added)
    readings = chosen(cycle)
    problems: list[Problem] = []
    lines = [_step(step, cycle, as_of, within, calendar, readings, problems) for step in criteria.procedure]
    last_days = {line.step.name: line.last_day for line in lines}
    found = Standing(
        criteria=criteria,
        cycle=cycle,
        as_of=as_of,
        within=within,
        steps=tuple(lines),
        documents=_documents(criteria, cycle, as_of, last_days),
        naming=named_by(cycle, as_of),
        reports=report_lines(criteria, cycle, as_of, readings),
        barred=tuple(one for one in ([] if cycle is None else bans(cycle)) if one.withdrawal.on <= as_of),
        ignored=0 if cycle is None else _later(cycle, as_of),
    )
    return raised(found, calendar, sort_problems(problems))


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
