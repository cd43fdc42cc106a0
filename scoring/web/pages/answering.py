"""Answers taken one at a time, and taken back: the row comes back with the points it moved."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.datastructures import FormData
from starlette.responses import Response

from scoring.base.text import scored_text
from scoring.exchange.questions import Path, Question
from scoring.exchange.values import Value
from scoring.web.asking import Asked, route
from scoring.web.blocks import block_of, parts_of, topics_for
from scoring.web.pages import form, settings
from scoring.web.rows import events_typed, path_of, row_of, value_of
from scoring.web.workspace import Answer, Typed

__all__ = ["routes"]


@route("/answer", methods=("POST",))
def answer(asked: Asked) -> Response:
    """Take one answer."""
    path = path_of(asked.text("path"))
    question = asked.opened.question(path)
    asked.demand(question is not None and asked.person.may_see(question))
    assert question is not None
    former = asked.opened.source.answers.get(path)
    done = asked.workspace.answer(path, _typed(asked.form), asked.seen(), asked.person.name, asked.site.now())
    return _after(asked, question, path, done, former)


@route("/undo", methods=("POST",))
def undo(asked: Asked) -> Response:
    """Put back what stood in a place before."""
    path = path_of(asked.text("path"))
    question = asked.opened.question(path)
    asked.demand(question is not None and asked.person.may_see(question))
    assert question is not None
    try:
        value: Value = value_of(asked.text("former"))
    except ValueError:
        value = None
    done = asked.workspace.put(path, value, asked.seen(), asked.person.name, asked.site.now())
    return _after(asked, question, path, done, None)


def _typed(sent: FormData) -> Typed:
    def word(name: str) -> str:
        value = sent.get(name, "")
        return value if isinstance(value, str) else ""

    events = tuple(events_typed({key: value for key, value in sent.items() if isinstance(value, str)}))
    return Typed(text=word("text"), not_applicable="na" in sent, reason=word("reason"), events=events)


def _after(asked: Asked, question: Question, path: Path, done: Answer, former: Value) -> Response:
    """The row after a change, alone where htmx asks, else in its page; with the points it moved."""
    opened = asked.workspace.open().value
    if opened is None:
        return asked.go("/source")
    typed: Mapping[str, str] = {key: value for key, value in asked.form.items() if isinstance(value, str)}
    back = "" if done.kept else json.dumps(former, ensure_ascii=False)
    row = row_of(question, path, opened.state(path), done, typed, back)
    parts = () if asked.text("on") == settings.NAME else parts_of(opened, asked.person)
    part = next((one for one in parts if any(topic.id == question.topic.id for topic in one.topics)), None)
    if not asked.small:
        if done.kept:
            asked.read_again()
            return settings.show(asked, row) if part is None else form.show(asked, row, part.id)
        return asked.go(f"{'/settings' if part is None else f'/form?part={part.id}'}#{row.anchor}")
    block = block_of(opened, question.topic, topics_for(opened, asked.person)[question.topic.id], row)
    card = opened.assessment.card
    total = scored_text(card.total) if asked.person.sees_all else ""
    hanging = [one for one in block.rows if question.fact.name in _names(one.question)]
    return asked.part(
        "answered.html",
        row=row,
        block=block,
        part=part,
        total=total,
        last=form.last_changes(asked),
        hanging=[one for one in hanging if one.path != row.path],
    )


def _names(question: Question) -> tuple[str, ...]:
    """The answers that say whether the question arises."""
    return () if question.fact.needs is None else tuple(question.fact.needs.names)


routes = (answer, undo)
