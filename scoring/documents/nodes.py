"""A YAML document with the place of every value: what the strict reader returns, and small readers of its nodes.

The readers give None (or an empty value) for a node of another shape: the schema reports that. Nodes are made from the bottom
up and never changed, so that none can lead back to itself: the collector of circular garbage need not follow them.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from msgspec import Struct

from scoring.base.errors import Location

__all__ = [
    "MARK",
    "UNFILLED",
    "Document",
    "Entry",
    "MappingNode",
    "Node",
    "PackSource",
    "Pending",
    "Scalar",
    "ScalarKind",
    "SequenceNode",
    "bool_of",
    "date_of",
    "entries_of",
    "get",
    "is_blank",
    "items_of",
    "number_of",
    "optional_text",
    "pending_lines",
    "text_of",
    "words_of",
]


class ScalarKind(enum.Enum):
    """What a scalar is by its own spelling. Quoted scalars are always TEXT."""

    TEXT = "text"
    NUMBER = "number"
    BOOL = "bool"
    DATE = "date"
    NULL = "null"


class Scalar(Struct, frozen=True, kw_only=True, gc=False):
    """One value. `text` is the spelling in the file (without quotes); `value` the typed reading of it:
    str, Fraction (exact, read from the text), bool (是/否/true/false), date or None. A DATE whose value is None names a
    day that does not exist; the reader has reported it already."""

    kind: ScalarKind
    text: str
    value: str | Fraction | bool | date | None
    location: Location
    quoted: bool = False


class SequenceNode(Struct, frozen=True, kw_only=True, gc=False):
    """A list; `location` is its first character."""

    items: tuple[Node, ...]
    location: Location


class Entry(Struct, frozen=True, kw_only=True, gc=False):
    """One `key: value` of a mapping. `name` is the key as text, NFKC-folded; `key` keeps its place and spelling."""

    name: str
    key: Scalar
    value: Node


class MappingNode(Struct, frozen=True, kw_only=True, gc=False):
    """A mapping whose keys are text and unique after NFKC folding, in file order.

    `lines` is the text of the whole file on a document's root (empty elsewhere), so that later stages can quote it.
    """

    entries: tuple[Entry, ...]
    location: Location
    lines: tuple[str, ...] = ()

    def get(self, name: str) -> Node | None:
        """The value under `name`, or None."""
        for entry in self.entries:
            if entry.name == name:
                return entry.value
        return None

    def entry(self, name: str) -> Entry | None:
        """The entry under `name`, or None."""
        for entry in self.entries:
            if entry.name == name:
                return entry
        return None

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)


Node = Scalar | SequenceNode | MappingNode


class Document(Struct, frozen=True, kw_only=True):
    """One file as the strict reader saw it. `file` is its name in messages, `digest` the SHA-256 (hex) of its bytes."""

    file: str
    root: MappingNode
    digest: str


MARK = "# 待确认"
"""Stands at the end of the line of every proposal; whoever confirms it removes the mark."""


class Pending(Struct, frozen=True, kw_only=True):
    """One marked line: file name, line from 1, what stands there and what the mark says."""

    file: str
    line: int
    text: str
    remark: str


def pending_lines(file: str, content: str) -> Iterator[Pending]:
    """The marked lines of a file in their order; a line that is all comment explains and proposes nothing."""
    for number, line in enumerate(content.split("\n"), start=1):
        text, mark, remark = line.rstrip("\r").partition(MARK)
        if mark and text.strip() and not line.lstrip().startswith("#"):
            yield Pending(file=file, line=number, text=text.strip(), remark=remark.lstrip("："))


class PackSource(Struct, frozen=True, kw_only=True):
    """The raw documents of a pack, before they become a model.

    `folder` is the path of the folder and `name` its last part; `digest` is the SHA-256 (hex) over the sorted
    (file name, bytes) pairs of pack.yaml and the section files. `merged` are the documents of other packs whose parts
    stand in `main` and `sections` (see scoring.packs.overlay), so that messages can quote them; `pending` are the lines that wait
    for a person, theirs included.
    """

    folder: str
    name: str
    main: Document
    sections: tuple[Document, ...]
    digest: str
    merged: tuple[Document, ...] = ()
    pending: tuple[Pending, ...] = ()


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
