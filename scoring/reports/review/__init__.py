"""The papers of a review (审核报告), of one city and of a whole cycle, as one HTML file or as PDF."""

from __future__ import annotations

from scoring.base.marks import REVIEW
from scoring.reports import render
from scoring.reports.document import ReportDocument
from scoring.reports.render.fonts import FontSet
from scoring.reports.review.city import city_document
from scoring.reports.review.cycle import cycle_document
from scoring.reports.review.model import Reviewed, ReviewedCycle

__all__ = ["ReviewedCycle", "Reviewed", "review_document", "review_html", "review_pdf"]


def review_html(found: Reviewed | ReviewedCycle, *, standalone: bool = True, templates: str | None = None) -> str:
    """The report of a city's review or of a cycle as HTML; the words as for `render.html`."""
    return render.html(review_document(found), standalone=standalone, templates=templates)


def review_pdf(found: Reviewed | ReviewedCycle, *, fonts: FontSet | None = None, templates: str | None = None) -> bytes:
    """The same as the bytes of a PDF file; the same reviews give the same bytes. The words as for `render.pdf`."""
    return render.pdf(review_document(found), fonts=fonts, templates=templates, mark=REVIEW)


def review_document(found: Reviewed | ReviewedCycle) -> ReportDocument:
    """The report of a city's review or of a cycle, for a writer."""
    return city_document(found) if isinstance(found, Reviewed) else cycle_document(found)
