"""The shapes of a plan pack's files, and of the submissions to one plan."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from scoring.model.facts import Fact, FactType
from scoring.model.plan import Indicator, Plan, Target, TaskState
from scoring.province.plans.wording import NO_TARGET
from scoring.validate.schema.answers import (
    answer_schema,
    date_schema,
    group_schema,
    invented_schema,
    line_schema,
    text_schema,
)
from scoring.validate.schema.shapes import DRAFT, LINE, OPTIONAL, OPTIONAL_LINE, TEXT, array, schema_id, shape

__all__ = ["part_schema", "plan_schema", "progress_schema", "year_fact"]

YEAR = "^[0-9]{4}$"
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
