"""资格、参照值、口径: what decides eligibility, what is compared with, and what each other reading would change here."""

from __future__ import annotations

from starlette.responses import Response

from scoring.assess import alternatives
from scoring.base.text import date_text, scored_text
from scoring.exchange.questions import GATES, READINGS, REFERENCES
from scoring.model.scorecard import GateResult
from scoring.web.asking import Asked, route
from scoring.web.pages.form import block_of, topics_for
from scoring.wording import condition_word, eligibility_word

__all__ = ["routes"]


def _gate(found: GateResult) -> tuple[str, str]:
    """How a condition stands, and what it rests on: the window looked at and what happened in it."""
    events = "；".join(f"{date_text(day) if day else '日期未填'} {text}".strip() for day, text in found.disqualifying)
    window = f"审查期{date_text(found.window[0])}至{date_text(found.window[1])}" if found.window else ""
    return condition_word(found.state), "：".join(filter(None, (window, events)))


@route("/settings")
def settings(asked: Asked) -> Response:
    """Eligibility, references and interpretations with their questions."""
    asked.demand(asked.person.sees_all)
    opened = asked.opened
    seen = topics_for(opened, asked.person)
    card = opened.assessment.card
    blocks = {
        name: [
            block_of(opened, topic, seen[topic.id])
            for topic in opened.source.asked.topics
            if topic.id == name or topic.id.startswith(f"{name}/")
        ]
        for name in (GATES, REFERENCES, READINGS)
    }
    others: dict[str, list[tuple[str, str]]] = {}
    for (name, option), total in alternatives(opened.assessment).items():
        others.setdefault(name, []).append((option, scored_text(total)))
    applied = {one.name: (one.option, one.touched or one.switched) for one in card.interpretations}
    return asked.page(
        "settings.html",
        "资格、参照值、口径",
        state=eligibility_word(card.eligibility.state),
        gates=[(one.gate.ask, *_gate(one)) for one in card.eligibility.gates],
        blocks=blocks,
        total=scored_text(card.total),
        others=others,
        applied=applied,
        prefix=f"{READINGS}/",
    )


routes = (settings,)
