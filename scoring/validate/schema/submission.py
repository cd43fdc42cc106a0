"""The schema of a submission, generated from its pack: the one description of a submission's shape."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from scoring.base.text import points_text
from scoring.model.criteria import Criteria, Each, Gate, GateKind, Interpretation, Item
from scoring.model.facts import Fact, FactType, Reference
from scoring.validate.schema.answers import (
    BLANKS,
    DEFS,
    FREE_TEXT,
    YES_NO,
    answer_schema,
    date_schema,
    group_schema,
    invented_schema,
    line_schema,
    quantity,
    text_schema,
)
from scoring.validate.schema.shapes import DRAFT, LINE, ONE_LINE, schema_id

__all__ = ["exact_schema", "published", "references_schema", "units_schema"]


def published(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema as JSON can hold it: whole numbers as integers, others as the nearest double."""
    return {key: _json(value) for key, value in schema.items()}


def _json(value: Any) -> Any:
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else float(value)
    if isinstance(value, Mapping):
        return {key: _json(below) for key, below in value.items()}
    if isinstance(value, list):
        return [_json(below) for below in value]
    return value


def exact_schema(criteria: Criteria) -> dict[str, Any]:
    """The schema with exact numbers, for checking."""
    items = [item for section in criteria.sections for item in section.items]
    titles = {section.id: f"{section.label}{section.title}" for section in criteria.sections}
    readings = [*criteria.eligibility.interpretations, *(one for item in items for one in item.interpretations)]
    return {
        "$schema": DRAFT,
        "$id": schema_id(criteria.id, criteria.edition, "submission"),
        "title": f"{criteria.short_title}·自评",
        "description": criteria.title,
        "type": "object",
        "required": ["指标体系", "城市"],
        "properties": {
            "指标体系": {"const": criteria.id, "title": "指标体系", "description": "这份自评所用的指标体系的编号。"},
            "城市": {
                "type": FREE_TEXT,
                "pattern": ONE_LINE,
                "title": "城市",
                "description": "申报城市的名称。",
                "errorMessage": "应填城市名称",
                "examples": ["示例市"],
            },
            "申报日期": {**date_schema(), "title": "申报日期", "description": "申报资格的年限从这一天往前算。"},
            "虚构样例": invented_schema(),
            "申报单位": line_schema("申报单位", "以谁的名义申报，例如市人民政府。"),
            "联系方式": line_schema("联系方式", "联系人和电话。"),
            "基本情况": group_schema(
                "基本情况", {fact.name: answer_schema(fact, None) for fact in _asked(criteria.profile)}
            ),
            "申报资格": group_schema("申报资格", {gate.name: gate_schema(gate) for gate in criteria.eligibility.gates}),
            "解释口径": group_schema("解释口径", {one.name: _reading(one) for one in readings}),
            "参照值": _references(criteria.references),
            "自评": group_schema("自评", {item.id: _item(item, titles[item.section]) for item in items}),
            "报告文字": {
                "type": ["object", "null"],
                "title": "报告文字",
                "description": "写进自评报告的文字，按标题分段，例如 基本情况、存在问题、下一步打算。",
                "additionalProperties": {"type": FREE_TEXT, "errorMessage": "应填文字"},
            },
        },
        "additionalProperties": False,
        "$defs": DEFS,
    }


def references_schema(criteria: Criteria) -> dict[str, Any]:
    """The schema of a file that holds reference values only."""
    whole = exact_schema(criteria)
    return {
        "$schema": DRAFT,
        "$id": schema_id(criteria.id, criteria.edition, "references"),
        **whole["properties"]["参照值"],
        "$defs": whole["$defs"],
    }


def _asked(facts: tuple[Fact, ...]) -> list[Fact]:
    return [fact for fact in facts if fact.derive is None]


def gate_schema(gate: Gate) -> dict[str, Any]:
    """The schema of the answer to one gate of eligibility."""
    owner = f"\n责任部门（建议）：{gate.owner}" if gate.owner else ""
    common = {"title": gate.name, "description": f"{gate.ask}{owner}\n原文：{gate.quote}"}
    if gate.kind is GateKind.YES_NO:
        words = {"errorMessage": "应填 是 或 否", "examples": ["否"], "$comment": "bool"}
        return {**common, "enum": [*YES_NO, *BLANKS], **words}
    incident = {
        "type": "object",
        "required": ["情况"],
        "properties": {"日期": {**date_schema(), "title": "日期"}, "情况": line_schema("情况", "发生了什么。")},
        "additionalProperties": False,
    }
    return {
        **common,
        "$comment": "incidents",
        "anyOf": [
            {"enum": ["无", *BLANKS]},
            {"type": "array", "minItems": 1, "$comment": "incidents", "items": incident},
        ],
        "errorMessage": "应填 无，或逐件列出日期和情况",
        "examples": ["无", "[{日期: 2021-06-01, 情况: …}]"],
    }


def _reading(one: Interpretation) -> dict[str, Any]:
    options = [option.name for option in one.options]
    lines = [one.question, *(f"{option.name}：{option.text}" for option in one.options), f"默认：{one.default}"]
    choice = {
        "enum": options,
        "title": "选择",
        "errorMessage": "应从 " + "、".join(f"“{option}”" for option in options) + " 中选一个",
        "examples": [one.default],
    }
    return {
        "type": ["object", "null"],
        "title": one.name,
        "description": "\n".join(lines),
        "$comment": "reading",
        "errorMessage": "应写成选择和理由",
        "examples": [f"{{选择: {one.default}, 理由: …}}"],
        "required": ["选择", "理由"],
        "properties": {
            "选择": choice,
            "理由": {
                **LINE,
                "title": "理由",
                "description": "为什么换一种理解。",
                "errorMessage": "应写明为什么这样理解",
            },
        },
        "additionalProperties": False,
    }


def _references(references: tuple[Reference, ...]) -> dict[str, Any]:
    return group_schema("参照值", {one.name: _reference(one) for one in references})


def _reference(one: Reference) -> dict[str, Any]:
    fact = Fact(name=one.name, type=one.type, ask=one.ask, location=one.location, unit=one.unit)
    unit = f"（{one.unit}）" if one.unit else ""
    value = {**quantity(fact), "$comment": one.type.value, "title": f"数值{unit}"}
    if one.type is FactType.PERCENT:
        value["examples"] = ["12.5%"]
    return {
        "title": f"{one.name}{unit}",
        "description": one.ask,
        "$comment": "reference",
        "anyOf": [
            {
                "type": "object",
                "required": ["数值", "年份", "来源"],
                "properties": {
                    "数值": value,
                    "年份": {
                        "type": ["integer", "null"],
                        "minimum": 1949,
                        "maximum": 2199,
                        "title": "年份",
                        "errorMessage": "应填四位年份",
                        "examples": [2021],
                    },
                    "来源": line_schema("来源", "数据出自哪里。"),
                },
                "additionalProperties": False,
            },
            {"enum": BLANKS},
        ],
        "errorMessage": "应写成数值、年份和来源",
        "examples": ["{数值: …, 年份: 2021, 来源: …}"],
    }


def _item(item: Item, section: str) -> dict[str, Any]:
    evidence = [request.id for request in item.evidence]
    properties: dict[str, Any] = {fact.name: answer_schema(fact, item.scoring) for fact in _asked(item.facts)}
    if item.each is not None:
        properties = {item.each.name: units_schema(item.each, properties)}
    properties["佐证材料"] = {
        "type": ["array", "null"],
        "title": "佐证材料",
        "description": "每份文件一条。\n" + "\n".join(f"{request.id}：{request.title}" for request in item.evidence),
        "errorMessage": "应是一个列表，每份文件一条",
        "examples": ["[{文件: evidence/1.1/01-通知.pdf, 标题: …}]"],
        "items": _evidence(evidence),
    }
    properties["说明"] = text_schema("说明", "对本项自评的说明，写进报告。")
    return {
        **group_schema(f"{item.label}　{section}　{points_text(item.points)}分", properties),
        "description": f"指标内容：{item.requirement}\n评分标准：{item.sentence}",
    }


def units_schema(each: Each, properties: dict[str, Any]) -> dict[str, Any]:
    """A mapping from the name of each unit to its answers, or to 未检查 where the rules allow for that."""
    unit = {"type": "object", "properties": properties, "additionalProperties": False}
    words = [*([] if each.unchecked is None else ["未检查"]), *BLANKS]
    none = ["无"] if each.perhaps_none else []
    return {
        "title": each.name,
        "description": f"每个{each.name}一段，写名称和它的各项填报内容。" + ("一个也没有的写 无。" if none else ""),
        "$comment": "units",
        "anyOf": [
            {
                "type": "object",
                "additionalProperties": {
                    "anyOf": [unit, {"enum": words}],
                    "errorMessage": "应写这个单位的填报内容" + ("" if each.unchecked is None else "，或“未检查”"),
                },
            },
            {"enum": [*none, *BLANKS]},
        ],
        "errorMessage": f"应逐个写{each.name}的名称和填报内容" + (f"；一个{each.name}也没有的写 无" if none else ""),
        "examples": ["{名称: {填报项: …}}", *none],  # first what favours nobody
    }


def _evidence(requests: list[str]) -> dict[str, Any]:
    options: list[Any] = [*requests, *BLANKS]
    return {
        "type": "object",
        "errorMessage": "应写明文件和标题",
        "examples": ["{文件: evidence/1.1/01-通知.pdf, 标题: …}"],
        "required": ["文件"],
        "properties": {
            "对应": {
                "enum": options,
                "title": "对应",
                "description": "本项建议的佐证材料之一；自选的材料不写这一行。",
                "$comment": "request",
                "errorMessage": "应是本项的佐证材料" + "、".join(f"“{request}”" for request in requests) + "之一",
            },
            "文件": {
                **LINE,
                "title": "文件",
                "description": "文件的相对路径，从本文件所在的文件夹算起，用“/”分隔。",
                "errorMessage": "应填文件的相对路径",
                "examples": ["evidence/1.1/01-通知.pdf"],
            },
            "标题": line_schema("标题", "文件的标题。"),
            "文号": line_schema("文号", "例如 示政办发〔2021〕1号。"),
            "发文机关": line_schema("发文机关", "谁印发的。"),
            "日期": {**date_schema(), "title": "日期", "description": "成文或印发日期。"},
            "页数": {
                "anyOf": [{"type": "integer", "minimum": 1}, {"enum": BLANKS}],
                "$comment": "count",
                "title": "页数",
                "errorMessage": "应填整数",
                "examples": [3],
            },
        },
        "additionalProperties": False,
    }
