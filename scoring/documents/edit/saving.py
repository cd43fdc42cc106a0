"""Changes put into a file on the disk: under a lock, whole or not at all, with a line in a journal for each.

Whoever edits the file by hand at the same time takes no lock. So the file is read, changed and written within it, and just
before it takes its name the bytes are held once more against those that were read; where they differ, it is done over with
what stands there now.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from scoring.base.errors import Location, Problem, Result
from scoring.base.files import write_atomic
from scoring.base.guard import ProtectedError, revise
from scoring.base.reading import TooLargeError, read_bytes, read_text
from scoring.base.text import os_error_text
from scoring.documents.edit.changes import Change, Conflict, Done, Edited, path_text
from scoring.documents.edit.editing import edit, no_order, spellings
from scoring.documents.edit.final import final_of, mark_final, unmark
from scoring.documents.edit.placing import Order

if TYPE_CHECKING:
    from filelock import BaseFileLock

__all__ = [
    "JOURNAL",
    "JournalLine",
    "Origin",
    "close",
    "held_still",
    "journal_of",
    "note",
    "overwritten",
    "reopen",
    "save",
    "save_whole",
]

JOURNAL = ".改动.jsonl"
"""What is added to the name of a file for the name of its journal."""
BACKUP = ".bak"
LARGEST_JOURNAL = 256 * 1024 * 1024
WAIT = 10.0
"""Seconds to wait for somebody else who writes to the same file."""
PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between tries where a system refuses to replace a file that a program has open (Windows)."""
ROUNDS = 5
"""How often changes are made anew because the file was written without the lock meanwhile."""


Faults = Callable[[bytes], tuple[Problem, ...]]


def no_faults(_data: bytes) -> tuple[Problem, ...]:
    """Whatever can be read may be written."""
    return ()


class Origin(Struct, frozen=True, kw_only=True):
    """Who changes, when, and by what: 网页, Excel 回收, Word 回收; `places` are the cells it comes from, by path."""

    who: str
    at: datetime
    way: str
    places: dict[str, str] = {}


class JournalLine(Struct, frozen=True, kw_only=True):
    """One change that was made: who and when, of what, its spelling before and after (None: not there), and the SHA-256 of
    the file before and after."""

    at: str
    who: str
    way: str
    path: tuple[str | int, ...]
    before: str | None
    after: str | None
    place: str = ""
    old_digest: str = ""
    new_digest: str = ""

    @property
    def title(self) -> str:
        """The path as a person reads it."""
        return path_text(self.path) or "整个文件"

    @property
    def inside(self) -> bool:
        """Whether it changed the file itself, not what lies beside it."""
        return not self.old_digest or self.old_digest != self.new_digest


def save(
    path: str,
    changes: Sequence[Change],
    origin: Origin,
    *,
    order: Order = no_order,
    backup: bool = False,
    together: bool = False,
    faults: Faults = no_faults,
    pause: Callable[[float], None] = time.sleep,
) -> Result[Edited]:
    """Make changes in the file at `path`. The value is None where the file could not be written, and then it is what it was.

    Conflicts are left out and told; the others are made, unless they belong `together`: then none is. With `backup` the old file is kept beside it, under its checksum.
    `faults` says what would be wrong with the new bytes; where anything is, they are not written.
    """

    def changed(data: bytes) -> Result[Edited]:
        edited = edit(data, changes, path, order)
        if together and edited.value is not None and edited.value.conflicts:
            return Result(value=Edited(data=data, done=(), conflicts=edited.value.conflicts))
        wrong = faults(edited.value.data) if edited.value is not None and edited.value.done else ()
        return Result(value=None, problems=wrong) if wrong else edited

    return _locked(path, lambda real: _save(real, path, changed, origin, backup, pause))


def note(path: str, done: Done, origin: Origin, act: Callable[[], None]) -> tuple[Problem, ...]:
    """Do what leaves the file at `path` as it is (a document beside it is moved), under its lock, with a line in its journal;
    what keeps it from being done, and then it is not noted either."""

    def acted(real: str) -> Result[Edited]:
        data = read_bytes(real)
        edited = Edited(data=data, done=(done,), conflicts=())
        with open(f"{real}{JOURNAL}", "a", encoding="utf-8", newline="\n") as journal:
            act()
            journal.writelines(_lines(edited, origin, _digest(data)))
        return Result(value=edited)

    return _locked(path, acted).problems


def save_whole(
    path: str, data: bytes, origin: Origin, *, expected: bytes, pause: Callable[[float], None] = time.sleep
) -> Result[Edited]:
    """Replace all of the file at `path` where it still holds the bytes `expected`; otherwise there is a conflict, and it stays.
    The journal tells it as one change of everything, whose path is empty."""

    def changed(current: bytes) -> Result[Edited]:
        if current == data:
            return Result(value=Edited(data=data, done=(), conflicts=()))
        if current != expected:
            change = Change(path=(), expected=_digest(expected), value=None)
            conflict = Conflict(change=change, found=_digest(current))
            return Result(value=Edited(data=current, done=(), conflicts=(conflict,)))
        return Result(value=Edited(data=data, done=(Done(path=(), before=None, after=None),), conflicts=()))

    return _locked(path, lambda real: _save(real, path, changed, origin, False, pause))


Work = Callable[[bytes], Result[Edited]]
"""What is made of the bytes that a file holds."""


def close(path: str, who: str, at: datetime) -> None:
    """Close the file at `path` (定稿): whoever is writing ends first, and nobody writes after. Raises OSError."""
    real = os.path.realpath(path)
    with _lock(real):
        mark_final(real, who, at)


def reopen(path: str) -> None:
    """Let the file at `path` be changed again. Raises OSError."""
    real = os.path.realpath(path)
    with _lock(real):
        unmark(real)


@contextlib.contextmanager
def held_still(path: str) -> Iterator[None]:
    """Nobody of ours writes to the file at `path`, its journal or its mark while the block runs. Raises OSError."""
    with _lock(os.path.realpath(path)):
        yield


def _lock(real: str) -> BaseFileLock:
    """What whoever writes to a file holds; waiting ends with filelock's Timeout, an OSError."""
    from filelock import FileLock

    folder, name = os.path.split(real)
    return FileLock(os.path.join(folder, f".{name}.lock"), timeout=WAIT)


def _locked(path: str, work: Callable[[str], Result[Edited]]) -> Result[Edited]:
    from filelock import Timeout

    real = os.path.realpath(path)
    try:
        with _lock(real):
            if final_of(real) is not None:
                hint = "确实要改的，先在网页的“报告”页撤销定稿（scoring serve）。"
                return _failed(path, "file-final", "这份自评已经定稿，不能再改，没有写入", hint)
            return work(real)
    except Timeout:
        return _failed(path, "file-busy", "别的程序正在改这份文件，没有写入", "请等它结束后再试。")
    except TooLargeError:
        return _failed(path, "file-size", "文件太大，没有写入", "请核对路径。")
    except ProtectedError as error:
        return Result(value=None, problems=(error.problem,))
    except PermissionError as error:
        hint = "文件可能正被别的程序打开（如 WPS、Word、记事本）：请关掉后再试；仍然不行的，核对权限。"
        return _failed(path, "file-unwritable", f"写不了：{os_error_text(error)}，没有写入", hint)
    except OSError as error:
        return _failed(
            path, "file-unwritable", f"写不了：{os_error_text(error)}，没有写入", "请检查磁盘空间和权限后再试。"
        )


def _save(
    real: str,
    shown: str,
    work: Work,
    origin: Origin,
    backup: bool,
    pause: Callable[[float], None],
) -> Result[Edited]:
    for _ in range(ROUNDS):
        data = read_bytes(real)
        edited = work(data)
        if edited.value is None or not edited.value.done:
            return edited
        if backup:
            write_atomic(f"{real}.{_digest(data)[:8]}{BACKUP}", data)
        revise(real)
        with open(
            f"{real}{JOURNAL}", "a", encoding="utf-8", newline="\n"
        ) as journal:  # what cannot be noted is not done
            if not _replace(real, data, edited.value.data, pause):
                continue
            journal.writelines(_lines(edited.value, origin, _digest(data)))
        return edited
    return _failed(shown, "file-changed", "别的程序不停地改这份文件，没有写入", "请先关掉别的程序里的这份文件，再试。")


def _replace(real: str, read: bytes, data: bytes, pause: Callable[[float], None]) -> bool:
    """Write the new bytes where the old ones still stand there; tried again while a program holds the file open."""
    for seconds in (*PAUSES, None):
        if read_bytes(real) != read:
            return False
        try:
            write_atomic(real, data)
        except PermissionError:
            if seconds is None:
                raise
            pause(seconds)
        else:
            return True
    raise AssertionError


def _lines(edited: Edited, origin: Origin, old: str) -> Iterator[str]:
    new = _digest(edited.data)
    for one in edited.done:
        yield json.dumps(_line(one, origin, old, new), ensure_ascii=False) + "\n"


def _line(one: Done, origin: Origin, old: str, new: str) -> dict[str, Any]:
    line = {
        "时间": origin.at.isoformat(timespec="seconds"),
        "谁": origin.who,
        "经由": origin.way,
        "位置": list(one.path),
        "来自": origin.places.get(path_text(one.path), ""),
        "原值": one.before,
        "新值": one.after,
        "原文件": old,
        "新文件": new,
    }
    return {key: value for key, value in line.items() if value != ""}


def journal_of(path: str, most: int = 500) -> tuple[JournalLine, ...]:
    """The last changes of the file at `path`, the newest first; lines that are no such line are passed over."""
    found: list[JournalLine] = []
    try:
        lines = read_text(f"{os.path.realpath(path)}{JOURNAL}", LARGEST_JOURNAL).split("\n")
    except (OSError, UnicodeDecodeError, TooLargeError):
        return ()
    for line in reversed(lines):
        with contextlib.suppress(ValueError, KeyError, TypeError):
            found.append(_read_line(json.loads(line)))
        if len(found) == most:
            break
    return tuple(found)


def overwritten(lines: Sequence[JournalLine], data: bytes) -> tuple[JournalLine, ...]:
    """Of the changes that a journal tells, the newest first, the last of each value that no longer stands in the file, where
    the value is again what it was before one of its changes: a program that takes no lock had the file open meanwhile and
    wrote over it. Entries of lists are left out, whose places move, and what lies beside the file; and so is what stood before
    somebody replaced the whole file here, who saw what it said."""
    last: dict[tuple[str | int, ...], JournalLine] = {}
    earlier: dict[tuple[str | int, ...], set[str | None]] = {}
    for one in lines:
        if not one.path:
            break
        if one.inside and all(isinstance(step, str) for step in one.path):
            last.setdefault(one.path, one)
            earlier.setdefault(one.path, set()).add(one.before)
    now = spellings(data, list(last))
    pairs = zip(last.values(), now, strict=True)
    return tuple(one for one, there in pairs if there != one.after and there in earlier[one.path])


def _read_line(line: dict[str, Any]) -> JournalLine:
    return JournalLine(
        at=str(line["时间"]),
        who=str(line["谁"]),
        way=str(line["经由"]),
        path=tuple(step if isinstance(step, int) else str(step) for step in line["位置"]),
        before=line["原值"],
        after=line["新值"],
        place=str(line.get("来自", "")),
        old_digest=str(line.get("原文件", "")),
        new_digest=str(line.get("新文件", "")),
    )


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def _failed(path: str, code: str, message: str, hint: str) -> Result[Edited]:
    place = Location(file=path, line=1, column=1)
    return Result(value=None, problems=(Problem(code=code, message=message, hint=hint, location=place),))
