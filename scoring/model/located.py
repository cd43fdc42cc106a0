"""A YAML document with the place of every value: what the strict reader returns and the validators read."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from msgspec import Struct

from scoring.base.errors import Location
from scoring.model.pending import Pending

__all__ = ["Document", "Entry", "MappingNode", "Node", "PackSource", "Scalar", "ScalarKind", "SequenceNode"]


class ScalarKind(enum.Enum):
    """What a scalar is by its own spelling. Quoted scalars are always TEXT."""

    TEXT = "text"
    NUMBER = "number"
    BOOL = "bool"
    DATE = "date"
    NULL = "null"


class Scalar(Struct, frozen=True, kw_only=True):
    """One value. `text` is the spelling in the file (without quotes); `value` the typed reading of it:
    str, Fraction (exact, read from the text), bool (是/否/true/false), date or None. A DATE whose value is None names a
    day that does not exist; the reader has reported it already."""

    kind: ScalarKind
    text: str
    value: str | Fraction | bool | date | None
    location: Location
    quoted: bool = False


class SequenceNode(Struct, frozen=True, kw_only=True):
    """A list; `location` is its first character."""

    items: tuple[Node, ...]
    location: Location


class Entry(Struct, frozen=True, kw_only=True):
    """One `key: value` of a mapping. `name` is the key as text, NFKC-folded; `key` keeps its place and spelling."""

    name: str
    key: Scalar
    value: Node


class MappingNode(Struct, frozen=True, kw_only=True):
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


class PackSource(Struct, frozen=True, kw_only=True):
    """The raw documents of a pack, before they become a model.

    `folder` is the path of the folder and `name` its last part; `digest` is the SHA-256 (hex) over the sorted
    (file name, bytes) pairs of pack.yaml and the section files. `merged` are the documents of other packs whose parts
    stand in `main` and `sections` (see scoring.overlay), so that messages can quote them; `pending` are the lines that wait
    for a person, theirs included.
    """

    folder: str
    name: str
    main: Document
    sections: tuple[Document, ...]
    digest: str
    merged: tuple[Document, ...] = ()
    pending: tuple[Pending, ...] = ()
