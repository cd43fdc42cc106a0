"""Files that nobody wants to list, put aside: moved out of the folder of evidence, told in the journal, never deleted."""

from __future__ import annotations

import os
from pathlib import Path

from scoring.documents.edit import Done, Origin, note
from scoring.evidence.checking import FOLDER
from scoring.evidence.files import find, names_under
from scoring.web.asking import Asked
from scoring.web.materials import free_files
from scoring.web.workspace import WAY

__all__ = ["AWAY", "FOLDER", "put_aside", "put_back", "set_aside"]

AWAY = "移走的材料"
"""Where they go, beside the submission; the folders that they lay in are kept below it."""
PLACE = "放入的文件"
"""What the journal calls the place of such a change."""


def set_aside(folder: Path) -> tuple[str, ...]:
    """The files that lie aside, as the folder of evidence named them."""
    return tuple(path.partition("/")[2] for path in names_under(str(folder), (f"{AWAY}/{FOLDER}",)))


def put_aside(asked: Asked, path: str) -> str:
    """Move a file of the folder of evidence aside, where no entry names it; in Chinese why not, "" where it was done."""
    free = {one.path for one in free_files(asked.opened)}
    if path not in free or not path.startswith(f"{FOLDER}/"):
        return "没有移走：文件夹里没有这个文件，或者它已经列入清单。\n怎么办：先从清单中去掉，再移走。"
    return _move(asked, path, f"{AWAY}/{path}", Done(path=(PLACE, path), before=path, after=None))


def put_back(asked: Asked, path: str) -> str:
    """Move a file back from aside; in Chinese why not."""
    if path not in set_aside(asked.workspace.folder):
        return "移走的材料里没有这个文件。\n怎么办：请刷新页面再看。"
    return _move(asked, f"{AWAY}/{path}", path, Done(path=(PLACE, path), before=None, after=path))


def _move(asked: Asked, path: str, to: str, done: Done) -> str:
    """Move a file below the folder of the submission to the first free name, and tell it in the journal."""
    folder = asked.workspace.folder
    real = find(str(folder), path)
    place = (folder / to).parent
    if real is None or not os.path.realpath(place).startswith(os.path.realpath(folder) + os.sep):
        return "没有移动：那里是一个指向别处的链接。\n怎么办：请在文件夹里核对。"

    def move() -> None:
        place.mkdir(parents=True, exist_ok=True)
        stem, ending = os.path.splitext(os.path.basename(to))
        number = 1
        while (place / (name := f"{stem}{'' if number == 1 else f'-{number}'}{ending}")).exists():
            number += 1
        os.rename(real, place / name)

    problems = note(asked.workspace.file, done, Origin(who=asked.person.name, at=asked.site.now(), way=WAY), move)
    return f"{problems[0].message}\n怎么办：{problems[0].hint}" if problems else ""
