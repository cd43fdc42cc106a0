"""报告: the papers to sign and to hand in, made beside the page by our own commands."""

from __future__ import annotations

import contextlib
from pathlib import Path

from msgspec import Struct
from starlette.responses import FileResponse, HTMLResponse, Response

from scoring.base.text import os_error_text
from scoring.documents.edit import close, reopen
from scoring.web.asking import Asked, route
from scoring.web.jobs import Job

__all__ = ["routes"]

SEALED = "定稿-"
"""How the names of sealed copies begin."""
FOLDER = "成果"
"""Where papers are put, beside the submission."""


class Paper(Struct, frozen=True):
    """A paper that can be made: its word in the address, what it is called, what it is for, its file, the command."""

    id: str
    title: str
    about: str
    file: str
    words: tuple[str, ...]


PAPERS = (
    Paper("pdf", "自评报告（PDF）", "公文版式，盖章上报；里面附着自评文件和校验信息。", "自评报告.pdf", ("report",)),
    Paper("word", "自评报告（Word）", "内容相同，可以送领导修改；改了分数不算数。", "自评报告.docx", ("report",)),
    Paper("html", "自评报告（网页）", "单个网页文件，用浏览器打开。", "自评报告.html", ("report",)),
    Paper("binder", "佐证材料装订本（PDF）", "全部材料按清单排好，有目录和页码。", "佐证材料装订本.pdf", ("binder",)),
    Paper("bundle", "上报包（ZIP）", "自评文件、材料和校验信息打成一个包，报给省里。", "上报包.zip", ("bundle",)),
)


def _target(asked: Asked, paper: Paper) -> Path:
    return asked.workspace.folder / FOLDER / paper.file


@route("/report")
def report(asked: Asked) -> Response:
    """What can be made, what is being made, what was made."""
    asked.demand(asked.person.sees_all)
    rows = []
    for paper in PAPERS:
        target = _target(asked, paper)
        job = next((one for one in asked.site.jobs.all() if one.target == target), None)
        made = target.is_file()
        stale = made and target.stat().st_mtime < Path(asked.workspace.file).stat().st_mtime
        rows.append((paper, job, made, stale))
    sealing = next((one for one in asked.site.jobs.all() if one.target.name.startswith(SEALED)), None)
    busy = any(job is not None and not job.state.ended for job in (sealing, *(job for _, job, _, _ in rows)))
    name = "papers.html" if asked.small else "report.html"
    values = {"rows": rows, "busy": busy, "folder": FOLDER, "final": asked.workspace.final, "sealed": _sealed(asked)}
    values["sealing"] = "" if sealing is None else f"{sealing.state.value}{sealing.said}"
    return asked.part(name, **values) if asked.small else asked.page(name, "报告", **values)


@route("/report/make", methods=("POST",))
def make(asked: Asked) -> Response:
    """Begin a paper."""
    asked.demand(asked.person.sees_all)
    paper = next((one for one in PAPERS if one.id == asked.text("paper")), None)
    if paper is None:
        return HTMLResponse(asked.refused("没有这种文件。"), status_code=404)
    target = _target(asked, paper)
    target.parent.mkdir(exist_ok=True)
    words = (*paper.words, asked.workspace.file, "-o", str(target), "--force")
    paths = asked.site.pack_options
    asked.site.jobs.start(paper.title, (*words, *paths), target)
    return asked.go("/report")


@route("/report/cancel", methods=("POST",))
def cancel(asked: Asked) -> Response:
    """Stop a paper."""
    asked.demand(asked.person.sees_all)
    found: Job | None = asked.site.jobs.cancel(asked.text("job"))
    return asked.go("/report") if found else HTMLResponse(asked.refused("没有这个任务。"), status_code=404)


@route("/report/file")
def download(asked: Asked) -> Response:
    """Hand out a paper that was made."""
    asked.demand(asked.person.sees_all)
    paper = next((one for one in PAPERS if one.id == asked.text("paper")), None)
    if paper is None or not _target(asked, paper).is_file():
        return HTMLResponse(asked.refused("还没有生成。", "请先在“报告”页生成。"), status_code=404)
    return FileResponse(_target(asked, paper), filename=paper.file, content_disposition_type="attachment")


def _sealed(asked: Asked) -> list[str]:
    """The sealed copies that were made, the newest first."""
    return sorted((one.name for one in (asked.workspace.folder / FOLDER).glob(f"{SEALED}*.zip")), reverse=True)


@route("/report/final", methods=("POST",))
def finish(asked: Asked) -> Response:
    """Close the submission, and put a sealed copy of it and all that belongs to it beside the papers."""
    asked.demand(asked.person.sees_all)
    workspace, now = asked.workspace, asked.site.now()
    if not asked.opened.assessment.card.complete and not asked.text("sure"):
        return HTMLResponse(
            asked.refused("还有问题没有填完，没有定稿。", "请先填完；确实就这样定稿的，在“报告”页勾选。"),
            status_code=409,
        )
    try:
        close(workspace.file, asked.person.name, now)
    except OSError as error:
        return HTMLResponse(
            asked.refused(f"没有定稿：{os_error_text(error)}。", "请核对权限和磁盘空间。"), status_code=500
        )
    target = workspace.folder / FOLDER / f"{SEALED}{now:%Y%m%d-%H%M%S}.zip"
    target.parent.mkdir(exist_ok=True)
    paths = asked.site.pack_options
    asked.site.jobs.start("定稿封存包", ("bundle", workspace.file, "-o", str(target), *paths), target)
    return asked.go("/report")


@route("/report/reopen", methods=("POST",))
def go_on(asked: Asked) -> Response:
    """Open it again; sealed copies stay."""
    asked.demand(asked.person.sees_all)
    with contextlib.suppress(OSError):
        reopen(asked.workspace.file)
    return asked.go("/report")


@route("/report/sealed")
def sealed(asked: Asked) -> Response:
    """Hand out a sealed copy."""
    asked.demand(asked.person.sees_all)
    name = asked.text("name")
    if name not in _sealed(asked):
        return HTMLResponse(asked.refused("没有这个封存包。"), status_code=404)
    return FileResponse(asked.workspace.folder / FOLDER / name, filename=name, content_disposition_type="attachment")


routes = (report, make, cancel, download, finish, go_on, sealed)
