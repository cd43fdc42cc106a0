"""The whole form on one page, narrowed by words and by department; pictures and progress lead to the questions."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from markupsafe import escape
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect

from scoring.exchange.questions import Question, Questionnaire
from scoring.web import passwords
from scoring.web.accounts import Account, Accounts, Role
from scoring.web.site import Site
from tests.cli.running import ROOT
from tests.web.browsing import browser_at, page_of, served
from tests.web.served import ADDRESS, NOW, Browser, city_in, site_of

PASSWORD = "春天的第一场雨落在海边"
LARGEST = 300 * 1024
"""Bytes of a page."""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return site_of(city_in(tmp_path / "市", "half-filled"), tmp_path / "市")


def questions(text: str) -> list[str]:
    return re.findall(r'<tr><td class="whole">([^<]+)</td>', text)


def test_all_questions_stand_on_one_page_with_their_answers(site: Site) -> None:
    browser = Browser(site)
    assert site.workspace is not None
    opened = site.workspace.open().value
    assert opened is not None

    shown = browser.get("/form/all")

    assert questions(shown.text) == [one.fact.ask for one in _in_order(opened.source.asked)]
    assert len(shown.content) < LARGEST
    assert "评分标准：未纳入预算不得分，纳入预算但未专款专用扣3分。" in shown.text, "the official words"
    for topic in opened.source.asked.topics:
        assert all(escape(line) in shown.text for line in topic.text.split("\n")), topic.label
    assert "<form" not in shown.text.partition("</form>")[2], "to be read: nothing but the search is a form"


def _in_order(asked: Questionnaire) -> list[Question]:
    """As the form has them: the head of the file, the sections, the words of the report; what is kept apart comes last."""
    return sorted(asked.questions, key=lambda one: (_part(one.topic.id), one.topic.id.startswith("解释口径")))


def _part(topic: str) -> int:
    if topic.startswith(("参照值", "解释口径")):
        return 10
    return int(topic.partition(".")[0]) if topic[0].isdigit() else 9 if topic == "报告文字" else 0


def test_an_answer_leads_to_its_question(site: Site) -> None:
    browser = Browser(site)

    shown = browser.get("/form/all").text
    addresses = dict.fromkeys(re.findall(r'href="(/(?:form\?part|settings#)[^"]*)"', shown))

    pages: dict[str, str] = {}
    for address in addresses:
        page = address.partition("#")[0]
        if page not in pages:
            pages[page] = browser.get(page).text
    lost = [one for one in addresses if f'id="{one.partition("#")[2]}"' not in pages[one.partition("#")[0]]]
    assert lost == []


@pytest.mark.parametrize(
    ("query", "asks"),
    [
        (
            "owner=市财政局",
            [
                "婴幼儿照护服务工作所需经费是否纳入政府财政预算？",
                "纳入预算的婴幼儿照护服务经费是否做到专款专用？",
                "（一）2的说明：写进报告，可不填",
                "专项规划或实施方案中，资金来源是否明确？",
                "出台了多少项规划、土地、住房、财政、投资、融资、人才等方面的支持政策（怎么数、谁在什么时候出台的算，按本项的口径）？",
            ],
        ),
        (
            "owner=市财政局&only=open",
            ["纳入预算的婴幼儿照护服务经费是否做到专款专用？", "专项规划或实施方案中，资金来源是否明确？"],
        ),
        ("find=专款专用 预算", None),
        ("owner=没有的局&find=没有这样的字", []),
    ],
)
def test_it_is_narrowed_by_department_by_words_and_to_what_is_open(
    site: Site, query: str, asks: list[str] | None
) -> None:
    shown = questions(Browser(site).get(f"/form/all?{query}").text)

    if asks is None:
        assert asks != shown
        assert "纳入预算的婴幼儿照护服务经费是否做到专款专用？" in shown
        assert len(shown) < 10
    else:
        assert shown == asks


def test_a_department_has_a_form_of_its_own_also_for_who_sees_all(site: Site) -> None:
    shown = Browser(site).get("/form?owner=市财政局").text

    assert re.findall(r'class="ask"[^>]*>([^<]+)<', shown) == questions(
        Browser(site).get("/form/all?owner=市财政局").text
    )
    assert 'name="find"' in Browser(site).get("/form?owner=没有的局").text


def test_next_steps_are_narrowed_by_department(site: Site) -> None:
    def owners(query: str) -> list[str]:
        steps = Browser(site).get(f"/{query}").text.partition('id="steps"')[2].partition("</section>")[0]
        return re.findall(r'data-head="部门">([^<]+)</td>', steps)

    everybody, narrowed = owners(""), owners("?owner=市财政局")

    assert narrowed
    assert all("市财政局" in one for one in narrowed)
    assert any("市财政局" not in one for one in everybody)
    assert owners("?owner=没有的局") == everybody


def test_a_department_reads_its_own_questions_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "COST", 4)
    file = city_in(tmp_path / "市", "half-filled")
    accounts = Accounts(tmp_path / "accounts.sqlite")
    account = Account(name="财政", role=Role.DEPARTMENT, departments=("市财政局",))
    accounts.add(account, PASSWORD, by="", at=NOW.timestamp())
    site = site_of(file, file.parent, accounts)
    browser = Browser(site)
    browser.client.post("/login", data={"name": "财政", "password": PASSWORD}, headers={"origin": ADDRESS})

    for query in ("", "?owner=市统计局", "?find=常住人口"):
        shown = browser.get(f"/form/all{query}").text
        assert "常住人口" not in shown.replace('value="常住人口"', "")
        assert not re.search(r"<h3>[^<]*得|<h2>[^<]*\d分", shown), "no score that rests on what others answered"
    assert questions(browser.get("/form/all").text) == questions(
        Browser(site_of(file, file.parent)).get("/form/all?owner=市财政局").text
    )


def test_pictures_lead_to_what_they_show(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "submissions" / "sample-city", tmp_path / "市")
    (tmp_path / "市" / "evidence" / "1.1" / "01-division.pdf").unlink()
    file = tmp_path / "市" / "submission.yaml"
    browser = Browser(site_of(file, file.parent))

    home, evidence = browser.get("/").text, browser.get("/evidence").text

    waterfall = re.search(r"<figure.*?</figure>", home, re.DOTALL)
    assert waterfall is not None
    assert re.findall(r'<a href="/explain\?item=([\d.]+)"><rect[^>]*>\s*<text[^>]*>([^<]+)<', waterfall[0]) == [
        ("1.3", "（一）3"),
        ("2.5", "（二）5"),
        ("2.8", "（二）8"),
        ("4.3", "（四）3"),
        ("5.1", "（五）1"),
        ("6.0", "（六）"),
    ], "an item that loses points leads to why"
    assert 'role="group" aria-label="从满分到自评得分"' in waterfall[0]
    gaps = re.search(r"<figure.*?</figure>", evidence, re.DOTALL)
    assert gaps is not None
    assert set(re.findall(r'href="/explain\?item=([\d.]+)"', gaps[0])) == {"1.1"}
    cell = re.search(r'<a href="/form\?part=1#([^"]+)" tabindex="-1" aria-label="[^"]*职责分工[^"]* 已填">', home)
    assert cell is not None
    assert f'id="{cell[1]}"' in browser.get("/form?part=1").text


@pytest.fixture(scope="module")
def chromium_browser(chromium: Path) -> Iterator[Chromium]:
    with browser_at(chromium) as found:
        yield found


def test_the_way_of_a_coordinator_by_clicks(chromium_browser: Chromium, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "submissions" / "half-filled", tmp_path / "市")
    with served(tmp_path / "市") as address:
        page = page_of(chromium_browser, address)
        told: list[str] = []
        page.on("console", lambda one: told.append(one.text) if one.type in ("error", "warning") else None)
        page.locator("#departments").get_by_role("link", name="市财政局", exact=True).click()
        expect(page.get_by_role("heading", name="市财政局")).to_be_visible()
        row = page.locator("form.question", has_text="是否做到专款专用")
        place = f"[id='{row.get_attribute('id')}']"
        row.locator("label", has_text="是").first.click()
        expect(page.locator(f"{place} .done")).to_be_visible()
        page.get_by_label("查找问题").fill("专款专用")
        page.get_by_role("button", name="查找", exact=True).click()
        line = page.locator("tr", has_text="是否做到专款专用")
        line.get_by_role("link", name="是", exact=True).click()
        expect(page.locator(place)).to_be_visible()
        page.get_by_role("link", name="首页", exact=True).click()
        page.locator("figure a").first.click()
        expect(page.get_by_role("heading", name="逐项解释")).to_be_visible()
        assert not told
