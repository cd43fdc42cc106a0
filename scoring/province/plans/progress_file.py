"""A region's file on a plan: its shape, made from the plan, and its reading to typed progress."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from scoring import __version__, load, validate
from scoring.base.errors import Problem, Result, Severity, sort_problems
from scoring.documents.nodes import Document, MappingNode, bool_of, get, text_of
from scoring.documents.problems import Report, read_day
from scoring.model.attainment import Attainment
from scoring.model.facts import Answer, Fact, FactType
from scoring.model.plan import Indicator, Plan, Progress, Target, TaskReport, TaskState
from scoring.province.plans.attain import attain
from scoring.province.plans.pack_file import load_plan, unknown_key
from scoring.validate import criteria_name
from scoring.validate.schema.answers import (
    answer_schema,
    date_schema,
    group_schema,
    invented_schema,
    line_schema,
    text_schema,
)
from scoring.validate.schema.check import Path, check
from scoring.validate.schema.messages import Finding
from scoring.validate.schema.shapes import DRAFT, schema_id
from scoring.validate.schema.submission import published
from scoring.validate.submission_answers import read_answers

__all__ = ["LoadedPlan", "attainment_of", "load_progress", "progress", "submission_schema"]


UNNAMED = "未填"


def year_fact(indicator: Indicator, year: int) -> Fact:
    """The question for one indicator in one year, in the form the answer reader and the schema builder know."""
    return Fact(
        name=str(year),
        type=indicator.type,
        ask=f"{year}年的实际值。",
        location=indicator.location,
        unit=indicator.unit,
        minimum=None if indicator.type is FactType.BOOL else Fraction(0),
    )


def progress_schema(plan: Plan) -> dict[str, Any]:
    """The schema of submissions to `plan`, with exact numbers."""
    return {
        "$schema": DRAFT,
        "$id": schema_id(plan.id, plan.edition, "progress"),
        "title": f"{plan.short_title}·进展",
        "description": plan.title,
        "type": "object",
        "required": ["指标体系", "地区"],
        "properties": {
            "指标体系": {"const": plan.id, "title": "指标体系", "description": "所填规划方案的编号。"},
            "地区": {**line_schema("地区", "所填的地区。"), "errorMessage": "应填地区名称", "examples": ["示例市"]},
            "数据截至": {**date_schema(), "title": "数据截至", "description": "数据截至哪一天；以后的年度算未到期。"},
            "虚构样例": invented_schema(),
            "数据说明": text_schema("数据说明", "数据从哪里来，会印在报告封面上。"),
            "填报单位": line_schema("填报单位", "谁填报的。"),
            "联系方式": line_schema("联系方式", "联系人和电话。"),
            "指标进展": group_schema("指标进展", {one.id: _indicator(one, plan) for one in plan.indicators}),
            "任务进展": group_schema("任务进展", {task.id: _task(task.title or task.text) for task in plan.tasks}),
        },
        "additionalProperties": False,
    }


def _indicator(indicator: Indicator, plan: Plan) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for year in plan.reported_years:
        schema = answer_schema(year_fact(indicator, year), None)
        aim = indicator.target(year)
        properties[str(year)] = {**schema, "description": f"{year}年实际值。{_aim(aim)}"}
    properties["来源"] = line_schema("来源", "数据出自哪里。")
    properties["说明"] = text_schema("说明", "写进报告的说明。")
    group = group_schema(f"{indicator.id}　{indicator.name}", properties)
    return {**group, "description": indicator.quote or indicator.name}


def _aim(target: Target | None) -> str:
    return "本年没有目标。" if target is None else f"目标：{target.text}。"


def _task(title: str) -> dict[str, Any]:
    states = [state.value for state in TaskState]
    state = {
        "enum": [*states, None],
        "title": "状态",
        "errorMessage": f"应从{'、'.join(f'“{one}”' for one in states)}中选一个",
        "examples": [TaskState.RUNNING.value],
    }
    return {
        **group_schema(title[:40], {"状态": state, "说明": text_schema("说明", "写进报告的说明。")}),
        "description": title,
    }


def submission_schema(plan: Plan) -> dict[str, Any]:
    """The JSON Schema (2020-12) of submissions to `plan`, ready for json.dumps."""
    return published(progress_schema(plan))


def progress(document: Document, plan: Plan) -> Result[Progress]:
    """The progress that the document reports. The value is None when any problem is an error; problems are those of
    this check only, sorted by place."""
    root = document.root
    report = Report(root)
    name = criteria_name(document)
    if name.value is not None and name.value != plan.id:
        hint = f"请改成“指标体系: {plan.id}”，或换用对应的指标体系。"
        report.error("criteria-mismatch", f"这份进展用的是“{name.value}”，不是“{plan.id}”", hint, root.get("指标体系"))
        return Result(value=None, problems=report.problems)
    check(root, progress_schema(plan), _advice(plan), report)
    made = _read(document, plan, report)
    return Result(value=None if report.failed else made, problems=report.problems)


def _advice(plan: Plan) -> Any:
    """Advice on unknown keys that names the ids there are."""
    places = {"指标进展": ("indicator", "指标"), "任务进展": ("task", "任务")}

    def advise(path: Path, key: str, allowed: Sequence[str]) -> Finding:
        if path and path[0] in places and len(path) == 1:
            code, word = places[str(path[0])]
            finding = unknown_key(path, key, allowed)
            return replace(finding, code=f"unknown-{code}", message=f"没有编号为“{key}”的{word}")
        if len(path) == 2 and path[0] == "指标进展" and key.isdecimal():
            years = "、".join(str(year) for year in plan.reported_years)
            return Finding(code="unknown-year", message=f"这个规划方案不填 {key} 年", hint=f"可填的年度：{years}。")
        return unknown_key(path, key, allowed)

    return advise


def _read(document: Document, plan: Plan, report: Report) -> Progress:
    root: MappingNode = document.root
    values: dict[tuple[str, int], Answer] = {}
    notes: dict[str, str] = {}
    sources: dict[str, str] = {}
    tasks: dict[str, TaskReport] = {}
    for one in plan.indicators:
        group = get(root.get("指标进展"), one.id)
        for name, answer in read_answers([year_fact(one, year) for year in plan.reported_years], group, report):
            values[one.id, int(name)] = answer
        _keep(notes, one.id, text_of(get(group, "说明")))
        _keep(sources, one.id, text_of(get(group, "来源")))
    for task in plan.tasks:
        group = get(root.get("任务进展"), task.id)
        if group is not None:
            state = get(group, "状态")
            tasks[task.id] = TaskReport(
                state=_state(text_of(state)),
                location=(state or group).location,
                note=text_of(get(group, "说明")),
            )
    until = read_day(root.get("数据截至"), report)
    return Progress(
        plan_id=plan.id,
        region=text_of(root.get("地区")) or UNNAMED,
        until=until,
        invented=bool_of(root.get("虚构样例")) is True,
        values=values,
        tasks=tasks,
        notes=notes,
        sources=sources,
        file=document.file,
        digest=document.digest,
        reporter=text_of(root.get("填报单位")),
        contact=text_of(root.get("联系方式")),
        origin=text_of(root.get("数据说明")),
    )


def _keep(into: dict[str, str], key: str, text: str) -> None:
    if text:
        into[key] = text


def _state(text: str) -> TaskState:
    for state in TaskState:
        if state.value == text:
            return state
    return TaskState.UNKNOWN


class LoadedPlan(Struct, frozen=True, kw_only=True):
    """A valid submission with the plan it reports on."""

    plan: Plan
    progress: Progress


def load_progress(path: str, search: Sequence[str]) -> Result[LoadedPlan]:
    """Read and validate a submission with the plan it names."""
    document = load.read_document(path)
    if document.value is None:
        return Result(value=None, problems=document.problems)
    name = validate.criteria_name(document.value)
    if name.value is None:
        return Result(value=None, problems=sort_problems([*document.problems, *name.problems]))
    plan = load_plan(name.value, search)
    if plan.value is None or not plan.ok:
        return Result(value=None, problems=sort_problems([*document.problems, *plan.problems]))
    return _with_plan(document.value, document.problems, plan.value)


def _with_plan(document: Document, read: tuple[Problem, ...], plan: Plan) -> Result[LoadedPlan]:
    made = progress(document, plan)
    problems = sort_problems([*read, *made.problems])
    if made.value is None or any(problem.severity is Severity.ERROR for problem in problems):
        return Result(value=None, problems=problems)
    return Result(value=LoadedPlan(plan=plan, progress=made.value), problems=problems)


def attainment_of(path: str, search: Sequence[str], *, as_of: date | None = None) -> Result[Attainment]:
    """How far the plan is fulfilled by the submission at `path`; the value is None when a problem is an error."""
    loaded = load_progress(path, search)
    if loaded.value is None:
        return Result(value=None, problems=loaded.problems)
    made = attain(loaded.value.plan, loaded.value.progress, as_of=as_of, tool_version=__version__)
    return Result(value=made, problems=loaded.problems)
