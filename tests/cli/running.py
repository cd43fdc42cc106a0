"""Run the command line in this process, as a person would from the root of the checkout."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import NamedTuple

from scoring.cli.start import main

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = "submissions/sample-city/submission.yaml"
HALF = "submissions/half-filled/submission.yaml"


class Ran(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    told: str


class _Stream(io.TextIOWrapper):
    """A text stream over bytes, like the real stdout."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", errors="strict", newline="")

    def text(self) -> str:
        self.flush()
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode("utf-8")


def run(*words: str) -> Ran:
    """Run one command line."""
    out, told = _Stream(), _Stream()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(told):
        code = main(words)
    return Ran(code, out.text(), told.text())
