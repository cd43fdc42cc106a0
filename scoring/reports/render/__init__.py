"""From reports to HTML and PDF. Heavy libraries are imported where they are used."""

from __future__ import annotations

from scoring.reports.render.html import html
from scoring.reports.render.pdf import form_pdf, pdf

__all__ = ["form_pdf", "html", "pdf"]
