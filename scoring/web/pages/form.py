"""填报: the questions of a part beside their official words, each saved as soon as it is answered, with the points it moves."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from msgspec import Struct
from starlette.datastructures import FormData
from starlette.responses import Response

from scoring.base.text import points_text, scored_text
from scoring.documents.edit import NOT_THERE, Change, Spelt
from scoring.exchange.questions import ITEMS, READINGS, REFERENCES, Path, Question, Topic
from scoring.exchange.values import EVENT_KEYS, UNCHECKED, Value
from scoring.model.scorecard import ItemScore
from scoring.web.asking import Asked, route
from scoring.web.people import Person
from scoring.web.rows import QuestionRow, path_of, path_word, row_of
from scoring.web.workspace import Answer, Opened, Typed

__all__ = ["Block", "UnitBlock", "parts_of", "routes", "topics_for"]

BASICS = ("basics", "基本信息和申报资格")
REST = ("report", "报告文字")
SETTINGS = (REFERENCES, READINGS)
"""What the page of eligibility, references and interpretations asks."""


class UnitBlock(Struct, frozen=True, kw_only=True):
    """One unit of a topic with its questions."""

    name: str
    unchecked: bool
    rows: tuple[QuestionRow, ...]


class Block(Struct, frozen=True, kw_only=True):
    """A topic with its questions as they are drawn.

    points: what its item scores, in words; `full` what it may; both "" where it has none
    summary: the conclusion on the item
    why: what costs points and why, a line each; nothing of it rests on questions that are not shown
    left: how many of its questions are open
    """

    topic: Topic
    anchor: str
    rows: tuple[QuestionRow, ...]
    units: tuple[UnitBlock, ...] = ()
    points: str = ""
    full: str = ""
    summary: str = ""
    why: tuple[tuple[str, str, str], ...] = ()
    left: int = 0


class Part(Struct, frozen=True, kw_only=True):
    """A page of the form: its word in the address, its title, its topics, what is open."""

    id: str
    title: str
    score: str
    topics: tuple[Topic, ...]
    left: int


def topics_for(opened: Opened, person: Person) -> dict[str, list[Question]]:
    """The questions that somebody sees, by the id of their topic."""
    found: dict[str, list[Question]] = {}
    for one in opened.source.asked.questions:
        if person.may_see(one):
            found.setdefault(one.topic.id, []).append(one)
    return found


def parts_of(opened: Opened, person: Person) -> list[Part]:
    """The pages of the form: what stands at the head of the file, each section, the words of the report."""
    seen = topics_for(opened, person)
    items = {item.id: section for section in opened.assessment.criteria.sections for item in section.items}
    scores = {one.section.id: one.score for one in opened.assessment.card.sections}
    found: dict[str, list[Topic]] = {}
    titles: dict[str, tuple[str, str]] = {}
    for topic in opened.source.asked.topics:
        if topic.id not in seen or topic.id.startswith(SETTINGS):
            continue
        section = items.get(topic.id)
        if section is not None:
            key, title, score = section.id, f"{section.label}{section.title}", scored_text(scores[section.id])
        else:
            (key, title), score = (REST if topic.id == "报告文字" else BASICS), ""
        found.setdefault(key, []).append(topic)
        titles[key] = (title, score)
    return [
        Part(
            id=key,
            title=titles[key][0],
            score=titles[key][1] if person.sees_all else "",
            topics=tuple(topics),
            left=sum(_left(opened, seen[topic.id]) for topic in topics),
        )
        for key, topics in found.items()
    ]


def _left(opened: Opened, questions: list[Question]) -> int:
    """How many of them are open."""
    count = 0
    for one in questions:
        if one.optional:
            continue
        if one.of_units:
            units = opened.source.units(one.topic.id)
            count += sum(row_of(one, one.at(unit), opened.state(one.at(unit))).state != "answered" for unit in units)
        else:
            count += row_of(one, one.path, opened.state(one.path)).state in ("open", "unconfirmed")
    return count


def block_of(opened: Opened, topic: Topic, questions: list[Question], changed: QuestionRow | None = None) -> Block:
    """A topic as it is drawn, for somebody who sees these questions of it; `changed` is a row that has something to say of a
    change just made."""
    others = {one.fact.name for one in opened.source.asked.questions if one.topic.id == topic.id}
    others -= {one.fact.name for one in questions}
    rows = tuple(_row(opened, one, one.path, changed) for one in questions if not one.of_units)
    units = tuple(
        UnitBlock(
            name=unit,
            unchecked=opened.source.answers.get((ITEMS, topic.id, topic.each.name, unit)) == UNCHECKED,
            rows=tuple(_row(opened, one, one.at(unit), changed) for one in questions if one.of_units),
        )
        for unit in (opened.source.units(topic.id) if topic.each is not None else ())
        if topic.each is not None
    )
    score = _score(opened, topic.id)
    explained = opened.assessment.explanation.of_item(topic.id) if score is not None else None
    why = (
        ()
        if explained is None
        else tuple(
            (f"“{one.outcome.clause.quote}”" if one.outcome.clause.quote else "评判", one.verdict, one.because)
            for one in explained.clauses
            if one.cost.high > 0 and others.isdisjoint(read.name for read in one.outcome.reads)
        )
    )
    return Block(
        topic=topic,
        anchor=f"t-{topic.id}".replace("/", "-").replace(".", "-"),
        rows=rows,
        units=units,
        points="" if score is None else scored_text(score.score),
        full="" if score is None else points_text(score.item.points),
        summary="" if explained is None or others else explained.summary,  # it tells what others answered
        why=why,
        left=_left(opened, questions),
    )


def _row(opened: Opened, question: Question, path: Path, changed: QuestionRow | None) -> QuestionRow:
    if changed is not None and changed.path == path_word(path):
        return changed
    return row_of(question, path, opened.state(path))


def _score(opened: Opened, item: str) -> ItemScore | None:
    for section in opened.assessment.card.sections:
        for score in section.items:
            if score.item.id == item:
                return score
    return None


def _blocks(opened: Opened, person: Person, topics: tuple[Topic, ...], changed: QuestionRow | None) -> Iterator[Block]:
    seen = topics_for(opened, person)
    for topic in topics:
        yield block_of(opened, topic, seen[topic.id], changed)


def _whole(asked: Asked, changed: QuestionRow | None = None, wanted: str = "") -> Response:
    parts = parts_of(asked.opened, asked.person)
    if not parts:
        return asked.page("form.html", "填报", parts=[], part=None, blocks=[], found=None)
    wanted = wanted or asked.text("part")
    part = next((one for one in parts if one.id == wanted), parts[0])
    blocks = list(_blocks(asked.opened, asked.person, part.topics, changed))
    found, last = _search(asked), _last(asked)
    return asked.page("form.html", part.title, parts=parts, part=part, blocks=blocks, found=found, last=last)


def _last(asked: Asked) -> dict[str, str]:
    """Who changed an answer last and when, by the word of its path."""
    found: dict[str, str] = {}
    for one in asked.workspace.history():
        path = tuple(str(step) for step in one.path)
        found.setdefault(path_word(path), f"{one.at[:16].replace('T', ' ')} {one.who}改（{one.way}）")
    return found


def _search(asked: Asked) -> list[tuple[str, str, str]] | None:
    """Questions that hold the words looked for: the place of each, its item, what it asks."""
    words = asked.text("find").split()
    if not words:
        return None
    found = []
    for part in parts_of(asked.opened, asked.person):
        for topic in part.topics:
            for one in topics_for(asked.opened, asked.person)[topic.id]:
                text = f"{one.fact.name} {one.fact.ask} {topic.label} {topic.text} {' '.join(one.owners)}"
                if all(word in text for word in words):
                    row = row_of(one, one.path, asked.opened.state(one.path))
                    found.append((f"/form?part={part.id}#{row.anchor}", topic.label, one.fact.ask))
    return found[:100]


@route("/form")
def form(asked: Asked) -> Response:
    """One part of the form; the first unless the address names another."""
    return _whole(asked)


@route("/next")
def next_open(asked: Asked) -> Response:
    """To the next question that is open, in the order of the form."""
    for part in parts_of(asked.opened, asked.person):
        for block in _blocks(asked.opened, asked.person, part.topics, None):
            rows = (*block.rows, *(row for unit in block.units for row in unit.rows))
            for row in rows:
                if row.state in ("open", "unconfirmed"):
                    return asked.go(f"/form?part={part.id}#{row.anchor}")
    return asked.go("/form")


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
        value: Value = json.loads(asked.text("former"))
    except ValueError:
        value = None
    done = asked.workspace.put(path, value, asked.seen(), asked.person.name, asked.site.now())
    return _after(asked, question, path, done, None)


@route("/unit", methods=("POST",))
def unit(asked: Asked) -> Response:
    """Add a unit to an item that is answered for each, or say that one was not looked at."""
    item, name = asked.text("item"), asked.text("name").strip()
    questions = [one for one in topics_for(asked.opened, asked.person).get(item, []) if one.of_units]
    asked.demand(bool(questions))
    if not name:
        return asked.go(f"/form?part={asked.text('part')}#t-{item.replace('.', '-')}")
    place = questions[0].path[:3]
    value = (
        Spelt(text=UNCHECKED) if asked.text("unchecked") else {one.path[-1]: Spelt(text="未填") for one in questions}
    )
    done = asked.workspace.change(
        Change(path=(*place, name), expected=NOT_THERE, value=value), asked.person.name, asked.site.now()
    )
    if done.fault:
        from starlette.responses import HTMLResponse

        return HTMLResponse(asked.refused(done.fault, done.hint), status_code=409)
    return asked.go(f"/form?part={asked.text('part')}#t-{item.replace('.', '-')}")


def _typed(form: FormData) -> Typed:
    def word(name: str) -> str:
        value = form.get(name, "")
        return value if isinstance(value, str) else ""

    events = []
    for number in range(200):
        event = {key: word(f"{key}-{number}").strip() for key in EVENT_KEYS}
        if f"{EVENT_KEYS[0]}-{number}" not in form:
            break
        events.append(event)
    return Typed(text=word("text"), not_applicable="na" in form, reason=word("reason"), events=tuple(events))


def _after(asked: Asked, question: Question, path: Path, done: Answer, former: Value) -> Response:
    """The row after a change, alone where htmx asks, else in its page; with the points it moved."""
    opened = asked.workspace.open().value
    if opened is None:
        return asked.go("/source")
    typed: Mapping[str, str] = {key: value for key, value in asked.form.items() if isinstance(value, str)}
    back = "" if done.fault else json.dumps(former, ensure_ascii=False)
    row = row_of(question, path, opened.state(path), done, typed, back)
    part = next(
        (one for one in parts_of(opened, asked.person) if any(t.id == question.topic.id for t in one.topics)), None
    )
    if not asked.small:
        if done.fault:
            asked.__dict__["opened"] = opened
            return _whole(asked, row, "" if part is None else part.id)
        return asked.go(f"/form?part={'' if part is None else part.id}#{row.anchor}")
    block = block_of(opened, question.topic, topics_for(opened, asked.person)[question.topic.id], row)
    card = opened.assessment.card
    total = scored_text(card.total) if asked.person.sees_all else ""
    return asked.part("answered.html", row=row, block=block, part=part, total=total, last=_last(asked))


routes = (form, next_open, answer, undo, unit)
