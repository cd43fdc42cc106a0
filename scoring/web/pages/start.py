"""开始: open a self-assessment that lies in the folder, begin another, or take the sample to play with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.datastructures import UploadFile
from starlette.responses import HTMLResponse, Response

from scoring.base.text import os_error_text
from scoring.exchange.brought import ENDINGS
from scoring.web.asking import Asked, TurnedAwayError, route
from scoring.web.folder import submissions_in
from scoring.web.starting import NotBegunError, SentFile, begin_new, bring, indices, sample
from scoring.web.workspace import Workspace

__all__ = ["routes"]


@route("/start")
def start(asked: Asked) -> Response:
    """What can be begun with."""
    return _page(asked)


def _page(asked: Asked, fault: NotBegunError | None = None, at: str = "") -> Response:
    """`fault` is told in the part `at` of the page; what was typed there stays."""
    _demand(asked)
    packs = indices(asked.site)
    chosen = asked.text("pack") or next((one.id for one in packs), "")
    there = submissions_in(asked.site.folder)
    return asked.page(
        "start.html",
        "开始",
        packs=packs,
        chosen=chosen,
        typed=asked.text("city"),
        there=there,
        played=any(one.name.startswith("样例-") for one in there),
        folder=asked.site.folder.name,
        endings=",".join(ENDINGS),
        fault=fault,
        at=at,
    )


def _begun(asked: Asked, at: str, begin: Callable[[], tuple[Path, str]]) -> Response:
    """Begin, and go on with what was begun; what is to be known of it is told first."""
    _demand(asked)
    try:
        file, said = begin()
    except NotBegunError as error:
        return _page(asked, error, at)
    except OSError as error:
        text = f"写不进文件夹：{os_error_text(error)}"
        return _page(asked, NotBegunError(text, "请核对文件夹的权限和磁盘空间，再试一次。"), at)
    asked.site.workspace = Workspace(str(file), asked.site.criteria_path)
    return asked.page("begun.html", "建好了", said=said, name=file.name) if said else asked.go("/")


@route("/start/open", methods=("POST",))
def open_file(asked: Asked) -> Response:
    """Go on with a file that lies in the folder."""

    def begin() -> tuple[Path, str]:
        name = asked.text("name")
        if name not in {one.name for one in submissions_in(asked.site.folder)}:
            raise NotBegunError(f"文件夹里没有“{name}”", "可能刚被移走或改名；请从下面再选。")
        return asked.site.folder / name, ""

    return _begun(asked, "open", begin)


@route("/start/new", methods=("POST",))
def new(asked: Asked) -> Response:
    """A new file, blank or from last time's."""

    def begin() -> tuple[Path, str]:
        pack = asked.text("pack")
        if pack not in {one.id for one in indices(asked.site)}:
            raise NotBegunError("没有选指标体系", "请选一套指标体系。")
        return begin_new(asked.site, pack, asked.text("city").strip(), _sent(asked))

    return _begun(asked, "new", begin)


@route("/start/bring", methods=("POST",))
def take_in(asked: Asked) -> Response:
    """A file that somebody hands over, to go on with as it is."""

    def begin() -> tuple[Path, str]:
        sent = _sent(asked)
        if sent is None:
            raise NotBegunError("没有选文件", "请选一个文件，或把它拖到框里。")
        return bring(asked.site, sent)

    return _begun(asked, "bring", begin)


@route("/start/sample", methods=("POST",))
def play(asked: Asked) -> Response:
    """A copy of the invented city to play with."""
    return _begun(asked, "sample", lambda: (sample(asked.site, fresh=bool(asked.text("fresh"))), ""))


def _sent(asked: Asked) -> SentFile | None:
    """The one file that was chosen. Raises NotBegunError for more."""
    files: list[Any] = [one for one in asked.form.getlist("file") if isinstance(one, UploadFile) and one.filename]
    if len(files) > 1:
        raise NotBegunError("一次只能用一个文件", "请只选一个。")
    return SentFile(name=files[0].filename, stream=files[0].file) if files else None


def _demand(asked: Asked) -> None:
    """Only who sees all may choose; on a network all fill in the same file until the program ends."""
    asked.demand(asked.person.sees_all)
    if asked.site.accounts is not None and asked.site.workspace is not None:
        text = asked.refused(
            "大家正在填同一份自评，不能在这里换。", "要换一份的，请启动的人停下程序，写明那份文件再启动。"
        )
        raise TurnedAwayError(HTMLResponse(text, status_code=409))


routes = (start, open_file, new, take_in, play)
