"""What in a pack still waits for a person: the lines that bear the mark of a proposal."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

__all__ = ["MARK", "Pending", "pending_lines"]

MARK = "# 待确认"
"""Stands at the end of the line of every proposal; whoever confirms it removes the mark."""


class Pending(Struct, frozen=True, kw_only=True):
    """One marked line: file name, line from 1, what stands there and what the mark says."""

    file: str
    line: int
    text: str
    remark: str


def pending_lines(file: str, content: str) -> Iterator[Pending]:
    """The marked lines of a file in their order; a line that is all comment explains and proposes nothing."""
    for number, line in enumerate(content.split("\n"), start=1):
        text, mark, remark = line.rstrip("\r").partition(MARK)
        if mark and text.strip() and not line.lstrip().startswith("#"):
            yield Pending(file=file, line=number, text=text.strip(), remark=remark.lstrip("："))
