"""What stands in a cell is read as the spreadsheet shows it, or a person is asked to look at the cell."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
import xlsxwriter

from scoring.authoring.draft import PackDraft, build, read_table
from scoring.authoring.draft.model import IndicatorTable
from scoring.authoring.draft.spreadsheet import plain, shown
from tests.cli.running import ROOT

BOOKS = ROOT / "tests/data/workbooks"
HEAD = ("一级指标", "分值", "指标内容", "评分标准")
JUNE = date(2024, 6, 30)
SPREADSHEET = """\
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="表">{rows}</table:table></office:spreadsheet></office:body></office:document-content>
"""
WORD = '<table:table-cell office:value-type="string"><text:p>{0}</text:p></table:table-cell>'
PERCENT = '<table:table-cell office:value-type="percentage" office:value="{0}"><text:p>90%</text:p></table:table-cell>'
NUMBER = '<table:table-cell office:value-type="float" office:value="{0}"><text:p>{0}</text:p></table:table-cell>'


def table_of(path: Path) -> IndicatorTable:
    found = read_table(str(path))
    assert found.value is not None, [one.message for one in found.problems]
    return found.value


def draft_of(path: Path) -> PackDraft:
    found = build("draft", table_of(path))
    assert found.value is not None, [one.message for one in found.problems]
    return found.value


def book(path: Path, value: object, form: str | None, *, points: object = 5, points_form: str | None = None) -> Path:
    """A workbook of one item, whose scoring is `value` in the format `form`."""
    made = xlsxwriter.Workbook(str(path))
    sheet = made.add_worksheet()
    sheet.write_row(0, 0, HEAD)
    sheet.write(1, 0, "甲部分")
    sheet.write(1, 1, points, made.add_format({"num_format": points_form}) if points_form else None)
    sheet.write(1, 2, "签约率")
    sheet.write(1, 3, value, made.add_format({"num_format": form}) if form else None)
    made.close()
    return path


def test_points_of_a_formula_are_the_digits_a_spreadsheet_keeps() -> None:
    (section,) = table_of(BOOKS / "points-by-formula.xlsx").sections
    assert [row.points for row in section.rows] == [7, 29, 57, 7]
    assert section.points == 100
    assert "points: 100\n" in draft_of(BOOKS / "points-by-formula.xlsx").files["pack.yaml"]


def test_percent_and_date_cells_are_read_as_they_are_shown() -> None:
    (section,) = table_of(BOOKS / "percent-and-date-cells.xlsx").sections
    assert section.rows[0].scoring == "90%"
    assert section.rows[2].requirement == "6月30日"
    assert [row.unsure for row in section.rows] == [{}, {}, {}]


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        (0.9, "0%", "90%"),
        (0.905, "0.0%", "90.5%"),
        (0.125, "0%", "13%"),
        (12345.5, "#,##0.00", "12,345.50"),
        (3.0, '0"分"', "3分"),
        (5.0, "0.00_);[Red]\\(0.00\\)", "5.00"),
        (5.0, "0.0_ ", "5.0"),
        (JUNE, 'm"月"d"日"', "6月30日"),
        (JUNE, '[$-804]yyyy"年"m"月"d"日";@', "2024年6月30日"),
        (JUNE, "yyyy-mm-dd", "2024-06-30"),
        (datetime(2024, 6, 30), "yyyy/m/d", "2024/6/30"),
        (0.5, "# ?/?", None),
        (-0.5, "0%", None),
        (0.5, "[>=1]0;0%", None),
        (0.5, "0.0E+00", None),
        (JUNE, "mmm-yy", None),
        (JUNE, "dddd", None),
        (JUNE, '[DBNum1][$-804]m"月"d"日"', None),
        (JUNE, "[$-F800]dddd, mmmm dd, yyyy", None),
        (datetime(2024, 6, 30, 8, 30), "yyyy/m/d", None),
        (time(8, 30), "h:mm", None),
        (timedelta(hours=30), "[h]:mm", None),
    ],
)
def test_a_value_in_its_format(value: object, form: str, expected: str | None) -> None:
    assert shown(value, form) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (99.999999999999988, "100"),
        (0.1 + 0.2, "0.3"),
        ("7.000000000000001", "7"),
        ("3.14", "3.14"),
        ("2.5000000000", "2.5"),
        (2.5, "2.5"),
        (40.0, "40"),
        (1e16, "10000000000000000"),
        (True, "TRUE"),
    ],
)
def test_a_value_without_a_format(value: object, expected: str) -> None:
    assert plain(value) == expected


def test_a_cell_in_a_format_nobody_knows_is_marked_with_its_place(tmp_path: Path) -> None:
    (row,) = table_of(book(tmp_path / "表.xlsx", 0.5, "# ?/?")).sections[0].rows
    assert (row.scoring, row.unsure) == ("0.5", {"scoring": "D2"})
    text = draft_of(tmp_path / "表.xlsx").files["section-1.yaml"]
    line = '    scoring: "0.5"  # 待确认：单元格D2是数值或日期，表格里显示成什么样读不出来，请照表格上的样子改写\n'
    assert line in text


def test_a_share_where_points_belong_is_no_number_of_points(tmp_path: Path) -> None:
    found = read_table(str(book(tmp_path / "表.xlsx", "未完成的扣1分", None, points=0.1, points_form="0%")))
    (problem,) = found.problems
    assert (problem.code, problem.message) == ("table-points", "“10%”不是分值")
    assert problem.location is not None
    assert (problem.location.line, problem.location.column) == (2, 2)


def test_an_open_document_tells_no_formats_so_its_numbers_are_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "表.ods"
    lines = [
        "".join(WORD.format(head) for head in HEAD),
        WORD.format("甲部分") + NUMBER.format(5) + WORD.format("签约率") + PERCENT.format(0.9),
        WORD.format("甲部分") + NUMBER.format(2.5) + WORD.format("完成率") + WORD.format("未完成的扣1分"),
    ]
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        rows = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
        made.writestr("content.xml", SPREADSHEET.format(rows=rows))
        made.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    first, second = table_of(path).sections[0].rows
    assert (first.points, first.unsure) == (5, {"scoring": "D2"})
    assert (second.points, second.unsure) == (Fraction(5, 2), {"points": "B3"})
    assert "    points: 2.5  # 待确认：单元格B3是数值或日期" in draft_of(path).files["section-1.yaml"]
