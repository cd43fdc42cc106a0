"""怎样提分: what each change would bring, alone and together, with a target and by department."""

from __future__ import annotations

from fractions import Fraction

from starlette.responses import Response

from scoring.advice.improve import improve as improvement_of
from scoring.base.text import departments_of
from scoring.reports.papers.improve import improve_blocks
from scoring.web.asking import Asked, route
from scoring.web.blocks import fact_address
from scoring.web.papers import paper_html

__all__ = ["routes"]


@route("/improve")
def improve(asked: Asked) -> Response:
    """The advice for this city; a target that is no number within the points is said to be none."""
    asked.demand(asked.person.sees_all)
    city = asked.opened.assessment
    names = departments_of(
        *(fact.owner for section in city.criteria.sections for item in section.items for fact in item.facts)
    )
    owner = asked.text("owner")
    target, message = _target(asked.text("target").strip(), city.card.full)
    found = improvement_of(
        city.criteria, city.submission, city.card, target=target, owner=owner if owner in names else ""
    )
    items = {item.id: item for section in city.criteria.sections for item in section.items}

    def address(item: str, fact: str) -> str:
        return fact_address(items[item], fact) if item in items else ""

    return asked.page(
        "improve.html",
        "怎样提分",
        names=names,
        owner=owner,
        target=asked.text("target"),
        message=message,
        paper=paper_html(improve_blocks(found, city.card, city.criteria, address)),
    )


def _target(text: str, full: Fraction) -> tuple[Fraction | None, str]:
    if not text:
        return None, ""
    try:
        target = Fraction(text) if len(text) < 12 else Fraction(-1)
    except (ValueError, ZeroDivisionError):
        target = Fraction(-1)
    return (target, "") if 0 <= target <= full else (None, f"目标分要填0到{full}之间的数，如 80。")


routes = (improve,)
