"""A cycle file to a typed record of the cycle, or every problem in it."""

from __future__ import annotations

import unicodedata
from datetime import date

from scoring.base.characters import alike
from scoring.base.errors import Result
from scoring.documents.nodes import Document, Entry, Node, bool_of, entries_of, get, items_of, number_of, text_of
from scoring.documents.problems import Report, read_day
from scoring.model.criteria import Criteria
from scoring.model.cycle import CityRecord, Cycle, Naming, NewDue, StageRecord, Withdrawal
from scoring.model.submission import Choice
from scoring.province.procedure.days import read_calendar
from scoring.province.procedure.keys import unknown_key
from scoring.province.procedure.schema import cycle_schema
from scoring.province.procedure.sense import check_sense
from scoring.validate.schema.check import check

__all__ = ["read_cycle"]


def read_cycle(document: Document, criteria: Criteria) -> Result[Cycle]:
    """The cycle that the document records. The value is None when any problem is an error; problems are those of this
    check only, sorted by place."""
    root = document.root
    report = Report(root)
    rule = criteria.cycle
    if rule is None:
        hint = "请在指标体系的 pack.yaml 里写 cycle；写法见 criteria/README.md。"
        message = f"指标体系“{criteria.id}”没有写评选周期，不能记录程序"
        report.error("no-cycle", message, hint, root.get("指标体系") or root)
        return Result(value=None, problems=report.problems)
    if check(root, cycle_schema(criteria), unknown_key, report):
        return Result(value=None, problems=report.problems)
    begins = int(number_of(root.get("评选周期")) or 0)
    spelt = {alike(one.name): one.name for one in entries_of(root.get("城市"))}
    cycle = Cycle(
        criteria_id=criteria.id,
        begins=begins,
        years=rule.years,
        ban=rule.ban,
        invented=bool_of(root.get("虚构样例")) is True,
        stages={one.name: _stage(one, spelt, report) for one in entries_of(root.get("阶段"))},
        cities={one.name: _city(one, report) for one in entries_of(root.get("城市"))},
        naming=_naming(root.get("命名"), spelt, report),
        withdrawals=tuple(_withdrawal(one, spelt, begins, criteria, report) for one in entries_of(root.get("撤销"))),
        dues=_dues(root.get("时限调整"), report),
        choices=_choices(root.get("口径")),
        calendar=read_calendar(root.get("日历"), report),
        file=document.file,
        digest=document.digest,
        location=(root.get("评选周期") or root).location,
    )
    check_sense(cycle, criteria, root, report)
    return Result(value=None if report.failed else cycle, problems=report.problems)


def _stage(entry: Entry, spelt: dict[str, str], report: Report) -> StageRecord:
    node = entry.value
    return StageRecord(
        begun=read_day(get(node, "开始"), report),
        done=read_day(get(node, "完成"), report),
        location=entry.key.location,
        public_from=read_day(get(node, "公示开始"), report),
        listed=_names(get(node, "公示名单"), spelt),
        note=text_of(get(node, "说明")),
    )


def _city(entry: Entry, report: Report) -> CityRecord:
    node = entry.value
    reports: dict[int, date] = {}
    for year in entries_of(get(node, "年度报送")):
        day = read_day(year.value, report)
        if not (year.name.isascii() and year.name.isdecimal() and len(year.name) == 4):
            report.error("bad-form", f"“{year.name}”不是年份", "请写成“2023: 2024-01-15”的样子。", year)
        elif day is not None:
            reports[int(year.name)] = day
    return CityRecord(
        name=entry.name,
        received=_days(get(node, "材料"), report),
        checked=_days(get(node, "完成"), report),
        reports=reports,
        location=entry.key.location,
        note=text_of(get(node, "说明")),
    )


def _days(node: Node | None, report: Report) -> dict[str, date]:
    read = {entry.name: read_day(entry.value, report) for entry in entries_of(node)}
    return {name: day for name, day in read.items() if day is not None}


def _naming(node: Node | None, spelt: dict[str, str], report: Report) -> Naming | None:
    cities = _names(get(node, "名单"), spelt)
    day = read_day(get(node, "日期"), report)
    if node is None or (not cities and day is None):
        return None
    return Naming(on=day, cities=cities, location=node.location, basis=text_of(get(node, "文件")))


def _withdrawal(entry: Entry, spelt: dict[str, str], begins: int, criteria: Criteria, report: Report) -> Withdrawal:
    node = entry.value
    given = [text_of(one) for one in items_of(get(node, "情形"))]
    return Withdrawal(
        city=spelt.setdefault(alike(entry.name), entry.name),
        on=read_day(get(node, "日期"), report) or date.min,
        grounds=tuple(one for one in criteria.withdrawal if one.name in given),
        named=int(number_of(get(node, "命名周期")) or begins),
        location=entry.key.location,
        basis=text_of(get(node, "文件")),
    )


def _dues(node: Node | None, report: Report) -> dict[str, NewDue]:
    found: dict[str, NewDue] = {}
    for entry in entries_of(node):
        due = read_day(get(entry.value, "截止"), report)
        if due is not None:
            found[entry.name] = NewDue(due=due, basis=text_of(get(entry.value, "依据")), location=entry.key.location)
    return found


def _choices(node: Node | None) -> dict[str, Choice]:
    return {
        entry.name: Choice(
            option=text_of(get(entry.value, "选择")),
            reason=text_of(get(entry.value, "理由")),
            location=entry.key.location,
        )
        for entry in entries_of(node)
    }


def _names(node: Node | None, spelt: dict[str, str]) -> tuple[str, ...]:
    """City names without repeats, each spelt as where the file has it first: in 城市, else in the first list."""
    names = (text_of(one) for one in items_of(node))
    return tuple(dict.fromkeys(spelt.setdefault(alike(name), unicodedata.normalize("NFKC", name)) for name in names))
