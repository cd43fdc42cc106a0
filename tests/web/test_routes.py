"""Every route as everybody: who is answered, who is not, and that nothing gets around a submission that is closed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Route

from scoring.documents.edit import Change, Origin, close, save, spellings
from scoring.web import passwords
from scoring.web.accounts import Account, Accounts, Role
from scoring.web.app import create_app
from scoring.web.pages import exchange
from scoring.web.site import Site
from scoring.web.workspace import Workspace
from tests.cli.running import ROOT
from tests.exchange.test_excel_commands import plain_book
from tests.web.routes import OWN, ROUTES, Row
from tests.web.served import ADDRESS, NOW, Browser, site_of

PASSWORD = "春天的第一场雨落在海边"
PDF = b"%PDF-1.4\n%%EOF\n"
MATERIAL = ("自评", "1.1", "佐证材料", 0)
LEFT = ("自评", "1.1", "会议解决实际问题")
"""What is open in the file, and answered in the workbook."""
IN_ORDER = sorted(ROUTES, key=lambda key: key == "POST /logout")
"""Whoever has left is asked nothing more."""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """乙市 in the middle of its work: an answer changed and changed back, a document not listed, a workbook that came back."""
    monkeypatch.setattr(passwords, "COST", 4)
    monkeypatch.setattr(exchange, "write_workbooks", lambda *_, **__: None)
    folder = tmp_path / "乙市"
    (folder / "evidence").mkdir(parents=True)
    (folder / "evidence" / "方案.pdf").write_bytes(PDF)
    (folder / "移走的材料" / "evidence").mkdir(parents=True)
    (folder / "移走的材料" / "evidence" / "旧稿.pdf").write_bytes(PDF + b"old")
    (folder / "回收").mkdir()
    file = Path(shutil.copy(ROOT / "submissions" / "half-filled" / "submission.yaml", folder / "自评.yaml"))
    opened = Workspace(str(file)).open().value
    assert opened is not None
    plain_book(folder / "回收" / "旧.xlsx", (opened.questions[LEFT].fact.ask, "是"))
    for before, after in (("是", False), ("否", True)):
        done = save(str(file), [Change(path=OWN, expected=before, value=after)], Origin(who="甲", at=NOW, way="网页"))
        assert done.value is not None
        assert not done.value.conflicts
    return file


@pytest.fixture
def accounts(tmp_path: Path, file: Path) -> Accounts:
    made = Accounts(tmp_path / "accounts.sqlite")
    for role in Role:
        owns = ("市税务局",) if role is Role.DEPARTMENT else ()
        made.add(Account(name=role.name, role=role, departments=owns), PASSWORD, by="", at=NOW.timestamp())
    return made


def held(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"}


class Desk:
    """A browser, and the folder put back to what it was after each request."""

    def __init__(self, file: Path, accounts: Accounts | None = None) -> None:
        self.file, self.before = file, held(file.parent)
        self.site: Site = site_of(file, file.parent, accounts)
        self.browser = Browser(self.site)
        self.browser.client.follow_redirects = False

    def ask(self, key: str, *, word: str | None = None) -> tuple[int, bool]:
        """What a route answers, and whether it changed anything in the folder."""
        row, (method, path) = ROUTES[key], key.split()
        fields = self.fields(key, row)
        if method == "GET":
            answer = self.browser.client.get(path, params=fields)
        else:
            fields["word"] = self.browser.word if word is None else word
            files: Any = {"files": ("新.xlsx" if "exchange" in path else "新.pdf", self._content(path))}
            answer = self.browser.client.post(
                path, data=fields, files=files if row.files else None, headers={"origin": ADDRESS}
            )
        after = self.put_back()
        samples = {one for one in after if "样例-示例市" in one.parts}
        return answer.status_code, {one: after[one] for one in after.keys() - samples} != self.before

    def put_back(self) -> dict[Path, bytes]:
        """Let the folder be what it was; what it had become."""
        after = held(self.file.parent)
        for one in after.keys() - self.before.keys():
            one.unlink()
        for one, data in self.before.items():
            if after.get(one) != data:
                one.parent.mkdir(exist_ok=True)
                one.write_bytes(data)
        if self.site.workspace is None or self.site.workspace.file != str(self.file):
            self.site.workspace = Workspace(str(self.file))
        return after

    def _content(self, path: str) -> bytes:
        return b"PK\x03\x04 new" if "exchange" in path else PDF + b"new"

    def fields(self, key: str, row: Row) -> dict[str, str]:
        """What is sent: as the row says, with bytes of the file where the form must name them."""
        fields, data = dict(row.fields), self.file.read_bytes()
        if "digest" in fields:
            fields |= {"digest": sha256(data).hexdigest(), "source": f"{data.decode()}# 改\n"}
        if key in ("POST /evidence/unlist", "POST /evidence/change"):
            fields["spelt"] = spellings(data, [MATERIAL])[0] or ""
        return fields


def test_the_table_knows_every_route(file: Path) -> None:
    app = create_app(site_of(file, file.parent), hosts=frozenset())

    def found() -> Iterator[str]:
        for one in app.routes:
            if isinstance(one, Route):
                for method in sorted((one.methods or set()) - {"HEAD"}):
                    yield f"{method} {one.path}"

    assert sorted(found()) == sorted(ROUTES), "a new route needs a row in tests/web/routes.py"


def test_whoever_sits_at_the_machine_is_a_coordinator(file: Path) -> None:
    desk = Desk(file)

    found = {key: desk.ask(key)[0] for key in IN_ORDER}

    assert found == {key: expected(row, Role.COORDINATOR) for key, row in ROUTES.items()}


@pytest.mark.parametrize("role", list(Role))
def test_a_role_is_answered_what_its_row_says(file: Path, accounts: Accounts, role: Role) -> None:
    desk = Desk(file, accounts)
    form = {"name": role.name, "password": PASSWORD}
    assert desk.browser.client.post("/login", data=form, headers={"origin": ADDRESS}).status_code == 303

    found = {key: desk.ask(key) for key in IN_ORDER}

    assert {key: status for key, (status, _) in found.items()} == {
        key: row.shared if row.shared is not None and role in row.who else expected(row, role)
        for key, row in ROUTES.items()
    }
    assert {key for key, (_, changed) in found.items() if changed} == {
        key for key, row in ROUTES.items() if row.changes and role in row.who
    }


def expected(row: Row, role: Role) -> int:
    return row.other.get(role, row.status) if role in row.who else 403


def test_nobody_is_answered_before_a_login(file: Path, accounts: Accounts) -> None:
    desk = Desk(file, accounts)

    assert {desk.ask(key, word="") for key in IN_ORDER} == {(303, False)}


def test_nobody_is_answered_without_the_word_of_the_start(file: Path) -> None:
    desk = Desk(file)
    desk.browser = Browser(desk.site, enter=False)

    assert {desk.ask(key, word=desk.site.form) for key in IN_ORDER} == {(403, False)}


def test_no_form_gets_around_a_closed_submission(file: Path) -> None:
    close(str(file), "汇总", NOW)
    desk = Desk(file)
    mark = Path(f"{file}.定稿.json")
    forms = [key for key in IN_ORDER if key.startswith("POST")]

    found = {key: desk.ask(key) for key in forms}

    assert mark in desk.before
    may = {key: ROUTES[key].closed if ROUTES[key].who & {Role.COORDINATOR} else 403 for key in forms}
    may["POST /unit"] = may["POST /unit/change"] = 409
    may["POST /manage/add"] = may["POST /manage/change"] = 403
    assert {key: status for key, (status, _) in found.items()} == may
    assert {key for key, (_, changed) in found.items() if changed} == {"POST /report/reopen"}


def test_what_a_stranger_changes_after_closing_is_told(file: Path) -> None:
    close(str(file), "汇总", NOW)
    browser, told = Browser(site_of(file, file.parent)), "定稿以后文件又被别的程序改过"
    assert told not in browser.get("/report").text

    file.write_bytes(file.read_bytes() + "# 改\n".encode())

    assert told in browser.get("/report").text
