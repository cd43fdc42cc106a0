"""What in a pack still waits for a person: the lines that bear the mark of a proposal."""

from __future__ import annotations

import io
import os
import os.path
from collections.abc import Iterable

from scoring.reading import read_bytes
from scoring.record import record
from scoring.scaffold.writing import MARK

__all__ = ["Pending", "pending"]


@record
class Pending:
    """One marked line: file name, line from 1, what stands there and what the mark says."""

    file: str
    line: int
    text: str
    remark: str


def pending(folder: str) -> tuple[Pending, ...]:
    """The marked lines of the YAML files of a pack's folder, in order; none where it cannot be read."""
    found: list[Pending] = []
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(".yaml"))
        for name in names:
            lines = io.TextIOWrapper(io.BytesIO(read_bytes(os.path.join(folder, name))), "utf-8", "replace")
            found.extend(_marked(name, lines))
    except OSError:
        return ()
    return tuple(found)


def _marked(name: str, lines: Iterable[str]) -> Iterable[Pending]:
    for number, line in enumerate(lines, start=1):
        text, mark, remark = line.rstrip("\n").partition(MARK)
        if mark and text.strip() and not line.lstrip().startswith("#"):
            yield Pending(file=name, line=number, text=text.strip(), remark=remark.lstrip("："))
