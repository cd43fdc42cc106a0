"""What looking at a file told, kept while the file is the same: a page that is drawn again opens no document again."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from scoring.model.evidence import Seen

__all__ = ["Memory"]

MOST = 20_000
"""So many files are remembered; one more, and all are forgotten."""
SETTLED = 2 * 10**9
"""Nanoseconds for which a file has to rest before it is remembered: its time of change would not tell a second change within
the same tick of the disk's clock."""

Stamp = tuple[int, int, int, int, int]
Key = tuple[str, str, bool]


class Memory:
    """Of one workspace, for as long as it runs; asked by several threads at once."""

    def __init__(self, now: Callable[[], int] = time.time_ns) -> None:
        self._now = now
        self._seen: dict[Key, tuple[Stamp, Seen]] = {}

    def seen(self, real: str, path: str, deep: bool, look: Callable[[str, str, bool], Seen]) -> Seen:
        """What `look` tells of the file at `real` that is listed as `path`; asked again where the file has changed."""
        key, stamp = (real, path, deep), _stamp(real)
        known = self._seen.get(key)
        if stamp is not None and known is not None and known[0] == stamp:
            return known[1]
        found = look(real, path, deep)
        if stamp is not None and max(stamp[3:]) < self._now() - SETTLED:
            if len(self._seen) >= MOST:
                self._seen.clear()
            self._seen[key] = stamp, found
        return found


def _stamp(real: str) -> Stamp | None:
    try:
        found = os.stat(real)
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
