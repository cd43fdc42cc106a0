"""Small readers of raw nodes. They give None (or an empty value) for a node of another shape: the schema reports that."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from scoring.model.located import Entry, MappingNode, Node, Scalar, ScalarKind, SequenceNode

__all__ = [
    "UNFILLED",
    "bool_of",
    "date_of",
    "entries_of",
    "get",
    "is_blank",
    "items_of",
    "number_of",
    "optional_text",
    "text_of",
    "words_of",
]

UNFILLED = "未填"
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def get(node: Node | None, name: str) -> Node | None:
    """The value under a key of a mapping, else None."""
    return node.get(name) if isinstance(node, MappingNode) else None


def entries_of(node: Node | None) -> tuple[Entry, ...]:
    """The entries of a mapping, else none."""
    return node.entries if isinstance(node, MappingNode) else ()


def items_of(node: Node | None) -> tuple[Node, ...]:
    """The members of a list, else none."""
    return node.items if isinstance(node, SequenceNode) else ()


def is_blank(node: Node | None) -> bool:
    """True when nothing is said: absent, empty, null or 未填."""
    return node is None or (
        isinstance(node, Scalar) and (node.kind is ScalarKind.NULL or node.text.strip() in ("", UNFILLED))
    )


def text_of(node: Node | None) -> str:
    """The text of a scalar as spelt, without space around it; empty for anything blank or no scalar."""
    if not isinstance(node, Scalar) or is_blank(node):
        return ""
    return node.text.strip()


def words_of(node: Node | None) -> str:
    """Like `text_of`, for packs, whose texts may speak of 未填: in quotes it is a word like any other."""
    if isinstance(node, Scalar) and node.quoted:
        return node.text.strip()
    return text_of(node)


def optional_text(node: Node | None) -> str | None:
    """Like `text_of`, but None for nothing."""
    return text_of(node) or None


def number_of(node: Node | None) -> Fraction | None:
    """The value of a plain number, else None."""
    if isinstance(node, Scalar) and node.kind is ScalarKind.NUMBER and isinstance(node.value, Fraction):
        return node.value
    return None


def bool_of(node: Node | None) -> bool | None:
    """True or False for 是/否/true/false (是 and 否 also in quotes), else None."""
    if not isinstance(node, Scalar):
        return None
    if node.kind is ScalarKind.BOOL:
        return bool(node.value)
    return {"是": True, "否": False}.get(node.text)


def date_of(node: Node | None) -> date | None:
    """The day of YYYY-MM-DD, with or without quotes; None for anything else and for days that do not exist."""
    if not isinstance(node, Scalar):
        return None
    if isinstance(node.value, date):
        return node.value
    try:
        text = node.text.strip()
        return date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        return None
