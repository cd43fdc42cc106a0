"""佐证材料: documents put in, matched to what is asked for by a person, all at once or one by one; what each is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from starlette.datastructures import UploadFile
from starlette.responses import Response

from scoring.assess import check_evidence
from scoring.documents.edit import AFTER_LAST, NOT_THERE, Change
from scoring.evidence.files import is_ignored
from scoring.exchange.questions import ITEMS
from scoring.exchange.values import MATERIALS
from scoring.reports.papers.pictures import basis_gaps
from scoring.web.aside import AWAY, FOLDER, put_aside, put_back, set_aside
from scoring.web.asking import Asked, route
from scoring.web.materials import (
    DETAILS,
    SHOWN,
    Free,
    binds,
    details_of,
    entry_of,
    free_files,
    listed_rows,
    loose,
    said_of,
    wanted,
)
from scoring.web.pages.documents import real_file
from scoring.web.papers import explained_at, paper_html
from scoring.web.uploads import Upload, store

__all__ = ["list_together", "routes"]

AT_ONCE = 100
"""How many files that nobody listed are shown together."""


class Row(Struct, frozen=True, kw_only=True):
    """A file that nobody listed, with what a form says of it and why that was not taken."""

    free: Free
    request: str
    typed: Mapping[str, str]
    fault: str = ""


class Sent(Struct, frozen=True, kw_only=True):
    """What became of files that were put in: the stored, those that were there before, what was not taken and why, and how
    many were passed over because no person made them."""

    new: tuple[Upload, ...] = ()
    known: tuple[Upload, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    passed_over: int = 0

    @property
    def unbound(self) -> list[str]:
        """The names of those that the binder does not take."""
        return [one.name for one in self.new if not binds(one.path)]


@route("/evidence")
def evidence(asked: Asked) -> Response:
    """All documents by item."""
    done = asked.text("listed")
    return _page(asked, listed=int(done[:6]) if done.isascii() and done.isdecimal() else 0)


def _page(
    asked: Asked,
    sent: Sent | None = None,
    fault: str = "",
    typed: Mapping[str, Row] | None = None,
    listed: int = 0,
    status: int = 200,
) -> Response:
    asked.demand(asked.person.sees_all)
    opened = asked.opened
    found = opened.evidenced
    check = check_evidence(found, opened.request)
    gaps = basis_gaps(found.card, found.support, address=explained_at)
    stakes = {} if found.support is None else found.support.stakes
    rows = list(listed_rows(opened, check, stakes))
    free = free_files(opened)
    shown = [Row(free=one, request=one.guess, typed=one.typed) for one in free[:AT_ONCE]]
    known = wanted(found.criteria)
    page = asked.page(
        "evidence.html",
        "佐证材料",
        rows=rows,
        wanted=known,
        own={one.item: one.choices for one in known},
        free=[(typed or {}).get(one.free.path, one) for one in shown],
        waiting=len(free),
        shown=SHOWN,
        files=sorted({one.path for one in free} | {one.path for one in rows if one.path}),
        troubled=[one for one in rows if one.path and not one.good],
        lacking=sum(not one.path for one in rows),
        problems=loose(check),
        sent=sent,
        fault=fault,
        listed=listed,
        aside=set_aside(asked.workspace.folder),
        away=AWAY,
        support=None if found.support is None else found.support.note,
        gaps="" if gaps is None else paper_html([gaps]),
    )
    page.status_code = status
    return page


@route("/evidence/upload", methods=("POST",))
def upload(asked: Asked) -> Response:
    """Take files in. Those that come for one document (`request`) are listed for it at once, or `path`, a file that is there
    already; of the others a person says next which document each is."""
    asked.demand(asked.person.sees_all)
    sent, request = _stored(asked), asked.text("request")
    paths = [one.path for one in (*sent.new, *sent.known)]
    if request and asked.text("path").strip():
        paths.append(asked.text("path").strip())
    if not request or not paths:
        fault = "" if paths or sent.refused else "没有选文件。\n怎么办：先选文件或文件夹，再按“放入”。"
        return _page(asked, sent, fault)
    titles = {one.path: one.typed for one in free_files(asked.opened)}
    fault = list_together(asked, [(request, path, titles.get(path) or _said(asked, path)) for path in paths])
    if fault or sent.refused:
        return _page(asked, sent, fault, listed=0 if fault else len(paths))
    return asked.go(f"/evidence?listed={len(paths)}#r-{request.replace('|', '-')}")


def _stored(asked: Asked) -> Sent:
    new, known, refused, passed_over = list[Upload](), list[Upload](), list[tuple[str, str]](), 0
    for one in asked.form.getlist("files"):
        if not isinstance(one, UploadFile) or not one.filename:
            continue
        if is_ignored(one.filename.replace("\\", "/").rpartition("/")[2]):
            passed_over += 1
            continue
        stored = store(one.file, one.filename, asked.workspace.folder, below=FOLDER, nested=True)
        if isinstance(stored, Upload):
            (known if stored.known else new).append(stored)
        else:
            why, _, mend = stored.partition("\n")
            refused.append((why, mend))
    return Sent(new=tuple(new), known=tuple(known), refused=tuple(refused), passed_over=passed_over)


def _said(asked: Asked, path: str) -> Mapping[str, str]:
    """What is said of a file where it is listed already."""
    return next((said_of(one) for one in asked.opened.assessment.submission.evidence if one.path == path), {})


@route("/evidence/list", methods=("POST",))
def list_files(asked: Asked) -> Response:
    """List the files of which a person says what they are; one with a mistake stays, with what was typed. `only` lists one of
    them; `away` puts one aside instead."""
    asked.demand(asked.person.sees_all)
    typed = _typed(asked)
    if not typed:
        return _page(asked, fault="这些文件已经不在了，或者已经列入。\n怎么办：请在下面核对。", status=400)
    only, away = asked.text("only"), asked.text("away")
    if away:
        fault = put_aside(asked, asked.text(f"path-{away}"))
        return _page(asked, fault=fault, typed=typed, status=409 if fault else 200)
    chosen = [typed[path] for path in typed if not only or path == asked.text(f"path-{only}")]
    good = [(one.request, one.free.path, one.typed) for one in chosen if one.request and not one.fault]
    wrong = [one for one in chosen if one.fault]
    fault = list_together(asked, good) if good else ""
    if not good and not wrong:
        fault = "没有选文件是哪一项的材料，没有列入。\n怎么办：先在“是哪一项的什么材料”里选，再列入。"
    if fault or wrong or only:
        kept = {path: one for path, one in typed.items() if only or one.fault or fault}
        return _page(asked, fault=fault, typed=kept, listed=0 if fault else len(good))
    return asked.go(f"/evidence?listed={len(good)}#listed")


def _typed(asked: Asked) -> dict[str, Row]:
    """What a form says of the files that nobody listed, by their path."""
    free = {one.path: one for one in free_files(asked.opened)}
    found = {}
    for number in range(AT_ONCE):
        path, request = asked.text(f"path-{number}"), asked.text(f"request-{number}")
        if path in free:
            words = {name: asked.text(f"{name}-{number}") for name in DETAILS}
            made = details_of(words) if request else {}
            fault = made if isinstance(made, str) else ""
            found[path] = Row(free=free[path], request=request, typed=words, fault=fault)
    return found


def list_together(asked: Asked, files: Sequence[tuple[str, str, Mapping[str, str]]]) -> str:
    """List files, each for its document with what is said of it; in Chinese why not, "" where it was done."""
    known = {value for one in wanted(asked.opened.assessment.criteria) for value, _ in one.choices}
    changes = []
    for request, path, words in files:
        details = details_of(words)
        if request not in known or real_file(asked, path) is None or isinstance(details, str):
            return "没有这个文件，或者没有这一项材料。\n怎么办：请刷新页面再选。"
        place = (ITEMS, request.partition("|")[0], MATERIALS, AFTER_LAST)
        changes.append(Change(path=place, expected=NOT_THERE, value=entry_of(request, path, details)))
    done = asked.workspace.changes(changes, asked.person.name, asked.site.now())
    asked.read_again()
    return f"{done.fault}\n怎么办：{done.hint}" if done.fault else ""


@route("/evidence/back", methods=("POST",))
def back(asked: Asked) -> Response:
    """Put a file that was put aside back where it was."""
    asked.demand(asked.person.sees_all)
    fault = put_back(asked, asked.text("path"))
    return _page(asked, fault=fault, status=409) if fault else asked.go("/evidence#free")


routes = (evidence, upload, list_files, back)
