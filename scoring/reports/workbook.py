"""Tables as a workbook: heads that stay, filters, paper, and cells that hold exactly what they are given.

Text is always text: a name that begins with = is a name. Numbers are numbers, with all digits Excel can keep. Rows are
written from top to bottom and leave memory at once, so that thousands need no more of it than ten.

    with workbook(path, title="排名", head="…", foot="…", mark=BOOK) as book:
        sheet = book.sheet("排名", (Column("城市", 22, "strong"), Column("得分", 7, "number")), fixed=1)
        sheet.add(["甲市", Fraction(85)])

A column is that of the blocks: its share is its width in characters, its kind its look (number, center, strong, open).
"""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Context, Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any
from unicodedata import east_asian_width

from scoring.base.files import replacing
from scoring.base.marks import mark_of
from scoring.base.reading import open_regular
from scoring.base.tempfiles import workspace
from scoring.reports.blocks import Column

__all__ = [
    "FONT",
    "LARGEST_TEXT",
    "LAST_ROW",
    "LINE",
    "MARGIN",
    "ROOM",
    "SMALLEST",
    "TALLEST",
    "Book",
    "Cell",
    "Sheet",
    "cell_text",
    "exact",
    "line_count",
    "margin_text",
    "marginal",
    "page_breaks",
    "workbook",
]

CREATED = datetime(1980, 1, 1)
"""A fixed date of making, so that the same results give the same bytes."""
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


@contextmanager
def workbook(path: str, *, title: str, head: str, foot: str, mark: str, streamed: bool = True) -> Iterator[Book]:
    """A workbook that is written to `path` in the end; a reader never meets half of it, and the same rows give the same
    bytes. `head` and `foot` stand on every printed page; `mark` tells it from others' files. Not `streamed`, its cells may be
    written in any order (`Book.own`), and stay in memory. Raises OSError."""
    import xlsxwriter

    with replacing(path) as target, workspace("book") as folder:
        made = os.path.join(folder, "book.xlsx")
        options = {
            "constant_memory": streamed,
            "tmpdir": folder,
            "strings_to_urls": False,
            "strings_to_formulas": False,
        }
        options["default_format_properties"] = FONT
        own = xlsxwriter.Workbook(made, options)
        try:
            own.set_properties({"title": title, "created": CREATED, "comments": foot, "keywords": mark_of(mark)})
            book = Book(own, head, foot)
            yield book
            for sheet in book.sheets:
                if sheet.filtered:
                    sheet.own.autofilter(0, 0, max(sheet.row - 1, 1), len(sheet.columns) - 1)
        finally:
            own.close()
        with open_regular(made) as source, open(target, "wb") as sink:
            while piece := source.read(1 << 20):
                sink.write(piece)


class Book:
    """A workbook while it is written: its formats, made once, and the words at the head and foot of printed pages."""

    def __init__(self, own: Any, head: str, foot: str) -> None:
        base = {**FONT, "valign": "vcenter", "border": 1, "border_color": "#A6A6A6"}
        wrapped = {**base, "text_wrap": True, "align": "left"}
        number = {**base, "align": "center"}
        self.own, self.head, self.foot = own, head, foot
        self.sheets: list[Sheet] = []
        self.looks = {
            "head": own.add_format({**base, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#E7E6E6"}),
            "": own.add_format(wrapped),
            "strong": own.add_format({**wrapped, "bold": True}),
            "center": own.add_format({**wrapped, "align": "center"}),
            "number": own.add_format(number),
            "open": own.add_format({**number, "num_format": 'General"*"', "italic": True}),
        }

    def sheet(
        self, name: str, columns: Sequence[Column], *, fixed: int, parts: Sequence[int] = (), filtered: bool = True
    ) -> Sheet:
        """A new sheet. `fixed` columns stand at the left of every printed page; `parts` are the columns at which a new
        page begins where one does not hold them all; `filtered` puts filters over its columns."""
        made = Sheet(self, name, columns, fixed, parts)
        made.filtered = filtered
        self.sheets.append(made)
        return made


class Sheet:
    """One worksheet; rows are written from top to bottom."""

    def __init__(self, book: Book, name: str, columns: Sequence[Column], fixed: int, parts: Sequence[int]) -> None:
        self.book, self.name, self.columns, self.row, self.left_out = book, name, columns, 0, 0
        self.filtered = True
        self.own = own = book.own.add_worksheet(name)
        for place, column in enumerate(columns):
            own.set_column(place, place, column.share, book.looks[column.kind])
        own.set_landscape()
        own.set_paper(9)  # A4
        own.set_margins(left=MARGIN, right=MARGIN, top=0.8, bottom=0.7)
        own.repeat_rows(0)
        breaks = page_breaks([column.share for column in columns], fixed, parts)
        if breaks:
            own.set_print_scale(SMALLEST)
            own.set_v_pagebreaks(breaks)
            own.repeat_columns(0, fixed - 1)
        else:
            own.fit_to_pages(1, 0)
        own.freeze_panes(1, fixed)
        margins = {"scale_with_doc": False}
        own.set_header(marginal(f"&L{margin_text(book.head)}&R{margin_text(name)}"), margins)
        own.set_footer(marginal(f"&L{margin_text(book.foot)}&R第&P页　共&N页"), margins)
        self.add([column.head for column in columns], ["head"] * len(columns))

    def add(self, cells: Sequence[Cell], looks: Sequence[str] | None = None) -> None:
        """The next row. Beyond the last row a sheet can have, rows are counted in `left_out` instead."""
        if self.row > LAST_ROW:
            self.left_out += 1
            return
        self.own.set_row(self.row, _height(cells, self.columns))
        for place, value in enumerate(cells):
            look = self.book.looks[looks[place] if looks else self.columns[place].kind]
            if value is None:
                self.own.write_blank(self.row, place, None, look)
            elif isinstance(value, str):
                self.own.write_string(self.row, place, cell_text(value), look)
            else:
                self.own.write_number(self.row, place, exact(value), look)
        self.row += 1

    def extend(self, rows: Iterable[Sequence[Cell]]) -> None:
        """The next rows."""
        for cells in rows:
            self.add(cells)

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


def page_breaks(widths: Sequence[float], fixed: int, parts: Sequence[int] = ()) -> list[int]:
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


def _even(pixels: Sequence[float], start: int, end: int, room: float) -> Iterator[int]:
    """Breaks that part the columns from `start` to `end` into pages of about the same width."""
    whole = sum(pixels[start:end])
    share = whole / -(-whole // (room * 0.95))  # columns are not cut, so a page may get a little more than its share
    taken, page = 0.0, 0
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
            lines = max(lines, line_count(value, column.share - 1))
    return min(LINE * lines + 4, TALLEST)


@functools.lru_cache(maxsize=1024)
def line_count(text: str, width: float) -> int:
    """How many lines a text takes in a column that holds `width` narrow characters."""
    wide = [sum(1 + (east_asian_width(sign) in "WFA") for sign in line) for line in text.split("\n")]
    return sum(max(1, -int(-units // width)) for units in wide)


def margin_text(text: str) -> str:
    """Words for a page's margin, where & begins a command."""
    return cell_text(text).replace("&", "&&")


def marginal(text: str) -> str:
    """Words for a page's margin, cut in the middle to what Excel takes."""
    return text if len(text) <= 255 else f"{text[:120].rstrip('&')}…{text[-100:]}"
