"""What every request must pass before a page looks at it, and what every answer says to the browser.

A page on another site can make a browser send a request here, and a name on the internet can be made to mean this machine:
so the Host must be ours, and whatever changes something must come from a page of ours (Origin). Bodies end at a limit.
"""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["HEADERS", "LARGEST_FORM", "LARGEST_UPLOAD", "Guard", "hosts_of"]

SAFE = frozenset({"GET", "HEAD"})
METHODS = SAFE | {"POST"}
LARGEST_FORM = 1024 * 1024
LARGEST_UPLOAD = 200 * 1024 * 1024
"""Bytes of a body: of a form, and of files sent with it."""
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        "frame-src 'self'; form-action 'self'; frame-ancestors 'self'; base-uri 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
"""Of every answer. `same-origin`, not `no-referrer`: that would take the Origin off our own forms."""


def hosts_of(names: Iterable[str], port: int) -> frozenset[str]:
    """What may stand in Host, in small letters: each name with the port, and without where it is the usual one."""
    found = {f"[{name}]" if ":" in name else name.lower() for name in names}
    return frozenset({f"{name}:{port}" for name in found} | (found if port in (80, 443) else set()))


class Guard:
    """Middleware around the whole application.

    hosts: what Host may be; `secure`: pages come over TLS, so Origin begins with https and the browser is told to stay there.
    """

    def __init__(self, app: ASGIApp, *, hosts: frozenset[str], secure: bool = False) -> None:
        self._app, self._hosts, self._secure = app, hosts, secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on with a limit on the body and our headers on the answer."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add_headers(message)
            await send(message)

        headers = Headers(scope=scope)
        refused = self._refusal(scope["method"], headers)
        if refused is not None:
            await refused(scope, receive, with_headers)
            return
        files = headers.get("content-type", "").startswith("multipart/form-data")
        limit = LARGEST_UPLOAD if files else LARGEST_FORM
        if int(headers.get("content-length") or 0) > limit:
            await _answer(413, "发来的内容太大。")(scope, receive, with_headers)
            return
        left = limit

        async def within_limit() -> Message:
            nonlocal left
            message = await receive()
            if message["type"] == "http.request":
                left -= len(message.get("body", b""))
                if left < 0:  # a body that said nothing, or less, of its length
                    return {"type": "http.disconnect"}
            return message

        await self._app(scope, within_limit, with_headers)

    def _refusal(self, method: str, headers: Headers) -> PlainTextResponse | None:
        if method not in METHODS:
            return _answer(405, "这里只能查看和提交。")
        if headers.getlist("host") != [host := headers.get("host", "")] or host.lower() not in self._hosts:
            return _answer(421, "网址不对：请用启动时显示的网址打开。")
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdecimal()) or len(length) > 15:
            return _answer(400, "发来的内容没有写明长度。")
        if method in SAFE:
            return None
        origin = f"{'https' if self._secure else 'http'}://{host}".lower()
        if headers.getlist("origin") != [origin]:
            return _answer(
                403, "这次提交不是从本软件的页面发出的，没有接受。\n怎么办：回到本软件的页面，刷新后再提交。"
            )
        return None

    def _add_headers(self, message: MutableMapping[str, Any]) -> None:
        headers = MutableHeaders(scope=message)
        for name, value in HEADERS.items():
            headers.setdefault(name, value)  # a document is kept shorter than a page
        if "cache-control" not in headers:
            headers["cache-control"] = "no-store"
        if self._secure:
            headers["strict-transport-security"] = "max-age=31536000"


def _answer(status: int, text: str) -> PlainTextResponse:
    return PlainTextResponse(f"{text}\n", status_code=status)
