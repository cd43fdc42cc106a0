"""管理: who answers for which department, what was refused, and a backup that becomes the workspace again."""

from __future__ import annotations

import re
import shutil
import threading
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from scoring.documents.edit import ANY, Change, Origin, journal_of, save
from scoring.web import passwords
from scoring.web.accounts import Account, Accounts, Role
from scoring.web.backup import back_up
from scoring.web.site import Site
from scoring.web.workspace import Workspace
from tests.cli.running import ROOT
from tests.web.served import ADDRESS, NOW, WORD, Browser, site_of

PASSWORD = "春天的第一场雨落在海边"
MEETINGS = ("自评", "1.1", "专题会议次数")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(passwords, "COST", 4)
    shutil.copytree(ROOT / "submissions" / "sample-city", tmp_path / "市")
    return tmp_path / "市" / "submission.yaml"


@pytest.fixture
def site(file: Path) -> Site:
    accounts, at = Accounts(file.parent / ".scoring-accounts.sqlite"), NOW.timestamp()
    accounts.add(Account(name="管理", role=Role.ADMINISTRATOR), PASSWORD, by="", at=at)
    accounts.add(Account(name="汇总", role=Role.COORDINATOR), PASSWORD, by="", at=at)
    accounts.add(
        Account(name="人社", role=Role.DEPARTMENT, departments=("市人力资源社会保障局",)), PASSWORD, by="", at=at
    )
    return site_of(file, file.parent, accounts)


def entered(site: Site, name: str) -> Browser:
    browser = Browser(site)
    browser.client.post("/login", data={"name": name, "password": PASSWORD}, headers={"origin": ADDRESS})
    return browser


def managed(browser: Browser, path: str, **data: object) -> str:
    found = WORD.search(browser.get("/manage").text)
    assert found is not None
    return str(
        browser.client.post(f"/manage/{path}", data={"word": found[1], **data}, headers={"origin": ADDRESS}).text
    )


def part(text: str, name: str) -> str:
    """What a part of the page says."""
    start = text.index(f'id="{name}"')
    return text[start : text.index("</section>", start)]


def test_departments_are_given_to_an_account_that_is_there(site: Site) -> None:
    admin, department = entered(site, "管理"), entered(site, "人社")
    assert "还没有账号" in re.search("市统计局.*?</tr>", part(admin.get("/manage").text, "covered"), re.DOTALL)[0]  # type: ignore[index]

    text = managed(admin, "change", what="assign", name="人社", departments=["市统计局", "不存在的局"])

    assert "市统计局</td><td>人社" in part(text, "covered")
    assert "不存在的局" not in part(text, "accounts")
    assert department.get("/form").url.path == "/login", "whoever was there logs in anew"
    assert "常住人口" in entered(site, "人社").get("/form").text
    assert "一个部门也没有选" in part(managed(admin, "change", what="assign", name="人社"), "accounts")
    refused = managed(admin, "add", name="民政", password="短", role="DEPARTMENT", departments=["市民政局"])
    assert "密码" in part(refused, "add")
    assert 'value="市民政局" checked' in part(refused, "add"), "what was ticked stays"


def test_only_roles_that_do_something_are_offered(site: Site) -> None:
    shown = part(entered(site, "管理").get("/manage").text, "add")

    assert re.findall(r'<option value="[A-Z]+">([^<]+)', shown) == ["部门填报人", "市级汇总人", "管理员"]


def test_what_was_refused_is_listed_apart(site: Site) -> None:
    Browser(site).client.post("/login", data={"name": "汇总", "password": "x" * 12}, headers={"origin": ADDRESS})
    assert entered(site, "人社").get("/evidence").status_code == 403
    admin = entered(site, "管理")

    everything = part(admin.get("/manage").text, "audit")
    refused = part(admin.get("/manage?only=refused").text, "audit")

    assert "新建账号“人社”（部门填报人）" in everything
    rows = re.findall(r"<tr><td[^>]*>[^<]*</td><td>([^<]*)</td><td[^>]*>[^<]*</td><td[^>]*>([^<]*)</td></tr>", refused)
    assert rows == [("人社", "没有准许：/evidence，不在权限里"), ("汇总", "没有准许：登录，账号或密码不对")]


def test_a_backup_unpacked_is_the_workspace_again(site: Site, file: Path, tmp_path: Path) -> None:
    coordinator = entered(site, "汇总")
    assert coordinator.answer(MEETINGS, "9").status_code == 200
    (file.parent / "成果").mkdir()
    (file.parent / "成果" / "自评报告.pdf").write_bytes(b"%PDF-1.7\n")

    text = managed(entered(site, "管理"), "backup")

    assert "备份-20260301-093000.zip" in part(text, "backup")
    assert "备份为 备份-20260301-093000.zip" in part(text, "audit")
    made = file.parent / "备份" / "备份-20260301-093000.zip"
    again = tmp_path / "恢复"
    with zipfile.ZipFile(made) as archive:
        archive.extractall(again)
    for line in (again / "校验值.txt").read_text("utf-8").splitlines():
        digest, _, name = line.partition("  ")
        assert sha256((again / name).read_bytes()).hexdigest() == digest, name
    there = {path.relative_to(again).as_posix() for path in again.rglob("*") if path.is_file()}
    here = {path.relative_to(file.parent).as_posix() for path in file.parent.rglob("*") if path.is_file()}
    ours = {one for one in here if not one.startswith(("备份/", ".")) or one == ".scoring-accounts.sqlite"}
    assert there == ours | {"校验值.txt", "怎样恢复.txt"}
    assert (again / "submission.yaml").read_bytes() == file.read_bytes()
    assert journal_of(str(again / "submission.yaml")) == journal_of(str(file))
    accounts = Accounts(again / ".scoring-accounts.sqlite")
    restored = entered(site_of(again / "submission.yaml", again, accounts), "汇总")
    assert 'value="9"' in restored.get("/form?part=1").text
    assert "填的" in restored.get("/history").text or "9" in restored.get("/history").text
    assert "scoring serve 那个文件夹/submission.yaml --lan" in (again / "怎样恢复.txt").read_text("utf-8")
    assert "示例市" in coordinator.get("/form").text, "whoever works is not disturbed"


def test_a_backup_never_has_half_a_change(site: Site, file: Path) -> None:
    """The last line of the journal tells of the very bytes of the file, whenever it is made."""
    accounts = site.accounts
    assert accounts is not None
    done = threading.Event()

    def writing() -> None:
        for number in range(40):
            save(str(file), [Change(path=MEETINGS, expected=ANY, value=number)], Origin(who="甲", at=NOW, way="网页"))
        done.set()

    writer = threading.Thread(target=writing)
    writer.start()
    last = False
    while not last:
        last = done.is_set()
        with zipfile.ZipFile(back_up(Workspace(str(file)), accounts, NOW)) as archive:
            names = archive.namelist()
            if "submission.yaml.改动.jsonl" in names:
                line = archive.read("submission.yaml.改动.jsonl").decode("utf-8").splitlines()[-1]
                assert sha256(archive.read("submission.yaml")).hexdigest() in line
    writer.join()


def test_where_no_backup_can_be_made_it_says_why(site: Site, file: Path) -> None:
    (file.parent / "备份").write_text("不是文件夹", "utf-8")

    text = managed(entered(site, "管理"), "backup")

    assert "没有备份成" in part(text, "backup")
    assert "怎么办：" in part(text, "backup")
    assert "备份为" not in part(text, "audit")


@pytest.mark.parametrize("name", ["汇总", "人社"])
def test_a_backup_is_made_by_an_administrator_and_handed_out_to_nobody(site: Site, file: Path, name: str) -> None:
    browser = entered(site, name)
    found = WORD.search(browser.get("/form").text)
    assert found is not None

    answer = browser.client.post("/manage/backup", data={"word": found[1]}, headers={"origin": ADDRESS})

    assert answer.status_code == 403
    assert not (file.parent / "备份").exists()
    made = managed(entered(site, "管理"), "backup")
    assert "备份-20260301-093000.zip" in made
    assert "href" not in re.search("<ul>.*?</ul>", part(made, "backup"), re.DOTALL)[0]  # type: ignore[index]
    path = {"path": "备份/备份-20260301-093000.zip"}
    assert entered(site, "管理").client.get("/evidence/file", params=path).status_code == 403
