"""The state of a run on disk: one row for each input, in SQLite, so that a run can be killed and taken up again.

Everything that is written at the end comes out of it, in the order of the keys. Nobody else reads it.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator

from msgspec import Struct

from scoring.batch.model import InputState, TaskResult

__all__ = ["KnownResult", "Store"]

VERSION = "7"
TABLES = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS result (
    key TEXT PRIMARY KEY, content TEXT NOT NULL, stamps TEXT NOT NULL, state TEXT NOT NULL, city TEXT NOT NULL,
    criteria TEXT NOT NULL, submission TEXT NOT NULL, problems TEXT NOT NULL, report TEXT NOT NULL,
    applicant TEXT NOT NULL, card TEXT NOT NULL, reviews TEXT NOT NULL, places TEXT NOT NULL, seal TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS output (name TEXT PRIMARY KEY) WITHOUT ROWID;
"""
COLUMNS = (
    *("key", "content", "stamps", "state", "city", "criteria", "submission", "problems", "report", "applicant", "card"),
    *("reviews", "places"),
)
"""Of a result, in the order they are kept in; `seal` is a SHA-256 over them, since SQLite does not notice a flipped bit."""
WHOLE = f"SELECT {', '.join(f'CAST({name} AS BLOB)' for name in COLUMNS)}, seal FROM result WHERE key = ?"
IN_THE_WAY = ("FULL", "READONLY", "CANTOPEN", "IOERR", "BUSY", "LOCKED", "PERM", "AUTH", "NOMEM", "INTERRUPT")
"""Errors of SQLite that say nothing about the file: what was worked out is not thrown away for them."""


class KnownResult(Struct, frozen=True, kw_only=True):
    """The content key a result was kept under, what else of the disk it depends on, the SHA-256 of its report and of its card
    ("" where none was made), and which city and file it found, with what stands for the reviews and the places of that city."""

    content: str
    stamps: tuple[tuple[str, str], ...]
    report: str
    card: str
    city: str
    submission: str
    reviews: str
    places: str


class Store:
    """Open it in the folder of a run that holds the lock. Raises OSError and sqlite3.Error for what the disk refuses."""

    def __init__(self, path: str, *, fresh: bool = False) -> None:
        self.path = path
        if fresh:
            _remove(path)
        try:
            self.base = self._open()
        except sqlite3.DatabaseError as error:
            if str(getattr(error, "sqlite_errorname", "")).removeprefix("SQLITE_").startswith(IN_THE_WAY):
                raise
            _remove(path)  # damaged, or written by another version: results can be worked out again
            self.base = self._open()

    def _open(self) -> sqlite3.Connection:
        base = sqlite3.connect(self.path, isolation_level=None)
        try:
            base.execute("PRAGMA locking_mode=EXCLUSIVE")  # no shared memory, which folders on a network lack
            base.execute("PRAGMA journal_mode=WAL")
            base.execute("PRAGMA synchronous=NORMAL")
            base.executescript(TABLES)
            base.execute("INSERT OR IGNORE INTO meta VALUES ('version', ?)", (VERSION,))
            (version,) = base.execute("SELECT value FROM meta WHERE name = 'version'").fetchone()
            base.execute(f"SELECT {', '.join(COLUMNS)}, seal FROM result LIMIT 0").fetchone()
            if version != VERSION or base.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
                raise sqlite3.DatabaseError("another version, or damaged")
        except BaseException:
            base.close()
            raise
        return base

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.base.close()

    def known(self, key: str) -> KnownResult | None:
        """What an input was scored under; None where that is not known, or what was kept is not what is there now."""
        row = self.base.execute(WHOLE, (key,)).fetchone()
        if row is None or _seal(row[:-1]) != row[-1]:
            return None
        text = {name: value.decode("utf-8") for name, value in zip(COLUMNS, row, strict=False)}
        return KnownResult(
            content=text["content"],
            stamps=tuple((path, state) for path, state in json.loads(text["stamps"])),
            report=text["report"],
            card=text["card"],
            city=text["city"],
            submission=text["submission"],
            reviews=text["reviews"],
            places=text["places"],
        )

    def keep(self, rows: Iterable[tuple[str, str, TaskResult]]) -> None:
        """Keep results, each with its content key ("" for one that is to be tried again next time) and the SHA-256 of the file
        that its card was written to: all or none."""
        self.base.execute("BEGIN IMMEDIATE")
        try:
            for content, card, done in rows:
                row = _row(content, card, done)
                seal = _seal(value.encode("utf-8") for value in row)
                self.base.execute(f"INSERT OR REPLACE INTO result VALUES ({'?, ' * len(row)}?)", (*row, seal))
        except BaseException:
            self.base.execute("ROLLBACK")
            raise
        self.base.execute("COMMIT")

    def only(self, keys: Iterable[str]) -> None:
        """Forget inputs that are no longer in the batch."""
        self.base.execute("BEGIN IMMEDIATE")
        self.base.execute("CREATE TEMP TABLE IF NOT EXISTS current (key TEXT PRIMARY KEY) WITHOUT ROWID")
        self.base.execute("DELETE FROM current")
        self.base.executemany("INSERT INTO current VALUES (?)", ((key,) for key in keys))
        self.base.execute("DELETE FROM result WHERE key NOT IN (SELECT key FROM current)")
        self.base.execute("COMMIT")

    def summaries(self) -> Iterator[TaskResult]:
        """Every input in order, without its applicant."""
        rows = self.base.execute(
            "SELECT key, state, problems, city, criteria, submission, places FROM result ORDER BY key"
        )
        for key, state, problems, city, criteria, submission, places in rows:
            yield TaskResult(
                key=key,
                state=InputState(state),
                problems=problems,
                city=city,
                criteria=sys.intern(criteria),
                submission=submission,
                places=places,
            )

    def applicants(self, criteria: str) -> Iterator[tuple[str, str]]:
        """Key and applicant (JSON) of the scored inputs of one pack, in order."""
        yield from self.base.execute(
            "SELECT key, applicant FROM result WHERE state = ? AND criteria = ? ORDER BY key",
            (InputState.SCORED.value, criteria),
        )

    def applicant(self, key: str) -> str:
        """The applicant (JSON) of one scored input."""
        (applicant,) = self.base.execute("SELECT applicant FROM result WHERE key = ?", (key,)).fetchone()
        return str(applicant)

    def noted(self, name: str) -> str | None:
        """What was noted under a name."""
        row = self.base.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def note(self, name: str, value: str) -> None:
        """Note something for later runs."""
        self.base.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def outputs(self) -> set[str]:
        """The files that runs wrote into the folder, by name."""
        return {name for (name,) in self.base.execute("SELECT name FROM output")}

    def note_outputs(self, names: Iterable[str]) -> None:
        """Remember files before they are written, so that they can be taken away when they are no longer due."""
        self.base.execute("BEGIN IMMEDIATE")
        self.base.executemany("INSERT OR IGNORE INTO output VALUES (?)", ((name,) for name in names))
        self.base.execute("COMMIT")

    def drop_outputs(self, names: Iterable[str]) -> None:
        """Forget files that were taken away."""
        self.base.execute("BEGIN IMMEDIATE")
        self.base.executemany("DELETE FROM output WHERE name = ?", ((name,) for name in names))
        self.base.execute("COMMIT")


def _remove(path: str) -> None:
    for name in (path, f"{path}-wal", f"{path}-shm", f"{path}-journal"):
        if os.path.exists(name):
            os.unlink(name)


def _row(content: str, card: str, done: TaskResult) -> tuple[str, ...]:
    """The values of COLUMNS."""
    return (
        done.key,
        content,
        json.dumps(done.stamps),
        done.state.value,
        done.city,
        done.criteria,
        done.submission,
        done.problems,
        done.report,
        done.applicant,
        card,
        done.reviews,
        done.places,
    )


def _seal(values: Iterable[bytes]) -> str:
    sealed = hashlib.sha256()
    for value in values:
        sealed.update(b"%d:" % len(value))
        sealed.update(value)
    return sealed.hexdigest()
