"""The page of a batch: one HTML file without scripts that needs nothing beside it, for the screen and for paper."""

from __future__ import annotations

from collections.abc import Iterable

from scoring.base.files import write_atomic
from scoring.base.marks import SUMMARY, marked_html
from scoring.model.cohort import Applicant
from scoring.reports.render.html import fill, styles
from scoring.reports.summary.model import PackBatch
from scoring.reports.summary.page_view import page_of

__all__ = ["summary_html", "write_summary"]

TEMPLATE, SHEET = "summary.html", "summary.css"


def summary_html(batch: PackBatch, applicants: Iterable[Applicant], *, styled: bool = True) -> str:
    """The page. `applicants` are gone through once, in any order; `styled` False leaves the style sheet out.

    Raises ProblemsError (`reports-missing`) where the templates are not there.
    """
    from markupsafe import Markup

    sheets = [Markup(sheet) for sheet in styles(sheets=(SHEET,))] if styled else []
    return fill(TEMPLATE, page=page_of(batch, applicants), sheets=sheets)


def write_summary(path: str, batch: PackBatch, applicants: Iterable[Applicant]) -> None:
    """Write the page to `path` as UTF-8, whole or not at all. Raises OSError and what `summary_html` raises."""
    text = marked_html(summary_html(batch, applicants), SUMMARY)
    write_atomic(path, text.encode("utf-8", "replace"))
