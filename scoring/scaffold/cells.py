"""The cells of a file as text: CSV with the standard library, workbooks with python-calamine."""

from __future__ import annotations

import csv
import io
import re

from scoring.errors import Problem, Result
from scoring.files import os_error_text

__all__ = ["Cells", "read_cells"]

Cells = list[list[str]]
BOOKS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".et")
MOST_BYTES = 20 * 1024 * 1024


def read_cells(path: str) -> Result[Cells]:
    """The rows of a CSV file (UTF-8 or GB18030) or of the first sheet of a workbook that holds a table."""
    try:
        with open(path, "rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        reason = os_error_text(error)
        return _problem("unreadable", f"打不开 {path}（{reason}）", "请检查文件名，并确认文件没有被别的程序占用。")
    if len(data) > MOST_BYTES:
        return _problem("too-large", f"{path} 太大", "请只留下指标表，去掉图片和别的工作表。")
    if path.lower().endswith(BOOKS) or data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _book(path, data)
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))  # what spreadsheets call Unicode text
    if b"\0" in data and not wide:
        hint = "请在表格软件里打开指标表，另存为 CSV 或 xlsx；也请核对是不是选错了文件。"
        return _problem("table-form", f"{path} 不是表格：里面不是文字", hint)
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            return Result(value=_csv(data.decode(encoding)))
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


def _book(path: str, data: bytes) -> Result[Cells]:
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        return _problem(
            "no-calamine", "缺少读取工作簿的组件 python-calamine", "请运行 pip install python-calamine，或另存为 CSV。"
        )
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [book.get_sheet_by_index(index) for index in range(len(book.sheet_names))]
        tables = [[[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)] for sheet in sheets]
    except (CalamineError, OSError, ValueError):
        hint = "请在表格软件里打开并另存为 xlsx 或 CSV；有密码的先去掉密码。"
        return _problem("table-form", f"{path} 不是能读的工作簿：内容损坏、加了密码，或者不是表格", hint)
    filled = [table for table in tables if any(cell for row in table for cell in row)]
    if not filled:
        return _problem("table-empty", f"{path} 里没有内容", "请确认选对了文件。")
    return Result(value=max(filled, key=_likely))


def _likely(table: Cells) -> int:
    """How many of the first rows' cells look like the heads we know."""
    words = ("分值", "指标内容", "评分标准", "requirement", "scoring", "points")
    return sum(cell.strip().lower() in words for row in table[:10] for cell in row)


def _text(cell: object) -> str:
    if cell is None or cell == "":
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return _tidy(str(cell))


def _tidy(text: str) -> str:
    """Line breaks inside a cell are layout, not words."""
    return re.sub(r"[ \t]*[\r\n]+[ \t]*", "", text).strip()


def _problem(code: str, message: str, hint: str) -> Result[Cells]:
    return Result(value=None, problems=(Problem(code=code, message=message, hint=hint),))
