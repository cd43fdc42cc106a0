"""The kinds of single values that documents are made of: texts, numbers, days, flags, words of closed lists, conditions."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from msgspec.structs import replace

from scoring.base.text import date_text
from scoring.documents.fields import Reader, Schema, Show, ValueKind, fold
from scoring.documents.nodes import Node, bool_of, date_of, items_of, number_of, words_of

__all__ = [
    "CONDITION",
    "DATE",
    "DAY",
    "FLAG",
    "LINE",
    "LINES",
    "NAME",
    "NUMBER",
    "ONE_LINE",
    "ONLY_TRUE",
    "OPTIONAL",
    "OPTIONAL_LINE",
    "POINTS",
    "TEXT",
    "TEXTS",
    "UP_FROM_ZERO",
    "WHOLE",
    "at_least",
    "keyed",
    "one_of",
    "yes",
]


def one_of(of: type[enum.Enum], words: Mapping[Any, str] | None = None, **more: Any) -> ValueKind:
    """One word of a closed list. `words` are what a reader calls them."""
    said = words or {}
    return ValueKind(
        schema={"enum": [one.value for one in of], **more},
        read=lambda node, _reader: of(words_of(node)) if words_of(node) else None,
        show=lambda one: said.get(one, str(one.value)),
        words={str(one.value): word for one, word in said.items()},
    )


def at_least(count: int, lines: ValueKind) -> ValueKind:
    """A list of texts that has so many at least."""
    return replace(lines, schema={**lines.schema, "minItems": count})


def keyed(key: str, schema: Schema, read: Callable[[Node, Reader], Any], **more: Any) -> ValueKind:
    """What one key says together with others of its mapping, which `read` gets."""
    return ValueKind(schema=schema, spread={key: schema}, read=read, **more)


def yes(word: str) -> Show:
    """What is told of a flag that is set; nothing of one that is not."""
    return lambda flag: word if flag else None


def _texts(node: Node, _reader: Reader) -> tuple[str, ...]:
    return tuple(words_of(one) for one in items_of(node))


def _text(node: Node, _reader: Reader) -> str | None:
    return words_of(node) or None


def _number(node: Node, _reader: Reader) -> Fraction | None:
    return number_of(node)


def _whole(node: Node, _reader: Reader) -> int | None:
    value = number_of(node)
    return None if value is None else int(value)


def _flag(node: Node, _reader: Reader) -> bool | None:
    return bool_of(node)


def _day(node: Node, reader: Reader) -> date | None:
    day = date_of(node)
    if day is None:
        reader.report.error("bad-date", f"没有 {words_of(node)} 这一天", "请写成 2022-05-31 的样子。", node)
    return day


ONE_LINE = r"^[^\n]*\n*$"
"""A text without a line break inside: a name, a title, whatever is printed in a line with others. The one that a block of
YAML ends with is let through, because every reading drops it."""
DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
A_TEXT: Schema = {"type": ["string", "number"], "minLength": 1}
NO_TEXT: Schema = {"type": ["string", "number", "null"]}
A_DAY: Schema = {"type": "string", "pattern": DATE, "$comment": "date", "examples": ["2022-05-31"]}
A_WHOLE: Schema = {"type": "integer", "minimum": 1, "examples": [5]}

TEXT = ValueKind(schema=A_TEXT, read=_text, nothing="")
OPTIONAL = ValueKind(schema=NO_TEXT, read=_text)
LINE = ValueKind(schema={**A_TEXT, "pattern": ONE_LINE}, read=_text, nothing="")
OPTIONAL_LINE = ValueKind(schema={**NO_TEXT, "pattern": ONE_LINE}, read=_text)
NAME = ValueKind(schema=LINE.schema, read=lambda node, _reader: fold(words_of(node)) or None, nothing="")
"""The name of a fact or the like, as conditions read it."""
TEXTS = ValueKind(schema={"type": "array", "items": TEXT.schema}, read=_texts, nothing=())
LINES = ValueKind(schema={"type": "array", "items": LINE.schema}, read=_texts, nothing=())
POINTS = ValueKind(
    schema={"type": "number", "exclusiveMinimum": 0, "$comment": "points"}, read=_number, nothing=Fraction(0)
)
UP_FROM_ZERO = ValueKind(
    schema={"type": "number", "minimum": 0, "$comment": "points"}, read=_number, nothing=Fraction(0)
)
NUMBER = ValueKind(schema={"type": "number"}, read=_number, nothing=Fraction(0))
WHOLE = ValueKind(schema=A_WHOLE, read=_whole, nothing=1)
FLAG = ValueKind(
    schema={"enum": [True, False], "errorMessage": "应写 true 或 false"},
    read=_flag,
    nothing=False,
    show=lambda flag: "是" if flag else "否",
)
ONLY_TRUE = ValueKind(schema={"enum": [True], "errorMessage": "只能写 true"}, read=_flag, nothing=False)
DAY = ValueKind(schema=A_DAY, read=_day, show=date_text)
CONDITION = ValueKind(
    schema=A_TEXT, read=lambda node, reader: None if reader.condition is None else reader.condition(node)
)
