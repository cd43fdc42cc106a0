"""Processor time of calls and of commands, taken in turns, so that what else the machine does hits all alike."""

from __future__ import annotations

import gc
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

__all__ = ["ROOT", "command_seconds", "medians"]

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 9
LEAST = 0.03
"""Seconds that one round of a call takes at least, by repeating it."""


def medians(calls: Mapping[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, float]:
    """The seconds of each call, as the median over rounds in which they take turns."""
    times = {name: _repeats(call) for name, call in calls.items()}
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            gc.collect()
            start = time.process_time()
            for _ in range(times[name]):
                call()
            taken[name].append((time.process_time() - start) / times[name])
    return {name: statistics.median(found) for name, found in taken.items()}


def _repeats(call: Callable[[], object]) -> int:
    call()
    start, count = time.process_time(), 0
    while time.process_time() - start < LEAST / 5:
        call()
        count += 1
    return count * 5


def command_seconds(*words: str, rounds: int = 3) -> float:
    """What `scoring` with these words costs, with its start and the processes below it: the least of some rounds."""
    taken = []
    for _ in range(rounds):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([sys.executable, "-m", "scoring", *words], cwd=ROOT, capture_output=True, text=True)
        if done.returncode not in (0, 1):
            raise SystemExit(done.stdout + done.stderr)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(taken)
