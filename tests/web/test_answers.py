"""What a page says of an answer: how it was understood, why it was not taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.web.site import Site
from tests.web.served import Browser, city_in, site_of

MEETINGS = ("自评", "1.1", "专题会议次数")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return site_of(city_in(tmp_path / "市"), tmp_path / "市")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("7", "已保存。"),
        ("１２次", "已保存：写的是“12次”，按 12 收。"),
        ("十二", "不是数字：十二"),
        ("7.5", "应填整数，这里是 7.5"),
    ],
)
def test_a_part_of_a_page_says_how_it_was_taken(site: Site, typed: str, said: str) -> None:
    browser = Browser(site)
    browser.client.headers["hx-request"] = "true"

    assert said in browser.answer(MEETINGS, typed).text
