"""The questions nobody answered yet, by department: on the terminal, and as a reminder (催填单) with a page for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from scoring.assess import Assessment
from scoring.base.marks import REMINDER, marked_html
from scoring.base.text import date_text, points_text
from scoring.explain import WITHOUT_LINES, OpenQuestion
from scoring.naming import draft_texts
from scoring.reports.blocks import BlankLine, Block, Paragraph, Run, Table, lines
from scoring.reports.document import ruled
from scoring.reports.html import blocks_html
from scoring.reports.render.html import fill, styles
from scoring.reports.render.pdf import draw
from scoring.wording import watermark

__all__ = ["questions_blocks", "reminder_html", "reminder_pdf"]

SHEETS = ("fonts.css", "page.css", "text.css", "tables.css", "parts.css", "reminder.css")
Grouped = Mapping[str, Sequence[OpenQuestion]]


def questions_blocks(file: str, grouped: Grouped) -> Iterator[Block]:
    """The questions on the terminal."""
    if not grouped:
        yield Paragraph(f"{file}：所有问题都已填写。")
        return
    different = len({(one.where, one.name) for found in grouped.values() for one in found})
    yield Paragraph(f"{file}：还有{different}个问题没有填，涉及{len(grouped)}个部门（几个部门共同填报的，各列一次）。")
    for owner, found in grouped.items():
        yield from (BlankLine(), Paragraph(f"{owner}（{len(found)}个）"))
        for one in found:
            missing = "" if one.where in WITHOUT_LINES else "没有这一行 "
            place = missing if one.place is None else f"第{one.place.line}行 "
            stake = f"（涉及{points_text(one.at_stake)}分）" if one.at_stake else ""
            yield Paragraph(f"{place}{one.where} {one.name}：{one.ask}{stake}", indent=1)


def reminder_html(found: Assessment, grouped: Grouped) -> bytes:
    """The reminder as a page that needs nothing beside it."""
    sheets = [Markup(sheet) for sheet in styles(screen=True, sheets=SHEETS)]
    return marked_html(_filled(found, grouped, sheets), REMINDER).encode("utf-8")


def reminder_pdf(found: Assessment, grouped: Grouped) -> bytes:
    """The reminder as the bytes of a PDF file."""
    return draw(_filled(found, grouped, ()), sheets=styles(sheets=SHEETS), mark=REMINDER).data


def _filled(found: Assessment, grouped: Grouped, sheets: Sequence[Markup]) -> str:
    submission = found.submission
    return fill(
        "reminder.html",
        sheets=sheets,
        title=f"{submission.city}自评未填内容",
        subject=found.criteria.title,
        applicant=submission.applicant or submission.city,
        contact=submission.contact,
        day=submission.applied_on.isoformat() if submission.applied_on else "",
        applied=date_text(submission.applied_on) if submission.applied_on else "",
        watermark=watermark(found.criteria, invented=submission.invented),
        draft="".join(draft_texts(found.criteria)),
        pages=[(owner, len(asked), blocks_html([_table(owner, asked)])) for owner, asked in grouped.items()],
    )


def _table(owner: str, asked: Sequence[OpenQuestion]) -> Table:
    """What a department is asked, who answers with it, and room for the answer."""
    rows = []
    for number, one in enumerate(asked, start=1):
        others = "、".join(other for other in one.owners if other != owner)
        ask = lines(one.ask, Run(f"与{others}共同填报", "remedy") if others else "")
        stake = points_text(one.at_stake) if one.at_stake else ""
        rows.append((str(number), one.where, ask, stake, one.unit))
    heads = (("序号", 10, "center"), ("指标项", 20, "center"), ("要填的内容", 62), ("涉及分值", 20, "number"))
    return ruled((*heads, ("填写", 44, "unit")), rows, "asks")
