"""Who may do what where the workspace serves a network: accounts, sessions, which department answers what. SQLite.

Nothing of the self-assessment stands here: the file stays the truth. Every function takes the time it is asked at (seconds
since 1970), so that none looks at a clock.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from enum import Enum
from ipaddress import ip_address
from pathlib import Path

from msgspec import Struct

from scoring.web.passwords import hash_password, matches, weak

__all__ = ["REFUSED", "Account", "Accounts", "AccountsError", "AuditLine", "Refusal", "Role", "Session"]

SCHEMA = """
CREATE TABLE IF NOT EXISTS account (
    name TEXT PRIMARY KEY, role TEXT NOT NULL, departments TEXT NOT NULL, password TEXT NOT NULL,
    disabled INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS session (
    token TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account (name) ON DELETE CASCADE,
    form TEXT NOT NULL, began REAL NOT NULL, seen REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS failure (key TEXT NOT NULL, at REAL NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS failure_key ON failure (key, at);
CREATE TABLE IF NOT EXISTS audit (at REAL NOT NULL, who TEXT NOT NULL, address TEXT NOT NULL, what TEXT NOT NULL) STRICT;
"""
SEPARATOR = "\x1f"
REFUSED = "没有准许："
"""How a line of the record begins that tells of something refused."""
IDLE, LONGEST = 2 * 3600.0, 12 * 3600.0
"""A session ends when nothing was asked for IDLE seconds, and LONGEST after it began."""
NOTED = 60.0
"""Seconds after which it is written down again that a session is used; not at every request, which would wait for the disk."""
WINDOW, TRIES, TRIES_OF_ADDRESS, TRIES_OF_NAME = 900.0, 5, 30, 50
"""Wrong passwords that are looked at in WINDOW seconds: from one address for one name, from one address for all names, and
for one name from all addresses. The last would let strangers keep somebody out, so it does not count at the machine itself:
there an administrator always gets in."""


class Role(Enum):
    """What an account may do; the words are those of the page."""

    DEPARTMENT = "部门填报人"
    """sees and answers the questions of its departments"""
    COORDINATOR = "市级汇总人"
    """sees and answers everything of the city, settles conflicts, makes the papers"""
    ADMINISTRATOR = "管理员"
    """makes accounts; sees no answers by that alone"""


class Refusal(Enum):
    """Why nobody was let in, in words that do not tell whether the account exists."""

    WRONG = "账号或密码不对。"
    LATER = "试的次数太多，请过15分钟再试。"


class AccountsError(Exception):
    """What cannot be done with an account, in Chinese with what to do."""


class Account(Struct, frozen=True, kw_only=True):
    """An account.

    departments: whose questions it may see and answer; empty where the role sees all or none.
    """

    name: str
    role: Role
    departments: tuple[str, ...] = ()
    disabled: bool = False


class Session(Struct, frozen=True, kw_only=True):
    """Somebody who is let in. form: the word that each of their forms must carry."""

    account: Account
    form: str


class AuditLine(Struct, frozen=True, kw_only=True):
    """Something that happened to accounts: when, who, from where, what."""

    at: float
    who: str
    address: str
    what: str


class Accounts:
    """The accounts of one workspace, in a file that only its owner may read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with self._open() as store:
            store.executescript(SCHEMA)

    def add(self, account: Account, password: str, *, by: str, at: float) -> None:
        """Make an account. Raises AccountsError where the name is taken or the password too weak."""
        name = account.name.strip()
        if not name or name != account.name or any(not letter.isprintable() for letter in name):
            raise AccountsError("账号名不能为空，前后不能有空格，也不能有看不见的字符。")
        if account.role is Role.DEPARTMENT and not account.departments:
            raise AccountsError(f"“{Role.DEPARTMENT.value}”要写明是哪个部门。")
        self._demand(password, name)
        with self._open() as store:
            try:
                store.execute(
                    "INSERT INTO account (name, role, departments, password) VALUES (?, ?, ?, ?)",
                    (name, account.role.name, SEPARATOR.join(account.departments), hash_password(password)),
                )
            except sqlite3.IntegrityError:
                raise AccountsError(f"已经有账号“{name}”。\n  怎么办：换一个名字，或者修改原来的账号。") from None
            self._note(store, by, "", f"新建账号“{name}”（{account.role.value}）", at)

    def all(self) -> tuple[Account, ...]:
        """Every account by name."""
        with self._open() as store:
            rows = store.execute("SELECT name, role, departments, disabled FROM account ORDER BY name").fetchall()
        return tuple(_account(row) for row in rows)

    def has_administrator(self) -> bool:
        """Whether somebody can make accounts."""
        return any(one.role is Role.ADMINISTRATOR and not one.disabled for one in self.all())

    def set_password(self, name: str, password: str, *, by: str, at: float) -> None:
        """Give an account another password and end its sessions. Raises AccountsError."""
        self._demand(password, name)
        self._change(name, "password", hash_password(password), f"重设“{name}”的密码", by, at)

    def set_disabled(self, name: str, disabled: bool, *, by: str, at: float) -> None:
        """Keep an account out, or let it in again. Raises AccountsError; the last administrator stays."""
        others = [one for one in self.all() if one.role is Role.ADMINISTRATOR and not one.disabled and one.name != name]
        if disabled and not others:
            raise AccountsError("至少要留一个能登录的管理员。")
        self._change(name, "disabled", int(disabled), f"{'停用' if disabled else '启用'}账号“{name}”", by, at)

    def assign(self, name: str, departments: Sequence[str], *, by: str, at: float) -> None:
        """Say whose questions an account answers. Raises AccountsError."""
        if not departments:
            raise AccountsError("一个部门也没有选。\n  怎么办：至少选一个；不再填报的，停用这个账号。")
        if not any(one.name == name and one.role is Role.DEPARTMENT for one in self.all()):
            raise AccountsError(f"“{name}”不是{Role.DEPARTMENT.value}，不分部门。\n  怎么办：给部门的人另建账号。")
        told = f"“{name}”负责：{'、'.join(departments)}"
        self._change(name, "departments", SEPARATOR.join(departments), told, by, at)

    def log_in(self, name: str, password: str, *, address: str, at: float) -> str | Refusal:
        """The word for the cookie of a new session. Unknown names, wrong passwords and disabled accounts cost the same
        time and are told in the same words; too many tries are refused before the password is looked at."""
        keys = [(f"both:{address} {name[:100]}", TRIES), (f"address:{address}", TRIES_OF_ADDRESS)]
        if not _is_here(address):
            keys.append((f"name:{name[:100]}", TRIES_OF_NAME))
        with self._open() as store:
            store.execute("DELETE FROM failure WHERE at < ?", (at - WINDOW,))
            for key, most in keys:
                (tried,) = store.execute("SELECT count(*) FROM failure WHERE key = ?", (key,)).fetchone()
                if tried >= most:
                    self._note_refusal(store, "" if key.startswith("address:") else name[:100], address, at)
                    return Refusal.LATER
            row = store.execute("SELECT password, disabled FROM account WHERE name = ?", (name,)).fetchone()
            store.executemany("INSERT INTO failure VALUES (?, ?)", [(key, at) for key, _ in keys])
        right = matches(password, row[0] if row else None) and not row[1]
        with self._open() as store:
            if not right:
                self._note(store, name[:100], address, f"{REFUSED}登录，账号或密码不对", at)
                return Refusal.WRONG
            store.execute("DELETE FROM failure WHERE key = ?", (keys[0][0],))
            store.executemany(
                "DELETE FROM failure WHERE rowid = (SELECT max(rowid) FROM failure WHERE key = ?)",
                [(key,) for key, _ in keys[1:]],
            )
            store.execute("DELETE FROM session WHERE seen < ? OR began < ?", (at - IDLE, at - LONGEST))
            token = secrets.token_urlsafe(32)
            store.execute(
                "INSERT INTO session VALUES (?, ?, ?, ?, ?)", (_digest(token), name, secrets.token_urlsafe(32), at, at)
            )
            self._note(store, name, address, "登录", at)
        return token

    def session(self, token: str, *, at: float) -> Session | None:
        """Whose session a cookie is of; None where it is none or has ended."""
        with self._open() as store:
            row = store.execute(
                "SELECT name, role, departments, disabled, form, seen FROM session JOIN account ON name = account"
                " WHERE token = ? AND NOT disabled AND seen >= ? AND began >= ?",
                (_digest(token), at - IDLE, at - LONGEST),
            ).fetchone()
            if row is None:
                return None
            if row[5] < at - NOTED:
                store.execute("UPDATE session SET seen = ? WHERE token = ?", (at, _digest(token)))
        return Session(account=_account(row[:4]), form=row[4])

    def log_out(self, token: str) -> None:
        """End a session."""
        with self._open() as store:
            store.execute("DELETE FROM session WHERE token = ?", (_digest(token),))

    def note(self, what: str, *, by: str, address: str = "", at: float) -> None:
        """Keep what somebody did; what was refused begins with REFUSED."""
        with self._open() as store:
            self._note(store, by, address, what, at)

    def copy_to(self, path: Path) -> None:
        """A copy of all accounts at one moment, also while people work, with no session in it. Raises OSError."""
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with self._open() as store, closing(sqlite3.connect(path)) as copy:
            store.backup(copy)
            copy.execute("DELETE FROM session")
            copy.execute("DELETE FROM failure")
            copy.commit()
            copy.execute("VACUUM")  # what was deleted is gone from the file too

    def audit(self, most: int = 200, *, refused: bool = False) -> tuple[AuditLine, ...]:
        """What happened, the newest first; with `refused` only what was not allowed."""
        which = f"{REFUSED}%" if refused else "%"
        query = "SELECT at, who, address, what FROM audit WHERE what LIKE ? ORDER BY rowid DESC LIMIT ?"
        with self._open() as store:
            rows = store.execute(query, (which, most))
            return tuple(AuditLine(at=at, who=who, address=address, what=what) for at, who, address, what in rows)

    def _change(self, name: str, column: str, value: str | int, told: str, by: str, at: float) -> None:
        """Change one column (a name of ours, never of a request), end the sessions of the account, and note it."""
        with self._open() as store:
            if not store.execute(f"UPDATE account SET {column} = ? WHERE name = ?", (value, name)).rowcount:
                raise AccountsError(f"没有账号“{name}”。\n  怎么办：核对名字，全部账号在“管理”页。")
            store.execute("DELETE FROM session WHERE account = ?", (name,))
            self._note(store, by, "", told, at)

    def _demand(self, password: str, name: str) -> None:
        reason = weak(password, name)
        if reason is not None:
            raise AccountsError(f"{reason}。\n  怎么办：换一个长一些、不好猜的密码。")

    def _note_refusal(self, store: sqlite3.Connection, who: str, address: str, at: float) -> None:
        """That tries are no longer looked at, once in a while: a line for each would fill the disk."""
        said = f"{REFUSED}登录，试的次数太多"
        store.execute(
            "INSERT INTO audit SELECT ?, ?, ?, ? WHERE NOT EXISTS"
            " (SELECT 1 FROM audit WHERE who = ? AND address = ? AND what = ? AND at > ?)",
            (at, who, address, said, who, address, said, at - WINDOW),
        )

    def _note(self, store: sqlite3.Connection, who: str, address: str, what: str, at: float) -> None:
        store.execute("INSERT INTO audit VALUES (?, ?, ?, ?)", (at, who, address, what))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own for each piece of work: requests are answered by several threads."""
        store = sqlite3.connect(self.path, timeout=30)
        try:
            store.execute("PRAGMA foreign_keys = ON")
            with store:
                yield store
        finally:
            store.close()


def _account(row: Sequence[object]) -> Account:
    name, role, departments, disabled = row
    return Account(
        name=str(name),
        role=Role[str(role)],
        departments=tuple(one for one in str(departments).split(SEPARATOR) if one),
        disabled=bool(disabled),
    )


def _is_here(address: str) -> bool:
    """Whether an address is that of the machine itself."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _digest(token: str) -> str:
    """What is stored of the word in a cookie: whoever reads the file cannot use it."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
