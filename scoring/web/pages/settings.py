"""资格、参照值、口径: what decides eligibility, what is compared with, and what each other reading would change here."""

from __future__ import annotations

from starlette.responses import Response

from scoring.assess import alternatives
from scoring.base.text import date_text, scored_text
from scoring.exchange.questions import GATES, READINGS, REFERENCES
from scoring.model.scorecard import GateResult
from scoring.web.asking import Asked, route
from scoring.web.blocks import block_of, topics_for
from scoring.web.rows import QuestionRow
from scoring.wording import condition_word, eligibility_word

__all__ = ["NAME", "routes", "show"]

NAME = "settings"
"""Its word in an address; a question that stands on it sends it along, so that one comes back to it."""
PREFIX = f"{READINGS}/"
"""How the topics of the interpretations begin."""


def _gate(found: GateResult) -> tuple[str, str]:
    """How a condition stands, and what it rests on: the window looked at and what happened in it."""
    events = "；".join(f"{date_text(day) if day else '日期未填'} {text}".strip() for day, text in found.disqualifying)
    window = f"审查期{date_text(found.window[0])}至{date_text(found.window[1])}" if found.window else ""
    return condition_word(found.state), "：".join(filter(None, (window, events)))


@route(f"/{NAME}")
def settings(asked: Asked) -> Response:
    """Eligibility, references and interpretations with their questions."""
    return show(asked)


def show(asked: Asked, changed: QuestionRow | None = None) -> Response:
    """The page; `changed` is a row that has something to say of a change just made."""
    asked.demand(asked.person.sees_all)
    opened = asked.opened
    seen = topics_for(opened, asked.person)
    card = opened.assessment.card
    blocks = {
        name: [
            block_of(opened, topic, seen[topic.id], changed)
            for topic in opened.source.asked.topics
            if topic.id == name or topic.id.startswith(f"{name}/")
        ]
        for name in (GATES, REFERENCES, READINGS)
    }
    others: dict[str, list[tuple[str, str]]] = {}
    for (name, option), total in alternatives(opened.assessment).items():
        others.setdefault(name, []).append((option, scored_text(total)))
    applied = {one.name: (one.option, one.touched or one.switched) for one in card.interpretations}
    blocks[READINGS].sort(key=lambda block: block.topic.id.removeprefix(PREFIX) not in others)
    return asked.page(
        "settings.html",
        "资格、参照值、口径",
        state=eligibility_word(card.eligibility.state),
        gates=[(one.gate.ask, *_gate(one)) for one in card.eligibility.gates],
        blocks=blocks,
        total=scored_text(card.total),
        others=others,
        applied=applied,
        prefix=PREFIX,
        opened={
            block.topic.id.removeprefix(PREFIX)
            for block in blocks[READINGS]
            if any(row.answer is not None for row in block.rows)
        },
    )


routes = (settings,)
