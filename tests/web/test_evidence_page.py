"""The page of evidence: many files checked and listed at once under their own titles, changed, listed twice, put aside."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

from scoring.web.site import Site
from tests.web.served import Browser, city_in, site_of

PDF = b"%PDF-1.4\n%%EOF\n"
WORKING = Path(__file__).parents[2] / "submissions/sample-city/evidence/1.1/01-division.pdf"
NAMES = (
    "材料/1.1 专题会议纪要.pdf",
    "材料/2.7托育机构保单.pdf",
    "材料/1.2 乙财社〔2026〕3号 2026年托育经费预算批复（20260105）.pdf",
)
STORED = tuple(f"evidence/{name}" for name in NAMES)
FIELD = re.compile(r'<input (?:type="date" )?name="([^"]+)" value="([^"]*)"')


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return site_of(city_in(tmp_path / "市", "half-filled"), tmp_path / "市")


@pytest.fixture
def browser(site: Site) -> Browser:
    return Browser(site)


def put_in(browser: Browser, names: tuple[str, ...] = NAMES, **fields: str) -> str:
    """What the page says after files of these names were put in; they open."""
    data = WORKING.read_bytes()
    files = [("files", (name, data + b"\n" * (number + 1))) for number, name in enumerate(names)]
    return html.unescape(browser.post("/evidence/upload", fields, files=files).text)


def entries(site: Site) -> list[tuple[str, str, str, str]]:
    """What is listed of the files in `evidence/材料`: item, document, path, title."""
    assert site.workspace is not None
    opened = site.workspace.open().value
    assert opened is not None
    found = opened.assessment.submission.evidence
    return [(one.item, one.request, one.path, one.title) for one in found if one.path.startswith("evidence/材料/")]


def proposed(text: str) -> list[dict[str, str]]:
    """What the table of files to be checked proposes, row by row."""
    rows = re.findall(r'<tr id="file-\d+".*?</tr>', text, re.DOTALL)
    found = []
    for row in rows:
        fields = {name.rpartition("-")[0]: value for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', row)}
        chosen = re.search(r'<option value="([^"]*)" selected>', row)
        found.append({"path": fields["path"], "request": chosen[1] if chosen else "", **fields})
    return found


def test_files_are_proposed_by_number_and_words_with_what_their_names_say(browser: Browser) -> None:
    rows = proposed(put_in(browser))

    assert [(one["path"], one["request"], one["标题"], one["文号"], one["日期"]) for one in rows] == [
        (STORED[0], "1.1|会议纪要", "专题会议纪要", "", ""),
        (STORED[2], "1.2|预算批复", "2026年托育经费预算批复", "乙财社〔2026〕3号", "2026-01-05"),
        (STORED[1], "2.7|保险业务材料", "托育机构保单", "", ""),
    ]


def test_what_needs_a_person_stands_first_and_a_name_that_says_nothing_gives_way_to_the_title_inside(
    browser: Browser,
) -> None:
    rows = proposed(put_in(browser, ("材料/1.1 纪要.pdf", "材料/IMG_2041.pdf")))

    assert [(one["path"].rpartition("/")[2], one["request"], one["标题"]) for one in rows] == [
        ("IMG_2041.pdf", "", "关于明确婴幼儿照护服务工作部门职责分工的通知（虚构样例）"),
        ("1.1 纪要.pdf", "1.1|会议纪要", "纪要"),
    ]


def test_within_an_item_the_words_of_the_name_or_else_of_the_folder_decide(browser: Browser) -> None:
    names = ("材料/4.2父母课堂.pdf", "材料/4.3 母婴室照片/IMG_2041.pdf", "材料/5.5应急局证明.pdf", "材料/4.2总结.pdf")
    data = b"\xff\xd8\xff"  # opens as a picture does not, and names no title inside
    files = [("files", (name.replace(".pdf", ".jpg"), data + bytes([number]))) for number, name in enumerate(names)]
    rows = proposed(html.unescape(browser.post("/evidence/upload", files=files).text))

    assert sorted((one["request"], one["标题"]) for one in rows) == [
        ("", "总结"),
        ("4.2|线上课程材料", "父母课堂"),
        ("4.3|母婴设施照片", "母婴室照片（IMG_2041）"),
        ("5.5|安全情况证明", "应急局证明"),
    ]


def test_more_files_than_are_taken_at_once_are_refused_and_none_is_kept(browser: Browser, tmp_path: Path) -> None:
    files = [("files", (f"{number}.pdf", PDF + bytes([number]))) for number in range(201)]

    answer = browser.post("/evidence/upload", files=files)

    assert answer.status_code == 400
    assert not (tmp_path / "市" / "evidence").exists()


def test_what_was_not_taken_comes_first_with_why_and_the_rest_is_one_line(browser: Browser) -> None:
    files = [
        ("files", ("材料/1.1 纪要.pdf", WORKING.read_bytes())),
        ("files", ("材料/又一份.pdf", WORKING.read_bytes())),
        ("files", ("材料/空.pdf", b"")),
        ("files", ("材料/2.5台账.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")),
        ("files", ("材料/Thumbs.db", b"x")),
        ("files", ("材料/~$5.3.docx", b"x")),
    ]
    text = html.unescape(browser.post("/evidence/upload", files=files).text)

    told = re.sub(r"<[^>]+>", "", text)
    assert "1个没有收下“空.pdf”是空文件，没有收下。怎么办：打开原文件看看，另存后再传。" in told.replace("\n", "")
    assert "收下2个；另有1个和已经放入的内容一样，没有重复存；略过系统自带的临时文件2个。" in told
    assert "其中1个不是 PDF 和图片，计分时算数，但装不进装订本：2.5台账.xls。" in told
    assert text.index("没有收下") < text.index("收下2个")


def test_all_that_is_chosen_is_listed_by_one_click(browser: Browser, site: Site) -> None:
    put_in(browser)
    fields = {f"path-{number}": path for number, path in enumerate(STORED)}
    fields |= {
        "request-0": "1.1|会议纪要",
        "标题-0": "会议纪要",
        "文号-0": "乙政办发〔2026〕1号",
        "日期-0": "2026-01-05",
    }
    fields |= {"request-1": "", "标题-1": "先不列的"}
    fields |= {"request-2": "1.2|预算批复", "标题-2": "2026年托育经费预算批复"}

    text = browser.post("/evidence/list", fields).text

    assert "列入了2份材料。" in text
    assert entries(site) == [
        ("1.1", "会议纪要", STORED[0], "会议纪要"),
        ("1.2", "预算批复", STORED[2], "2026年托育经费预算批复"),
    ]
    assert [one["path"] for one in proposed(text)] == [STORED[1]]


def test_a_mistake_in_one_keeps_what_was_typed_and_lists_the_others(browser: Browser, site: Site) -> None:
    put_in(browser)
    fields = {"path-0": STORED[0], "request-0": "1.1|会议纪要", "标题-0": "纪要", "日期-0": "去年"}
    fields |= {"path-2": STORED[2], "request-2": "1.2|预算批复", "标题-2": "批复"}

    text = browser.post("/evidence/list", fields).text

    assert "日期要写成 2022-05-20 这样。" in text
    assert [(one["标题"], one["日期"]) for one in proposed(text) if one["path"] == STORED[0]] == [("纪要", "去年")]
    assert entries(site) == [("1.2", "预算批复", STORED[2], "批复")]


def test_one_alone_is_listed_and_what_was_typed_of_the_others_stays(browser: Browser, site: Site) -> None:
    put_in(browser)
    fields = {"path-0": STORED[0], "request-0": "1.1|会议纪要", "标题-0": "纪要"}
    fields |= {"path-1": STORED[1], "request-1": "2.7|", "标题-1": "改过的标题", "only": "0"}

    rows = proposed(browser.post("/evidence/list", fields).text)

    assert entries(site) == [("1.1", "会议纪要", STORED[0], "纪要")]
    assert [(one["request"], one["标题"]) for one in rows if one["path"] == STORED[1]] == [("2.7|", "改过的标题")]


def test_nothing_chosen_is_said_and_nothing_listed(browser: Browser, site: Site) -> None:
    put_in(browser)

    text = browser.post("/evidence/list", {"path-0": STORED[0], "request-0": "", "标题-0": "甲"}).text

    assert "没有选文件是哪一项的材料，没有列入。" in text
    assert entries(site) == []


def test_what_is_not_listed_is_not_told_twice_and_nobody_is_sent_to_the_file(browser: Browser) -> None:
    put_in(browser)

    text = browser.get("/evidence").text

    assert "没有列入任何指标项" not in text
    main = text[text.index('<main id="main"') : text.index("</main>")]
    assert "自评文件" not in main
    assert "/source#" not in main


def test_a_file_put_in_for_a_document_is_listed_for_it_and_the_page_stays_there(browser: Browser, site: Site) -> None:
    browser.client.follow_redirects = False
    data = {"word": browser.word, "request": "2.7|保险业务材料"}
    answer = browser.client.post(
        "/evidence/upload",
        data=data,
        files=[("files", (NAMES[0], WORKING.read_bytes()))],
        headers={"origin": "http://127.0.0.1:8321"},
    )

    assert answer.status_code == 303
    assert html.unescape(answer.headers["location"]).endswith(
        "#r-2.7-%E4%BF%9D%E9%99%A9%E4%B8%9A%E5%8A%A1%E6%9D%90%E6%96%99"
    )
    assert entries(site) == [("2.7", "保险业务材料", STORED[0], "专题会议纪要")]
    assert 'id="r-2.7-保险业务材料"' in browser.get("/evidence").text


def test_a_file_that_is_there_is_listed_for_a_second_document(browser: Browser, site: Site) -> None:
    put_in(browser, NAMES[:1], request="1.1|会议纪要")

    browser.post("/evidence/upload", {"request": "2.7|保险业务材料", "path": STORED[0]})

    assert entries(site) == [
        ("1.1", "会议纪要", STORED[0], "专题会议纪要"),
        ("2.7", "保险业务材料", STORED[0], "专题会议纪要"),
    ]


def form_of(browser: Browser, item: str = "1.1") -> dict[str, str]:
    """The form of the last document that the list of an item lets change."""
    found = re.findall(rf'href="(/evidence/one\?item={re.escape(item)}&amp;place=\d+)"', browser.get("/evidence").text)
    text = browser.get(html.unescape(found[-1])).text
    form = text[text.index("/evidence/change") : text.index("/evidence/unlist")]
    fields = {name: html.unescape(value) for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', form)}
    chosen = re.search(r'<option value="([^"]*)" selected>', form)
    return {**fields, "request": chosen[1] if chosen else "", "also": ""}


def test_a_listed_document_is_changed_listed_twice_and_moved(browser: Browser, site: Site) -> None:
    put_in(browser, NAMES[:1], request="1.1|会议纪要")

    browser.post("/evidence/change", {**form_of(browser), "标题": "三次会议的纪要", "文号": "乙政办发〔2026〕1号"})
    assert entries(site) == [("1.1", "会议纪要", STORED[0], "三次会议的纪要")]
    browser.post("/evidence/change", {**form_of(browser), "文号": ""})
    assert form_of(browser)["文号"] == ""

    browser.post("/evidence/change", {**form_of(browser), "request": "1.2|预算批复", "also": "1"})
    assert [one[:2] for one in entries(site)] == [("1.1", "会议纪要"), ("1.2", "预算批复")]

    browser.post("/evidence/change", {**form_of(browser), "request": "1.3|规划文件"})
    assert [one[0] for one in entries(site)] == ["1.1", "1.2"], "there is no such document"
    browser.post("/evidence/change", {**form_of(browser), "request": "1.3|发展规划"})
    assert [one[0] for one in entries(site)] == ["1.2", "1.3"]


def test_a_change_of_what_somebody_else_changed_first_is_told_and_not_lost(browser: Browser, site: Site) -> None:
    put_in(browser, NAMES[:1], request="1.1|会议纪要")
    mine = form_of(browser)
    browser.post("/evidence/change", {**mine, "标题": "别人的标题"})

    answer = browser.post("/evidence/change", {**mine, "标题": "我的标题", "request": "1.3|发展规划"})

    assert answer.status_code == 409
    assert "刚才已经有人改过这一份，没有覆盖；现在是：别人的标题" in answer.text
    assert 'name="标题" value="我的标题"' in answer.text
    assert entries(site) == [("1.1", "会议纪要", STORED[0], "别人的标题")], "neither moved nor listed twice"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"页数": "很多"}, "页数要填整数"),
        ({"页数": "0"}, "页数要填整数"),
        ({"日期": "去年"}, "日期要写成 2022-05-20 这样"),
        ({"request": ""}, "没有选是哪一项的什么材料"),
        ({"also": "1"}, "已经列在这一项了"),
    ],
)
def test_what_cannot_be_said_of_a_document_is_told_beside_what_was_typed(
    browser: Browser, site: Site, fields: dict[str, str], said: str
) -> None:
    put_in(browser, NAMES[:1], request="1.1|会议纪要")
    before = entries(site)

    answer = browser.post("/evidence/change", {**form_of(browser), "标题": "新", **fields})

    assert said in answer.text
    assert 'name="标题" value="新"' in answer.text
    assert entries(site) == before


def test_a_file_that_is_not_wanted_is_put_aside_noted_and_comes_back(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    put_in(browser)
    city = tmp_path / "市"
    data = (city / STORED[1]).read_bytes()
    fields = {"path-0": STORED[0], "request-0": "1.1|", "标题-0": "改过"} | {"path-1": STORED[1], "away": "1"}

    text = browser.post("/evidence/list", fields).text

    assert not (city / STORED[1]).exists()
    assert (city / "移走的材料" / STORED[1]).read_bytes() == data
    assert next((one["path"], one["标题"]) for one in proposed(text)) == (STORED[0], "改过"), "typed words stay"
    assert "移走的文件（1个）" in text
    lines = (city / "自评.yaml.改动.jsonl").read_text(encoding="utf-8").splitlines()
    assert [(one["位置"], one["原值"], one["新值"]) for one in map(json.loads, lines)] == [
        (["放入的文件", STORED[1]], STORED[1], None)
    ]
    assert "放入的文件" in browser.get("/history").text

    browser.post("/evidence/back", {"path": STORED[1]})
    assert (city / STORED[1]).read_bytes() == data
    assert "被别的程序改回去了" not in browser.get("/history").text


def test_only_files_that_no_entry_names_are_put_aside(browser: Browser, tmp_path: Path) -> None:
    put_in(browser, NAMES[:1], request="1.1|会议纪要")
    (tmp_path / "市" / "旁边.pdf").write_bytes(PDF)
    before = {path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".lock"}

    for path in (STORED[0], "自评.yaml", "旁边.pdf", "evidence/../旁边.pdf", "", "移走的材料/x"):
        assert browser.post("/evidence/list", {"path-0": path, "away": "0"}).status_code == 400, path
        assert browser.post("/evidence/back", {"path": path}).status_code == 409, path

    assert {path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".lock"} == before


def test_a_file_that_goes_from_the_folder_is_told_at_once(browser: Browser, tmp_path: Path) -> None:
    put_in(browser, NAMES[:1], request="1.1|会议纪要")
    lost = "专题会议通知、签到表和纪要（找不到）"
    assert lost not in browser.get("/evidence").text
    (tmp_path / "市" / STORED[0]).unlink()

    text = browser.get("/evidence").text

    assert lost in text
    assert "重新放入这份材料，或者点“修改”把它从清单中去掉。" in text


def test_what_a_link_leads_out_to_is_not_put_back(browser: Browser, tmp_path: Path) -> None:
    city = tmp_path / "市"
    (city / "移走的材料" / "evidence" / "里").mkdir(parents=True)
    (city / "移走的材料" / "evidence" / "里" / "x.pdf").write_bytes(PDF)
    (tmp_path / "外面").mkdir()
    (city / "evidence").mkdir(exist_ok=True)
    (city / "evidence" / "里").symlink_to(tmp_path / "外面")

    answer: Any = browser.post("/evidence/back", {"path": "evidence/里/x.pdf"})

    assert answer.status_code == 409
    assert list((tmp_path / "外面").iterdir()) == []
