"""Keeps an output from replacing what it must not: what the run reads, evidence, pipes and devices, and files of others.

A command claims its outputs before any work; whatever is read from then on is protected. Both are held against each
other at once, so that a slip is told before minutes of work, and once more where a file takes its name (`files.py`).
Files are compared as the system knows them (device and number), whatever their spelling or the links on the way.
"""

from __future__ import annotations

import contextlib
import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from contextvars import ContextVar

from msgspec import Struct

from scoring.base import marks
from scoring.base.errors import Problem

__all__ = [
    "EVIDENCE",
    "PACK",
    "READ",
    "Guard",
    "ProtectedError",
    "active",
    "check",
    "claim",
    "guarding",
    "protect",
    "revise",
]

READ, EVIDENCE, PACK = "这次运行要读的文件", "自评里列出的佐证材料", "指标体系的文件"
KEPT = "请换一个文件名；要读的文件和佐证材料从不覆盖，加 --force 也一样。"
FORCE = "请换一个文件名；确实不要原有内容的，加 --force 覆盖。"
ORDINARY = "请写一个普通文件的名称；能写到标准输出的命令，用 -o - 写出。"


class ProtectedError(Exception):
    """An output that is not to be written; `problem` says which, why, and what to do."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        self.problem = Problem(code=code, message=message, hint=hint)
        super().__init__(message)


class _Claim(Struct, frozen=True, kw_only=True):
    """An output of this run: its path as given, the kinds of ours it may replace (None: its writer adds to what is
    there), and whether it may replace others."""

    path: str
    kinds: frozenset[str] | None
    force: bool


class Guard:
    """What one run reads and what it is going to write."""

    def __init__(self, *, force: bool = False, folders: Iterable[str] = ()) -> None:
        self.force = force
        self._folders = [os.path.realpath(folder) for folder in folders]
        self._read: dict[tuple[int, int] | str, str] = {}
        self._revised: set[tuple[int, int] | str] = set()
        self._claims: dict[str, _Claim] = {}
        self._places: dict[tuple[int, int] | str, str] = {}

    def protect(self, path: str, role: str = READ) -> None:
        """Nothing may be written to `path`, also where there is no file yet. Raises ProtectedError where it is claimed."""
        for key in _keys(path):
            self._read[key] = role
            claimed = self._places.get(key)
            if claimed is not None:
                raise _refused_as(self._claims[claimed].path, role)

    def close(self, folder: str) -> None:
        """Files of others in `folder` are not replaced, not even with force: the run reads there."""
        self._folders.append(os.path.realpath(folder))

    def revise(self, path: str) -> None:
        """The run reads this very file and changes it in place: that is what it is for."""
        self._revised.update(_keys(path))

    def claim(self, path: str, kinds: Iterable[str] | None) -> None:
        """Announce an output. Raises ProtectedError where it must not be written, or is to be written twice."""
        wanted = _Claim(path=path, kinds=None if kinds is None else frozenset(kinds), force=self.force)
        self._check(path, wanted)
        for key in _keys(path):
            claimed = self._places.setdefault(key, _folded(path))
            earlier = self._claims.setdefault(claimed, wanted)
            if earlier.kinds != wanted.kinds:
                message = f"不能写 {path}：另一个输出也要写到这个文件（{earlier.path}）"
                raise ProtectedError("output-twice", message, "请给每个输出各写一个文件名。")

    def check(self, path: str) -> None:
        """The same for a file that is about to be written, as it is now."""
        if any(key in self._revised for key in _keys(path)):
            return
        self._check(path, self._claims.get(_folded(path)))

    def recheck(self) -> None:
        """Look at every claim again, before the first of them is written."""
        for claimed in self._claims.values():
            self._check(claimed.path, claimed)

    def _check(self, path: str, wanted: _Claim | None) -> None:
        about = _regular(path)
        role = next((self._read[key] for key in _keys(path) if key in self._read), None)
        if role is not None:
            raise _refused_as(path, role)
        if about is None or not about.st_size or wanted is None or wanted.kinds is None:
            return
        locked = not about.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
        if not locked and _kind(path) in wanted.kinds:
            return
        why = "已经设为只读" if locked else "不是本命令生成的，或者生成以后有人改动过"
        if not wanted.force:
            raise ProtectedError("output-exists", f"不能写 {path}：已有这个文件，{why}，没有覆盖", FORCE)
        real = os.path.realpath(path)
        if any(real.startswith(folder.rstrip(os.sep) + os.sep) for folder in self._folders):
            message = f"不能写 {path}：已有这个文件，{why}，又在这次运行要读的文件夹里，没有覆盖"
            raise ProtectedError("output-exists", message, "请换一个文件名或文件夹；这里的文件加 --force 也不覆盖。")


_guard: ContextVar[Guard | None] = ContextVar("guard", default=None)


@contextlib.contextmanager
def guarding(guard: Guard) -> Iterator[Guard]:
    """Everything read and written in the block goes by `guard`."""
    token = _guard.set(guard)
    try:
        yield guard
    finally:
        _guard.reset(token)


def active() -> Guard | None:
    """The guard of this run; None in a library call outside any."""
    return _guard.get()


def protect(path: str, role: str = READ) -> None:
    """`Guard.protect` for the guard of this run, if there is one."""
    guard = _guard.get()
    if guard is not None:
        guard.protect(path, role)


def revise(path: str) -> None:
    """`Guard.revise` for the guard of this run, if there is one."""
    guard = _guard.get()
    if guard is not None:
        guard.revise(path)


def claim(path: str, kinds: Iterable[str] | None) -> None:
    """`Guard.claim` for the guard of this run, or for this file alone."""
    (_guard.get() or Guard()).claim(path, kinds)


def check(path: str) -> None:
    """Whether a file may be written now: for a claimed one all of the above, for any other that it replaces no input and
    nothing but a file. Raises ProtectedError."""
    (_guard.get() or Guard()).check(path)


def _refused_as(path: str, role: str) -> ProtectedError:
    return ProtectedError("output-is-input", f"不能写 {path}：这是{role}，没有改动", KEPT)


def _regular(path: str) -> os.stat_result | None:
    """What is at `path`, None where there is nothing. Raises ProtectedError where that is no ordinary file, or the one
    that this run's own streams come from or go to."""
    try:
        about = os.stat(path)
    except (OSError, ValueError):  # a link to nothing; or writing will tell what is wrong
        return None
    if stat.S_ISDIR(about.st_mode):
        message = f"不能写 {path}：这是一个文件夹"
        raise ProtectedError("output-folder", message, f"请写出文件名，如 {os.path.join(path, '文件名')}。")
    if not stat.S_ISREG(about.st_mode):
        message = f"不能写 {path}：这不是普通的文件（如管道、设备）"
        raise ProtectedError("output-special", message, ORDINARY)
    for descriptor in range(3):
        with contextlib.suppress(OSError):
            own = os.fstat(descriptor)
            if about.st_ino and stat.S_ISREG(own.st_mode) and os.path.samestat(own, about):
                message = f"不能写 {path}：这是这次运行的标准输入或输出"
                raise ProtectedError("output-special", message, ORDINARY)
    return about


def _kind(path: str) -> str | None:
    try:
        return marks.kind_of(path)
    except (OSError, ValueError):
        return None


def _keys(path: str) -> list[tuple[int, int] | str]:
    """What a path is known by: the number of its file, and its real name; where there is none, its name without regard to
    capitals and the spelling of letters, which some disks do not tell apart."""
    try:
        about = os.stat(path)
    except (OSError, ValueError):
        return [_folded(path)]
    real = os.path.realpath(path)
    return [(about.st_dev, about.st_ino), real] if about.st_ino else [real]


def _folded(path: str) -> str:
    """Where a file stands or would stand, as a disk sees it that tells neither capitals nor spellings apart."""
    try:
        real = os.path.realpath(path)
    except (OSError, ValueError):
        real = path
    folder, name = os.path.split(real)
    return os.path.join(folder, unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold()))
