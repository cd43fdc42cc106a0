"""The cells of a file as text, as they are shown: CSV with the standard library, workbooks with python-calamine."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import date, time, timedelta

from msgspec import Struct

from scoring.authoring.draft.formats import Formats, formats_of
from scoring.authoring.draft.shown import plain, shown
from scoring.base.errors import Problem, Result
from scoring.base.reading import TooLargeError, read_bytes
from scoring.base.system import os_error_text

__all__ = ["Cells", "Sheet", "read_cells"]

Cells = list[list[str]]
BOOKS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".et")
FORMATTED = (float, date, timedelta, time)
"""Values that a format may show in another way than they are kept."""
MOST_BYTES = 20 * 1024 * 1024


class Sheet(Struct, frozen=True, kw_only=True):
    """The cells of one sheet. `unsure` are those, by row and column from 0, whose text may not be what is shown."""

    cells: Cells
    unsure: frozenset[tuple[int, int]] = frozenset()


def read_cells(path: str) -> Result[Sheet]:
    """The rows of a CSV file (UTF-8 or GB18030) or of the first sheet of a workbook that holds a table."""
    try:
        data = read_bytes(path, MOST_BYTES)
    except TooLargeError:
        return _problem("too-large", f"{path} 太大", "请只留下指标表，去掉图片和别的工作表。")
    except OSError as error:
        reason = os_error_text(error)
        return _problem("unreadable", f"打不开 {path}（{reason}）", "请检查文件名，并确认文件没有被别的程序占用。")
    if path.lower().endswith(BOOKS) or data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _book(path, data)
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))  # what spreadsheets call Unicode text
    if b"\0" in data and not wide:
        hint = "请在表格软件里打开指标表，另存为 CSV 或 xlsx；也请核对是不是选错了文件。"
        return _problem("table-form", f"{path} 不是表格：里面不是文字", hint)
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            return Result(value=Sheet(cells=_csv(data.decode(encoding))))
        except UnicodeDecodeError:
            continue
        except csv.Error:
            return _problem("table-form", f"{path} 不是 CSV 表格", "请在表格软件里另存为 CSV 或 xlsx。")
    return _problem("encoding", f"{path} 的编码认不出来", "请另存为 UTF-8 编码的 CSV，或存为 xlsx。")


def _csv(text: str) -> Cells:
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    return [[_tidy(cell) for cell in row] for row in rows]


def _book(path: str, data: bytes) -> Result[Sheet]:
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        return _problem(
            "no-calamine", "缺少读取工作簿的组件 python-calamine", "请运行 pip install python-calamine，或另存为 CSV。"
        )
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [book.get_sheet_by_index(index) for index in range(len(book.sheet_names))]
        tables = [
            _sheet(sheet.to_python(skip_empty_area=False), formats_of(data, name))
            for name, sheet in zip(book.sheet_names, sheets, strict=True)
        ]
    except (CalamineError, OSError, ValueError):
        hint = "请在表格软件里打开并另存为 xlsx 或 CSV；有密码的先去掉密码。"
        return _problem("table-form", f"{path} 不是能读的工作簿：内容损坏、加了密码，或者不是表格", hint)
    filled = [table for table in tables if any(cell for row in table.cells for cell in row)]
    if not filled:
        return _problem("table-empty", f"{path} 里没有内容", "请确认选对了文件。")
    return Result(value=max(filled, key=_likely))


def _likely(table: Sheet) -> int:
    """How many of the first rows' cells look like the heads we know."""
    words = ("分值", "指标内容", "评分标准", "requirement", "scoring", "points")
    return sum(cell.strip().lower() in words for row in table.cells[:10] for cell in row)


def _sheet(values: Sequence[Sequence[object]], formats: Formats | None) -> Sheet:
    """The values as they are shown; unsure where their format is not known. `formats` None knows none."""
    cells: Cells = []
    unsure: set[tuple[int, int]] = set()
    for row, line in enumerate(values):
        cells.append([])
        for column, value in enumerate(line):
            form = None if formats is None else formats.get((row, column), "General")
            text = None if form is None or not isinstance(value, FORMATTED) else shown(value, form)
            if text is None and isinstance(value, FORMATTED) and form != "General":
                unsure.add((row, column))
            cells[-1].append("" if value is None else _tidy(plain(value) if text is None else text))
    return Sheet(cells=cells, unsure=frozenset(unsure))


def _tidy(text: str) -> str:
    """Line breaks inside a cell are layout, not words."""
    return re.sub(r"[ \t]*[\r\n]+[ \t]*", "", text).strip()


def _problem(code: str, message: str, hint: str) -> Result[Sheet]:
    return Result(value=None, problems=(Problem(code=code, message=message, hint=hint),))
