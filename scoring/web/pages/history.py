"""修改记录: who changed which answer when, from what to what."""

from __future__ import annotations

from starlette.responses import Response

from scoring.exchange.questions import Question
from scoring.web.asking import Asked, route

__all__ = ["routes"]

MOST = 300


@route("/history")
def history(asked: Asked) -> Response:
    """The last changes of the file, those of one's own questions where one does not see all."""
    opened = asked.opened

    def question(path: tuple[str | int, ...]) -> Question | None:
        return opened.question(tuple(str(step) for step in path))

    lines = []
    for one in asked.workspace.history(MOST):
        of = question(one.path)
        if asked.person.sees_all or (of is not None and asked.person.may_see(of)):
            ask = of.fact.ask if of is not None else one.title
            lines.append((one.at.replace("T", " "), one.who, one.way, ask, one.title, one.before, one.after, one.place))
    return asked.page("history.html", "修改记录", lines=lines, most=MOST)


routes = (history,)
