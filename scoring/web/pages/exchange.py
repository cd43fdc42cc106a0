"""分发与收回: workbooks for the departments, out and in; conflicts are settled here."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from starlette.datastructures import UploadFile
from starlette.responses import FileResponse, HTMLResponse, Response

from scoring.base.guard import ProtectedError
from scoring.base.marks import FORM, kind_of
from scoring.base.text import os_error_text, scored_text
from scoring.documents.edit import path_text
from scoring.exchange.departments import assign
from scoring.exchange.merging import Decision
from scoring.exchange.reading import BOOKS, read_book
from scoring.exchange.returns import BookReturn, Returns, gather
from scoring.exchange.saving import save
from scoring.exchange.sending import workbooks, write_workbooks
from scoring.exchange.settling import choices_of
from scoring.exchange.values import value_text
from scoring.model.scorecard import Range
from scoring.web.asking import Asked, route
from scoring.web.folder import own_files
from scoring.web.rows import path_of, path_word
from scoring.web.settled import is_settled, note_settled, settled_in
from scoring.web.uploads import Upload, store

__all__ = ["routes"]

OUT, BACK = "填报表", "回收"


KEEP = "keep"
"""The choice to leave the answer as it is."""


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
    settled = settled_in(folder / BACK)
    conflicts = () if returns is None else [one for one in returns.conflicts if not is_settled(one, settled)]
    return asked.page(
        "exchange.html",
        "分发与收回",
        sent=[path.name for path in own_files(folder / OUT, "*.xlsx")],
        books=() if returns is None else returns.books,
        taken=[]
        if returns is None
        else [(_ask(asked, one), value_text(one.current), value_text(one.value), _cells(one)) for one in returns.taken],
        conflicts=[] if returns is None else [_conflict(asked, one) for one in conflicts],
        refusals=() if returns is None else returns.refusals,
        unchanged=0 if returns is None else len(returns.unchanged),
        message=message,
        refused=refused,
        keep=KEEP,
        out=OUT,
        back=BACK,
    )


def _returns(asked: Asked) -> Returns | None:
    """All workbooks in the folder of those that came back, against the file as it is now."""
    folder = asked.workspace.folder / BACK
    paths = [
        path
        for path in own_files(folder, "*")
        if path.suffix.lower() in BOOKS and not path.name.startswith((".", "~$"))
    ]
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


def _conflict(asked: Asked, one: Decision) -> Conflict:
    state = asked.opened.state(one.path)
    return Conflict(
        ask=_ask(asked, one),
        path=path_word(one.path),
        current=value_text(one.current),
        spelt=state.spelt or "",
        there=state.spelt is not None,
        choices=tuple(
            (
                value_text(value),
                json.dumps(value, ensure_ascii=False),
                "、".join(str(vote.place) for vote in one.votes if vote.value == value),
            )
            for value in choices_of(one)
        ),
    )


@route("/exchange/out", methods=("POST",))
def send_out(asked: Asked) -> Response:
    """Write the workbooks; those that somebody has filled in meanwhile are put aside first."""
    asked.demand(asked.person.sees_all)
    folder, source = asked.workspace.folder / OUT, asked.opened.source
    assignment = assign(source.asked, ()).value
    assert assignment is not None, "nothing was said that could be wrong"
    try:
        aside = _put_aside(folder, asked.site.now())
        write_workbooks(workbooks(source, assignment), str(folder), cover=True)
    except (OSError, ProtectedError) as error:
        why = os_error_text(error) if isinstance(error, OSError) else error.problem.message
        return _page(
            asked, refused=(f"没有生成工作簿：{why}。\n怎么办：请关掉打开着的工作簿再试，或核对权限和磁盘空间。",)
        )
    if aside:
        return _page(asked, f"有{aside}个工作簿已经填过，移进了“{OUT}/填过的…”，没有覆盖；新的已经生成。")
    return asked.go("/exchange")


def _put_aside(folder: Path, now: datetime) -> int:
    """Move workbooks that are no longer as we wrote them out of the way; how many. Raises OSError."""
    changed = [path for path in sorted(folder.glob("*.xlsx")) if kind_of(str(path)) != FORM]
    away = folder / f"填过的{now:%Y%m%d-%H%M%S}"
    for path in changed:
        away.mkdir(exist_ok=True)
        path.rename(away / path.name)
    return len(changed)


@route("/exchange/zip")
def zipped(asked: Asked) -> Response:
    """All workbooks in one file to be saved."""
    asked.demand(asked.person.sees_all)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for path in own_files(asked.workspace.folder / OUT, "*.xlsx"):
            archive.write(path, path.name)
    headers = {"content-disposition": "attachment; filename*=UTF-8''%E5%A1%AB%E6%8A%A5%E8%A1%A8.zip"}
    return Response(packed.getvalue(), media_type="application/zip", headers=headers)


@route("/exchange/file")
def book(asked: Asked) -> Response:
    """One workbook to be saved."""
    asked.demand(asked.person.sees_all)
    there = {path.name: path for path in own_files(asked.workspace.folder / OUT, "*.xlsx")}
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
    return _page(asked, refused=tuple(refused)) if refused else asked.go("/exchange#back")


@route("/exchange/take", methods=("POST",))
def take(asked: Asked) -> Response:
    """Put what is free of conflicts into the file."""
    asked.demand(asked.person.sees_all)
    returns = _returns(asked)
    if returns is None or not returns.taken:
        return asked.go("/exchange")
    before = asked.opened.assessment.card.total
    done = save(asked.workspace.file, returns, asked.site.now(), asked.person.name)
    if done.value is None:
        return _page(asked, refused=tuple(f"{one.message}\n怎么办：{one.hint}" for one in done.problems))
    asked.read_again()
    late = tuple(
        f"{path_text(one.change.path)}：刚才被别人改成了 {one.found}，没有写入。" for one in done.value.conflicts
    )
    count = len(returns.applied.changes) - len(late)
    return _page(asked, f"收进了{count}处答案，{_moved(before, asked.opened.assessment.card.total)}。", late)


def _moved(before: Range, after: Range) -> str:
    """What became of the total."""
    if before == after:
        return f"自评得分没有变，还是{scored_text(after)}"
    return f"自评得分从{scored_text(before)}变成{scored_text(after)}"


@route("/exchange/settle", methods=("POST",))
def settle(asked: Asked) -> Response:
    """Take one of several answers, or leave the one that stands in the file."""
    asked.demand(asked.person.sees_all)
    path, choice = path_of(asked.text("path")), asked.text("value")
    returns = _returns(asked)
    decision = None if returns is None else next((one for one in returns.conflicts if one.path == path), None)
    if decision is None:
        return _page(asked, refused=("这一处已经定过了，或者工作簿已经收起来了。",))
    if choice != KEEP:
        value = next((one for one in choices_of(decision) if json.dumps(one, ensure_ascii=False) == choice), None)
        if value is None:
            return _page(asked, refused=("没有选用哪一个答案。",))
        before = asked.opened.assessment.card.total
        done = asked.workspace.put(path, value, asked.seen("spelt"), asked.person.name, asked.site.now())
        if done.fault:
            return _page(asked, refused=(f"{done.fault}\n怎么办：{done.hint}",))
        asked.read_again()
        told = (
            f"“{_ask(asked, decision)}”定为{value_text(value)}，{_moved(before, asked.opened.assessment.card.total)}。"
        )
    else:
        told = f"“{_ask(asked, decision)}”保留现在的{value_text(decision.current)}。"
    note_settled(asked.workspace.folder / BACK, decision)
    return _page(asked, told)


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
