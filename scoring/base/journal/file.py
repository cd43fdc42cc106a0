"""The journal on disk: whole lines are added at its end, and nothing is added to a chain that is broken."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from typing import Any

from scoring.base.characters import alike
from scoring.base.errors import Location, Problem, Result
from scoring.base.files import write_atomic
from scoring.base.journal.chain import EMPTY, Entry, JournalCheck, check_lines, lines_for
from scoring.base.reading import TooLargeError, read_bytes
from scoring.base.text import os_error_text

__all__ = ["append", "check", "read"]

DESK, FACT, FILE = ("审核人", "角色", "阶段", "城市"), ("指标项", "填报项"), "文件摘要"
"""Who speaks of which city, of what, and the checksum of the file it was said in."""
Slot = tuple[str, ...]
LARGEST = 256 * 1024 * 1024
WAIT = 10.0
"""Seconds to wait for another run that writes to the same journal."""


def read(path: str) -> Result[str]:
    """The text of a journal; empty where there is none yet."""
    if not os.path.exists(path):
        return Result(value="")
    if not os.path.isfile(path):  # a folder, a pipe or a device, which must neither be waited for nor replaced
        return _failed("file-unreadable", path, "不是普通的文件，不能作审核记录", "请核对路径。")
    try:
        return Result(value=read_bytes(path, LARGEST).decode("utf-8"))
    except TooLargeError:
        return _failed("journal-size", path, "文件太大，不像是审核记录", "请核对路径。")
    except OSError as error:
        return _failed("file-unreadable", path, f"读不了审核记录：{os_error_text(error)}", "请核对路径和权限。")
    except UnicodeDecodeError:
        return _failed("journal-line", path, "审核记录不是 UTF-8 文本，已被改动", "请用备份核对。")


def check(path: str, head: str | None = None) -> Result[JournalCheck]:
    """Look through the journal at `path`. No file is a problem here; `head` as in `check_lines`."""
    if not os.path.exists(path):
        return _failed("file-missing", path, "没有这个文件", "请核对路径。")
    text = read(path)
    if text.value is None:
        return Result(value=None, problems=text.problems)
    found = check_lines(path, text.value, head)
    return Result(value=found, problems=found.problems)


def append(path: str, entries: Sequence[Entry]) -> Result[str]:
    """Add entries and return the new head (the checksum of the last line), which is worth keeping elsewhere.

    Entries that stand in the journal already are not added again, unless something else of the same reviewer was added
    since: who goes back to an earlier opinion says so anew. A broken chain is refused and left as it is. Two runs at once
    wait for each other.
    """
    path = os.path.realpath(path)  # so that a link to the journal waits for the same lock
    from filelock import FileLock, Timeout

    try:
        with FileLock(_lock(path), timeout=WAIT):
            return _append(path, entries)
    except Timeout:
        return _failed("journal-busy", path, "另一次运行正在写这份审核记录", "请等它结束后再运行。")
    except OSError as error:
        return _failed("file-unwritable", path, f"写不了审核记录：{os_error_text(error)}", "请核对路径和权限。")


def _lock(path: str) -> str:
    """Beside the journal, out of sight: filelock leaves it there."""
    folder, name = os.path.split(path)
    return os.path.join(folder, f".{name}.lock")


def _append(path: str, entries: Sequence[Entry]) -> Result[str]:
    text = read(path)
    if text.value is None:
        return Result(value=None, problems=text.problems)
    found = check_lines(path, text.value)
    if found.problems:
        return Result(value=None, problems=found.problems)
    known = _Known(text.value)
    fresh, head = [], found.head or EMPTY
    count = found.count
    for entry in entries:
        ((line, own),) = lines_for([entry], count + 1, head)
        if known.add(line):
            fresh.append(line + "\n")
            head, count = own, count + 1
    if fresh:
        write_atomic(path, (text.value + "".join(fresh)).encode("utf-8"))
    return Result(value=head)


class _Known:
    """What stands in a journal: whole lines, without what only the chain puts there; the file that a reviewer's last
    lines came from; and the last line about each fact."""

    def __init__(self, text: str) -> None:
        self.now: set[str] = set()
        self.bodies: set[str] = set()
        self.files: dict[Slot, str] = {}
        self.last: dict[Slot, str] = {}
        for line in filter(None, text.split("\n")):
            fields, body = _parts(line)
            self.bodies.add(body)
            self.files[_slot(fields, DESK)] = fields.get(FILE, "")
            self.last[_slot(fields, (*DESK, *FACT))] = body

    def add(self, line: str) -> bool:
        """Whether a line of ours says something new; it counts as standing there from then on."""
        fields, body = _parts(line)
        if body in self.now:
            return False
        standing = body in self.bodies
        if FILE in fields:
            standing &= self.files.get(_slot(fields, DESK)) == fields[FILE]
            standing &= self.last.get(_slot(fields, (*DESK, *FACT))) == body
        self.now.add(body)
        return not standing


def _parts(line: str) -> tuple[dict[str, Any], str]:
    fields = {key: value for key, value in json.loads(line).items() if key not in ("序号", "上一行", "本行")}
    return fields, json.dumps(fields, ensure_ascii=False, sort_keys=True)


def _slot(fields: dict[str, Any], keys: Sequence[str]) -> Slot:
    return tuple(alike(str(fields.get(key, ""))) for key in keys)


def _failed(code: str, path: str, message: str, hint: str) -> Result[Any]:
    place = Location(file=path, line=1, column=1)
    return Result(value=None, problems=(Problem(code=code, message=message, hint=hint, location=place),))
