"""References and readings are saved whole; questions that do not arise are not open; what is lacking is said, not refused."""

from __future__ import annotations

import html
from pathlib import Path

import pytest

from scoring.base.text import scored_text
from scoring.web.blocks import parts_of
from scoring.web.people import LOCAL
from scoring.web.rows import path_word, row_of
from scoring.web.site import Site
from scoring.web.workspace import Opened
from tests.web.served import Browser, city_in, site_of

BEDS, RATE = ("参照值", "全省平均千人口托位数"), ("参照值", "全省平均婴幼儿入托率")
SERVICES = ("解释口径", "线上家庭育儿服务的认定")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return site_of(city_in(tmp_path / "市", "half-filled"), tmp_path / "市")


@pytest.fixture
def browser(site: Site) -> Browser:
    browser = Browser(site)
    browser.client.headers["hx-request"] = "true"
    return browser


def opened(site: Site) -> Opened:
    assert site.workspace is not None
    found = site.workspace.open().value
    assert found is not None
    return found


def send(browser: Browser, path: tuple[str, ...], *words: str) -> str:
    spelt = opened(browser.site).spelling(path)
    fields = {"path": path_word(path), "seen": spelt or "", **({} if spelt is None else {"there": "1"})}
    fields |= {f"text-{number}": word for number, word in enumerate(words)}
    return html.unescape(browser.post("/settings/save", fields).text)


def test_a_reference_is_saved_when_all_of_it_is_there(browser: Browser, site: Site) -> None:
    assert "还没有保存：再写“年份”、“来源”，写齐就保存。" in send(browser, BEDS, "4", "", "")
    assert opened(site).assessment.submission.references == {}

    said = send(browser, BEDS, "4", "2025年", "（虚构）统计通报")

    assert "已保存。" in said
    found = opened(site).assessment.submission.references[BEDS[1]]
    assert (found.value, found.year, found.source) == (4, 2025, "（虚构）统计通报")
    send(browser, RATE, "17.2", "2025", "（虚构）统计通报")
    send(browser, BEDS, "", "", "")
    assert list(opened(site).assessment.submission.references) == [RATE[1]]


def test_the_same_sent_twice_is_no_conflict_with_oneself(browser: Browser, site: Site) -> None:
    """A second click is on its way before the page knows what the first one wrote."""
    fields = {"path": path_word(BEDS), "seen": "", "text-0": "4", "text-1": "2025", "text-2": "（虚构）通报"}

    said = [html.unescape(browser.post("/settings/save", fields).text) for _ in range(2)]

    assert ["已保存。" in one for one in said] == [True, True]
    assert "刚才已经有人改过" in html.unescape(browser.post("/settings/save", {**fields, "text-0": "5"}).text)


def test_what_cannot_be_is_refused_by_its_name(browser: Browser, site: Site) -> None:
    assert "数值：不是数字：许多" in send(browser, BEDS, "许多", "2025", "通报")
    assert opened(site).assessment.submission.references == {}


def test_another_reading_is_saved_with_its_reason_and_taken_back(browser: Browser, site: Site) -> None:
    assert "还没有保存：再写“理由”，写齐就保存。" in send(browser, SERVICES, "做一样即可", "")

    send(browser, SERVICES, "做一样即可", "省里答复过")

    assert opened(site).assessment.submission.switched[SERVICES[1]].option == "做一样即可"
    send(browser, SERVICES, "", "省里答复过")
    assert opened(site).assessment.submission.switched == {}


def test_a_reading_that_changes_a_question_is_not_said_to_change_nothing(browser: Browser) -> None:
    browser.client.headers.pop("hx-request")
    text = browser.get("/settings").text

    place = text.index("<b>专题会议统计期间</b>")
    assert "只改变问题怎样回答" in text[place : text.index("</summary>", place)]


def test_a_question_that_does_not_arise_is_not_open(browser: Browser, site: Site) -> None:
    """（二）5: where no institution is to be subsidised, nobody is asked whether it was."""
    asked, hanging = ("自评", "2.5", "有应给予社保补贴的机构"), ("自评", "2.5", "社保补贴已给予")
    before = {one.id: one.left for one in parts_of(opened(site), LOCAL)}["2"]

    text = browser.answer(asked, "否").text

    found = opened(site)
    assert row_of(found.questions[hanging], hanging, found.state(hanging)).state == "idle"
    assert {one.id: one.left for one in parts_of(found, LOCAL)}["2"] == before - 2
    assert "照前面的回答，这一题不用填。" in text, "the row of the question that hangs on it comes along"


def test_points_without_a_reason_wait_for_it(browser: Browser, site: Site) -> None:
    path = ("自评", "5.1", "监督检查评分")

    text = browser.answer(path, "1.5").text

    assert "再写明为什么给这个分，写完就保存。" in text
    assert 'value="1.5"' in text
    assert "{" not in text[text.index('class="told"') : text.index("</form>")]
    browser.answer(path, "1.5", reason="记录不全")
    answer = opened(site).assessment.submission.answers[path[2]]
    assert str(answer.value) == "Judgement(points=Fraction(3, 2), reason='记录不全')"


@pytest.mark.parametrize(("typed", "kept"), [("6 840", 6840), ("8，950", 8950), ("42600人", 42600)])
def test_numbers_are_read_as_people_write_them(browser: Browser, site: Site, typed: str, kept: int) -> None:
    browser.answer(("基本情况", "在托婴幼儿数"), typed)

    assert opened(site).assessment.submission.answers["在托婴幼儿数"].value == kept


def test_ten_thousands_are_asked_to_be_written_out(browser: Browser) -> None:
    text = browser.answer(("基本情况", "常住人口"), "215.3万").text

    assert "请写成 2153000，单位里没有“万”。" in text


def test_the_page_says_why_the_total_is_a_range(browser: Browser, site: Site) -> None:
    browser.client.headers.pop("hx-request")

    text = browser.get("/").text

    assert scored_text(opened(site).assessment.card.total) in text
    assert "还没有参照值“全省平均千人口托位数”“全省平均婴幼儿入托率”" in text
    assert "可不填，还没有写" in text
