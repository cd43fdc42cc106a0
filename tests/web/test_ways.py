"""Ways between pages: whatever a page offers to go to is there."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from tests.web.served import Browser, city_in, site_of

WAY = re.compile(r'href="(/[^"]*)"')


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    return Browser(site_of(city_in(tmp_path, "weak-city"), tmp_path))


def ways(text: str) -> list[str]:
    return [html.unescape(one) for one in WAY.findall(text)]


@pytest.mark.parametrize("page", ["/", "/improve", "/explain?item=2.5", "/report", "/settings", "/form?part=2"])
def test_every_way_leads_to_a_place_that_is_there(browser: Browser, page: str) -> None:
    shown = browser.get(page).text
    seen: dict[str, str] = {}
    for one in dict.fromkeys(ways(shown)):
        address, _, anchor = one.partition("#")
        if address.startswith("/static"):
            continue
        if address not in seen:
            answer = browser.get(address or page)
            assert answer.status_code == 200, one
            seen[address] = answer.text
        assert not anchor or f'id="{anchor}"' in seen[address], one


def test_what_can_be_done_leads_to_its_question(browser: Browser) -> None:
    found = [one for one in ways(browser.get("/improve").text) if one.startswith("/form?part=")]

    assert len(found) > 5


def test_items_are_gone_through_one_after_the_other(browser: Browser) -> None:
    at, seen = "/explain", []
    while at:
        text = browser.get(at).text
        seen += re.findall(r'<option value="([^"]+)" selected>', text)
        after = re.search(r'href="(/explain\?item=[^"]+)">下一项', text)
        at = html.unescape(after[1]) if after else ""

    assert seen == re.findall(r'<option value="([^"]+)"', browser.get("/explain").text)
    assert len(seen) == 5 + 8 + 5 + 4 + 5 + 1
