"""The application: every page's routes behind the guard and the entrance."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from scoring.web.entering import Entrance
from scoring.web.guarding import Guard
from scoring.web.pages import (
    answering,
    compare,
    documents,
    evidence,
    exchange,
    explain,
    form,
    history,
    home,
    improve,
    manage,
    material,
    report,
    settings,
    source,
    start,
    units,
    whole,
)
from scoring.web.site import HERE, Site

__all__ = ["create_app"]

PAGES = (
    *(home, form, whole, answering, units, explain, evidence, documents, material, settings, improve),
    *(compare, exchange, report, history, source, start, manage),
)


class Kept(StaticFiles):
    """Our own style sheets and scripts, which a browser may keep while it checks whether they are still the same."""

    def file_response(self, *words: object, **more: object) -> Response:
        """As Starlette answers, with leave to keep it."""
        answer = super().file_response(*words, **more)  # type: ignore[arg-type]
        answer.headers["cache-control"] = "no-cache"
        return answer


def create_app(site: Site, *, hosts: frozenset[str], secure: bool = False) -> Starlette:
    """The workspace as an ASGI application for the names in `hosts`; `secure` says that it is reached over TLS."""
    routes: list[Route | Mount] = [route for page in PAGES for route in page.routes]
    routes.append(Mount("/static", Kept(directory=HERE / "static")))
    app = Starlette(
        routes=routes,
        middleware=[
            Middleware(Guard, hosts=hosts, secure=secure),
            Middleware(Entrance, site=site),
        ],
        exception_handlers={404: _missing, 500: _broken},
    )
    app.state.site = site
    return app


async def _missing(request: Request, _error: Exception) -> Response:
    site: Site = request.app.state.site
    return HTMLResponse(
        site.draw("missing.html", title="没有这一页", message="网址不对，或者它已经不在了。"), status_code=404
    )


async def _broken(request: Request, _error: Exception) -> Response:
    site: Site = request.app.state.site
    message = "程序出了问题，这一步没有办成；自评文件没有被改坏。请刷新再试，仍然不行的，把启动窗口里的文字发给维护人。"
    return HTMLResponse(site.draw("missing.html", title="出错了", message=message), status_code=500)
