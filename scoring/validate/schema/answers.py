"""The schema of one answer, from its fact. Each branch is a form the answer may take; `errorMessage` says it in words."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from scoring.base.text import number_text
from scoring.model.facts import Fact, FactType
from scoring.validate.schema.shapes import ONE_LINE

__all__ = [
    "BLANKS",
    "DATE",
    "DEFS",
    "FREE_TEXT",
    "PERCENT",
    "YES_NO",
    "answer_schema",
    "date_schema",
    "quantity",
    "group_schema",
    "invented_schema",
    "line_schema",
    "text_schema",
]

DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
PERCENT = r"^-?(0|[1-9][0-9]{0,19})(\.[0-9]{1,20})?%$"
BLANKS: list[Any] = ["未填", None]
YES_NO: list[Any] = ["是", "否", True, False]
FREE_TEXT: list[str] = ["string", "number", "null"]
NOT_APPLICABLE: dict[str, Any] = {"$ref": "#/$defs/not-applicable"}
DEFS: dict[str, Any] = {
    "not-applicable": {
        "type": "object",
        "required": ["不适用"],
        "properties": {
            "不适用": {"type": FREE_TEXT, "pattern": ONE_LINE, "title": "不适用", "description": "写明为什么不适用。"}
        },
        "additionalProperties": False,
    },
}
"""What the schema of an answer refers to; it stands at the root of the schema that holds the answer. The names are in
ASCII, since a reference is a URI, which holds nothing else."""


def answer_schema(fact: Fact, scoring: str | None) -> dict[str, Any]:
    """What may stand after the fact's name."""
    schema = _forms(fact)
    if fact.not_applicable is not None:
        schema = _with_not_applicable(schema)
    return {
        "title": f"{fact.name}（{fact.unit}）" if fact.unit else fact.name,
        "description": _description(fact, scoring),
        "$comment": f"fact:{fact.type.value}",
        **schema,
    }


def _forms(fact: Fact) -> dict[str, Any]:
    match fact.type:
        case FactType.BOOL:
            return {"enum": [*YES_NO, *BLANKS], "errorMessage": "应填 是 或 否", "examples": ["是"]}
        case FactType.CHOICE:
            words = "、".join(f"“{choice}”" for choice in fact.choices)
            return {
                "enum": [*fact.choices, *BLANKS],
                "errorMessage": f"应从 {words} 中选一个",
                "examples": [fact.choices[0]],
            }
        case FactType.TEXT:
            return {"type": FREE_TEXT, "pattern": ONE_LINE, "errorMessage": "应填文字"}
        case FactType.DATE:
            return {**date_schema(), "errorMessage": "应填日期"}
        case FactType.JUDGED:
            return _judged(fact)
        case _:
            return quantity(fact)


def quantity(fact: Fact) -> dict[str, Any]:
    """A number, for percentages also with a percent sign."""
    percent = fact.type is FactType.PERCENT
    number: dict[str, Any] = {"type": "integer" if fact.type is FactType.COUNT else "number"}
    low, high = limits(fact)
    if low is not None:
        number["minimum"] = low
    if high is not None:
        number["maximum"] = high
    if fact.step is not None:
        number["multipleOf"] = fact.step
    branches: list[dict[str, Any]] = [number]
    if percent:
        branches.append({"type": "string", "pattern": PERCENT})
    words = {FactType.COUNT: "整数", FactType.PERCENT: "百分比"}.get(fact.type, "数字")
    unit = f"，单位是{fact.unit}" if fact.unit and not percent else ""
    example: Any = "95%" if percent else _sample(low, high)
    return {
        "anyOf": [*branches, {"enum": BLANKS}],
        "errorMessage": f"应填{words}{unit}",
        "examples": [example],
    }


def _sample(low: Fraction | None, high: Fraction | None) -> Fraction:
    sample = Fraction(3)
    if low is not None:
        sample = max(sample, low)
    return sample if high is None else min(sample, high)


def limits(fact: Fact) -> tuple[Fraction | None, Fraction | None]:
    """The smallest and largest value a quantity may have; counts are never negative, percentages run from 0 to 100."""
    low, high = fact.minimum, fact.maximum
    if fact.type in (FactType.COUNT, FactType.PERCENT) and low is None:
        low = Fraction(0)
    if fact.type is FactType.PERCENT and high is None:
        high = Fraction(100)
    return low, high


def line_schema(title: str, description: str) -> dict[str, Any]:
    """Free text on one line."""
    return {**text_schema(title, description), "pattern": ONE_LINE}


def text_schema(title: str, description: str) -> dict[str, Any]:
    """Free text of one or more lines."""
    return {"type": FREE_TEXT, "title": title, "description": description, "errorMessage": "应填文字"}


def group_schema(title: str, properties: dict[str, Any]) -> dict[str, Any]:
    """A group of named values, none of them required, and no others."""
    return {
        "type": ["object", "null"],
        "title": title,
        "$comment": "object",
        "properties": properties,
        "additionalProperties": False,
    }


def invented_schema() -> dict[str, Any]:
    """Whether a file is an invented sample."""
    return {
        "enum": [*YES_NO, *BLANKS],
        "$comment": "bool",
        "title": "虚构样例",
        "description": "演示用的虚构数据写 是。",
        "errorMessage": "应填 是 或 否",
        "examples": ["是"],
    }


def date_schema() -> dict[str, Any]:
    """A day or nothing yet."""
    return {
        "anyOf": [{"type": "string", "pattern": DATE}, {"enum": BLANKS}],
        "$comment": "date",
        "errorMessage": "应填日期",
        "examples": ["2022-05-20"],
    }


def _judged(fact: Fact) -> dict[str, Any]:
    low, high = fact.minimum or Fraction(0), fact.maximum or Fraction(0)
    number: dict[str, Any] = {"type": "number", "minimum": low, "maximum": high}
    if fact.step is not None and (low / fact.step).denominator == 1:
        number["multipleOf"] = fact.step
    return {
        "anyOf": [
            {
                "type": "object",
                "required": ["分值"],
                "properties": {
                    "分值": {
                        "anyOf": [number, {"enum": BLANKS}],
                        "$comment": "points",
                        "errorMessage": f"应填 {number_text(low)} 至 {number_text(high)} 之间的分数",
                        "examples": [high],
                    },
                    "理由": {
                        "type": FREE_TEXT,
                        "pattern": ONE_LINE,
                        "title": "理由",
                        "description": "为什么给这个分；不能空。",
                    },
                },
                "additionalProperties": False,
            },
            {"enum": BLANKS},
        ],
        "errorMessage": "应写成分值和理由",
        "examples": [f"{{分值: {number_text(high)}, 理由: …}}"],
    }


def _with_not_applicable(schema: dict[str, Any]) -> dict[str, Any]:
    words: dict[str, Any] = {key: schema[key] for key in ("errorMessage", "examples") if key in schema}
    if "errorMessage" in words:
        words["errorMessage"] = f"{words['errorMessage']}（确实不适用的写 不适用）"
    if "enum" in schema:
        branches: list[dict[str, Any]] = [{"enum": [*schema["enum"], "不适用"]}]
    elif "anyOf" in schema:
        branches = [*schema["anyOf"], {"enum": ["不适用"]}]
    else:
        branches = [{key: schema[key] for key in ("type", "pattern") if key in schema}]
    return {"anyOf": [*branches, NOT_APPLICABLE], **words}


def _description(fact: Fact, scoring: str | None) -> str:
    lines = [fact.ask]
    if fact.help:
        lines.append(fact.help)
    if scoring:
        lines.append(f"评分标准：{scoring}")
    if fact.unit:
        lines.append(f"单位：{fact.unit}")
    if fact.owner:
        lines.append(f"责任部门（建议）：{fact.owner}")
    if fact.needs is not None:
        from scoring import lang

        lines.append(f"仅在{lang.describe(fact.needs)}时填写。")
    if fact.not_applicable is not None:
        lines.append(f"可填 不适用：{fact.not_applicable}")
    lines.append("还不清楚的写 未填。")
    return "\n".join(lines)
