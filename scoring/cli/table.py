"""Tables in a terminal: Chinese characters take two columns, and long cells wrap inside their own column."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import combining, east_asian_width

from msgspec import Struct
from msgspec.structs import replace

from scoring.cli.console import paint

__all__ = ["TerminalColumn", "TerminalRow", "fit", "hanging", "layout", "pad", "width", "wrap"]

LEAST = 8
"""No column of text is made narrower than this for the sake of numbers."""
NO_LINE_START = "，。；：、！？）》」』］”’％%…～"
NO_LINE_END = "（《「『［“‘"
"""Marks that Chinese typography keeps off the start or the end of a line (避头尾)."""


class TerminalColumn(Struct, frozen=True, kw_only=True):
    """One column: its head, its width in terminal columns and whether numbers stand to the right. Numbers, and the cells
    of a column that is `whole` (ranks, editions, ids), never break: such a column grows where it has to."""

    head: str
    width: int
    right: bool = False
    whole: bool = False


class TerminalRow(Struct, frozen=True, kw_only=True):
    """The cells of one row and the style of the whole row ("" for plain)."""

    cells: tuple[str, ...]
    style: str = ""


def width(text: str) -> int:
    """How many terminal columns `text` takes. Ambiguous characters count 1, as UTF-8 terminals draw them."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """`text` filled up with spaces to `columns`."""
    gap = " " * max(columns - width(text), 0)
    return gap + text if right else text + gap


def fit(text: str, columns: int) -> str:
    """`text` cut to `columns`, with … where something was cut."""
    if width(text) <= columns:
        return text
    kept, used = "", 0
    for char in text:
        used += width(char)
        if used > columns - 1:
            break
        kept += char
    return kept + "…"


def wrap(text: str, columns: int) -> list[str]:
    """Break `text` into lines of at most `columns`; words in Latin letters and numbers stay whole where they can."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _wrap_paragraph(paragraph, max(columns, 2))
    return lines


def _wrap_paragraph(text: str, columns: int) -> list[str]:
    lines: list[str] = []
    rest = text.rstrip()
    while width(rest) > columns:
        cut = _cut(rest, columns)
        lines.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip(" ")
    return [*lines, rest]


def _cut(text: str, columns: int) -> int:
    """Where to break the first line off."""
    used, limit = 0, 0
    for limit, char in enumerate(text):  # noqa: B007
        used += width(char)
        if used > columns:
            break
    limit = max(limit, 1)
    for whole_words in (True, False):
        for cut in range(limit, limit // 2, -1):
            if _may_break(text, cut, whole_words=whole_words):
                return cut
    return limit


def _may_break(text: str, at: int, *, whole_words: bool) -> bool:
    before, after = text[at - 1], text[at]
    if after in NO_LINE_START or before in NO_LINE_END:
        return False
    return not (whole_words and _latin(before) and _latin(after))


def _latin(char: str) -> bool:
    return char.isascii() and not char.isspace()


def layout(
    columns: Sequence[TerminalColumn], rows: Sequence[TerminalRow], *, colour: bool, gap: str = "  "
) -> list[str]:
    """The lines of a table with a head and a rule under it. No trailing spaces."""
    columns = _roomy(columns, rows)
    lines = [gap.join(pad(column.head, column.width, right=column.right) for column in columns).rstrip()]
    lines.append(gap.join("─" * column.width for column in columns))
    for row in rows:
        cells = [wrap(cell, column.width) for cell, column in zip(row.cells, columns, strict=True)]
        for index in range(max(len(cell) for cell in cells)):
            parts = [
                pad(cell[index] if index < len(cell) else "", column.width, right=column.right)
                for cell, column in zip(cells, columns, strict=True)
            ]
            line = gap.join(parts).rstrip()
            lines.append(paint(line, row.style, on=colour) if row.style else line)
    return lines


def _roomy(columns: Sequence[TerminalColumn], rows: Sequence[TerminalRow]) -> list[TerminalColumn]:
    """The columns with room for every number and whole cell; what they need is taken from the widest of the others."""
    made = list(columns)
    for place, column in enumerate(columns):
        needed = max((width(row.cells[place]) for row in rows), default=0)
        if (column.right or column.whole) and needed > column.width:
            made[place] = replace(column, width=needed)
            texts = [at for at, other in enumerate(made) if not (other.right or other.whole)]
            if texts:
                widest = max(texts, key=lambda at: made[at].width)
                room = made[widest].width - (needed - column.width)
                made[widest] = replace(made[widest], width=max(room, min(LEAST, made[widest].width)))
    return made


def hanging(lead: str, text: str, columns: int) -> list[str]:
    """`lead` and wrapped text whose later lines stand under the first one's text."""
    indent = width(lead)
    first, *rest = wrap(text, columns - indent)
    return [lead + first, *(" " * indent + line for line in rest)]
