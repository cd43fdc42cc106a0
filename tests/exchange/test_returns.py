"""Returned workbooks against the submission: taken where all agree, a named conflict where not, nothing written that the file
could not hold, and settled conflicts taken when they come back."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import jsonschema
import pytest
from msgspec.structs import replace

from scoring.base.assets import criteria_search
from scoring.exchange.collecting import collect
from scoring.exchange.reading import ReturnedBook, read_book
from scoring.exchange.returns import Returns, gather
from scoring.exchange.returns_told import returns_json
from scoring.exchange.settling import write_settling
from scoring.exchange.submitted import Submitted, submitted
from scoring.model.facts import FactType
from tests.exchange.books import HALF, ROOT, averaged, filled, opened, sheet_of, with_sheet, written

MEETINGS, SOLVED = "1.1/专题会议次数", "1.1/会议解决实际问题"
PATH = ("自评", "1.1", "专题会议次数")


@pytest.fixture(scope="module")
def source() -> Submitted:
    return opened(HALF)


@pytest.fixture(scope="module")
def book(source: Submitted, tmp_path_factory: pytest.TempPathFactory) -> ReturnedBook:
    return written(source, tmp_path_factory.mktemp("book"))


def named(book: ReturnedBook, name: str) -> ReturnedBook:
    return replace(book, name=name, sheets=tuple(replace(one, book=name) for one in book.sheets))


def after(returns: Returns) -> Submitted:
    found = submitted(returns.applied.data, returns.source.file, criteria_search())
    assert found.value is not None, found.problems
    return found.value


def test_what_is_taken_changes_its_own_bytes_only(book: ReturnedBook, source: Submitted) -> None:
    edited = filled(book, {(MEETINGS, "答案"): 7.0, (SOLVED, "答案"): "是"})
    returns = gather(source, [edited])
    assert [one.path[-1] for one in returns.taken] == ["专题会议次数", "会议解决实际问题"]
    before, now = source.data.decode("utf-8").split("\n"), returns.applied.data.decode("utf-8").split("\n")
    changed = [(one, other) for one, other in zip(before, now, strict=True) if one != other]
    assert changed == [
        ("    专题会议次数: 3", "    专题会议次数: 7"),
        ("    会议解决实际问题: 未填", "    会议解决实际问题: 是"),
    ]
    assert [returns.line(one.path) for one in returns.taken] == [17, 18]
    assert after(returns).answers == {**source.answers, PATH: "7", ("自评", "1.1", "会议解决实际问题"): "是"}


def test_departments_that_differ_are_a_conflict_in_any_order(book: ReturnedBook, source: Submitted) -> None:
    books = [
        named(filled(book, {(MEETINGS, "答案"): 7.0}), "市政府办公室.xlsx"),
        named(filled(book, {(MEETINGS, "答案"): 8.0}), "市委办公室.xlsx"),
        named(filled(book, {(SOLVED, "答案"): "是"}), "汇总.xlsx"),
    ]
    told = set()
    for order in permutations(books):
        returns = gather(source, order)
        (conflict,) = returns.conflicts
        assert [(str(one.place), one.value) for one in conflict.votes] == [
            ("市委办公室.xlsx“填报”表 G17", "8"),
            ("市政府办公室.xlsx“填报”表 G17", "7"),
        ]
        assert [one.path[-1] for one in returns.taken] == ["会议解决实际问题"]
        assert b"\xe6\xac\xa1\xe6\x95\xb0: 3" in returns.applied.data
        told.add(str(returns_json(returns, written=False)))
    assert len(told) == 1


def test_one_after_the_other_is_a_conflict_all_the_same(book: ReturnedBook, source: Submitted) -> None:
    first = gather(source, [named(filled(book, {(MEETINGS, "答案"): 7.0}), "甲.xlsx")])
    second = gather(after(first), [named(filled(book, {(MEETINGS, "答案"): 8.0}), "乙.xlsx")])
    (conflict,) = second.conflicts
    assert (conflict.current, conflict.votes[0].value, conflict.votes[0].base) == ("7", "8", "3")
    assert any("自评文件改过" in remark for remark in second.books[0].remarks)


def test_conflicts_are_settled_in_a_workbook_of_their_own(
    book: ReturnedBook, source: Submitted, tmp_path: Path
) -> None:
    seven, eight = (named(filled(book, {(MEETINGS, "答案"): n}), f"{n:g}.xlsx") for n in (7.0, 8.0))
    returns = gather(source, [seven, eight])
    path = tmp_path / "待定.xlsx"
    write_settling(returns, str(path))
    settling = read_book(str(path)).value
    assert settling is not None
    sheet = sheet_of(settling, "要定的")
    assert "第1种：7" in str(sheet.rows[2][4])
    assert "第17行" in str(sheet.rows[2][3])
    assert gather(source, [settling]).settled  # nobody decided yet: nothing changes

    def decided(word: str) -> Returns:
        rows = [list(line) for line in sheet.rows]
        rows[2][5] = word
        return gather(source, [seven, eight, with_sheet(settling, "要定的", rows)])

    assert decided("第2种").taken[0].value == "8"
    kept = decided("现在的")
    assert (kept.taken, kept.conflicts) == ((), ())
    wrong = decided("第9种")
    assert "应选“现在的”或“第1种”到“第2种”" in wrong.refusals[0].message


def test_what_the_file_cannot_hold_is_refused_and_the_rest_taken(book: ReturnedBook, source: Submitted) -> None:
    """已备案45家，总数不能是36家：这一格不收，别的照收。"""
    edited = filled(book, {("5.2/托育机构总数", "答案"): 36.0, (MEETINGS, "答案"): 7.0})
    returns = gather(source, [edited])
    assert [one.path for one in returns.taken] == [PATH]
    (refused,) = returns.refusals
    assert refused.about == "自评/5.2/托育机构总数" or refused.about == "5.2/托育机构总数"
    assert "“已备案托育机构数”（45）大于“托育机构总数”（36）" in refused.message
    assert str(refused.place) == "汇总.xlsx“填报”表 G95"


def test_two_that_fit_only_together_are_taken_together(book: ReturnedBook, source: Submitted) -> None:
    edited = filled(book, {("5.2/托育机构总数", "答案"): 36.0, ("5.2/已备案托育机构数", "答案"): 30.0})
    assert len(gather(source, [edited]).taken) == 2


def test_points_without_a_reason_are_refused(book: ReturnedBook, source: Submitted) -> None:
    returns = gather(source, [filled(book, {("5.1/监督检查评分", "答案"): 1.5})])
    assert "没有写理由" in returns.refusals[0].message
    assert not returns.taken


def test_a_reference_needs_all_of_its_parts(book: ReturnedBook, source: Submitted) -> None:
    one = "参照值/全省平均婴幼儿入托率"
    alone = gather(source, [filled(book, {(f"{one}/数值", "答案"): "6.5%"}, "文字和口径")])
    assert not alone.taken
    assert alone.refusals
    cells = {(f"{one}/数值", "答案"): "6.5%", (f"{one}/年份", "答案"): 2021.0, (f"{one}/来源", "答案"): "某公报"}
    whole = gather(source, [filled(book, cells, "文字和口径")])
    assert len(whole.taken) == 3
    assert "  全省平均婴幼儿入托率:" in whole.applied.data.decode("utf-8")


def test_workbooks_of_others_are_not_read(book: ReturnedBook, source: Submitted) -> None:
    other = gather(replace(source, root=opened(ROOT / "submissions/weak-city/submission.yaml").root), [book])
    assert "另一个城市" in other.books[0].refused
    assert not other.settled
    stray = replace(book, sheets=(sheet_of(book, "先看这里"),))
    assert "没有找到填报的表" in gather(source, [stray]).books[0].refused


def test_the_json_keeps_to_its_schema(book: ReturnedBook, source: Submitted) -> None:

    schema = json.loads((ROOT / "docs/schemas/excel-in-1.schema.json").read_text("utf-8"))
    edited = filled(book, {(MEETINGS, "答案"): 7.0, (SOLVED, "答案"): "部分"})
    returns = gather(source, [edited, named(filled(book, {(MEETINGS, "答案"): 8.0}), "乙.xlsx")])
    made = returns_json(returns, written=False)
    jsonschema.validate(made, schema)
    assert made["counts"] == {"taken": 0, "unchanged": len(returns.unchanged), "conflict": 1, "refused": 1}


def test_a_unit_too_many_is_refused_alone(tmp_path: Path) -> None:
    """所辖县市区是3个，第4个的两个答案一起不收，别的照收。"""
    source = averaged(tmp_path)
    book = written(source, tmp_path)
    cells = {("甲县", "问题处数"): 4.0, ("", "县市区"): "丁县", ("", "问题处数"): 0.0, ("", "建立台账"): "是"}
    returns = gather(source, [filled(book, cells, "逐个填1.1")])
    assert [one.path[3:] for one in returns.taken] == [("甲县", "问题处数")]
    assert [one.about for one in returns.refusals] == ["1.1/县市区/丁县/问题处数", "1.1/县市区/丁县/建立台账"]


def test_a_unit_that_was_not_looked_at_and_is_now(tmp_path: Path) -> None:
    source = averaged(tmp_path)
    book = written(source, tmp_path)
    cells = {("乙单位", "是否检查"): "已检查", ("乙单位", "不符合处数"): 2.0, ("甲单位", "是否检查"): "未检查"}
    returns = gather(source, [filled(book, cells, "逐个填1.2")])
    assert returns.settled, returns.refusals
    assert "乙单位: {不符合处数: 2}" in returns.applied.data.decode("utf-8")
    assert "甲单位: 未检查" in returns.applied.data.decode("utf-8")


def test_a_list_too_long_for_a_check_stands_on_a_sheet_of_its_own(tmp_path: Path) -> None:
    """Excel takes 255 characters in a list."""
    source = opened(HALF)
    choices = tuple(f"第{number}种情形，写得比较长的一种" for number in range(30))
    questions = []
    for one in source.asked.questions:
        if one.id == "1.1/部门职责分工明确":
            one = replace(one, fact=replace(one.fact, type=FactType.CHOICE, choices=choices))
        questions.append(one)
    long = replace(source, asked=replace(source.asked, questions=tuple(questions)))
    back = written(long, tmp_path)
    assert sheet_of(back, "_选项").rows[1] == (choices[0],)
    edited = filled(back, {("1.1/部门职责分工明确", "答案"): choices[7]})
    found = collect(edited, long.asked, long.answers)
    assert [one.value for one in found.votes if one.changed] == [choices[7]]


def test_answers_of_last_time_are_confirmed_one_by_one(tmp_path: Path) -> None:
    """Chosen 已核对 they count; left alone they stay as they are, events and units too."""
    text = averaged(tmp_path).data.decode("utf-8").replace("未完成任务数: 1", "未完成任务数: {未核对: 1}")
    text = text.replace("丙县: {问题处数: 9, 建立台账: 否}", "丙县: {问题处数: {未核对: 9}, 建立台账: {未核对: 否}}")
    (tmp_path / "今年.yaml").write_text(text, "utf-8")
    source = opened(tmp_path / "今年.yaml")
    book = written(source, tmp_path)
    assert gather(source, [book]).taken == ()
    edited = filled(book, {("丙县", "核对"): "已核对"}, "逐个填1.1")
    edited = filled(edited, {("1.3/未完成任务数", "核对"): "已核对"})
    returns = gather(source, [edited])
    assert {one.path[-1]: one.value for one in returns.taken} == {
        "问题处数": "9",
        "建立台账": "否",
        "未完成任务数": "1",
    }
    said = returns.applied.data.decode("utf-8")
    assert "未核对" not in said
    assert "丙县: {问题处数: 9, 建立台账: 否}" in said


def test_events_of_last_time_are_confirmed(tmp_path: Path) -> None:
    told = "重大安全责任事故: {未核对: [{日期: 2019-01-02, 情况: 虚构}]}"
    (tmp_path / "今年.yaml").write_text(HALF.read_text("utf-8").replace("重大安全责任事故: 无", told), "utf-8")
    source = opened(tmp_path / "今年.yaml")
    book = written(source, tmp_path)
    assert gather(source, [book]).taken == ()
    (one,) = gather(source, [filled(book, {("申报资格/重大安全责任事故", "核对"): "已核对"})]).taken
    assert one.value == [{"日期": "2019-01-02", "情况": "虚构"}]
