"""A whole Word document: the front of a report (cover, declaration, contents) and its chapters, or a paper without a front."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING

from scoring.reports import blocks
from scoring.reports.document import Chapter, Cover, ReportDocument
from scoring.reports.papers.form_blocks import declaration_blocks, declaration_title
from scoring.reports.papers.report import CityReport
from scoring.reports.word.elements import Element, element, field, paragraph, run, twips
from scoring.reports.word.package import empty, packed
from scoring.reports.word.page import lay_out
from scoring.reports.word.pictures import Pictures
from scoring.reports.word.writer import RULED, BodyWriter, toc_mark

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["paper", "report"]

NEW_PAGE = ("sign", "review-scores", "review-sign", "review-files", "cycle-ranking")
"""Chapters that begin a page, beside the first."""
ELIGIBILITY = "eligibility"
UPDATE = "页码在打开时更新；没有更新的，在目录上点右键，选“更新域”（WPS 是“更新目录”）。更新后这句话就没有了。"
"""Inside the field of the contents, so that it goes when Word works them out."""


def report(view: ReportDocument, *, mark: str, kept: Mapping[str, object] | None, templates: str | None) -> bytes:
    """A report with its front."""
    document = empty(templates)
    lay_out(document, running=view.title, watermark=view.cover.watermark, cover=True)
    writer = BodyWriter(Pictures(document))
    _add(document, _cover(view.city, view.cover))
    declared = ""
    if isinstance(view, CityReport) and view.eligibility is not None:
        draft = bool(view.cover.draft)
        declared = declaration_title(view.eligibility, draft=draft)
        _add(document, [writer.heading(blocks.Heading(declared, 1, ELIGIBILITY), new_page=True, style="PlainHeading")])
        _add(document, writer.written(declaration_blocks(view.eligibility, view.applicant, draft=draft)))
    _add(document, _contents(view.chapters, declared))
    for place, chapter in enumerate(view.chapters):
        new_page = not place or chapter.key in NEW_PAGE
        heading = blocks.Heading(f"{chapter.number}{chapter.title}", 1, chapter.anchor)
        ruled = bool(chapter.blocks) and isinstance(chapter.blocks[0], RULED)
        _add(document, [writer.heading(heading, ruled=ruled, new_page=new_page)])
        _add(document, writer.written(chapter.blocks))
    about = (view.title, view.author, view.subject, view.keyword)
    return packed(document, about=about, mark=mark, kept=kept)


def paper(
    content: Sequence[blocks.Block], *, title: str, mark: str, watermark: str, templates: str | None, author: str = ""
) -> bytes:
    """Blocks without a front."""
    document = empty(templates)
    lay_out(document, running=title, watermark=watermark, cover=False)
    _add(document, BodyWriter(Pictures(document)).written(content))
    return packed(document, about=(title, author, "", ""), mark=mark, kept=None)


def _add(document: Document, elements: Iterator[Element] | Sequence[Element]) -> None:
    """Put elements before the properties of the section, which come last."""
    last = document.element.body.sectPr
    for one in elements:
        last.addprevious(one)


def _cover(city: str, cover: Cover) -> Iterator[Element]:
    yield paragraph("CoverCity", run(city))
    yield paragraph("CoverSubject", run(cover.subject))
    yield paragraph("CoverHeading", run(cover.heading))
    if cover.watermark:
        yield paragraph("CoverNote", run(f"（{cover.watermark}）"))
    yield paragraph("CoverLine")
    yield _lines(cover)
    if cover.draft:
        yield paragraph("CoverBasis", run(cover.draft))
    if cover.marker:
        yield paragraph("CoverNote", run(cover.marker))
    yield paragraph("CoverBasis", run(cover.basis))


def _lines(cover: Cover) -> Element:
    """The lines of the cover, each over a rule."""
    widths = [twips(32), twips(98)]
    rows = []
    rule = element("w:tcBorders", element("w:bottom", val="single", sz=6, space=0, color="000000"))
    for line in cover.lines:
        name = element("w:tcPr", element("w:tcW", w=widths[0], type="dxa"), element("w:vAlign", val="bottom"))
        value = element(
            "w:tcPr", element("w:tcW", w=widths[1], type="dxa"), deepcopy(rule), element("w:vAlign", val="bottom")
        )
        rows.append(
            element(
                "w:tr",
                element("w:trPr", element("w:cantSplit"), element("w:trHeight", val=twips(13), hRule="atLeast")),
                element("w:tc", name, paragraph("CoverLine", run(line.name, "Strong"), align="right")),
                element("w:tc", value, paragraph("CoverLine", run(line.value))),
            )
        )
    look = element(
        "w:tblPr",
        element("w:tblStyle", val="TableNormal"),
        element("w:tblW", w=sum(widths), type="dxa"),
        element("w:jc", val="center"),
        element("w:tblLayout", type="fixed"),
    )
    return element("w:tbl", look, element("w:tblGrid", *(element("w:gridCol", w=wide) for wide in widths)), *rows)


def _contents(chapters: Sequence[Chapter], declared: str) -> Iterator[Element]:
    """The table of contents as a field, filled with the headings; Word puts in the page numbers when it opens the file."""
    entries = [(1, declared, ELIGIBILITY)] if declared else []
    for chapter in chapters:
        entries.append((1, f"{chapter.number}{chapter.title}", chapter.anchor))
        inner = [one for one in chapter.blocks if isinstance(one, blocks.Heading) and one.anchor and one.level == 2]
        entries += [(2, blocks.plain(one.text), one.anchor) for one in inner]
    yield paragraph("TOCHeading", run("目　录"), new_page=True)
    start, separator, end = _toc()
    yield paragraph("Remark", *start, *separator, run(UPDATE))
    for place, (level, text, anchor) in enumerate(entries):
        page = field(f"PAGEREF {toc_mark(anchor)} \\h")
        link = element("w:hyperlink", anchor=toc_mark(anchor), history=1)
        for part in (run(text), element("w:r", element("w:tab")), *page):
            link.append(part)
        after = [end] if place + 1 == len(entries) else []
        yield paragraph(f"TOC{level}", link, *after)


def _toc() -> tuple[list[Element], list[Element], Element]:
    *begin, end = field('TOC \\o "1-2" \\h \\z \\u')
    return begin[:2], begin[2:], end
