"""Workbooks for tests: drawn from submissions, and changed in memory as somebody at the keyboard would change them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from scoring.base.assets import criteria_search
from scoring.exchange.departments import COMMISSION, Assignment, assign
from scoring.exchange.form import Form
from scoring.exchange.layout import HIDDEN
from scoring.exchange.reading import ReturnedBook, ReturnedSheet, read_book
from scoring.exchange.submitted import Submitted, open_submitted
from scoring.exchange.writing import write_form
from tests.kinds.packs_of_tests import PACKS
from tests.kinds.test_kinds_units import FILLED

ROOT = Path(__file__).resolve().parents[2]
HALF = ROOT / "submissions" / "half-filled" / "submission.yaml"


def opened(path: Path) -> Submitted:
    found = open_submitted(str(path), (*criteria_search(), str(PACKS)))
    assert found.value is not None, found.problems
    return found.value


def assigned(source: Submitted, *said: tuple[str, str]) -> Assignment:
    found = assign(source.asked, said)
    assert found.value is not None, found.problems
    return found.value


def written(source: Submitted, folder: Path, department: str = COMMISSION) -> ReturnedBook:
    path = folder / f"{department or '汇总'}.xlsx"
    write_form(Form(source=source, assignment=assigned(source), department=department), str(path))
    book = read_book(str(path))
    assert book.value is not None
    return book.value


def averaged(tmp_path: Path) -> Submitted:
    file = tmp_path / "自评.yaml"
    file.write_text(f"指标体系: averaged\n城市: 示例市\n申报日期: 2022-05-20\n虚构样例: 是\n{FILLED}", "utf-8")
    return opened(file)


Cell = tuple[str, str]
"""An answer by the id of its question and the head of its column."""


def sheet_of(book: ReturnedBook, name: str) -> ReturnedSheet:
    return next(one for one in book.sheets if one.name == name)


def with_sheet(book: ReturnedBook, sheet: str, rows: Sequence[Sequence[object]], **more: object) -> ReturnedBook:
    """The workbook with other rows in a sheet."""
    sheets = (replace(one, rows=rows, **more) if one.name == sheet else one for one in book.sheets)
    return replace(book, sheets=tuple(sheets))


def without_hidden(book: ReturnedBook) -> ReturnedBook:
    return replace(book, sheets=tuple(one for one in book.sheets if one.name != HIDDEN))


def row_of(sheet: ReturnedSheet, key: str) -> int:
    """The row with an id; an empty one stands for the first row to spare, which has none."""
    below = next(row for row, line in enumerate(sheet.rows) if line and line[0] == "编号")
    return next(row for row, line in enumerate(sheet.rows) if row > below and (line[0] or "") == key)


def column_of(sheet: ReturnedSheet, head: str) -> int:
    return next(line.index(head) for line in sheet.rows if head in line)


def filled(book: ReturnedBook, cells: Mapping[Cell, object], sheet: str = "填报") -> ReturnedBook:
    """The workbook with other values in the cells."""
    found = sheet_of(book, sheet)
    rows = [list(line) for line in found.rows]
    for (key, head), value in cells.items():
        rows[row_of(found, key)][column_of(found, head)] = value
    return with_sheet(book, sheet, rows)
