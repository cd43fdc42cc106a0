"""Working days in China, with make-up days (调休): the published data, and the days a user states in a calendar file or part."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from msgspec import Struct

from scoring import load
from scoring.base.errors import Location, Problem, Result, Severity, sort_problems
from scoring.documents.nodes import Document, Node, get, items_of, number_of, text_of
from scoring.documents.problems import Report, read_day
from scoring.model.cycle import CalendarChanges, DayChange
from scoring.validate.schema.answers import DATE, group_schema, line_schema
from scoring.validate.schema.check import check
from scoring.validate.submission_keys import unknown_key

__all__ = [
    "Calendar",
    "CalendarGap",
    "calendar_file",
    "calendar_schema",
    "load_calendar",
    "gap_problem",
    "is_workday",
    "known_years",
    "calendar_of",
    "nth_workday_back",
    "nth_workday",
    "read_calendar",
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


LONGEST = timedelta(days=60)
"""A longer row of days off is a slip of the pen."""


YEAR: dict[str, Any] = {
    "type": "integer",
    "minimum": 1949,
    "maximum": 2199,
    "errorMessage": "应填年份",
    "examples": [2022],
}
DAY: dict[str, Any] = {
    "type": "string",
    "pattern": DATE,
    "$comment": "date",
    "errorMessage": "应填日期",
    "examples": ["2022-05-20"],
}


def calendar_schema() -> dict[str, Any]:
    """The schema of the calendar part, which may also be a file of its own."""
    change = {
        "type": "object",
        "required": ["日期", "安排", "依据"],
        "properties": {
            "日期": {**DAY, "title": "日期", "description": "哪一天，或从哪一天起。"},
            "至": {**DAY, "title": "至", "description": "连续几天时，到哪一天为止（含）。"},
            "安排": {"enum": ["放假", "上班"], "errorMessage": "应从“放假”、“上班”中选一个", "examples": ["放假"]},
            "依据": {**line_schema("依据", "根据哪个通知。"), "minLength": 1},
        },
        "additionalProperties": False,
    }
    return group_schema(
        "日历",
        {
            "列全年份": {
                "type": ["array", "null"],
                "items": YEAR,
                "title": "列全年份",
                "description": "这些年份的放假和调休上班已经全部列在“安排”里，其余各日按周一至周五上班计算。",
                "errorMessage": "应写成年份的列表",
                "examples": ["[2027]"],
            },
            "安排": {"type": ["array", "null"], "items": change, "title": "安排"},
        },
    )


def load_calendar(path: str) -> Result[CalendarChanges]:
    """A calendar file; the value is None when a problem is an error."""
    document = load.read_document(path)
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
    schema = {"type": "object", "properties": {"日历": calendar_schema()}, "additionalProperties": False}
    if check(root, schema if wrapped else calendar_schema(), unknown_key, report):
        return Result(value=None, problems=report.problems)
    made = read_calendar(below if wrapped else root, report)
    return Result(value=None if report.failed else made, problems=report.problems)


def read_calendar(node: Node | None, report: Report) -> CalendarChanges:
    """The changes under 日历; days that contradict each other are noted."""
    found: list[DayChange] = []
    for one in items_of(get(node, "安排")):
        first = read_day(get(one, "日期"), report)
        last = read_day(get(one, "至"), report) if get(one, "至") is not None else first
        if first is None or last is None:
            continue
        works = text_of(get(one, "安排")) == "上班"
        if not first <= last <= first + LONGEST:
            message = f"从 {first} 到 {last} 不是连续的一段日子，或者超过60天"
            report.error("bad-period", message, "请核对“日期”和“至”。", get(one, "至"))
            continue
        made = DayChange(first=first, last=last, works=works, basis=text_of(get(one, "依据")), location=one.location)
        _contradiction(made, found, report)
        found.append(made)
    years = sorted({int(number_of(one) or 0) for one in items_of(get(node, "列全年份"))})
    return CalendarChanges(days=tuple(found), whole_years=tuple(years))


def _contradiction(made: DayChange, found: list[DayChange], report: Report) -> None:
    for other in found:
        first, last = max(made.first, other.first), min(made.last, other.last)
        if first <= last and made.works is not other.works:
            _say(first, other, made, report)
            return


def _say(day: date, other: DayChange, made: DayChange, report: Report) -> None:
    words = {True: "上班", False: "放假"}
    message = f"{day} 在第{other.location.line}行是{words[other.works]}，这里又是{words[made.works]}"
    report.error("day-twice", message, "一天只能有一种安排；连续放假中间有上班的，请分成几段写。", made.location)
