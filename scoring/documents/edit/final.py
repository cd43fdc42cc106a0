"""定稿: a file that is closed. A mark beside it says who closed it, when, and which bytes; while it is there, nothing of ours
changes the file (`saving` asks under its lock), and where another program does, that shows.
"""

from __future__ import annotations

import json
import os
from datetime import datetime
from hashlib import sha256

from msgspec import Struct

from scoring.base.files import write_atomic
from scoring.base.reading import read_bytes

__all__ = ["FINAL", "Final", "final_of", "mark_final", "unmark"]

FINAL = ".定稿.json"
"""What is added to the name of a file for the name of its mark."""
LARGEST = 10_000


class Final(Struct, frozen=True, kw_only=True):
    """That a file is closed: who did it, when, and whether it still is as it was then."""

    who: str
    at: str
    same: bool


def final_of(file: str) -> Final | None:
    """The mark of a file; None for one that is open."""
    try:
        found = json.loads(read_bytes(f"{file}{FINAL}", LARGEST))
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        found = {}
    mark = found if isinstance(found, dict) else {}
    return Final(who=str(mark.get("谁", "")), at=str(mark.get("时间", "")), same=mark.get("校验值") == _digest(file))


def mark_final(file: str, who: str, at: datetime) -> None:
    """Set the mark. Raises OSError."""
    mark = {"谁": who, "时间": at.strftime("%Y-%m-%d %H:%M"), "校验值": _digest(file)}
    write_atomic(f"{file}{FINAL}", json.dumps(mark, ensure_ascii=False).encode())


def unmark(file: str) -> None:
    """Take the mark away. Raises OSError."""
    os.unlink(f"{file}{FINAL}")


def _digest(file: str) -> str:
    try:
        return sha256(read_bytes(file)).hexdigest()
    except OSError:
        return ""
