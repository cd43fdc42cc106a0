"""Finds the inputs below the given paths. The rule stands in docs/batch.md: what is evidence is never an input."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from scoring.batch.model import STATE, Closed, Input, Kind, Skipped
from scoring.batch.outputs import CARDS, MADE_REFERENCES, REPORTS
from scoring.batch.sniff import YAML, Look, sniff
from scoring.errors import Problem
from scoring.files import os_error_text
from scoring.record import record

__all__ = ["Found", "find"]

EVIDENCE = ("evidence", "佐证材料", "材料收集")
"""Folders beside a submission that hold its evidence."""
ENDINGS = (*YAML, ".zip", ".pdf")


@record
class Found:
    """The inputs in the order of their keys, what was passed over, and paths that could not be looked at."""

    inputs: tuple[Input, ...]
    skipped: tuple[Skipped, ...]
    closed: tuple[Closed, ...]


def find(paths: Sequence[str], out: str, references: str | None = None) -> Found:
    """Look through `paths` (files and folders) in any order; `out`, the folder of the results, is left out,
    and so is the file of `references`.

    One folder: keys are relative to it. Several paths: keys are relative to the folder they have in common. A file that
    is met twice counts once. Symbolic links to folders are not followed.
    """
    look_at = cache(sniff)  # each file is asked for twice: is this a city's folder, and what is the file
    closed: dict[str, Problem] = {}
    met: dict[str, tuple[str, bool]] = {}
    for path in paths:
        if os.path.isdir(path):
            for file in _walk(path, os.path.realpath(out), closed, look_at):
                met.setdefault(os.path.realpath(file), (file, False))
        elif os.path.isfile(path):
            met[os.path.realpath(path)] = (path, True)
        elif os.path.exists(path):
            closed[path] = _special(path)
        else:
            closed[path] = _missing(path)
    if references is not None:
        met.pop(os.path.realpath(references), None)
    top = _top(paths)
    inputs, skipped = [], []
    keys: set[str] = set()
    for file, named in sorted(met.values(), key=lambda one: _key(one[0], top)):
        key = _unlike(_key(file, top), keys)
        look = look_at(file)
        if look.kind is not None:
            inputs.append(Input(key=key, path=file, kind=look.kind))
        elif named:
            inputs.append(Input(key=key, path=file, kind=Kind.SUBMISSION if key.endswith(YAML) else Kind.UNKNOWN))
        elif look.reason:
            skipped.append(Skipped(key=key, reason=look.reason))
    shut = {_closed_key(path, top): problem for path, problem in closed.items()}
    return Found(
        inputs=tuple(inputs),
        skipped=tuple(skipped),
        closed=tuple(
            Closed(key=_unlike(key, keys), problem=problem)
            for key, problem in sorted(shut.items(), key=lambda one: one[0])
        ),
    )


def _walk(folder: str, out: str, closed: dict[str, Problem], look_at: Callable[[str], Look]) -> Iterator[str]:
    """The files worth a look below a folder that was named: a folder further down that holds a submission is a city's
    folder, whose own folders hold evidence and are not entered. What a run wrote is never met, also not that of another
    run, or where the results go to the very folder that is searched: a folder with the state of a run holds results."""
    waiting = [folder]
    while waiting:
        place = waiting.pop()
        try:
            with os.scandir(place) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            closed[place] = _closed(place, error)
            continue
        names = [entry.name for entry in entries]
        ours = os.path.isdir(os.path.join(place, STATE))
        if "pack.yaml" in names or (ours and place != folder):
            continue
        own = (CARDS, REPORTS, MADE_REFERENCES) if ours else ()
        entries = [entry for entry in entries if entry.name not in own]
        files = [entry.path for entry in entries if _worth(entry)]
        yield from files
        if place != folder and _is_city(files, look_at):
            continue
        below = [entry for entry in entries if not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False)]
        city = any(name.endswith(YAML) for name in names) and _is_city(files, look_at)
        waiting += [
            entry.path
            for entry in below
            if os.path.realpath(entry.path) != out and not (city and entry.name in EVIDENCE)
        ]


def _worth(entry: os.DirEntry[str]) -> bool:
    return not entry.name.startswith((".", "~$")) and entry.name.lower().endswith(ENDINGS) and entry.is_file()


def _is_city(files: Iterable[str], look_at: Callable[[str], Look]) -> bool:
    return any(file.lower().endswith(YAML) and look_at(file).kind is Kind.SUBMISSION for file in files)


def _top(paths: Sequence[str]) -> str:
    """The folder that keys are relative to."""
    places = [
        os.path.abspath(path) if os.path.isdir(path) else os.path.dirname(os.path.abspath(path)) for path in paths
    ]
    try:
        return os.path.commonpath(places)
    except ValueError:  # drives of Windows, or nothing given
        return ""


def _key(path: str, top: str) -> str:
    full = os.path.abspath(path)
    shown = os.path.relpath(full, top) if top else full
    return unicodedata.normalize("NFC", shown.replace(os.sep, "/")).encode("utf-8", "replace").decode("utf-8")


def _closed_key(path: str, top: str) -> str:
    key = _key(path, top) if os.path.abspath(path) != top else os.path.basename(top)
    return f"{key}/" if os.path.isdir(path) else key


def _unlike(key: str, keys: set[str]) -> str:
    """Two names that differ only in how Unicode writes them get keys that differ."""
    made, number = key, 1
    while made in keys:
        number += 1
        stem, ending = re.fullmatch(r"(.*?)(\.[^./]*)?", key, re.DOTALL).groups("")  # type: ignore[union-attr]
        made = f"{stem}（{number}）{ending}"
    keys.add(made)
    return made


def _missing(path: str) -> Problem:
    hint = "请检查名称和所在的文件夹；路径里有空格时要加引号。"
    return Problem(code="unreadable", message=f"找不到 {path}", hint=hint)


def _special(path: str) -> Problem:
    """A pipe or a device: it can be read once at most, or never ends."""
    hint = "请写出保存在磁盘上的文件或文件夹；内容从别的程序来的，请先存成文件。"
    return Problem(code="unreadable", message=f"{path} 不是普通的文件或文件夹（如管道、设备），不能计分", hint=hint)


def _closed(path: str, error: OSError) -> Problem:
    message = f"打不开文件夹 {path}（{os_error_text(error)}）"
    return Problem(code="unreadable", message=message, hint="请确认有读取权限。")
