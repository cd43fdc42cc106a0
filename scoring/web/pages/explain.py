"""逐项解释: every item quote by quote, as `scoring explain` tells it."""

from __future__ import annotations

from starlette.responses import Response

from scoring.reports.papers.item import item_blocks
from scoring.web.asking import Asked, route
from scoring.web.blocks import item_address
from scoring.web.papers import paper_html

__all__ = ["routes"]

MOST = 28
"""Characters of an indicator that the list shows."""


@route("/explain")
def explain(asked: Asked) -> Response:
    """One item, the first unless the address names another."""
    asked.demand(asked.person.sees_all)
    assessment = asked.opened.evidenced
    scores = [score for section in assessment.card.sections for score in section.items]
    wanted = asked.text("item")
    place = next((place for place, one in enumerate(scores) if one.item.id == wanted), 0)
    chosen = scores[place]
    return asked.page(
        "explain.html",
        "逐项解释",
        items=[(one.item.id, one.item.label, shortened(one.item.requirement)) for one in scores],
        chosen=chosen.item.id,
        before=scores[place - 1].item if place > 0 else None,
        after=scores[place + 1].item if place + 1 < len(scores) else None,
        fill=item_address(chosen.item),
        paper=paper_html(item_blocks(assessment, chosen)),
    )


def shortened(text: str) -> str:
    """The beginning of a text, for a list to choose from."""
    line = " ".join(text.split())
    return line if len(line) <= MOST else f"{line[: MOST - 1]}…"


routes = (explain,)
