"""The units (县市区, 抽查单位) of an item that is answered for each: one more, another name, looked at or not, one less."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.responses import Response

from scoring.documents.edit import NOT_THERE, REMOVE, Change, Spelt, value_spelt
from scoring.exchange.questions import Question, Topic
from scoring.exchange.values import UNCHECKED
from scoring.web.asking import Asked, route
from scoring.web.blocks import parts_of, topic_anchor, topics_for
from scoring.web.pages import form
from scoring.web.rows import anchor_of, path_of
from scoring.web.workspace import Answer, Opened

__all__ = ["routes"]

BLANK = "未填"


def _asked_of(asked: Asked, topic: str) -> list[Question]:
    """The questions that every unit of a topic answers; whoever has none of them is turned away."""
    found = [one for one in topics_for(asked.opened, asked.person).get(topic, []) if one.of_units]
    asked.demand(bool(found))
    return found


def _blank(questions: list[Question]) -> dict[str, Spelt]:
    return {one.path[-1]: Spelt(text=BLANK) for one in questions}


@route("/unit", methods=("POST",))
def add(asked: Asked) -> Response:
    """Add a unit, or say that one was not looked at."""
    questions = _asked_of(asked, asked.text("item"))
    name = asked.text("name").strip()
    if told := _wrong(asked.opened, questions[0].topic, name):
        return _back(asked, questions[0].topic, Answer(fault=told, hint="请写好名称再按“增加”。"))
    path = (*questions[0].path[:3], name)
    value = Spelt(text=UNCHECKED) if asked.text("unchecked") else _blank(questions)
    change = Change(path=path, expected=NOT_THERE, value=value)
    return _back(asked, questions[0].topic, asked.workspace.change(change, asked.person.name, asked.site.now()), path)


@route("/unit/change", methods=("POST",))
def change(asked: Asked) -> Response:
    """Give a unit another name, say that it was or was not looked at, or take it off; where it is still as it was seen."""
    path = path_of(asked.text("path"))
    asked.demand(len(path) == 4)
    questions = _asked_of(asked, path[1])
    topic, what, seen = questions[0].topic, asked.text("what"), asked.text("spelt")
    asked.demand(path[:3] == questions[0].path[:3])
    units = asked.opened.source.units(topic.id)
    place, stays = path[:3], path
    if what == "rename":
        name = asked.text("name").strip()
        if name == path[3]:
            return _back(asked, topic, Answer(), path)
        if told := _wrong(asked.opened, topic, name):
            return _back(asked, topic, Answer(fault=told, hint="请另写一个名称。"))
        stays = (*place, name)
        names = [name if one == path[3] else one for one in units]
        changes = [
            Change(path=path, expected=seen, value=REMOVE),
            Change(path=stays, expected=NOT_THERE, value=value_spelt(seen)),
        ]
        form_order = asked.opened.source.asked.order()

        def order(at: tuple[str | int, ...]) -> Sequence[str]:
            return names if at == place else form_order(at)

        done = asked.workspace.changes(changes, asked.person.name, asked.site.now(), order=order)
        return _back(asked, topic, done, stays)
    value = {"remove": REMOVE, "unchecked": Spelt(text=UNCHECKED), "checked": _blank(questions)}.get(what)
    if value is None:
        return asked.go("/form")
    one = Change(path=path, expected=seen, value=value)
    done = asked.workspace.change(one, asked.person.name, asked.site.now())
    return _back(asked, topic, done, None if what == "remove" else path)


def _wrong(opened: Opened, topic: Topic, name: str) -> str:
    """Why a unit cannot be called so; "" where it can."""
    if not name:
        return "还没有写名称"
    return f"已经有“{name}”" if name in opened.source.units(topic.id) else ""


def _back(asked: Asked, topic: Topic, done: Answer, path: tuple[str, ...] | None = None) -> Response:
    """The page of the form again: at the unit, or with what was refused."""
    part = next(one for one in parts_of(asked.opened, asked.person) if topic in one.topics)
    if done.fault:
        asked.__dict__.pop("opened", None)  # another may have been quicker
        return form.show(asked, wanted=part.id, told={topic.id: f"{done.fault}。{done.hint}"})
    return asked.go(f"/form?part={part.id}#{topic_anchor(topic) if path is None else anchor_of(path)}")


routes = (add, change)
