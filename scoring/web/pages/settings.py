"""资格、参照值、口径: what decides eligibility, what is compared with, and what each other reading would change here."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from starlette.responses import Response

from scoring.assess import alternatives
from scoring.base.text import scored_text
from scoring.exchange.questions import GATES, READINGS, REFERENCES, Topic
from scoring.model.interpretations import Affects
from scoring.model.procedure import Gate
from scoring.model.scorecard import GateResult
from scoring.model.submission import GateAnswer
from scoring.web.asking import Asked, route
from scoring.web.blocks import block_of, topics_for
from scoring.web.rows import QuestionRow, path_of
from scoring.web.sets import AnswerSet, set_change, set_of
from scoring.web.workspace import Answer, Opened
from scoring.wording import condition_word, disqualifying_text, eligibility_word, window_text

__all__ = ["NAME", "routes", "show"]

NAME = "settings"
"""Its word in an address; a question that stands on it sends it along, so that one comes back to it."""
PREFIX = f"{READINGS}/"
"""How the topics of the interpretations begin."""


def _gate(found: GateResult, listed: int) -> tuple[str, str]:
    """How a condition stands, and what it rests on: the window looked at and what happened in it."""
    events = disqualifying_text(found)
    before = "" if events or not listed else f"所填{listed}件都不在审查期内"
    return condition_word(found.state), "：".join(filter(None, (window_text(found), events or before)))


class Reading(Struct, frozen=True, kw_only=True):
    """An interpretation as the page draws it.

    applied: the option that counts; others: each other option with the total it would give
    about: what taking another one would do, where it is not told in numbers
    open: whether it is unfolded, because something is said of it
    """

    name: str
    anchor: str
    lines: tuple[str, ...]
    applied: str
    others: tuple[tuple[str, str], ...]
    about: str
    answers: AnswerSet
    open: bool


@route(f"/{NAME}")
def settings(asked: Asked) -> Response:
    """Eligibility, references and interpretations with their questions."""
    return show(asked)


def show(asked: Asked, changed: QuestionRow | AnswerSet | None = None) -> Response:
    """The page; `changed` is what has something to say of a change just made."""
    asked.demand(asked.person.sees_all)
    opened = asked.opened
    seen = topics_for(opened, asked.person)
    card = opened.assessment.card
    row = changed if isinstance(changed, QuestionRow) else None
    gates = [block_of(opened, topic, seen[topic.id], row) for topic in _topics(opened, GATES)]
    listed = {one.name: len(found.incidents) for one, found in _gates(opened)}
    return asked.page(
        "settings.html",
        "资格、参照值、口径",
        state=eligibility_word(card.eligibility.state),
        gates=[(one.gate.name, *_gate(one, listed.get(one.gate.name, 0))) for one in card.eligibility.gates],
        blocks=gates,
        references=[(topic, _set(opened, topic, changed)) for topic in _topics(opened, REFERENCES)],
        readings=_readings(opened, changed),
        total=scored_text(card.total),
    )


def _gates(opened: Opened) -> Iterator[tuple[Gate, GateAnswer]]:
    stated = opened.assessment.submission.gates
    for gate in opened.assessment.criteria.eligibility.gates:
        if gate.name in stated:
            yield gate, stated[gate.name]


def _topics(opened: Opened, name: str) -> list[Topic]:
    return [one for one in opened.source.asked.topics if one.id == name or one.id.startswith(f"{name}/")]


def _set(opened: Opened, topic: Topic, changed: QuestionRow | AnswerSet | None) -> AnswerSet:
    questions = [one for one in opened.source.asked.questions if one.topic.id == topic.id]
    made = set_of(opened, questions)
    return changed if isinstance(changed, AnswerSet) and changed.path == made.path else made


def _readings(opened: Opened, changed: QuestionRow | AnswerSet | None = None) -> list[Reading]:
    """Those that move points first."""
    others: dict[str, list[tuple[str, str]]] = {}
    for (name, option), total in alternatives(opened.assessment).items():
        others.setdefault(name, []).append((option, scored_text(total)))
    applied = {one.name: one for one in opened.assessment.card.interpretations}
    found = []
    for topic in _topics(opened, READINGS):
        name = topic.id.removeprefix(PREFIX)
        answers, one = _set(opened, topic, changed), applied.get(name)
        if one is None or one.affects is Affects.ANSWER:
            about = "只改变问题怎样回答：换了要照新的意思核对有关的答案，答案不变得分就不变"
        else:
            about = "换一种，现在的得分不变"
        found.append(
            Reading(
                name=name,
                anchor=f"r-{answers.anchor}",
                lines=tuple(line for line in topic.text.split("\n") if line),
                applied=answers.default if one is None else one.option,
                others=tuple(others.get(name, ())),
                about="" if name in others else about,
                answers=answers,
                open=answers.answer is not None,
            )
        )
    return sorted(found, key=lambda one: not one.others)


@route("/settings/save", methods=("POST",))
def save(asked: Asked) -> Response:
    """Take a reference or another reading: all of it together, or what is lacking is told."""
    asked.demand(asked.person.sees_all)
    place = path_of(asked.text("path"))
    questions = [one for one in asked.opened.source.asked.questions if one.path[:-1] == place]
    asked.demand(bool(questions) and place[:1] in ((REFERENCES,), (READINGS,)))
    typed = [asked.text(f"text-{number}") for number in range(len(questions))]
    change = set_change(asked.opened, questions, typed, asked.seen())
    done = change if isinstance(change, Answer) else asked.workspace.change(change, asked.person.name, asked.site.now())
    opened = asked.workspace.open().value
    if opened is None:
        return asked.go("/source")
    asked.read_again()
    made = set_of(opened, questions, done, typed)
    if not asked.small:
        return show(asked, made) if done.kept else asked.go(f"/{NAME}#{made.anchor}")
    total = scored_text(opened.assessment.card.total)
    return asked.part("set_answered.html", set=made, total=total, readings=[] if done.kept else _readings(opened))


routes = (settings, save)
