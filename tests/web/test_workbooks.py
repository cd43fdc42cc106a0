"""Workbooks of departments in the page: what came back, conflicts settled by hand, nothing that was filled in replaced."""

from __future__ import annotations

import html
import json
import shutil
from pathlib import Path

import pytest

from scoring.web.pages.exchange import BACK, OUT
from scoring.web.rows import path_word
from scoring.web.workspace import Workspace
from tests.cli.running import ROOT
from tests.exchange.test_excel_commands import plain_book
from tests.web.served import Browser, site_of

MEETINGS = ("自评", "1.1", "专题会议次数")
"""乙市 has filled in 1; the whole workbooks below say otherwise."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / BACK).mkdir()
    return Path(shutil.copy(ROOT / "submissions/half-filled/submission.yaml", tmp_path / "自评.yaml"))


def asks(file: Path) -> str:
    opened = Workspace(str(file)).open().value
    assert opened is not None
    return opened.questions[MEETINGS].fact.ask


def says(file: Path) -> object:
    opened = Workspace(str(file)).open().value
    assert opened is not None
    return opened.source.answers.get(MEETINGS)


def returned(file: Path, **answers: int) -> Browser:
    """Workbooks by their names that answer the one question so."""
    for name, answer in answers.items():
        plain_book(file.parent / BACK / f"{name}.xlsx", (asks(file), answer))
    return Browser(site_of(file, file.parent))


def settled(browser: Browser, choice: str, spelt: str) -> str:
    data = {"path": path_word(MEETINGS), "value": choice, "spelt": spelt, "there": "1"}
    text: str = html.unescape(browser.post("/exchange/settle", data).text)
    return text


def spelling(file: Path) -> str:
    opened = Workspace(str(file)).open().value
    assert opened is not None
    return opened.state(MEETINGS).spelt or ""


def test_an_answer_may_be_left_as_it_is_and_is_not_asked_again(file: Path) -> None:
    now = says(file)
    browser, before = returned(file, 甲=7), file.read_bytes()
    assert "答案不一致，要定一个（1处）" in browser.get("/exchange").text

    text = settled(browser, "keep", spelling(file))

    assert f"保留现在的{now}" in text
    assert "答案不一致" not in browser.get("/exchange").text
    assert file.read_bytes() == before


def test_one_of_two_workbooks_is_taken_and_is_not_asked_again(file: Path) -> None:
    browser = returned(file, 甲=7, 乙=8)

    text = settled(browser, '"8"', spelling(file))

    assert "定为8，自评得分" in text
    assert says(file) == "8"
    assert "答案不一致" not in browser.get("/exchange").text


def test_a_workbook_that_says_something_else_asks_again(file: Path) -> None:
    browser = returned(file, 甲=7)
    settled(browser, "keep", spelling(file))

    plain_book(file.parent / BACK / "乙.xlsx", (asks(file), 9))

    assert "答案不一致，要定一个（1处）" in browser.get("/exchange").text


@pytest.mark.parametrize("choice", ['"5"', "", "7", "[7]", "null"])
def test_only_what_somebody_said_can_be_chosen(file: Path, choice: str) -> None:
    browser, before = returned(file, 甲=7), file.read_bytes()

    assert "没有选用哪一个答案。" in settled(browser, choice, spelling(file))
    assert file.read_bytes() == before


def test_what_was_settled_goes_away_with_its_workbooks(file: Path) -> None:
    browser = returned(file, 甲=7)
    settled(browser, "keep", spelling(file))

    browser.post("/exchange/clear")
    plain_book(file.parent / BACK / "甲.xlsx", (asks(file), 7))

    assert "答案不一致，要定一个（1处）" in browser.get("/exchange").text


def test_taking_in_tells_how_many_and_what_became_of_the_score(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    left = "会议解决实际问题"
    opened = Workspace(str(file)).open().value
    assert opened is not None
    assert f"{left}: 未填" in text
    plain_book(file.parent / BACK / "甲.xlsx", (opened.questions[("自评", "1.1", left)].fact.ask, "是"))

    shown = Browser(site_of(file, file.parent)).post("/exchange/take").text

    assert "收进了1处答案，自评得分" in shown
    assert f"{left}: 是" in file.read_text(encoding="utf-8")


def test_a_workbook_that_was_filled_in_is_put_aside_and_kept(file: Path) -> None:
    browser = Browser(site_of(file, file.parent))
    browser.post("/exchange/out")
    book = file.parent / OUT / "市财政局.xlsx"
    plain_book(book, (asks(file), 7))
    filled = book.read_bytes()

    text = browser.post("/exchange/out").text

    assert "有1个工作簿已经填过" in text
    assert book.read_bytes() != filled
    assert [path.read_bytes() for path in (file.parent / OUT).glob("填过的*/市财政局.xlsx")] == [filled]


def test_a_note_of_ours_that_was_spoilt_is_no_fault(file: Path) -> None:
    browser = returned(file, 甲=7)
    (file.parent / BACK / "已选定.json").write_text(json.dumps({"a": 1}), encoding="utf-8")

    assert "答案不一致，要定一个（1处）" in browser.get("/exchange").text
