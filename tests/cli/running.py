"""Run the command line in this process, as a person would from the root of the checkout."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scoring.cli.start import main

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = "submissions/sample-city/submission.yaml"
HALF = "submissions/half-filled/submission.yaml"


class Ran(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    told: str


class _Kept(io.BytesIO):
    """The bytes of one stream, copied at once to where both streams meet."""

    def __init__(self, screen: io.BytesIO) -> None:
        super().__init__()
        self.screen = screen

    def write(self, data: Buffer, /) -> int:
        self.screen.write(data)
        return super().write(data)


class _Stream(io.TextIOWrapper):
    """A text stream over bytes, like the real stdout."""

    def __init__(self, screen: io.BytesIO) -> None:
        super().__init__(_Kept(screen), encoding="utf-8", errors="strict", newline="", write_through=True)

    def text(self) -> str:
        self.flush()
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode("utf-8")


def run(*words: str) -> Ran:
    """Run one command line."""
    return watch(*words)[0]


def watch(*words: str) -> tuple[Ran, str]:
    """Run one command line; what it left behind, and all of it as a person sees it, messages between the results."""
    screen = io.BytesIO()
    out, told = _Stream(screen), _Stream(screen)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(told):
        code = main(words)
    return Ran(code, out.text(), told.text()), screen.getvalue().decode("utf-8")
