"""How a self-assessment begins: blank, from last time's, from one that somebody hands over, or as the sample to play with."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from scoring.base.assets import criteria_search, pack_search, shipped
from scoring.base.errors import Problem
from scoring.base.files import write_atomic
from scoring.base.reading import read_bytes
from scoring.base.tempfiles import temporary_name, workspace
from scoring.base.text import points_text
from scoring.documents.edit import ANY, Change, edit
from scoring.exchange.brought import ENDINGS, Brought, brought
from scoring.loading import load_criteria
from scoring.model.criteria import Criteria
from scoring.naming import draft_texts
from scoring.packs.folders import list_packs
from scoring.web.commands import run
from scoring.web.folder import place_for
from scoring.web.site import Site
from scoring.web.uploads import safe_stem

__all__ = ["Index", "NotBegunError", "SentFile", "begin_new", "bring", "indices", "sample"]

CITY = re.compile(r"[\w（）·]{2,30}")
SAMPLE = "样例-示例市"
KINDS = "自评文件（.yaml）、填好的工作簿（.xlsx）、上报包（.zip）或带校验的自评报告（.pdf）"


class NotBegunError(Exception):
    """Why nothing was begun: what is wrong, what to do, and what a file has wrong line by line."""

    def __init__(self, message: str, hint: str, problems: Sequence[Problem] = ()) -> None:
        self.message, self.hint, self.problems = message, hint, tuple(problems)
        super().__init__(message)


class Index(Struct, frozen=True, kw_only=True):
    """An index with points that a city can fill in: its id, what it is called, what it is in a line."""

    id: str
    title: str
    about: str


class SentFile(Struct, frozen=True, kw_only=True):
    """A file as a browser sends it."""

    name: str
    stream: BinaryIO


def indices(site: Site) -> tuple[Index, ...]:
    """The indices to choose from: those with points and without errors."""
    search = _search(site)
    found = ((one.id, load_criteria(one.id, search)) for one in list_packs(search))
    return tuple(_index(id, pack.value) for id, pack in found if pack.value is not None and pack.ok)


def _index(id: str, pack: Criteria) -> Index:
    count = sum(len(section.items) for section in pack.sections)
    words = (
        pack.region,
        f"满分{points_text(pack.points)}分，{len(pack.sections)}个部分{count}项",
        pack.document_number,
        f"编号 {id}",
        *draft_texts(pack),
    )
    return Index(id=id, title=pack.title, about="　".join(filter(None, words)))


def _search(site: Site) -> tuple[str, ...]:
    return pack_search(site.criteria_path, str(site.folder))


def begin_new(site: Site, pack: str, city: str, earlier: SentFile | None) -> tuple[Path, str]:
    """A new file for `city` ("" takes that of the earlier one), blank or with the answers of last time to be looked at again;
    its path, and what was said of what was taken over. Raises NotBegunError and OSError."""
    if city and not CITY.fullmatch(city):
        raise NotBegunError(f"“{city}”不像城市的名称", "请写2到30个字，如 乙市；不要空格和标点。")
    if not city and earlier is None:
        raise NotBegunError("没有写城市的名称", "请写2到30个字，如 乙市；从上次的文件开始的可以不写，照上次的。")
    with workspace("start") as room:
        more: list[str] = []
        if earlier is not None:
            with _opened(site, earlier, room) as (path, found):
                city = city or found.submitted.place
                more = ["--from", path]
            if not city:
                raise NotBegunError("上次的文件里没有写城市", "请在上面写城市的名称，再选一次文件。")
        name = f"{_stem(city)}.yaml"
        made = os.path.join(room, name)
        fine, said = run(site.folder, ["init", pack, "-o", made, *more, *site.pack_options])
        said = said.replace(f"{room}{os.sep}", "")
        if not fine:
            raise NotBegunError("没有建成", said or "请换一个文件再试。")
        change = Change(path=("城市",), expected=ANY, value=city)
        named = edit(read_bytes(made), [change], name).value
        assert named is not None, "a form of ours has a place for the city"
        target = place_for(site.folder, _stem(city))
        schema = f"{pack}.schema.json"
        write_atomic(str(target.with_name(schema)), read_bytes(os.path.join(room, schema)))
        write_atomic(str(target), named.data)
    return target, _said(said.partition(f"已生成 {name}")[0])


def _said(text: str) -> str:
    """What the command says of answers taken over, with the way to confirm them here instead of that in the file."""
    lines = [line.strip() for line in text.splitlines() if "{未核对: }" not in line]
    if not lines:
        return ""
    way = "在“填报”页逐个核对：对的按“核对无误”，不对的改掉。上次的材料要重新放入，没有计入。"
    return "\n".join([lines[0], way, *lines[1:]])


def bring(site: Site, sent: SentFile) -> tuple[Path, str]:
    """A self-assessment as somebody hands it over, its answers as they are, with the documents that came with it; its path,
    and what is to be known of it. Raises NotBegunError and OSError."""
    with workspace("start") as room, _opened(site, sent, room) as (_path, found):
        if not found.pack_at_hand:
            raise NotBegunError(
                f"本机没有指标体系 {found.submitted.asked.pack}，不能接着填",
                "请把公布的指标体系放进这个文件夹，或者请启动的人用 --criteria-path 写出它在哪里，再选一次。",
            )
        target = place_for(site.folder, _stem(found.submitted.place), found.documents)
        for name, real in found.documents.items():
            document = target.parent / name
            document.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(real, document)
        write_atomic(str(target), found.submitted.data)
        note = "包里另附的参照值文件没有带进来：请在“资格、参照值、口径”页核对参照值。" if found.references else ""
    return target, note


def sample(site: Site, *, fresh: bool) -> Path:
    """The copy of the invented city to play with; another one where there is none yet or `fresh` asks for it. Raises
    NotBegunError and OSError."""
    target = site.folder / SAMPLE
    number = 1
    while fresh and target.exists():
        number += 1
        target = site.folder / f"{SAMPLE}-{number}"
    if not target.exists():
        own = shipped("submissions")
        if own is None:
            raise NotBegunError("这次安装里没有带样例", "请让维护人重新安装；新填一份不受影响。")
        half = temporary_name(str(target))
        shutil.copytree(os.path.join(own, "sample-city"), half)
        os.rename(half, target)
    return target / "submission.yaml"


def _stem(city: str) -> str:
    return f"{safe_stem(city) if city else ''}自评"


@contextlib.contextmanager
def _opened(site: Site, sent: SentFile, room: str) -> Iterator[tuple[str, Brought]]:
    """A file that was sent: where it was put in `room`, and what it amounts to. Raises NotBegunError."""
    ending = os.path.splitext(sent.name)[1].lower()
    if ending not in ENDINGS:
        raise NotBegunError(f"“{sent.name}”不是能用的文件", f"请选{KINDS}。")
    name = f"{safe_stem(sent.name)}{ending}"
    path = os.path.join(room, name)
    with open(path, "xb") as out:
        shutil.copyfileobj(sent.stream, out)
    if not os.path.getsize(path):
        raise NotBegunError(f"“{sent.name}”是空文件", "请打开原文件看看，另存后再选。")
    with brought(path, _search(site), criteria_search(site.criteria_path), shown=name) as found:
        if found.value is None:
            raise NotBegunError(f"“{sent.name}”用不了", "请按下面的提示改好，或换一个文件，再选一次。", found.problems)
        if found.value.submitted.asked.plan:
            raise NotBegunError(f"“{sent.name}”是规划的进展，不是评估打分的自评", f"请选{KINDS}。")
        yield path, found.value
