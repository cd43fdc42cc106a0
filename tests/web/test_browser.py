"""The workspace as a person meets it, in a real browser."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from scoring.assess import Depth, Request, assess
from scoring.model.scorecard import Range
from scoring.web.rows import anchor_of
from tests.cli.running import ROOT
from tests.web.browsing import browser_at, page_of, served
from tests.web.second_city import BASICS, PARTS, REFERENCES, TEXTS, TOTAL, Reply

PAGES = (
    "/",
    "/form",
    "/form?part=5",
    "/form/all",
    "/form/all?find=托位",
    "/form?owner=市财政局",
    "/explain?item=1.1",
    "/evidence",
    "/settings",
    "/improve",
    "/improve?target=95",
    "/compare",
    "/exchange",
    "/report",
    "/history",
    "/source",
    "/source?edit=1",
    "/start",
)
PAPERS = {
    "自评报告（PDF）": b"%PDF",
    "自评报告（Word）": b"PK\x03\x04",
    "自评报告（网页）": b"<!DO",
    "佐证材料装订本（PDF）": b"%PDF",
    "上报包（ZIP）": b"PK\x03\x04",
}
"""What a city takes away, and how each begins."""


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    with browser_at(chromium) as found:
        yield found


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    folder = tmp_path_factory.mktemp("city")
    shutil.copytree(ROOT / "submissions" / "sample-city", folder, dirs_exist_ok=True)
    with served(folder) as address:
        yield folder / "submission.yaml", address


def host(address: str) -> str:
    return address.partition("/?")[0]


def question(page: Page, ask: str) -> str:
    """The row that asks this, by its id."""
    row = page.locator("form.question", has=page.locator(".ask", has_text=ask)).first
    return f"[id='{row.get_attribute('id')}']"


def give(page: Page, reply: Reply) -> None:
    """Answer a question as a person does: click a choice, or write and leave the field; the page says that it is saved."""
    row = question(page, reply.ask)
    choice = page.locator(f"{row} .choices").get_by_label(reply.answer, exact=True)
    if choice.count():
        choice.click()
    else:
        page.fill(f"{row} [name=text]", reply.answer)
        page.press(f"{row} [name=text]", "Tab")
    if reply.reason:
        page.fill(f"{row} [name=reason]", reply.reason)
        page.press(f"{row} [name=reason]", "Tab")
        expect(page.locator(f"{row} [name=seen]")).to_have_value(re.compile(re.escape(reply.reason)))
    expect(page.locator(f"{row} .done")).to_be_visible()


def score(file: Path) -> Range:
    """The total of a file, by the engine alone."""
    found = assess(Request(file=str(file), evidence=Depth.NONE)).value
    assert found is not None
    return found.card.total


def faults_of(page: Page) -> list[str]:
    """What a browser complains of: refused styles and scripts, errors in scripts, answers that failed."""
    found: list[str] = []
    page.on("console", lambda one: found.append(one.text) if one.type in ("error", "warning") else None)
    page.on("pageerror", lambda one: found.append(str(one)))
    return found


def test_no_page_asks_for_anything_elsewhere_or_is_refused_anything(browser: Browser, city: tuple[Path, str]) -> None:
    page = page_of(browser, city[1])
    faults = faults_of(page)
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    for path in PAGES:
        page.goto(host(city[1]) + path)
    assert not faults
    assert {one.startswith(host(city[1])) for one in asked} == {True}


def test_an_answer_moves_the_points_at_once_and_can_be_taken_back(browser: Browser, city: tuple[Path, str]) -> None:
    file, address = city
    before = file.read_bytes()
    page = page_of(browser, address)
    faults = faults_of(page)
    page.goto(f"{host(address)}/form?part=1")
    total = page.locator("#total")
    expect(total).to_have_text("92.5分")
    row = question(page, "运营方式是否明确")
    page.locator(f"{row} label", has_text="是").first.click()
    expect(total).to_have_text("94.5分")
    assert file.read_bytes() == before.replace("方案运营方式明确: 否".encode(), "方案运营方式明确: 是".encode())
    page.get_by_role("button", name="撤销刚才的修改").click()
    expect(total).to_have_text("92.5分")
    assert file.read_bytes() == before
    assert not faults


def test_two_people_on_one_answer_are_shown_both_values(browser: Browser, city: tuple[Path, str]) -> None:
    file, address = city
    before = file.read_bytes()
    first, second = page_of(browser, address), page_of(browser, address)
    for page in (first, second):
        page.goto(f"{host(address)}/form?part=1")
    row = question(first, "召开过多少次")
    field = f"{row} input[name=text]"
    first.fill(field, "5")
    first.press(field, "Enter")
    expect(first.locator(f"{row} .done")).to_be_visible()
    second.fill(field, "6")
    second.press(field, "Enter")
    expect(second.locator(f"{row} .told")).to_contain_text("文件里现在是“5”")
    assert "专题会议次数: 5\n" in file.read_text(encoding="utf-8")
    expect(second.locator(field)).to_have_value("6")
    second.locator(f"{row} button.save").click()
    expect(second.locator(f"{row} .done")).to_be_visible()
    assert file.read_bytes() == before.replace("专题会议次数: 4".encode(), "专题会议次数: 6".encode())
    second.get_by_role("button", name="撤销刚才的修改").click()
    expect(second.locator(f"{row} input[name=text]")).to_have_value("5")
    file.write_bytes(before)


def test_two_workspaces_in_one_browser_leave_each_other_alone(browser: Browser, tmp_path: Path) -> None:
    """Cookies know no ports: two workspaces of one machine, in one browser, side by side."""
    folders = [tmp_path / name for name in ("甲市", "乙市")]
    for folder in folders:
        folder.mkdir()
        shutil.copy(ROOT / "submissions" / "sample-city" / "submission.yaml", folder / "自评.yaml")
    with served(folders[0]) as first, served(folders[1]) as second:
        page = page_of(browser, first)
        page.goto(second)
        for address, folder, number in ((first, folders[0], "7"), (second, folders[1], "8"), (first, folders[0], "9")):
            page.goto(f"{host(address)}/form?part=1")
            field = f"{question(page, '召开过多少次')} input[name=text]"
            page.fill(field, number)
            page.press(field, "Enter")
            expect(page.locator(f"{question(page, '召开过多少次')} .done")).to_be_visible()
            assert f"专题会议次数: {number}\n" in (folder / "自评.yaml").read_text(encoding="utf-8")


def test_a_form_works_without_javascript(browser: Browser, city: tuple[Path, str]) -> None:
    file, address = city
    before = file.read_bytes()
    page = page_of(browser, address, script=False)
    page.goto(f"{host(address)}/form?part=1")
    row = question(page, "召开过多少次")
    page.fill(f"{row} input[name=text]", "许多")
    page.locator(f"{row} button.save").click()
    expect(page.locator(f"{row} .fault").first).to_be_visible()
    assert file.read_bytes() == before
    page.fill(f"{row} input[name=text]", "7")
    page.locator(f"{row} button.save").click()
    expect(page.locator(f"{row} input[name=text]")).to_have_value("7")
    assert "专题会议次数: 7\n" in file.read_text(encoding="utf-8")
    file.write_bytes(before)


def test_the_keyboard_alone_is_enough(browser: Browser, city: tuple[Path, str]) -> None:
    file, address = city
    before = file.read_bytes()
    page = page_of(browser, address)
    page.goto(f"{host(address)}/form?part=1")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    page.keyboard.press("Enter")
    row = question(page, "召开过多少次")
    wanted = page.locator(f"{row} input[name=text]").get_attribute("id")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == wanted:
            break
    else:
        raise AssertionError("the question was not reached")
    page.keyboard.press("Control+a")
    page.keyboard.type("8")
    page.keyboard.press("Enter")
    expect(page.locator(f"{row} .done")).to_be_visible()
    assert page.evaluate("document.activeElement.id") == wanted, "the focus stays where it was"
    assert "专题会议次数: 8\n" in file.read_text(encoding="utf-8")
    file.write_bytes(before)


def test_a_city_goes_from_an_empty_folder_to_its_papers_by_clicks(browser: Browser, tmp_path: Path) -> None:
    """乙市 begins with nothing, answers every question, adds a document, and takes all papers away, ready to sign. What it scores
    is worked out by hand in tests/web/second_city.py."""
    document = shutil.copy(
        ROOT / "submissions/sample-city/evidence/1.1/01-division.pdf", tmp_path / "1.1 关于部门职责分工的通知.pdf"
    )
    folder = tmp_path / "乙市"
    folder.mkdir()
    with served(folder) as address:
        page = page_of(browser, address)
        faults = faults_of(page)
        page.get_by_label("城市的名称").fill("乙市")
        page.get_by_role("button", name="建一份").click()
        expect(page.get_by_role("heading", name="首页")).to_be_visible()
        page.get_by_role("link", name="去填下一个待填的问题").click()
        for reply in BASICS:
            give(page, reply)
        for title, points, replies in PARTS:
            page.locator("nav.parts").get_by_role("link", name=title).click()
            for reply in replies:
                give(page, reply)
            expect(page.locator("nav.parts").get_by_role("link", name=title)).to_have_text(f"{title}{points} 已填完")
        page.locator("nav.parts").get_by_role("link", name="报告文字").click()
        for reply in TEXTS:
            give(page, reply)
        page.get_by_role("link", name="首页", exact=True).click()
        page.get_by_role("link", name="去填", exact=True).click()
        for name, words in REFERENCES:
            row = f"[id='{anchor_of(('参照值', name))}']"
            for number, word in enumerate(words):
                page.fill(f"{row} [name=text-{number}]", word)
                page.press(f"{row} [name=text-{number}]", "Tab")
            expect(page.locator(f"{row} .done")).to_be_visible()
        reading = page.locator("details", has=page.get_by_text("线上家庭育儿服务的认定", exact=True))
        reading.locator("summary").click()
        reading.get_by_label("做一样即可").check()
        expect(reading.locator(".told")).to_contain_text("再写“理由”")
        reading.get_by_label("为什么这样理解").fill("课程和直播由同一平台提供")
        reading.get_by_label("为什么这样理解").press("Tab")
        expect(reading.locator(".done")).to_be_visible()
        expect(page.locator("#total")).to_have_text(TOTAL)
        expect(page.locator("#gates h2")).to_have_text("申报资格：未发现不得申报的情形")
        page.get_by_role("link", name="佐证材料", exact=True).click()
        page.get_by_label("选文件", exact=True).set_input_files(document)
        page.get_by_role("button", name="放入", exact=True).click()
        paper = page.locator("#file-0")
        expect(paper.locator("select")).to_have_value("1.1|分工文件")
        expect(paper.get_by_label("：标题")).to_have_value("关于部门职责分工的通知")
        page.get_by_role("button", name="核对后一次列入").first.click()
        expect(page.get_by_role("region", name="材料清单")).to_contain_text("关于部门职责分工的通知")
        page.get_by_role("link", name="报告", exact=True).click()
        cards = {name: page.locator("section.card", has=page.get_by_role("heading", name=name)) for name in PAPERS}
        for card in cards.values():
            card.get_by_role("button", name="生成").click()
        papers = {}
        for name, card in cards.items():
            link = card.get_by_role("link", name="下载")
            expect(link).to_be_visible(timeout=240_000)
            with page.expect_download() as downloading:
                link.click()
            papers[name] = downloading.value.path().read_bytes()
        assert {name: data[:4] for name, data in papers.items()} == PAPERS
        page.get_by_role("button", name="定稿并封存").click()
        expect(page.get_by_role("link", name="定稿-")).to_be_visible(timeout=240_000)
        page.get_by_role("link", name="填报", exact=True).click()
        expect(page.locator("form.question input[name=text]").first).to_be_disabled()
        assert not faults
    pages = PdfReader(io.BytesIO(papers["自评报告（PDF）"])).pages
    cover, last = ("".join(page.extract_text().split()) for page in (pages[0], pages[-1]))
    assert f"{TOTAL}（满分100分）" in cover
    for place in ("申报单位（盖章）", "单位负责人（签字）", "分管领导（签字）", "审核人（签字）", "填报人（签字）"):
        assert place in last
    report = score(folder / "乙市自评.yaml")
    assert (report.low, report.high) == (Fraction("84.5"), Fraction("84.5"))


def test_what_an_editor_wrote_over_is_offered_again(browser: Browser, city: tuple[Path, str]) -> None:
    """A person with an editor opens the file, a colleague answers in the page, the editor saves all of it."""
    file, address = city
    before = file.read_bytes()
    page = page_of(browser, address)
    page.goto(f"{host(address)}/form?part=1")
    row = question(page, "召开过多少次")
    page.fill(f"{row} input[name=text]", "11")
    page.press(f"{row} input[name=text]", "Enter")
    expect(page.locator(f"{row} .done")).to_be_visible()
    file.write_bytes(before)
    page.goto(host(address))
    page.get_by_role("link", name="去核对").click()
    expect(page.get_by_role("alert")).to_contain_text("填的“11”，现在又是“4”")
    page.get_by_role("alert").get_by_role("button", name="恢复").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert "专题会议次数: 11\n" in file.read_text(encoding="utf-8")
    page.get_by_role("button", name="改回原来的").first.click()
    expect(page.locator("td", has_text="改回原来的").first).to_contain_text("4")
    assert file.read_bytes() == before


def test_files_are_dropped_and_a_closed_submission_is_read_only(browser: Browser, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "submissions" / "half-filled", tmp_path / "city")
    file = tmp_path / "city" / "submission.yaml"
    with served(file) as address:
        page = page_of(browser, address)
        page.goto(f"{host(address)}/evidence")
        page.evaluate(
            """() => {
              const all = new DataTransfer();
              all.items.add(new File(["%PDF-1.4\\n%%EOF\\n"], "预算批复.pdf", { type: "application/pdf" }));
              const form = document.querySelector("form.drop");
              form.dispatchEvent(new DragEvent("drop", { dataTransfer: all, bubbles: true, cancelable: true }));
            }"""
        )
        expect(page.get_by_role("status").first).to_contain_text("预算批复.pdf")
        page.goto(f"{host(address)}/form?part=1")
        row = question(page, "召开过多少次")
        other = page_of(browser, address)
        other.goto(f"{host(address)}/report")
        other.get_by_role("button", name="定稿并封存").click()
        expect(other.locator("main")).to_contain_text("还有问题没有填完")
        other.goto(f"{host(address)}/report")
        other.get_by_label("还有问题没有填，也定稿").check()
        other.get_by_role("button", name="定稿并封存").click()
        expect(other.locator("header")).to_contain_text("已定稿")
        before = file.read_bytes()
        page.fill(f"{row} input[name=text]", "9")
        page.press(f"{row} input[name=text]", "Enter")
        expect(page.locator(f"{row} .fault")).to_contain_text("没有保存")
        assert file.read_bytes() == before
        expect(other.get_by_role("link", name="定稿-").first).to_be_visible(timeout=240_000)
        other.get_by_role("button", name="撤销定稿").click()
        expect(other.get_by_role("button", name="定稿并封存")).to_be_visible()
        page.reload()
        page.fill(f"{row} input[name=text]", "9")
        page.press(f"{row} input[name=text]", "Enter")
        expect(page.locator(f"{row} .done")).to_be_visible()
