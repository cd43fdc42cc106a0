"""全部问题: the whole form on one page, to be read through, searched and printed; what is to be changed leads to its question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from starlette.responses import Response

from scoring.base.text import departments_of, scored_text
from scoring.exchange.questions import REFERENCES, Question, Topic
from scoring.web.asking import Asked, route
from scoring.web.blocks import SETTINGS, Part, parts_of, topics_for
from scoring.web.rows import QuestionRow, row_of
from scoring.web.workspace import Opened

__all__ = ["routes"]

OPEN = ("open", "unconfirmed")


class Line(Struct, frozen=True, kw_only=True):
    """A question with its answer; `unit` is whose answer it is, "" where the city answers once."""

    row: QuestionRow
    unit: str
    address: str


class Entry(Struct, frozen=True, kw_only=True):
    """A topic: its official words, what it scores ("" where it has no points, or somebody does not see all), and its lines."""

    topic: Topic
    points: str
    lines: tuple[Line, ...]


class Chapter(Struct, frozen=True, kw_only=True):
    """A part of the form with its topics."""

    title: str
    score: str
    entries: tuple[Entry, ...]


@route("/form/all")
def whole(asked: Asked) -> Response:
    """All questions that somebody sees; or those that a department answers, that are open, that hold the words looked for."""
    everybody = departments_of(*(owner for one in asked.opened.source.asked.questions for owner in one.owners))
    names = everybody if asked.person.sees_all else []
    owner = asked.text("owner") if asked.text("owner") in names else ""
    words, only = asked.text("find").split(), asked.text("only") == "open"

    def wanted(one: Question) -> bool:
        text = f"{one.fact.name} {one.fact.ask} {one.topic.label} {one.topic.text} {' '.join(one.owners)}"
        return (not owner or owner in departments_of(*one.owners)) and all(word in text for word in words)

    seen = {name: [one for one in asks if wanted(one)] for name, asks in topics_for(asked.opened, asked.person).items()}
    chapters = [_chapter(asked.opened, part, seen, only=only) for part in parts_of(asked.opened, asked.person)]
    if asked.person.sees_all:
        chapters.append(_chapter(asked.opened, _settings(asked.opened), seen, only=only))
    shown = [one for one in chapters if one.entries]
    return asked.page(
        "whole.html",
        "全部问题",
        chapters=shown,
        count=sum(len(entry.lines) for one in shown for entry in one.entries),
        narrowed=bool(owner or words or only),
        names=names,
        owner=owner,
        find=asked.text("find"),
        only=only,
    )


def _settings(opened: Opened) -> Part:
    """What is asked on the page of references and interpretations, as a last part."""
    topics = tuple(one for one in opened.source.asked.topics if one.id.startswith(SETTINGS))
    return Part(id="settings", title="参照值和口径", score="", topics=topics, left=0, said="")


def _chapter(opened: Opened, part: Part, seen: Mapping[str, list[Question]], *, only: bool) -> Chapter:
    scores = {
        one.item.id: scored_text(one.score) for section in opened.assessment.card.sections for one in section.items
    }
    entries = []
    for topic in part.topics:
        lines = tuple(
            one for one in _lines(opened, part, topic, seen.get(topic.id, [])) if not only or one.row.state in OPEN
        )
        if lines:
            entries.append(Entry(topic=topic, points=scores.get(topic.id, "") if part.score else "", lines=lines))
    return Chapter(title=part.title, score=part.score, entries=tuple(entries))


def _lines(opened: Opened, part: Part, topic: Topic, questions: list[Question]) -> Iterator[Line]:
    apart = "/settings#references" if topic.id.startswith(REFERENCES) else "/settings#readings"
    for one in questions:
        units = opened.source.units(topic.id) if one.of_units else ("",)
        for unit in units:
            path = one.at(unit) if unit else one.path
            row = row_of(one, path, opened.state(path))
            address = apart if part.id == "settings" else f"/form?part={part.id}#{row.anchor}"
            yield Line(row=row, unit=unit, address=address)


routes = (whole,)
