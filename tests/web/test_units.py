"""Units of an item on the page: one more, another name, looked at or not, one less; each with what it scores."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from scoring.web.rows import path_word
from scoring.web.site import Site
from scoring.web.workspace import Workspace
from tests.cli.running import ROOT
from tests.web.served import NOW, Browser

PACKS = ROOT / "tests" / "web" / "packs"
PLACE = ("自评", "1.3", "抽查单位")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return Path(shutil.copy(PACKS / "自评.yaml", tmp_path))


@pytest.fixture
def page(file: Path) -> Browser:
    workspace = Workspace(str(file), (str(PACKS),))
    return Browser(Site(workspace, folder=file.parent, now=lambda: NOW))


def units_of(text: str) -> list[tuple[str, str]]:
    """The units as the page shows them, each with its points."""
    found = re.findall(r'<section class="unit".*?<h3[^>]*>(.*?)</h3>', text, re.DOTALL)
    return [(one.partition("<span")[0].strip(), "".join(re.findall(r"<b>(.*?)</b>", one))) for one in found]


def change(page: Browser, unit: str, what: str, **more: str) -> Any:
    """A button of a unit, pressed as the page shows it now."""
    shown = re.findall(
        r'name="path" value="([^"]*)"><input type="hidden" name="spelt" value="([^"]*)"', page.get("/form?part=1").text
    )
    spelt = {html.unescape(path): html.unescape(text) for path, text in shown}
    path = path_word((*PLACE, unit))
    return page.post("/unit/change", {"path": path, "spelt": spelt[path], "what": what, **more})


def test_each_unit_shows_what_it_scores(page: Browser) -> None:
    """18 points less 6 for one fault; 9 where it was not looked at; the mean of both is 10.5."""
    text = page.get("/form?part=1").text
    assert units_of(text) == [("甲单位", "12分"), ("乙单位（未检查）", "9分")]
    assert "<b>10.5分</b> <span>满分18分</span>" in text
    assert text.count("有几处不符合？") == 1, "nothing is asked of a unit that was not looked at"


def test_a_unit_is_added_and_leads_to_its_questions(page: Browser, file: Path) -> None:
    done = page.post("/unit", {"item": "1.3", "name": "丙单位"})
    assert units_of(done.text) == [("甲单位", "12分"), ("乙单位（未检查）", "9分"), ("丙单位", "0～18分")]
    assert f'id="{done.url.fragment}"' in done.text
    assert file.read_text(encoding="utf-8").endswith("      乙单位: 未检查\n      丙单位: {不符合处数: 未填}\n")


@pytest.mark.parametrize(("name", "said"), [("", "还没有写名称"), ("甲单位", "已经有“甲单位”")])
def test_what_cannot_be_a_unit_is_told_where_it_was_typed(page: Browser, file: Path, name: str, said: str) -> None:
    before = file.read_bytes()
    done = page.post("/unit", {"item": "1.3", "name": name})
    assert f'<p class="fault" role="alert">{said}。' in done.text
    assert done.url.path == "/unit"
    assert file.read_bytes() == before


def test_a_unit_gets_another_name_and_keeps_its_answers_and_its_place(page: Browser, file: Path) -> None:
    done = change(page, "甲单位", "rename", name="丁单位")
    assert units_of(done.text) == [("丁单位", "12分"), ("乙单位（未检查）", "9分")]
    text = file.read_text(encoding="utf-8")
    assert "丁单位: {不符合处数: 1}" in text
    assert "甲单位" not in text


def test_no_unit_takes_the_name_of_another(page: Browser, file: Path) -> None:
    before = file.read_bytes()
    assert "已经有“乙单位”" in change(page, "甲单位", "rename", name="乙单位").text
    assert file.read_bytes() == before


def test_a_unit_is_looked_at_after_all_and_not(page: Browser) -> None:
    assert units_of(change(page, "乙单位", "checked").text) == [("甲单位", "12分"), ("乙单位", "0～18分")]
    assert units_of(change(page, "甲单位", "unchecked").text) == [("甲单位（未检查）", "9分"), ("乙单位", "0～18分")]


def test_a_unit_is_taken_off_and_put_back(page: Browser, file: Path) -> None:
    """The sheet of changes has what went, so that it comes back by the button there."""
    done = change(page, "甲单位", "remove")
    assert units_of(done.text) == [("乙单位（未检查）", "9分")]
    told = page.get("/history").text
    found = re.search(
        r'action="/history/back".*?name="path" value="(.*?)".*?name="now" value="(.*?)".*?name="back" value="(.*?)"',
        told,
    )
    assert found is not None
    fields = dict(zip(("path", "now", "back"), map(html.unescape, found.groups()), strict=True))
    assert page.post("/history/back", fields).status_code == 200
    assert sorted(units_of(page.get("/form?part=1").text)) == [("乙单位（未检查）", "9分"), ("甲单位", "12分")]


def test_whoever_was_slower_changes_nothing(page: Browser, file: Path) -> None:
    """The form was drawn before a colleague filled the unit."""
    file.write_text(file.read_text(encoding="utf-8").replace("不符合处数: 1", "不符合处数: 2"), encoding="utf-8")
    before = file.read_bytes()
    seen = {"path": path_word((*PLACE, "甲单位")), "spelt": "{不符合处数: 1}"}
    for what in ("remove", "rename", "unchecked"):
        done = page.post("/unit/change", {**seen, "what": what, "name": "丁单位"})
        assert "刚才已经有人改过这一处，没有覆盖" in done.text
        assert file.read_bytes() == before


def test_an_item_without_units_is_open_and_the_way_leads_there(page: Browser, file: Path) -> None:
    change(page, "甲单位", "remove")
    change(page, "乙单位", "remove")
    assert "还没有列抽查单位" in page.get("/form?part=1").text
    for answer in (("基本情况", "常住人口"), ("申报资格", "重大安全责任事故")):
        page.answer(answer, "无" if answer[0] == "申报资格" else "100")
    for fact, text in (("建立台账", "是"), ("会议次数", "4"), ("入托率", "30"), ("出台机关", "市里"), ("机构数", "3")):
        page.answer(("自评", "1.1", fact), text)
    page.answer(("自评", "1.2", "工作情况"), "2", reason="都做到了")
    for name in ("申报单位", "联系方式"):
        page.answer((name,), "甲市卫生健康委")
    assert page.get("/next").url.fragment == "t-1-3-add"
