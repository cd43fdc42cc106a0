"""Where each value of a text begins and ends, from the events of the parsers that the strict reader uses.

For texts that the strict reader takes without an error; it has refused anchors, tags and names that come twice.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable
from typing import Any
from unicodedata import normalize

from msgspec import Struct

from scoring.documents.strict.clean import libyaml
from scoring.documents.strict.reader import differs, open_events

__all__ = ["Span", "Step", "find", "spans"]

Step = str | int
"""One step of a path: the name of an entry, or the place in a list from 0."""


class Span(Struct, frozen=True, kw_only=True):
    """One value of a text.

    kind: "scalar", "list" or "mapping"
    start, end: its characters; those of a block end with its last value, not with the lines that follow it
    style: how a scalar is written: "" as it is, else ', ", | or >
    flow: whether a list or mapping is written between brackets
    column: of the first character, which for a block is that of all its entries
    names: of a mapping, the name of each entry as the readers know it, in the order of the file
    keys: of a mapping, the span of each name; of a block list, of the dash
    values: of a list or mapping
    """

    kind: str
    start: int
    end: int
    style: str = ""
    flow: bool = False
    column: int = 0
    names: tuple[str, ...] = ()
    keys: tuple[tuple[int, int], ...] = ()
    values: tuple[Span, ...] = ()

    def at(self, step: Step) -> int | None:
        """The place of an entry among the values, or None."""
        if isinstance(step, str):
            name = normalize("NFKC", step)
            return self.names.index(name) if name in self.names else None
        return step if self.kind == "list" and 0 <= step < len(self.values) else None


def find(span: Span, path: tuple[Step, ...]) -> Span | None:
    """The value at a path, or None."""
    for step in path:
        place = span.at(step)
        if place is None:
            return None
        span = span.values[place]
    return span


@functools.lru_cache(maxsize=4)
def spans(text: str) -> Span:
    """The span of the whole document, kept for the last texts: one answer asks for the same one several times. Raises
    yaml.YAMLError."""
    if not text.endswith("\n"):
        text += "\n"
    from yaml import YAMLError

    if libyaml() is not None and not differs(text):
        with contextlib.suppress(YAMLError):  # the other parser says why, if it minds at all
            return _document(libyaml()(text).get_event, text)
    return _document(open_events(text).get_event, text)


def _document(get: Callable[[], Any], text: str) -> Span:
    event = get()
    while type(event).__name__ in ("StreamStartEvent", "DocumentStartEvent"):
        event = get()
    return _span(event, get, text)


def _span(event: Any, get: Callable[[], Any], text: str) -> Span:
    start, column = event.start_mark.index, event.start_mark.column
    name = type(event).__name__
    if name == "ScalarEvent":
        end, style = event.end_mark.index, event.style or ""
        if style in ("|", ">") and "+" not in text[start:end].partition("\n")[0]:
            end = start + len(text[start:end].rstrip())
        return Span(kind="scalar", start=start, end=end, style=style, column=column)
    if name == "SequenceStartEvent":
        return _list(event, get, text)
    names, keys, values = [], [], []
    inner = get()
    while type(inner).__name__ != "MappingEndEvent":
        names.append(normalize("NFKC", inner.value))
        keys.append((inner.start_mark.index, inner.end_mark.index))
        values.append(_value(_span(get(), get, text), keys[-1][1], text))
        inner = get()
    flow = bool(event.flow_style)
    end = inner.end_mark.index if flow else values[-1].end
    return Span(
        kind="mapping",
        start=start,
        end=end,
        flow=flow,
        column=column,
        names=tuple(names),
        keys=tuple(keys),
        values=tuple(values),
    )


def _value(span: Span, after: int, text: str) -> Span:
    """Of a name without a value, the parsers place the value differently: it is where the colon ends."""
    if span.kind != "scalar" or span.start != span.end or span.style:
        return span
    colon = text.find(":", after)
    place = after if colon < 0 or text[after:colon].strip() else colon + 1
    return Span(kind="scalar", start=place, end=place, column=span.column)


def _list(event: Any, get: Callable[[], Any], text: str) -> Span:
    start, column, flow = event.start_mark.index, event.start_mark.column, bool(event.flow_style)
    keys: list[tuple[int, int]] = []
    values: list[Span] = []
    after, inner = start + 1, get()
    while type(inner).__name__ != "SequenceEndEvent":
        if not flow:
            dash = start if not values else _dash(text, after, column)
            keys.append((dash, dash + 1))
        values.append(_span(inner, get, text))
        if not flow and values[-1].start == values[-1].end:  # a dash with nothing behind it
            values[-1] = Span(kind="scalar", start=keys[-1][1], end=keys[-1][1], column=column)
        after = values[-1].end
        inner = get()
    end = inner.end_mark.index if flow else values[-1].end
    return Span(kind="list", start=start, end=end, flow=flow, column=column, keys=tuple(keys), values=tuple(values))


def _dash(text: str, after: int, column: int) -> int:
    """The dash of the next entry: the first at its column, since whatever stands between is comment or empty."""
    line = text.find("\n", after) + 1
    while line and text[line : line + column + 1] != " " * column + "-":
        line = text.find("\n", line) + 1
    return line + column
