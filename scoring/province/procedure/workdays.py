"""Working days in China, with make-up days (调休). The one place that knows the calendar's data and where they end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from msgspec import Struct

from scoring.base.errors import Location, Problem, Severity
from scoring.model.cycle import CalendarChanges

__all__ = [
    "Calendar",
    "CalendarGap",
    "gap_problem",
    "is_workday",
    "known_years",
    "made",
    "nth_back",
    "nth_workday",
    "unsettled",
    "workdays_between",
]

ONE = timedelta(days=1)
UNSETTLED = 25
"""The arrangement of New Year is published with the next year's and may move days from about this one of December."""


class Calendar(Struct, frozen=True, kw_only=True):
    """The user's own days, which win over the published data, and the years that the user lists in full."""

    own: Mapping[date, bool]
    whole_years: frozenset[int]


class CalendarGap(Struct, frozen=True, kw_only=True):
    """A day about which nothing is known; the data cover the years `first` to `last`."""

    day: date
    first: int
    last: int


def made(*changes: CalendarChanges) -> Calendar:
    """The calendar with these changes; later ones win."""
    own: dict[date, bool] = {}
    for group in changes:
        for change in group.days:
            for offset in range((change.last - change.first).days + 1):
                own[change.first + timedelta(days=offset)] = change.works
    return Calendar(own=own, whole_years=frozenset(year for group in changes for year in group.whole_years))


def known_years() -> tuple[int, int]:
    """The first and last year of the published data."""
    from chinese_calendar.constants import holidays

    return min(holidays).year, max(holidays).year


def is_workday(calendar: Calendar, day: date) -> bool | CalendarGap:
    """Whether people work on `day`; a gap where nobody has said so yet."""
    stated = calendar.own.get(day)
    if stated is not None:
        return stated
    if day.year in calendar.whole_years:
        return day.weekday() < 5
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        first, last = known_years()
        return CalendarGap(day=day, first=first, last=last)


def nth_workday(calendar: Calendar, day: date, number: int) -> date | CalendarGap:
    """The `number`th working day on or after `day`; `number` counts from 1."""
    return _walk(calendar, day, number, ONE)


def nth_back(calendar: Calendar, day: date, number: int) -> date | CalendarGap:
    """The `number`th working day on or before `day`, going back; `number` counts from 1."""
    return _walk(calendar, day, number, -ONE)


def workdays_between(calendar: Calendar, after: date, until: date) -> int | CalendarGap:
    """How many working days lie after `after`, up to and with `until`; 0 when `until` is not later."""
    found, day = 0, after
    while day < until:
        day += ONE
        works = is_workday(calendar, day)
        if isinstance(works, CalendarGap):
            return works
        found += works
    return found


def unsettled(calendar: Calendar, first: date, last: date) -> bool:
    """Whether the span holds days at the end of the last published year, which the next year's notice may still move."""
    year = known_years()[1]
    if year + 1 in calendar.whole_years or year in calendar.whole_years:
        return False
    return first <= date(year, 12, 31) and last >= date(year, 12, UNSETTLED)


def gap_problem(gap: CalendarGap, what: str, at: Location | None = None, *, stops: bool = True) -> Problem:
    """What to say when the data end; `what` is what could not be worked out. An error where `stops`, else a question."""
    side = f"日历数据只到{gap.last}年" if gap.day.year > gap.last else f"日历数据从{gap.first}年开始"
    message = f"{side}，{gap.day.year}年哪天放假、哪天调休上班还不知道，{what}"
    hint = (
        f"请在日历文件里写上{gap.day.year}年的放假和调休上班，用 --calendar 给出（写法见 docs/procedure.md），"
        "或者升级软件的日历数据。"
    )
    severity = Severity.ERROR if stops else Severity.QUESTION
    return Problem(code="calendar-unknown", message=message, hint=hint, location=at, severity=severity)


def _walk(calendar: Calendar, day: date, number: int, step: timedelta) -> date | CalendarGap:
    left = number
    while True:
        works = is_workday(calendar, day)
        if isinstance(works, CalendarGap):
            return works
        left -= works
        if left == 0:
            return day
        day += step
