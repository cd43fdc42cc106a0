"""Find packs by looking into folders; there is no list of them to keep."""

from __future__ import annotations

import difflib
import hashlib
import os
import os.path
import re
from collections.abc import Sequence

from msgspec import Struct

from scoring.base.errors import Problem, Result
from scoring.base.guard import PACK, protect
from scoring.base.reading import read_bytes
from scoring.documents.nodes import Document, PackSource, Pending, pending_lines
from scoring.documents.strict.reader import parse_document, read_document

__all__ = ["MAIN", "PackEntry", "find_pack", "list_packs", "read_pack"]

MAIN = "pack.yaml"
SECTION = re.compile(r"section-[^/\\]+\.yaml")


class PackEntry(Struct, frozen=True, kw_only=True):
    """A folder that holds a pack: its id (the folder's name) and its path."""

    id: str
    folder: str


def list_packs(search: Sequence[str]) -> tuple[PackEntry, ...]:
    """The packs in the folders of `search`, by id; where two share an id, the folder named first wins."""
    found: dict[str, PackEntry] = {}
    for folder in search:
        try:
            names = sorted(os.listdir(folder))
        except OSError:
            continue
        for name in names:
            path = os.path.join(folder, name)
            if os.path.isfile(os.path.join(path, MAIN)):
                found.setdefault(name, PackEntry(id=name, folder=path))
    return tuple(found[name] for name in sorted(found))


def find_pack(name_or_path: str, search: Sequence[str]) -> Result[str]:
    """The folder of a pack given by path (anything with a separator, or a folder with a pack.yaml) or by id."""
    path = name_or_path[: -len(MAIN)].rstrip("/\\") or "." if _names_main(name_or_path) else name_or_path
    if _is_path(name_or_path):
        if os.path.isfile(os.path.join(path, MAIN)):
            return Result(value=path)
        message = f"文件夹 {name_or_path} 里没有 {MAIN}"
        hint = "请写出指标体系所在的文件夹；内置的指标体系只写名称即可。"
        return Result(value=None, problems=(Problem(code="pack-not-found", message=message, hint=hint),))
    entry = _by_id(path, search)
    if entry is not None:
        return Result(value=entry.folder)
    if os.path.isfile(os.path.join(path, MAIN)):
        return Result(value=path)
    return Result(value=None, problems=(_not_found(name_or_path, search),))


def read_pack(folder: str, shown: str | None = None) -> Result[PackSource]:
    """Read pack.yaml and every section-*.yaml of a folder. `shown` is how messages name the folder."""
    label = folder if shown is None else shown
    problems: list[Problem] = []
    main: Document | None = None
    sections: list[Document] = []
    pending: list[Pending] = []
    digest = hashlib.sha256()
    for name in _pack_files(folder):
        path, called = os.path.join(folder, name), os.path.join(label, name)
        try:
            protect(path, PACK)
            data = read_bytes(path)
        except OSError:
            problems.extend(read_document(path, called).problems)
            continue
        digest.update(b"%d %s %d\n" % (len(name.encode()), name.encode(), len(data)) + data)
        pending.extend(pending_lines(name, data.decode("utf-8", "replace")))
        result = parse_document(data, called)
        problems.extend(result.problems)
        if result.value is not None:
            if name == MAIN:
                main = result.value
            else:
                sections.append(result.value)
    if main is None:
        return Result(value=None, problems=tuple(problems))
    name = os.path.basename(os.path.abspath(folder))
    source = PackSource(
        folder=folder, name=name, main=main, sections=tuple(sections), digest=digest.hexdigest(), pending=tuple(pending)
    )
    return Result(value=source, problems=tuple(problems))


def _pack_files(folder: str) -> list[str]:
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        names = []
    return sorted({MAIN, *(name for name in names if SECTION.fullmatch(name))})


def _names_main(text: str) -> bool:
    return os.path.basename(text.replace("\\", "/")) == MAIN


def _is_path(text: str) -> bool:
    return "/" in text or "\\" in text or text in (".", "..") or _names_main(text)


def _by_id(name: str, search: Sequence[str]) -> PackEntry | None:
    for entry in list_packs(search):
        if entry.id == name:
            return entry
    return None


def _one_below(name: str, search: Sequence[str]) -> str:
    """The folder that holds the pack where it lies one folder below a place that was searched, as an option names it."""
    for place in search:
        for inside in sorted(os.listdir(place)) if os.path.isdir(place) else ():
            folder = os.path.join(place, inside)
            if os.path.isfile(os.path.join(folder, name, MAIN)):
                shown = os.path.relpath(folder)
                shown = folder if shown.startswith(os.pardir) else shown
                return f'"{shown}"' if any(sign.isspace() for sign in shown) else shown
    return ""


def _not_found(name: str, search: Sequence[str]) -> Problem:
    known = [entry.id for entry in list_packs(search)]
    near = _one_below(name, search)
    if near:
        hint = f"文件夹 {near} 里有它：在命令后面加上 --criteria-path {near}，或者把其中的 {name} 移到自评文件旁边。"
        return Problem(code="pack-not-found", message=f"没有名为“{name}”的指标体系", hint=hint)
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    guess = f"是不是 {close[0]}？" if close else f"能用的有：{'、'.join(known)}。" if known else ""
    hint = (
        f"{guess}自己编写的，把文件夹 {name}（名字与编号相同，里面有 {MAIN}）放在自评文件旁边、当前文件夹或其中的 criteria 文件夹里，"
        f"或者用 --criteria-path 写出放它的文件夹。找过：{'、'.join(search)}。"
    )
    return Problem(code="pack-not-found", message=f"没有名为“{name}”的指标体系", hint=hint)
