"""The number formats of a workbook's cells (xlsx, xlsm), which decide how a value is shown: 0.9 may stand there as 90%."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

__all__ = ["Formats", "formats_of"]

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
UNKNOWN = "?"
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
MOST_BYTES = 16 * 1024 * 1024


def formats_of(data: bytes, sheet: str) -> Formats | None:
    """The formats of one sheet; None where the file keeps them in a way that is not read here (xls, xlsb, ods)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            styles = tuple(_styles(_tree(book, "xl/styles.xml")))
            return dict(_cells(_tree(book, _part(book, sheet)), styles))
    except UNREADABLE:
        return None


def _tree(book: zipfile.ZipFile, name: str) -> Element:
    info = book.getinfo(name)
    if info.file_size > MOST_BYTES:
        raise ValueError(name)
    with book.open(info) as stream:
        return ElementTree.fromstring(stream.read(MOST_BYTES))


def _part(book: zipfile.ZipFile, sheet: str) -> str:
    """The file that holds a sheet."""
    sheets = _tree(book, "xl/workbook.xml").iter(f"{MAIN}sheet")
    link = next(one.get(LINK) for one in sheets if one.get("name") == sheet)
    links = _tree(book, "xl/_rels/workbook.xml.rels")
    target = next(one.get("Target", "") for one in links if one.get("Id") == link)
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _styles(styles: Element) -> Iterator[str]:
    """The format of each style of a cell, in their order."""
    own = {one.get("numFmtId"): one.get("formatCode", UNKNOWN) for one in styles.iter(f"{MAIN}numFmt")}
    cells = styles.find(f"{MAIN}cellXfs")
    for one in () if cells is None else cells:
        number = one.get("numFmtId", "0")
        yield own.get(number) or (GENERAL if number == "0" else BUILT_IN.get(int(number), UNKNOWN))


def _cells(sheet: Element, styles: tuple[str, ...]) -> Iterator[tuple[tuple[int, int], str]]:
    for cell in sheet.iter(f"{MAIN}c"):
        place = REFERENCE.match(cell.get("r", ""))
        if place is None:
            raise ValueError("a cell without its place")
        style = styles[int(cell.get("s", "0"))] if styles else GENERAL
        if style != GENERAL:
            column = 0
            for letter in place[1]:
                column = column * 26 + ord(letter) - 64
            yield (int(place[2]) - 1, column - 1), style
