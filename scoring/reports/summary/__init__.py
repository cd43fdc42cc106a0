"""The outputs of a whole batch: a workbook, a page and the signed ranking, all from applicants and their ranking."""

from __future__ import annotations

from scoring.reports.summary.model import Failed, Origin, PackBatch, Received
from scoring.reports.summary.page import summary_html, write_summary
from scoring.reports.summary.paper import ranking_blocks, ranking_html, ranking_pdf, write_ranking
from scoring.reports.summary.words import everyone
from scoring.reports.summary.workbook import write_workbook

__all__ = [
    "PackBatch",
    "Failed",
    "Origin",
    "Received",
    "everyone",
    "ranking_blocks",
    "ranking_html",
    "ranking_pdf",
    "summary_html",
    "write_ranking",
    "write_summary",
    "write_workbook",
]
