"""The report as one HTML file that needs nothing beside it."""

from __future__ import annotations

from collections.abc import Sequence

from scoring import __version__
from scoring.authoring.check.model import Analysis
from scoring.authoring.check.view import conclusion, parts_of
from scoring.reports.render.html import fill, styles

__all__ = ["analyses_html"]

TEMPLATE, STYLE = "criteria-check.html", "criteria-check.css"


def analyses_html(analyses: Sequence[Analysis]) -> str:
    """The page, without JavaScript or anything from the network. ProblemsError when the templates are missing."""
    from markupsafe import Markup

    packs = [
        {
            "title": analysis.criteria.short_title if analysis.criteria is not None else analysis.name,
            "criteria": analysis.criteria,
            "conclusion": conclusion(analysis),
            "parts": parts_of(analysis),
            "words": analysis.words,
        }
        for analysis in analyses
    ]
    style = Markup("\n".join(styles(sheets=(STYLE,))))
    return fill(TEMPLATE, packs=packs, style=style, version=__version__)
