"""Files that a browser sends: told by their content, stored under names of ours, whole or not at all.

The name that came with a file is only read, never used as a path: what not every system takes in a name is taken out of it, all
else stays, so that whoever sent it knows it again; its ending counts only where the content bears it out.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from scoring.base.tempfiles import temporary_name
from scoring.evidence.files import ENDINGS, HEAD, detect_kind, fits, kind_text, names_under

__all__ = ["LARGEST", "Upload", "safe_stem", "store"]

LARGEST = 100 * 1024 * 1024
"""Bytes of one file."""
CHUNK = 1024 * 1024
LONGEST = 200
"""Bytes of a name before its ending, 66 Chinese characters; systems take 255 of all."""
FOLDERS = 6
"""So many folders in each other are kept, and so many bytes of their names together as of one name."""
UNSAFE = frozenset('<>:"/\\|?*')
"""What Windows takes in no name."""
EDGES = " .-_~"
"""What no name begins or ends with: hidden files, options of commands, what Windows drops."""
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


def store(stream: BinaryIO, name: str, folder: Path, *, below: str = "佐证材料", nested: bool = False) -> Upload | str:
    """Store a file under `folder`/`below`, or say in Chinese why not. `stream` is read to its end or to the limit. `nested`
    keeps the folders that stand in the name.

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
        same = _same(folder, below, size, digest.hexdigest())
        path = same or _take(temporary, folder, _nested(place, below, name) if nested else below, name)
        return Upload(path=path, name=shown, size=size, digest=digest.hexdigest(), known=same is not None)
    finally:
        Path(temporary).unlink(missing_ok=True)


def safe_stem(name: str) -> str:
    """A name without its ending as every system takes it; never empty, never hidden, never a device of Windows."""
    stem = _shown(name)
    return _safe(stem.rpartition(".")[0] or stem) or "文件"


def _safe(text: str) -> str:
    """What every system takes of a name; "" where no letter or digit is left."""
    letters = "".join("-" if letter in UNSAFE else letter for letter in unicodedata.normalize("NFC", text))
    short = " ".join(letters.split()).strip(EDGES).encode()[:LONGEST].decode(errors="ignore").strip(EDGES)
    if not any(letter.isalnum() for letter in short):
        return ""
    return f"文件-{short}" if short.partition(".")[0].strip().casefold() in RESERVED else short


def _shown(name: str) -> str:
    """The last part of a name, whatever system it came from, without what cannot be seen."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(letter if letter.isprintable() else " " if letter.isspace() else "" for letter in last)
    return seen.strip()[:LONGEST] or "（没有名字）"


def _nested(place: Path, below: str, name: str) -> str:
    """The folder for a file that came with folders in its name; made where it is not there. Where no such folder can be had
    (a link stands there, or a file), it is `below` itself."""
    parts = [_safe(_shown(part)) for part in name.replace("\\", "/").split("/")[:-1] if part.strip(" ./")]
    parts = [part for part in parts if part]
    if len(parts) > FOLDERS or len("/".join(parts).encode()) > LONGEST:
        return below
    for part in parts:
        place /= part
        try:
            place.mkdir(exist_ok=True)
        except OSError:
            return below
        if place.is_symlink():
            return below
    return "/".join([below, *parts])


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


def _same(folder: Path, below: str, size: int, digest: str) -> str | None:
    """The path of a file with these very bytes."""
    for path in names_under(str(folder), (below,)):
        if (folder / path).stat().st_size == size:
            with (folder / path).open("rb") as stream:
                if hashlib.file_digest(stream, "sha256").hexdigest() == digest:
                    return path
    return None


def _take(temporary: str, folder: Path, below: str, name: str) -> str:
    """Give the file the first free name; two that come at once never take the same."""
    stem, ending, number = safe_stem(name), _ending(_shown(name)), 1
    while True:
        path = f"{below}/{stem}{'' if number == 1 else f'-{number}'}{ending}"
        try:
            os.close(os.open(folder / path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        except FileExistsError:
            number += 1
            continue
        os.replace(temporary, folder / path)
        return path
