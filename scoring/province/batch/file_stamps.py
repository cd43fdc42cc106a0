"""The stamps of the evidence files a result depends on, so that a change is noticed without reading the files again.

Two writes within one tick of a disk's clock can leave the same stamp (10 ms on Linux, 2 s on a FAT stick), so that of a
file written a moment ago says nothing yet. See docs/decisions/0120-one-way-to-a-score.md.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable

from scoring.evidence import spellings

__all__ = ["FileStamps", "file_stamps", "unchanged"]

FileStamps = tuple[tuple[str, str], ...]
"""Paths, and the stamp of what was there."""
QUIET = 2_000_000_000
"""For how long (nanoseconds) nothing may have been written to a file whose stamp is to be trusted."""
RECENT = "recent"
"""Stands for a stamp that cannot be trusted yet: it never counts as unchanged."""
ABSENT = ""


def file_stamps(names: Iterable[str], base: str) -> FileStamps:
    """The stamp of every spelling of every one of `names` below the folder `base`."""
    wanted = dict.fromkeys(spelling for name in names if "\0" not in name for spelling in spellings(name))
    paths = [os.path.join(base, name) for name in wanted]
    return tuple((path, _trusted(path)) for path in paths)


def unchanged(stamps: FileStamps) -> bool:
    """Whether everything is as it was."""
    return all(_stamp(_stat(path)) == before for path, before in stamps)


def _trusted(path: str) -> str:
    """The stamp; RECENT where the last write was a moment ago, or lies ahead of this machine's clock."""
    about = _stat(path)
    if about is not None and max(about.st_mtime_ns, about.st_ctime_ns) > _now() - QUIET:
        return RECENT
    return _stamp(about)


def _stat(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except (OSError, ValueError):
        return None


def _stamp(about: os.stat_result | None) -> str:
    if about is None:
        return ABSENT
    return f"{about.st_mode} {about.st_ino} {about.st_size} {about.st_mtime_ns} {about.st_ctime_ns}"


def _now() -> int:
    return time.time_ns()
