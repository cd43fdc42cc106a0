"""The folder that a workspace serves: which self-assessments lie in it, and where another one goes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from scoring.base.reading import read_bytes
from scoring.documents.edit.source import SourceText

__all__ = ["SubmissionFile", "own_files", "place_for", "submissions_in"]

ENDINGS = (".yaml", ".yml")
MOST = 200
"""Files that are looked at; a folder with more is none for one city."""
ANSWERS = re.compile(r"^自评[ \t]*:", re.MULTILINE)
"""What a self-assessment has and no other file of ours."""
CITY = re.compile(r"^城市[ \t]*:[ \t]*[\"']?([^\"'#\n]*)", re.MULTILINE)
UNANSWERED = ("未填", "null", "~")


class SubmissionFile(Struct, frozen=True, kw_only=True):
    """A self-assessment, also one with errors.

    name: its path from the folder, with forward slashes
    city: whose it is; "" where it does not say
    changed: when it was last written
    """

    name: str
    city: str
    changed: datetime


def own_files(folder: Path, pattern: str) -> list[Path]:
    """The files of a folder by name, to be shown or handed out. A link may lead anywhere, so none is among them."""
    if folder.is_symlink():
        return []
    return sorted(path for path in folder.glob(pattern) if path.is_file() and not path.is_symlink())


def submissions_in(folder: Path) -> tuple[SubmissionFile, ...]:
    """The self-assessments in a folder and in the folders directly in it, the one written last first."""
    return tuple(sorted(_submissions(folder), key=lambda one: (one.changed, one.name), reverse=True))


def _submissions(folder: Path) -> Iterator[SubmissionFile]:
    paths = [path for pattern in ("*", "*/*") for path in sorted(folder.glob(pattern))]
    fitting = [path for path in paths if path.suffix.lower() in ENDINGS and not path.name.startswith(".")]
    for path in fitting[:MOST]:
        try:
            source = SourceText.of(read_bytes(str(path)), path.name).value
            changed = datetime.fromtimestamp(path.stat().st_mtime)
        except OSError:
            continue
        if source is None or not ANSWERS.search(source.text):
            continue
        city = CITY.search(source.text)
        word = "" if city is None else city[1].strip()
        yield SubmissionFile(
            name=path.relative_to(folder).as_posix(), city="" if word in UNANSWERED else word, changed=changed
        )


def place_for(folder: Path, stem: str, beside: Iterable[str] = ()) -> Path:
    """Where a new self-assessment goes with the files `beside` it, its folder made: the first of a folder lies in it, every
    other one in a folder of its own, so that documents and papers of two never mix. Raises OSError."""
    others = any("/" not in one.name for one in submissions_in(folder))
    if not others and not any(os.path.lexists(folder / name) for name in (f"{stem}.yaml", *beside)):
        return folder / f"{stem}.yaml"
    number = 1
    while True:
        own = folder / (stem if number == 1 else f"{stem}-{number}")
        try:
            own.mkdir()
        except FileExistsError:
            number += 1
            continue
        return own / f"{stem}.yaml"
