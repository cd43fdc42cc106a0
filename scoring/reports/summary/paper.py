"""The signed ranking (排名表) as PDF, in the form of the other reports."""

from __future__ import annotations

from scoring.base.files import write_atomic
from scoring.base.marks import RANKING
from scoring.reports.render.fonts import FontSet
from scoring.reports.render.html import fill, styles
from scoring.reports.summary.model import PackBatch
from scoring.reports.summary.paper_view import paper_of

__all__ = ["ranking_html", "ranking_pdf", "write_ranking"]

TEMPLATE = "ranking.html"
SHEETS = ("fonts.css", "page.css", "text.css", "tables.css", "parts.css", "ranking.css")


def ranking_html(batch: PackBatch) -> str:
    """The paper as HTML without its style sheets: what is printed, for whoever draws it."""
    return fill(TEMPLATE, view=paper_of(batch))


def ranking_pdf(batch: PackBatch, *, fonts: FontSet | None = None) -> bytes:
    """The paper as the bytes of a PDF file; the same batch gives the same bytes. `fonts` as for `render.pdf`.

    Raises ProblemsError (`pdf-engine-missing`, `reports-missing`).
    """
    from scoring.reports.render.pdf import draw

    return draw(ranking_html(batch), fonts=fonts, sheets=styles(sheets=SHEETS), mark=RANKING).data


def write_ranking(path: str, batch: PackBatch, *, fonts: FontSet | None = None) -> None:
    """Write the paper to `path`, whole or not at all. Raises OSError and what `ranking_pdf` raises."""
    write_atomic(path, ranking_pdf(batch, fonts=fonts))
