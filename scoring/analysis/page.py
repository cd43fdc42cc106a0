"""The report as one HTML file that needs nothing beside it."""

from __future__ import annotations

import os.path
from collections.abc import Sequence

from scoring import __version__, assets
from scoring.analysis.model import Analysis
from scoring.analysis.view import conclusion, parts_of
from scoring.errors import Problem, ProblemsError

__all__ = ["analyses_html"]

TEMPLATE, STYLE = "criteria-check.html", "criteria-check.css"


def analyses_html(analyses: Sequence[Analysis]) -> str:
    """The page, without JavaScript or anything from the network. ProblemsError when the templates are missing."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    folder = assets.shipped(assets.REPORTS)
    if folder is None:
        hint = "安装不完整，请重新安装本工具。"
        raise ProblemsError([Problem(code="reports-missing", message="找不到随工具提供的报告模板。", hint=hint)])
    environment = Environment(
        loader=FileSystemLoader(os.path.join(folder, "templates"), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    with open(os.path.join(folder, "styles", STYLE), encoding="utf-8") as stream:
        style = Markup(stream.read())
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
    return environment.get_template(TEMPLATE).render(packs=packs, style=style, version=__version__)
