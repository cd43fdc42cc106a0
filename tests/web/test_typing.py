"""What somebody types while an answer is being saved is never lost, and one change can be taken back once."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.cli.running import ROOT
from tests.web.browsing import browser_at, page_of, served

JUDGED = "对托育机构开展监督检查的情况"


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    with browser_at(chromium) as found:
        yield found


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    folder = tmp_path_factory.mktemp("city")
    file = Path(shutil.copy(ROOT / "submissions" / "half-filled" / "submission.yaml", folder / "自评.yaml"))
    with served(folder) as address:
        yield file, address


def at(browser: Browser, city: tuple[Path, str], part: str) -> Page:
    page = page_of(browser, city[1])
    page.goto(f"{city[1].partition('/?')[0]}/form?part={part}")
    return page


def row(page: Page, ask: str) -> str:
    found = page.locator("form.question", has=page.locator(".ask", has_text=ask)).first
    return f"[id='{found.get_attribute('id')}']"


def test_what_is_typed_while_the_answer_comes_is_kept_and_saved(browser: Browser, city: tuple[Path, str]) -> None:
    """The points first, Tab, the reason: the reply to the points comes in the middle of it."""
    page = at(browser, city, "5")
    held: list[Route] = []
    page.route("**/answer", lambda one: held.append(one))
    judged = row(page, JUDGED)
    with page.expect_request("**/answer"):
        page.fill(f"{judged} input[name=text]", "1.5")
        page.press(f"{judged} input[name=text]", "Tab")
    page.keyboard.type("四次检查")
    with page.expect_response("**/answer"):
        held[0].continue_()
    page.unroute("**/answer")
    page.keyboard.type("，记录不全")
    expect(page.locator(f"{judged} [name=reason]")).to_have_value("四次检查，记录不全")
    page.keyboard.press("Tab")
    expect(page.locator(f"{judged} .done")).to_be_visible()
    assert "监督检查评分: {分值: 1.5, 理由: 四次检查，记录不全}" in city[0].read_text(encoding="utf-8")


def test_a_question_has_one_undo_however_often_it_was_changed(browser: Browser, city: tuple[Path, str]) -> None:
    page = at(browser, city, "1")
    meetings = row(page, "召开过多少次")
    for number in ("5", "6", "7"):
        page.fill(f"{meetings} input[name=text]", number)
        page.press(f"{meetings} input[name=text]", "Enter")
        expect(page.locator(f"{meetings} [name=seen]")).to_have_value(number)
    button = page.get_by_role("button", name="撤销刚才的修改")
    expect(button).to_have_count(1)
    button.click()
    expect(page.locator(f"{meetings} input[name=text]")).to_have_value("6")
    assert "专题会议次数: 6\n" in city[0].read_text(encoding="utf-8")


def test_what_does_not_apply_is_one_of_the_choices(browser: Browser, city: tuple[Path, str]) -> None:
    page = at(browser, city, "3")
    new = row(page, "新建住宅小区与配套")
    reason = page.locator(f"{new} [name=reason]")
    expect(reason).to_be_hidden()
    page.locator(f"{new} label", has_text="不适用").first.click()
    expect(page.locator(f"{new} .done")).to_be_visible()
    expect(page.locator(f"{new} input[type=radio]:checked")).to_have_value("不适用")
    reason.fill("两年内没有新建住宅小区")
    reason.blur()
    expect(page.locator(f"{new} [name=seen]")).to_have_value("{不适用: 两年内没有新建住宅小区}")
    assert "新建小区同步配套: {不适用: 两年内没有新建住宅小区}" in city[0].read_text(encoding="utf-8")


def test_events_are_asked_for_where_there_are_any(browser: Browser, city: tuple[Path, str]) -> None:
    page = at(browser, city, "basics")
    accidents = row(page, "重大安全责任事故")
    what = page.locator(f"{accidents} [name=情况-0]")
    expect(what).to_be_hidden()
    page.locator(f"{accidents} label", has_text="有").first.click()
    expect(page.locator(f"{accidents} .told")).to_contain_text("还没有保存：请在下面逐件写明日期和情况")
    page.fill(f"{accidents} [name=日期-0]", "2019-03-02")
    page.press(f"{accidents} [name=日期-0]", "Tab")
    expect(page.locator(f"{accidents} .done")).to_be_visible()
    what.fill("爆燃")
    what.blur()
    expect(page.locator(f"{accidents} [name=seen]")).to_have_value(re.compile("日期: 2019-03-02, 情况: 爆燃"))
