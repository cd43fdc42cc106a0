"""Workbooks as they come back: xlsx, xls and ods, whoever saved them. Cells keep what they are and, where the file says so,
the format they are shown in; nothing is guessed here."""

from __future__ import annotations

import io
import os.path
from collections.abc import Container, Sequence

from msgspec import Struct

from scoring.authoring.draft.spreadsheet import GENERAL, Formats, formats_of, plain, shown, uncalculated
from scoring.base.errors import Problem, Result
from scoring.base.guard import protect
from scoring.base.reading import TooLargeError, read_bytes
from scoring.base.spreadsheets import within_limits
from scoring.base.text import os_error_text
from scoring.exchange.places import Place

__all__ = ["BOOKS", "CellValue", "ReturnedBook", "ReturnedSheet", "read_book"]

BOOKS = (".xlsx", ".xls", ".xlsm", ".ods", ".et")
MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 20_000, 200
"""What lies beyond is no form of ours."""
SHRINK = "请去掉图片、别的工作表和远处多余的格子，再存一次。"


class CellValue(Struct, frozen=True, kw_only=True):
    """What stands in a cell. `form` is its number format, None where the file does not tell; `bare` says that it is a formula
    whose value nobody worked out."""

    value: object
    form: str | None
    place: Place
    bare: bool = False

    @property
    def blank(self) -> bool:
        """Whether there is nothing in it, or nothing to be seen."""
        return self.value is None or not str(self.value).strip()

    @property
    def text(self) -> str:
        """Its words, as they are shown where that is known."""
        if self.value is None:
            return ""
        worded = None if self.form is None or isinstance(self.value, str | bool) else shown(self.value, self.form)
        return (plain(self.value) if worded is None else worded).strip()


class ReturnedSheet(Struct, frozen=True, kw_only=True):
    """One sheet: its rows as they lie in the file. `formats` None knows none; `merged` are areas of merged cells, as first
    and last row and column; `bare` are cells with a formula and no value."""

    book: str
    name: str
    rows: Sequence[Sequence[object]]
    formats: Formats | None = None
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()
    bare: Container[tuple[int, int]] = ()

    def cell(self, row: int, column: int) -> CellValue:
        """The cell at a place, counted from 0."""
        line = self.rows[row] if row < len(self.rows) else ()
        form = None if self.formats is None else self.formats.get((row, column), GENERAL)
        value = line[column] if column < len(line) else None
        bare = (row, column) in self.bare
        return CellValue(value=value, form=form, place=self.place(row, column), bare=bare)

    def place(self, row: int, column: int) -> Place:
        """The place of a cell."""
        return Place(book=self.book, sheet=self.name, cell=f"{_letters(column)}{row + 1}")


class ReturnedBook(Struct, frozen=True, kw_only=True):
    """A workbook: its name without the folder, and its sheets."""

    name: str
    sheets: tuple[ReturnedSheet, ...]


def read_book(path: str, shown: str | None = None) -> Result[ReturnedBook]:
    """The workbook at `path`, which messages call `shown`; what cannot be read is a problem with what to do."""
    name = shown or os.path.basename(path)
    protect(path)
    try:
        data = read_bytes(path, MOST_BYTES)
    except TooLargeError:
        return _problem("too-large", f"{path} 太大，不像填报表", SHRINK)
    except OSError as error:
        hint = "请检查文件名，并确认文件没有被别的程序占用。"
        return _problem("unreadable", f"打不开 {path}（{os_error_text(error)}）", hint)
    return book_of(data, name)


def book_of(data: bytes, name: str) -> Result[ReturnedBook]:
    """The workbook in `data`."""
    from python_calamine import CalamineError, CalamineWorkbook

    if not within_limits(data):
        return _problem("too-large", f"{name} 的表太大，不像填报表：最后一个格子离得太远，或者展开后太大", SHRINK)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = []
        for title in book.sheet_names:
            sheet = book.get_sheet_by_name(title)
            rows = sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS)
            sheets.append(
                ReturnedSheet(
                    book=name,
                    name=title,
                    rows=tuple(tuple(_value(one) for one in row[:MOST_COLUMNS]) for row in rows),
                    formats=formats_of(data, title),
                    merged=tuple(sheet.merged_cell_ranges or ()),
                    bare=uncalculated(data, title),
                )
            )
    except (CalamineError, OSError, ValueError):
        hint = "请在 WPS 或 Excel 里打开，另存为 xlsx 再用；有密码的先去掉密码。"
        return _problem("not-a-workbook", f"{name} 不是能读的工作簿：内容损坏、加了密码，或者不是表格", hint)
    return Result(value=ReturnedBook(name=name, sheets=tuple(sheets)))


def _value(value: object) -> object:
    """Nothing is None, whatever kind of nothing it is."""
    return None if isinstance(value, str) and not value.strip() else value


def _letters(column: int) -> str:
    name = ""
    while column >= 0:
        name = chr(65 + column % 26) + name
        column = column // 26 - 1
    return name


def _problem(code: str, message: str, hint: str) -> Result[ReturnedBook]:
    return Result(value=None, problems=(Problem(code=code, message=message, hint=hint),))
