"""An input whose worker kills itself when it comes to it, and how to wait until processes are gone.

The worker is the one that acts, at one point of its own work. (Killed from outside while it reads a named pipe, a worker
with threads may still take what is written for its successor: its main thread is dead before the one that reads.)
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from scoring.batch.cluster import WorkerFingerprint, score_alike
from scoring.batch.model import Settings, Task, TaskResult
from scoring.batch.worker import score_chunk

__all__ = ["TRAP", "alive", "deaths", "dying_alike", "dying_chunk", "until"]

TRAP = "trap"
"""The key of the task that kills: as many workers as the file beside its input (`.kills`) says, then no more."""


def dying_chunk(
    settings: Settings, tasks: tuple[Task, ...], told: Callable[[Task], None] | None = None
) -> list[TaskResult]:
    """In a worker: `score_chunk`, until it comes to the trap."""
    return score_chunk(settings, tasks, _step)


def dying_alike(settings: Settings, tasks: tuple[Task, ...], expected: WorkerFingerprint) -> list[TaskResult]:
    """In a worker of a cluster: `score_alike`, until it comes to the trap."""
    for task in tasks:
        _step(task)
    return score_alike(settings, tasks, expected)


def deaths(path: str | Path) -> list[int]:
    """The workers that died over the trap whose input is `path`, in order."""
    with contextlib.suppress(FileNotFoundError):
        return [int(line) for line in Path(f"{path}.deaths").read_text().split()]
    return []


def _step(task: Task) -> None:
    if task.key == TRAP and len(deaths(task.path)) < int(Path(f"{task.path}.kills").read_text()):
        with open(f"{task.path}.deaths", "a", encoding="ascii") as stream:
            stream.write(f"{os.getpid()}\n")
        os.kill(os.getpid(), signal.SIGKILL)


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
    """Whether any thread of a process runs; one that waits to be buried does not."""
    for place in Path("/proc").glob(f"{pid}/task/*/stat"):
        with contextlib.suppress(OSError):
            if place.read_text().rpartition(")")[2].split()[0] not in "ZX":
                return True
    return False
