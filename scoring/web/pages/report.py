"""报告: the papers to sign and to hand in, made beside the page, each in a process of its own."""

from __future__ import annotations

import contextlib
from pathlib import Path

from msgspec import Struct
from starlette.responses import FileResponse, HTMLResponse, Response

from scoring.base.text import os_error_text, points_text, scored_text
from scoring.documents.edit import close, reopen
from scoring.model.scorecard import EligibilityState
from scoring.web.asking import Asked, route
from scoring.web.blocks import parts_of
from scoring.web.folder import own_files
from scoring.web.jobs import Job
from scoring.web.outcome import Outcome, outcome_of
from scoring.web.people import Person
from scoring.web.workspace import Opened
from scoring.wording import eligibility_word

__all__ = ["routes"]

SEALED = "定稿-"
"""How the names of sealed copies begin."""
FOLDER = "成果"
"""Where papers are put, beside the submission."""


class Paper(Struct, frozen=True):
    """A paper that can be made: its word in the address and for the maker, what it is called, what it is for, its file."""

    id: str
    title: str
    about: str
    file: str


PAPERS = (
    Paper("pdf", "自评报告（PDF）", "公文版式，盖章上报；里面附着自评文件和校验信息。", "自评报告.pdf"),
    Paper("word", "自评报告（Word）", "内容相同，可以送领导修改；改了分数不算数。", "自评报告.docx"),
    Paper("html", "自评报告（网页）", "单个网页文件，用浏览器打开。", "自评报告.html"),
    Paper("binder", "佐证材料装订本（PDF）", "全部材料按清单排好，有目录和页码。", "佐证材料装订本.pdf"),
    Paper("bundle", "上报包（ZIP）", "自评文件、材料和校验信息打成一个包，报给省里。", "上报包.zip"),
)


class PaperRow(Struct, frozen=True, kw_only=True):
    """A paper as the page shows it: the latest job, what came of it, whether its file is there, and is older than the answers."""

    paper: Paper
    job: Job | None
    outcome: Outcome | None
    made: bool
    stale: bool


class Remaining(Struct, frozen=True, kw_only=True):
    """Something to be settled before papers are signed: what, and the page where it is done."""

    text: str
    address: str
    done: str


def _target(asked: Asked, paper: Paper) -> Path:
    return asked.workspace.folder / FOLDER / paper.file


@route("/report")
def report(asked: Asked) -> Response:
    """What is left to do, what can be made, what is being made, what was made."""
    asked.demand(asked.person.sees_all)
    rows = []
    for paper in PAPERS:
        target = _target(asked, paper)
        job = _job(asked, target)
        made = target.is_file()
        stale = made and target.stat().st_mtime < Path(asked.workspace.file).stat().st_mtime
        rows.append(PaperRow(paper=paper, job=job, outcome=_outcome(job), made=made, stale=stale))
    sealing = next((one for one in asked.site.jobs.all() if one.target.name.startswith(SEALED)), None)
    busy = any(job is not None and not job.state.ended for job in (sealing, *(row.job for row in rows)))
    values = {
        "rows": rows,
        "busy": busy,
        "final": asked.workspace.final,
        "complete": asked.opened.assessment.card.complete,
        "sealing": sealing,
        "sealed_outcome": _outcome(sealing),
        "sealed": _sealed(asked),
    }
    if asked.small:
        return asked.part("papers.html", **values)
    return asked.page("report.html", "报告", folder=FOLDER, remaining=remaining(asked.opened, asked.person), **values)


def _job(asked: Asked, target: Path) -> Job | None:
    return next((one for one in asked.site.jobs.all() if one.target == target), None)


def _outcome(job: Job | None) -> Outcome | None:
    return outcome_of(job.said) if job is not None and job.state.ended else None


def remaining(opened: Opened, person: Person) -> list[Remaining]:
    """What whoever signs should know to be still open, in the order in which it is best settled."""
    found, card = [], opened.assessment.card
    left = sum(part.left for part in parts_of(opened, person))
    if left:
        text = f"还有{left}个问题没有填，得分现在是{scored_text(card.total)}。"
        found.append(Remaining(text=text, address="/next", done="去填"))
    if opened.problems:
        text = f"有{len(opened.problems)}处填的内容要核对。"
        found.append(Remaining(text=text, address="/#problems", done="去核对"))
    state = card.eligibility.state
    if state is not EligibilityState.CLEAR:
        text = f"申报资格：{eligibility_word(state)}。"
        found.append(Remaining(text=text, address="/settings", done="去看"))
    support = opened.evidenced.support
    if support is not None and support.listed and support.at_risk > 0:
        text = f"有{points_text(support.at_risk)}分没有材料支撑。"
        found.append(Remaining(text=text, address="/evidence", done="去补材料"))
    elif support is None or not support.listed:
        found.append(Remaining(text="还没有列佐证材料。", address="/evidence", done="去放材料"))
    return found


@route("/report/make", methods=("POST",))
def make(asked: Asked) -> Response:
    """Begin a paper."""
    asked.demand(asked.person.sees_all)
    paper = next((one for one in PAPERS if one.id == asked.text("paper")), None)
    if paper is None:
        return HTMLResponse(asked.refused("没有这种文件。"), status_code=404)
    target = _target(asked, paper)
    target.parent.mkdir(exist_ok=True)
    _begin(asked, paper.title, paper.id, target)
    return asked.go(f"/report#{paper.id}")


def _begin(asked: Asked, title: str, kind: str, target: Path) -> None:
    asked.site.jobs.start(title, (kind, asked.workspace.file, str(target), *asked.site.criteria_path), target)


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
    if paper is None or not own_files(_target(asked, paper).parent, paper.file):
        return HTMLResponse(asked.refused("还没有生成。", "请先在“报告”页生成。"), status_code=404)
    return FileResponse(_target(asked, paper), filename=paper.file, content_disposition_type="attachment")


def _sealed(asked: Asked) -> list[str]:
    """The sealed copies that were made, the newest first."""
    return [one.name for one in reversed(own_files(asked.workspace.folder / FOLDER, f"{SEALED}*.zip"))]


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
    _begin(asked, "定稿封存包", "bundle", target)
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
