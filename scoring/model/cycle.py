"""The record of one cycle (评选周期): what came in, which steps are done, who was named, whose title was withdrawn.

Keys whose names the pack gives (steps, documents, grounds) get their kinds in `scoring.province.procedure.cycle_file`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from msgspec import Struct

from scoring.base.errors import Location
from scoring.documents.fields import Reader, ValueKind, rows
from scoring.documents.forms import (
    BY_PACK,
    CHOSEN_DAY,
    DAY_OR_BLANK,
    INVENTED,
    LONG_TEXT,
    SHORT_TEXT,
    SOME_TEXT,
    YEAR,
    asked,
    by_name,
    group,
    option,
    texts_of,
)
from scoring.documents.nodes import Node, entries_of, items_of, number_of
from scoring.documents.values import ONE_LINE
from scoring.model.procedure import Ban, Statement
from scoring.model.submission import Choice

__all__ = [
    "CalendarChanges",
    "CityRecord",
    "Cycle",
    "DayChange",
    "Naming",
    "NewDue",
    "StageRecord",
    "Withdrawal",
]


def _by_year(node: Node, reader: Reader) -> dict[int, date]:
    found: dict[int, date] = {}
    for entry in entries_of(node):
        day = DAY_OR_BLANK.read(entry.value, reader)
        if not (entry.name.isascii() and entry.name.isdecimal() and len(entry.name) == 4):
            reader.report.error("bad-form", f"“{entry.name}”不是年份", "请写成“2023: 2024-01-15”的样子。", entry)
        elif day is not None:
            found[int(entry.name)] = day
    return found


CITIES = ValueKind(
    schema={
        "type": ["array", "null"],
        "items": {
            "type": "string",
            "minLength": 1,
            "pattern": ONE_LINE,
            "errorMessage": "应填城市名称",
            "examples": ["示例市"],
        },
        "errorMessage": "应写成城市名称的列表",
        "examples": ["[示例市, 甲市]"],
    },
    read=lambda node, _reader: texts_of(node),
    nothing=(),
)
YEARS = ValueKind(
    schema={
        "type": ["array", "null"],
        "items": YEAR.schema,
        "errorMessage": "应写成年份的列表",
        "examples": ["[2027]"],
    },
    read=lambda node, _reader: tuple(sorted({int(number_of(one) or 0) for one in items_of(node)})),
    nothing=(),
)
WORKS = option(
    ("放假", "上班"),
    blank=False,
    get=lambda word: word == "上班",
    errorMessage="应从“放假”、“上班”中选一个",
    examples=["放假"],
)
BY_YEAR = ValueKind(schema=by_name(DAY_OR_BLANK).schema, read=_by_year, nothing={})


class DayChange(Struct, frozen=True, kw_only=True):
    """Days that are worked or not, whatever the calendar's own data say.

    first, until: the first and the last of them, both included; None: one day only
    works: whether they are worked
    basis: the notice that says so
    """

    first: Annotated[date, asked(CHOSEN_DAY, "日期", "哪一天，或从哪一天起。", required=True)]
    until: Annotated[date | None, asked(CHOSEN_DAY, "至", "连续几天时，到哪一天为止（含）。")] = None
    works: Annotated[bool, asked(WORKS, "安排", required=True)]
    basis: Annotated[str, asked(SOME_TEXT, "依据", "根据哪个通知。", required=True)]
    location: Location

    @property
    def last(self) -> date:
        """The last of the days."""
        return self.first if self.until is None else self.until


class CalendarChanges(Struct, frozen=True, kw_only=True):
    """Days the user states. In `whole_years` every deviation from Monday-to-Friday is listed, so that years past the
    calendar's own data can be counted in."""

    whole_years: Annotated[
        tuple[int, ...],
        asked(YEARS, "列全年份", "这些年份的放假和调休上班已经全部列在“安排”里，其余各日按周一至周五上班计算。"),
    ] = ()
    days: Annotated[tuple[DayChange, ...], asked(rows(DayChange), "安排")] = ()


class StageRecord(Struct, frozen=True, kw_only=True):
    """What is recorded of one step.

    begun, done: when it began and was finished
    public_from, listed: where it has a publicity period, when that began, and the cities on its list
    """

    begun: Annotated[date | None, asked(DAY_OR_BLANK, "开始")] = None
    done: Annotated[date | None, asked(DAY_OR_BLANK, "完成")] = None
    public_from: Annotated[date | None, asked(DAY_OR_BLANK, "公示开始")] = None
    listed: Annotated[tuple[str, ...], asked(CITIES, "公示名单")] = ()
    note: Annotated[str, asked(LONG_TEXT, "说明", "自己备忘用。")] = ""
    location: Location


class CityRecord(Struct, frozen=True, kw_only=True):
    """One city.

    received: the documents that came in
    checked: the steps that are finished for it
    reports: once it is named, its yearly reports by year
    """

    name: str
    received: Annotated[Mapping[str, date], asked(BY_PACK, "材料", "各份材料哪一天收到。")]
    checked: Annotated[Mapping[str, date], asked(BY_PACK, "完成", "该市的各个阶段哪一天完成。")]
    reports: Annotated[Mapping[int, date], asked(BY_YEAR, "年度报送", "命名以后，哪一年的情况哪一天收到。")]
    note: Annotated[str, asked(LONG_TEXT, "说明", "自己备忘用。")] = ""
    location: Location


class Naming(Struct, frozen=True, kw_only=True):
    """The cities that were named, when, and by which document."""

    on: Annotated[date | None, asked(DAY_OR_BLANK, "日期")]
    cities: Annotated[tuple[str, ...], asked(CITIES, "名单")]
    basis: Annotated[str, asked(SHORT_TEXT, "文件", "命名通报的标题和文号。")] = ""
    location: Location


class Withdrawal(Struct, frozen=True, kw_only=True):
    """A title withdrawn.

    grounds: the official ones
    named: the year in which the cycle began in which the city was named
    basis: the document
    """

    city: str
    on: Annotated[date, asked(CHOSEN_DAY, "日期", "哪一天撤销命名。", required=True)]
    grounds: Annotated[tuple[Statement, ...], asked(BY_PACK, "情形", required=True)]
    basis: Annotated[str, asked(SHORT_TEXT, "文件", "撤销命名的文件。")] = ""
    named: Annotated[int, asked(YEAR, "命名周期", "当初命名的评选周期从哪一年开始；就是本期的不用写。")] = 0
    location: Location


class NewDue(Struct, frozen=True, kw_only=True):
    """Another last day for a step than the pack's, with the document that sets it."""

    due: Annotated[date, asked(CHOSEN_DAY, "截止", "新的最后一天。", required=True)]
    basis: Annotated[str, asked(SOME_TEXT, "依据", "根据哪个文件调整。", required=True, examples=["某某通知（文号）"])]
    location: Location


class Cycle(Struct, frozen=True, kw_only=True):
    """One cycle (评选周期).

    begins, years: it runs for so many calendar years from 1 January of `begins`
    ban: what a withdrawal closes, where the official text says so
    dues: other last days than those of the pack
    choices: the interpretations switched by the file
    digest: the SHA-256 (hex) of its bytes
    """

    criteria_id: Annotated[str, asked(BY_PACK, "指标体系", "所用指标体系的编号。", required=True)]
    begins: Annotated[int, asked(YEAR, "评选周期", "这一期从哪一年开始，例如 2022。", required=True)]
    years: int
    ban: Ban | None
    invented: Annotated[bool, asked(INVENTED, "虚构样例", "演示用的虚构数据写 是。")] = False
    note: Annotated[str, asked(LONG_TEXT, "说明", "自己备忘用。")] = ""
    dues: Annotated[Mapping[str, NewDue], asked(BY_PACK, "时限调整")]
    choices: Annotated[Mapping[str, Choice], asked(BY_PACK, "口径")]
    stages: Annotated[Mapping[str, StageRecord], asked(BY_PACK, "阶段")]
    cities: Annotated[Mapping[str, CityRecord], asked(BY_PACK, "城市", "申报的城市，一市一组。")]
    naming: Annotated[Naming | None, asked(group(Naming), "命名")]
    withdrawals: Annotated[tuple[Withdrawal, ...], asked(BY_PACK, "撤销")]
    calendar: Annotated[CalendarChanges, asked(group(CalendarChanges), "日历")] = CalendarChanges()
    file: str
    digest: str
    location: Location
