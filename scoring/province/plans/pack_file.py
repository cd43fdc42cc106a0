"""A plan pack's files to one frozen plan, or every problem in them; every figure is held against the words it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from scoring import packs
from scoring.base.errors import Location, Problem, Result
from scoring.base.text import number_text
from scoring.documents.fields import Reader, Schema, schema_head, schema_of
from scoring.documents.nodes import PackSource
from scoring.documents.problems import Report, did_you_mean
from scoring.documents.schema.checking import Path, check
from scoring.documents.schema.messages import SchemaProblem
from scoring.model.criteria import Basis
from scoring.model.facts import Better, FactType
from scoring.model.plan import Indicator, Plan, PlanPart, Target
from scoring.model.plan_text import direction_of, figures_of, unit_of

__all__ = ["load_plan", "part_schema", "plan", "plan_schema", "unknown_key"]

BETTER_WORDS = {Better.HIGHER: "越高越好", Better.LOWER: "越低越好"}


def plan_schema() -> Schema:
    """The schema of a plan's pack.yaml."""
    made = schema_of(Plan)
    return {
        **schema_head("规划方案", "plan"),
        **made,
        "required": ["kind", *made["required"]],
        "properties": {"kind": {"const": "plan"}, **made["properties"]},
    }


def part_schema() -> Schema:
    """The schema of a section file: tables of indicators, groups of tasks, or both."""
    return {
        **schema_head("规划方案的指标和任务", "plan-part"),
        **schema_of(PlanPart),
    }


def load_plan(name: str, search: Sequence[str]) -> Result[Plan]:
    """The plan called `name` (an id, or the path of its folder). A pack with points gives the problem `not-a-plan`."""
    found = packs.find_pack(name, search)
    if found.value is None:
        return Result(value=None, problems=found.problems)
    source = packs.read_pack(found.value)
    if source.value is None or not source.ok:
        return Result(value=None, problems=source.problems)
    if not packs.is_plan(source.value):
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
    reader = Reader(report)
    parts = [reader.record(PlanPart, document.root) for document in source.sections]
    made = reader.record(
        Plan,
        source.main.root,
        tables=tuple(table for part in parts for table in part.tables),
        groups=tuple(group for part in parts for group in part.groups),
        digest=source.digest,
        folder=source.folder,
    )
    if made.id != source.name:
        hint = f"请写成“id: {source.name}”，或者把文件夹改名为 {made.id}。"
        message = f"编号“{made.id}”与文件夹名“{source.name}”不一样"
        report.error("id-differs", message, hint, reader.at(made, "id"))
    for check_one in CHECKS:
        check_one(made, reader)
    return Result(value=None if report.failed else made, problems=report.problems)


def unknown_key(path: Path, key: str, allowed: Sequence[str]) -> SchemaProblem:
    """What to say of a key that is not known."""
    where = f"“{path[-1]}”里" if path and isinstance(path[-1], str) else "这里"
    return SchemaProblem(code="unknown-key", message=f"{where}不能写“{key}”", hint=did_you_mean(key, list(allowed)))


def _tables(plan_: Plan, reader: Reader) -> None:
    """An indicator's id begins with that of its table; its unit, direction and figures are those of the words."""
    for table in plan_.tables:
        for one in table.indicators:
            if one.id.rpartition(".")[0] != table.id:
                hint = f"请写成“{table.id}.1”的样子，并加引号。"
                message = f"指标编号“{one.id}”与所在的表“{table.id}”不合"
                reader.report.error("indicator-id", message, hint, reader.at(one, "id"))
            _unit(one, reader)
            _better(one, reader)
            for target in one.targets:
                _target(one, target, reader.report)


def _unit(one: Indicator, reader: Reader) -> None:
    report, printed = reader.report, unit_of(one.name)
    if printed is not None and printed != one.unit:
        hint = f"请写成“unit: {printed}”，或删掉 unit。"
        message = f"单位“{one.unit}”与名称里的“{printed}”不一样"
        report.error("unit-differs", message, hint, reader.at(one, "unit"))
    if (one.unit == "%") != (one.type is FactType.PERCENT):
        message = f"“{one.name}”的单位与 type 不合"
        place = reader.at(one, "type") or reader.node(one)
        report.error("unit-type", message, "单位是 % 的写 type: percent，其他的不写。", place)


def _better(one: Indicator, reader: Reader) -> None:
    """Words such as 不低于 give the direction; without them it is ours, and says so."""
    report = reader.report
    if (one.type is FactType.BOOL) != (one.better is Better.YES):
        hint = "type: bool 的指标写 better: yes，其他的写 higher 或 lower。"
        report.error("better", f"“{one.name}”的 better 与 type 不合", hint, reader.at(one, "better"))
    if one.type is FactType.BOOL:
        return
    said = {direction_of(target.text) for target in one.targets if target.value is not None} - {None}
    if said - {one.better}:
        found = "、".join(target.text for target in one.targets if direction_of(target.text))
        hint = "请按原文的“不低于”“以上”“不超过”等字改正 better。"
        message = f"better 写的是{BETTER_WORDS.get(one.better, '“是”更好')}，原文“{found}”相反"
        report.error("better-differs", message, hint, reader.at(one, "better"))
    basis = Basis.OFFICIAL if said else Basis.SUGGESTED
    if one.basis is not basis:
        why = "目标里有“不低于”“以上”等字" if said else "目标里没有“不低于”“以上”“不超过”等字"
        message = f"{why}，方向的依据应是“{basis.value}”"
        report.error("basis", message, f"请写成“basis: {basis.value}”。", reader.at(one, "basis"))


def _target(indicator: Indicator, target: Target, report: Report) -> None:
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


def _names(plan_: Plan, reader: Reader) -> None:
    """No two indicators or tasks share an id; no two indicators of one table share a name."""
    report = reader.report
    for places in (plan_.indicators, plan_.tasks):
        seen: set[str] = set()
        for place in places:
            if place.id in seen:
                report.error("duplicate-id", f"编号“{place.id}”重复", "请换一个编号。", place.location)
            seen.add(place.id)
    for table in plan_.tables:
        names: set[str] = set()
        for one in table.indicators:
            if one.name in names:
                report.error(
                    "duplicate-name", f"同一张表里有两个“{one.name}”", "请核对原文，区分两个名称。", one.location
                )
            names.add(one.name)
    known = {one.id for one in plan_.indicators}
    for contradiction in plan_.contradictions:
        for identity in contradiction.indicators:
            if identity not in known:
                message = f"“{contradiction.about}”里的指标编号“{identity}”不存在"
                report.error("unknown-indicator", message, "请改成现有的指标编号。", None)


def _years(plan_: Plan, reader: Reader) -> None:
    """Years rise, targets stand in them, and a base figure needs a base year."""
    report = reader.report
    years = plan_.reported_years
    if list(years) != sorted(set(years)):
        report.error(
            "years",
            "年度要从小到大，不能重复，base_year 要早于 years",
            "请改正 years 或 base_year。",
            reader.at(plan_, "years"),
        )
    for one in plan_.indicators:
        for target in one.targets:
            if target.year not in plan_.years:
                known = "、".join(str(year) for year in plan_.years)
                message = f"“{one.name}”的目标写在了 {target.year or '不是年份的键'}"
                report.error("target-year", message, f"目标年度只能是 {known}。", target.location)
        if one.base is not None and plan_.base_year is None:
            report.error(
                "base-year", f"“{one.name}”有基数，没有写 base_year", "请在 pack.yaml 里写 base_year。", one.location
            )


def _tasks(plan_: Plan, reader: Reader) -> None:
    """Responsible units can be told apart; one unit has one part in a task."""
    for task in plan_.tasks:
        units = [unit for share in task.shares for unit in share.units]
        place = reader.at(task, "units") or reader.node(task)
        if "" in units:
            message = f"任务{task.id}的责任单位里有空的一段"
            reader.report.error("units", message, "请核对顿号和逗号。", place)
        for unit in units:
            if units.count(unit) > 1:
                message = f"任务{task.id}的责任单位里“{unit}”出现了两次"
                reader.report.question("unit-twice", message, "请核对原文。", place)


CHECKS = (_tables, _names, _years, _tasks)
"""What the parts of a plan say together."""
