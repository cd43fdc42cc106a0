"""Every field of every form, and of every address, with what no page of ours sends: never more than a refusal, and the file still reads."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path

import pytest

from scoring.web.app import PAGES
from scoring.web.jobs import Jobs
from scoring.web.workspace import Workspace
from tests.web.routes import OWN, ROUTES
from tests.web.served import ADDRESS
from tests.web.test_routes import Desk, file  # noqa: F401 (a fixture)

NESTED = "[" * 5000
NASTY = (
    "\0\r\nset-cookie: a=b",
    "<script>alert(1)</script>\"'`{{7*7}}",
    "../../../../etc/passwd",
    "²",
    "\u202e" + "长" * 5000,
    '{"不适用": "\\ud800"}',
    json.dumps([*OWN[:-1], "\ud800"]),
    NESTED,
)


@pytest.mark.parametrize("key", sorted(ROUTES))
def test_no_field_breaks_a_page(file: Path, key: str, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setattr(Jobs, "start", lambda *_: None)
    desk = Desk(file)
    method, path = key.split()
    row, word = ROUTES[key], desk.browser.word
    page = next(one for page in PAGES for one in page.routes if one.path == path and method in (one.methods or ()))
    read = re.findall(r'(?:text|seen)\("(\w+)"\)', inspect.getsource(inspect.unwrap(page.endpoint)))
    asked = [{**desk.fields(key, row), name: value} for name in {*read, *row.fields} for value in NASTY]
    for fields in asked:
        if method == "GET":
            answer = desk.browser.client.get(path, params=fields)
        else:
            answer = desk.browser.client.post(path, data={**fields, "word": word}, headers={"origin": ADDRESS})
        assert answer.status_code < 500, fields
        assert "a=b" not in answer.headers.get("set-cookie", "")
        assert "<script>alert" not in answer.text
        if file.read_bytes() != desk.before[file]:
            assert Workspace(str(file)).open().value is not None, fields
        desk.put_back()
