"""The journal on disk: whole lines are added at its end, and nothing is added to a chain that is broken."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from typing import Any

from scoring.errors import Location, Problem, Result
from scoring.files import os_error_text, write_atomic
from scoring.journal.chain import EMPTY, Entry, JournalCheck, check_lines, lines_for

__all__ = ["append", "check", "read"]

LARGEST = 256 * 1024 * 1024
WAIT = 10.0
"""Seconds to wait for another run that writes to the same journal."""


def read(path: str) -> Result[str]:
    """The text of a journal; empty where there is none yet."""
    if not os.path.exists(path):
        return Result(value="")
    try:
        if os.path.getsize(path) > LARGEST:
            return _failed("journal-size", path, "文件太大，不像是审核记录", "请核对路径。")
        with open(path, encoding="utf-8", newline="") as stream:
            return Result(value=stream.read())
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

    Entries that stand in the journal already, whatever their line, are not added again. A broken chain is refused and
    left as it is. Two runs at once wait for each other.
    """
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
    known = set(_bodies(text.value))
    fresh, head = [], found.head or EMPTY
    count = found.count
    for entry in entries:
        ((line, own),) = lines_for([entry], count + 1, head)
        body = next(iter(_bodies(line + "\n")))
        if body not in known:
            known.add(body)
            fresh.append(line + "\n")
            head, count = own, count + 1
    if fresh:
        write_atomic(path, (text.value + "".join(fresh)).encode("utf-8"))
    return Result(value=head)


def _bodies(text: str) -> list[str]:
    """Each line without what only the chain puts there."""
    found = []
    for line in filter(None, text.split("\n")):
        fields = json.loads(line)
        own = {key: value for key, value in fields.items() if key not in ("序号", "上一行", "本行")}
        found.append(json.dumps(own, ensure_ascii=False, sort_keys=True))
    return found


def _failed(code: str, path: str, message: str, hint: str) -> Result[Any]:
    place = Location(file=path, line=1, column=1)
    return Result(value=None, problems=(Problem(code=code, message=message, hint=hint, location=place),))
