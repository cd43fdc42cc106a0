"""逐项解释: every item quote by quote, as `scoring explain` tells it."""

from __future__ import annotations

from starlette.responses import Response

from scoring.reports.papers.item import item_blocks
from scoring.web.asking import Asked, route
from scoring.web.papers import paper_html

__all__ = ["routes"]


@route("/explain")
def explain(asked: Asked) -> Response:
    """One item, the first unless the address names another."""
    asked.demand(asked.person.sees_all)
    assessment = asked.opened.evidenced
    scores = [score for section in assessment.card.sections for score in section.items]
    wanted = asked.text("item")
    chosen = next((one for one in scores if one.item.id == wanted), scores[0])
    return asked.page(
        "explain.html",
        "逐项解释",
        items=[(one.item.id, one.item.label) for one in scores],
        chosen=chosen.item.id,
        paper=paper_html(item_blocks(assessment, chosen)),
    )


routes = (explain,)
