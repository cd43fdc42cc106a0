"""A plan pack's files: their shapes, and their reading to one frozen plan with every figure held against its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, TypeVar

from msgspec import Struct

from scoring import load, validate
from scoring.base.errors import Location, Problem, Result
from scoring.base.text import number_text
from scoring.documents.fields import Reading
from scoring.documents.nodes import (
    Entry,
    MappingNode,
    Node,
    PackSource,
    Scalar,
    bool_of,
    entries_of,
    get,
    items_of,
    number_of,
    optional_text,
    text_of,
)
from scoring.documents.problems import Report, did_you_mean
from scoring.model.criteria import Assumption, Basis, Source, Statement
from scoring.model.facts import Better, FactType
from scoring.model.plan import Contradiction, Group, Indicator, Lack, Nature, Plan, Table, Target, Task
from scoring.province.plans.wording import NO_TARGET, direction_of, figures_of, is_strict, shares_of, unit_of
from scoring.validate.schema.check import Path, check
from scoring.validate.schema.messages import Finding
from scoring.validate.schema.shapes import DRAFT, LINE, OPTIONAL, OPTIONAL_LINE, TEXT, array, schema_id, shape

__all__ = ["load_plan", "part_schema", "plan_schema", "plan", "unknown_key"]

R = TypeVar("R", bound=Struct)


TEXTS = array(TEXT)
LINES = array(LINE)


STATEMENT = shape(("name", "text"), name=LINE, text=TEXT)
WORDED = shape(
    ("value", "text"),
    value={"anyOf": [{"type": "number"}, {"enum": [True]}], "errorMessage": "应填数字或 true", "examples": [60]},
    text=TEXT,
)
TARGET: dict[str, Any] = {
    "anyOf": [{"type": "number"}, {"enum": list(NO_TARGET)}, WORDED],
    "errorMessage": "应填数字、“-”或“——”（原文没有目标），或 {value: 数字, text: 原文的字}",
    "examples": [60],
}
INDICATOR = shape(
    ("id", "name", "better", "basis", "targets"),
    id=LINE,
    name=LINE,
    type={"enum": ["number", "percent", "bool"]},
    unit=OPTIONAL_LINE,
    kind={"enum": ["约束性", "预期性"]},
    better={"enum": ["higher", "lower", "yes"]},
    basis={"enum": ["原文", "建议"]},
    base=TARGET,
    targets={"type": "object", "minProperties": 1, "additionalProperties": TARGET},
    quote=TEXT,
    when=TEXT,
    also=array(STATEMENT),
    notes=TEXTS,
)
TABLE = shape(
    ("id", "title", "indicators"),
    id=LINE,
    label=OPTIONAL_LINE,
    title=LINE,
    indicators={"type": "array", "minItems": 1, "items": INDICATOR},
)
TASK = shape(("id", "text"), id=LINE, number=OPTIONAL_LINE, title=OPTIONAL_LINE, text=TEXT, units=OPTIONAL_LINE)
GROUP = shape(
    ("title", "tasks"), label=OPTIONAL_LINE, title=LINE, tasks={"type": "array", "minItems": 1, "items": TASK}
)


def plan_schema() -> dict[str, Any]:
    """The schema of a plan's pack.yaml."""
    year = {"type": "integer", "minimum": 1949, "maximum": 2199, "examples": [2025]}
    return {
        "$schema": DRAFT,
        "$id": schema_id("plan"),
        "title": "规划方案",
        **shape(
            ("kind", "id", "title", "edition", "years", "source"),
            kind={"const": "plan"},
            id=LINE,
            title=LINE,
            short_title=LINE,
            region=OPTIONAL_LINE,
            issuer=OPTIONAL_LINE,
            document_number=OPTIONAL_LINE,
            issued=OPTIONAL_LINE,
            edition=LINE,
            years={"type": "array", "minItems": 1, "items": year},
            base_year={**year, "type": ["integer", "null"]},
            source=shape(("title", "note"), title=LINE, note=TEXT, basis=LINES),
            assumptions=array(shape(("about", "text"), about=LINE, text=TEXT)),
            contradictions=array(
                shape(
                    ("about", "texts", "note"),
                    about=LINE,
                    texts={"type": "array", "minItems": 1, "items": STATEMENT},
                    note=TEXT,
                    indicators=LINES,
                )
            ),
            lacks=array(shape(("about", "known", "lacks"), about=LINE, known=OPTIONAL, lacks=TEXT)),
        ),
    }


def part_schema() -> dict[str, Any]:
    """The schema of a section file: tables of indicators, groups of tasks, or both."""
    return {
        "$schema": DRAFT,
        "$id": schema_id("plan-part"),
        "title": "规划方案的指标和任务",
        **shape((), tables=array(TABLE), groups=array(GROUP)),
    }


def load_plan(name: str, search: Sequence[str]) -> Result[Plan]:
    """The plan called `name` (an id, or the path of its folder). A pack with points gives the problem `not-a-plan`."""
    found = load.find_pack(name, search)
    if found.value is None:
        return Result(value=None, problems=found.problems)
    source = load.read_pack(found.value)
    if source.value is None or not source.ok:
        return Result(value=None, problems=source.problems)
    if not validate.is_plan(source.value):
        place = Location(file=source.value.main.file, line=1, column=1)
        hint = "规划方案的 pack.yaml 里写有“kind: plan”。"
        problem = Problem(code="not-a-plan", message=f"“{name}”不是规划方案", hint=hint, location=place)
        return Result(value=None, problems=(problem,))
    return plan(source.value)


def plan(source: PackSource) -> Result[Plan]:
    """The plan that the documents describe. The value is None when any problem is an error; problems are those of this
    check only, sorted by place, without those of reading the files."""
    roots = [source.main.root, *(document.root for document in source.sections)]
    report = Report(*roots)
    bad = check(source.main.root, plan_schema(), unknown_key, report)
    for document in source.sections:
        bad |= check(document.root, part_schema(), unknown_key, report)
    if bad:
        return Result(value=None, problems=report.problems)
    made = _read(source, report)
    return Result(value=None if report.failed else made, problems=report.problems)


def unknown_key(path: Path, key: str, allowed: Sequence[str]) -> Finding:
    """What to say of a key that is not known."""
    where = f"“{path[-1]}”里" if path and isinstance(path[-1], str) else "这里"
    return Finding(code="unknown-key", message=f"{where}不能写“{key}”", hint=did_you_mean(key, list(allowed)))


def _read(source: PackSource, report: Report) -> Plan:
    main = source.main.root
    identity, title, about = text_of(main.get("id")), text_of(main.get("title")), main.get("source")
    if identity != source.name:
        hint = f"请写成“id: {source.name}”，或者把文件夹改名为 {identity}。"
        report.error("id-differs", f"编号“{identity}”与文件夹名“{source.name}”不一样", hint, main.get("id"))
    base = number_of(main.get("base_year"))
    made = Plan(
        id=identity,
        title=title,
        short_title=text_of(main.get("short_title")) or title,
        region=text_of(main.get("region")),
        issuer=text_of(main.get("issuer")),
        edition=text_of(main.get("edition")),
        years=tuple(int(year) for node in items_of(main.get("years")) if (year := number_of(node)) is not None),
        base_year=None if base is None else int(base),
        tables=tuple(_table(node, report) for node in _parts(source, "tables")),
        groups=tuple(_group(node, report) for node in _parts(source, "groups")),
        contradictions=tuple(_contradiction(node, report) for node in items_of(main.get("contradictions"))),
        lacks=tuple(
            Lack(
                about=text_of(get(node, "about")), known=text_of(get(node, "known")), lacks=text_of(get(node, "lacks"))
            )
            for node in items_of(main.get("lacks"))
        ),
        assumptions=_records(Assumption, main.get("assumptions"), report),
        source=Source(
            title=text_of(get(about, "title")),
            note=text_of(get(about, "note")),
            basis=tuple(text_of(line) for line in items_of(get(about, "basis"))),
        ),
        digest=source.digest,
        folder=source.folder,
        document_number=optional_text(main.get("document_number")),
        issued=text_of(main.get("issued")),
    )
    check_names(made, report)
    check_years(made, main, report)
    return made


def _parts(source: PackSource, key: str) -> Iterator[Node]:
    for document in source.sections:
        yield from items_of(document.root.get(key))


def _records(of: type[R], node: Node | None, report: Report) -> tuple[R, ...]:
    return tuple(Reading(report).record(of, one) for one in items_of(node))


def _table(node: Node, report: Report) -> Table:
    identity = text_of(get(node, "id"))
    return Table(
        id=identity,
        label=text_of(get(node, "label")),
        title=text_of(get(node, "title")),
        indicators=tuple(_indicator(one, identity, report) for one in items_of(get(node, "indicators"))),
        location=node.location,
    )


def _indicator(node: Node, table: str, report: Report) -> Indicator:
    identity, name = text_of(get(node, "id")), text_of(get(node, "name"))
    if identity.rpartition(".")[0] != table:
        hint = f"请写成“{table}.1”的样子，并加引号。"
        report.error("indicator-id", f"指标编号“{identity}”与所在的表“{table}”不合", hint, get(node, "id"))
    unit = text_of(get(node, "unit")) or unit_of(name) or ""
    kind = text_of(get(node, "type")) or ("percent" if unit == "%" else "number")
    base = get(node, "base")
    made = Indicator(
        id=identity,
        name=name,
        type=FactType(kind),
        unit=unit,
        nature=Nature(text_of(get(node, "kind")) or Nature.UNSTATED.value),
        better=Better(text_of(get(node, "better"))),
        basis=Basis(text_of(get(node, "basis"))),
        targets=tuple(_target(entry) for entry in entries_of(get(node, "targets"))),
        location=node.location,
        base=None if base is None else _figure(0, base, base),
        quote=text_of(get(node, "quote")),
        when=text_of(get(node, "when")),
        also=_records(Statement, get(node, "also"), report),
        notes=tuple(text_of(note) for note in items_of(get(node, "notes"))),
    )
    check_indicator(made, node, report)
    return made


def _target(entry: Entry) -> Target:
    year = int(entry.name) if entry.name.isascii() and entry.name.isdecimal() else 0
    return _figure(year, entry.value, entry.key)


def _figure(year: int, node: Node, at: Node) -> Target:
    """A figure alone (then its spelling is the text), a mark for none, or a figure with its words."""
    if isinstance(node, MappingNode):
        worded = node.get("value")
        value = bool_of(worded) if number_of(worded) is None else number_of(worded)
        text = text_of(node.get("text"))
        return Target(
            year=year,
            text=text,
            value=value,
            location=at.location,
            strict=is_strict(text),
            every="每年" in text,
        )
    text = node.text.strip() if isinstance(node, Scalar) else ""
    return Target(year=year, text=text, value=None if text in NO_TARGET else number_of(node), location=at.location)


def _group(node: Node, report: Report) -> Group:
    return Group(
        label=text_of(get(node, "label")),
        title=text_of(get(node, "title")),
        tasks=tuple(_task(task, report) for task in items_of(get(node, "tasks"))),
        location=node.location,
    )


def _task(node: Node, report: Report) -> Task:
    identity, units = text_of(get(node, "id")), text_of(get(node, "units"))
    made = Task(
        id=identity,
        number=text_of(get(node, "number")) or identity,
        title=text_of(get(node, "title")),
        text=text_of(get(node, "text")),
        units=units,
        shares=shares_of(units),
        location=node.location,
    )
    check_task(made, get(node, "units") or node, report)
    return made


def _contradiction(node: Node, report: Report) -> Contradiction:
    return Contradiction(
        about=text_of(get(node, "about")),
        texts=_records(Statement, get(node, "texts"), report),
        note=text_of(get(node, "note")),
        indicators=tuple(text_of(one) for one in items_of(get(node, "indicators"))),
    )


WORDS = {Better.HIGHER: "越高越好", Better.LOWER: "越低越好"}


def check_indicator(indicator: Indicator, node: Node, report: Report) -> None:
    """Everything about one indicator by itself."""
    _check_unit(indicator, node, report)
    if (indicator.type is FactType.BOOL) != (indicator.better is Better.YES):
        hint = "type: bool 的指标写 better: yes，其他的写 higher 或 lower。"
        report.error("better", f"“{indicator.name}”的 better 与 type 不合", hint, get(node, "better"))
    _check_basis(indicator, node, report)
    for target in indicator.targets:
        _check_target(indicator, target, report)


def _check_unit(indicator: Indicator, node: Node, report: Report) -> None:
    printed = unit_of(indicator.name)
    if printed is not None and printed != indicator.unit:
        hint = f"请写成“unit: {printed}”，或删掉 unit。"
        report.error("unit-differs", f"单位“{indicator.unit}”与名称里的“{printed}”不一样", hint, get(node, "unit"))
    if (indicator.unit == "%") != (indicator.type is FactType.PERCENT):
        message = f"“{indicator.name}”的单位与 type 不合"
        report.error("unit-type", message, "单位是 % 的写 type: percent，其他的不写。", get(node, "type") or node)


def _check_basis(indicator: Indicator, node: Node, report: Report) -> None:
    """Words such as 不低于 give the direction; without them it is ours, and says so."""
    if indicator.type is FactType.BOOL:
        return
    said = {direction_of(target.text) for target in indicator.targets if target.value is not None} - {None}
    if said - {indicator.better}:
        found = "、".join(target.text for target in indicator.targets if direction_of(target.text))
        hint = "请按原文的“不低于”“以上”“不超过”等字改正 better。"
        message = f"better 写的是{WORDS.get(indicator.better, '“是”更好')}，原文“{found}”相反"
        report.error("better-differs", message, hint, get(node, "better"))
    basis = Basis.OFFICIAL if said else Basis.SUGGESTED
    if indicator.basis is not basis:
        why = "目标里有“不低于”“以上”等字" if said else "目标里没有“不低于”“以上”“不超过”等字"
        report.error(
            "basis", f"{why}，方向的依据应是“{basis.value}”", f"请写成“basis: {basis.value}”。", get(node, "basis")
        )


def _check_target(indicator: Indicator, target: Target, report: Report) -> None:
    name, value = f"“{indicator.name}”{target.year or ''}年目标", target.value
    if value is None:
        return
    if isinstance(value, bool) != (indicator.type is FactType.BOOL):
        hint = "是否类的目标写 {value: true, text: 原文}，其他的写数字。"
        report.error("target-type", f"{name}的写法与 type 不合", hint, target.location)
    elif not isinstance(value, bool) and value not in _figures(indicator, target):
        message = f"{name}写的是 {number_text(value)}，原文“{target.text}”里没有这个数"
        report.error("figure-differs", message, "请照原文改正 value 或 text。", target.location)
    elif indicator.quote and target.text not in indicator.quote:
        message = f"{name}的“{target.text}”不在 quote 里"
        report.error("quote-not-verbatim", message, "请从 quote 中照抄，标点也要一样。", target.location)


def _figures(indicator: Indicator, target: Target) -> tuple[Fraction, ...]:
    """The figures of a target's words: a bare cell is in the table's unit already, words bring their own 万."""
    return figures_of(target.text, indicator.unit if indicator.quote else "")


def check_names(plan: Plan, report: Report) -> None:
    """No two indicators or tasks share an id; no two indicators of one table share a name."""
    for places in (plan.indicators, plan.tasks):
        seen: set[str] = set()
        for place in places:
            if place.id in seen:
                report.error("duplicate-id", f"编号“{place.id}”重复", "请换一个编号。", place.location)
            seen.add(place.id)
    for table in plan.tables:
        names: set[str] = set()
        for one in table.indicators:
            if one.name in names:
                report.error(
                    "duplicate-name", f"同一张表里有两个“{one.name}”", "请核对原文，区分两个名称。", one.location
                )
            names.add(one.name)
    known = {one.id for one in plan.indicators}
    for contradiction in plan.contradictions:
        for identity in contradiction.indicators:
            if identity not in known:
                message = f"“{contradiction.about}”里的指标编号“{identity}”不存在"
                report.error("unknown-indicator", message, "请改成现有的指标编号。", None)


def check_years(plan: Plan, main: MappingNode, report: Report) -> None:
    """Years rise, targets stand in them, and a base figure needs a base year."""
    years = plan.reported_years
    if list(years) != sorted(set(years)):
        report.error(
            "years",
            "年度要从小到大，不能重复，base_year 要早于 years",
            "请改正 years 或 base_year。",
            main.get("years"),
        )
    for one in plan.indicators:
        for target in one.targets:
            if target.year not in plan.years:
                known = "、".join(str(year) for year in plan.years)
                message = f"“{one.name}”的目标写在了 {target.year or '不是年份的键'}"
                report.error("target-year", message, f"目标年度只能是 {known}。", target.location)
        if one.base is not None and plan.base_year is None:
            report.error(
                "base-year", f"“{one.name}”有基数，没有写 base_year", "请在 pack.yaml 里写 base_year。", one.location
            )


def check_task(task: Task, node: Node, report: Report) -> None:
    """Responsible units can be told apart; one unit has one part in a task."""
    units = [unit for share in task.shares for unit in share.units]
    if "" in units:
        report.error("units", f"任务{task.id}的责任单位里有空的一段", "请核对顿号和逗号。", node)
    for unit in units:
        if units.count(unit) > 1:
            report.question("unit-twice", f"任务{task.id}的责任单位里“{unit}”出现了两次", "请核对原文。", node)
