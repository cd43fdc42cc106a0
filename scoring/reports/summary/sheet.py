"""One worksheet: heads that stay, filters, paper, and cells that hold exactly what they are given.

Text is always text: a name that begins with = is a name. Numbers are numbers, with all digits Excel can keep.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any
from unicodedata import east_asian_width

from msgspec import Struct

__all__ = ["FONT", "LARGEST_TEXT", "LAST_ROW", "Cell", "Column", "Paper", "Sheet", "cell_text", "exact", "page_breaks"]

LARGEST_TEXT = 32_000
"""Excel takes 32,767 characters in a cell, counted in UTF-16; a longer text is cut and says so."""
LAST_ROW = 1_048_575
"""The last row (from 0) a sheet can have."""
CUT = "……（文字过长，后面从略）"
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DIGITS = Context(prec=15)

LINE, TALLEST = 13, 409
"""The height of a line of text and the greatest height of a row, in points."""

FONT = {"font_name": "宋体", "font_size": 10, "font_scheme": "none"}
"""The workbook's own face too: widths of columns are counted in its digits."""
MARGIN = 0.5
ROOM = (297 / 25.4 - 2 * MARGIN) * 96
"""The width of a printed page, A4 across, in the pixels that columns are measured in."""
SMALLEST = 75
"""Below this scale in percent the 10-point type of a sheet can no longer be read on paper."""

Cell = str | Fraction | int | None


class Column(Struct, frozen=True, kw_only=True):
    """A column: its head, its width in characters, and how its cells look (a name in `Paper.looks`)."""

    head: str
    width: int
    look: str = "text"


class Paper:
    """The workbook's formats, made once, and the words at the head and foot of every printed page."""

    def __init__(self, book: Any, head: str, foot: str) -> None:
        base = {**FONT, "valign": "vcenter", "border": 1, "border_color": "#A6A6A6"}
        wrapped = {**base, "text_wrap": True, "align": "left"}
        number = {**base, "align": "center"}
        self.book, self.head, self.foot = book, head, foot
        self.looks = {
            "head": book.add_format(
                {**base, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#E7E6E6"}
            ),
            "text": book.add_format(wrapped),
            "bold": book.add_format({**wrapped, "bold": True}),
            "center": book.add_format({**wrapped, "align": "center"}),
            "number": book.add_format(number),
            "open": book.add_format({**number, "num_format": 'General"*"', "italic": True}),
            "plain": book.add_format({**FONT, "text_wrap": True, "valign": "top"}),
        }


class Sheet:
    """Rows are written from top to bottom and leave memory at once. `fixed` columns stand at the left of every printed page;
    `parts` are the columns at which a new page begins where one does not hold them all.
    """

    def __init__(
        self, paper: Paper, name: str, columns: Sequence[Column], *, fixed: int = 0, parts: Sequence[int] = ()
    ) -> None:
        self.paper, self.columns, self.row, self.left_out = paper, columns, 0, 0
        self.own = own = paper.book.add_worksheet(name)
        for place, column in enumerate(columns):
            own.set_column(place, place, column.width, paper.looks[column.look])
        own.set_landscape()
        own.set_paper(9)  # A4
        own.set_margins(left=MARGIN, right=MARGIN, top=0.8, bottom=0.7)
        own.repeat_rows(0)
        breaks = page_breaks([column.width for column in columns], fixed, parts)
        if breaks:
            own.set_print_scale(SMALLEST)
            own.set_v_pagebreaks(breaks)
            own.repeat_columns(0, fixed - 1)
        else:
            own.fit_to_pages(1, 0)
        own.freeze_panes(1, fixed)
        margins = {"scale_with_doc": False}
        own.set_header(_marginal(f"&L{_plain(paper.head)}&R{_plain(name)}"), margins)
        own.set_footer(_marginal(f"&L{_plain(paper.foot)}&R第&P页　共&N页"), margins)
        self.add([column.head for column in columns], ["head"] * len(columns))

    def add(self, cells: Sequence[Cell], looks: Sequence[str] | None = None) -> None:
        """The next row. Beyond the last row a sheet can have, rows are counted in `left_out` instead."""
        if self.row > LAST_ROW:
            self.left_out += 1
            return
        self.own.set_row(self.row, _height(cells, self.columns))
        for place, value in enumerate(cells):
            look = self.paper.looks[looks[place] if looks else self.columns[place].look]
            if value is None:
                self.own.write_blank(self.row, place, None, look)
            elif isinstance(value, str):
                self.own.write_string(self.row, place, cell_text(value), look)
            else:
                self.own.write_number(self.row, place, exact(value), look)
        self.row += 1

    def shade(self, column: int, most: Fraction) -> None:
        """Colours the numbers below the head of `column`: white at `most`, the darker the nearer to zero."""
        if self.row > 1 and most > 0:
            scale = {
                "type": "2_color_scale",
                "min_type": "num",
                "min_value": 0,
                "min_color": "#E08214",
                "max_type": "num",
                "max_value": exact(most),
                "max_color": "#FFFFFF",
            }
            self.own.conditional_format(1, column, self.row - 1, column, scale)

    def close(self) -> None:
        """Filters over all that was written."""
        self.own.autofilter(0, 0, max(self.row - 1, 1), len(self.columns) - 1)


def page_breaks(widths: Sequence[int], fixed: int, parts: Sequence[int] = ()) -> list[int]:
    """The columns before which a printed page ends, so that each can be read; none where one page holds them all."""
    pixels = [7 * width + 5 for width in widths]
    room = ROOM * 100 / SMALLEST
    if sum(pixels) <= room:
        return []
    room -= sum(pixels[:fixed])
    breaks: list[int] = []
    edges = [fixed, *parts, len(pixels)]
    for start, end in pairwise(edges):
        breaks += [start] * (start > fixed)
        breaks += _even(pixels, start, end, room)
    return breaks


def _even(pixels: Sequence[int], start: int, end: int, room: float) -> Iterator[int]:
    """Breaks that part the columns from `start` to `end` into pages of about the same width."""
    whole = sum(pixels[start:end])
    share = whole / -(-whole // (room * 0.95))  # columns are not cut, so a page may get a little more than its share
    taken, page = 0, 0
    for place in range(start, end):
        if (taken + pixels[place] / 2) // share > page:
            page += 1
            yield place
        taken += pixels[place]


@functools.lru_cache(maxsize=4096)
def exact(value: Fraction | int) -> Decimal:
    """The value as Excel keeps numbers: 15 digits. A decimal of that length is exact; a third is the nearest."""
    whole = Fraction(value)
    return _DIGITS.divide(Decimal(whole.numerator), Decimal(whole.denominator))


@functools.lru_cache(maxsize=1024)
def cell_text(text: str) -> str:
    """What a cell can hold: no control characters, nothing longer than Excel opens."""
    clean = _UNPRINTABLE.sub("�", text)
    if len(clean.encode("utf-16-le")) // 2 > LARGEST_TEXT:
        clean = clean.encode("utf-16-le")[: 2 * (LARGEST_TEXT - len(CUT))].decode("utf-16-le", "ignore") + CUT
    # XlsxWriter takes a text between these tags for finished XML where it streams rows
    return f" {clean}" if clean.startswith("<r>") else clean


def _height(cells: Sequence[Cell], columns: Sequence[Column]) -> int:
    """Points for a row whose texts are wrapped: not every program works it out when it opens a file."""
    lines = 1
    for value, column in zip(cells, columns, strict=True):
        if isinstance(value, str):
            lines = max(lines, _lines(value, column.width - 1))
    return min(LINE * lines + 4, TALLEST)


@functools.lru_cache(maxsize=1024)
def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column that holds `width` narrow characters."""
    wide = [sum(1 + (east_asian_width(sign) in "WFA") for sign in line) for line in text.split("\n")]
    return sum(max(1, -(-units // width)) for units in wide)


def _plain(text: str) -> str:
    """Words for a page's margin, where & begins a command."""
    return cell_text(text).replace("&", "&&")


def _marginal(text: str) -> str:
    return text if len(text) <= 255 else f"{text[:120].rstrip('&')}…{text[-100:]}"
