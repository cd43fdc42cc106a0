"""Progress on stderr: one line that is drawn over on a terminal, nothing at all where stderr is a file."""

from __future__ import annotations

import sys
import time

from scoring.cli.table import fit, pad

__all__ = ["Progress"]

PAUSE = 0.1
BAR, ROOM = 20, 78


class Progress:
    """Use as a context manager; call it with (done, total, what)."""

    def __init__(self, head: str) -> None:
        self.head = head
        self.on = sys.stderr.isatty()
        self.drawn = 0.0

    def __enter__(self) -> Progress:
        return self

    def __call__(self, done: int, total: int, what: str) -> None:
        """Draw the state, at most ten times a second."""
        now = time.monotonic()
        if not self.on or (now - self.drawn < PAUSE and done < total):
            return
        self.drawn = now
        full = BAR * done // max(total, 1)
        line = f"{self.head} [{'#' * full}{'.' * (BAR - full)}] {done}/{total} {what}"
        sys.stderr.write("\r" + pad(fit(line, ROOM), ROOM))
        sys.stderr.flush()

    def __exit__(self, *_: object) -> None:
        if self.on and self.drawn:
            sys.stderr.write("\r" + " " * ROOM + "\r")
            sys.stderr.flush()
