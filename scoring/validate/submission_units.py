"""The units (县区, 样本) of an item that is scored unit by unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from scoring import lang
from scoring.base.text import points_text
from scoring.documents.nodes import MappingNode, Node, entries_of, get, text_of
from scoring.documents.problems import Report
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import UNKNOWN, Answer
from scoring.model.submission import STAND_IN, Unit
from scoring.validate.submission_answers import read_answers
from scoring.validate.submission_sense import Given, check_needs, check_parts, values_of

__all__ = ["NOTHING", "UNCHECKED", "check_units", "read_units"]

UNCHECKED = "未检查"
NOTHING = "无"


def read_units(item: Item, group: Node | None, report: Report) -> Iterator[Unit]:
    """The units listed for `item`, each with its answers; one entry that says so where there are none (无, or a list
    that is written out empty)."""
    if item.each is None:
        return
    node = get(group, item.each.name)
    if node is not None and item.each.perhaps_none and (text_of(node) == NOTHING or _empty(node)):
        yield Unit(name=NOTHING, answers={}, location=node.location, nothing=True)
    for entry in entries_of(node):
        checked = text_of(entry.value) != UNCHECKED
        answers = dict(read_answers(item.facts, entry.value, report)) if isinstance(entry.value, MappingNode) else {}
        blank = all(answer.value is UNKNOWN for answer in answers.values())
        if entry.key.text == STAND_IN and checked and blank:
            continue
        yield Unit(name=entry.key.text, answers=answers, location=entry.key.location, checked=checked)


def _empty(node: Node) -> bool:
    return isinstance(node, MappingNode) and not node.entries


def check_units(
    criteria: Criteria,
    units: Mapping[str, tuple[Unit, ...]],
    answers: Mapping[str, Answer],
    given: Given,
    report: Report,
) -> None:
    """Refuse more units than there are, question fewer; and what each unit's answers say together."""
    for name, rows in units.items():
        item = criteria.items_by_id[name]
        if item.each is None or not rows:
            continue
        count = item.each.count
        total = values_of(criteria, answers, given).get(count or "", lang.UNKNOWN) if isinstance(count, str) else count
        if rows[0].nothing:
            _check_none(item, item.each.name, total, rows[0], report)
            continue
        if isinstance(total, Fraction):
            _check_count(item, item.each.name, rows, total, report)
        for row in rows:
            values = values_of(criteria, {**answers, **row.answers}, given)
            check_needs(criteria, row.answers, values, report)
            check_parts(item.facts, row.answers, values, report)


def _check_none(item: Item, name: str, total: object, row: Unit, report: Report) -> None:
    """A list that says 无 where the number says that there are some."""
    if isinstance(total, Fraction) and total > 0:
        count = item.each.count if item.each is not None else ""
        message = f"{item.id} 的{name}写的是“无”，基本情况里“{count}”却是{points_text(total)}"
        hint = f"请核对这个数；有{name}、还没有填的写“未填”。"
        report.error("units-count", message, hint, row.location)


def _check_count(item: Item, name: str, rows: tuple[Unit, ...], total: Fraction, report: Report) -> None:
    listed, stated = len(rows), points_text(total)
    count = item.each.count if item.each is not None else ""
    if not isinstance(count, str):
        _check_fixed(item, name, rows, total, report)
    elif listed > total:
        message = f"{item.id} 列了{listed}个{name}，基本情况里“{count}”却是{stated}"
        report.error("units-count", message, "请核对这个数，或删掉多列的。", rows[0].location)
    elif listed < total:
        message = f"{item.id} 只列了{listed}个{name}，基本情况里“{count}”是{stated}；没有列出的按未填计"
        report.question("units-count", message, "请把其余的补上，或核对这个数。", rows[0].location)


def _check_fixed(item: Item, name: str, rows: tuple[Unit, ...], total: Fraction, report: Report) -> None:
    """The number stands in the rules, so that only the list can be mended."""
    listed, stated = len(rows), points_text(total)
    if listed > total:
        message = f"{item.id} 列了{listed}个{name}，评分标准写明的是{stated}个"
        report.error("units-count", message, "请删掉多列的。", rows[0].location)
    elif listed < total:
        message = f"{item.id} 只列了{listed}个{name}，评分标准写明的是{stated}个；没有列出的按未填计"
        report.question("units-count", message, "请把其余的补上。", rows[0].location)
