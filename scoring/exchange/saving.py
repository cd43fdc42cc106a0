"""Puts what was taken into the file: only where it is still the file that was read, the old one kept beside it, and a line in a
journal for every answer."""

from __future__ import annotations

import json
import os
from datetime import datetime

from scoring.base.errors import Location, Problem, Result
from scoring.base.files import write_atomic
from scoring.base.guard import revise
from scoring.base.reading import read_bytes
from scoring.base.text import os_error_text
from scoring.exchange.returns import Returns

__all__ = ["BACKUP", "JOURNAL", "save"]

BACKUP, JOURNAL = ".bak", ".改动.jsonl"
WAIT = 10.0
"""Seconds to wait for somebody else who writes to the same file."""


def save(file: str, returns: Returns, when: datetime) -> Result[str]:
    """Write the submission; gives the name of the file that keeps the old one. Refused where somebody changed it since it was
    read."""
    from filelock import FileLock, Timeout

    folder, name = os.path.split(os.path.realpath(file))
    try:
        with FileLock(os.path.join(folder, f".{name}.lock"), timeout=WAIT):
            if read_bytes(file) != returns.source.data:
                hint = "请再运行一次；已经改过的答案会重新比较。"
                return _failed(file, "file-changed", "自评文件刚才被别人改过，没有写入", hint)
            backup = f"{file}.{returns.source.digest[:8]}{BACKUP}"
            write_atomic(backup, returns.source.data)
            revise(file)
            write_atomic(file, returns.applied.data)
            with open(f"{file}{JOURNAL}", "a", encoding="utf-8") as journal:
                journal.writelines(_lines(returns, when))
            return Result(value=backup)
    except Timeout:
        return _failed(file, "file-busy", "别的程序正在改这份自评文件，没有写入", "请等它结束后再运行。")
    except OSError as error:
        return _failed(file, "file-unwritable", f"写不了：{os_error_text(error)}", "请检查磁盘空间和权限后再运行。")


def _lines(returns: Returns, when: datetime) -> list[str]:
    """A line for each answer: when, from which cells, which question, what it was and what it is."""
    found = []
    for one in returns.taken:
        line = {
            "时间": when.isoformat(timespec="seconds"),
            "来源": [str(vote.place) for vote in one.votes],
            "问题": "/".join(one.path),
            "原值": one.current,
            "新值": one.value,
            "原文件摘要": returns.source.digest,
        }
        found.append(json.dumps(line, ensure_ascii=False) + "\n")
    return found


def _failed(file: str, code: str, message: str, hint: str) -> Result[str]:
    place = Location(file=file, line=1, column=1)
    return Result(value=None, problems=(Problem(code=code, message=message, hint=hint, location=place),))
