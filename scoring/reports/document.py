"""Printed reports: numbered chapters of blocks behind a cover and a table of contents.

A report is a `Document`; `scoring.reports.render` draws it as HTML and PDF with `reports/templates/report.html`, and a
user's own templates (`--templates`) may replace its cover and its letterhead.

    Document(…, chapters=chapters([
        Section(key="review-summary", title="审核结论", blocks=[Paragraph("…"), Table(…)]),
        Section(key="cycle-delta", title="差额", parts=[("各城市的差额", [Table(…)]), ("涉及的评分标准", [Table(…)])]),
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
    Run,
    Table,
    Template,
    Text,
    lines,
)
from scoring.reports.html import blocks_html
from scoring.reports.render.views.chapters import Chapter, Document
from scoring.reports.render.views.model import Pair, Reading, ReferenceRow
from scoring.reports.render.views.outline import numbered

__all__ = [
    "Document",
    "Head",
    "RuledRow",
    "Section",
    "basis_section",
    "chapters",
    "pairs",
    "provenance",
    "ruled",
    "texts",
]

Head = tuple[str, float] | tuple[str, float, str]
RuledRow = Row | Sequence[Text | Cell]


class Section(Struct, frozen=True, kw_only=True):
    """A chapter before it is numbered.

    key: its anchor, and its class in the style sheets
    blocks: what stands under its heading
    parts: titles of the second level with their blocks
    by_template: that the template of its key prints it, which a user may replace
    """

    key: str
    title: str
    blocks: Sequence[Block] = ()
    parts: Sequence[tuple[str, Sequence[Block]]] = ()
    by_template: bool = False


def chapters(sections: Iterable[Section | None]) -> tuple[Chapter, ...]:
    """The sections that are there, numbered 一、 and their parts （一）, drawn."""
    there = [one for one in sections if one is not None]
    made = numbered((one.key, one.title, [(title, title) for title, _ in one.parts]) for one in there)
    return tuple(_drawn(chapter, section) for chapter, section in zip(made, there, strict=True))


def _drawn(chapter: Chapter, section: Section) -> Chapter:
    if section.by_template:
        return chapter
    body = list(section.blocks)
    for part, (title, blocks) in zip(chapter.parts, section.parts, strict=True):
        body += [Heading(f"{part.number}{title}", 2, part.anchor), *blocks]
    return replace(chapter, body=blocks_html(body))


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
    return Template("partials/provenance.html", {"rows": tuple(rows), "title": title})


def basis_section(
    *,
    readings: Sequence[Reading] = (),
    references: Sequence[ReferenceRow],
    assumptions: Sequence[Pair],
    gaps: Sequence[Pair],
    manual: Sequence[Pair],
) -> Section | None:
    """What a score rests on; None where there is nothing to say."""
    parts: list[tuple[str, Sequence[Block]]] = []
    if readings:
        remark = "以下口径是编制工具的理解，不是官方解释；改用其他理解的，得分可能不同。"
        parts.append(("原文未明确之处的处理口径", [Paragraph(remark, style="remark"), _readings(readings)]))
    if references:
        columns = (("参照值", 46), ("数值", 26, "center"), ("年份", 20, "center"), ("来源", 64))
        found = [(one.name, one.value, one.year, one.source) for one in references]
        parts.append(("参照值及来源", [ruled(columns, found, "references")]))
    if assumptions:
        parts.append(("计算约定", [pairs(assumptions)]))
    if gaps:
        heads = (("位置", 30), ("现有原文", 58), ("缺失情况", 68))
        rows = [(one.name, one.note, one.value) for one in gaps]
        parts.append(("原文缺失的内容", [ruled(heads, rows, "gaps")]))
    if manual:
        heads = (("指标项", 30), ("原文", 58), ("核对办法", 68))
        rows = [(one.name, one.value, one.note) for one in manual]
        parts.append(("需由人核对的原文", [ruled(heads, rows, "gaps")]))
    return Section(key="basis", title="评分口径和依据说明", parts=parts) if parts else None


def _readings(readings: Sequence[Reading]) -> Table:
    heads = (("指标项", 17, "center"), ("原文未明确之处", 38), ("本报告的口径", 61), ("其他理解", 40))
    rows = []
    for one in readings:
        why = Run(f"{'申报单位选用，理由' if one.switched else '理由'}：{one.why}", "remedy") if one.why else ""
        others = [
            text
            for other in one.others
            for text in (f"{other.name}：{other.value}", other.note and Run(other.note, "remedy"))
        ]
        rows.append(
            (one.item, one.question, lines(f"{one.option}：{one.meaning}", why), lines(*others) if others else "无")
        )
    return ruled(heads, rows, "readings")
