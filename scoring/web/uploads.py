"""Files that a browser sends: told by their content, stored under names of ours, whole or not at all.

The name that came with a file is only read, never used as a path: its stem is put into letters that every system takes, its
ending counts only where the content bears it out.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from scoring.base.tempfiles import temporary_name
from scoring.evidence.files import ENDINGS, HEAD, detect_kind, fits, kind_text

__all__ = ["LARGEST", "Upload", "safe_stem", "store"]

LARGEST = 100 * 1024 * 1024
"""Bytes of one file."""
CHUNK = 1024 * 1024
LONGEST = 60
"""Characters of a name before its ending; 60 Chinese characters are 180 bytes, and systems take 255."""
RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{word}{digit}" for word in ("com", "lpt") for digit in range(10))}
)
"""Names that Windows keeps for devices."""


class Upload(Struct, frozen=True, kw_only=True):
    """A file that was stored.

    path: where, below the folder of the submission, with forward slashes, as the submission names its evidence
    name: what the sender called it, for people only
    known: it was there already, byte for byte
    """

    path: str
    name: str
    size: int
    digest: str
    known: bool = False


def store(stream: BinaryIO, name: str, folder: Path, *, below: str = "佐证材料") -> Upload | str:
    """Store a file under `folder`/`below`, or say in Chinese why not. `stream` is read to its end or to the limit.

    A file that is there already under any name is not stored twice.
    """
    shown = _shown(name)
    place = folder / below
    place.mkdir(exist_ok=True)
    if place.is_symlink() or not place.is_dir():
        return f"“{below}”不是普通文件夹，没有收下“{shown}”。"
    temporary = temporary_name(str(place / "x"))
    try:
        digest, head, size = hashlib.sha256(), b"", 0
        with open(
            os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666), "wb"
        ) as out:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > LARGEST:
                    return f"“{shown}”超过{LARGEST // 1024 // 1024}MB，没有收下。\n怎么办：压缩后再传，或者分成几份。"
                head = head or chunk[:HEAD]
                digest.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        reason = _refusal(shown, head, size)
        if reason is not None:
            return reason
        same = _same(place, size, digest.hexdigest())
        if same is None:
            same = _take(temporary, place, safe_stem(name), _ending(shown))
            known = False
        else:
            known = True
        return Upload(path=f"{below}/{same}", name=shown, size=size, digest=digest.hexdigest(), known=known)
    finally:
        Path(temporary).unlink(missing_ok=True)


def safe_stem(name: str) -> str:
    """A name in letters, digits and Chinese characters, with - and _ between; never empty, never a device of Windows."""
    stem = unicodedata.normalize("NFC", _shown(name)).rpartition(".")[0] or _shown(name)
    letters = "".join(letter if letter.isalnum() else "-" if letter != "_" else "_" for letter in stem)
    parts = [part for part in letters.split("-") if part]
    short = "-".join(parts)[:LONGEST].strip("-_")
    return f"文件-{short}" if short.casefold() in RESERVED else short or "文件"


def _shown(name: str) -> str:
    """The last part of a name, whatever system it came from, without what cannot be seen."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable()).strip()[:200] or "（没有名字）"


def _ending(name: str) -> str:
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else ""


def _refusal(shown: str, head: bytes, size: int) -> str | None:
    ending, kind = _ending(shown), detect_kind(head)
    if not size:
        return f"“{shown}”是空文件，没有收下。\n怎么办：打开原文件看看，另存后再传。"
    if ending not in ENDINGS:
        return f"“{shown}”不是佐证材料常用的格式，没有收下。\n怎么办：另存为 PDF、图片或 Office 文件再传。"
    if not fits(shown, kind):
        return f"“{shown}”的内容是{kind_text(kind)}，和扩展名 {ending} 不符，没有收下。\n怎么办：用原来的软件打开，另存后再传。"
    return None


def _same(place: Path, size: int, digest: str) -> str | None:
    """The name of a file with these very bytes."""
    for path in sorted(place.iterdir()):
        if path.name.startswith(".") or path.is_symlink() or not path.is_file() or path.stat().st_size != size:
            continue
        with path.open("rb") as stream:
            if hashlib.file_digest(stream, "sha256").hexdigest() == digest:
                return path.name
    return None


def _take(temporary: str, place: Path, stem: str, ending: str) -> str:
    """Give the file the first free name; two that come at once never take the same."""
    number = 1
    while True:
        name = f"{stem}{'' if number == 1 else f'-{number}'}{ending}"
        try:
            os.close(os.open(place / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        except FileExistsError:
            number += 1
            continue
        os.replace(temporary, place / name)
        return name
