"""One request as a page sees it, and how a page becomes a route: the work is done in a thread, forms are read before it."""

from __future__ import annotations

import functools
import hmac
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from scoring.base.errors import Problem
from scoring.base.text import date_text, scored_text
from scoring.documents.edit import NOT_THERE
from scoring.web.accounts import REFUSED, Role
from scoring.web.people import Person
from scoring.web.site import Site
from scoring.web.workspace import Opened, Workspace

__all__ = ["Asked", "TurnedAwayError", "route"]

NAVIGATION = (
    ("/", "首页"),
    ("/form", "填报"),
    ("/explain", "逐项解释"),
    ("/evidence", "佐证材料"),
    ("/settings", "资格、参照值、口径"),
    ("/improve", "怎样提分"),
    ("/compare", "比较"),
    ("/exchange", "分发与收回"),
    ("/report", "报告"),
    ("/history", "修改记录"),
    ("/source", "原文件"),
)
"""The pages of somebody who sees all, in the order of the work."""
WHILE_FINAL = ("/report/", "/logout", "/manage", "/start", "/compare")
"""How the addresses begin that take forms while a submission is closed; they change nothing of it."""
OF_DEPARTMENTS = ("/", "/form", "/history")
"""The pages of a department."""
MANAGE = ("/manage", "管理")
MOST_FIELDS = 2000
OF_PARTS: dict[str, Any] = {"max_files": 200, "max_fields": 20, "max_part_size": 64 * 1024}
"""What a form with files may hold beside them: its fields are kept in memory, files are not."""
UNREADABLE = "发来的内容读不出来，没有接受。\n怎么办：回到本软件的页面，刷新后再提交；一次最多200个文件。\n"


class TurnedAwayError(Exception):
    """Nothing may be shown or done; `answer` says so."""

    def __init__(self, answer: Response) -> None:
        self.answer = answer
        super().__init__()


class Asked:
    """A request with who asks and what the file says at this moment."""

    def __init__(self, request: Request, form: FormData) -> None:
        self.request, self.form = request, form
        self.site: Site = request.app.state.site
        self.person: Person = request.state.person
        self.form_word: str = request.state.form_word

    @property
    def address(self) -> str:
        """From where it is asked."""
        return self.request.client.host if self.request.client is not None else ""

    @property
    def small(self) -> bool:
        """Whether only a part of a page is wanted (htmx asks)."""
        return self.request.headers.get("hx-request") == "true"

    @property
    def workspace(self) -> Workspace:
        """The file; where there is none, who may choose one is led to the first page."""
        if self.site.workspace is None:
            if self.person.sees_all:
                raise TurnedAwayError(RedirectResponse("/start", status_code=303))
            text = self.refused(
                "还没有打开自评。", f"请{Role.COORDINATOR.value}登录，在“开始”页打开或新建一份，再刷新。"
            )
            raise TurnedAwayError(HTMLResponse(text, status_code=409))
        return self.site.workspace

    @functools.cached_property
    def opened(self) -> Opened:
        """What the file says; where it has errors, the page with its text and the errors is shown instead."""
        found = self.workspace.open()
        if found.value is None:
            raise TurnedAwayError(RedirectResponse("/source", status_code=303))
        return found.value

    def read_again(self) -> None:
        """Forget what the file said: this request has changed it."""
        self.__dict__.pop("opened", None)

    def text(self, name: str) -> str:
        """A field of the form, or of the address; "" where it was not sent."""
        value = self.form.get(name, self.request.query_params.get(name, ""))
        return value if isinstance(value, str) else ""

    def seen(self, name: str = "seen") -> str | None:
        """The spelling that a value was drawn with, as a form sends it back; NOT_THERE where the file had none."""
        return self.text(name) if self.text("there") else NOT_THERE

    def page(self, template: str, title: str, /, **values: Any) -> Response:
        """A whole page by its template."""
        text = self.site.draw(
            template,
            title=title,
            navigation=self._navigation(),
            here=self.request.url.path,
            person=self.person,
            form_word=self.form_word,
            city=self._city(),
            local=self.site.accounts is None,
            today=date_text(self.site.now().date()),
            **values,
        )
        return HTMLResponse(text)

    def part(self, template: str, /, **values: Any) -> Response:
        """A part of a page by its template."""
        return HTMLResponse(self.site.draw(template, form_word=self.form_word, person=self.person, **values))

    def go(self, where: str) -> Response:
        """Back to a page after something was done."""
        return RedirectResponse(quote(where, safe="/?=&#%"), status_code=303)

    def demand(self, allowed: bool) -> None:
        """Turn somebody away who may not do this."""
        if not allowed:
            if self.site.accounts is not None:
                self.site.accounts.note(
                    f"{REFUSED}{self.request.url.path[:100]}，不在权限里",
                    by=self.person.name,
                    address=self.address,
                    at=self.site.now().timestamp(),
                )
            raise TurnedAwayError(HTMLResponse(self.refused("这一页不在您的权限里。"), status_code=403))

    def refused(self, message: str, hint: str = "", problems: tuple[Problem, ...] = ()) -> str:
        """The text of a page that says why nothing was done."""
        return self.site.draw(
            "refused.html",
            title="没有办成",
            navigation=self._navigation(),
            here="",
            person=self.person,
            form_word=self.form_word,
            city=self._city(),
            local=self.site.accounts is None,
            today=date_text(self.site.now().date()),
            message=message,
            hint=hint,
            problems=problems,
        )

    def _navigation(self) -> list[tuple[str, str]]:
        there = NAVIGATION if self.site.workspace is not None else ()
        shown = [one for one in there if self.person.sees_all or one[0] in OF_DEPARTMENTS]
        return [*shown, MANAGE] if self.person.manages else shown

    def _city(self) -> dict[str, str] | None:
        """What stands at the head of every page; None where the file cannot be read."""
        if self.site.workspace is None:
            return None
        opened = self.site.workspace.open().value
        if opened is None:
            return {"name": self.site.workspace.name, "index": "", "total": "", "invented": "", "final": ""}
        card = opened.assessment.card
        return {
            "name": card.city or "（还没有写城市）",
            "index": opened.assessment.criteria.title,
            "total": scored_text(card.total) if self.person.sees_all else "",
            "invented": "虚构样例" if card.invented else "",
            "final": "已定稿" if self.site.workspace.final is not None else "",
        }


def route(path: str, *, methods: tuple[str, ...] = ("GET",)) -> Callable[[Callable[[Asked], Response]], Route]:
    """Make a page a route. A form must carry the word of its session."""

    def made(page: Callable[[Asked], Response]) -> Route:
        async def answer(request: Request) -> Response:
            form = FormData()
            if request.method == "POST":
                parts = request.headers.get("content-type", "").startswith("multipart/")
                try:
                    form = await (request.form(**OF_PARTS) if parts else request.form(max_fields=MOST_FIELDS))
                except ClientDisconnect:
                    return Response(status_code=413)
                except HTTPException:
                    return PlainTextResponse(UNREADABLE, status_code=400)
                if not all(map(_readable, form.values())):
                    return PlainTextResponse(UNREADABLE, status_code=400)
            try:
                return await run_in_threadpool(_answered, page, request, form)
            finally:
                await form.close()

        handler: Callable[[Request], Awaitable[Response]] = functools.wraps(page)(answer)
        return Route(path, handler, methods=list(methods))

    return made


def _readable(value: UploadFile | str) -> bool:
    """Whether a field is text: the parts of a form may name any encoding, also one that gives letters which are none."""
    try:
        (value if isinstance(value, str) else value.filename or "").encode()
    except UnicodeEncodeError:
        return False
    return True


def _answered(page: Callable[[Asked], Response], request: Request, form: FormData) -> Response:
    asked = Asked(request, form)
    if request.method == "POST":
        word = form.get("word", "")
        if not isinstance(word, str) or not hmac.compare_digest(word.encode(), asked.form_word.encode()):
            text = asked.refused("页面已经过期，这次提交没有接受。", "请返回上一页，刷新后再提交。")
            return HTMLResponse(text, status_code=403)
    closed = request.method == "POST" and asked.site.workspace is not None and asked.site.workspace.final is not None
    if closed and not request.url.path.startswith(WHILE_FINAL):
        text = asked.refused("这份自评已经定稿，不能再改。", "确实要改的，先在“报告”页撤销定稿。")
        return HTMLResponse(text, status_code=409)
    try:
        return page(asked)
    except TurnedAwayError as turned:
        return turned.answer
