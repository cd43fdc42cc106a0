"""Blocks on a terminal: Chinese characters take two columns, and nothing is wider than the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from scoring.cli import console
from scoring.cli import table as lines_of
from scoring.cli.console import paint
from scoring.cli.table import LEAST, pad, width, wrap
from scoring.reports import blocks

__all__ = ["show", "terminal_text"]

STYLES = {
    "strong": "bold",
    "section": "bold",
    "sum": "bold",
    "total": "bold",
    "good": "green",
    "bad": "red",
    "missed": "red",
    "open": "yellow",
}
"""How the styles of texts and rows are painted; the others are plain."""
BARS = {
    "end": ("█", "bold"),
    "more": ("▓", "green"),
    "less": ("░", "red"),
    "sure": ("█", "bold"),
    "open": ("▒", "yellow"),
    "frame": ("·", "dim"),
}
USUAL = 100
"""The width that `Column.most` is given for."""


def show(content: Sequence[blocks.Block]) -> None:
    """Print blocks to stdout, as wide and as colourful as it is."""
    console.data(terminal_text(content, columns=console.terminal_width(), colour=console.colour_wanted()))


def terminal_text(content: Sequence[blocks.Block], *, columns: int, colour: bool) -> str:
    """The blocks as lines of at most `columns`, with a line end each."""
    written: list[str] = []
    for block in content:
        new = _block(block, columns, colour)
        if new and new[0] == "" and (not written or written[-1] == ""):
            new = new[1:]
        written += new
    while written and written[-1] == "":
        written.pop()
    return "".join(f"{line}\n" for line in written)


def _block(block: blocks.Block, columns: int, colour: bool) -> list[str]:
    """The lines of one block; a blank one first (or last) sets it off."""
    match block:
        case blocks.Heading():
            return [*([""] if block.level > 1 else []), *_hanging("", block.text, columns, colour, "strong")]
        case blocks.Paragraph():
            lead = "  " * block.indent + block.lead
            if block.whole:
                return [_paint(lead + blocks.plain(block.text), block.style, colour)]
            return _hanging(lead, block.text, columns, colour, block.style)
        case blocks.Bullets():
            points = [line for item in block.items for line in _hanging("  · ", item, columns, colour)]
            return ["", *_hanging("", block.lead, columns, colour), *points] if block.lead else points
        case blocks.Quote():
            return _hanging("  ", block.text, columns, colour)
        case blocks.Pairs():
            return [line for name, value in block.rows for line in _hanging(f"{name}：", value, columns, colour)]
        case blocks.Table():
            stacked = any(column.below for column in block.columns)
            return _stacked(block, columns, colour) if stacked else _table(block, columns, colour)
        case blocks.Bars():
            return _bars(block, columns, colour)
        case blocks.Signature():
            return ["", *(f"{row.name}：{blocks.plain(row.value)}" for row in block.rows)]
        case blocks.OwnText():
            return [line for text in block.lines for line in _hanging("", text, columns, colour)]
        case blocks.Picture():
            return [f"（图：{block.title}）"]
        case blocks.BlankLine():
            return [""]
        case blocks.Template():
            return []  # set by hand for a page
    assert_never(block)


def _hanging(lead: str, text: blocks.Text, columns: int, colour: bool, style: str = "") -> list[str]:
    """`lead` and a text whose later lines stand under the first one's text, painted after they are broken."""
    indent = width(lead)
    written: list[str] = []
    for runs in blocks.paragraphs(text):
        whole = "".join(run.text for run in runs)
        broken = _painted(wrap(whole, columns - indent), runs, colour and style not in STYLES)
        written += [(" " * indent if written or place else lead) + line for place, line in enumerate(broken)]
    return [_paint(line.rstrip(), style, colour) for line in written]


def _painted(broken: Sequence[str], runs: Sequence[blocks.Run], colour: bool) -> list[str]:
    """The lines that a text was broken into, with the styles of its runs."""
    if not colour or all(run.style not in STYLES for run in runs):
        return list(broken)
    whole = "".join(run.text for run in runs)
    styles = [run.style for run in runs for _ in run.text]
    written, at = [], 0
    for line in broken:
        at = whole.index(line, at)
        painted, start = "", 0
        for end in range(1, len(line) + 1):
            if end == len(line) or styles[at + end] != styles[at + start]:
                painted += _paint(line[start:end], styles[at + start], True)
                start = end
        written.append(painted)
        at += len(line)
    return written


def _paint(text: str, style: str, colour: bool) -> str:
    return paint(text, STYLES[style], on=colour) if style in STYLES else text


def _cells(row: blocks.Row) -> list[blocks.Cell]:
    return [cell if isinstance(cell, blocks.Cell) else blocks.Cell(cell) for cell in row.cells]


def _table(block: blocks.Table, columns: int, colour: bool) -> list[str]:
    """A table across the terminal. A row with a cell over several columns is written as a line of its own."""
    rows = [_cells(row) for row in block.rows]
    regular = [cells for cells in rows if len(cells) == len(block.columns)]
    widths = _widths(block.columns, [[blocks.plain(cell.text) for cell in cells] for cells in regular], columns)
    heads = [
        lines_of.TerminalColumn(
            head=column.head, width=wide, right=column.kind == "number", whole=column.whole or column.kind == "number"
        )
        for column, wide in zip(block.columns, widths, strict=True)
    ]
    written = lines_of.layout(heads, [], colour=colour)
    for row, cells in zip(block.rows, rows, strict=True):
        if len(cells) != len(heads):
            text = "　".join(blocks.plain(cell.text) for cell in cells if cell.text)
            written += [_paint(line, row.style, colour) for line in wrap(text, columns)]
            continue
        broken = [
            _cell(cell, column, wide, colour and row.style not in STYLES)
            for cell, column, wide in zip(cells, block.columns, widths, strict=True)
        ]
        for place in range(max(len(one) for one in broken)):
            parts = [
                _pad(one[place] if place < len(one) else ("", ""), head)
                for one, head in zip(broken, heads, strict=True)
            ]
            written.append(_paint("  ".join(parts).rstrip(), row.style, colour))
    return written


def _cell(cell: blocks.Cell, column: blocks.Column, wide: int, colour: bool) -> list[tuple[str, str]]:
    """The lines of a cell, as they are and painted."""
    if column.cut:
        text = lines_of.fit(blocks.plain(cell.text), wide)
        return [(text, _paint(text, cell.style, colour))]
    written: list[tuple[str, str]] = []
    for runs in blocks.paragraphs(cell.text):
        whole = "".join(run.text for run in runs)
        styled = [blocks.Run(run.text, run.style if run.style in STYLES else cell.style) for run in runs]
        broken = wrap(whole, wide)
        written += zip(broken, _painted(broken, styled, colour), strict=True)
    return written


def _pad(line: tuple[str, str], head: lines_of.TerminalColumn) -> str:
    text, painted = line
    gap = " " * max(head.width - width(text), 0)
    return gap + painted if head.right else painted + gap


def _widths(columns: Sequence[blocks.Column], rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Numbers and whole cells get what they need; the others too where there is room, else the long ones share what
    the short ones leave."""
    needed = [
        max([width(column.head), *(width(line) for row in rows for line in row[place].split("\n"))])
        for place, column in enumerate(columns)
    ]
    most = [column.most * min(room, USUAL) // USUAL for column in columns]
    wide = [
        max(min(need, limit or need), width(column.head))
        for need, limit, column in zip(needed, most, columns, strict=True)
    ]
    left = room - 2 * (len(columns) - 1)
    flexible = [place for place, column in enumerate(columns) if not (column.whole or column.kind == "number")]
    left -= sum(wide[place] for place in range(len(columns)) if place not in flexible)
    waiting = list(flexible)
    while waiting:  # the narrow ones first; what they leave is shared by the others
        shares = sum(columns[place].share for place in waiting)
        fair = {place: int(left * columns[place].share / shares) for place in waiting}
        small = [place for place in waiting if wide[place] <= fair[place]]
        if not small:
            for place in waiting:
                wide[place] = max(fair[place], min(LEAST, wide[place]))
            break
        left -= sum(wide[place] for place in small)
        waiting = [place for place in waiting if place not in small]
    return wide


def _stacked(block: blocks.Table, columns: int, colour: bool) -> list[str]:
    """A table with long texts: the short cells of a row in a line, the long ones under it, each after its heading."""
    written: list[str] = []
    for row in block.rows:
        cells = _cells(row)
        short = [
            (column.head if place and column.head else "", cell)
            for place, (column, cell) in enumerate(zip(block.columns, cells, strict=False))
            if not column.below and cell.text
        ]
        line: list[str | blocks.Run] = []
        for head, cell in short:
            parts = [part for runs in blocks.paragraphs(cell.text) for part in runs]
            line += [
                "　" if line else "",
                f"{head} " if head else "",
                *(parts if not cell.style else [blocks.Run(blocks.plain(cell.text), cell.style)]),
            ]
        written += _hanging("  ", tuple(line), columns, colour, row.style)
        for column, cell in zip(block.columns, cells, strict=False):
            if column.below and cell.text:
                for runs in blocks.paragraphs(cell.text):
                    written += _hanging(f"      {column.head}　", runs, columns, colour, cell.style)
    return written


def _bars(block: blocks.Bars, columns: int, colour: bool) -> list[str]:
    """One line a bar: label, figure, and the bar in characters to scale."""
    label, figure = (
        max(width(text) for text in texts)
        for texts in zip(*((bar.label, bar.figure) for bar in block.bars), strict=True)
    )
    ends = [end for bar in block.bars for part in bar.parts for end in (part.start, part.stop)]
    least, most = min(ends), max(ends)
    scale = Fraction(max(columns - label - figure - 4, 10)) / ((most - least) or 1)
    written = ["", *([f"{block.title}："] if block.title else [])]
    for bar in block.bars:
        drawn, shown, at = "", "", 0
        for part in bar.parts:
            start, stop = sorted((part.start, part.stop))
            before, after = round((start - least) * scale), round((stop - least) * scale)
            sign, style = BARS[part.kind]
            stretch = sign * max(after - max(before, at), 0 if drawn else 1)
            shown += " " * (before - at) + paint(stretch, style, on=colour)
            drawn += " " * (before - at) + stretch
            at = len(drawn)
        written.append(f"{pad(bar.label, label)}  {pad(bar.figure, figure, right=True)}  {shown}")
    legend = "，".join(f"{BARS[kind][0]} {word}" for kind, word in block.legend)
    about = "；".join(text for text in (block.note, legend) if text)
    return [*written, *([f"（{about}）"] if about else [])]
