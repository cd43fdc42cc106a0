"""A named pipe as an input: it is known when somebody reads it, and they wait until something is written."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path

__all__ = ["alive", "reader_of", "until", "when_read"]


def when_read(pipe: Path) -> int:
    """The writing end, once somebody waits at the reading end."""

    def opened() -> int | None:
        with contextlib.suppress(OSError):  # ENXIO: nobody reads yet
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        return None

    return until(opened)


def until(found: Callable[[], int | None]) -> int:
    """What `found` gives, as soon as it gives something."""
    limit = time.monotonic() + 120
    while time.monotonic() < limit:
        got = found()
        if got is not None:
            return got
        time.sleep(0.01)
    raise AssertionError("waited in vain")


def alive(pid: int) -> bool:
    """Whether a process runs; one that waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def reader_of(pipe: Path) -> int | None:
    """A process that has the pipe open for reading only. One just forked from here may hold our own ends for a moment."""
    for place in Path("/proc").glob("[0-9]*/fd/*"):
        with contextlib.suppress(OSError, ValueError):
            if os.path.realpath(place) == str(pipe):
                about = (place.parent.parent / "fdinfo" / place.name).read_text()
                flags = next(line.split()[1] for line in about.splitlines() if line.startswith("flags"))
                if int(flags, 8) & os.O_ACCMODE == os.O_RDONLY:
                    return int(place.parent.parent.name)
    return None
