"""The papers of a review as one HTML file or as PDF."""

from __future__ import annotations

from scoring.base.marks import REVIEW
from scoring.reports import render
from scoring.reports.render.fonts import FontSet
from scoring.reports.review.city_view import city_view
from scoring.reports.review.cycle_view import cycle_view
from scoring.reports.review.model import Cycle, Reviewed

__all__ = ["review_html", "review_pdf"]


def review_html(found: Reviewed | Cycle, *, standalone: bool = True, templates: str | None = None) -> str:
    """The report of a city's review or of a cycle as HTML; the words as for `render.html`."""
    view = city_view(found) if isinstance(found, Reviewed) else cycle_view(found)
    return render.html(view, standalone=standalone, templates=templates)


def review_pdf(found: Reviewed | Cycle, *, fonts: FontSet | None = None, templates: str | None = None) -> bytes:
    """The same as the bytes of a PDF file; the same reviews give the same bytes. The words as for `render.pdf`."""
    view = city_view(found) if isinstance(found, Reviewed) else cycle_view(found)
    return render.pdf(view, fonts=fonts, templates=templates, mark=REVIEW)
