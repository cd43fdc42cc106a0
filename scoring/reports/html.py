"""Blocks as HTML, for pages and for PDF. All text is escaped; what it looks like is for the style sheets."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from markupsafe import Markup, escape

from scoring.base.text import utf8_text
from scoring.reports import blocks
from scoring.reports.render.html import fill, styles

__all__ = ["bars_svg", "blocks_html", "page"]

LABEL, PLOT, LINE, BAR = 200, 560, 26, 18
"""Widths of the labels and the plot of a chart, height of a line and of its bar, in SVG units."""
FIGURE, LETTER = 70, 10
"""The width of the figures at least, and of one letter in them."""
FACES = "Report User Fangsong,Report Fangsong,Report Marks,Report Kaiti,Report Rest,Report Rare,FangSong,仿宋,STFangsong,serif"
"""No space after a comma, or WeasyPrint does not know the faces."""
FILLS = {
    "end": 'fill="#6b6b6b"',
    "more": 'fill="#2e7d4f"',
    "less": 'fill="#b3261e"',
    "sure": 'fill="#4a4a4a"',
    "open": 'fill="#bdbdbd"',
    "frame": 'fill="none" stroke="#1a1a1a"',
}
"""Of the parts of a bar; WeasyPrint does not hand the style sheets of a page to its drawings."""


def page(content: Sequence[blocks.Block], *, title: str, sheets: tuple[str, ...], contents: bool = False) -> str:
    """A page that needs nothing beside it: no network, no JavaScript. `sheets` are names in `reports/styles`; with
    `contents` the headings that have an anchor are listed at its top.

    Raises ProblemsError where they are not installed.
    """
    style = Markup("\n".join(styles(sheets=sheets)))
    return utf8_text(
        "<!DOCTYPE html>\n"
        '<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n"
        f"<body>\n{_contents(content) if contents else ''}{blocks_html(content)}</body>\n</html>\n"
    )


def _contents(content: Sequence[blocks.Block]) -> Markup:
    anchored = [block for block in content if isinstance(block, blocks.Heading) and block.anchor]
    links = (_tag("a", _inline(blocks.paragraphs(one.text)[0]), href=f"#{one.anchor}", end="") for one in anchored)
    return _tag("nav", *links)


def blocks_html(content: Sequence[blocks.Block]) -> Markup:
    """The blocks as a part of a page, a line for each row or paragraph."""
    return Markup("").join(_block(block) for block in content)


def _block(block: blocks.Block) -> Markup:
    match block:
        case blocks.Heading():
            return _tag(f"h{block.level}", _inline(blocks.paragraphs(block.text)[0]), id=block.anchor)
        case blocks.Paragraph():
            first, *rest = blocks.paragraphs(block.text)
            texts = [(blocks.Run(block.lead.strip(" "), ""), *first), *rest]
            return Markup("").join(_tag("p", _inline(text), cls=block.style) for text in texts)
        case blocks.Bullets():
            lead = _tag("p", _inline(blocks.paragraphs(block.lead)[0]), cls="keep") if block.lead else Markup("")
            return lead + _tag("ul", "\n", *(_tag("li", _content(item)) for item in block.items))
        case blocks.Quote():
            return _tag("blockquote", "\n", *(_tag("p", _inline(text)) for text in blocks.paragraphs(block.text)))
        case blocks.Pairs():
            rows = [
                _tag("tr", _tag("th", name, scope="row", end=""), _cell(blocks.Cell(value), blocks.Column("")))
                for name, value in block.rows
            ]
            return _tag("table", "\n", _columns(block.shares), _tag("tbody", "\n", *rows), cls="grid pairs")
        case blocks.Table():
            return _table(block)
        case blocks.Bars():
            return _bars(block)
        case blocks.Signature():
            rows = [
                _tag(
                    "tr",
                    _tag("th", row.name, scope="row", end=""),
                    _cell(blocks.Cell(row.value), blocks.Column("")),
                    cls=row.height,
                )
                for row in block.rows
            ]
            return _tag("table", "\n", _columns(block.shares), _tag("tbody", "\n", *rows), cls="grid sign")
        case blocks.OwnText():
            return Markup("").join(_tag("p", line) for line in block.lines)
        case blocks.Picture():
            return _tag("figure", "\n", Markup(block.svg), _tag("figcaption", block.title))
        case blocks.Template():
            return Markup(fill(block.name, **block.values))
        case blocks.BlankLine():
            return Markup("")
    assert_never(block)


def _tag(name: str, *content: str, cls: str = "", end: str = "\n", **attributes: str) -> Markup:
    """An element with its attributes, those without a value left out; `content` is text unless it is Markup."""
    given = {"class": cls, **attributes}
    told = Markup("").join(Markup(' {}="{}"').format(key, value) for key, value in given.items() if value)
    return Markup("<{}{}>{}</{}>{}").format(
        Markup(name), told, Markup("").join(map(escape, content)), Markup(name), Markup(end)
    )


def _inline(runs: Sequence[blocks.Run]) -> Markup:
    """One paragraph without its element."""
    made = Markup("")
    for run in runs:
        if run.address:
            made += _tag("a", run.text, cls=run.style, href=run.address, end="")
        elif run.style == "strong":
            made += _tag("b", run.text, end="")
        else:
            made += _tag("span", run.text, cls=run.style, end="") if run.style else escape(run.text)
    return made


def _content(text: blocks.Text) -> Markup:
    """What stands in a cell: one paragraph bare, several as paragraphs."""
    texts = blocks.paragraphs(text)
    if len(texts) == 1:
        return _inline(texts[0])
    return Markup("").join(_paragraph(one) for one in texts)


def _paragraph(runs: Sequence[blocks.Run]) -> Markup:
    """A paragraph of a cell; one that is all in one style has it as its own."""
    whole = runs[0].style if len(runs) == 1 and runs[0].style != "strong" else ""
    return _tag("p", runs[0].text if whole else _inline(runs), cls=whole, end="")


def _cell(cell: blocks.Cell, column: blocks.Column, head: str = "") -> Markup:
    style = " ".join(word for word in (column.kind, cell.style) if word and word != "row")
    attributes = {"colspan": str(cell.span) if cell.span > 1 else "", "data-head": head}
    if column.kind == "row":
        return _tag("th", _content(cell.text), cls=style, end="", scope="row", **attributes)
    return _tag("td", _content(cell.text), cls=style, end="", **attributes)


def _table(block: blocks.Table) -> Markup:
    shares = [column.share for column in block.columns]
    heads = [_tag("th", column.head, scope="col", end="") for column in block.columns]
    made = _tag(
        "table",
        "\n",
        _columns(shares) if any(share != 1 for share in shares) else "",
        _tag("thead", _tag("tr", *heads, end="")) if any(column.head for column in block.columns) else "",
        _tag("tbody", "\n", *(_row(row, block.columns) for row in block.rows)),
        cls=block.style,
    )
    return (
        _tag("div", "\n", made, cls="scroll", role="region", tabindex="0", **{"aria-label": block.label})
        if block.label
        else made
    )


def _row(row: blocks.Row, columns: Sequence[blocks.Column]) -> Markup:
    cells, place = [], 0
    for cell in row.cells:
        one = cell if isinstance(cell, blocks.Cell) else blocks.Cell(cell)
        column = columns[place]
        if one.span > 1 and column.kind != "row":  # a line across the table is no number and not centred
            column = blocks.Column("")
        cells.append(_cell(one, column, column.head if column.below else ""))
        place += one.span
    return _tag("tr", *cells, cls=row.style, id=row.anchor, **{"data-label": row.mark})


def _columns(shares: Sequence[float]) -> Markup:
    """The widths as parts of the whole, so that they shrink with the table."""
    whole = sum(shares)
    cols = [Markup('<col style="width: {}%">').format(round(100 * share / whole, 2)) for share in shares]
    return _tag("colgroup", *cols)


def _bars(block: blocks.Bars) -> Markup:
    title = _tag("figcaption", block.title) if block.title else ""
    note = _tag("p", block.note, cls="about") if block.note else ""
    return _tag("figure", "\n", bars_svg(block), title, note)


def bars_svg(block: blocks.Bars) -> Markup:
    """A chart as SVG. Its scale begins at the least value."""
    ends = [end for bar in block.bars for part in bar.parts for end in (part.start, part.stop)]
    least, most = min(ends), max(ends)
    scale = Fraction(PLOT) / (most - least) if most > least else Fraction(0)
    figure = max([FIGURE, *(LETTER * len(bar.figure) for bar in block.bars)])
    right = LABEL + PLOT + figure
    drawn = [Markup("\n")]
    for place, bar in enumerate(block.bars):
        top = LINE * place + 4
        row = [_tag("text", bar.label, x=str(LABEL - 8), y=str(top + 14), **{"text-anchor": "end"})]
        for part in bar.parts:
            start, stop = sorted((part.start, part.stop))
            row.append(
                Markup('<rect {} x="{}" y="{}" width="{}" height="{}"/>\n').format(
                    Markup(FILLS[part.kind]),
                    _tenth(LABEL + (start - least) * scale),
                    top,
                    _tenth(max((stop - start) * scale, Fraction(1))),
                    BAR,
                )
            )
        row.append(_tag("text", bar.figure, cls="value", x=str(right), y=str(top + 14), **{"text-anchor": "end"}))
        if bar.address:
            whole = Markup('<rect fill="none" pointer-events="all" x="0" y="{}" width="{}" height="{}"/>\n')
            row = [
                _tag("a", whole.format(top - 2, right, BAR + 4), *row, href=bar.address)
            ]  # also between name and bar
        drawn += row
        if block.linked and place + 1 < len(block.bars):
            at = _tenth(LABEL + (bar.parts[-1].stop - least) * scale)
            drawn.append(
                Markup('<line stroke="#9a9a9a" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>\n').format(
                    at, top + BAR, top + LINE
                )
            )
    height = LINE * len(block.bars) + 8
    if block.legend:
        drawn.append(_legend(block.legend, height))
        height += LINE
    return _tag(
        "svg",
        *drawn,
        cls="chart",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {right} {height}",
        role="group" if any(bar.address for bar in block.bars) else "img",  # nothing inside an image can be reached
        **{"aria-label": block.title, "font-family": FACES, "font-size": "17"},
    )


def _legend(legend: Sequence[tuple[str, str]], top: int) -> Markup:
    drawn, left = Markup(""), LABEL
    for kind, word in legend:
        drawn += Markup('<rect {} x="{}" y="{}" width="20" height="14"/>\n').format(Markup(FILLS[kind]), left, top + 4)
        drawn += _tag("text", word, x=str(left + 27), y=str(top + 17), **{"font-size": "14"})
        left += 27 + 14 * len(word) + 28
    return drawn


def _tenth(value: Fraction) -> str:
    """To a tenth, halves up; no float."""
    tenths = (value * 10 + Fraction(1, 2)).__floor__()
    return f"{tenths // 10}.{tenths % 10}"
