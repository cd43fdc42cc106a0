"""What `scoring score` and `scoring explain` print for the samples."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from tests.cli.running import ROOT, run
from tests.rebaseline import Case

GOLDEN = Path(__file__).parent / "golden"
COMMANDS = {
    "score-sample-city": ("score", "submissions/sample-city/submission.yaml"),
    "score-weak-city": ("score", "submissions/weak-city/submission.yaml"),
    "score-half-filled": ("score", "submissions/half-filled/submission.yaml"),
    "score-not-eligible": ("score", "submissions/not-eligible/submission.yaml"),
    "score-half-filled-csv": ("score", "submissions/half-filled/submission.yaml", "--format", "csv"),
    "explain-forfeit": ("explain", "2.3", "submissions/weak-city/submission.yaml"),
    "explain-unknown": ("explain", "1.4", "submissions/half-filled/submission.yaml"),
    "explain-reference": ("explain", "3.5", "submissions/weak-city/submission.yaml"),
    "criteria-show": ("criteria", "show", "liaoning-2022"),
    "init": ("init", "liaoning-2022", "-o", "-"),
}


def cases() -> Iterable[Case]:
    for name, words in COMMANDS.items():
        yield Case(f"cli/{name}", GOLDEN / f"{name}.txt", partial(_produce, words))


def _produce(words: tuple[str, ...]) -> bytes:
    before = dict(os.environ)
    here = Path.cwd()
    os.environ.update(COLUMNS="100", NO_COLOR="1")
    os.chdir(ROOT)
    try:
        return run(*words).out.encode("utf-8")
    finally:
        os.chdir(here)
        os.environ.clear()
        os.environ.update(before)
