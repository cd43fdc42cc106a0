"""比较: with last year's file, or with a copy from before the review, down to the single answer."""

from __future__ import annotations

from starlette.datastructures import UploadFile
from starlette.responses import Response

from scoring.advice.compare import Compared
from scoring.advice.compare import compare as comparison_of
from scoring.assess import Assessment, Depth, Request, assess
from scoring.base.tempfiles import workspace as temporary_folder
from scoring.reports.papers.compare import compare_blocks
from scoring.web.asking import Asked, route
from scoring.web.papers import paper_html

__all__ = ["routes"]

LARGEST = 4 * 1024 * 1024


@route("/compare")
def compare(asked: Asked) -> Response:
    """Where the other file is chosen."""
    asked.demand(asked.person.sees_all)
    return asked.page("compare.html", "比较", paper="", problems=(), message="", name=asked.workspace.name)


@route("/compare/with", methods=("POST",))
def compare_with(asked: Asked) -> Response:
    """What differs from the file that was sent; it is not kept."""
    asked.demand(asked.person.sees_all)
    sent = asked.form.get("other")
    name = asked.workspace.name
    if not isinstance(sent, UploadFile) or not sent.filename:
        return asked.page("compare.html", "比较", paper="", problems=(), message="请先选一个自评文件。", name=name)
    data = sent.file.read(LARGEST + 1)
    if len(data) > LARGEST:
        return asked.page(
            "compare.html", "比较", paper="", problems=(), message="文件太大，不像是自评文件。", name=name
        )
    with temporary_folder("compare") as folder:
        path = f"{folder}/other.yaml"
        with open(path, "wb") as out:
            out.write(data)
        names = {path: "选来比较的文件"}
        found = assess(Request(file=path, search=asked.workspace.search, evidence=Depth.NONE, names=names))
    if found.value is None:
        message = "选来的文件有错误，不能比较。"
        return asked.page("compare.html", "比较", paper="", problems=found.problems, message=message, name=name)
    made = comparison_of(_compared(found.value), _compared(asked.opened.assessment))
    return asked.page(
        "compare.html", "比较", paper=paper_html(compare_blocks(made)), problems=(), message="", name=name
    )


def _compared(city: Assessment) -> Compared:
    return Compared(criteria=city.criteria, submission=city.submission, card=city.card)


routes = (compare, compare_with)
