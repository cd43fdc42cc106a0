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

from scoring.reports.blocks import Block, Column, Heading, Pairs, Paragraph, Row, Run, Table, Template, lines
from scoring.reports.html import blocks_html
from scoring.reports.render.views.chapters import Chapter, Document
from scoring.reports.render.views.model import Pair, Reading, ReferenceRow
from scoring.reports.render.views.outline import numbered

__all__ = ["Document", "Section", "basis_section", "chapters", "pairs", "provenance", "texts"]


class Section(Struct, frozen=True, kw_only=True):
    """A chapter before it is numbered.

    key: its anchor, and its class in the style sheets
    blocks: what stands under its heading
    parts: titles of the second level with their blocks
    """

    key: str
    title: str
    blocks: Sequence[Block] = ()
    parts: Sequence[tuple[str, Sequence[Block]]] = ()


def chapters(sections: Iterable[Section | None]) -> tuple[Chapter, ...]:
    """The sections that are there, numbered 一、 and their parts （一）, drawn."""
    there = [one for one in sections if one is not None]
    made = numbered((one.key, one.title, [(title, title) for title, _ in one.parts]) for one in there)
    return tuple(_drawn(chapter, section) for chapter, section in zip(made, there, strict=True))


def _drawn(chapter: Chapter, section: Section) -> Chapter:
    body = list(section.blocks)
    for part, (title, blocks) in zip(chapter.parts, section.parts, strict=True):
        body += [Heading(f"{part.number}{title}", 2, part.anchor), *blocks]
    return replace(chapter, body=blocks_html(body))


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
    heads: tuple[tuple[str, float, str], ...]
    if readings:
        remark = "以下口径是编制工具的理解，不是官方解释；改用其他理解的，得分可能不同。"
        parts.append(("原文未明确之处的处理口径", [Paragraph(remark, style="remark"), _readings(readings)]))
    if references:
        heads = (("参照值", 46, ""), ("数值", 26, "center"), ("年份", 20, "center"), ("来源", 64, ""))
        rows = [Row((one.name, one.value, one.year, one.source)) for one in references]
        parts.append(("参照值及来源", [_table(heads, rows, "grid references")]))
    if assumptions:
        parts.append(("计算约定", [pairs(assumptions)]))
    if gaps:
        rows = [Row((one.name, one.note, one.value)) for one in gaps]
        heads = (("位置", 30, ""), ("现有原文", 58, ""), ("缺失情况", 68, ""))
        parts.append(("原文缺失的内容", [_table(heads, rows, "grid gaps")]))
    if manual:
        rows = [Row((one.name, one.value, one.note)) for one in manual]
        heads = (("指标项", 30, ""), ("原文", 58, ""), ("核对办法", 68, ""))
        parts.append(("需由人核对的原文", [_table(heads, rows, "grid gaps")]))
    return Section(key="basis", title="评分口径和依据说明", parts=parts) if parts else None


def _table(heads: Iterable[tuple[str, float, str]], rows: Sequence[Row], style: str) -> Table:
    return Table([Column(head, share, kind) for head, share, kind in heads], rows, style)


def _readings(readings: Sequence[Reading]) -> Table:
    heads = (
        Column("指标项", 17, "center"),
        Column("原文未明确之处", 38),
        Column("本报告的口径", 61),
        Column("其他理解", 40),
    )
    rows = []
    for one in readings:
        why = Run(f"{'申报单位选用，理由' if one.switched else '理由'}：{one.why}", "remedy") if one.why else ""
        others = [
            text
            for other in one.others
            for text in (f"{other.name}：{other.value}", other.note and Run(other.note, "remedy"))
        ]
        rows.append(
            Row(
                (one.item, one.question, lines(f"{one.option}：{one.meaning}", why), lines(*others) if others else "无")
            )
        )
    return Table(heads, rows, "grid readings")
