"""分发与收回: workbooks for the departments, out and in; conflicts are settled here."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from starlette.datastructures import UploadFile
from starlette.responses import FileResponse, HTMLResponse, Response

from scoring.documents.edit import path_text
from scoring.exchange.merging import Decision
from scoring.exchange.reading import BOOKS, read_book
from scoring.exchange.returns import BookReturn, Returns, gather
from scoring.exchange.saving import save
from scoring.exchange.values import Value, value_text
from scoring.web.asking import Asked, route
from scoring.web.commands import run
from scoring.web.rows import path_of, path_word
from scoring.web.uploads import Upload, store

__all__ = ["routes"]

OUT, BACK = "填报表", "回收"


class Conflict(Struct, frozen=True, kw_only=True):
    """An answer that several gave differently: what is asked, what the file says, and what each says with its cells."""

    ask: str
    path: str
    current: str
    spelt: str
    there: bool
    choices: tuple[tuple[str, str, str], ...]


@route("/exchange")
def exchange(asked: Asked) -> Response:
    """What was sent out and what came back."""
    return _page(asked)


def _page(asked: Asked, message: str = "", refused: tuple[str, ...] = ()) -> Response:
    asked.demand(asked.person.sees_all)
    folder = asked.workspace.folder
    returns = _returns(asked)
    return asked.page(
        "exchange.html",
        "分发与收回",
        sent=sorted(path.name for path in (folder / OUT).glob("*.xlsx")),
        books=() if returns is None else returns.books,
        taken=[]
        if returns is None
        else [(_ask(asked, one), value_text(one.current), value_text(one.value), _cells(one)) for one in returns.taken],
        conflicts=[] if returns is None else list(_conflicts(asked, returns)),
        refusals=() if returns is None else returns.refusals,
        unchanged=0 if returns is None else len(returns.unchanged),
        message=message,
        refused=refused,
        out=OUT,
        back=BACK,
    )


def _returns(asked: Asked) -> Returns | None:
    """All workbooks in the folder of those that came back, against the file as it is now."""
    folder = asked.workspace.folder / BACK
    paths = sorted(
        path for path in folder.glob("*") if path.suffix.lower() in BOOKS and not path.name.startswith((".", "~$"))
    )
    if not paths:
        return None
    books, unread = [], []
    for path in paths:
        read = read_book(str(path), path.name)
        if read.value is None:
            unread.append(BookReturn(name=path.name, refused=f"{read.problems[0].message}。{read.problems[0].hint}"))
        else:
            books.append(read.value)
    return gather(asked.opened.source, books, unread)


def _ask(asked: Asked, one: Decision) -> str:
    question = asked.opened.question(one.path)
    return "/".join(one.path) if question is None else question.fact.ask


def _cells(one: Decision) -> str:
    return "、".join(str(vote.place) for vote in one.votes)


def _conflicts(asked: Asked, returns: Returns) -> Iterator[Conflict]:
    for one in returns.conflicts:
        state = asked.opened.state(one.path)
        by_value: dict[str, tuple[Value, list[str]]] = {}
        for vote in one.votes:
            by_value.setdefault(value_text(vote.value), (vote.value, []))[1].append(str(vote.place))
        yield Conflict(
            ask=_ask(asked, one),
            path=path_word(one.path),
            current=value_text(one.current),
            spelt=state.spelt or "",
            there=state.spelt is not None,
            choices=tuple(
                (text, json.dumps(value, ensure_ascii=False), "、".join(cells))
                for text, (value, cells) in by_value.items()
            ),
        )


@route("/exchange/out", methods=("POST",))
def send_out(asked: Asked) -> Response:
    """Write the workbooks."""
    asked.demand(asked.person.sees_all)
    words = ["excel", "out", asked.workspace.file, "-o", str(asked.workspace.folder / OUT), "--force"]
    words += asked.site.pack_options
    fine, said = run(asked.workspace.folder, words)
    return asked.go("/exchange") if fine else _page(asked, refused=(said,))


@route("/exchange/zip")
def zipped(asked: Asked) -> Response:
    """All workbooks in one file to be saved."""
    asked.demand(asked.person.sees_all)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted((asked.workspace.folder / OUT).glob("*.xlsx")):
            archive.write(path, path.name)
    headers = {"content-disposition": "attachment; filename*=UTF-8''%E5%A1%AB%E6%8A%A5%E8%A1%A8.zip"}
    return Response(packed.getvalue(), media_type="application/zip", headers=headers)


@route("/exchange/file")
def book(asked: Asked) -> Response:
    """One workbook to be saved."""
    asked.demand(asked.person.sees_all)
    there = {path.name: path for path in (asked.workspace.folder / OUT).glob("*.xlsx")}
    path: Path | None = there.get(asked.text("name"))
    if path is None:
        return HTMLResponse(asked.refused("没有这个工作簿。"), status_code=404)
    return FileResponse(path, filename=path.name, content_disposition_type="attachment")


@route("/exchange/in", methods=("POST",))
def take_in(asked: Asked) -> Response:
    """Keep workbooks that came back; nothing is put into the file yet."""
    asked.demand(asked.person.sees_all)
    refused = []
    for one in asked.form.getlist("files"):
        if isinstance(one, UploadFile) and one.filename:
            stored = store(one.file, one.filename, asked.workspace.folder, below=BACK)
            if not isinstance(stored, Upload):
                refused.append(stored)
    return _page(asked, refused=tuple(refused)) if refused else asked.go("/exchange")


@route("/exchange/take", methods=("POST",))
def take(asked: Asked) -> Response:
    """Put what is free of conflicts into the file."""
    asked.demand(asked.person.sees_all)
    returns = _returns(asked)
    if returns is None or not returns.taken:
        return asked.go("/exchange")
    done = save(asked.workspace.file, returns, asked.site.now(), asked.person.name)
    if done.value is None:
        return _page(asked, refused=tuple(f"{one.message}\n怎么办：{one.hint}" for one in done.problems))
    if done.value.conflicts:
        late = (
            f"{path_text(one.change.path)}：刚才被别人改成了 {one.found}，没有写入。" for one in done.value.conflicts
        )
        return _page(asked, refused=tuple(late))
    return asked.go("/exchange")


@route("/exchange/settle", methods=("POST",))
def settle(asked: Asked) -> Response:
    """Take one of several answers."""
    asked.demand(asked.person.sees_all)
    path = path_of(asked.text("path"))
    question = asked.opened.question(path)
    try:
        value: Value = json.loads(asked.text("value"))
    except ValueError:
        question = None
        value = None
    if question is None:
        return _page(asked, refused=("没有选用哪一个答案。",))
    done = asked.workspace.put(path, value, asked.seen("spelt"), asked.person.name, asked.site.now())
    return _page(asked, refused=(f"{done.fault}\n怎么办：{done.hint}",)) if done.fault else asked.go("/exchange")


@route("/exchange/clear", methods=("POST",))
def clear(asked: Asked) -> Response:
    """Put the workbooks that came back away into a folder of their own; none is deleted."""
    asked.demand(asked.person.sees_all)
    folder = asked.workspace.folder / BACK
    away = folder / f"已收{asked.site.now():%Y%m%d-%H%M%S}"
    away.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.is_file():
            path.rename(away / path.name)
    return asked.go("/exchange")


routes = (exchange, send_out, zipped, book, take_in, take, settle, clear)
