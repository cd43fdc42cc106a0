"""Topics of the form as pages draw them: the questions beside their official words, with the points they move and why."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from msgspec import Struct

from scoring.base.text import points_text, scored_text
from scoring.documents.edit import spellings
from scoring.exchange.questions import ITEMS, READINGS, REFERENCES, Path, Question, Topic
from scoring.exchange.values import UNCHECKED
from scoring.model.criteria import Item
from scoring.model.scorecard import ItemScore
from scoring.web.people import Person
from scoring.web.rows import QuestionRow, anchor_of, path_word, row_of
from scoring.web.workspace import Opened

__all__ = [
    "SETTINGS",
    "Block",
    "Part",
    "UnitBlock",
    "block_of",
    "blocks_of",
    "fact_address",
    "item_address",
    "parts_of",
    "topic_anchor",
    "topics_for",
]

BASICS = ("basics", "基本信息和申报资格")
REST = ("report", "报告文字")
SETTINGS = (REFERENCES, READINGS)
"""What the page of eligibility, references and interpretations asks."""


class UnitBlock(Struct, frozen=True, kw_only=True):
    """One unit of a topic with its questions.

    points: what it scores by itself, in words; "" where its topic has no points
    path, spelt: its place in the file, and how it was spelt there when this was drawn
    """

    name: str
    anchor: str
    unchecked: bool
    points: str
    path: str
    spelt: str
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
    """A page of the form: its word in the address, its title, its topics, how many questions are open, and how far it is in
    words."""

    id: str
    title: str
    score: str
    topics: tuple[Topic, ...]
    left: int
    said: str


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
        _part(opened, key, titles[key][0], titles[key][1] if person.sees_all else "", topics, seen)
        for key, topics in found.items()
    ]


def _part(
    opened: Opened, key: str, title: str, score: str, topics: list[Topic], seen: dict[str, list[Question]]
) -> Part:
    asked = [one for topic in topics for one in seen[topic.id]]
    left = sum(_left(opened, seen[topic.id]) for topic in topics)
    if all(one.optional for one in asked):
        written = sum(opened.source.answers.get(one.path) is not None for one in asked)
        said = f"可不填，写了{written}段" if written else "可不填，还没有写"
    else:
        said = f"待填{left}" if left else "已填完"
    return Part(id=key, title=title, score=score, topics=tuple(topics), left=left, said=said)


def _left(opened: Opened, questions: list[Question]) -> int:
    """How many of them are open."""
    count = 0
    for one in questions:
        if one.optional:
            continue
        if one.of_units:
            paths = [(*one.path[:3], unit) for unit in opened.source.units(one.topic.id)]
            looked_at = [path for path in paths if opened.source.answers.get(path) != UNCHECKED]
            states = (
                row_of(one, (*path, one.path[-1]), opened.state((*path, one.path[-1]))).state for path in looked_at
            )
            count += sum(state not in ("answered", "idle") for state in states) if paths else 1
        else:
            count += row_of(one, one.path, opened.state(one.path)).state in ("open", "unconfirmed")
    return count


def block_of(opened: Opened, topic: Topic, questions: list[Question], changed: QuestionRow | None = None) -> Block:
    """A topic as it is drawn, for somebody who sees these questions of it; `changed` is a row that has something to say of a
    change just made."""
    others = {one.fact.name for one in opened.source.asked.questions if one.topic.id == topic.id}
    others -= {one.fact.name for one in questions}
    rows = tuple(_row(opened, one, one.path, changed) for one in questions if not one.of_units)
    score = _score(opened, topic.id)
    each = [one for one in questions if one.of_units]
    names = opened.source.units(topic.id) if each else ()
    units = tuple(_unit(opened, each, name, score, changed) for name in names)
    explained = opened.assessment.explanation.of_item(topic.id) if score is not None else None
    why = (
        ()
        if explained is None
        else tuple(
            (f"“{one.outcome.clause.quote}”" if one.outcome.clause.quote else "评判", one.verdict, one.because_on_paper)
            for one in explained.clauses
            if one.cost.high > 0 and others.isdisjoint(read.name for read in one.outcome.reads)
        )
    )
    return Block(
        topic=topic,
        anchor=topic_anchor(topic),
        rows=rows,
        units=units,
        points="" if score is None else scored_text(score.score),
        full="" if score is None else points_text(score.item.points),
        summary="" if explained is None or others else explained.summary,  # it tells what others answered
        why=why,
        left=_left(opened, questions),
    )


def topic_anchor(topic: Topic) -> str:
    """The name of a topic as a part of a page."""
    return _anchor(topic.id)


def _anchor(topic: str) -> str:
    return f"t-{topic}".replace("/", "-").replace(".", "-")


def item_address(item: Item) -> str:
    """Where the questions of an item stand in the form."""
    return f"/form?part={quote(item.section)}#{_anchor(item.id)}"


def fact_address(item: Item, fact: str) -> str:
    """Where the question about a fact stands; the item's where its units answer it, or it is worked out."""
    asked = item.each is None and any(one.name == fact and one.derive is None for one in item.facts)
    return f"/form?part={quote(item.section)}#{anchor_of((ITEMS, item.id, fact))}" if asked else item_address(item)


def _unit(
    opened: Opened, each: list[Question], name: str, score: ItemScore | None, changed: QuestionRow | None
) -> UnitBlock:
    path = (*each[0].path[:3], name)
    found = None if score is None else next((one for one in score.units if one.name == name), None)
    return UnitBlock(
        name=name,
        anchor=anchor_of(path),
        unchecked=opened.source.answers.get(path) == UNCHECKED,
        points="" if found is None else scored_text(found.score),
        path=path_word(path),
        spelt=spellings(opened.source.data, [path])[0] or "",
        rows=tuple(_row(opened, one, one.at(name), changed) for one in each),
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


def blocks_of(
    opened: Opened, person: Person, topics: tuple[Topic, ...], changed: QuestionRow | None
) -> Iterator[Block]:
    """Topics one after the other, as somebody sees them."""
    seen = topics_for(opened, person)
    for topic in topics:
        yield block_of(opened, topic, seen[topic.id], changed)
