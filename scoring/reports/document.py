"""Printed reports: numbered chapters of blocks behind a cover and a table of contents.

A report is a `ReportDocument`; `scoring.reports.render` draws it as HTML and PDF with `reports/templates/report.html`, and a
user's own templates (`--templates`) may replace its cover and its letterhead.

    ReportDocument(…, chapters=chapters([
        ReportSection(key="review-summary", title="审核结论", blocks=[Paragraph("…"), Table(…)]),
        ReportSection(key="cycle-delta", title="差额", parts=[("各城市的差额", [Table(…)]), ("涉及的评分标准", [Table(…)])]),
    ]))
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from scoring.reports.blocks import (
    Block,
    Cell,
    Column,
    Heading,
    Pairs,
    Paragraph,
    Row,
    Table,
    Template,
    Text,
)
from scoring.reports.html import blocks_html

__all__ = [
    "PART_TITLE",
    "SIGNED",
    "UNSIGNED",
    "Chapter",
    "Cover",
    "ReportDocument",
    "Head",
    "Pair",
    "Part",
    "RuledRow",
    "ReportSection",
    "chapters",
    "numeral",
    "pairs",
    "provenance",
    "ruled",
    "texts",
]

PART_TITLE = "part-title"
"""The style of a heading that stands in no table of contents."""
SIGNED, UNSIGNED = "签字盖章", "出具信息"
"""The title of the last chapter, and where a draft leaves nothing in it to sign."""
DIGITS = "零一二三四五六七八九"
Head = tuple[str, float] | tuple[str, float, str]
RuledRow = Row | Sequence[Text | Cell]


class Pair(Struct, frozen=True, kw_only=True):
    """A label and what stands beside it."""

    name: str
    value: str
    note: str = ""


class Cover(Struct, frozen=True, kw_only=True):
    """The first page. `marker` says that answers are missing and what the range is; empty when nothing is missing.
    `watermark` is printed across every page: 虚构样例, 草稿, 未填完 or empty. `draft` says so where the pack is a draft, under
    which nothing is signed or sealed; else empty."""

    subject: str
    heading: str
    basis: str
    lines: tuple[Pair, ...]
    marker: str
    watermark: str
    draft: str = ""


class Part(Struct, frozen=True, kw_only=True):
    """A second-level heading: its anchor, number （一） and title."""

    key: str
    anchor: str
    number: str
    title: str


class Chapter(Struct, frozen=True, kw_only=True):
    """A first-level heading 一、, its parts and what stands under it.

    key: also the name of the template that prints it, where it is printed `by_template`
    blocks: with the headings of its parts
    """

    key: str
    anchor: str
    number: str
    title: str
    parts: tuple[Part, ...]
    blocks: tuple[Block, ...] = ()
    by_template: bool = False

    @property
    def body(self) -> str | None:
        """Its blocks as a part of a page; None where a template prints it."""
        return None if self.by_template else blocks_html(self.blocks)


class ReportDocument(Struct, frozen=True, kw_only=True):
    """A printed report.

    title: also the running head
    author, subject, keyword: what the file says of itself
    day: its date as YYYY-MM-DD ("" for none)
    chapters: numbered
    """

    title: str
    city: str
    author: str
    subject: str
    keyword: str
    day: str
    chapters: tuple[Chapter, ...]
    cover: Cover


class ReportSection(Struct, frozen=True, kw_only=True):
    """A chapter before it is numbered.

    key: its anchor, and its class in the style sheets
    blocks: what stands under its heading
    parts: titles of the second level with their blocks
    by_template: that on a page the template of its key prints it, which a user may replace; its blocks are for other writers
    """

    key: str
    title: str
    blocks: Sequence[Block] = ()
    parts: Sequence[tuple[str, Sequence[Block]]] = ()
    by_template: bool = False


def chapters(sections: Iterable[ReportSection | None]) -> tuple[Chapter, ...]:
    """The sections that are there, numbered 一、 and their parts （一）."""
    there = [one for one in sections if one is not None]
    made = numbered((one.key, one.title, [(title, title) for title, _ in one.parts]) for one in there)
    return tuple(_filled(chapter, section) for chapter, section in zip(made, there, strict=True))


def _filled(chapter: Chapter, section: ReportSection) -> Chapter:
    body = list(section.blocks)
    for part, (title, blocks) in zip(chapter.parts, section.parts, strict=True):
        body += [Heading(f"{part.number}{title}", 2, part.anchor), *blocks]
    return replace(chapter, blocks=tuple(body), by_template=section.by_template)


def ruled(heads: Iterable[Head], rows: Iterable[RuledRow], style: str) -> Table:
    """A ruled table. A head is its word, its share of the width in millimetres and the kind of its column ("" when left
    out); a row is its cells, or a `Row` where it has a style."""
    made = [one if isinstance(one, Row) else Row(one) for one in rows]
    return Table([Column(*head) for head in heads], made, f"grid {style}")


def texts(lines_: Iterable[str], style: str = "") -> list[Block]:
    """A paragraph for each text that is not empty."""
    return [Paragraph(line, style=style) for line in lines_ if line]


def pairs(rows: Iterable[Pair], shares: tuple[float, float] = (34, 122)) -> Pairs:
    """Names with their values."""
    return Pairs([(one.name, one.value) for one in rows], shares)


def provenance(rows: Iterable[Pair], title: str) -> Template:
    """What a paper was made from, small and on one page."""
    made = tuple(rows)
    drawn = (Paragraph(title, style=PART_TITLE), pairs(made))
    return Template("partials/provenance.html", {"rows": made, "title": title}, drawn)


def numeral(number: int) -> str:
    """A number from 1 to 99 in Chinese: 一, 十, 十二, 二十, 三十五."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return DIGITS[ones]
    head = "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones else "")


def numbered(chapters: Iterable[tuple[str, str, Iterable[tuple[str, str]]]]) -> tuple[Chapter, ...]:
    """Chapters from (key, title, parts) in their order; a part is (key, title)."""
    return tuple(_chapter(place, key, title, parts) for place, (key, title, parts) in enumerate(chapters, start=1))


def _chapter(place: int, key: str, title: str, parts: Iterable[tuple[str, str]]) -> Chapter:
    return Chapter(
        key=key,
        anchor=key,
        number=f"{numeral(place)}、",
        title=title,
        parts=tuple(
            Part(key=name, anchor=f"{key}-{index}", number=f"（{numeral(index)}）", title=text)
            for index, (name, text) in enumerate(parts, start=1)
        ),
    )
