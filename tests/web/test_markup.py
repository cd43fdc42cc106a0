"""Markup in every text that a city, a department or a file may hold is text on every page; names of files lead nowhere."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from scoring.web.site import Site
from tests.cli.running import ROOT
from tests.exchange.test_excel_commands import plain_book
from tests.web.routes import ROUTES
from tests.web.served import Browser, site_of

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>"
NAMED = "<img src=x onerror=alert(2)>"
BAD = ("<script>alert", "<img src=x")
TEXTS = re.compile(r"(标题|发文机关|说明|情况|理由|城市|基本情况): (?![{\[|>])([^,}\n]+)")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A city whose texts, comments, documents and workbooks are all somebody's markup."""
    folder = tmp_path / "市"
    for below in ("evidence", "填报表", "回收", "成果"):
        (folder / below).mkdir(parents=True)
    text = (ROOT / "submissions" / "sample-city" / "submission.yaml").read_text(encoding="utf-8")
    text, count = TEXTS.subn(lambda found: f"{found[1]}: '{MARKUP}'", text)
    assert count > 50
    (folder / "自评.yaml").write_text(f"{text}# {MARKUP}\n", encoding="utf-8")
    (folder / "evidence" / f"{NAMED}.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    plain_book(folder / "填报表" / f"{NAMED}.xlsx")
    plain_book(folder / "回收" / f"{NAMED}.xlsx", (MARKUP, MARKUP))
    (folder / "成果" / f"定稿-{NAMED}.zip").write_bytes(b"PK\x05\x06")
    return folder


@pytest.fixture
def site(folder: Path) -> Site:
    return site_of(folder / "自评.yaml", folder)


def test_nothing_that_a_file_says_becomes_markup(site: Site) -> None:
    browser = Browser(site)
    pages = [key.split()[1] for key in ROUTES if key.startswith("GET")]
    pages += [*(f"/form?part={part}" for part in ("basics", *"12345", "report")), "/explain?item=1.1", "/source?edit=1"]
    pages += ["/form?find=%3Cscript%3Ealert(1)", "/improve?target=%3Cscript%3Ealert(1)"]
    shown = {page: browser.get(page) for page in pages}

    for page, answer in shown.items():
        if answer.headers["content-type"].startswith("text/html"):
            assert not [bad for bad in BAD if bad in answer.text], page
    for page in ("/", "/form?part=1", "/evidence", "/exchange", "/report", "/source", "/explain?item=1.1"):
        assert "&lt;" in shown[page].text, page


@pytest.mark.parametrize(
    "name", ['a"\r\nset-cookie: b=c.xlsx', "a\r\n\r\n<script>.xlsx", 'a"; filename=b.html;.xlsx', "a\\.xlsx"]
)
def test_no_name_of_a_file_writes_a_header(site: Site, folder: Path, name: str) -> None:
    plain_book(folder / "填报表" / name.replace("/", "_"))
    browser = Browser(site)

    for file in (folder / "填报表").iterdir():
        answer = browser.client.get("/exchange/file", params={"name": file.name})
        assert answer.status_code == 200
        assert "set-cookie" not in answer.headers
        assert re.fullmatch(
            r"attachment; filename(\*=utf-8''[^\s;\"]+|=\"[^\s;\"\\]+\")", answer.headers["content-disposition"]
        )


def test_a_link_hands_nothing_out(site: Site, folder: Path, tmp_path: Path) -> None:
    """Links in the folder, by whoever made them, give nothing that lies outside of it."""
    secret = tmp_path / "外面.xlsx"
    plain_book(secret)
    for place in (
        "填报表/链接.xlsx",
        "回收/链接.xlsx",
        "成果/定稿-链接.zip",
        "成果/自评报告.pdf",
        "evidence/链接.xlsx",
    ):
        (folder / place).symlink_to(secret)
    browser = Browser(site)

    for path, name in (
        ("/exchange/file", {"name": "链接.xlsx"}),
        ("/report/sealed", {"name": "定稿-链接.zip"}),
        ("/report/file", {"paper": "pdf"}),
        ("/evidence/file", {"path": "evidence/链接.xlsx"}),
    ):
        assert browser.client.get(path, params=name).status_code == 404, path
    packed = zipfile.ZipFile(BytesIO(browser.get("/exchange/zip").content))
    assert packed.namelist() == [f"{NAMED}.xlsx"]
    assert "链接" not in browser.get("/exchange").text
