"""Accounts: who is let in, who is kept out, and what a stolen file gives."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from scoring.web import passwords
from scoring.web.accounts import Account, Accounts, AccountsError, Refusal, Role

GOOD = "春天的第一场雨落在海边"
WRONG = "冬天的第一场雪落在山上"
NOON = 1_800_000_000.0


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "COST", 4)


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    made = Accounts(tmp_path / "accounts.sqlite")
    made.add(Account(name="管理", role=Role.ADMINISTRATOR), GOOD, by="", at=NOON)
    made.add(Account(name="教育", role=Role.DEPARTMENT, departments=("市教育局",)), GOOD, by="管理", at=NOON)
    return made


def log_in(accounts: Accounts, name: str = "教育", password: str = GOOD, at: float = NOON) -> str | Refusal:
    return accounts.log_in(name, password, address="192.0.2.1", at=at)


def test_the_right_password_begins_a_session(accounts: Accounts) -> None:
    token = log_in(accounts)
    assert isinstance(token, str)

    session = accounts.session(token, at=NOON + 60)

    assert session is not None
    assert session.account == Account(name="教育", role=Role.DEPARTMENT, departments=("市教育局",))
    assert len(session.form) > 40


def test_unknown_names_and_wrong_passwords_are_told_alike(accounts: Accounts) -> None:
    assert log_in(accounts, password=WRONG) is Refusal.WRONG
    assert log_in(accounts, name="没有这个人") is Refusal.WRONG


def test_five_wrong_tries_close_a_name_for_a_quarter_of_an_hour(accounts: Accounts) -> None:
    for _ in range(5):
        assert log_in(accounts, password=WRONG) is Refusal.WRONG

    assert log_in(accounts) is Refusal.LATER
    assert isinstance(log_in(accounts, name="管理"), str)
    assert log_in(accounts, at=NOON + 899) is Refusal.LATER
    assert isinstance(log_in(accounts, at=NOON + 901), str)


def test_an_address_that_tries_many_names_is_closed_too(accounts: Accounts) -> None:
    for number in range(30):
        assert log_in(accounts, name=f"甲{number}") is Refusal.WRONG

    assert log_in(accounts) is Refusal.LATER
    assert isinstance(accounts.log_in("教育", GOOD, address="192.0.2.2", at=NOON), str)


def test_strangers_who_try_a_name_keep_nobody_out(accounts: Accounts) -> None:
    """From one address a name is closed for that address only; from many, for a quarter of an hour, and never at the machine."""
    for number in range(10):
        for _ in range(5):
            accounts.log_in("管理", WRONG, address=f"198.51.100.{number}", at=NOON)
        assert isinstance(log_in(accounts, name="管理"), str) is (number < 9)

    assert log_in(accounts, name="管理") is Refusal.LATER
    for here in ("127.0.0.1", "::1"):
        assert isinstance(accounts.log_in("管理", GOOD, address=here, at=NOON), str)
    assert isinstance(log_in(accounts, name="管理", at=NOON + 901), str)


def test_every_wrong_login_costs_one_hash_of_the_same_kind(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that how long it takes tells nobody whether there is such an account."""
    accounts.set_disabled("教育", True, by="管理", at=NOON)
    asked: list[tuple[int, int]] = []
    real = passwords._hash

    def counted(password: str, salt: bytes, cost: int) -> bytes:
        asked.append((len(salt), cost))
        return real(password, salt, cost)

    monkeypatch.setattr(passwords, "_hash", counted)

    for name, password in (("管理", WRONG), ("没有这个人", WRONG), ("教育", GOOD), ("教育", WRONG), ("管理", GOOD)):
        log_in(accounts, name, password)

    assert asked == [(16, 4)] * 5


def test_a_session_in_use_is_written_down_once_a_minute(accounts: Accounts, tmp_path: Path) -> None:
    token = log_in(accounts)
    assert isinstance(token, str)
    before = (tmp_path / "accounts.sqlite").read_bytes()

    assert accounts.session(token, at=NOON + 59) is not None
    assert (tmp_path / "accounts.sqlite").read_bytes() == before
    assert accounts.session(token, at=NOON + 61) is not None
    assert (tmp_path / "accounts.sqlite").read_bytes() != before


def test_a_right_password_takes_no_try_away(accounts: Accounts) -> None:
    for _ in range(40):
        assert isinstance(log_in(accounts), str)


@pytest.mark.parametrize(("last", "now", "alive"), [(0, 7199, True), (0, 7201, False)])
def test_a_session_that_rests_two_hours_ends(accounts: Accounts, last: float, now: float, alive: bool) -> None:
    token = log_in(accounts)
    assert isinstance(token, str)
    accounts.session(token, at=NOON + last)

    assert (accounts.session(token, at=NOON + now) is not None) is alive


def test_no_session_lasts_longer_than_half_a_day(accounts: Accounts) -> None:
    token = log_in(accounts)
    assert isinstance(token, str)
    for hour in range(1, 13):
        assert accounts.session(token, at=NOON + hour * 3600) is not None

    assert accounts.session(token, at=NOON + 12 * 3600 + 1) is None


ENDS: list[Callable[[Accounts, str], None]] = [
    lambda accounts, token: accounts.log_out(token),
    lambda accounts, _: accounts.set_disabled("教育", True, by="管理", at=NOON),
    lambda accounts, _: accounts.set_password("教育", WRONG, by="管理", at=NOON),
    lambda accounts, _: accounts.assign("教育", ("市财政局",), by="管理", at=NOON),
]


@pytest.mark.parametrize("end", ENDS)
def test_what_changes_an_account_ends_its_sessions(accounts: Accounts, end: Callable[[Accounts, str], None]) -> None:
    token = log_in(accounts)
    assert isinstance(token, str)

    end(accounts, token)

    assert accounts.session(token, at=NOON) is None


def test_a_disabled_account_is_kept_out_until_it_is_enabled(accounts: Accounts) -> None:
    accounts.set_disabled("教育", True, by="管理", at=NOON)
    assert log_in(accounts) is Refusal.WRONG

    accounts.set_disabled("教育", False, by="管理", at=NOON)
    assert isinstance(log_in(accounts), str)


def test_the_last_administrator_stays(accounts: Accounts) -> None:
    with pytest.raises(AccountsError, match="至少要留一个能登录的管理员"):
        accounts.set_disabled("管理", True, by="管理", at=NOON)

    assert accounts.has_administrator()


@pytest.mark.parametrize(
    ("account", "password", "said"),
    [
        (Account(name="教育", role=Role.COORDINATOR), GOOD, "已经有账号“教育”"),
        (Account(name="民政", role=Role.DEPARTMENT), GOOD, "要写明是哪个部门"),
        (Account(name="民政 ", role=Role.COORDINATOR), GOOD, "前后不能有空格"),
        (Account(name="民\u200b政", role=Role.COORDINATOR), GOOD, "看不见的字符"),
        (Account(name="民政", role=Role.COORDINATOR), "短", "密码至少要10个字"),
        (Account(name="民政", role=Role.COORDINATOR), "1111111111", "不同的字太少"),
        (Account(name="民政", role=Role.COORDINATOR), "民政局的密码是一二三四", "不能有账号名"),
        (Account(name="民政", role=Role.COORDINATOR), "一二三四" * 70, "密码最多256个字"),
    ],
)
def test_an_account_that_cannot_be_made_says_why(
    accounts: Accounts, account: Account, password: str, said: str
) -> None:
    with pytest.raises(AccountsError, match=said):
        accounts.add(account, password, by="管理", at=NOON)

    assert [one.name for one in accounts.all()] == ["教育", "管理"]


def test_changing_no_account_says_so(accounts: Accounts) -> None:
    with pytest.raises(AccountsError, match="没有账号“民政”"):
        accounts.set_password("民政", GOOD, by="管理", at=NOON)


def test_the_file_gives_neither_passwords_nor_sessions_away(accounts: Accounts, tmp_path: Path) -> None:
    token = log_in(accounts)
    assert isinstance(token, str)
    path = tmp_path / "accounts.sqlite"

    held = path.read_bytes()

    assert GOOD.encode() not in held
    assert token.encode() not in held
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_happened_to_accounts_is_kept(accounts: Accounts) -> None:
    log_in(accounts, password=WRONG)
    log_in(accounts)

    assert [(line.who, line.address, line.what) for line in accounts.audit()] == [
        ("教育", "192.0.2.1", "登录"),
        ("教育", "192.0.2.1", "没有准许：登录，账号或密码不对"),
        ("管理", "", "新建账号“教育”（部门填报人）"),
        ("", "", "新建账号“管理”（管理员）"),
    ]


def test_tries_that_are_not_looked_at_are_told_once(accounts: Accounts) -> None:
    for _ in range(5):
        log_in(accounts, password=WRONG)
    for later in range(100):
        assert log_in(accounts, at=NOON + later) is Refusal.LATER

    refused = accounts.audit(refused=True)

    assert [line.what for line in refused] == ["没有准许：登录，试的次数太多", *["没有准许：登录，账号或密码不对"] * 5]


def test_only_who_answers_for_departments_is_given_some(accounts: Accounts) -> None:
    with pytest.raises(AccountsError, match="一个部门也没有选"):
        accounts.assign("教育", [], by="管理", at=NOON)
    with pytest.raises(AccountsError, match="“管理”不是部门填报人"):
        accounts.assign("管理", ["市教育局"], by="管理", at=NOON)

    accounts.assign("教育", ["市教育局", "市财政局"], by="管理", at=NOON)

    assert [one.departments for one in accounts.all()] == [("市教育局", "市财政局"), ()]


def test_a_copy_has_the_accounts_and_no_session(accounts: Accounts, tmp_path: Path) -> None:
    token = log_in(accounts)
    assert isinstance(token, str)
    copy = tmp_path / "copy.sqlite"

    accounts.copy_to(copy)

    other = Accounts(copy)
    assert other.all() == accounts.all()
    assert other.audit() == accounts.audit()
    assert other.session(token, at=NOON) is None
    assert accounts.session(token, at=NOON) is not None
    assert isinstance(log_in(other), str)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_passwords_are_made_as_costly_as_they_were_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = passwords.hash_password(GOOD)
    monkeypatch.setattr(passwords, "COST", 5)

    assert passwords.matches(GOOD, stored)
    assert not passwords.matches(WRONG, stored)
    assert not passwords.matches(GOOD, None)
    assert not passwords.matches("长" * 300, stored)
    assert passwords.hash_password(GOOD) != stored
