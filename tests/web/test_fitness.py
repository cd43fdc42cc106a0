"""Every page for everybody: at two widths, on paper, without scripts; nothing serious for axe-core, nothing too small to touch."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cli.running import ROOT
from tests.web.browsing import browser_at, page_of, served
from tests.web.routes import ROUTES

PAGES = (
    "/",
    "/form",
    "/form?part=1",
    "/form?part=report",
    "/form?find=机构",
    "/form?find=没有这样的问题",
    "/explain?item=1.1",
    "/evidence",
    "/evidence/one?item=1.1&place=0",
    "/evidence/one?path=evidence/通知.pdf",
    "/settings",
    "/improve",
    "/improve?target=35",
    "/improve?target=许多",
    "/compare",
    "/exchange",
    "/report",
    "/history",
    "/source",
    "/source?edit=1",
    "/start",
    "/nowhere",
)
AXE = Path(__file__).with_name("axe") / "axe.min.js"
PACKS = ROOT / "tests" / "web" / "packs"
SMALL = """() => [...document.querySelectorAll("button, summary, select, textarea, a.button, .choice, nav a, input")]
  .filter((one) => one.checkVisibility() && !one.matches("[type=hidden], [type=checkbox], [type=radio]"))
  .filter((one) => one.getBoundingClientRect().height < 40).map((one) => one.outerHTML.slice(0, 120))"""
"""What a finger hardly meets; boxes to tick are met by their words as well."""
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
ON_PAPER = """() => [...document.querySelectorAll("nav, button, footer, .skip, .find, form.drop, input, select, textarea")]
  .filter((one) => one.checkVisibility() && !one.closest("pre")).map((one) => one.outerHTML.slice(0, 120))"""
DEAD = """() => [...document.forms].filter((form) => ![...form.elements].some((one) => one.matches("button") && one.checkVisibility()
  || one.matches("button") && one.closest("details:not([open])"))).map((form) => form.action)"""
"""Forms that nobody can send who has no scripts."""


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    with browser_at(chromium) as found:
        yield found


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A small city with a question of every kind, with a document that belongs to nothing yet; the file, and its address."""
    file = Path(shutil.copy(PACKS / "自评.yaml", tmp_path_factory.mktemp("甲市")))
    (file.parent / "evidence").mkdir()
    shutil.copy(ROOT / "submissions/sample-city/evidence/1.1/01-division.pdf", file.parent / "evidence" / "通知.pdf")
    with served(file, "--criteria-path", str(PACKS)) as address:
        yield file, address


def host(address: str) -> str:
    return address.partition("/?")[0]


def row(ask: str) -> str:
    return f"form.question:has(.ask:text-is('{ask}'))"


def fit(page: Page, name: str) -> None:
    """The page as it stands, at both widths: axe-core finds nothing serious, nothing reaches beyond the window, everything can
    be touched."""
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate(WIDE)
        assert wide <= 0, f"{name} at {width}: {wide} pixels too wide"
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        bad = [
            (one["id"], [node["html"][:200] for node in one["nodes"][:3]])
            for one in found["violations"]
            if one["impact"] in ("serious", "critical")
        ]
        assert not bad, f"{name} at {width}: {bad}"
    small = page.evaluate(SMALL)
    assert not small, f"{name}: {small}"


@pytest.mark.parametrize("path", PAGES)
def test_every_page(browser: Browser, city: tuple[Path, str], path: str) -> None:
    """On the screen, and on paper: there is what the page says and whose it is, and nothing to press."""
    page = page_of(browser, city[1])
    page.goto(host(city[1]) + path)
    fit(page, path)
    page.set_viewport_size({"width": 680, "height": 900})  # what a sheet of A4 has between its margins
    page.emulate_media(media="print")
    assert page.evaluate(WIDE) <= 0
    if path in ("/nowhere", "/source?edit=1"):  # nothing that anybody prints
        return
    assert page.evaluate(ON_PAPER) == []
    if path != "/start":
        head = page.locator("header")
        expect(head).to_contain_text("甲市")
        expect(head).to_contain_text("打印日期 20")
    sheets = pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert {tuple(round(float(edge)) for edge in one.mediabox) for one in sheets} == {(0, 0, 595, 842)}
    page.context.close()


def refused_answer(page: Page) -> None:
    page.goto(page.url + "form?part=1")
    page.fill(f"{row('开了几次会？')} [name=text]", "许多")
    page.press(f"{row('开了几次会？')} [name=text]", "Enter")
    expect(page.locator(".question.refused")).to_have_count(1)
    assert page.evaluate("document.activeElement.name") == "text", "the focus stays"


def conflict(page: Page) -> None:
    page.goto(page.url + "form?part=1")
    other = page.context.new_page()
    other.goto(page.url)
    other.fill(f"{row('有几家机构？')} [name=text]", "4")
    other.press(f"{row('有几家机构？')} [name=text]", "Enter")
    expect(other.locator(f"{row('有几家机构？')} .done")).to_be_visible()
    other.close()
    page.bring_to_front()
    page.fill(f"{row('有几家机构？')} [name=text]", "3")
    page.press(f"{row('有几家机构？')} [name=text]", "Enter")
    expect(page.locator(".question.refused")).to_contain_text("文件里现在是“4”")


def event_without_words(page: Page) -> None:
    page.goto(page.url + "form")
    page.locator(".choices label", has_text="有").last.click()
    expect(page.locator(".question:has([type=radio][value=有]:checked) .told")).to_contain_text("还没有保存")


def unit_twice(page: Page) -> None:
    page.goto(page.url + "form?part=1")
    page.fill(".add [name=name]", "甲单位")
    page.press(".add [name=name]", "Enter")
    expect(page.get_by_role("alert")).to_contain_text("已经有“甲单位”")


def nothing_sent(page: Page) -> None:
    page.goto(page.url + "evidence")
    page.locator("form.drop button").click()
    expect(page.get_by_role("alert")).to_contain_text("没有选文件")


def wrong_file(page: Page) -> None:
    page.goto(page.url + "compare")
    page.set_input_files("[name=other]", {"name": "去年.yaml", "mimeType": "text/plain", "buffer": "城市: [".encode()})
    page.locator("main button").first.click()
    expect(page.get_by_role("alert")).to_contain_text("不能比较")


def source_with_errors(page: Page) -> None:
    page.goto(page.url + "source?edit=1")
    page.fill("textarea", page.input_value("textarea").replace("甲市", "[甲市"))
    page.get_by_role("button", name="检查并保存").click()
    expect(page.get_by_role("alert")).to_contain_text("没有保存")


def began_with_nothing(page: Page) -> None:
    page.goto(page.url + "start")
    page.get_by_role("button", name="建一份").click()
    expect(page.get_by_role("alert").first).to_be_visible()


STATES: tuple[Callable[[Page], None], ...] = (
    *(refused_answer, conflict, event_without_words, unit_twice),
    *(nothing_sent, wrong_file, source_with_errors, began_with_nothing),
)


@pytest.mark.parametrize("reach", STATES, ids=lambda one: one.__name__)
def test_pages_that_tell_of_something_wrong(
    browser: Browser, city: tuple[Path, str], reach: Callable[[Page], None]
) -> None:
    """Each is reached as a person does; nothing of it changes the file, but what a colleague answers."""
    before = city[0].read_bytes()
    page = page_of(browser, city[1])
    reach(page)
    fit(page, reach.__name__)
    if reach is not conflict:
        assert city[0].read_bytes() == before
    city[0].write_bytes(before)
    page.context.close()


def test_without_scripts_every_page_is_read_and_every_form_can_be_sent(
    browser: Browser, city: tuple[Path, str]
) -> None:
    page = page_of(browser, city[1], script=False)
    sent: set[str] = set()
    for path in PAGES:
        page.goto(host(city[1]) + path)
        expect(page.locator("h1").first).to_be_visible()
        assert page.evaluate(DEAD) == [], path
        sent |= set(page.evaluate("[...document.forms].map((one) => one.method + ' ' + new URL(one.action).pathname)"))
    assert {"post /answer", "post /unit", "post /unit/change", "post /evidence/list", "get /improve"} <= sent
    assert {one.partition(" ")[0].upper() + " " + one.partition(" ")[2] for one in sent} <= set(ROUTES)
    page.context.close()


def test_without_scripts_answers_and_settings_come_back_to_their_place(
    browser: Browser, city: tuple[Path, str]
) -> None:
    file, address = city
    before = file.read_bytes()
    page = page_of(browser, address, script=False)
    page.goto(f"{host(address)}/settings")
    gate = row("申报前两年内是否发生重大安全责任事故？")
    page.locator(f"{gate} label", has_text="无").first.click()
    page.locator(f"{gate} button").click()
    assert "/settings#" in page.url
    expect(page.locator(f"{gate} [type=radio][value=无]")).to_be_checked()
    page.locator(f"{gate} label", has_text="有").first.click()
    page.locator(f"{gate} button").click()
    expect(page.locator(f"{gate} .told")).to_contain_text("还没有保存")
    assert "重大安全责任事故: 无" in file.read_text(encoding="utf-8")
    file.write_bytes(before)
    page.context.close()


def test_the_keyboard_alone_answers_every_kind_of_question(browser: Browser, city: tuple[Path, str]) -> None:
    """From one field to the next by Tab, chosen by arrows, saved by leaving or Enter; what has the focus is seen to have it."""
    file, address = city
    before = file.read_bytes()
    page = page_of(browser, address)
    page.goto(f"{host(address)}/form?part=1")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"

    def go(ask: str, field: str) -> None:
        wanted = page.locator(f"{row(ask)} {field}").first
        for _ in range(60):
            page.keyboard.press("Tab")
            if wanted.evaluate(
                "one => one === document.activeElement || one.name && one.type === 'radio'"
                " && one.name === document.activeElement.name && one.form === document.activeElement.form"
            ):
                break
        else:
            raise AssertionError(f"{ask} was not reached")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"

    def saved(ask: str) -> None:
        expect(page.locator(f"{row(ask)} .done")).to_be_visible()
        expect(page.locator(f"{row(ask)} :focus")).to_have_count(1)  # given back a moment after the row was drawn anew

    go("建立台账了吗？", "[type=radio]")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    saved("建立台账了吗？")
    go("开了几次会？", "[name=text]")
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    saved("开了几次会？")
    go("入托率是多少？", "[name=text]")
    page.keyboard.type("40")
    page.keyboard.press("Enter")
    saved("入托率是多少？")
    go("方案由谁出台？", "[type=radio]")
    page.keyboard.press("ArrowDown")
    saved("方案由谁出台？")
    go("工作情况得几分？", "[name=text]")
    page.keyboard.type("2")
    page.keyboard.press("Tab")
    page.keyboard.type("都做到了")
    page.keyboard.press("Tab")
    expect(page.locator(f"{row('工作情况得几分？')} .done")).to_be_visible()
    go("有几处不符合？", "[name=text]")
    page.keyboard.press("Control+a")
    page.keyboard.type("0")
    page.keyboard.press("Enter")
    saved("有几处不符合？")
    expect(page.locator(".unit .score").first).to_have_text("得18分")
    for _ in range(3):  # the undoing comes first
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "SUMMARY":
            break
    page.keyboard.press("Enter")
    expect(page.locator(".unit details").first).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator(".unit details[open]")).to_have_count(0)
    expect(page.locator(":focus")).to_contain_text("改名称")
    expect(page.locator("#said")).to_contain_text("已保存。本项得13.5分。")
    for word in ("会议次数: 3", "入托率: 40%", "分值: 2", "理由: 都做到了", "不符合处数: 0} # 三月查的"):
        assert word in file.read_text(encoding="utf-8")
    file.write_bytes(before)
    page.context.close()


def test_units_on_a_phone(browser: Browser, city: tuple[Path, str]) -> None:
    """One more, filled, called otherwise, taken off; the points of each, of the item and of all move."""
    file, address = city
    before = file.read_bytes()
    page = page_of(browser, address, width=390)
    page.goto(f"{host(address)}/form?part=1")
    page.get_by_label("增加一个抽查单位").fill("丙单位")
    page.get_by_role("button", name="增加").click()
    unit = page.locator(".unit", has_text="丙单位")
    unit.locator("[name=text]").fill("2")
    unit.locator("[name=text]").press("Enter")
    expect(unit.locator(".score")).to_have_text("得6分")
    expect(page.locator("#t-1-3-points .score b")).to_have_text("9分")
    unit.locator("summary").click()
    unit.get_by_label("抽查单位的名称").fill("丁单位")
    unit.get_by_role("button", name="改名称").click()
    other = page.locator(".unit", has_text="丁单位")
    expect(other.locator(".score")).to_have_text("得6分")
    other.locator("summary").click()
    fit(page, "units")
    other.get_by_role("button", name="去掉丁单位").click()
    expect(page.locator(".unit")).to_have_count(2)
    expect(page.locator("#t-1-3-points .score b")).to_have_text("10.5分")
    file.write_bytes(before)
    page.context.close()
