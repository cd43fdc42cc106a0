"""From results to reports: the view (all texts), HTML and PDF. Heavy libraries are imported where they are used."""

from __future__ import annotations

from scoring.render.html import html
from scoring.render.pdf import form_pdf, pdf
from scoring.render.views.build import view

__all__ = ["form_pdf", "html", "pdf", "view"]
