"""The publicity of one step on a day: begun or not, over or not, and how late it may begin."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from scoring.base.errors import Problem
from scoring.model.criteria import Deadline, Publicity
from scoring.model.cycle import StageRecord
from scoring.province.procedure.model import LatestStart, PublicityLine, PublicityState
from scoring.province.procedure.publicity import both, latest_start
from scoring.province.procedure.readings import COUNTED, FIRST_DAY
from scoring.province.procedure.workdays import Calendar, CalendarGap, gap_problem

__all__ = ["publicity_line", "takes_first"]


def takes_first(publicity: Publicity, readings: Mapping[str, str]) -> bool:
    """Whether the first day counts: as the official text says, else as the reading says."""
    if publicity.counts_first is not None:
        return publicity.counts_first
    return readings[FIRST_DAY] == COUNTED


def publicity_line(
    step: Deadline,
    record: StageRecord | None,
    last: date | None,
    done: date | None,
    as_of: date,
    calendar: Calendar,
    readings: Mapping[str, str],
    problems: list[Problem],
) -> PublicityLine | None:
    """None where the step has no publicity. Days the calendar does not know are added to `problems`."""
    publicity = step.publicity
    if publicity is None:
        return None
    first = takes_first(publicity, readings)
    begun = None if record is None else record.public_from
    listed = () if record is None or begun is None or begun > as_of else record.listed
    if begun is None or begun > as_of:
        latest = None
        if last is not None and done is None and as_of <= last:
            latest = _latest(publicity, last, first, calendar, step.name, problems)
        return PublicityLine(state=PublicityState.NOT_BEGUN, begun=None, period=None, latest=latest)
    period = both(calendar, begun, publicity, counts_first=first)
    if isinstance(period, CalendarGap):
        place = None if record is None else record.location
        problems.append(gap_problem(period, f"算不出“{step.name}”的公示期满日", place))
        return PublicityLine(state=PublicityState.UNKNOWN, begun=begun, period=None, latest=None, listed=listed)
    state = PublicityState.OVER if as_of > period.taken.ends else PublicityState.RUNNING
    return PublicityLine(state=state, begun=begun, period=period, latest=None, listed=listed)


def _latest(
    publicity: Publicity, last: date, first: bool, calendar: Calendar, name: str, problems: list[Problem]
) -> LatestStart | None:
    taken = latest_start(calendar, publicity.working_days, last, counts_first=first)
    other = latest_start(calendar, publicity.working_days, last, counts_first=not first)
    for found in (taken, other):
        if isinstance(found, CalendarGap):
            problems.append(gap_problem(found, f"算不出“{name}”最迟哪天开始公示", stops=False))
            return None
    assert isinstance(taken, date)
    assert isinstance(other, date)
    open_to_reading = publicity.counts_first is None and other != taken
    return LatestStart(taken=taken, other=other if open_to_reading else None)
