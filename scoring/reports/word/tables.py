"""Tables of a Word document: ruled as in the PDF, of fixed widths, with a head that every page repeats."""

from __future__ import annotations

from collections.abc import Sequence

from docx.oxml.ns import qn

from scoring.reports import blocks
from scoring.reports.word.elements import Bookmarks, Element, element, paragraph, run, twips
from scoring.reports.word.names import bookmark_name

PARAGRAPH_LOOK, KEEP = qn("w:pPr"), qn("w:keepNext")
__all__ = ["RUNS", "WIDTH", "inline", "pairs_table", "plain_table", "signature_table", "table"]

WIDTH = 156
"""The width of the text, in millimetres."""
LONG = 260
"""A row with a text of so many characters may go over to the next page."""
SIZES = {
    "TableSmall": [
        "pairs",
        "gaps",
        "references",
        "readings",
        "risks",
        "departments",
        "by-step",
        "changes",
        "opinions",
        "disputes",
        "waits",
        "gate-review",
        "gates",
        "delta",
        "refused",
        "cycle",
        "reviewers",
    ],
    "TableFine": ["checklist", "names", "checksums"],
    "TableLarge": ["sign"],
}
"""The styles for the text of tables, by a word of the table's own style; TableText for the others."""
MARGINS = {"TableSmall": (25, 50), "TableFine": (15, 35)}
"""The space above and beside the text of cells, where it is less than the table style's."""
RUNS = {
    "strong": "Strong",
    "section": "Strong",
    "sum": "Strong",
    "moved": "Strong",
    "quote": "Source",
    "scoring": "Source",
    "lacks": "Source",
    "remedy": "Annotation",
    "note": "Annotation",
    "about": "Annotation",
    "bad": "Alert",
    "missed": "Alert",
    "absent": "Alert",
    "open": "Alert",
    "code": "Code",
    "blank": "Blank",
    "box": "Box",
}
"""The character style for the style of a run, a cell or a row."""
SMALLER = ("scoring", "lacks", "note", "remedy", "blank", "blanks")
SHADED = ("section", "sum", "item", "part")
SHADE, HEAD_SHADE = "F7F7F7", "F0F0F0"
TOGETHER = ("scores", "steps", "sign")
"""Tables that stay on one page."""
HEIGHTS = {"": 10, "short": 7.5, "tall": 22}
"""Of the lines of a signature, in millimetres."""
ACROSS = ("line", "gap")
"""Rows that are a word across the table."""


def inline(runs: Sequence[blocks.Run], style: str = "") -> list[Element]:
    """The runs of a paragraph; `style` for those without one."""
    return [run(one.text, *_look(one.style or style)) for one in runs]


def _look(style: str) -> list[str]:
    return [RUNS[word] for word in style.split() if word in RUNS]


def table(block: blocks.Table, marks: Bookmarks) -> Element:
    """A table of blocks."""
    words = block.style.split()
    text = next((size for size, names in SIZES.items() if set(words) & set(names)), "TableText")
    shares = [column.share for column in block.columns]
    widths = [twips(WIDTH * share / sum(shares)) for share in shares]
    rows = []
    if any(column.head for column in block.columns):
        cells = [
            _cell([paragraph(text, run(column.head, "Strong"), align="center")], wide, shade=HEAD_SHADE)
            for column, wide in zip(block.columns, widths, strict=True)
        ]
        rows.append(_row(cells, head=True))
    rows += [_block_row(row, block.columns, widths, text, marks) for row in block.rows]
    if set(words) & set(TOGETHER):
        _together(rows)
    return plain_table(widths, rows, about=block.label, text=text)


def _block_row(
    row: blocks.Row, columns: Sequence[blocks.Column], widths: Sequence[int], text: str, marks: Bookmarks
) -> Element:
    words = row.style.split()
    shade = SHADE if set(words) & set(SHADED) else ""
    own = next((word for word in words if word in RUNS or word == "item"), "")
    heavy = "strong" if own == "item" and "part" not in words and _headed(row) else own
    cells: list[Element] = []
    place, longest = 0, 0
    stays = bool({"section", "last-in"} & set(words)) or heavy == "strong"
    for cell in row.cells:
        one = cell if isinstance(cell, blocks.Cell) else blocks.Cell(cell)
        column = columns[place]
        wide = sum(widths[place : place + one.span])
        across = one.span > 1 and column.kind != "row"
        kind = "" if across else f"{column.kind} {one.style}"
        centred = bool({"number", "center"} & set(kind.split())) or bool(set(words) & set(ACROSS))
        size = "TableFine" if column.kind == "proof" and not across else text
        contents = [
            paragraph(
                _size(size, runs), *inline(runs, f"{one.style} {heavy}"), keep=stays, align="center" if centred else ""
            )
            for runs in blocks.paragraphs(one.text)
        ]
        if not place and row.anchor:
            first = contents[0]
            look = first.find(PARAGRAPH_LOOK)
            inner = [part for part in first if part is not look]
            for part in marks.around(bookmark_name(row.anchor), *inner):
                first.append(part)
        longest = max(longest, len(blocks.plain(one.text)))
        row_head = column.kind == "row"
        cells.append(_cell(contents, wide, span=one.span, shade=shade or (SHADE if row_head else "")))
        place += one.span
    height = next((HEIGHTS[word] for word in words if word in HEIGHTS), HEIGHTS[""]) if text == "TableLarge" else 0
    return _row(cells, whole=longest <= LONG, height=height)


def _size(text: str, runs: Sequence[blocks.Run]) -> str:
    """What belongs to the text before it is a size smaller."""
    smaller = text == "TableText" and runs and all(one.style in SMALLER for one in runs)
    return "TableSmall" if smaller else text


def _headed(row: blocks.Row) -> bool:
    """Whether a row is a heading for the rows below it: a line across with its figure."""
    return any(isinstance(cell, blocks.Cell) and cell.span > 1 for cell in row.cells)


def pairs_table(block: blocks.Pairs, *, small: bool) -> Element:
    """Names with their values; a `small` one stays on one page."""
    text = "TableFine" if small else "TableSmall"
    widths = [twips(WIDTH * share / sum(block.shares)) for share in block.shares]
    rows = [_pair(name, value, widths, text) for name, value in block.rows]
    if small:
        _together(rows)
    return plain_table(widths, rows, text=text)


def signature_table(block: blocks.Signature) -> Element:
    """The place where a paper is signed."""
    widths = [twips(WIDTH * share / sum(block.shares)) for share in block.shares]
    rows = [_pair(row.name, row.value, widths, "TableLarge", HEIGHTS[row.height]) for row in block.rows]
    _together(rows)
    return plain_table(widths, rows)


def _pair(name: str, value: blocks.Text, widths: Sequence[int], text: str, height: float = 0) -> Element:
    written = blocks.paragraphs(value)
    right = "right" if any(one.style == "sign-date" for runs in written for one in runs) else ""
    contents = [paragraph(text, *inline(runs), align=right) for runs in written]
    cells = [_cell([paragraph(text, run(name))], widths[0], shade=SHADE), _cell(contents, widths[1])]
    return _row(cells, height=height, whole=len(blocks.plain(value)) <= LONG)


def plain_table(widths: Sequence[int], rows: Sequence[Element], *, about: str = "", text: str = "") -> Element:
    """A table of finished rows; LibreOffice and WPS take the widths from the grid, Word from the cells."""
    look = element(
        "w:tblPr",
        element("w:tblStyle", val="Ruled"),
        element("w:tblW", w=sum(widths), type="dxa"),
        element("w:jc", val="center"),
        element("w:tblLayout", type="fixed"),
        *_margins(MARGINS.get(text)),
        element("w:tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1),
        *([element("w:tblCaption", val=about)] if about else []),
    )
    grid = element("w:tblGrid", *(element("w:gridCol", w=wide) for wide in widths))
    return element("w:tbl", look, grid, *rows)


def _together(rows: Sequence[Element]) -> None:
    """Keep rows on one page: every paragraph but the last row's stays with what follows."""
    for row in rows[:-1]:
        for look in row.iter(PARAGRAPH_LOOK):
            if look.find(KEEP) is None:
                look.insert(1, element("w:keepNext"))


def _margins(twentieths: tuple[int, int] | None) -> list[Element]:
    if twentieths is None:
        return []
    down, across = twentieths
    sides = (("top", down), ("left", across), ("bottom", down), ("right", across))
    return [element("w:tblCellMar", *(element(f"w:{side}", w=wide, type="dxa") for side, wide in sides))]


def _row(cells: Sequence[Element], *, head: bool = False, whole: bool = True, height: float = 0) -> Element:
    look = element("w:trPr")
    if whole:
        look.append(element("w:cantSplit"))
    if height:
        look.append(element("w:trHeight", val=twips(height), hRule="atLeast"))
    if head:
        look.append(element("w:tblHeader"))
    return element("w:tr", *([look] if len(look) else []), *cells)


def _cell(contents: Sequence[Element], width: int, *, span: int = 1, shade: str = "") -> Element:
    look = element("w:tcPr", element("w:tcW", w=width, type="dxa"))
    if span > 1:
        look.append(element("w:gridSpan", val=span))
    if shade:
        look.append(element("w:shd", val="clear", color="auto", fill=shade))
    look.append(element("w:vAlign", val="center"))
    return element("w:tc", look, *contents)
