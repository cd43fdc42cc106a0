"""What people write into cells, and what it is taken for."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from scoring.base.errors import Location
from scoring.exchange.cells import read_answer
from scoring.exchange.places import Place
from scoring.exchange.questions import Question, Topic
from scoring.exchange.reading import CellValue, read_book
from scoring.model.facts import Fact, FactType

PLACE = Place(book="甲.xlsx", sheet="填报", cell="G5")
NOWHERE = Location(file="", line=1, column=1)


def question(
    kind: FactType, *, unit: str = "", choices: tuple[str, ...] = (), not_applicable: bool = False
) -> Question:
    absent = "没有的" if not_applicable else None
    fact = Fact(name="某数", type=kind, ask="几？", unit=unit, choices=choices, not_applicable=absent, location=NOWHERE)
    return Question(path=("自评", "1.1", "某数"), topic=Topic(id="1.1", label="（一）1."), fact=fact)


def cell(value: object, form: str | None = "General") -> CellValue:
    return CellValue(value=value, form=form, place=PLACE)


COUNT, NUMBER = question(FactType.COUNT, unit="次"), question(FactType.NUMBER, unit="个")
PERCENT, BOOL = question(FactType.PERCENT, unit="%"), question(FactType.BOOL)
ABSENT, DATE = question(FactType.BOOL, not_applicable=True), question(FactType.DATE)
CHOICE, TEXT = question(FactType.CHOICE, choices=("市级", "县级（市）")), question(FactType.TEXT)

TAKEN = [
    (COUNT, cell(4.0), "4"),
    (COUNT, cell("4"), "4"),
    (COUNT, cell("１２"), "12"),
    (COUNT, cell("12次"), "12"),
    (COUNT, cell(" 12 次 "), "12"),
    (COUNT, cell("1,234"), "1234"),
    (COUNT, cell("1，234"), "1234"),
    (COUNT, cell(2310000.0, "#,##0"), "2310000"),
    (COUNT, cell(4.0, '0"次"'), "4"),
    (COUNT, cell("未填"), None),
    (NUMBER, cell(7.199999999999999), "7.2"),
    (NUMBER, cell("7.000000000000001"), "7"),
    (NUMBER, cell("2.95个"), "2.95"),
    (PERCENT, cell("95％"), "95%"),
    (PERCENT, cell("95%"), "95%"),
    (PERCENT, cell(95.0), "95%"),
    (PERCENT, cell(0.95, "0%"), "95%"),
    (PERCENT, cell(0.946, "0.0%"), "94.6%"),
    (PERCENT, cell("0.5%"), "0.5%"),
    (PERCENT, cell(0.0), "0%"),
    (BOOL, cell("是"), "是"),
    (BOOL, cell("有"), "是"),
    (BOOL, cell("无"), "否"),
    (BOOL, cell("√"), "是"),
    (BOOL, cell(True), "是"),
    (BOOL, cell("no"), "否"),
    (ABSENT, cell("不适用：没有老旧小区"), {"不适用": "没有老旧小区"}),
    (ABSENT, cell("不适用（没有老旧小区）"), {"不适用": "没有老旧小区"}),
    (DATE, cell(date(2022, 5, 20), "yyyy/m/d"), "2022-05-20"),
    (DATE, cell(datetime(2022, 5, 20), None), "2022-05-20"),
    (DATE, cell("2022年5月20日"), "2022-05-20"),
    (DATE, cell("2022.5.20"), "2022-05-20"),
    (DATE, cell("２０２２／５／２０"), "2022-05-20"),
    (CHOICE, cell("县级(市)"), "县级（市）"),
    (TEXT, cell("示例市\u200b人民政府"), "示例市人民政府"),
    (TEXT, cell("两行\n写的"), "两行写的"),
]


@pytest.mark.parametrize(("asked", "given", "meant"), TAKEN, ids=[repr(one[1].value) for one in TAKEN])
def test_what_is_plainly_meant_is_taken(asked: Question, given: CellValue, meant: object) -> None:
    found = read_answer(asked, given)
    assert (found.fault, found.value) == ("", meant)


REFUSED = [
    (COUNT, cell(date(2024, 3, 5), "m/d"), "日期"),
    (COUNT, cell("约12"), "不是数字"),
    (COUNT, cell("十二"), "不是数字"),
    (COUNT, cell("12.5"), "整数"),
    (COUNT, cell("-1"), "不小于 0"),
    (COUNT, cell("95%"), "百分数"),
    (COUNT, cell("12人"), "不是数字"),
    (COUNT, cell("#REF!"), "错误值"),
    (COUNT, cell(True), "应填数字"),
    (COUNT, cell("不适用"), "不能填“不适用”"),
    (PERCENT, cell(0.95), "0.95% 还是 95%"),
    (PERCENT, cell(0.95, None), "0.95% 还是 95%"),
    (PERCENT, cell("0.95"), "0.95% 还是 95%"),
    (PERCENT, cell(1.0), "1% 还是 100%"),
    (PERCENT, cell(120.0), "0～100"),
    (BOOL, cell("部分"), "应从"),
    (BOOL, cell(1.0), "应从"),
    (CHOICE, cell("省级"), "应从"),
    (DATE, cell("2022-02-30"), "不是日期"),
    (DATE, cell("去年五月"), "不是日期"),
    (DATE, cell(44701.0), "不是日期"),
]


@pytest.mark.parametrize(("asked", "given", "why"), REFUSED, ids=[repr(one[1].value) for one in REFUSED])
def test_what_could_mean_two_things_is_refused_with_what_to_do(asked: Question, given: CellValue, why: str) -> None:
    found = read_answer(asked, given)
    assert why in found.fault
    assert found.hint


def test_a_word_of_ones_own_is_told_as_it_was_taken() -> None:
    assert read_answer(BOOL, cell("有")).note == "写的是“有”，按“是”收"
    assert read_answer(COUNT, cell("12次")).note == "写的是“12次”，按 12 收"
    assert read_answer(COUNT, cell("12")).note == ""


def test_nothing_is_not_the_same_as_unanswered() -> None:
    assert read_answer(COUNT, cell(None)).blank
    assert read_answer(COUNT, cell("　")).blank
    assert not read_answer(COUNT, cell("未填")).blank


def test_reasons_stand_beside() -> None:
    judged = question(FactType.JUDGED)
    assert read_answer(judged, cell(1.5), cell("每半年一次")).value == {"分值": "1.5", "理由": "每半年一次"}
    assert read_answer(ABSENT, cell("不适用"), cell("没有（市、县）")).value == {"不适用": "没有（市、县）"}


def test_a_formula_counts_by_its_value_and_without_one_is_refused(tmp_path: Path) -> None:
    """XlsxWriter writes the value that it is given; none at all is what a program leaves that does not calculate."""
    with Workbook(str(tmp_path / "公式.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_formula(0, 0, "=3+4", None, 7)
        sheet.write_formula(0, 1, "=3+4", None, "")
    sheet_back = read_book(str(tmp_path / "公式.xlsx")).value
    assert sheet_back is not None
    assert read_answer(COUNT, sheet_back.sheets[0].cell(0, 0)).value == "7"
    assert "还没有算出来的值" in read_answer(COUNT, sheet_back.sheets[0].cell(0, 1)).fault


def test_cells_are_read_as_they_are_shown() -> None:
    """A cell that keeps 0.9 and shows 90%; numbers that a formula left a hair beside 7, 29 and 57."""
    folder = Path(__file__).resolve().parents[1] / "data" / "workbooks"
    percent = read_book(str(folder / "percent-and-date-cells.xlsx")).value
    assert percent is not None
    assert read_answer(PERCENT, percent.sheets[0].cell(1, 4)).value == "90%"
    assert "成了日期" in read_answer(COUNT, percent.sheets[0].cell(3, 3)).fault
    points = read_book(str(folder / "points-by-formula.xlsx")).value
    assert points is not None
    assert [read_answer(COUNT, points.sheets[0].cell(row, 2)).value for row in range(1, 5)] == ["7", "29", "57", "7"]
