"""Who is let in: by the address shown at the start, or by an account."""

from __future__ import annotations

import asyncio
import hmac

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from scoring.web.accounts import IDLE, Accounts, Refusal
from scoring.web.people import LOCAL, Person
from scoring.web.site import Site

__all__ = ["Entrance", "cookie_of", "forget"]

OPEN_TO_ALL = ("/static/",)
LOGIN = "/login"
FORM = "application/x-www-form-urlencoded"
LARGEST_LOGIN = 10_000
"""Bytes of a login; it is read for whoever sends it."""
LOGINS_AT_ONCE = 2
"""Each costs 32 MiB and a thread while it looks at a password."""


def cookie_of(request: Request) -> str:
    """The name of our cookie. Cookies know no ports, and a machine may serve several workspaces: the port is in the name.
    Over TLS the browser itself sees to it that the cookie is set by this host alone, and never sent without TLS."""
    secure = request.url.scheme == "https"
    return f"{'__Host-' if secure else ''}scoring-{request.url.port or (443 if secure else 80)}"


def forget(answer: Response, request: Request) -> None:
    """Let the browser drop our cookie."""
    answer.delete_cookie(cookie_of(request), httponly=True, samesite="strict", secure=request.url.scheme == "https")


class Entrance:
    """Middleware: sets `request.state.person` and the word of their forms, or shows the way in."""

    def __init__(self, app: ASGIApp, *, site: Site) -> None:
        self._app, self._site = app, site
        self._logins = asyncio.Semaphore(LOGINS_AT_ONCE)

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
            self._set(answer, request, given)
            return answer
        if not hmac.compare_digest(request.cookies.get(cookie_of(request), "").encode("utf-8", "replace"), token):
            return HTMLResponse(self._site.draw("outside.html"), status_code=403)
        request.state.person, request.state.form_word = LOCAL, self._site.form
        return None

    async def _by_account(self, request: Request) -> Response | None:
        accounts = self._site.accounts
        assert accounts is not None
        at = self._site.now().timestamp()
        cookie = request.cookies.get(cookie_of(request), "")
        if request.url.path == LOGIN:
            if request.method != "POST":
                return HTMLResponse(self._site.draw("login.html", message=""))
            return await self._log_in(accounts, request, cookie, at)
        session = await run_in_threadpool(accounts.session, cookie, at=at)
        if session is None:
            return RedirectResponse(LOGIN, status_code=303)
        request.state.person, request.state.form_word = Person.of(session.account), session.form
        return None

    async def _log_in(self, accounts: Accounts, request: Request, cookie: str, at: float) -> Response:
        length = int(request.headers.get("content-length", LARGEST_LOGIN + 1))
        ours = request.headers.get("content-type", "").partition(";")[0].strip() == FORM and length <= LARGEST_LOGIN
        try:
            form = await request.form() if ours else FormData()
        except ClientDisconnect:
            form = FormData()
        name, password = form.get("name"), form.get("password")
        if not isinstance(name, str) or not isinstance(password, str):
            return HTMLResponse(self._site.draw("login.html", message="请填写账号和密码。"), status_code=400)
        address = request.client.host if request.client is not None else ""
        async with self._logins:
            token = await run_in_threadpool(accounts.log_in, name, password, address=address, at=at)
        if isinstance(token, Refusal):
            text = self._site.draw("login.html", message=token.value)
            return HTMLResponse(text, status_code=429 if token is Refusal.LATER else 403)
        await run_in_threadpool(accounts.log_out, cookie)  # whoever was here before is not
        answer = RedirectResponse("/", status_code=303)
        self._set(answer, request, token)
        return answer

    def _set(self, answer: Response, request: Request, token: str) -> None:
        age, secure = None if self._site.accounts is None else int(IDLE), request.url.scheme == "https"
        answer.set_cookie(cookie_of(request), token, max_age=age, httponly=True, samesite="strict", secure=secure)
