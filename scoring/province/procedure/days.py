"""The calendar part of a cycle file, or a calendar file of its own: days that are worked or not, each with its source."""

from __future__ import annotations

from datetime import date, timedelta

from scoring.base.errors import Result
from scoring.documents.nodes import Document, Node, get, items_of, number_of, text_of
from scoring.documents.problems import Report, read_day
from scoring.model.cycle import CalendarChanges, DayChange
from scoring.province.procedure.keys import unknown_key
from scoring.province.procedure.schema import calendar_schema
from scoring.validate.schema.check import check

__all__ = ["calendar_file", "read_calendar", "together"]

LONGEST = timedelta(days=60)
"""A longer row of days off is a slip of the pen."""


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


def together(own: CalendarChanges, added: CalendarChanges) -> CalendarChanges:
    """Both; where they speak of the same day, `added` is taken."""
    return CalendarChanges(
        days=(*own.days, *added.days), whole_years=tuple(sorted({*own.whole_years, *added.whole_years}))
    )


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
