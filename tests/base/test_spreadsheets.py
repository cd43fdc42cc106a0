"""A workbook that would take more memory than there is is not read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from scoring.base.spreadsheets import within_limits
from scoring.exchange.filling import whose_form
from scoring.exchange.reading import read_book

KEPT = Path(__file__).resolve().parents[1] / "data" / "workbooks"
TABLE = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="_数据">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
)
EMPTY = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'


def ods(rows: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("content.xml", TABLE.format(rows=rows))
    return made.getvalue()


@pytest.mark.parametrize("path", sorted(KEPT.rglob("*.*s*")), ids=lambda path: path.name)
def test_real_workbooks_are_within_them(path: Path) -> None:
    assert within_limits(path.read_bytes())


def test_one_cell_in_the_far_corner(tmp_path: Path) -> None:
    path = tmp_path / "远.xlsx"
    with Workbook(str(path)) as book:
        sheet = book.add_worksheet("_数据")
        sheet.write(0, 0, "scoring-exchange/1")
        sheet.write(1_048_575, 16_383, 1)
    assert not within_limits(path.read_bytes())
    assert read_book(str(path)).problems[0].code == "too-large"
    assert whose_form(str(path)) is None


def test_cells_that_are_repeated_a_million_times() -> None:
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="float"/>'
    assert not within_limits(ods(f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'))
    assert within_limits(ods(EMPTY))


def test_what_is_no_archive_is_for_its_reader_to_refuse() -> None:
    assert within_limits(b"PK\x03\x04 cut")
    assert within_limits(b"\xd0\xcf\x11\xe0")
