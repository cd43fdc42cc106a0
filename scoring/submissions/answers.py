"""One answer: what may stand after the name of a fact, from its type, and how it is read to a typed value.

A node of the wrong shape gives nothing; the schema speaks of it. Each branch of a schema is a form the answer may take;
`errorMessage` says it in words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from scoring import lang
from scoring.base.text import number_text
from scoring.documents.fields import Reader, Schema, ValueKind
from scoring.documents.forms import BLANKS, DAY_OR_BLANK, FREE_TEXT, YES_NO, options_text
from scoring.documents.nodes import (
    MappingNode,
    Node,
    Scalar,
    ScalarKind,
    bool_of,
    entries_of,
    get,
    is_blank,
    number_of,
    text_of,
)
from scoring.documents.problems import Report, read_day
from scoring.documents.values import ONE_LINE
from scoring.model.facts import (
    NOT_APPLICABLE,
    NOT_APPLICABLE_WORD,
    UNKNOWN,
    Answer,
    Fact,
    FactType,
    FactValue,
    Judgement,
)
from scoring.model.submission import STAND_IN, Unit
from scoring.model.totals import Each

__all__ = ["DEFS", "PERCENT", "answer_kind", "answers_kind", "asked_facts", "quantity", "read_percent", "units_kind"]

PERCENT = r"^-?(0|[1-9][0-9]{0,19})(\.[0-9]{1,20})?%$"
UNCHECKED = "未检查"
NOTHING = "无"
JUDGED_PARTS = 100
"""Points that a person gives have two decimals at most where the pack names no step: what sheets and ballots hold."""
DEFS: Schema = {
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


def asked_facts(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Those that are asked for, not computed."""
    return tuple(fact for fact in facts if fact.derive is None)


def answer_kind(fact: Fact, scoring: str | None = None) -> ValueKind:
    """What may stand after the fact's name; `scoring` is the official sentence by which it counts."""
    schema = _forms(fact)
    if fact.not_applicable is not None:
        schema = _with_not_applicable(schema)
    return ValueKind(
        schema={
            "title": f"{fact.name}（{fact.unit}）" if fact.unit else fact.name,
            "description": _description(fact, scoring),
            "$comment": f"fact:{fact.type.value}",
            **schema,
        },
        read=lambda node, reader: _answer(fact, node, reader.report),
    )


def answers_kind(facts: Iterable[Fact], scoring: str | None = None) -> ValueKind:
    """The answers to several facts of one mapping, by name, in the order of the pack."""
    kinds = {fact.name: answer_kind(fact, scoring) for fact in asked_facts(facts)}

    def read(node: Node, reader: Reader) -> dict[str, Answer]:
        found = {}
        written = {entry.name: entry.value for entry in entries_of(node)}
        for name, kind in kinds.items():
            if name in written:
                answer = kind.read(written[name], reader)
                if answer is not None:
                    found[name] = answer
        return found

    return ValueKind(schema={}, spread={name: kind.schema for name, kind in kinds.items()}, read=read, nothing={})


def _forms(fact: Fact) -> Schema:
    match fact.type:
        case FactType.BOOL:
            return {"enum": [*YES_NO, *BLANKS], "errorMessage": "应填 是 或 否", "examples": ["是"]}
        case FactType.CHOICE:
            words = options_text(fact.choices)
            return {
                "enum": [*fact.choices, *BLANKS],
                "errorMessage": f"应从 {words} 中选一个",
                "examples": [fact.choices[0]],
            }
        case FactType.TEXT:
            return {"type": FREE_TEXT, "pattern": ONE_LINE, "errorMessage": "应填文字"}
        case FactType.DATE:
            return DAY_OR_BLANK.schema
        case FactType.JUDGED:
            return _judged_form(fact)
        case _:
            return quantity(fact)


def quantity(fact: Fact) -> Schema:
    """A number, for percentages also with a percent sign."""
    percent = fact.type is FactType.PERCENT
    number: Schema = {"type": "integer" if fact.type is FactType.COUNT else "number"}
    low, high = limits(fact)
    if low is not None:
        number["minimum"] = low
    if high is not None:
        number["maximum"] = high
    if fact.step is not None:
        number["multipleOf"] = fact.step
    branches: list[Schema] = [number]
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


def _judged_form(fact: Fact) -> Schema:
    low, high = fact.minimum or Fraction(0), fact.maximum or Fraction(0)
    number: Schema = {"type": "number", "minimum": low, "maximum": high}
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


def _with_not_applicable(schema: Schema) -> Schema:
    words: Schema = {key: schema[key] for key in ("errorMessage", "examples") if key in schema}
    if "errorMessage" in words:
        words["errorMessage"] = f"{words['errorMessage']}（确实不适用的写 不适用）"
    if "enum" in schema:
        branches: list[Schema] = [{"enum": [*schema["enum"], "不适用"]}]
    elif "anyOf" in schema:
        branches = [*schema["anyOf"], {"enum": ["不适用"]}]
    else:
        branches = [{key: schema[key] for key in ("type", "pattern") if key in schema}]
    return {"anyOf": [*branches, {"$ref": "#/$defs/not-applicable"}], **words}


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
        lines.append(f"仅在{lang.describe(fact.needs)}时填写。")
    if fact.not_applicable is not None:
        lines.append(f"可填 不适用：{fact.not_applicable}")
    lines.append("还不清楚的写 未填。")
    return "\n".join(lines)


def _answer(fact: Fact, node: Node, report: Report) -> Answer | None:
    if is_blank(node):
        return Answer(location=node.location)
    reason = None if fact.not_applicable is None else get(node, NOT_APPLICABLE_WORD)
    if reason is not None or (fact.not_applicable is not None and _says_not_applicable(node)):
        words = text_of(reason)
        if not words:
            report.question(
                "reason-missing",
                f"“{fact.name}”填了“不适用”，没有写理由",
                f"请写成“{fact.name}: {{不适用: 理由}}”；可以不适用的情形是：{fact.not_applicable}。",
                node,
            )
        return Answer(value=NOT_APPLICABLE, location=node.location, reason=words)
    if fact.type is FactType.JUDGED:
        return _judged(fact, node, report)
    value = VALUES[fact.type](fact, node, report)
    return None if value is None else Answer(value=value, location=node.location)


def _says_not_applicable(node: Node) -> bool:
    return isinstance(node, Scalar) and node.text.strip() == NOT_APPLICABLE_WORD


def read_percent(name: str, node: Node, low: Fraction | None, high: Fraction | None, report: Report) -> Fraction | None:
    """Percentage points of `95` or `95%`. A bare value above 0 and up to 1 is questioned, never converted."""
    value = number_of(node)
    if value is not None:
        if 0 < value <= 1:
            shown, hundred = number_text(value), number_text(value * 100)
            report.question(
                "percent-scale",
                f"“{name}”填的是 {shown}，按 {shown}% 计算",
                f"如果是 {hundred}%，请写 {hundred}%；确实是 {shown}% 的，请写 {shown}%。",
                node,
            )
        return value
    text = text_of(node)
    if not text.endswith("%") or not isinstance(node, Scalar) or node.kind is not ScalarKind.TEXT:
        return None
    try:
        value = Fraction(text[:-1])
    except (ValueError, ZeroDivisionError):
        return None
    if (low is not None and value < low) or (high is not None and value > high):
        ends = f"{number_text(low or Fraction(0))}% 至 {number_text(high or Fraction(100))}%"
        hint = "请核对原始材料后改正；还不清楚的可以写“未填”。"
        report.error("out-of-range", f"“{name}”应在 {ends} 之间，这里写的是“{text}”", hint, node)
    return value


def _choice(fact: Fact, node: Node) -> str | None:
    text = unicodedata.normalize("NFKC", text_of(node))
    for choice in fact.choices:
        if unicodedata.normalize("NFKC", choice) == text:
            return choice
    return None


VALUES: Mapping[FactType, Callable[[Fact, Node, Report], FactValue | None]] = {
    FactType.BOOL: lambda _fact, node, _report: bool_of(node),
    FactType.COUNT: lambda _fact, node, _report: number_of(node),
    FactType.NUMBER: lambda _fact, node, _report: number_of(node),
    FactType.PERCENT: lambda fact, node, report: read_percent(fact.name, node, *limits(fact), report),
    FactType.DATE: lambda _fact, node, report: read_day(node, report),
    FactType.CHOICE: lambda fact, node, _report: _choice(fact, node),
    FactType.TEXT: lambda _fact, node, _report: text_of(node) or None,
}
"""How an answer of each type is read; points that a person gives are more than a value."""


def _judged(fact: Fact, node: Node, report: Report) -> Answer | None:
    points, reason = get(node, "分值"), text_of(get(node, "理由"))
    if points is None or is_blank(points):
        return Answer(location=node.location)
    value = number_of(points)
    if value is None:
        return None
    if not reason:
        example = f"{fact.name}: {{分值: {number_text(value)}, 理由: …}}"
        message = f"“{fact.name}”打了分，没有写理由"
        report.error("judged-reason", message, f"请写明为什么给这个分：“{example}”。", get(node, "理由") or node)
    if fact.step is None and (value * JUDGED_PARTS).denominator != 1:
        message = f"“{fact.name}”的分值最多写两位小数，这里写的是 {number_text(value)}"
        report.error("out-of-range", message, "请改成两位以内的小数，例如 1.75。", points)
    elif fact.step is not None and ((value - (fact.minimum or 0)) / fact.step).denominator != 1:
        message = f"“{fact.name}”的分值要按 {number_text(fact.step)} 分一档，这里写的是 {number_text(value)}"
        report.error("out-of-range", message, "请改成最接近的一档。", points)
    judgement = Judgement(points=value, reason=reason)
    return Answer(value=judgement, location=node.location)


def units_kind(each: Each, facts: ValueKind) -> ValueKind:
    """The units that an item is scored by, each with its answers; one entry that says so where there are none (无, or a list
    that is written out empty)."""

    def read(group: Node, reader: Reader) -> tuple[Unit, ...]:
        node = get(group, each.name)
        found = []
        if node is not None and each.perhaps_none and (text_of(node) == NOTHING or _empty(node)):
            found.append(Unit(name=NOTHING, answers={}, location=node.location, nothing=True))
        for entry in entries_of(node):
            checked = text_of(entry.value) != UNCHECKED
            answers = facts.read(entry.value, reader)
            blank = all(answer.value is UNKNOWN for answer in answers.values())
            if entry.key.text == STAND_IN and checked and blank:
                continue
            found.append(Unit(name=entry.key.text, answers=answers, location=entry.key.location, checked=checked))
        return tuple(found)

    return ValueKind(schema={}, spread={each.name: _units_schema(each, facts.spread)}, read=read, nothing=())


def _empty(node: Node) -> bool:
    return isinstance(node, MappingNode) and not node.entries


def _units_schema(each: Each, properties: Mapping[str, Schema]) -> Schema:
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
