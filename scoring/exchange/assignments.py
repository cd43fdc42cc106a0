"""The file that says who answers what: a covering list with its column of leads changed, or any table with these columns."""

from __future__ import annotations

import csv
import io

from scoring.base.errors import Location, Problem, Result
from scoring.base.guard import protect
from scoring.base.reading import read_bytes
from scoring.base.text import os_error_text
from scoring.exchange.covering import LEAD
from scoring.exchange.reading import BOOKS, ReturnedSheet, read_book

__all__ = ["read_assignments"]

NAMES = ("编号", "问题")
MOST_BYTES = 5 * 1024 * 1024
HEAD_ROWS = 20


def read_assignments(path: str) -> Result[list[tuple[str, str]]]:
    """The questions with their leads, in the order of the file."""
    if path.lower().endswith(BOOKS):
        book = read_book(path)
        if book.value is None:
            return Result(value=None, problems=book.problems)
        tables = [_texts(sheet) for sheet in book.value.sheets]
    else:
        read = _csv(path)
        if read.value is None:
            return Result(value=None, problems=read.problems)
        tables = [read.value]
    for rows in tables:
        found = _pairs(rows)
        if found is not None:
            return Result(value=found)
    hint = f"表头里要有“编号”（或“问题”）和“{LEAD}”两列；可以直接改分发清单里的“问题分工”表。"
    return _problem(path, "assignment-form", "没有找到问题分工的表", hint)


def _texts(sheet: ReturnedSheet) -> list[list[str]]:
    return [[sheet.cell(row, column).text for column in range(len(line))] for row, line in enumerate(sheet.rows)]


def _csv(path: str) -> Result[list[list[str]]]:
    protect(path)
    try:
        data = read_bytes(path, MOST_BYTES)
    except OSError as error:
        return _problem(path, "unreadable", f"打不开这个文件（{os_error_text(error)}）", "请检查文件名。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return Result(value=[[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""))])
    return _problem(path, "encoding", "编码认不出来", "请另存为 UTF-8 编码的 CSV，或存为 xlsx。")


def _pairs(rows: list[list[str]]) -> list[tuple[str, str]] | None:
    for number, row in enumerate(rows[:HEAD_ROWS]):
        name = next((row.index(one) for one in NAMES if one in row), None)
        if name is None or LEAD not in row:
            continue
        lead = row.index(LEAD)
        below = [one for one in rows[number + 1 :] if len(one) > max(name, lead)]
        return [(one[name], one[lead]) for one in below if one[name]]
    return None


def _problem(path: str, code: str, message: str, hint: str) -> Result:  # type: ignore[type-arg]
    place = Location(file=path, line=1, column=1)
    return Result(value=None, problems=(Problem(code=code, message=message, hint=hint, location=place),))
