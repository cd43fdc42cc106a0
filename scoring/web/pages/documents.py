"""A document itself: handed out, shown in a window of its own or over the page, where nothing in it may act."""

from __future__ import annotations

import mimetypes
import os.path
from urllib.parse import quote

from starlette.responses import FileResponse, HTMLResponse, Response

from scoring.assess import check_evidence
from scoring.evidence.files import find
from scoring.web.asking import Asked, TurnedAwayError, route
from scoring.web.materials import shows

__all__ = ["real_file", "routes"]

PDF = "application/pdf"
SANDBOXED = "default-src 'none'; sandbox; frame-ancestors 'self'"
"""What a document may do in a browser: nothing."""
FRAMED = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""The same of a PDF, which browsers do not show in a sandbox: their own reader opens it and runs nothing of it here."""


def real_file(asked: Asked, path: str) -> str | None:
    """The real path of a document; what is hidden (the accounts, our own notes beside the submission) is none."""
    real = find(str(asked.workspace.folder), path)
    return None if real is None or "/." in f"/{path}" or os.path.basename(real).startswith(".") else real


def _known_file(asked: Asked, path: str) -> str:
    """The real path of a file that the page of evidence names. Turns away whoever asks for another."""
    asked.demand(asked.person.sees_all)
    check = check_evidence(asked.opened.evidenced, asked.opened.request)
    known = {*check.unlisted, *(entry.file.path for entry in check.entries.entries if entry.file)}
    real = real_file(asked, path) if path in known else None
    if real is None:
        raise TurnedAwayError(HTMLResponse(asked.refused("没有这个文件。"), status_code=404))
    return real


@route("/evidence/file")
def show_file(asked: Asked) -> Response:
    """Show a listed or stored file: pictures and PDF in the browser, all else to be saved."""
    path = asked.text("path")
    real = _known_file(asked, path)
    inline = shows(path)
    kind = mimetypes.guess_type(path)[0] if inline else None
    return FileResponse(
        real,
        media_type=kind or "application/octet-stream",
        filename=os.path.basename(path),
        content_disposition_type="inline" if inline else "attachment",
        headers={"content-security-policy": FRAMED if kind == PDF else SANDBOXED},
    )


@route("/evidence/preview")
def preview(asked: Asked) -> Response:
    """A picture or PDF to be shown inside the page."""
    path = asked.text("path")
    _known_file(asked, path)
    kind = mimetypes.guess_type(path)[0] if shows(path) else None
    if kind is None:
        raise TurnedAwayError(HTMLResponse(asked.refused("只有 PDF 和图片能在页面里看。"), status_code=404))
    return asked.part("preview.html", path=path, pdf=kind == PDF, address=f"/evidence/file?path={quote(path)}")


routes = (show_file, preview)
