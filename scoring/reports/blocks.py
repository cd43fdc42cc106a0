"""What every text a person reads is made of: blocks, drawn by writers.

A paper is a function from results to a sequence of blocks; it knows no width, no colour, no file format. The writers
are `scoring.cli.terminal` (a terminal: Chinese widths, wrapping, colour) and `scoring.reports.html` (pages and PDF with
the style sheets in `reports/styles`); another format is another writer.

    blocks = [
        Heading("示例市　自评得分", 1),
        Paragraph("分值准确，没有四舍五入。", style="about"),
        Table(
            (Column("指标"), Column("得分", kind="number"), Column("原因")),
            (
                Row((Run("一、组织管理", "strong"), "20", ""), style="section"),
                Row(("1.1", "3", lines("未填：经费投入", ("“", Run("无职责分工扣3分", "quote"), "”"))), style="bad"),
            ),
        ),
        Bullets(("1.1 最多2分：出台规划", "2.3 最多1分：培训"), lead="可以争取的分（大的在前）："),
    ]
    terminal_text(blocks, columns=80, colour=False)      # scoring.cli.terminal; `show(blocks)` prints it
    page(blocks, title="自评得分", sheets=("compare.css",))  # scoring.reports.html; `blocks_html(blocks)` for a part

**Text** is a string, a `Run` (a string with a style) or a tuple of both. A line break in it begins a new paragraph, in
a cell too (`lines` joins several texts that way).

**Styles** say what something is, never how it looks: the terminal paints those it knows (strong, section, sum, total:
bold; good: green; bad, missed: red; open: yellow; about: plain), HTML writes the word as a class and the style sheet
decides. An unknown style does no harm.

Blocks are the one sort of record here that takes its fields by position, because they are written out by the dozen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

__all__ = [
    "Bar",
    "Bars",
    "Block",
    "Bullets",
    "Cell",
    "Column",
    "BlankLine",
    "Heading",
    "OwnText",
    "Pairs",
    "Paragraph",
    "Picture",
    "Quote",
    "Row",
    "Run",
    "Signature",
    "SignatureLine",
    "Stretch",
    "Table",
    "Template",
    "Text",
    "lines",
    "paragraphs",
    "plain",
]


class Run(Struct, frozen=True):
    """A stretch of text with a style of its own inside a paragraph or a cell; `address` is where it leads on a page ("" for
    nowhere)."""

    text: str
    style: str
    address: str = ""


Text = str | Run | tuple[str | Run, ...]


class Heading(Struct, frozen=True):
    """A heading. Level 1 heads the whole; the others get a blank line before them on the terminal.

    text: with its number, if it has one
    level: 1 to 3
    anchor: what a table of contents points at ("" for none)
    """

    text: Text
    level: int = 2
    anchor: str = ""


class Paragraph(Struct, frozen=True):
    """A paragraph, or several where the text holds line breaks.

    lead: what stands before it (注意：); on the terminal later lines stand under the text, not under the lead
    style: about, note, total, strong, keep (stays with what follows) …
    indent: steps of two columns on the terminal; no matter for a page
    whole: never broken on the terminal: a command, which is there to be copied
    """

    text: Text
    lead: str = ""
    style: str = ""
    indent: int = 0
    whole: bool = False


class Bullets(Struct, frozen=True):
    """Points under each other, with a line that leads to them."""

    items: Sequence[Text]
    lead: str = ""


class Quote(Struct, frozen=True):
    """Official wording that is set off from our own."""

    text: Text


class Pairs(Struct, frozen=True):
    """Names with their values, one a line.

    shares: the widths of both in a printed table, in millimetres
    """

    rows: Sequence[tuple[str, Text]]
    shares: tuple[float, float] = (34, 122)


class Column(Struct, frozen=True):
    """A column of a table.

    head: its heading
    share: its part of the width of a printed table (156 mm); tables whose columns all have 1 set themselves
    kind: number (to the right, never broken), center, code, quote, date …; row for the names of the rows
    whole: never broken on the terminal (editions, ids); cut: cut with … there rather than wrapped
    most: columns it takes on the terminal at most, of 100 (0: as its texts need)
    below: on the terminal not in the line but under it, the heading before each paragraph; for long texts
    """

    head: str
    share: float = 1
    kind: str = ""
    whole: bool = False
    cut: bool = False
    most: int = 0
    below: bool = False


class Cell(Struct, frozen=True):
    """A cell that is more than its text: with a style, or over several columns."""

    text: Text
    style: str = ""
    span: int = 1


class Row(Struct, frozen=True):
    """A row of a table.

    style: section, sum, good, bad, open …
    anchor: what a table of contents points at ("" for none)
    mark: its entry among the bookmarks of a PDF ("" for none), where the style sheet gives it a level
    """

    cells: Sequence[Text | Cell]
    style: str = ""
    anchor: str = ""
    mark: str = ""


class Table(Struct, frozen=True):
    """A table with a head.

    style: classes of its own (`grid` for the ruled tables of a printed paper)
    label: for who cannot see it, where a page scrolls it sideways ("" for a table that fits)
    """

    columns: Sequence[Column]
    rows: Sequence[Row]
    style: str = ""
    label: str = ""


class Stretch(Struct, frozen=True):
    """A part of a bar, between two values.

    kind: end, more, less (a waterfall); sure, open, frame (a score: decided, still open, the full points)
    """

    start: Fraction
    stop: Fraction
    kind: str


class Bar(Struct, frozen=True):
    """A bar of a chart: its name, its figure and its parts; `address` is where it leads on a page ("" for nowhere)."""

    label: str
    figure: str
    parts: Sequence[Stretch]
    address: str = ""


class Bars(Struct, frozen=True):
    """Horizontal bars on one scale, which begins at the least value of all.

    title: for who cannot see it, and above the bars
    legend: the kinds of parts with their words
    note: below the bars
    linked: thin lines lead from the end of a bar to the next (a waterfall)
    """

    bars: Sequence[Bar]
    title: str = ""
    legend: Sequence[tuple[str, str]] = ()
    note: str = ""
    linked: bool = False


class SignatureLine(Struct, frozen=True):
    """A line to be signed, sealed or filled in by hand.

    height: "" for a line, short for one that is filled already, tall for a seal
    """

    name: str
    value: Text = ""
    height: str = ""


class Signature(Struct, frozen=True):
    """The place where a paper is signed.

    shares: the widths of its two columns when printed, in millimetres
    """

    rows: Sequence[SignatureLine]
    shares: tuple[float, float] = (51, 105)


class OwnText(Struct, frozen=True):
    """What a city wrote itself, in paragraphs: an edited Word report is read back for it.

    key: what its file calls the text (存在问题)
    lines: its paragraphs; none for a text that is not written yet
    """

    key: str
    lines: Sequence[str]


class Picture(Struct, frozen=True):
    """A drawing of our own as SVG; a terminal shows its title only.

    width: in a Word document, in millimetres
    """

    svg: str
    title: str
    width: float = 150


class Template(Struct, frozen=True):
    """A part that is set by hand in `reports/templates` (the self-assessment form); not for a terminal.

    name: of the template; a user's folder (`--templates`) may hold one of the same name
    values: what it can use
    blocks: the same for a writer that knows no templates
    """

    name: str
    values: Mapping[str, object]
    blocks: Sequence[Block] = ()


class BlankLine(Struct, frozen=True):
    """A blank line on the terminal; nothing on a page."""


Block = (
    Heading | Paragraph | Bullets | Quote | Pairs | Table | Bars | Signature | OwnText | Picture | Template | BlankLine
)


def lines(*texts: Text) -> Text:
    """Texts as paragraphs under each other, in one text; empty ones are left out."""
    parts: list[str | Run] = []
    for text in texts:
        if plain(text):
            parts += ["\n", *runs(text)] if parts else runs(text)
    return parts[0] if len(parts) == 1 else tuple(parts)


def runs(text: Text) -> Iterable[str | Run]:
    """A text as its parts."""
    return text if isinstance(text, tuple) else (text,)


def plain(text: Text) -> str:
    """A text without its styles."""
    return "".join(part.text if isinstance(part, Run) else part for part in runs(text))


def paragraphs(text: Text) -> list[tuple[Run, ...]]:
    """The paragraphs of a text, each as runs (style "" for plain)."""
    found: list[list[Run]] = [[]]
    for part in runs(text):
        whole = part if isinstance(part, Run) else Run(part, "")
        first, *rest = (replace(whole, text=text) for text in whole.text.split("\n"))
        found[-1].append(first)
        found += [[one] for one in rest]
    return [tuple(one for one in paragraph if one.text) for paragraph in found]
