"""An answer as plain data: the same for the submission, a cell of a workbook and the hidden base that a workbook keeps.

    是, 3, 95%, 2022-05-20, a text      str
    不适用                              {"不适用": reason}
    评判分                              {"分值": points, "理由": reason}
    last year's, not looked at yet      {"未核对": one of these}
    events of a gate                    "无", or [{"日期": …, "情况": …}]
    a piece of evidence                 {"文件": …, "标题": …, …}

None says nothing yet (未填). Two answers are the same exactly when they are equal here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TypeAlias

from scoring.base.text import number_text
from scoring.documents.nodes import (
    MappingNode,
    Node,
    SequenceNode,
    bool_of,
    date_of,
    entries_of,
    get,
    is_blank,
    items_of,
    number_of,
    text_of,
)
from scoring.exchange.questions import ITEMS, MATERIALS, Path, Question, Questionnaire
from scoring.model.facts import NOT_APPLICABLE_WORD, QUANTITIES, Fact, FactType
from scoring.model.submission import STAND_IN
from scoring.submissions.unconfirmed import UNCONFIRMED

__all__ = [
    "EVENT_KEYS",
    "MATERIALS",
    "MATERIAL_KEYS",
    "UNCHECKED",
    "UNCONFIRMED",
    "Value",
    "answers_of",
    "confirmed",
    "quantity_value",
    "same_file",
    "value_of",
    "value_text",
]

Value: TypeAlias = "str | Mapping[str, Value] | list[Mapping[str, str]] | None"
UNCHECKED = "未检查"
NOTHING = "无"
MATERIAL_KEYS = ("对应", "文件", "标题", "文号", "发文机关", "日期", "页数")
EVENT_KEYS = ("日期", "情况")


def quantity_value(fact: Fact, number: Fraction) -> str:
    """A number as it is kept: percentages with their sign, so that nobody asks whether 0.5 is a half."""
    return number_text(number) + ("%" if fact.type is FactType.PERCENT else "")


def confirmed(value: Value) -> Value:
    """An answer without the mark that nobody looked at it yet."""
    return value[UNCONFIRMED] if isinstance(value, Mapping) and UNCONFIRMED in value else value


def value_of(question: Question, node: Node | None) -> Value:
    """What a submission says in answer to a question."""
    if is_blank(node) or node is None:
        return None
    earlier = get(node, UNCONFIRMED)
    if earlier is not None:
        inner = value_of(question, earlier)
        return None if inner is None else {UNCONFIRMED: inner}
    if question.incidents:
        if isinstance(node, SequenceNode):
            return [_texts(one, EVENT_KEYS) for one in node.items]
        return text_of(node) or None
    fact = question.fact
    reason = get(node, NOT_APPLICABLE_WORD)
    if reason is not None or text_of(node) == NOT_APPLICABLE_WORD:
        return {NOT_APPLICABLE_WORD: text_of(reason)}
    if fact.type is FactType.JUDGED:
        points = number_of(get(node, "分值"))
        said = {"分值": "" if points is None else number_text(points), "理由": text_of(get(node, "理由"))}
        return said if any(said.values()) else None
    return _scalar(fact, node)


def _scalar(fact: Fact, node: Node) -> str | None:
    text = text_of(node)
    if fact.type is FactType.BOOL:
        yes = bool_of(node)
        return text or None if yes is None else "是" if yes else "否"
    if fact.type in QUANTITIES:
        number = number_of(node)
        if number is None and text.endswith("%"):
            try:
                number = Fraction(text[:-1])
            except (ValueError, ZeroDivisionError):
                return text
        return text or None if number is None else quantity_value(fact, number)
    if fact.type is FactType.DATE:
        day = date_of(node)
        return text or None if day is None else day.isoformat()
    if fact.type is FactType.CHOICE:
        said = unicodedata.normalize("NFKC", text)  # as the pack spells it, however the file does
        return next((one for one in fact.choices if unicodedata.normalize("NFKC", one) == said), text) or None
    return text or None


def _texts(node: Node, keys: tuple[str, ...]) -> dict[str, str]:
    return {key: text for key in keys if (text := text_of(get(node, key)))}


def answers_of(asked: Questionnaire, root: MappingNode) -> dict[Path, Value]:
    """Every answer that a submission gives, by its path; what it leaves open is not in it. The events of a gate are one
    answer. A piece of evidence is one, under the name of its file. A unit that was not looked at is one, under its name."""
    found: dict[Path, Value] = {}
    for question in asked.questions:
        if question.of_units:
            found |= _units(question, root)
        else:
            _note(found, question.path, value_of(question, _at(root, question.path)))
    for topic in asked.topics:
        for node in items_of(_at(root, (ITEMS, topic.id, MATERIALS))):
            file = text_of(get(node, "文件"))
            if file:
                found.setdefault((ITEMS, topic.id, MATERIALS, file), _texts(node, MATERIAL_KEYS))
    return found


def _note(found: dict[Path, Value], path: Path, value: Value) -> None:
    if value is not None:
        found[path] = value


def _units(question: Question, root: MappingNode) -> Iterator[tuple[Path, Value]] | dict[Path, Value]:
    found: dict[Path, Value] = {}
    group = _at(root, question.path[:3])
    if text_of(group) == NOTHING or (isinstance(group, MappingNode) and not group.entries):
        found[question.path[:3]] = NOTHING
    for one in entries_of(group):
        if text_of(one.value) == UNCHECKED:
            found[(*question.path[:3], one.key.text)] = UNCHECKED
        _note(found, question.at(one.key.text), value_of(question, get(one.value, question.path[-1])))
    return found


def unit_names(question: Question, root: MappingNode) -> tuple[str, ...]:
    """The units that a submission lists, without the stand-in of a blank form."""
    group = _at(root, question.path[:3])
    return tuple(one.key.text for one in entries_of(group) if one.key.text != STAND_IN)


def _at(root: MappingNode, path: Path) -> Node | None:
    node: Node | None = root
    for part in path:
        node = get(node, part)
    return node


def same_file(file: str, item: str) -> str:
    """The name that stands in a workbook for a file: without the folder where the evidence of its item lies."""
    return file.removeprefix(f"evidence/{item}/")


def value_text(value: Value) -> str:
    """An answer in one line, for people."""
    if value is None:
        return "未填"
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "；".join(_pairs(one) for one in value)
    if UNCONFIRMED in value:
        return f"{value_text(value[UNCONFIRMED])}（未核对）"
    if NOT_APPLICABLE_WORD in value:
        reason = value_text(value[NOT_APPLICABLE_WORD]) if value[NOT_APPLICABLE_WORD] else ""
        return f"不适用（{reason}）" if reason else "不适用"
    if "分值" in value:
        return f"{value['分值'] or '未填'}分（{value['理由'] or '没有写理由'}）"
    return _pairs(value)


def _pairs(value: Mapping[str, Value] | Mapping[str, str]) -> str:
    return "，".join(f"{key}：{value_text(said)}" for key, said in value.items() if said)
