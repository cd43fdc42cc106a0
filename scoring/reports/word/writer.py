"""Blocks as the body of a Word document, a case for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from scoring.reports import blocks
from scoring.reports.document import PART_TITLE
from scoring.reports.word import tables
from scoring.reports.word.elements import Bookmarks, Element, element, paragraph, run
from scoring.reports.word.names import OWN_TEXT, UNWRITTEN, bookmark_name
from scoring.reports.word.pictures import Pictures

__all__ = ["BodyWriter", "toc_mark"]

PARAGRAPHS = {
    "remark": "Remark",
    "note": "Remark",
    "about": "Remark",
    PART_TITLE: "PartTitle",
    "title": "Title",
    "subtitle": "Subtitle",
    "closing": "Closing",
    "left-open": "Statement",
    "sample": "CoverNote",
}
"""The paragraph style for a word of a paragraph's own style."""
RULED = (blocks.Table, blocks.Pairs, blocks.Signature)


def toc_mark(anchor: str) -> str:
    """The bookmark of a heading that the contents point at."""
    return f"_Toc_{bookmark_name(anchor)}"


class BodyWriter:
    """Writes blocks one after the other; it numbers bookmarks and pictures, and keeps tables apart."""

    def __init__(self, pictures: Pictures) -> None:
        self.pictures = pictures
        self.marks = Bookmarks()
        self.figures = 0

    def written(self, content: Sequence[blocks.Block], *, small: bool = False) -> Iterator[Element]:
        """The elements of the blocks in their order; `small` for what is there to be looked up."""
        for block, after in zip(content, [*content[1:], blocks.BlankLine()], strict=True):
            if isinstance(block, blocks.Paragraph):
                yield from self._paragraphs(block, ruled=isinstance(after, RULED))
            elif isinstance(block, blocks.Heading):
                yield self.heading(block, ruled=isinstance(after, RULED))
            elif isinstance(block, blocks.Pairs):
                yield from _apart(tables.pairs_table(block, small=small))
            else:
                yield from self._block(block)

    def heading(
        self, block: blocks.Heading, *, ruled: bool = False, new_page: bool = False, style: str = ""
    ) -> Element:
        """A heading that the contents can point at; `ruled` where a table follows."""
        content: list[Element] = [run(blocks.plain(block.text))]
        if block.anchor:
            content = self.marks.around(toc_mark(block.anchor), *content)
        return paragraph(style or f"Heading{block.level}", *content, new_page=new_page, apart=ruled)

    def _block(self, block: blocks.Block) -> Iterator[Element]:
        match block:
            case blocks.Heading() | blocks.Paragraph() | blocks.Pairs():
                yield from self.written([block])
            case blocks.Bullets():
                if block.lead:
                    yield paragraph("", run(blocks.plain(block.lead)), keep=True)
                for item in block.items:
                    yield from (paragraph("", *tables.inline(runs)) for runs in blocks.paragraphs(item))
            case blocks.Quote():
                yield from (paragraph("Quote", *tables.inline(runs)) for runs in blocks.paragraphs(block.text))
            case blocks.Table():
                yield from _apart(tables.table(block, self.marks))
            case blocks.Signature():
                yield from _apart(tables.signature_table(block))
            case blocks.Bars() | blocks.Picture():
                yield from self._picture(block)
            case blocks.OwnText():
                yield from self._own(block)
            case blocks.Template():
                yield from self.written(block.blocks, small=True)
            case blocks.BlankLine():
                yield paragraph()
            case _:
                assert_never(block)

    def _paragraphs(self, block: blocks.Paragraph, *, ruled: bool) -> Iterator[Element]:
        words = block.style.split()
        style = next((PARAGRAPHS[word] for word in words if word in PARAGRAPHS), "")
        first, *rest = blocks.paragraphs(block.text)
        texts = [(blocks.Run(block.lead.strip(" "), ""), *first), *rest]
        for place, runs in enumerate(texts):
            yield paragraph(
                style,
                *tables.inline([one for one in runs if one.text], block.style),
                new_page=not place and "new-page" in words,
                keep="keep" in words or (ruled and "remark" in words),
                apart=ruled and style != "Remark",
            )

    def _own(self, block: blocks.OwnText) -> Iterator[Element]:
        """The text between the ends of a bookmark of its name, so that the edited document can be read back."""
        texts = [[run(line)] for line in block.lines] or [[run(UNWRITTEN, "Annotation")]]
        start, *_, end = self.marks.around(f"{OWN_TEXT}{bookmark_name(block.key)}")
        texts[0].insert(0, start)
        texts[-1].append(end)
        yield from (paragraph("", *content) for content in texts)

    def _picture(self, block: blocks.Bars | blocks.Picture) -> Iterator[Element]:
        self.figures += 1
        title = block.title
        yield paragraph("Picture", self.pictures.drawn(block))
        yield paragraph("Caption", run(f"图{self.figures}　{title}"))
        if isinstance(block, blocks.Bars) and block.note:
            yield paragraph("Remark", run(block.note))


def _apart(table: Element) -> Iterator[Element]:
    """A table and a narrow line after it, without which two tables would become one."""
    yield table
    yield paragraph("AfterTable", element("w:r"))
