"""A document looked at inside the page: pictures and PDF only, and nothing in them may act."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect

from tests.cli.running import ROOT
from tests.web.browsing import browser_at, page_of, served
from tests.web.served import Browser, site_of

PICTURE, PAPER = "evidence/1.1/签到.png", "evidence/1.1/01-division.pdf"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "市"
    shutil.copytree(ROOT / "submissions" / "sample-city", folder)
    Image.new("RGB", (60, 40), "blue").save(folder / PICTURE)
    (folder / "evidence/1.1/网页.html").write_text("<script>alert(1)</script>", encoding="utf-8")
    return folder / "submission.yaml"


@pytest.fixture(scope="module")
def chromium_browser(chromium: Path) -> Iterator[Chromium]:
    with browser_at(chromium) as found:
        yield found


def test_a_document_may_do_nothing_in_the_browser(file: Path) -> None:
    browser = Browser(site_of(file, file.parent))

    for path, kind, sandboxed in ((PICTURE, "image/png", True), (PAPER, "application/pdf", False)):
        answer = browser.client.get("/evidence/file", params={"path": path})
        assert answer.headers["content-type"] == kind
        assert answer.headers["content-disposition"].startswith("inline")
        rules = answer.headers["content-security-policy"].split("; ")
        assert rules[0] == "default-src 'none'"
        assert "frame-ancestors 'self'" in rules
        assert ("sandbox" in rules) is sandboxed
        assert not any(rule.startswith(("script-src", "connect-src")) for rule in rules)
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_only_pictures_and_pdf_of_the_list_are_shown_inside(file: Path) -> None:
    browser = Browser(site_of(file, file.parent))

    assert "<img " in browser.client.get("/evidence/preview", params={"path": PICTURE}).text
    assert "<iframe " in browser.client.get("/evidence/preview", params={"path": PAPER}).text
    for path in ("evidence/1.1/03-follow-up.xlsx", "evidence/1.1/网页.html", "submission.yaml", "../x.pdf", ""):
        assert browser.client.get("/evidence/preview", params={"path": path}).status_code == 404, path
    shown = browser.get("/evidence").text
    assert shown.count("hx-get=") == shown.count('.pdf" target="_blank"') + shown.count('.png" target="_blank"')


def test_documents_open_over_the_page_and_close_by_the_keyboard(chromium_browser: Chromium, file: Path) -> None:
    with served(file) as address:
        page = page_of(chromium_browser, address)
        told: list[str] = []
        page.on("console", lambda one: told.append(one.text) if one.type in ("error", "warning") else None)
        page.goto(f"{address.partition('/?')[0]}/evidence")
        link = page.locator("a[href*='01-division.pdf']").first
        with page.expect_response(lambda one: "/evidence/file" in one.url) as answered:
            link.press("Enter")
        assert answered.value.status == 200
        dialog = page.get_by_role("dialog", name=PAPER)
        expect(dialog.locator("iframe")).to_be_visible()
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(link).to_be_focused()
        page.get_by_role("link", name="签到.png", exact=True).click()
        dialog = page.get_by_role("dialog", name=PICTURE)
        expect(dialog.locator("img")).to_have_js_property("naturalWidth", 60)
        dialog.get_by_role("button", name="关闭").click()
        expect(dialog).to_be_hidden()
        assert not told


def test_without_javascript_a_document_opens_in_a_window_of_its_own(chromium_browser: Chromium, file: Path) -> None:
    with served(file) as address:
        page = page_of(chromium_browser, address, script=False)
        page.goto(f"{address.partition('/?')[0]}/evidence")
        with page.context.expect_page() as opened:
            page.get_by_role("link", name="签到.png", exact=True).click()
        assert "/evidence/file?path=" in opened.value.url
