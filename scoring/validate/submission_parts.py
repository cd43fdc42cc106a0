"""The parts of a submission beside the answers: gates, interpretations, references, texts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from scoring.base.text import date_text, number_text
from scoring.documents.nodes import (
    MappingNode,
    Node,
    Scalar,
    SequenceNode,
    bool_of,
    entries_of,
    get,
    is_blank,
    number_of,
    text_of,
)
from scoring.documents.problems import Report, read_day
from scoring.model.criteria import Criteria, Gate, GateKind
from scoring.model.facts import FactType, Reference, ReferenceValue
from scoring.model.submission import Choice, GateAnswer, Incident
from scoring.validate.submission_answers import read_percent

__all__ = ["read_gate", "read_gates", "read_references", "read_switched", "read_texts"]

NONE = "无"


def read_gates(
    criteria: Criteria, group: Node | None, applied_on: date | None, report: Report
) -> Iterator[tuple[str, GateAnswer]]:
    """Name and answer of every gate that the submission mentions."""
    for gate in criteria.eligibility.gates:
        node = get(group, gate.name)
        if node is not None:
            yield gate.name, read_gate(gate, node, applied_on, report)


def read_gate(gate: Gate, node: Node, applied_on: date | None, report: Report) -> GateAnswer:
    """The answer in `node`; what is doubtful about its dates is reported."""
    if is_blank(node):
        return GateAnswer(known=False, location=node.location)
    if gate.kind is GateKind.YES_NO:
        yes = bool_of(node)
        return GateAnswer(known=yes is not None, yes=yes, location=node.location)
    if isinstance(node, SequenceNode):
        incidents = tuple(_incident(one, applied_on, report) for one in node.items)
        return GateAnswer(known=True, incidents=incidents, location=node.location)
    return GateAnswer(known=text_of(node) == NONE, location=node.location)


def _incident(node: Node, applied_on: date | None, report: Report) -> Incident:
    day = read_day(get(node, "日期"), report)
    if day is None and is_blank(get(node, "日期")):
        message = "这一件没有写日期，无法判断是否在期限以内"
        report.question("incident-date", message, "请补上日期，例如“日期: 2021-06-01”。", node)
    if day is not None and applied_on is not None and day > applied_on:
        message = f"事件日期 {date_text(day)} 晚于申报日期 {date_text(applied_on)}"
        report.question("date-after-application", message, "请核对两个日期。", get(node, "日期"))
    return Incident(on=day, text=text_of(get(node, "情况")), location=node.location)


def read_switched(criteria: Criteria, group: Node | None) -> Iterator[tuple[str, Choice]]:
    """Name and choice of every interpretation that the submission sets."""
    for entry in entries_of(group):
        option, reason = text_of(get(entry.value, "选择")), text_of(get(entry.value, "理由"))
        if entry.name in criteria.interpretations_by_name and option:
            yield entry.name, Choice(option=option, reason=reason, location=entry.key.location)


def read_references(
    criteria: Criteria, group: Node | None, applied_on: date | None, report: Report
) -> Iterator[tuple[str, ReferenceValue]]:
    """Name and value of every reference that is given completely."""
    for reference in criteria.references:
        node = get(group, reference.name)
        if not isinstance(node, MappingNode):
            continue
        raw, year, source = get(node, "数值"), number_of(get(node, "年份")), text_of(get(node, "来源"))
        if is_blank(raw):
            continue
        value = _quotient(raw) if isinstance(raw, MappingNode) else number_of(raw)
        if reference.type is FactType.PERCENT and isinstance(raw, Scalar):
            value = read_percent(reference.name, raw, Fraction(0), Fraction(100), report)
        if value is None:
            continue
        _check_least(reference, value, raw, report)
        if year is None or not source:
            what = "年份和来源" if year is None and not source else ("年份" if year is None else "来源")
            message = f"参照值“{reference.name}”没有写{what}"
            report.error("missing", message, "参照值要同时写明数值、年份和来源，报告里会一并列出。", node)
            continue
        if applied_on is not None and year > applied_on.year:
            message = f"参照值“{reference.name}”的年份 {int(year)} 晚于申报年份 {applied_on.year}"
            report.question("reference-year", message, "请核对年份。", get(node, "年份"))
        yield reference.name, ReferenceValue(value=value, year=int(year), source=source, location=node.location)


def _quotient(node: MappingNode) -> Fraction | None:
    """The exact value of {分子, 分母, 乘以}, which files of references may hold."""
    top, bottom, times = (number_of(get(node, key)) for key in ("分子", "分母", "乘以"))
    return top / bottom * (times or 1) if top is not None and bottom else None


def _check_least(reference: Reference, value: Fraction, raw: Node | None, report: Report) -> None:
    told = value < 0 and reference.type in (FactType.PERCENT, FactType.COUNT)  # these are never negative in any pack
    if reference.minimum is not None and value < reference.minimum and not told:
        least = number_text(reference.minimum)
        message = f"参照值“{reference.name}”不会小于 {least}，这里写的是 {number_text(value)}"
        report.error("out-of-range", message, "请核对来源后改正；还不清楚的可以写“未填”。", raw)


def read_texts(group: Node | None) -> dict[str, str]:
    """Heading → text, for those that say something."""
    found = {entry.key.text: text_of(entry.value) for entry in entries_of(group)}
    return {heading: text for heading, text in found.items() if text}
