"""The shape of a cycle file, generated from its pack, and of a calendar file."""

from __future__ import annotations

from typing import Any

from scoring.model.criteria import Criteria, Deadline
from scoring.province.procedure.readings import Reading, questions
from scoring.validate.schema.answers import DATE, date_schema, group_schema, invented_schema, line_schema, text_schema
from scoring.validate.schema.shapes import DRAFT, ONE_LINE, schema_id

__all__ = ["calendar_schema", "cycle_schema"]

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
            "口径": group_schema("口径", {one.name: _choice(one) for one in questions(criteria)}),
            "阶段": group_schema("阶段", {step.name: _stage(step) for step in criteria.procedure}),
            "城市": {**_free("城市", _city(criteria)), "description": "申报的城市，一市一组。"},
            "命名": group_schema(
                "命名",
                {"日期": date_schema(), "名单": CITIES, "文件": line_schema("文件", "命名通报的标题和文号。")},
            ),
            "撤销": _free("撤销", _withdrawal(criteria)),
            "日历": calendar_schema(),
        },
        "additionalProperties": False,
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


def _choice(reading: Reading) -> dict[str, Any]:
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


def _stage(step: Deadline) -> dict[str, Any]:
    properties: dict[str, Any] = {"开始": date_schema(), "完成": date_schema()}
    if step.publicity is not None:
        properties["公示开始"] = {**date_schema(), "description": f"哪一天开始公示（{step.publicity.quote}）。"}
        properties["公示名单"] = CITIES
    properties["说明"] = text_schema("说明", "自己备忘用。")
    return {**group_schema(step.name, properties), "description": f"{step.due_text}。{step.text}"}


def _city(criteria: Criteria) -> dict[str, Any]:
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


def _withdrawal(criteria: Criteria) -> dict[str, Any]:
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
