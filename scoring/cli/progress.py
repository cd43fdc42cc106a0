"""ProgressLine on stderr: one line that is drawn over on a terminal, nothing at all where stderr is a file."""

from __future__ import annotations

import sys
import time

from scoring.cli.console import visible
from scoring.cli.table import fit, pad

__all__ = ["ProgressLine", "left_text"]

PAUSE = 0.1
BAR, ROOM = 20, 78
SURE_AFTER = 2.0
"""Seconds after which the time left can be guessed."""


class ProgressLine:
    """Use as a context manager; call it with (done, total, what). `timed` also says how long it may still take."""

    def __init__(self, head: str, *, timed: bool = False) -> None:
        self.head = head
        self.timed = timed
        self.on = sys.stderr.isatty()
        self.drawn = 0.0
        self.first: tuple[float, int] | None = None

    def __enter__(self) -> ProgressLine:
        return self

    def __call__(self, done: int, total: int, what: str) -> None:
        """Draw the state, at most ten times a second."""
        now = time.monotonic()
        if self.first is None:
            self.first = now, done
        if not self.on or (now - self.drawn < PAUSE and done < total):
            return
        self.drawn = now
        full = BAR * done // max(total, 1)
        left = self._left(done, total, now) if self.timed else ""
        line = f"{self.head} [{'#' * full}{'.' * (BAR - full)}] {done}/{total} {left}{visible(what)}"
        sys.stderr.write("\r" + pad(fit(line, ROOM), ROOM))
        sys.stderr.flush()

    def _left(self, done: int, total: int, now: float) -> str:
        """What is left at the pace so far; what was done before the first call does not count."""
        assert self.first is not None
        start, before = self.first
        if now - start < SURE_AFTER or done <= before or done >= total:
            return ""
        return f"{left_text((now - start) * (total - done) / (done - before))} "

    def __exit__(self, *_: object) -> None:
        if self.on and self.drawn:
            sys.stderr.write("\r" + " " * ROOM + "\r")
            sys.stderr.flush()


def left_text(seconds: float) -> str:
    """`还要约2分` and the like, never finer than anybody can foresee."""
    if seconds < 60:
        return f"还要约{max(int(seconds), 1)}秒"
    minutes = round(seconds / 60)
    return f"还要约{minutes}分" if minutes < 60 else f"还要约{minutes // 60}小时{minutes % 60}分"
