"""Requests that mean harm get nothing: no page, no change, no file, no markup of theirs."""

from __future__ import annotations

import asyncio
import contextlib
import io
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from scoring.web.accounts import Account, Accounts, Refusal, Role
from scoring.web.app import create_app
from scoring.web.site import Site
from tests.web.served import ADDRESS, HOSTS, NOW, Browser, city_in, site_of

PAGES = (
    *("/", "/form", "/explain", "/evidence", "/settings", "/improve", "/compare", "/exchange", "/report", "/history"),
    *("/source", "/start", "/manage", "/next", "/exchange/zip", "/report/file?paper=pdf", "/evidence/file?path=x.pdf"),
    *("/evidence/preview?path=x.pdf", "/evidence/one?path=x.pdf"),
)
FORMS = (
    *("/answer", "/undo", "/unit", "/evidence/upload", "/evidence/list", "/evidence/unlist", "/compare/with"),
    *("/evidence/add", "/evidence/change", "/evidence/back"),
    *("/exchange/out", "/exchange/in", "/exchange/take", "/exchange/settle", "/exchange/clear", "/report/make"),
    *(
        "/report/cancel",
        "/source/save",
        "/start/open",
        "/start/new",
        "/start/bring",
        "/start/sample",
        "/manage/add",
        "/manage/change",
    ),
)
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&"
PASSWORD = "春天的第一场雨落在海边"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return city_in(tmp_path / "市")


@pytest.fixture
def site(file: Path) -> Site:
    return site_of(file, file.parent)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("path", PAGES)
def test_without_the_word_of_the_start_no_page_is_shown(site: Site, path: str) -> None:
    stranger = Browser(site, enter=False)

    for cookie in (None, "x", "x" * 32, "%C3%A9"):
        if cookie is not None:
            stranger.client.cookies.set("scoring-8321", cookie)
        shown = stranger.get(path)
        assert shown.status_code == 403
        assert "示例市" not in shown.text
    assert stranger.get("/?token=falsch").status_code == 403


@pytest.mark.parametrize("path", FORMS)
def test_without_the_word_of_the_start_nothing_is_changed(site: Site, file: Path, path: str) -> None:
    before = files(file.parent)

    answer = Browser(site, enter=False).client.post(path, data={"word": site.form}, headers={"origin": ADDRESS})

    assert answer.status_code == 403
    assert files(file.parent) == before


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("word", ["", "x", "字"])
def test_a_form_without_its_word_changes_nothing(site: Site, file: Path, path: str, word: str) -> None:
    browser, before = Browser(site), files(file.parent)

    answer = browser.client.post(path, data={"word": word}, headers={"origin": ADDRESS})

    assert answer.status_code == 403
    assert "没有接受" in answer.text
    assert files(file.parent) == before


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("headers", [{}, {"origin": "null"}, {"origin": "http://evil.example"}])
def test_a_form_from_another_site_changes_nothing(site: Site, file: Path, path: str, headers: dict[str, str]) -> None:
    browser, before = Browser(site), files(file.parent)

    answer = browser.client.post(path, data={"word": browser.word}, headers=headers)

    assert answer.status_code == 403
    assert files(file.parent) == before


@pytest.mark.parametrize("path", FORMS)
def test_no_form_is_taken_from_an_address(site: Site, path: str) -> None:
    assert Browser(site).get(path).status_code in (404, 405)


@pytest.mark.parametrize(
    "path",
    [
        *(
            "自评.yaml",
            "../市/自评.yaml",
            "/etc/passwd",
            "....//etc/passwd",
            "%2e%2e/x",
            "evidence/../自评.yaml",
            "C:\\x",
        ),
        *(".自评.yaml.lock", "自评.yaml.改动.jsonl", "evidence", "", "\0", "evidence/1.1/01-division.pdf"),
    ],
)
def test_only_documents_are_handed_out(site: Site, path: str) -> None:
    answer = Browser(site).client.get("/evidence/file", params={"path": path})

    assert answer.status_code == 404


@pytest.mark.parametrize(
    "path", ["/static/", "/static/../app.py", "/static/%2e%2e/app.py", "/static//etc/passwd", "/static"]
)
def test_no_folder_is_listed_and_no_source_shown(site: Site, path: str) -> None:
    answer = Browser(site).get(path)

    assert answer.status_code in (404, 405)
    assert "import" not in answer.text


@pytest.mark.parametrize(
    ("path", "named"),
    [(("城市",), "城市"), (("自评", "1.1", "说明"), "说明"), (("报告文字", "基本情况"), "基本情况")],
)
def test_markup_in_a_text_is_text_on_every_page(site: Site, path: tuple[str, ...], named: str) -> None:
    browser = Browser(site)
    browser.answer(path, MARKUP)

    for page in (
        "/",
        "/form?part=basics",
        "/form?part=1",
        "/form?part=report",
        "/explain?item=1.1",
        "/history",
        "/source",
        "/improve",
    ):
        shown = browser.get(page).text
        assert "<script>alert" not in shown, (named, page)
        assert "<img src=x" not in shown, (named, page)


@pytest.mark.parametrize(
    "name", [MARKUP, f"{MARKUP}.pdf", "..\\..\\自评.yaml", "../自评.yaml", "自评.yaml", "x.html", "x.svg"]
)
def test_an_upload_lies_where_we_put_it(site: Site, file: Path, name: str) -> None:
    browser, before = Browser(site), files(file.parent)

    shown = browser.post("/evidence/upload", files={"files": (name, io.BytesIO(b"%PDF-1.7\n"), "text/html")})

    after = files(file.parent)
    assert before.items() <= after.items()
    assert {Path(path).parts[0] for path in after.keys() - before.keys()} <= {"evidence"}
    assert "<script>alert" not in shown.text


def test_a_text_that_is_no_picture_is_never_shown_as_one(site: Site, file: Path) -> None:
    (file.parent / "evidence").mkdir()
    (file.parent / "evidence" / "网页.html").write_text("<script>alert(1)</script>", encoding="utf-8")

    answer = Browser(site).client.get("/evidence/file", params={"path": "evidence/网页.html"})

    assert answer.status_code == 404 or answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-type"].split(";")[0] != "text/html" or answer.status_code == 404


def test_a_page_that_calls_itself_a_pdf_is_handed_out_as_one(site: Site, file: Path) -> None:
    """The letters %PDF- may stand anywhere near the beginning; the browser is told what it is, and not to guess."""
    data = b"<script>alert(1)</script>%PDF-1.7\n"
    browser = Browser(site)
    browser.post("/evidence/upload", files={"files": ("网页.pdf", io.BytesIO(data), "text/html")})
    (stored,) = (file.parent / "evidence").iterdir()

    answer = browser.client.get("/evidence/file", params={"path": f"evidence/{stored.name}"})

    assert answer.content == data
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["x-content-type-options"] == "nosniff"


PART = b'--B\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n'
FILE = b'--B\r\nContent-Disposition: form-data; name="files"; filename="%b"\r\n\r\n%%PDF-1.7\r\n'


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"no parts at all", "boundary=B"),
        (b"--B\r\nContent-Disposition: nonsense\r\n\r\nx\r\n--B--\r\n", "boundary=B"),
        (b"--B\r\n" + b"x" * 100_000, "boundary=B"),
        (FILE % b"a.pdf" + b"--B--\r\n", ""),
        (FILE % b"\\ud800.pdf" + b"--B--\r\n", "boundary=B; charset=unicode_escape"),
        (PART % (b"a", b"x" * 70_000) + b"--B--\r\n", "boundary=B"),
        (b"".join(PART % (b"a", b"x") for _ in range(25)) + b"--B--\r\n", "boundary=B"),
        (b"".join(FILE % b"a.pdf" for _ in range(201)) + b"--B--\r\n", "boundary=B"),
    ],
    ids=["no parts", "no name", "no end", "no boundary", "no letters", "a long field", "many fields", "many files"],
)
def test_parts_that_no_browser_sends_are_refused(site: Site, file: Path, body: bytes, kind: str) -> None:
    browser, before = Browser(site), files(file.parent)
    word = PART % (b"word", browser.word.encode())

    for path in ("/evidence/upload", "/answer"):
        headers = {"origin": ADDRESS, "content-type": f"multipart/form-data; {kind}"}
        assert browser.client.post(path, content=word + body, headers=headers).status_code in (400, 403), path
    assert files(file.parent) == before


@pytest.mark.parametrize(
    "path", ["[]", "{}", "null", "[1]", '["指标体系"]', '["自评"]', '["自评", "1.1", "没有"]', "[[[[", ""]
)
def test_no_other_place_of_the_file_is_written(site: Site, file: Path, path: str) -> None:
    browser, before = Browser(site), file.read_bytes()

    for form in ("/answer", "/undo", "/exchange/settle"):
        data = {"path": path, "text": "改", "former": '"改"', "value": '"改"', "seen": "", "there": "1"}
        assert browser.post(form, data).status_code < 500
    assert file.read_bytes() == before


@pytest.mark.parametrize("value", ['{"a": 1}', "[1]", "{", '{"分值": "x"}', "3.7", '[{"日期": "x"}]', '"是\\n否: 1"'])
def test_a_value_that_is_none_is_refused(site: Site, file: Path, value: str) -> None:
    browser, before = Browser(site), file.read_bytes()
    state = site.workspace.open().value if site.workspace is not None else None
    assert state is not None
    path = ("自评", "1.1", "专题会议次数")
    data = {"path": '["自评", "1.1", "专题会议次数"]', "seen": state.state(path).spelt or "", "there": "1"}

    for form in ("/undo", "/exchange/settle"):
        assert browser.post(form, {**data, "former": value, "value": value}).status_code < 500
    changed = file.read_bytes()
    assert changed == before or "未填".encode() in changed


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    made, at = Accounts(tmp_path / "accounts.sqlite"), NOW.timestamp()
    made.add(Account(name="管理", role=Role.ADMINISTRATOR), PASSWORD, by="", at=at)
    made.add(Account(name="汇总", role=Role.COORDINATOR), PASSWORD, by="", at=at)
    made.add(Account(name="人社", role=Role.DEPARTMENT, departments=("市人力资源社会保障局",)), PASSWORD, by="", at=at)
    return made


def logged_in(site: Site, name: str) -> Browser:
    browser = Browser(site)
    shown = browser.client.post("/login", data={"name": name, "password": PASSWORD}, headers={"origin": ADDRESS})
    assert shown.status_code == 200
    return browser


def test_nobody_is_let_in_without_an_account(file: Path, accounts: Accounts) -> None:
    site = site_of(file, file.parent, accounts)
    browser = Browser(site)

    for path in PAGES:
        assert browser.get(path).url.path == "/login"
    refused = browser.client.post("/login", data={"name": "汇总", "password": "x" * 12}, headers={"origin": ADDRESS})
    assert refused.status_code == 403
    assert browser.client.post("/login", data={"name": "汇总", "password": PASSWORD}).status_code == 403
    assert browser.get("/form").url.path == "/login"


def test_a_department_sees_and_writes_its_own_questions_only(file: Path, accounts: Accounts) -> None:
    site = site_of(file, file.parent, accounts)
    browser, before = logged_in(site, "人社"), file.read_bytes()

    shown = browser.get("/form").text
    assert "专题会议" not in shown
    assert "自评得分" not in browser.get("/").text
    for path in PAGES:
        if path.partition("?")[0] not in ("/", "/form", "/history", "/next"):
            assert browser.get(path).status_code == 403, path
    data = {"path": '["自评", "1.1", "专题会议次数"]', "text": "9", "seen": "4", "there": "1", "former": '"9"'}
    for form in ("/answer", "/undo"):
        refused = browser.client.post(form, data={"word": _word(browser), **data}, headers={"origin": ADDRESS})
        assert refused.status_code == 403
    assert file.read_bytes() == before


def test_a_department_is_not_told_what_others_answered_in_the_same_item(file: Path, accounts: Accounts) -> None:
    """2.5: taxes are asked of one department, subsidies of another; the tax bureau reads nothing of subsidies."""
    accounts.add(
        Account(name="税务", role=Role.DEPARTMENT, departments=("市税务局",)), PASSWORD, by="", at=NOW.timestamp()
    )
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("税费优惠及时惠及: 是", "税费优惠及时惠及: 否"), encoding="utf-8")
    site = site_of(file, file.parent, accounts)
    all_of_it, own = logged_in(site, "汇总").get("/form?part=2").text, logged_in(site, "税务").get("/form?part=2").text

    assert "填报“社保补贴已给予”为“否”" not in own
    assert "填报“社保补贴已给予”为“否”" in all_of_it
    assert "填报“税费优惠及时惠及”为“否”" in own


def _word(browser: Browser) -> str:
    from tests.web.served import WORD

    found = WORD.search(browser.get("/form").text)
    assert found is not None
    return found[1]


def test_an_administrator_sees_no_answers(file: Path, accounts: Accounts) -> None:
    browser = logged_in(site_of(file, file.parent, accounts), "管理")

    for path in PAGES:
        assert 'name="path"' not in browser.get(path).text


def test_only_an_administrator_makes_accounts(file: Path, accounts: Accounts) -> None:
    site = site_of(file, file.parent, accounts)
    data = {"name": "混入", "password": PASSWORD, "role": "COORDINATOR"}

    for name in ("汇总", "人社"):
        browser = logged_in(site, name)
        refused = browser.client.post("/manage/add", data={"word": _word(browser), **data}, headers={"origin": ADDRESS})
        assert refused.status_code == 403
    assert "混入" not in [one.name for one in accounts.all()]


def test_the_word_of_one_session_is_not_that_of_another(file: Path, accounts: Accounts) -> None:
    site = site_of(file, file.parent, accounts)
    one, other = logged_in(site, "汇总"), logged_in(site, "汇总")

    refused = one.client.post("/report/cancel", data={"word": _word(other)}, headers={"origin": ADDRESS})

    assert refused.status_code == 403


@pytest.mark.parametrize("files", [{"name": ("x.txt", b"x")}, {f"f{number}": (None, b"x") for number in range(20)}])
def test_a_login_that_no_page_of_ours_sends_is_refused(
    file: Path, accounts: Accounts, files: dict[str, tuple[str | None, bytes]]
) -> None:
    stranger = Browser(site_of(file, file.parent, accounts))

    refused = stranger.client.post("/login", files=files, headers={"origin": ADDRESS})

    assert refused.status_code == 400
    assert "请填写账号和密码" in refused.text


def test_a_login_is_short_and_a_plain_form(file: Path, accounts: Accounts) -> None:
    """It is read for whoever sends it: no parts with files or letters of their own, nothing long, nothing without an end."""
    stranger, plain = Browser(site_of(file, file.parent, accounts)), "application/x-www-form-urlencoded"
    right = urlencode({"name": "汇总", "password": PASSWORD}).encode()
    parts = "".join(
        f'--B\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n\\ud800\r\n' for key in ("name", "password")
    )
    for kind, body in (
        ("multipart/form-data; boundary=B; charset=unicode_escape", f"{parts}--B--\r\n".encode()),
        (plain, right + b"&more=" + b"x" * 10_000),
        (plain, iter([right])),
        ("text/plain", right),
    ):
        headers = {"origin": ADDRESS, "content-type": kind}
        assert stranger.client.post("/login", content=body, headers=headers).status_code == 400, kind
    assert stranger.client.post("/login", content=right, headers={"origin": ADDRESS, "content-type": plain}).is_success


def test_a_login_ends_what_the_browser_held_before(file: Path, accounts: Accounts) -> None:
    """A cookie that somebody else put into the browser is worth nothing after the login, nor is the one of before."""
    site = site_of(file, file.parent, accounts)
    browser = logged_in(site, "汇总")
    before = browser.client.cookies["scoring-8321"]
    browser.client.cookies.set("scoring-8321", "fixed-by-a-stranger", domain="127.0.0.1", path="/")
    form = {"name": "人社", "password": PASSWORD}
    browser.client.post("/login", data=form, headers={"origin": ADDRESS})
    assert set(browser.client.cookies.values()).isdisjoint({before, "fixed-by-a-stranger"})

    again = logged_in(site, "汇总")
    before = again.client.cookies["scoring-8321"]
    again.client.post("/login", data=form, headers={"origin": ADDRESS})

    assert accounts.session(before, at=NOW.timestamp()) is None
    assert accounts.session("fixed-by-a-stranger", at=NOW.timestamp()) is None


def test_whoever_leaves_is_outside_whatever_the_browser_kept(file: Path, accounts: Accounts) -> None:
    browser = logged_in(site_of(file, file.parent, accounts), "汇总")
    kept = browser.client.cookies["scoring-8321"]

    left = browser.post("/logout")

    assert left.url.path == "/login"
    assert "scoring-8321" not in browser.client.cookies
    browser.client.cookies.set("scoring-8321", kept)
    assert browser.get("/form").url.path == "/login"


def test_no_more_than_two_passwords_are_looked_at_together(
    file: Path, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each costs memory and a thread: strangers who log in all at once take neither from those who work."""
    third = threading.Barrier(3, timeout=0.2)
    inside, most, lock = 0, 0, threading.Lock()

    def log_in(*_words: object, **_more: object) -> Refusal:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        with contextlib.suppress(threading.BrokenBarrierError):
            third.wait()
        with lock:
            inside -= 1
        return Refusal.WRONG

    monkeypatch.setattr(accounts, "log_in", log_in)
    app = create_app(site_of(file, file.parent, accounts), hosts=HOSTS)
    body = b"name=a&password=b"
    given = {"host": "127.0.0.1:8321", "origin": ADDRESS, "content-length": str(len(body))}
    given["content-type"] = "application/x-www-form-urlencoded"
    headers = [(name.encode(), text.encode()) for name, text in given.items()]

    async def one() -> int:
        said: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            said.append(message)

        scope = {"type": "http", "method": "POST", "path": "/login", "raw_path": b"/login", "query_string": b""}
        await app({**scope, "headers": headers, "scheme": "http", "server": ("127.0.0.1", 8321)}, receive, send)
        return int(said[0]["status"])

    async def all_at_once() -> list[int]:
        return list(await asyncio.gather(*(one() for _ in range(6))))

    assert asyncio.run(all_at_once()) == [403] * 6
    assert most == 2


def test_what_is_hidden_beside_the_file_is_never_a_document(file: Path) -> None:
    for name in (".scoring-accounts.sqlite", "evidence/.x.pdf"):
        (file.parent / name).parent.mkdir(exist_ok=True)
        (file.parent / name).write_bytes(b"%PDF-1.7\n")
    browser, before = Browser(site_of(file, file.parent)), file.read_bytes()

    for name in (".scoring-accounts.sqlite", "./.scoring-accounts.sqlite", "evidence/.x.pdf"):
        assert browser.post("/evidence/list", {"request-0": "1.1|", "path-0": name}).status_code == 400, name
        assert browser.post("/evidence/add", {"request": "1.1|", "path": name}).status_code == 404, name
        told = browser.post("/evidence/upload", {"request": "1.1|", "path": name}).text
        assert "没有这个文件" in told, name
    assert file.read_bytes() == before

    listed = before.decode().replace("evidence/1.1/01-division.pdf", ".scoring-accounts.sqlite")
    file.write_text(listed, encoding="utf-8")
    assert ".scoring-accounts.sqlite" in browser.get("/evidence").text
    assert browser.client.get("/evidence/file", params={"path": ".scoring-accounts.sqlite"}).status_code == 404
