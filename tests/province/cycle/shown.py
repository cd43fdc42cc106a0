"""The outputs that a page of the documents shows, and whether a command really printed them.

A line `……` stands for lines left out, `……` within a line for words left out; all else is held to the letter.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[3]
PROVINCE = ROOT / "docs" / "province.md"
LEFT_OUT = "……"
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


class Shown(NamedTuple):
    """One command of a page, and the lines shown below it."""

    words: tuple[str, ...]
    lines: tuple[str, ...]


def shown(page: Path, program: str = "scoring") -> Iterator[Shown]:
    """The commands of a page that call the program, with what is shown of their output (nothing, often)."""
    for block in BLOCK.findall(page.read_text("utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            head, *lines = part.splitlines()
            called, *words = shlex.split(head)
            if called == program:
                yield Shown(tuple(words), tuple(line for line in lines if line.strip()))


def first_untrue(lines: Sequence[str], printed: str) -> str | None:
    """The first shown line that was not printed after the one before it; None when all were.

    Only where a line `……` stands between two shown lines may there be others between them.
    """
    real = [line.rstrip() for line in printed.splitlines() if line.strip()]
    at, near = 0, False
    for line in lines:
        if line.strip() == LEFT_OUT:
            near = False
            continue
        like = re.compile(".*".join(map(re.escape, line.rstrip().split(LEFT_OUT))))
        places = range(at, min(at + 1, len(real))) if near else range(at, len(real))
        found = next((place for place in places if like.fullmatch(real[place])), None)
        if found is None:
            return line
        at, near = found + 1, True
    return None
