"""Nodes of a text with which nothing is wrong, in one pass over the events of libyaml.

Nearly every file is in order, and reading it should cost little. Where there is a word to say of a file, or it holds anything
that is not plain keys, values, lists and mappings, nothing is made of it here, and `Builder` reads it with all its questions.
"""

from __future__ import annotations

import functools
import unicodedata
from typing import Any

from scoring.base.characters import alike
from scoring.base.errors import Location
from scoring.documents.nodes import Entry, MappingNode, Node, Scalar, ScalarKind, SequenceNode
from scoring.documents.strict.scalars import LONGEST_TYPED, colons_of_keys, resolve
from scoring.documents.strict.text import Limits

__all__ = ["clean_nodes", "libyaml"]

TEXT, DATE = ScalarKind.TEXT, ScalarKind.DATE
MARKS = ("&", "*", "!")
"""What references, anchors and tags begin with: they are not looked for here."""
DENSEST = 2
"""No text makes more nodes of a character."""


class _Unusual(Exception):  # noqa: N818 - a signal inside this module, not an error a caller meets
    """Not for this road."""


@functools.cache
def libyaml() -> Any:
    """The parser of libyaml; None where it is not installed."""
    import yaml  # here and not above: reading is the only use, and importing it costs a fifth of a command's start

    return getattr(yaml.cyaml, "CParser", None) if yaml.__with_libyaml__ else None


def clean_nodes(text: str, lines: tuple[str, ...], name: str, limits: Limits) -> MappingNode | None:
    """The nodes of the file `name`; None where there may be more to say of it. `text` is for libyaml, and its `lines` are those
    of the file. Raises yaml.YAMLError."""
    if DENSEST * len(text) > limits.nodes or any(mark in text for mark in MARKS):
        return None
    try:
        return _Reading(text, lines, name, limits).document()
    except _Unusual:
        return None


class _Reading:
    def __init__(self, text: str, lines: tuple[str, ...], name: str, limits: Limits) -> None:
        from yaml import events

        self.get: Any = libyaml()(text).get_event
        self.events: Any = events
        self.lines = lines
        self.name = name
        self.depth = limits.depth

    def document(self) -> MappingNode | None:
        """The one mapping that the document is."""
        of = self.events
        _, begun, event = (self.get() for _ in range(3))
        if begun.__class__ is not of.DocumentStartEvent or event.__class__ is not of.MappingStartEvent:
            return None
        root = self.mapping(event, "", 0)
        _, last = self.get(), self.get()
        return root if last.__class__ is of.StreamEndEvent else None

    def mapping(self, start: Any, path: str, depth: int) -> MappingNode:
        if depth >= self.depth:
            raise _Unusual
        get, file, scalar = self.get, self.name, self.events.ScalarEvent
        entries: list[Entry] = []
        seen: set[str] = set()
        lead = f"{path}/" if path else ""
        event = get()
        while event.__class__ is scalar:
            text = event.value
            name, folded = _names(text)
            if folded in seen:
                raise _Unusual
            seen.add(folded)
            here = lead + name
            mark = event.start_mark
            place = Location(file=file, line=mark.line + 1, column=mark.column + 1, path=here)
            key = Scalar(kind=TEXT, text=text, value=text, location=place, quoted=event.style != "")
            event = get()
            below = self.scalar(event, here) if event.__class__ is scalar else self.group(event, here, depth + 1)
            entries.append(Entry(name=name, key=key, value=below))
            event = get()
        if event.__class__ is not self.events.MappingEndEvent:
            raise _Unusual
        return MappingNode(entries=tuple(entries), location=self.place(start, path))

    def group(self, event: Any, path: str, depth: int) -> Node:
        of, scalar = self.events, self.events.ScalarEvent
        if event.__class__ is of.MappingStartEvent:
            return self.mapping(event, path, depth)
        if depth >= self.depth:
            raise _Unusual
        get = self.get
        items: list[Node] = []
        one = get()
        while one.__class__ is not of.SequenceEndEvent:
            here = f"{path}/{len(items) + 1}"
            items.append(self.scalar(one, here) if one.__class__ is scalar else self.group(one, here, depth + 1))
            one = get()
        return SequenceNode(items=tuple(items), location=self.place(event, path))

    def scalar(self, event: Any, path: str) -> Scalar:
        text, mark = event.value, event.start_mark
        place = Location(file=self.name, line=mark.line + 1, column=mark.column + 1, path=path)
        if event.style:
            return Scalar(kind=TEXT, text=text, value=text, location=place, quoted=True)
        if len(text) > LONGEST_TYPED:
            kind, value = TEXT, text
        else:
            kind, value = resolve(text)
            if value is None and kind is DATE:
                raise _Unusual
        if kind is TEXT and "：" in text and any(colons_of_keys(event, self.lines)):
            raise _Unusual
        return Scalar(kind=kind, text=text, value=value, location=place)

    def place(self, event: Any, path: str) -> Location:
        mark = event.start_mark
        return Location(file=self.name, line=mark.line + 1, column=mark.column + 1, path=path)


@functools.lru_cache(maxsize=10_000)
def _names(key: str) -> tuple[str, str]:
    """A key as later stages know it, and as it is compared with those beside it."""
    if key == "<<" or "：" in key or "\n" in key or not key or key != key.strip():
        raise _Unusual
    name = unicodedata.normalize("NFKC", key)
    return name, alike(name)
