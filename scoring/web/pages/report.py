"""报告: the papers to sign and to hand in, made beside the page by our own commands."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct
from starlette.responses import FileResponse, HTMLResponse, Response

from scoring.web.asking import Asked, route
from scoring.web.jobs import Job

__all__ = ["routes"]

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
    busy = any(job is not None and not job.state.ended for _, job, _, _ in rows)
    name = "papers.html" if asked.small else "report.html"
    values = {"rows": rows, "busy": busy, "folder": FOLDER}
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
    paths = [word for path in asked.site.criteria_path for word in ("--criteria-path", path)]
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


routes = (report, make, cancel, download)
