"""Publicity periods (公示): when one ends, when the next step may follow, when one must begin at the latest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from scoring.base.errors import Problem
from scoring.model.cycle import StageRecord
from scoring.model.cycle_status import CountedPeriod, LatestStart, PublicityLine, PublicityPeriod, PublicityState
from scoring.model.procedure import Deadline, Publicity
from scoring.province.procedure.calendar import Calendar, CalendarGap, gap_problem, nth_workday, nth_workday_back
from scoring.province.procedure.interpretations import COUNTED, FIRST_DAY

__all__ = ["counted_period", "latest_start", "publicity_line", "publicity_period", "takes_first"]


ONE = timedelta(days=1)


def counted_period(
    calendar: Calendar, starts: date, working_days: int, *, counts_first: bool
) -> CountedPeriod | CalendarGap:
    """The period of so many working days that began on `starts`. When `starts` is no working day, counting begins with
    the next one under either reading."""
    days: list[date] = []
    day = starts if counts_first else starts + ONE
    for _ in range(working_days + 1):
        found = nth_workday(calendar, day, 1)
        if isinstance(found, CalendarGap):
            return found
        days.append(found)
        day = found + ONE
    return CountedPeriod(starts=starts, counts_first=counts_first, days=tuple(days[:-1]), then=days[-1])


def publicity_period(
    calendar: Calendar, starts: date, publicity: Publicity, *, counts_first: bool
) -> PublicityPeriod | CalendarGap:
    """The period under both readings; `counts_first` is the one taken where the official text does not say."""
    decided = publicity.counts_first is not None
    taken_first = counts_first if publicity.counts_first is None else publicity.counts_first
    taken = counted_period(calendar, starts, publicity.working_days, counts_first=taken_first)
    if isinstance(taken, CalendarGap):
        return taken
    if decided:
        return PublicityPeriod(publicity=publicity, taken=taken, other=None, decided=True)
    other = counted_period(calendar, starts, publicity.working_days, counts_first=not taken_first)
    if isinstance(other, CalendarGap):
        return other
    differs = other.days != taken.days
    return PublicityPeriod(publicity=publicity, taken=taken, other=other if differs else None, decided=False)


def latest_start(calendar: Calendar, working_days: int, last_day: date, *, counts_first: bool) -> date | CalendarGap:
    """The last working day on which a period can begin so that what follows it can be done on `last_day` at the latest."""
    back = working_days + (1 if counts_first else 2)
    return nth_workday_back(calendar, last_day, back)


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
    period = publicity_period(calendar, begun, publicity, counts_first=first)
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
