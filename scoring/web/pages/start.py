"""The first page without a file: choose the index, name the city, begin blank, from last year or from the sample."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from starlette.datastructures import UploadFile
from starlette.responses import Response

from scoring.base.assets import criteria_search, shipped
from scoring.base.tempfiles import workspace as temporary_folder
from scoring.documents.edit import ANY, Change, Origin, save
from scoring.exchange.submitted import questionnaire
from scoring.packs.folders import list_packs
from scoring.web.asking import Asked, route
from scoring.web.commands import run
from scoring.web.uploads import safe_stem
from scoring.web.workspace import WAY, Workspace

__all__ = ["routes"]

LARGEST = 50 * 1024 * 1024
CITY = re.compile(r"[\w（）·]{2,30}")


@route("/start")
def start(asked: Asked) -> Response:
    """What can be begun with."""
    return _page(asked)


def _page(asked: Asked, message: str = "", hint: str = "") -> Response:
    asked.demand(asked.person.sees_all)
    packs = [(one.id, _title(one.id, asked)) for one in list_packs(criteria_search(asked.site.criteria_path))]
    there = sorted(path.name for path in asked.site.folder.glob("*.yaml")) + sorted(
        path.name for path in asked.site.folder.glob("*.yml")
    )
    return asked.page(
        "start.html", "开始", packs=packs, there=there, folder=str(asked.site.folder.name), message=message, hint=hint
    )


def _title(pack: str, asked: Asked) -> str:
    """What a pack is called; its id where it cannot be read."""
    found = questionnaire(pack, criteria_search(asked.site.criteria_path)).value
    return pack if found is None else found.title


@route("/start/open", methods=("POST",))
def open_file(asked: Asked) -> Response:
    """Go on with a file that lies in the folder."""
    asked.demand(asked.person.sees_all)
    name = asked.text("name")
    there = {
        path.name: path
        for path in asked.site.folder.iterdir()
        if path.suffix.lower() in (".yaml", ".yml") and path.is_file()
    }
    if name not in there:
        return _page(asked, "文件夹里没有这个文件。")
    asked.site.workspace = Workspace(str(there[name]), asked.site.criteria_path)
    return asked.go("/")


@route("/start/new", methods=("POST",))
def new(asked: Asked) -> Response:
    """A new file, blank or from last year's file or workbook."""
    asked.demand(asked.person.sees_all)
    city, pack = asked.text("city").strip(), asked.text("pack")
    if not CITY.fullmatch(city):
        return _page(asked, "请写城市的名称，2到30个字。")
    if pack not in {one.id for one in list_packs(criteria_search(asked.site.criteria_path))}:
        return _page(asked, "请选一套指标体系。")
    target = asked.site.folder / f"{safe_stem(city)}自评.yaml"
    if target.exists():
        return _page(asked, f"文件夹里已经有 {target.name}，没有覆盖。", "请从上面打开它，或先把它改名。")
    with temporary_folder("start") as folder:
        words = ["init", pack, "-o", str(target)]
        words += asked.site.pack_options
        sent = asked.form.get("earlier")
        if isinstance(sent, UploadFile) and sent.filename:
            ending = sent.filename.rpartition(".")[2].lower()
            data = sent.file.read(LARGEST + 1)
            if len(data) > LARGEST or not ending.isalnum() or len(ending) > 5:
                return _page(asked, "上次的文件太大，或不是自评文件和工作簿。")
            with open(f"{folder}/earlier.{ending}", "wb") as out:
                out.write(data)
            words += ["--from", f"{folder}/earlier.{ending}"]
        fine, said = run(asked.site.folder, words)
    if not fine:
        return _page(asked, said or "没有建成。")
    done = save(
        str(target),
        [Change(path=("城市",), expected=ANY, value=city)],
        Origin(who=asked.person.name, at=asked.site.now(), way=WAY),
    )
    if done.value is None:
        return _page(asked, done.problems[0].message, done.problems[0].hint or "")
    asked.site.workspace = Workspace(str(target), asked.site.criteria_path)
    return asked.go("/")


@route("/start/sample", methods=("POST",))
def sample(asked: Asked) -> Response:
    """A copy of the invented city to play with."""
    asked.demand(asked.person.sees_all)
    target = asked.site.folder / "样例-示例市"
    if not target.exists():
        own = shipped("submissions")
        if own is None:
            return _page(asked, "这次安装里没有带样例。")
        shutil.copytree(Path(own) / "sample-city", target)
    asked.site.workspace = Workspace(str(target / "submission.yaml"), asked.site.criteria_path)
    return asked.go("/")


routes = (start, open_file, new, sample)
