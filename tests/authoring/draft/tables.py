"""Small tables for the tests, as rows and as files."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from scoring.authoring.draft import PackDraft, build, read_table
from scoring.base.errors import Result

HEAD = ("section", "section_title", "section_points", "item", "points", "requirement", "scoring")
Line = tuple[str, ...]


def csv_bytes(rows: list[Line], encoding: str = "utf-8", head: Line = HEAD) -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows([head, *rows])
    return stream.getvalue().encode(encoding)


def one(scoring: str, requirement: str = "做好工作。", points: str = "10") -> list[Line]:
    """A table of one item."""
    return [("1", "甲部分", points, "1", points, requirement, scoring)]


def made(folder: Path, rows: list[Line], identity: str = "draft") -> Result[PackDraft]:
    path = folder / "指标表.csv"
    path.write_bytes(csv_bytes(rows))
    table = read_table(str(path))
    assert table.value is not None, [problem.message for problem in table.problems]
    return build(identity, table.value)
