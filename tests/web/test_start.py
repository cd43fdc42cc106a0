"""开始: every road from an empty folder to a self-assessment, and what is said where a road is closed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect

from scoring.web.accounts import Account, Accounts, Role
from tests.exchange.handed import FORMS, handed
from tests.web.browsing import browser_at, page_of, served
from tests.web.served import ADDRESS, NOW, Browser, city_in, site_of

PASSWORD = "春天的第一场雨落在海边"
ALERT = re.compile(r'<div class="fault" role="alert">(.*?)</div>', re.DOTALL)
CITY = {"上次.ods": "乙市"}
"""Whose file it is; the others are those of 示例市."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "空").mkdir()
    return tmp_path / "空"


@pytest.fixture(scope="module")
def chromium_browser(chromium: Path) -> Iterator[Chromium]:
    with browser_at(chromium) as found:
        yield found


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return handed(tmp_path_factory)


def sent(path: Path) -> dict[str, tuple[str, io.BytesIO, str]]:
    return {"file": (path.name, io.BytesIO(path.read_bytes()), "application/octet-stream")}


def below(folder: Path) -> set[str]:
    return {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()}


def test_an_empty_folder_offers_the_indices_that_give_points_only(folder: Path) -> None:
    shown = Browser(site_of(None, folder)).get("/")

    assert shown.url.path == "/start"
    assert "辽宁省开展全国婴幼儿照护服务示范城市创建活动评估指标体系" in shown.text
    assert "辽宁省　满分100分，6个部分28项" in shown.text
    assert re.findall(r'name="pack" value="([^"]+)"', shown.text) == ["liaoning-2022"]
    assert 'href="/evidence"' not in shown.text, "no way to pages that have nothing to show yet"


def test_a_blank_one_is_begun_with_the_name_of_the_city(folder: Path) -> None:
    site = site_of(None, folder)

    shown = Browser(site).post("/start/new", {"city": "乙市", "pack": "liaoning-2022"})

    assert shown.url.path == "/"
    assert below(folder) == {"乙市自评.yaml", "liaoning-2022.schema.json"}
    text = (folder / "乙市自评.yaml").read_text("utf-8")
    assert "城市: 乙市\n" in text
    assert "专题会议次数: 未填" in text


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("typed", ["丙市", ""])
def test_last_time_in_any_form_is_a_start(folder: Path, files: Path, name: str, typed: str) -> None:
    site = site_of(None, folder)

    shown = Browser(site).post("/start/new", {"city": typed, "pack": "liaoning-2022"}, files=sent(files / name))

    city = typed or CITY.get(name, "示例市")
    assert "已建好" in shown.text
    assert "都标着“未核对”" in shown.text
    assert str(folder.parent) not in shown.text
    text = (folder / f"{city}自评.yaml").read_text("utf-8")
    assert f"城市: {city}\n" in text
    assert f"专题会议次数: {{未核对: {3 if name.endswith('ods') else 4}}}" in text
    assert below(folder) == {f"{city}自评.yaml", "liaoning-2022.schema.json"}
    form = Browser(site).get("/form?part=1").text
    assert "核对无误" in form


@pytest.mark.parametrize("name", FORMS)
def test_one_that_is_handed_over_goes_on_as_it_is(folder: Path, files: Path, name: str) -> None:
    shown = Browser(site_of(None, folder)).post("/start/bring", files=sent(files / name))

    city = CITY.get(name, "示例市")
    assert shown.url.path == "/"
    file = folder / f"{city}自评.yaml"
    if name.endswith("ods"):
        assert "专题会议次数: 3\n" in file.read_text("utf-8")
    else:
        assert file.read_bytes() == (files / "上次.yaml").read_bytes()
    documents = {"evidence/1.1/分工.pdf", "evidence/1.1/签到.jpg"} if name.endswith("zip") else set()
    assert below(folder) == {file.name, *documents}
    for one in documents:
        assert (folder / one).read_bytes() == (files / one).read_bytes()


@pytest.mark.parametrize("form", ["new", "bring"])
@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("说明.txt", b"x", "“说明.txt”不是能用的文件"),
        ("没有扩展名", b"x", "“没有扩展名”不是能用的文件"),
        ("空.yaml", b"", "“空.yaml”是空文件"),
        ("错.yaml", "指标体系: liaoning-2022\n城市: 乙市\n  城区: 甲\n".encode(), "“错.yaml”用不了"),
        ("错.xlsx", b"PK\x03\x04", "“错.xlsx”用不了"),
        ("错.zip", b"PK\x03\x04", "“错.zip”用不了"),
        ("普通.pdf", b"%PDF-1.7\n", "“普通.pdf”用不了"),
        ("规划.yaml", None, "“规划.yaml”是规划的进展，不是评估打分的自评"),
    ],
)
def test_a_file_that_is_none_is_told_in_place(
    folder: Path, form: str, name: str, data: bytes | None, said: str
) -> None:
    from tests.cli.running import ROOT

    if data is None:
        data = (ROOT / "submissions/plan-anning/submission.yaml").read_bytes()
    site = site_of(None, folder)

    shown = Browser(site).post(
        f"/start/{form}", {"city": "戊市", "pack": "liaoning-2022"}, files={"file": (name, io.BytesIO(data))}
    )

    (alert,) = ALERT.findall(shown.text)
    assert said in alert
    assert "怎么办：" in alert
    start = shown.text.index(f'id="{form}"')
    assert start < shown.text.index(alert) < shown.text.index("</section>", start), "told where it was sent from"
    if form == "new":
        assert 'value="戊市"' in shown.text, "what was typed stays"
    assert below(folder) == set()
    assert site.workspace is None


def test_an_altered_bundle_is_not_used(folder: Path, files: Path) -> None:
    data = bytearray((files / "上次.zip").read_bytes())
    at = data.index("专题会议次数: 4".encode())
    data[at : at + len("专题会议次数: 4".encode())] = "专题会议次数: 9".encode()

    shown = Browser(site_of(None, folder)).post("/start/bring", files={"file": ("改.zip", io.BytesIO(data))})

    assert "“改.zip”用不了" in shown.text
    assert below(folder) == set()


@pytest.mark.parametrize("city", ["", "乙", "乙 市", "../乙市", "乙市/x", "乙" * 31])
def test_a_city_has_a_name(folder: Path, city: str) -> None:
    shown = Browser(site_of(None, folder)).post("/start/new", {"city": city, "pack": "liaoning-2022"})

    assert len(ALERT.findall(shown.text)) == 1
    assert below(folder) == set()


def test_an_index_without_points_is_none_to_begin_with(folder: Path) -> None:
    for pack in ("anning-2025", "没有", ""):
        shown = Browser(site_of(None, folder)).post("/start/new", {"city": "乙市", "pack": pack})
        assert "没有选指标体系" in shown.text
    assert below(folder) == set()


def test_of_two_in_a_folder_each_keeps_its_own_documents(folder: Path, files: Path) -> None:
    city_in(folder)
    site = site_of(None, folder)

    Browser(site).post("/start/bring", files=sent(files / "上次.zip"))
    Browser(site).post("/start/new", {"city": "示例市", "pack": "liaoning-2022"})

    assert {one for one in below(folder) if one.endswith(".yaml")} == {
        "自评.yaml",
        "示例市自评/示例市自评.yaml",
        "示例市自评-2/示例市自评.yaml",
    }
    assert (folder / "示例市自评" / "evidence/1.1/分工.pdf").is_file()
    shown = Browser(site).get("/start").text
    assert re.findall(r'aria-label="打开 ([^"]+)"', shown)[0] == "示例市自评-2/示例市自评.yaml", "the last one first"
    assert Browser(site).post("/start/open", {"name": "自评.yaml"}).url.path == "/"
    assert site.workspace is not None
    assert site.workspace.file == str(folder / "自评.yaml")
    for name in ("../自评.yaml", "没有.yaml", "", "liaoning-2022.schema.json"):
        assert "文件夹里没有" in Browser(site).post("/start/open", {"name": name}).text


def test_other_files_are_not_offered(folder: Path) -> None:
    (folder / "pack.yaml").write_text("id: x\ntitle: y\n", "utf-8")
    (folder / "别的.yaml").write_bytes(b"\xff\xfe\x00")
    (folder / "名单.yml").mkdir()

    assert "接着填：" not in Browser(site_of(None, folder)).get("/start").text


def test_the_sample_is_a_copy_and_another_can_be_had(folder: Path) -> None:
    site = site_of(None, folder)
    browser = Browser(site)
    browser.post("/start/sample")
    first = folder / "样例-示例市" / "submission.yaml"
    browser.answer(("自评", "1.1", "专题会议次数"), "9")

    browser.post("/start/sample")
    assert "专题会议次数: 9\n" in first.read_text("utf-8"), "what was tried is still there"
    browser.post("/start/sample", {"fresh": "1"})

    assert site.workspace is not None
    assert site.workspace.file == str(folder / "样例-示例市-2" / "submission.yaml")
    assert "专题会议次数: 4\n" in (folder / "样例-示例市-2" / "submission.yaml").read_text("utf-8")


def test_on_a_network_the_coordinator_chooses_once(folder: Path, tmp_path: Path) -> None:
    accounts, at = Accounts(tmp_path / "accounts.sqlite"), NOW.timestamp()
    for name, role in (("管理", Role.ADMINISTRATOR), ("汇总", Role.COORDINATOR), ("统计", Role.DEPARTMENT)):
        departments = ("市统计局",) if role is Role.DEPARTMENT else ()
        accounts.add(Account(name=name, role=role, departments=departments), PASSWORD, by="", at=at)
    site = site_of(None, folder, accounts)

    def entered(name: str) -> tuple[Browser, str, str]:
        browser = Browser(site)
        shown = browser.client.post("/login", data={"name": name, "password": PASSWORD}, headers={"origin": ADDRESS})
        return browser, shown.url.path, shown.text

    assert entered("管理")[1] == "/manage"
    assert "还没有打开自评" in entered("统计")[2]
    browser, path, _text = entered("汇总")
    assert path == "/start"
    assert browser.post("/start/new", {"city": "乙市", "pack": "liaoning-2022"}).url.path == "/"
    assert browser.get("/start").status_code == 409
    assert browser.post("/start/sample").status_code == 409
    assert below(folder) == {"乙市自评.yaml", "liaoning-2022.schema.json"}
    assert "常住人口" in entered("统计")[0].get("/form").text


def test_every_road_by_clicks_alone(chromium_browser: Chromium, folder: Path, files: Path) -> None:
    """In one folder, one after the other: last year's, then the same handed over in every form, then the sample."""
    with served(folder) as address:
        page = page_of(chromium_browser, address)
        told: list[str] = []
        page.on("console", lambda one: told.append(one.text) if one.type in ("error", "warning") else None)
        page.get_by_role("button", name="建一份").click()
        expect(page.get_by_role("alert")).to_contain_text("没有写城市的名称")
        form = page.get_by_role("region", name="新填一份")
        form.locator("input[type=file]").set_input_files(files / "上次.yaml")
        form.get_by_role("button", name="建一份").click()
        expect(page.get_by_role("status").first).to_contain_text("已建好 示例市自评.yaml")
        page.get_by_role("link", name="开始填报").click()
        page.get_by_role("link", name="（一）党政责任").first.click()
        row = page.locator("form.question.unconfirmed").first
        place = f"[id='{row.get_attribute('id')}']"
        row.get_by_role("button", name="核对无误").click()
        expect(page.locator(f"{place} .done")).to_be_visible()
        for name in FORMS:
            page.get_by_role("link", name="换一份自评").click()
            page.get_by_role("region", name="接着填别处的一份").locator("input[type=file]").set_input_files(
                files / name
            )
            page.get_by_role("button", name="带进来").click()
            expect(page.get_by_role("heading", name="首页")).to_be_visible()
        page.get_by_role("link", name="换一份自评").click()
        page.get_by_role("button", name="打开样例").click()
        expect(page.locator("header")).to_contain_text("虚构样例")
        page.get_by_role("link", name="换一份自评").click()
        page.get_by_role("button", name="打开 示例市自评.yaml").click()
        expect(page.get_by_role("heading", name="首页")).to_be_visible()
        assert not told
    assert "部门职责分工明确: 是\n" in (folder / "示例市自评.yaml").read_text("utf-8")
    assert {path.parent.name for path in folder.glob("*/*.yaml")} == {
        *("示例市自评", "乙市自评", "示例市自评-2", "示例市自评-3", "样例-示例市")
    }


def test_a_file_is_dropped_where_it_is_wanted(chromium_browser: Chromium, folder: Path) -> None:
    with served(folder) as address:
        page = page_of(chromium_browser, address)
        page.evaluate(
            """() => {
              const all = new DataTransfer();
              all.items.add(new File(["自评: {}\\n"], "上次.yaml"));
              const form = document.querySelector("#new form.drop");
              form.dispatchEvent(new DragEvent("drop", { dataTransfer: all, bubbles: true, cancelable: true }));
            }"""
        )
        page.get_by_label("城市的名称").fill("乙市")
        page.get_by_role("button", name="建一份").click()
        expect(page.get_by_role("alert").first).to_contain_text("“上次.yaml”用不了")
        expect(page.get_by_label("城市的名称")).to_have_value("乙市")
