"""Whether a workbook is small enough to be read: a reader makes room for every cell between the first and the last, so that one
cell in the far corner of an empty sheet takes more memory than any machine has."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from xml.etree import ElementTree

__all__ = ["within_limits"]

MOST_CELLS = 4_000_000
"""Of one sheet, from its first cell to its last."""
MOST_UNPACKED = 256 * 1024 * 1024
PIECE = 1 << 20
REFERENCE = re.compile(rb'<(?:\w{1,20}:)?c [^>]{0,200}?\br="([A-Z]{1,3})([0-9]{1,7})"')
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def within_limits(data: bytes) -> bool:
    """Whether the workbook may be read. What is no archive (xls) has at most 65,536 rows of 256 columns; what is a broken one
    is refused by the reader itself."""
    if not data.startswith(b"PK"):
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            parts = book.infolist()
            if sum(one.file_size for one in parts) > MOST_UNPACKED:
                return False
            sheets = [
                one for one in parts if one.filename.startswith("xl/worksheets/") and one.filename.endswith(".xml")
            ]
            if not all(_xlsx_cells(book, one) <= MOST_CELLS for one in sheets):
                return False
            content = next((one for one in parts if one.filename == "content.xml"), None)
            return content is None or _ods_cells(book, content) <= MOST_CELLS
    except (
        zipfile.BadZipFile,
        zlib.error,
        ElementTree.ParseError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
    ):
        return True


def _xlsx_cells(book: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """The cells between the first of the sheet and the last that is written."""
    rows = columns = 0
    with book.open(part) as stream:
        kept = b""
        while piece := stream.read(PIECE):
            text = kept + piece
            for letters, row in REFERENCE.findall(text):
                rows = max(rows, int(row))
                columns = max(columns, _column(letters))
            kept = text[-256:]
    return rows * columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _ods_cells(book: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """The same for the largest sheet: cells and rows that hold something may be repeated by a number."""
    most = rows = last_row = columns = column = last = 0
    with book.open(part) as stream:
        for event, one in ElementTree.iterparse(stream, events=("start", "end")):
            if event == "start" and one.tag == f"{TABLE}table":
                rows = last_row = columns = 0
            elif event == "start" and one.tag == f"{TABLE}table-row":
                column = last = 0
            elif event == "end" and one.tag in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                column += int(one.get(f"{TABLE}number-columns-repeated", "1"))
                if one.get(f"{OFFICE}value-type") or len(one):
                    last = column
            elif event == "end" and one.tag == f"{TABLE}table-row":
                rows += int(one.get(f"{TABLE}number-rows-repeated", "1"))
                if last:
                    last_row, columns = rows, max(columns, last)
                one.clear()
                most = max(most, last_row * columns)
    return most
