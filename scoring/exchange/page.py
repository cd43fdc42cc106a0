"""The looks of a workbook that is filled in, and its sheets as A4 pages across: heads repeated, breaks between topics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scoring.exchange.layout import Head
from scoring.reports.workbook import (
    FONT,
    LINE,
    MARGIN,
    ROOM,
    SMALLEST,
    TALLEST,
    Book,
    cell_text,
    line_count,
    margin_text,
    marginal,
)

__all__ = ["Looks", "Page", "height_of"]

LINE_COLOUR, GREY, PALE, DARK = "#7F7F7F", "#EDEDED", "#FFFBE0", "#D9D9D9"
TOP, BOTTOM = 0.8, 0.7
PAGE_HEIGHT = (210 / 25.4 - TOP - BOTTOM) * 72
"""The points between the margins of an A4 page across."""
SAFE = 0.92
"""Programs set columns a little wider than each other; so much of a page is counted on."""


class Looks:
    """The formats of a workbook, made once."""

    def __init__(self, own: Any) -> None:
        base = {**FONT, "valign": "vcenter", "border": 1, "border_color": LINE_COLOUR, "text_wrap": True}
        center = {**base, "align": "center"}
        open_ = {"locked": False, "bg_color": PALE, "border": 2, "border_color": "#595959"}
        self.title = own.add_format(
            {**FONT, "font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"}
        )
        self.center = own.add_format({**FONT, "align": "center", "valign": "vcenter"})
        self.head = own.add_format({**center, "bold": True, "bg_color": DARK})
        self.text = own.add_format({**base, "align": "left"})
        self.number = own.add_format(center)
        self.link = own.add_format({**base, "font_color": "#1F3864", "underline": 1})
        self.official = own.add_format({**base, "align": "left", "valign": "top"})
        self.topic = own.add_format({**center, "bold": True})
        self.hint = own.add_format({**base, "align": "left", "font_size": 9})
        self.closed = own.add_format({**center, "bg_color": GREY})
        self.state = own.add_format({**center, "bold": True})
        self.word = own.add_format({**center, **open_, "num_format": "@"})
        self.figure = own.add_format({**center, **open_, "num_format": "General"})
        self.words = own.add_format({**base, **open_, "align": "left", "num_format": "@"})
        self.ask = own.add_format({**base, "align": "left"})
        self.plain_hidden = own.add_format({**FONT, "font_color": "#FFFFFF"})


class Page:
    """A workbook while its sheets are laid out."""

    def __init__(self, book: Book, looks: Looks) -> None:
        self.book, self.looks = book, looks

    def sheet(self, name: str) -> Any:
        """A new sheet on A4 across, with the words of the workbook at its head and foot."""
        own = self.book.own.add_worksheet(name)
        own.set_landscape()
        own.set_paper(9)  # A4
        own.fit_to_pages(1, 0)
        own.set_margins(left=MARGIN, right=MARGIN, top=TOP, bottom=BOTTOM)
        margins = {"scale_with_doc": False}
        own.set_header(marginal(f"&L{margin_text(self.book.head)}&R{margin_text(name)}"), margins)
        own.set_footer(marginal(f"&L{margin_text(self.book.foot)}&R第&P页　共&N页"), margins)
        return own

    def table(self, name: str, columns: Sequence[Head], *, title: str, row: int = 1) -> Any:
        """A new sheet with a title above the heads in `row`, which stay in sight and stand on every page."""
        own = self.sheet(name)
        for place, head in enumerate(columns):
            own.set_column(place, place, head.width or 1, None, {"hidden": not head.width})
            own.write_string(row, place, head.text, self.looks.head if head.width else self.looks.plain_hidden)
        own.set_row(row, 20)
        first = next(place for place, head in enumerate(columns) if head.width)
        own.merge_range(0, first, 0, len(columns) - 1, cell_text(title), self.looks.title)
        own.set_row(0, 28)
        own.freeze_panes(row + 1, 0)
        own.repeat_rows(0, row)
        return own

    def break_pages(self, own: Any, columns: Sequence[Head], heights: Sequence[Sequence[float]], first: int) -> None:
        """Ends pages between groups of rows (from row `first` on) rather than inside them, where a page holds one. The width of
        the page decides how small a sheet is printed, so this only guesses."""
        pixels = sum(7 * head.width + 5 for head in columns if head.width)
        scale = max(min(100, int(ROOM * SAFE * 100 / pixels)), SMALLEST)
        room = PAGE_HEIGHT * 100 / scale - 48
        left, row, breaks = room, first, []
        for group in heights:
            tall = sum(group)
            if tall > left and row > first:
                breaks.append(row)
                left = room
            left = left - tall if tall <= left else (left - tall) % room
            row += len(group)
        own.set_h_pagebreaks(breaks)


def height_of(cells: Sequence[tuple[str, float]], least: float = 20) -> float:
    """The height of a row that holds these texts in columns of these widths."""
    lines = max([line_count(text, width - 1) for text, width in cells], default=1)
    return min(max(LINE * lines + 5, least), TALLEST)
