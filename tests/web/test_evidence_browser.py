"""A folder of documents put in and listed in a real browser: dropped, chosen, by keyboard, narrow, without scripts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect

from tests.cli.running import ROOT
from tests.web.browsing import browser_at, page_of, served
from tests.web.served import city_in

PAPER = ROOT / "submissions/sample-city/evidence/1.1/01-division.pdf"
NAMES = (
    "（一）党政责任/1.1 专题会议通知、签到表和纪要.pdf",
    "（一）党政责任/1.2 2026年托育经费预算批复.pdf",
    "2.1支持政策/1.土地支持政策.pdf",
    "2.1支持政策/2.住房支持政策.pdf",
)
DROP = """async ([form, files]) => {
  const entry = (path, data) => ({ isFile: true, isDirectory: false, fullPath: "/材料/" + path,
    file: (done) => done(new File([data], path.split("/").pop(), { type: "application/pdf" })) });
  const all = files.map(([path, data]) => entry(path, Uint8Array.from(atob(data), (one) => one.charCodeAt(0))));
  let read = false;
  const folder = { isFile: false, isDirectory: true, fullPath: "/材料", createReader: () => ({
    readEntries: (done) => { done(read ? [] : all); read = true; } }) };
  const event = new Event("drop", { bubbles: true, cancelable: true });
  event.dataTransfer = { items: [{ webkitGetAsEntry: () => folder }], files: [] };
  document.querySelector(form).dispatchEvent(event);
}"""
"""A folder let fall on the page; a browser that a program drives has no other hand for it."""


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Chromium]:
    with browser_at(chromium) as found:
        yield found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return city_in(tmp_path / "乙市", "half-filled")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four documents in folders; no two are the same."""
    for number, name in enumerate(NAMES):
        path = tmp_path / "材料" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(PAPER.read_bytes() + b"\n" * number)
    return tmp_path / "材料"


def evidence(address: str) -> str:
    return f"{address.partition('/?')[0]}/evidence"


def test_a_folder_is_dropped_checked_and_listed_by_one_click(browser: Chromium, file: Path, folder: Path) -> None:
    import base64

    files = [[name, base64.b64encode((folder / name).read_bytes()).decode()] for name in NAMES]
    with served(file) as address:
        page = page_of(browser, address)
        page.goto(evidence(address))
        page.evaluate(DROP, ["form.drop", files])
        expect(page.get_by_text("收下4个")).to_be_visible()
        rows = page.locator("#free tbody tr")
        expect(rows).to_have_count(4)
        chosen = {row.locator("select").input_value() for row in rows.all()}
        assert chosen == {"1.1|会议纪要", "1.2|预算批复", "2.1|支持政策文件"}
        titles = {row.get_by_label("：标题").input_value() for row in rows.all()}
        assert titles == {"专题会议通知、签到表和纪要", "2026年托育经费预算批复", "土地支持政策", "住房支持政策"}
        first = rows.nth(0).locator("select")
        assert first.locator("option").count() > 60, "every document may be chosen"
        rows.nth(0).get_by_label("：标题").press("Enter")
        expect(rows).to_have_count(4)
        page.get_by_role("button", name="核对后一次列入").first.click()
        expect(page.get_by_text("列入了4份材料。")).to_be_visible()
        expect(page.locator("#free")).to_have_count(0)
    text = file.read_text(encoding="utf-8")
    for name in NAMES:
        assert f"evidence/材料/{name}" in text


def test_a_folder_is_chosen_and_one_file_put_aside_without_scripts(browser: Chromium, file: Path, folder: Path) -> None:
    with served(file) as address:
        page = page_of(browser, address, width=390, script=False)
        page.goto(evidence(address))
        page.get_by_label("选文件夹").set_input_files(folder)
        page.get_by_role("button", name="放入", exact=True).click()
        row = page.locator("#free tbody tr", has_text="2.住房支持政策")
        expect(row.locator("select")).to_have_value("2.1|支持政策文件")
        row.locator("summary").click()
        row.get_by_role("button", name="移走").click()
        expect(page.locator("#free tbody tr")).to_have_count(3)
        page.get_by_role("button", name="核对后一次列入").first.click()
        expect(page.get_by_text("列入了3份材料。")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert (file.parent / "移走的材料" / "evidence" / "材料" / NAMES[3]).exists()


def test_a_document_is_put_in_where_it_is_asked_for_and_changed_by_the_keyboard(
    browser: Chromium, file: Path, tmp_path: Path
) -> None:
    paper = shutil.copy(PAPER, tmp_path / "托育机构保单.pdf")
    with served(file) as address:
        page = page_of(browser, address)
        page.goto(evidence(address))
        row = page.locator("[id='r-2.7-保险业务材料']")
        row.locator("summary").press("Enter")
        row.locator("input[type=file]").set_input_files(paper)
        row.get_by_role("button", name="列入").press("Enter")
        expect(row).to_contain_text("托育机构保单")
        expect(row).to_be_in_viewport()
        row.get_by_role("link", name="修改").press("Enter")
        expect(page.locator(".preview iframe")).to_be_visible()
        page.get_by_label("文号").fill("乙保〔2026〕3号")
        page.get_by_role("button", name="保存").press("Enter")
        expect(page.locator("[id='r-2.7-保险业务材料']")).to_contain_text("乙保〔2026〕3号")
        expect(page.locator("[id='r-2.7-保险业务材料']")).to_be_in_viewport()


def test_what_would_be_too_many_files_is_told_before_it_is_sent(browser: Chromium, file: Path, tmp_path: Path) -> None:
    many = tmp_path / "多"
    many.mkdir()
    for number in range(201):
        (many / f"{number}.pdf").write_bytes(b"%PDF-1.4\n")
    with served(file) as address:
        page = page_of(browser, address)
        page.goto(evidence(address))
        page.get_by_label("选文件夹").set_input_files(many)
        page.get_by_role("button", name="放入", exact=True).click()
        expect(page.get_by_text("这里有201个文件，一次最多200个")).to_be_visible()
    assert not (file.parent / "evidence").exists()
