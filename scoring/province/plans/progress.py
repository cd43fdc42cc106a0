"""A region's file to typed progress, or every problem in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from scoring.base.errors import Result
from scoring.documents.nodes import Document, MappingNode, bool_of, get, text_of
from scoring.documents.problems import Report, read_day
from scoring.model.facts import Answer
from scoring.model.plan import Plan, Progress, TaskReport, TaskState
from scoring.province.plans.packs import unknown_key
from scoring.province.plans.schema import progress_schema, year_fact
from scoring.validate import criteria_name
from scoring.validate.schema.check import Path, check
from scoring.validate.schema.messages import Finding
from scoring.validate.schema.submission import published
from scoring.validate.submission_answers import read_answers

__all__ = ["progress", "submission_schema"]

UNNAMED = "未填"


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
