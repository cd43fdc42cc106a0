"""The answers to facts: raw nodes to typed values. A node of the wrong shape gives nothing; the schema speaks of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from fractions import Fraction

from scoring.base.text import number_text
from scoring.documents.nodes import MappingNode, Node, Scalar, ScalarKind, bool_of, get, is_blank, number_of, text_of
from scoring.documents.problems import Report, read_day
from scoring.model.facts import NOT_APPLICABLE, NOT_APPLICABLE_WORD, Answer, Fact, FactType, FactValue, Judgement
from scoring.validate.schema.answers import limits

__all__ = ["read_answers", "read_percent"]

JUDGED_PARTS = 100
"""Points that a person gives have two decimals at most where the pack names no step: what sheets and ballots hold."""


def read_answers(facts: Iterable[Fact], group: Node | None, report: Report) -> Iterator[tuple[str, Answer]]:
    """Name and answer of every fact that `group` mentions."""
    if not isinstance(group, MappingNode):
        return
    for fact in facts:
        node = group.get(fact.name)
        if node is not None and fact.derive is None:
            answer = _answer(fact, node, report)
            if answer is not None:
                yield fact.name, answer


def _answer(fact: Fact, node: Node, report: Report) -> Answer | None:
    if is_blank(node):
        return Answer(location=node.location)
    reason = get(node, NOT_APPLICABLE_WORD)
    if fact.not_applicable is not None and (reason is not None or _says_not_applicable(node)):
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
    value = _value(fact, node, report)
    return None if value is None else Answer(value=value, location=node.location)


def _says_not_applicable(node: Node) -> bool:
    return isinstance(node, Scalar) and node.text.strip() == NOT_APPLICABLE_WORD


def _value(fact: Fact, node: Node, report: Report) -> FactValue | None:
    match fact.type:
        case FactType.BOOL:
            return bool_of(node)
        case FactType.COUNT | FactType.NUMBER:
            return number_of(node)
        case FactType.PERCENT:
            low, high = limits(fact)
            return read_percent(fact.name, node, low, high, report)
        case FactType.DATE:
            return read_day(node, report)
        case FactType.CHOICE:
            return _choice(fact, node)
        case _:
            return text_of(node) or None


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
