"""Working days in China, with make-up days (调休): the published data, the days a user states, and publicity periods (公示) counted in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from msgspec import Struct

from scoring.base.errors import Location, Problem, Result, Severity, sort_problems
from scoring.documents import strict
from scoring.documents.fields import Reader, shape
from scoring.documents.forms import group
from scoring.documents.nodes import Document
from scoring.documents.problems import Report
from scoring.documents.schema.checking import check
from scoring.model.cycle import CalendarChanges, DayChange
from scoring.model.cycle_status import CountedPeriod, PublicityPeriod
from scoring.model.procedure import Publicity
from scoring.submissions.keys import unknown_key

__all__ = [
    "CALENDAR",
    "Calendar",
    "CalendarGap",
    "calendar_file",
    "calendar_of",
    "check_calendar",
    "counted_period",
    "gap_problem",
    "is_workday",
    "known_years",
    "latest_start",
    "load_calendar",
    "nth_workday",
    "nth_workday_back",
    "publicity_period",
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


def calendar_of(*changes: CalendarChanges) -> Calendar:
    """The calendar with these changes; later ones win."""
    own: dict[date, bool] = {}
    for change_list in changes:
        for change in change_list.days:
            for offset in range((change.last - change.first).days + 1):
                own[change.first + timedelta(days=offset)] = change.works
    return Calendar(own=own, whole_years=frozenset(year for one in changes for year in one.whole_years))


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


def nth_workday_back(calendar: Calendar, day: date, number: int) -> date | CalendarGap:
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


CALENDAR = {**group(CalendarChanges).schema, "title": "日历"}
LONGEST = timedelta(days=60)
"""A longer row of days off is a slip of the pen."""


def load_calendar(path: str) -> Result[CalendarChanges]:
    """A calendar file; the value is None when a problem is an error."""
    document = strict.read_document(path)
    if document.value is None or not document.ok:
        return Result(value=None, problems=document.problems)
    made = calendar_file(document.value)
    return Result(value=made.value, problems=sort_problems([*document.problems, *made.problems]))


def calendar_file(document: Document) -> Result[CalendarChanges]:
    """The changes of a file of its own, under 日历 or at the top. The value is None when a problem is an error."""
    root = document.root
    report = Report(root)
    below = root.get("日历")
    wrapped = below is not None and len(root.entries) == 1
    if check(root, shape((), {"日历": CALENDAR}) if wrapped else CALENDAR, unknown_key, report):
        return Result(value=None, problems=report.problems)
    made = Reader(report).record(CalendarChanges, below if wrapped else root)
    check_calendar(made, report)
    return Result(value=None if report.failed else made, problems=report.problems)


def check_calendar(changes: CalendarChanges, report: Report) -> None:
    """A row of days goes forward and is not too long; days do not contradict each other."""
    sound: list[DayChange] = []
    for one in changes.days:
        if date.min in (one.first, one.last):  # no such day, which was told
            continue
        if not one.first <= one.last <= one.first + LONGEST:
            message = f"从 {one.first} 到 {one.last} 不是连续的一段日子，或者超过60天"
            report.error("bad-period", message, "请核对“日期”和“至”。", one.location)
            continue
        other = next((other for other in sound if other.works is not one.works and _overlap(one, other)), None)
        if other is not None:
            _contradiction(one, other, report)
        sound.append(one)


def _overlap(one: DayChange, other: DayChange) -> bool:
    return max(one.first, other.first) <= min(one.last, other.last)


def _contradiction(one: DayChange, other: DayChange, report: Report) -> None:
    words = {True: "上班", False: "放假"}
    day = max(one.first, other.first)
    message = f"{day} 在第{other.location.line}行是{words[other.works]}，这里又是{words[one.works]}"
    report.error("day-twice", message, "一天只能有一种安排；连续放假中间有上班的，请分成几段写。", one.location)


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
