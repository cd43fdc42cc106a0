"""What lies at a path, told by its stamps alone, so that a change on the disk is noticed without reading the file.

Two writes within one tick of a disk's clock can leave the same stamps (10 ms on Linux, 2 s on a FAT stick), so the
stamps of a file that was written a moment ago say nothing yet: `settled` gives none for it. See
docs/decisions/0099-what-opening-told.md.
"""

from __future__ import annotations

import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["RECENT", "Looked", "looked_at", "settled", "spellings", "state", "unchanged"]

Looked = tuple[tuple[str, str], ...]
"""Paths, and what was there."""
QUIET = 2_000_000_000
"""For how long (nanoseconds) nothing may have been written to a file whose stamps are to be trusted."""
RECENT = "recent"
"""What `looked_at` notes of a file whose stamps cannot be trusted yet: it never counts as unchanged."""


def spellings(path: str) -> tuple[str, ...]:
    """`path` as given, composed and decomposed: systems disagree on how a composed character is spelt in a name."""
    if path.isascii():
        return (path,)
    import unicodedata

    return tuple(dict.fromkeys((path, unicodedata.normalize("NFC", path), unicodedata.normalize("NFD", path))))


def looked_at(names: Iterable[str], base: str) -> Looked:
    """Every spelling of every one of `names` below the folder `base`, and what is there."""
    wanted = dict.fromkeys(spelling for name in names if "\0" not in name for spelling in spellings(name))
    paths = [os.path.join(base, name) for name in wanted]
    return tuple((path, RECENT if (found := settled(path)) is None else found) for path in paths)


def unchanged(looked: Iterable[tuple[str, str]]) -> bool:
    """Whether everything is as it was."""
    return all(state(path) == before for path, before in looked)


def state(path: str) -> str:
    """Kind, inode, size and times of what is at `path`; "" where nothing can be found."""
    try:
        return _told(os.stat(path))
    except (OSError, ValueError):
        return ""


def settled(path: str) -> str | None:
    """As `state`; None where the last write was a moment ago (or lies ahead of this machine's clock), so that another
    one might leave the same stamps."""
    try:
        about = os.stat(path)
    except (OSError, ValueError):
        return ""
    quiet = max(about.st_mtime_ns, about.st_ctime_ns) <= _now() - QUIET
    return _told(about) if quiet else None


def _told(about: os.stat_result) -> str:
    return f"{about.st_mode} {about.st_ino} {about.st_size} {about.st_mtime_ns} {about.st_ctime_ns}"


def _now() -> int:
    return time.time_ns()
