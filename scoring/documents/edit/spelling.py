"""A value as YAML: on one line where it can be, so that it reads back as that very value."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from msgspec import Struct

from scoring.base.characters import UNSEEN, character_text
from scoring.base.text import number_text
from scoring.documents.nodes import MappingNode, Node, Scalar, ScalarKind, SequenceNode
from scoring.documents.strict.scalars import resolve

__all__ = ["Lines", "Spelt", "Value", "block", "inline", "key_text", "typed", "unwritable", "value_of", "word"]


class Spelt(Struct, frozen=True, kw_only=True):
    """A plain value written as these very characters: 95%, 3.20, 未填."""

    text: str


class Lines(dict[str, Any]):
    """A mapping with a line for each entry, where the form has lines and not brackets."""


Value = Any
"""What is written: None (nothing), True or False (是, 否), a number (int, Fraction), a date, a text (str), a `Spelt`, a list or
a mapping of such. A text reads back as a text: the digits 12 as a str are written in quotes."""
PLAIN = re.compile(
    r"[\w《（“〔【][\w《》（）“”〔〕【】。，、；·！？～…—%+./()-]*(?: [\w《》（）“”〔〕【】。，、；·！？～…—%+./()-]+)*"
)
"""Texts that need no quotes, also between brackets."""
SIMPLE_KEY = re.compile(r"(?![0-9])\w[\w（）·-]*")


def typed(text: str) -> Spelt:
    """What a person typed as an answer, without space around it; nothing is 未填."""
    return Spelt(text=text.strip() or "未填")


def unwritable(value: Value) -> str | None:
    """Why a value cannot be written, in words that complete “这里…”; None where it can."""
    if isinstance(value, Mapping):
        return next(filter(None, map(unwritable, [*value, *value.values()])), None)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return next(filter(None, map(unwritable, value)), None)
    text = value.text if isinstance(value, Spelt) else value
    if not isinstance(text, str):
        return None
    unseen = UNSEEN.search(text.replace("\n", ""))
    if unseen is not None or "\t" in text:
        return f"有{character_text(unseen.group() if unseen else chr(9))}"
    if isinstance(value, Spelt) and not _stands_plain(text):
        return f"“{text}”不能不加引号写"
    return None


def _stands_plain(text: str) -> bool:
    """Whether a scalar of these characters reads as itself in every place."""
    return resolve(text)[0] is not ScalarKind.TEXT or PLAIN.fullmatch(text) is not None


def key_text(name: str) -> str:
    """A name before a colon; numbers of items in double quotes, as the forms write them."""
    if SIMPLE_KEY.fullmatch(name) and resolve(name)[0] is ScalarKind.TEXT:
        return name
    return json.dumps(name, ensure_ascii=False)


def inline(value: Value) -> str:
    """The value on one line, fit for any place."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key_text(name)}: {inline(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(inline, value)) + "]"
    if isinstance(value, str):
        if PLAIN.fullmatch(value) and resolve(value)[0] is ScalarKind.TEXT:
            return value
        return json.dumps(value, ensure_ascii=False) if "\n" in value else "'" + value.replace("'", "''") + "'"
    return word(value)


def word(value: Value) -> str:
    """A value that is neither text nor holds others."""
    if value is None:
        return "~"
    if isinstance(value, Spelt):
        return value.text
    if isinstance(value, bool):
        return "是" if value else "否"
    return value.isoformat() if isinstance(value, date) else number_text(Fraction(value))


def block(value: Value, column: int) -> str:
    """What stands after `key:` or `-` in a block whose entries begin at `column`; with the space or line end before it."""
    if isinstance(value, list | tuple) and value:
        return "".join(f"\n{' ' * (column + 2)}-{block(one, column + 2)}" for one in value)
    if isinstance(value, Mapping) and (
        (isinstance(value, Lines) and value) or any(_long(one) for one in value.values())
    ):
        lines = (f"\n{' ' * (column + 2)}{key_text(name)}:{block(one, column + 2)}" for name, one in value.items())
        return "".join(lines)
    if isinstance(value, str) and "\n" in value and _fits_block(value):
        return " |-" + "".join(f"\n{' ' * (column + 2)}{line}" if line else "\n" for line in value.split("\n"))
    return "" if value is None else f" {inline(value)}"


def _long(value: Value) -> bool:
    """Whether a value of a mapping is better given lines of its own."""
    return isinstance(value, Mapping | list | tuple) or (isinstance(value, str) and "\n" in value)


def _fits_block(text: str) -> bool:
    return text == text.strip("\n") and not text.startswith(" ")


def value_of(node: Node) -> Value:
    """A value that was read, to be written again."""
    if isinstance(node, MappingNode):
        return {entry.name: value_of(entry.value) for entry in node.entries}
    if isinstance(node, SequenceNode):
        return [value_of(one) for one in node.items]
    return _scalar_value(node)


def _scalar_value(node: Scalar) -> Value:
    if node.quoted or node.kind is ScalarKind.TEXT:
        return node.text
    return None if not node.text else Spelt(text=node.text)
