"""Ten people of ten departments, each at a browser of their own, on one file at the same time."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from scoring.documents.edit import journal_of
from scoring.web import passwords
from scoring.web.accounts import Account, Accounts, Role
from scoring.web.rows import anchor_of
from scoring.web.workspace import Workspace
from tests.cli.running import ROOT
from tests.web.browsing import browser_at, page_of, served

PASSWORD = "春天的第一场雨落在海边"
QUESTIONS = {
    "市财政局": ("1.2", "经费纳入财政预算"),
    "市发展改革委": ("1.3", "纳入国民经济和社会发展规划"),
    "市卫生健康委": ("4.1", "保健业务指导长期稳定"),
    "市自然资源局": ("2.2", "保障托育用地需求"),
    "市税务局": ("2.5", "税费优惠及时惠及"),
    "市人力资源社会保障局": ("2.6", "开展职业技能培训"),
    "市金融监管部门": ("2.7", "开展照护责任险业务"),
    "市民政局": ("3.2", "纳入城乡社区服务范围"),
    "市住房城乡建设局": ("3.3", "老旧小区改造统筹推进"),
    "市文化和旅游局": ("4.4", "有动画设计与制作支持政策"),
}
"""A question of each that 是 or 否 answers; the sample says 是, but for the last."""
MEETINGS = ("1.1", "专题会议次数")
"""What two change together; the sample says 4."""
TOGETHER = ("汇总甲", "汇总乙")


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    with browser_at(chromium) as found:
        yield found


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(passwords, "COST", 4)
    made = Path(shutil.copy(ROOT / "submissions" / "sample-city" / "submission.yaml", tmp_path / "自评.yaml"))
    accounts = Accounts(tmp_path / ".scoring-accounts.sqlite")
    accounts.add(Account(name="管理", role=Role.ADMINISTRATOR), PASSWORD, by="", at=0.0)
    for name in QUESTIONS:
        accounts.add(Account(name=name, role=Role.DEPARTMENT, departments=(name,)), PASSWORD, by="", at=0.0)
    for name in TOGETHER:
        accounts.add(Account(name=name, role=Role.COORDINATOR), PASSWORD, by="", at=0.0)
    return made


@pytest.fixture
def address(file: Path) -> Iterator[str]:
    with served(file, "--lan") as found:
        yield f"http://localhost:{urlsplit(found).port}"


def at_work(browser: Browser, address: str, name: str, question: tuple[str, str]) -> Page:
    """Somebody who has logged in and looks at a question."""
    page = page_of(browser, f"{address}/login")
    page.get_by_label("账号").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("button", name="退出")).to_be_visible()
    page.goto(f"{address}/form?part={question[0][0]}")
    return page


def row(question: tuple[str, str]) -> str:
    return f"[id='{anchor_of(('自评', *question))}']"


def answers(file: Path) -> dict[tuple[str, ...], object]:
    opened = Workspace(str(file)).open().value
    assert opened is not None
    return dict(opened.source.answers)


def choose(pages: dict[str, Page], word: dict[str, str]) -> None:
    """Everybody answers, nobody waits for anybody; then everybody is told that it was saved, nobody of a conflict."""
    for name, page in pages.items():
        page.locator(f"{row(QUESTIONS[name])} label.choice", has_text=word[name]).first.click()
    for name, page in pages.items():
        expect(page.locator(f"{row(QUESTIONS[name])} .done")).to_contain_text("已保存")
        expect(page.locator(".fault")).to_have_count(0)


def test_ten_departments_answer_at_once_and_none_is_refused(browser: Browser, address: str, file: Path) -> None:
    before = answers(file)
    pages = {name: at_work(browser, address, name, question) for name, question in QUESTIONS.items()}
    other = {name: "否" if before["自评", *QUESTIONS[name]] == "是" else "是" for name in QUESTIONS}

    choose(pages, other)

    changed: dict[tuple[str, ...], object] = {("自评", *QUESTIONS[name]): word for name, word in other.items()}
    assert answers(file) == before | changed
    assert {line.who: (line.path, line.after) for line in journal_of(str(file))} == {
        name: (("自评", *QUESTIONS[name]), other[name]) for name in QUESTIONS
    }
    for page in pages.values():
        page.reload()
    choose(pages, {name: "是" if word == "否" else "否" for name, word in other.items()})
    assert answers(file) == before


def test_of_ten_two_who_change_one_answer_get_one_conflict(browser: Browser, address: str, file: Path) -> None:
    eight = list(QUESTIONS)[:8]
    pages = {name: at_work(browser, address, name, QUESTIONS[name]) for name in eight}
    two = {name: at_work(browser, address, name, MEETINGS) for name in TOGETHER}
    typed = dict(zip(TOGETHER, ("5", "6"), strict=True))
    for name, page in two.items():
        page.fill(f"{row(MEETINGS)} input[name=text]", typed[name])

    for name, page in pages.items():
        page.locator(f"{row(QUESTIONS[name])} label.choice", has_text="否").first.click()
    for page in two.values():
        page.press(f"{row(MEETINGS)} input[name=text]", "Enter")

    for name, page in pages.items():
        expect(page.locator(f"{row(QUESTIONS[name])} .done")).to_contain_text("已保存")
    said = {}
    for name, page in two.items():
        told = page.locator(f"{row(MEETINGS)} :is(.done, .told .fault)").first
        expect(told).to_be_visible()
        said[name] = told.inner_text()
    won = [name for name in TOGETHER if said[name].startswith("已保存")]
    assert len(won) == 1, said
    (lost,) = set(TOGETHER) - set(won)
    assert said[lost] == "刚才已经有人改过这一处，没有覆盖"
    expect(two[lost].locator(f"{row(MEETINGS)} .told")).to_contain_text(f"文件里现在是“{typed[won[0]]}”")
    expect(two[lost].locator(f"{row(MEETINGS)} input[name=text]")).to_have_value(typed[lost])
    now = answers(file)
    assert now["自评", *MEETINGS] == typed[won[0]]
    assert {now["自评", *QUESTIONS[name]] for name in eight} == {"否"}
