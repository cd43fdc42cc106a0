"""Where in the file a text breaks its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from scoring.base.characters import escapes
from scoring.base.errors import Location, Problem
from scoring.documents.nodes import MappingNode, Node, Scalar
from scoring.validate.schema.messages import broken
from scoring.validate.schema.shapes import ONE_LINE

__all__ = ["broken_lines", "line_break"]


def line_break(node: Node, lines: Sequence[str]) -> Location:
    """The place of the first line break in the text `node`: the backslash that writes it, or the end of the line after
    which the text goes on."""
    place = node.location
    if not 0 < place.line <= len(lines):
        return place
    style = lines[place.line - 1][place.column - 1 : place.column]
    first = place.line + 1 if style in ("|", ">") else place.line
    number = first if style == "|" else _unfolded(lines, first, indented=style == ">")
    if style == '"':
        for made, line, column in escapes(lines, place.line, place.column):
            if made == "\n" and line <= number:
                return replace(place, line=line, column=column)
    return replace(place, line=number, column=len(lines[number - 1]) + 1)


def broken_lines(node: MappingNode, names: Iterable[str], lines: Sequence[str]) -> Iterator[Problem]:
    """Those of the texts called `names` that must stand on one line and do not; for documents that no schema describes."""
    for name in names:
        text = node.get(name)
        if isinstance(text, Scalar) and not re.search(ONE_LINE, text.text):
            said = broken((name,))
            yield Problem(code=said.code, message=said.message, hint=said.hint, location=line_break(text, lines))


def _unfolded(lines: Sequence[str], first: int, *, indented: bool) -> int:
    """The line whose end is kept where others are folded into spaces: the one before an empty line, or, in a block, before an indented one."""
    for number in range(first, len(lines)):
        here, below = lines[number - 1], lines[number]
        if not here.strip() or not below.strip() or (indented and _indent(below) > _indent(here)):
            return number
    return first


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
