"""填报: the questions of a part or of a department, one open question after the other."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from scoring.base.text import departments_of
from scoring.web.accounts import Role
from scoring.web.asking import Asked, route
from scoring.web.blocks import Part, blocks_of, parts_of
from scoring.web.people import Person
from scoring.web.rows import QuestionRow, path_word

__all__ = ["last_changes", "routes", "show"]


def show(
    asked: Asked, changed: QuestionRow | None = None, wanted: str = "", told: Mapping[str, str] | None = None
) -> Response:
    """A part of the form, `wanted` or that of the address; `changed` is a row that has something to say, `told` what is said of
    the units of a topic, by its id."""
    parts = parts_of(asked.opened, asked.person)
    if not parts:
        return asked.page("form.html", "填报", parts=[], part=None, blocks=[])
    wanted = wanted or asked.text("part")
    part = next((one for one in parts if one.id == wanted), parts[0])
    asks = asked.opened.source.asked.questions if asked.person.sees_all else ()
    if not wanted and asked.text("owner") in departments_of(*(owner for one in asks for owner in one.owners)):
        return _of_department(asked, asked.text("owner"), parts)
    blocks = list(blocks_of(asked.opened, asked.person, part.topics, changed))
    place = parts.index(part)
    return asked.page(
        "form.html",
        part.title,
        parts=parts,
        part=part,
        before=parts[place - 1] if place else None,
        after=parts[place + 1] if place + 1 < len(parts) else None,
        blocks=blocks,
        last=last_changes(asked),
        told=told or {},
        owner="",
    )


def _of_department(asked: Asked, owner: str, parts: list[Part]) -> Response:
    """The questions of one department on one page, for whoever sees all."""
    narrowed = Person(name=asked.person.name, role=Role.DEPARTMENT, departments=(owner,))
    topics = tuple(topic for part in parts_of(asked.opened, narrowed) for topic in part.topics)
    return asked.page(
        "form.html",
        owner,
        parts=parts,
        part=None,
        before=None,
        after=None,
        blocks=list(blocks_of(asked.opened, narrowed, topics, None)),
        last=last_changes(asked),
        told={},
        owner=owner,
    )


def last_changes(asked: Asked) -> dict[str, str]:
    """Who changed an answer last and when, by the word of its path."""
    found: dict[str, str] = {}
    for one in asked.workspace.history():
        path = tuple(str(step) for step in one.path)
        found.setdefault(path_word(path), f"{one.at[:16].replace('T', ' ')} {one.who}改（{one.way}）")
    return found


@route("/form")
def form(asked: Asked) -> Response:
    """One part of the form; the first unless the address names another."""
    return show(asked)


@route("/next")
def next_open(asked: Asked) -> Response:
    """To the next question that is open, in the order of the form."""
    for part in parts_of(asked.opened, asked.person):
        for block in blocks_of(asked.opened, asked.person, part.topics, None):
            rows = (*block.rows, *(row for unit in block.units for row in unit.rows))
            for row in rows:
                if row.state in ("open", "unconfirmed"):
                    return asked.go(f"/form?part={part.id}#{row.anchor}")
            if block.left:  # no unit is listed yet
                return asked.go(f"/form?part={part.id}#{block.anchor}-add")
    return asked.go("/form")


routes = (form, next_open)
