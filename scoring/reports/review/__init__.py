"""The papers of a review (审核报告): of one city, and of a whole cycle."""

from __future__ import annotations

from scoring.reports.review.model import Cycle, Reviewed
from scoring.reports.review.paper import review_html, review_pdf

__all__ = ["Cycle", "Reviewed", "review_html", "review_pdf"]
