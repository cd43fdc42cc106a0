"""What the journal tells is told in words, never in the marks of the file."""

from __future__ import annotations

import html
import re
from pathlib import Path

from scoring.web.rows import path_word
from tests.web.served import Browser, city_in, site_of


def test_changes_are_told_in_words(tmp_path: Path) -> None:
    folder = tmp_path / "市"
    file = city_in(folder, "half-filled")
    (folder / "evidence").mkdir()
    (folder / "evidence" / "方案.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    browser = Browser(site_of(file, folder))
    browser.answer(("自评", "3.3", "新建小区同步配套"), "不适用", reason="没有新建小区")
    browser.answer(("自评", "5.1", "监督检查评分"), "1.5", reason="记录不全")
    events = {"日期-0": "2019-03-02", "情况-0": "爆燃", "日期-1": "2020-05-06", "情况-1": "坍塌"}
    browser.answer(("申报资格", "重大安全责任事故"), "有", **events)
    reading = {
        "path": path_word(("解释口径", "方案不明确的认定")),
        "seen": "",
        "text-0": "全部不明确",
        "text-1": "四项",
    }
    browser.post("/settings/save", reading)

    text = html.unescape(re.sub(r"<[^>]+>", " ", browser.get("/history").text))

    for said in (
        "不适用（没有新建小区）",
        "1.5分（记录不全）",
        "日期：2019-03-02，情况：爆燃；日期：2020-05-06，情况：坍塌",
        "选择：全部不明确，理由：四项",
    ):
        assert said in text
    assert "{" not in text
