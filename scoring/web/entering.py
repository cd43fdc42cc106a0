"""Who is let in: by the address shown at the start, or by an account."""

from __future__ import annotations

import hmac

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from scoring.web.accounts import IDLE, Refusal
from scoring.web.people import LOCAL, Person
from scoring.web.site import Site

__all__ = ["COOKIE", "Entrance"]

COOKIE = "scoring_session"
OPEN_TO_ALL = ("/static/",)
LOGIN = "/login"


class Entrance:
    """Middleware: sets `request.state.person` and the word of their forms, or shows the way in."""

    def __init__(self, app: ASGIApp, *, site: Site, secure: bool = False) -> None:
        self._app, self._site, self._secure = app, site, secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let in, or answer."""
        if scope["type"] != "http" or scope["path"].startswith(OPEN_TO_ALL):
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        answer = await self._let_in(request)
        if answer is not None:
            await answer(scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _let_in(self, request: Request) -> Response | None:
        """None where somebody is let in."""
        if self._site.accounts is None:
            return self._by_address(request)
        return await self._by_account(request)

    def _by_address(self, request: Request) -> Response | None:
        token = (self._site.token or "").encode()
        given = request.query_params.get("token")
        if given is not None and hmac.compare_digest(given.encode("utf-8", "replace"), token):
            answer = RedirectResponse("/", status_code=303)
            self._set(answer, given)
            return answer
        if not hmac.compare_digest(request.cookies.get(COOKIE, "").encode("utf-8", "replace"), token):
            return HTMLResponse(self._site.draw("outside.html"), status_code=403)
        request.state.person, request.state.form_word = LOCAL, self._site.form
        return None

    async def _by_account(self, request: Request) -> Response | None:
        accounts = self._site.accounts
        assert accounts is not None
        at = self._site.now().timestamp()
        if request.url.path == LOGIN:
            if request.method != "POST":
                return HTMLResponse(self._site.draw("login.html", message=""))
            try:
                form = await request.form(max_files=0, max_fields=10)
            except (HTTPException, ClientDisconnect):
                return HTMLResponse(self._site.draw("login.html", message="请填写账号和密码。"), status_code=400)
            name = str(form.get("name", "")).encode("utf-8", "replace").decode()  # a form may name any encoding
            password = str(form.get("password", ""))
            address = request.client.host if request.client is not None else ""
            token = await run_in_threadpool(accounts.log_in, name, password, address=address, at=at)
            if isinstance(token, Refusal):
                text = self._site.draw("login.html", message=token.value)
                return HTMLResponse(text, status_code=429 if token is Refusal.LATER else 403)
            answer = RedirectResponse("/", status_code=303)
            self._set(answer, token)
            return answer
        session = accounts.session(request.cookies.get(COOKIE, ""), at=at)
        if session is None:
            return RedirectResponse(LOGIN, status_code=303)
        request.state.person, request.state.form_word = Person.of(session.account), session.form
        return None

    def _set(self, answer: Response, token: str) -> None:
        age = None if self._site.accounts is None else int(IDLE)
        answer.set_cookie(COOKIE, token, max_age=age, httponly=True, samesite="strict", secure=self._secure)
