"""The cells of a file as text, as they are shown: CSV with the standard library, workbooks with python-calamine.

A workbook keeps 0.9 where it shows 90%: the number formats of its cells (read from xlsx and xlsm) tell what is shown.
"""

from __future__ import annotations

import csv
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from msgspec import Struct

from scoring.base.errors import Problem, Result
from scoring.base.reading import TooLargeError, read_bytes
from scoring.base.spreadsheets import within_limits
from scoring.base.text import os_error_text

__all__ = ["Cells", "Formats", "SheetCells", "formats_of", "plain", "read_cells", "shown", "uncalculated"]

Cells = list[list[str]]
BOOKS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".et")
FORMATTED = (float, date, timedelta, time)
"""Values that a format may show in another way than they are kept."""
MOST_BYTES = 20 * 1024 * 1024
Formats = Mapping[tuple[int, int], str]
"""The format of each cell that has one of its own, by row and column from 0."""
GENERAL = "General"
BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    14: "yyyy/m/d",
    **dict.fromkeys((27, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    31: 'yyyy"年"m"月"d"日"',
}
"""Formats that a workbook names by number only, as a Chinese Excel or WPS shows them; of the others nothing is known."""
UNKNOWN_FORMAT = "?"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
REFERENCE = re.compile(r"^([A-Z]{1,3})([0-9]{1,7})$")
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    LookupError,
    ValueError,
    StopIteration,
    NotImplementedError,
    RuntimeError,
    OSError,
)
MOST_PART = 16 * 1024 * 1024
LOCALE = re.compile(r"\[\$-(?:804|zh-CN)[^\]]*\]|\[\$-[0-9A-E][0-9A-Fa-f]{2}\]")
SECTIONS = re.compile(r"(?:;@|(?:;[^;\"]*){1,3})$")
PADDING = re.compile(r"_.")
WORDS = r"(?:\"[^\"]*\"|\\.|[^\W\da-zA-Z]|[ ()（）/])*"
NUMBER_FORMAT = re.compile(rf"^(?P<head>{WORDS})(?P<whole>#,##0|0)(?P<places>\.0+)?(?P<percent>%)?(?P<tail>{WORDS})$")
DAY = re.compile(r"y+|m+|d+|\"[^\"]*\"|\\.|[-/.年月日]", re.IGNORECASE)
NAMED = re.compile(r"(?:m{3,}|d{3,})", re.IGNORECASE)
"""A month or a day of the week in letters, in whatever language."""
LONG = re.compile(r"-?[0-9]+\.[0-9]{9,}")


class SheetCells(Struct, frozen=True, kw_only=True):
    """The cells of one sheet. `unsure` are those, by row and column from 0, whose text may not be what is shown."""

    cells: Cells
    unsure: frozenset[tuple[int, int]] = frozenset()


def read_cells(path: str) -> Result[SheetCells]:
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
            return Result(value=SheetCells(cells=_csv(data.decode(encoding))))
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


def _book(path: str, data: bytes) -> Result[SheetCells]:
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        return _problem(
            "no-calamine", "缺少读取工作簿的组件 python-calamine", "请运行 pip install python-calamine，或另存为 CSV。"
        )
    if not within_limits(data):
        return _problem("too-large", f"{path} 太大", "请只留下指标表，去掉图片、别的工作表和远处多余的格子。")
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


def _likely(table: SheetCells) -> int:
    """How many of the first rows' cells look like the heads we know."""
    words = ("分值", "指标内容", "评分标准", "requirement", "scoring", "points")
    return sum(cell.strip().lower() in words for row in table.cells[:10] for cell in row)


def _sheet(values: Sequence[Sequence[object]], formats: Formats | None) -> SheetCells:
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
    return SheetCells(cells=cells, unsure=frozenset(unsure))


def _tidy(text: str) -> str:
    """Line breaks inside a cell are layout, not words."""
    return re.sub(r"[ \t]*[\r\n]+[ \t]*", "", text).strip()


def _problem(code: str, message: str, hint: str) -> Result[SheetCells]:
    return Result(value=None, problems=(Problem(code=code, message=message, hint=hint),))


def formats_of(data: bytes, sheet: str) -> Formats | None:
    """The formats of one sheet; None where the file keeps them in a way that is not read here (xls, xlsb, ods)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            styles = tuple(_styles(_tree(book, "xl/styles.xml")))
            return dict(_cell_formats(_tree(book, _file_of(book, sheet)), styles))
    except UNREADABLE:
        return None


def uncalculated(data: bytes, sheet: str) -> frozenset[tuple[int, int]]:
    """The cells of one sheet, by row and column from 0, that hold a formula and no value for it; known of xlsx only."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            cells = list(_tree(book, _file_of(book, sheet)).iter(f"{MAIN}c"))
    except UNREADABLE:
        return frozenset()
    bare = (one for one in cells if one.find(f"{MAIN}f") is not None and not (one.findtext(f"{MAIN}v") or ""))
    return frozenset(place for one in bare if (place := _place(one)) is not None)


def _place(cell: Element) -> tuple[int, int] | None:
    found = REFERENCE.match(cell.get("r", ""))
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return (int(found[2]) - 1, column - 1)


def _tree(book: zipfile.ZipFile, name: str) -> Element:
    info = book.getinfo(name)
    if info.file_size > MOST_PART:
        raise ValueError(name)
    with book.open(info) as stream:
        return ElementTree.fromstring(stream.read(MOST_PART))


def _file_of(book: zipfile.ZipFile, sheet: str) -> str:
    """The file that holds a sheet."""
    sheets = _tree(book, "xl/workbook.xml").iter(f"{MAIN}sheet")
    link = next(one.get(LINK) for one in sheets if one.get("name") == sheet)
    links = _tree(book, "xl/_rels/workbook.xml.rels")
    target = next(one.get("Target", "") for one in links if one.get("Id") == link)
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _styles(styles: Element) -> Iterator[str]:
    """The format of each style of a cell, in their order."""
    own = {one.get("numFmtId"): one.get("formatCode", UNKNOWN_FORMAT) for one in styles.iter(f"{MAIN}numFmt")}
    cells = styles.find(f"{MAIN}cellXfs")
    for one in () if cells is None else cells:
        number = one.get("numFmtId", "0")
        yield own.get(number) or (GENERAL if number == "0" else BUILT_IN.get(int(number), UNKNOWN_FORMAT))


def _cell_formats(sheet: Element, styles: tuple[str, ...]) -> Iterator[tuple[tuple[int, int], str]]:
    for cell in sheet.iter(f"{MAIN}c"):
        place = _place(cell)
        if place is None:
            raise ValueError("a cell without its place")
        style = styles[int(cell.get("s", "0"))] if styles else GENERAL
        if style != GENERAL:
            yield place, style


def plain(value: object) -> str:
    """A value without a format. A spreadsheet keeps and shows 15 digits of a number; what goes beyond is the machine's."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) or (isinstance(value, str) and LONG.fullmatch(value)):
        return format(Decimal(format(float(value), ".15g")).normalize(), "f")
    return str(value)


def shown(value: object, form: str) -> str | None:
    """The value in the format, or None for a format that is not known here."""
    if form == "General":
        return None
    form = PADDING.sub("", LOCALE.sub("", SECTIONS.sub("", form)))
    if isinstance(value, date):
        return _day(value, form)
    if isinstance(value, float):
        return _number(value, form)
    return None


def _number(value: float, form: str) -> str | None:
    found = NUMBER_FORMAT.match(form)
    if found is None or value < 0:
        return None
    exact = Decimal(format(value, ".15g")) * (100 if found["percent"] else 1)
    places = len(found["places"] or ".") - 1
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{rounded:,f}" if "," in found["whole"] else f"{rounded:f}"
    return f"{_literal(found['head'])}{text}{found['percent'] or ''}{_literal(found['tail'])}"


def _day(value: date, form: str) -> str | None:
    if DAY.sub("", form) or NAMED.search(form) or (isinstance(value, datetime) and value.time() != datetime.min.time()):
        return None
    return DAY.sub(lambda found: _part(value, found[0]), form)


def _part(value: date, token: str) -> str:
    match token.lower():
        case "yyyy" | "yyy":
            return f"{value.year:04}"
        case "yy" | "y":
            return f"{value.year % 100:02}"
        case "mm" | "dd":
            return f"{value.month if token.lower() == 'mm' else value.day:02}"
        case "m":
            return str(value.month)
        case "d":
            return str(value.day)
    return _literal(token)


def _literal(text: str) -> str:
    return re.sub(r'"([^"]*)"|\\(.)', lambda found: found[1] or found[2] or "", text)
