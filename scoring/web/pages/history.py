"""修改记录: who changed which answer when, from what to what; how to put back what was there, also what another program wrote over."""

from __future__ import annotations

import json

from msgspec import Struct
from starlette.responses import HTMLResponse, Response

from scoring.documents.edit import JournalLine, spellings
from scoring.web.asking import Asked, route
from scoring.web.rows import path_of, path_word, value_of
from scoring.web.telling import asked_in, said_in

__all__ = ["routes"]

MOST = 300


class Told(Struct, frozen=True, kw_only=True):
    """One change as it is told.

    ask: the question; before, after: what it said, in words; None where there was nothing
    back: what a form sends to put a value back, "" where it has changed again since
    """

    line: JournalLine
    ask: str
    before: str | None
    after: str | None
    path: str
    now: str
    back: str


@route("/history")
def history(asked: Asked) -> Response:
    """The last changes of the file, those of one's own questions where one does not see all."""
    lines = [one for one in asked.workspace.history(MOST) if _may_see(asked, one)]
    lost = [one for one in asked.workspace.overwritten() if _may_see(asked, one)]
    paths = [one.path for one in lines]
    now = dict(zip(paths, spellings(asked.opened.source.data, paths), strict=True))
    seen: set[tuple[str | int, ...]] = set()
    told = []
    for one in lines:
        last = (
            one.inside
            and one.path not in seen
            and all(isinstance(step, str) for step in one.path)
            and now[one.path] == one.after
        )
        seen.add(one.path)
        told.append(_told(asked, one, one.after, one.before if last else None, can=last))
    return asked.page(
        "history.html",
        "修改记录",
        lines=told,
        lost=[_told(asked, one, one.before, one.after, can=True) for one in lost],
        most=MOST,
    )


def _told(asked: Asked, one: JournalLine, now: str | None, back: str | None, *, can: bool) -> Told:
    return Told(
        line=one,
        ask=asked_in(asked.opened, one),
        before=said_in(asked.opened, one, one.before),
        after=said_in(asked.opened, one, one.after),
        path=path_word(tuple(str(step) for step in one.path)),
        now=json.dumps(now, ensure_ascii=False),
        back=json.dumps(back, ensure_ascii=False) if can else "",
    )


def _may_see(asked: Asked, one: JournalLine) -> bool:
    found = asked.opened.question(tuple(str(step) for step in one.path))
    return asked.person.sees_all or (found is not None and asked.person.may_see(found))


@route("/history/back", methods=("POST",))
def back(asked: Asked) -> Response:
    """Put back what a line of the journal tells; only what it tells, and only where one may answer."""
    path = path_of(asked.text("path"))
    question = asked.opened.question(path)
    asked.demand(asked.person.sees_all or (question is not None and asked.person.may_see(question)))
    try:
        seen, spelt = value_of(asked.text("now")), value_of(asked.text("back"))
    except ValueError:
        seen = spelt = object()
    known = [one for one in asked.workspace.history() if one.path == path and _may_see(asked, one)]
    if not any(spelt in (one.before, one.after) for one in known):
        return HTMLResponse(asked.refused("修改记录里没有这一处。", "请刷新修改记录再看。"), status_code=404)
    done = asked.workspace.put_back(path, seen, spelt, asked.person.name, asked.site.now())
    if done.fault:
        return HTMLResponse(asked.refused(done.fault, done.hint), status_code=409)
    return asked.go("/history")


routes = (history, back)
