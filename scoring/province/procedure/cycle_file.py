"""A cycle file: its shape, made from its pack, and its reading to a record of the cycle."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from msgspec import Struct

from scoring import load, validate
from scoring.base.characters import alike
from scoring.base.errors import Location, Problem, Result, Severity, sort_problems
from scoring.base.text import date_text
from scoring.documents.nodes import (
    Document,
    Entry,
    MappingNode,
    Node,
    bool_of,
    entries_of,
    get,
    items_of,
    number_of,
    text_of,
)
from scoring.documents.problems import Report, did_you_mean, read_day
from scoring.loading import load_criteria
from scoring.model.criteria import Criteria, Deadline
from scoring.model.cycle import CityRecord, Cycle, Naming, NewDue, StageRecord, Withdrawal
from scoring.model.submission import Choice
from scoring.province.procedure.calendar import DAY, YEAR, calendar_schema, read_calendar
from scoring.province.procedure.interpretations import ProcedureInterpretation, open_interpretations
from scoring.validate.schema.answers import date_schema, group_schema, invented_schema, line_schema, text_schema
from scoring.validate.schema.check import check
from scoring.validate.schema.shapes import DRAFT, ONE_LINE, schema_id
from scoring.validate.submission_keys import unknown_key

__all__ = ["LoadedCycle", "cycle_schema", "load_cycle", "load_previous", "read_cycle"]


CITIES: dict[str, Any] = {
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
}


def cycle_schema(criteria: Criteria) -> dict[str, Any]:
    """The schema of cycle files for `criteria`; ready for json.dumps."""
    return {
        "$schema": DRAFT,
        "$id": schema_id(criteria.id, criteria.edition, "cycle"),
        "title": f"{criteria.short_title}·评选周期记录",
        "description": criteria.title,
        "type": "object",
        "required": ["指标体系", "评选周期"],
        "properties": {
            "指标体系": {"const": criteria.id, "title": "指标体系", "description": "所用指标体系的编号。"},
            "评选周期": {**YEAR, "title": "评选周期", "description": "这一期从哪一年开始，例如 2022。"},
            "虚构样例": invented_schema(),
            "说明": text_schema("说明", "自己备忘用。"),
            "时限调整": _times(criteria),
            "口径": group_schema("口径", {one.name: _choice(one) for one in open_interpretations(criteria)}),
            "阶段": group_schema("阶段", {step.name: _stage_schema(step) for step in criteria.procedure}),
            "城市": {**_free("城市", _city_schema(criteria)), "description": "申报的城市，一市一组。"},
            "命名": group_schema(
                "命名",
                {"日期": date_schema(), "名单": CITIES, "文件": line_schema("文件", "命名通报的标题和文号。")},
            ),
            "撤销": _free("撤销", _withdrawal_schema(criteria)),
            "日历": calendar_schema(),
        },
        "additionalProperties": False,
    }


def _free(title: str, below: dict[str, Any]) -> dict[str, Any]:
    """A mapping whose keys are names of the author's choice."""
    return {"type": ["object", "null"], "title": title, "$comment": "object", "additionalProperties": below}


def _times(criteria: Criteria) -> dict[str, Any]:
    due = {
        "type": "object",
        "required": ["截止", "依据"],
        "properties": {
            "截止": {**DAY, "title": "截止", "description": "新的最后一天。"},
            "依据": {**line_schema("依据", "根据哪个文件调整。"), "minLength": 1, "examples": ["某某通知（文号）"]},
        },
        "additionalProperties": False,
        "errorMessage": "应写成截止日期和依据",
    }
    return group_schema("时限调整", {step.name: due for step in criteria.procedure})


def _choice(reading: ProcedureInterpretation) -> dict[str, Any]:
    names = [option.name for option in reading.options]
    return {
        "type": "object",
        "title": reading.name,
        "description": "\n".join([reading.question, *(f"{one.name}：{one.text}" for one in reading.options)]),
        "required": ["选择", "理由"],
        "$comment": "reading",
        "properties": {
            "选择": {"enum": names, "errorMessage": f"应从{'、'.join(f'“{one}”' for one in names)}中选一个"},
            "理由": {**line_schema("理由", "为什么改选。"), "minLength": 1},
        },
        "additionalProperties": False,
    }


def _stage_schema(step: Deadline) -> dict[str, Any]:
    properties: dict[str, Any] = {"开始": date_schema(), "完成": date_schema()}
    if step.publicity is not None:
        properties["公示开始"] = {**date_schema(), "description": f"哪一天开始公示（{step.publicity.quote}）。"}
        properties["公示名单"] = CITIES
    properties["说明"] = text_schema("说明", "自己备忘用。")
    return {**group_schema(step.name, properties), "description": f"{step.due_text}。{step.text}"}


def _city_schema(criteria: Criteria) -> dict[str, Any]:
    received = {one.name: {**date_schema(), "description": one.text} for one in criteria.documents}
    own = {one.step for one in criteria.documents}
    checked = {step.name: date_schema() for step in criteria.procedure if step.name not in own}
    return group_schema(
        "城市",
        {
            "材料": {**group_schema("材料", received), "description": "各份材料哪一天收到。"},
            "完成": {**group_schema("完成", checked), "description": "该市的各个阶段哪一天完成。"},
            "年度报送": {**_free("年度报送", date_schema()), "description": "命名以后，哪一年的情况哪一天收到。"},
            "说明": text_schema("说明", "自己备忘用。"),
        },
    )


def _withdrawal_schema(criteria: Criteria) -> dict[str, Any]:
    names = [one.name for one in criteria.withdrawal]
    words = "；".join(f"{one.name}：{one.text}" for one in criteria.withdrawal)
    return {
        "type": "object",
        "required": ["日期", "情形"],
        "properties": {
            "日期": {**DAY, "description": "哪一天撤销命名。"},
            "情形": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "enum": [*names, *(int(one) for one in names if one.isdecimal())],
                    "errorMessage": f"应从{'、'.join(f'“{one}”' for one in names)}中选（{words}）",
                },
                "errorMessage": "应写成情形编号的列表",
                "examples": [f'["{names[0]}"]' if names else "[]"],
            },
            "文件": line_schema("文件", "撤销命名的文件。"),
            "命名周期": {**YEAR, "description": "当初命名的评选周期从哪一年开始；就是本期的不用写。"},
        },
        "additionalProperties": False,
        "errorMessage": "应写成日期和情形",
    }


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


def check_sense(cycle: Cycle, criteria: Criteria, root: MappingNode, report: Report) -> None:
    """Note every contradiction inside the file."""
    _known(cycle, root, report)
    _order(cycle, root, report)
    _numbers(cycle, criteria, root, report)
    _named(cycle, root, report)
    _withdrawn(cycle, report)


def _known(cycle: Cycle, root: MappingNode, report: Report) -> None:
    """Every city of a list is one of 城市; an empty list of cities is a file that is only begun."""
    known = {alike(city) for city in cycle.cities}
    lists = [get(get(root.get("阶段"), step), "公示名单") for step in cycle.stages]
    for node in [*lists, get(root.get("命名"), "名单")]:
        for one, city in _cities(node):
            if alike(city) not in known:
                hint = did_you_mean(city, list(cycle.cities)) if cycle.cities else "请先在“城市”里写上它。"
                report.error("unknown-city", f"“城市”里没有“{city}”", hint, one)


def _cities(node: Node | None) -> list[tuple[Node, str]]:
    return [(one, text_of(one)) for one in items_of(node)]


def _order(cycle: Cycle, root: MappingNode, report: Report) -> None:
    for name, stage in cycle.stages.items():
        days = [("开始", stage.begun), ("公示开始", stage.public_from), ("完成", stage.done)]
        said = [(word, day) for word, day in days if day is not None]
        for (early, first), (late, last) in pairwise(said):
            if last < first:
                message = f"“{name}”的{late}（{date_text(last)}）早于{early}（{date_text(first)}）"
                report.error("date-order", message, "请核对两个日期。", get(get(root.get("阶段"), name), late))
    first = date(cycle.begins, 1, 1) if cycle.begins >= 1 else date.min
    for city in cycle.cities.values():
        for name, day in city.received.items():
            if day < first:
                message = f"{city.name}的“{name}”收到日期 {date_text(day)} 早于这一期开始的{cycle.begins}年"
                place = get(get(get(root.get("城市"), city.name), "材料"), name)
                report.question("date-early", message, "请核对年份。", place)


def _numbers(cycle: Cycle, criteria: Criteria, root: MappingNode, report: Report) -> None:
    if criteria.quota is None:
        return
    most = criteria.quota.at_most
    words = "；".join(f"“{text.text}”" for text in criteria.quota.texts)
    lists = {step: (stage.listed, stage.location) for step, stage in cycle.stages.items() if stage.listed}
    if cycle.naming is not None:
        lists["命名"] = (cycle.naming.cities, cycle.naming.location)
    for name, (cities, place) in lists.items():
        if len(cities) > most:
            message = f"“{name}”的名单有{len(cities)}个城市，多于{most}个"
            report.question("quota", message, f"原文：{words}。请核对名单。", _at(root, name) or place)


def _at(root: MappingNode, name: str) -> Node | None:
    return get(root.get("命名"), "名单") if name == "命名" else get(get(root.get("阶段"), name), "公示名单")


def _named(cycle: Cycle, root: MappingNode, report: Report) -> None:
    named = () if cycle.naming is None else cycle.naming.cities
    listed = {city for stage in cycle.stages.values() for city in stage.listed}
    for city in named:
        if listed and city not in listed:
            message = f"{city}已经命名，但不在公示名单里"
            report.question("not-listed", message, "请核对两个名单。", get(root.get("命名"), "名单"))
    for one in cycle.cities.values():
        if one.reports and one.name not in named:
            place: Node | Location = get(get(root.get("城市"), one.name), "年度报送") or one.location
            message = f"{one.name}有年度报送，但不在命名名单里"
            report.question("not-named", message, "请核对“命名”的名单；只有被命名的市才报送。", place)


def _withdrawn(cycle: Cycle, report: Report) -> None:
    named = () if cycle.naming is None else cycle.naming.cities
    for one in cycle.withdrawals:
        if one.named > cycle.begins:
            message = f"{one.city}的命名周期（{one.named}年）晚于本期（{cycle.begins}年）"
            report.error("date-order", message, "命名周期写当初命名那一期的起始年。", one.location)
        elif one.named == cycle.begins and one.city not in named:
            message = f"{one.city}没有列入本期的命名名单，却写了撤销"
            hint = "请把它补进“命名”的名单；以前命名的，写上“命名周期”。"
            report.error("not-named", message, hint, one.location)
        elif one.named == cycle.begins and cycle.naming and cycle.naming.on and one.on < cycle.naming.on:
            message = f"{one.city}的撤销日期（{date_text(one.on)}）早于命名日期（{date_text(cycle.naming.on)}）"
            report.error("date-order", message, "请核对两个日期。", one.location)
        if not one.basis:
            message = f"{one.city}的撤销没有写依据的文件"
            report.question("no-basis", message, "请在“文件”里写撤销文件的标题和文号。", one.location)


class LoadedCycle(Struct, frozen=True, kw_only=True):
    """A valid cycle file with the pack it follows."""

    criteria: Criteria
    cycle: Cycle


def load_cycle(path: str, search: Sequence[str]) -> Result[LoadedCycle]:
    """Read and validate a cycle file with the pack it names; the value is None when a problem is an error."""
    document = load.read_document(path)
    if document.value is None:
        return Result(value=None, problems=document.problems)
    name = validate.criteria_name(document.value, validate.CYCLE)
    if name.value is None:
        return Result(value=None, problems=sort_problems([*document.problems, *name.problems]))
    pack = load_criteria(name.value, search)
    if pack.value is None or not pack.ok:
        named = validate.at_name(document.value, pack.problems) if _not_found(pack.problems) else pack.problems
        return Result(value=None, problems=sort_problems([*document.problems, *named]))
    made = read_cycle(document.value, pack.value)
    problems = sort_problems([*document.problems, *made.problems])
    if made.value is None or any(problem.severity is Severity.ERROR for problem in problems):
        return Result(value=None, problems=problems)
    return Result(value=LoadedCycle(criteria=pack.value, cycle=made.value), problems=problems)


def load_previous(paths: Sequence[str], search: Sequence[str]) -> Result[tuple[Cycle, ...]]:
    """The records of earlier cycles; the value is None when any of them has an error."""
    results = [load_cycle(path, search) for path in paths]
    problems = sort_problems(problem for one in results for problem in one.problems)
    cycles = tuple(one.value.cycle for one in results if one.value is not None)
    return Result(value=cycles if len(cycles) == len(results) else None, problems=problems)


def _not_found(problems: tuple[Problem, ...]) -> bool:
    return any(problem.code == "pack-not-found" for problem in problems)
