"""佐证材料: documents dropped in, matched to what is asked for by a person, opened and looked at; what each is worth."""

from __future__ import annotations

import mimetypes
import os.path
from datetime import date
from urllib.parse import quote

from msgspec import Struct
from starlette.datastructures import UploadFile
from starlette.responses import FileResponse, HTMLResponse, Response

from scoring.assess import check_evidence
from scoring.base.errors import Problem
from scoring.base.text import points_text
from scoring.documents.edit import AFTER_LAST, NOT_THERE, REMOVE, Change, spellings
from scoring.evidence.files import find
from scoring.exchange.questions import ITEMS
from scoring.exchange.values import MATERIALS
from scoring.model.evidence import EvidenceEntry
from scoring.reports.papers.pictures import basis_gaps
from scoring.web.asking import Asked, TurnedAwayError, route
from scoring.web.papers import paper_html
from scoring.web.uploads import Upload, store
from scoring.wording import evidence_word

__all__ = ["routes"]

SHOWN = (".pdf", ".png", ".jpg", ".jpeg", ".gif", ".webp")
"""What a browser may show; anything else is only handed out to be saved."""
PDF = "application/pdf"
SANDBOXED = "default-src 'none'; sandbox; frame-ancestors 'self'"
"""What a document may do in a browser: nothing."""
FRAMED = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""The same of a PDF, which browsers do not show in a sandbox: their own reader opens it and runs nothing of it here."""
FOLDER = "evidence"
"""Where documents lie, beside the submission."""
FIELDS = ("标题", "文号", "发文机关", "日期", "页数")


class Listed(Struct, frozen=True, kw_only=True):
    """One row: what is asked for, the file listed for it, its state in words, and what its absence puts at risk."""

    item: str
    label: str
    request: str
    title: str
    path: str
    state: str
    good: bool
    stake: str
    details: str
    place: int
    spelt: str


@route("/evidence")
def evidence(asked: Asked) -> Response:
    """All documents by item."""
    return _page(asked)


def _page(asked: Asked, sent: tuple[Upload, ...] = (), refused: tuple[str, ...] = ()) -> Response:
    asked.demand(asked.person.sees_all)
    opened = asked.opened
    found = opened.evidenced
    check = check_evidence(found, opened.request)
    stakes = {} if found.support is None else found.support.stakes
    labels = {item.id: item.label for section in found.criteria.sections for item in section.items}
    rows = [_listed(asked, one, labels, stakes) for one in (check.entries.entries)]
    requests = [
        (item.id, one.id, f"{item.label}　{one.title}")
        for section in found.criteria.sections
        for item in section.items
        for one in item.evidence
    ]
    findings: tuple[Problem, ...] = check.findings
    gaps = basis_gaps(found.card, found.support)
    return asked.page(
        "evidence.html",
        "佐证材料",
        rows=rows,
        requests=requests,
        unlisted=check.unlisted,
        problems=findings,
        sent=sent,
        refused=refused,
        guess={one: _guess(one, requests) for one in [*check.unlisted, *(file.path for file in sent)]},
        support=None if found.support is None else found.support.note,
        items=labels,
        shown=SHOWN,
        gaps="" if gaps is None else paper_html([gaps]),
    )


def _listed(asked: Asked, one: EvidenceEntry, labels: dict[str, str], stakes: object) -> Listed:
    request = one.request
    worth = stakes.get((one.item, request.id)) if request is not None and isinstance(stakes, dict) else None
    file = one.file
    place, spelt = -1, ""
    if file is not None:
        listed = [other for other in asked.opened.assessment.submission.evidence if other.item == one.item]
        place = next((number for number, other in enumerate(listed) if other.path == file.path), -1)
        spelt = spellings(asked.opened.source.data, [(ITEMS, one.item, MATERIALS, place)])[0] or ""
    details = (
        ""
        if file is None
        else "　".join(
            str(part)
            for part in (
                file.title,
                file.document_number,
                file.issuer,
                file.dated,
                f"{one.pages}页" if one.pages else "",
            )
            if part
        )
    )
    path = "" if file is None else file.path
    return Listed(
        item=one.item,
        label=labels.get(one.item, one.item),
        request="" if request is None else request.id,
        title="城市自己的材料" if request is None else request.title,
        path=path,
        state=evidence_word(one.state),
        good=one.counts,
        stake="" if not worth else f"缺它影响{points_text(worth)}分",
        details=details,
        place=place,
        spelt=spelt,
    )


def _guess(path: str, requests: list[tuple[str, str, str]]) -> str:
    """The document that a file may be, by the words of its name; a person says whether it is."""
    name = os.path.splitext(os.path.basename(path))[0]
    best, most = "", 1
    for item, request, title in requests:
        words = {title[start : start + 2] for start in range(len(title) - 1)}
        common = sum(name[start : start + 2] in words for start in range(len(name) - 1))
        if request in name:
            common += 3
        if common > most:
            best, most = f"{item}|{request}", common
    return best


@route("/evidence/upload", methods=("POST",))
def upload(asked: Asked) -> Response:
    """Take files in; which document each is, a person says next."""
    asked.demand(asked.person.sees_all)
    sent: list[Upload] = []
    refused: list[str] = []
    for one in asked.form.getlist("files"):
        if isinstance(one, UploadFile) and one.filename:
            stored = store(one.file, one.filename, asked.workspace.folder, below=FOLDER)
            if isinstance(stored, Upload):
                sent.append(stored)
            else:
                refused.append(stored)
    if not sent and not refused:
        refused.append("没有选文件。")
    return _page(asked, tuple(sent), tuple(refused))


@route("/evidence/list", methods=("POST",))
def list_file(asked: Asked) -> Response:
    """List a file as the document that a person says it is."""
    asked.demand(asked.person.sees_all)
    item, _, request = asked.text("request").partition("|")
    path = asked.text("path")
    if _file(asked, path) is None or item not in {
        one.id for section in asked.opened.assessment.criteria.sections for one in section.items
    }:
        return HTMLResponse(asked.refused("没有这个文件，或没有选它是哪一项的材料。", "请返回再选。"), status_code=400)
    entry: dict[str, object] = {}
    if request:
        entry["对应"] = request
    entry["文件"] = path
    for name in FIELDS:
        text = asked.text(name).strip()
        if not text:
            continue
        if name == "页数":
            if not text.isdecimal():
                return HTMLResponse(asked.refused("页数要填整数。", "请返回再填。"), status_code=400)
            entry[name] = int(text)
        elif name == "日期":
            try:
                entry[name] = date.fromisoformat(text)
            except ValueError:
                return HTMLResponse(asked.refused("日期要写成 2022-05-20 这样。", "请返回再填。"), status_code=400)
        else:
            entry[name] = text
    change = Change(path=(ITEMS, item, MATERIALS, AFTER_LAST), expected=NOT_THERE, value=entry)
    done = asked.workspace.change(change, asked.person.name, asked.site.now())
    if done.fault:
        return HTMLResponse(asked.refused(done.fault, done.hint), status_code=409)
    return asked.go("/evidence")


def _file(asked: Asked, path: str) -> str | None:
    """The real path of a document; what is hidden (the accounts, our own notes beside the submission) is none."""
    real = find(str(asked.workspace.folder), path)
    return None if real is None or "/." in f"/{path}" or os.path.basename(real).startswith(".") else real


@route("/evidence/unlist", methods=("POST",))
def unlist(asked: Asked) -> Response:
    """Take a file off the list; the file itself stays where it is."""
    asked.demand(asked.person.sees_all)
    place = asked.text("place")
    if not place.isdecimal():
        return asked.go("/evidence")
    change = Change(path=(ITEMS, asked.text("item"), MATERIALS, int(place)), expected=asked.text("spelt"), value=REMOVE)
    done = asked.workspace.change(change, asked.person.name, asked.site.now())
    if done.fault:
        return HTMLResponse(asked.refused(done.fault, done.hint), status_code=409)
    return asked.go("/evidence")


def _listed_file(asked: Asked, path: str) -> str:
    """The real path of a file that the page lists. Turns away whoever asks for another."""
    asked.demand(asked.person.sees_all)
    check = check_evidence(asked.opened.evidenced, asked.opened.request)
    known = {*check.unlisted, *(entry.file.path for entry in check.entries.entries if entry.file)}
    real = _file(asked, path) if path in known else None
    if real is None:
        raise TurnedAwayError(HTMLResponse(asked.refused("没有这个文件。"), status_code=404))
    return real


@route("/evidence/file")
def show_file(asked: Asked) -> Response:
    """Show a listed or stored file: pictures and PDF in the browser, all else to be saved."""
    path = asked.text("path")
    real = _listed_file(asked, path)
    inline = path.lower().endswith(SHOWN)
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
    _listed_file(asked, path)
    kind = mimetypes.guess_type(path)[0] if path.lower().endswith(SHOWN) else None
    if kind is None:
        raise TurnedAwayError(HTMLResponse(asked.refused("只有 PDF 和图片能在页面里看。"), status_code=404))
    return asked.part("preview.html", path=path, pdf=kind == PDF, address=f"/evidence/file?path={quote(path)}")


routes = (evidence, upload, list_file, unlist, show_file, preview)
