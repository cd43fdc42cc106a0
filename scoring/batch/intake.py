"""Finds the inputs below the given paths and accounts for everything else that lies there (docs/batch.md): what is
evidence is never an input, and what looks like a city's hand-in but cannot be read is never passed over in silence."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from msgspec import Struct

from scoring.base.errors import Problem
from scoring.batch.detect import YAML, Detected, detect_kind
from scoring.batch.model import (
    CARDS,
    MADE_REFERENCES,
    PAPERS,
    RANKING,
    REPORTS,
    RESULTS,
    STATE,
    Input,
    InputSource,
    Intake,
    Material,
    Skipped,
    Unreachable,
)
from scoring.batch.refusals import (
    closed_folder,
    looks_handed_in,
    missing_path,
    special_file,
    unread_folder,
    unread_hand_in,
)
from scoring.exchange.reading import BOOKS

__all__ = ["find"]

EVIDENCE = ("evidence", "佐证材料", "材料收集")
"""Folders beside a submission that hold its evidence."""
ENDINGS = (*YAML, *BOOKS, ".zip", ".pdf")
_NAMES = [re.escape(name) for name in (CARDS, REPORTS, MADE_REFERENCES, RESULTS, RANKING)]
_PAPERS = [f"{re.escape(stem)}.*{re.escape(ending)}" for stem, ending in map(os.path.splitext, PAPERS)]
WRITTEN = re.compile(rf"(?:{'|'.join([*_NAMES, *_PAPERS])})$")
"""What a run writes into its folder; papers may carry the id of a pack behind their name."""


class _Walked(Struct, frozen=True, kw_only=True):
    """What a walk met: files worth a look, whatever else lies there, folders that are passed over with the reason, and
    the folders of cities, whose other files are theirs."""

    files: list[str]
    others: list[str]
    passed: dict[str, str]
    cities: dict[str, int]


def find(paths: Sequence[str], out: str, references: str | None = None) -> Intake:
    """Look through `paths` (files and folders) in any order; `out`, the folder of the results, is left out,
    and so is the file of `references`.

    One folder: keys are relative to it. Several paths: keys are relative to the folder they have in common. A file that
    is met twice counts once. Symbolic links to folders are not followed.
    """
    look_at = cache(detect_kind)  # each file is asked for twice: is this a city's folder, and what is the file
    closed: dict[str, Problem] = {}
    met: dict[str, tuple[str, bool]] = {}
    walked = _Walked(files=[], others=[], passed={}, cities={})
    for path in paths:
        if os.path.isdir(path):
            _walk(path, os.path.realpath(out), closed, look_at, walked)
        elif os.path.isfile(path):
            met[os.path.realpath(path)] = (path, True)
        elif os.path.exists(path):
            closed[path] = special_file(path)
        else:
            closed[path] = missing_path(path)
    for file in walked.files:
        met.setdefault(os.path.realpath(file), (file, False))
    if references is not None:
        met.pop(os.path.realpath(references), None)
    top = _top(paths)
    inputs: list[Input] = []
    passed = dict(walked.passed)
    keys: set[str] = set()
    told = {os.path.dirname(file) for file, _ in met.values() if look_at(file).kind is InputSource.SUBMISSION}
    for file, named in sorted(met.values(), key=lambda one: _key(one[0], top)):
        look = look_at(file)
        if look.kind is InputSource.WORKBOOK and not named and os.path.dirname(file) in told:
            passed[file] = "同一个文件夹里有自评文件，这份工作簿没有另计"
        elif look.kind is not None:
            inputs.append(Input(key=_unlike(_key(file, top), keys), path=file, kind=look.kind))
        elif named:
            key = _unlike(_key(file, top), keys)
            inputs.append(
                Input(key=key, path=file, kind=InputSource.SUBMISSION if key.endswith(YAML) else InputSource.UNKNOWN)
            )
        elif look.reason:
            passed[file] = look.reason
        else:
            walked.others.append(file)
    roots = [os.path.abspath(path) for path in paths if os.path.isdir(path)]
    known = {os.path.dirname(os.path.abspath(one)) for one in (*passed, *(found.path for found in inputs))}
    shared = {root for root in roots if sum(os.path.abspath(one.path).startswith(root + os.sep) for one in inputs) > 1}
    unclaimed, materials = _sort_out(walked, roots, known, shared)
    for path, reason in unclaimed.items():
        if isinstance(reason, Problem):
            closed[path] = reason
        else:
            passed[path] = reason
    return Intake(
        inputs=tuple(inputs),
        skipped=tuple(
            Skipped(key=key, reason=reason)
            for key, reason in sorted((_closed_key(path, top), reason) for path, reason in passed.items())
        ),
        closed=tuple(
            Unreachable(key=_unlike(key, keys), problem=problem)
            for key, problem in sorted(
                ((_closed_key(path, top), problem) for path, problem in closed.items()), key=lambda one: one[0]
            )
        ),
        materials=tuple(
            Material(key=_closed_key(folder, top), files=count) for folder, count in sorted(materials.items())
        ),
    )


def _walk(
    folder: str, out: str, closed: dict[str, Problem], look_at: Callable[[str], Detected], walked: _Walked
) -> None:
    """Go through a folder that was named: a folder further down that holds a submission is a city's folder, whose own
    folders hold evidence and are not entered. What a run wrote is never met, also not that of another run, or where
    the results go to the very folder that is searched: a folder with the state of a run holds results."""
    waiting = [folder]
    while waiting:
        place = waiting.pop()
        try:
            with os.scandir(place) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            closed[place] = closed_folder(place, error)
            continue
        names = [entry.name for entry in entries]
        ours = os.path.isdir(os.path.join(place, STATE))
        if "pack.yaml" in names:
            walked.passed[place] = "指标体系的文件夹，没有计分"
            continue
        if ours and place != folder:
            walked.passed[place] = "以前批量计分的结果，没有计分"
            continue
        entries = [entry for entry in entries if not _hidden(entry.name) and not (ours and WRITTEN.match(entry.name))]
        below = [
            entry for entry in entries if entry.is_dir(follow_symlinks=False) and os.path.realpath(entry.path) != out
        ]
        plain = [entry.path for entry in entries if not entry.is_dir()]
        files = [path for path in plain if path.lower().endswith(ENDINGS) and os.path.isfile(path)]
        rest = [path for path in plain if path not in files]
        walked.files.extend(files)
        for entry in entries:
            if entry.is_symlink() and entry.is_dir():
                walked.passed[entry.path] = "文件夹的快捷链接，没有进去"
        city = _is_city(files, look_at)
        if not city:
            walked.others.extend(rest)
            waiting += [entry.path for entry in below]
            continue
        inner = below if place != folder else [entry for entry in below if entry.name in EVIDENCE]
        walked.cities[place] = sum(_files_below(entry.path) for entry in inner)
        walked.others.extend(rest)
        if place == folder:
            waiting += [entry.path for entry in below if entry.name not in EVIDENCE]


def _hidden(name: str) -> bool:
    """What systems and editors leave: hidden files, locks of office programs, thumbnails."""
    return name.startswith((".", "~$")) or name.lower() in ("thumbs.db", "desktop.ini")


def _files_below(folder: str) -> int:
    return sum(not _hidden(name) for _, _, names in os.walk(folder) for name in names)


def _sort_out(
    walked: _Walked, roots: Sequence[str], known: set[str], shared: set[str]
) -> tuple[dict[str, str | Problem], dict[str, int]]:
    """What becomes of the files that are no input: the material of the city in whose folder they lie; else a problem
    where they look like a city's hand-in, alone in a folder or by their names; else a reason why they were left out.

    `known` are folders in which something was recognised, `shared` those named that hold the inputs of several cities,
    so that a file lying there is nobody's material.
    """
    unclaimed: dict[str, str | Problem] = {}
    materials = dict(walked.cities)
    lonely: dict[str, list[str]] = {}
    for file in walked.others:
        place = os.path.dirname(file)
        if place in materials and os.path.abspath(place) not in shared:
            materials[place] += 1
            continue
        folder = _lonely(os.path.abspath(place), roots, known)
        if folder is not None:
            lonely.setdefault(folder, []).append(file)
        elif looks_handed_in(file):
            unclaimed[file] = unread_hand_in(file)
        else:
            unclaimed[file] = "不是自评文件、包或报告，没有计分"
    for folder, files in lonely.items():
        unclaimed[folder] = unread_folder(folder, files)
    return unclaimed, materials


def _lonely(place: str, roots: Sequence[str], known: set[str]) -> str | None:
    """The highest folder above `place`, below those named, under which nothing was recognised; None where there is none."""
    found = None
    while place not in roots and os.path.dirname(place) != place:
        if any(one == place or one.startswith(place + os.sep) for one in known):
            break
        found, place = place, os.path.dirname(place)
    return found


def _is_city(files: Iterable[str], look_at: Callable[[str], Detected]) -> bool:
    whole = (InputSource.SUBMISSION, InputSource.WORKBOOK)
    return any(file.lower().endswith((*YAML, *BOOKS)) and look_at(file).kind in whole for file in files)


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
    below = os.path.join(top, "")
    shown = full[len(below) :] if top and full.startswith(below) else os.path.relpath(full, top) if top else full
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
