"""Stamps tell a change, and those of a file that was written a moment ago are not trusted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scoring import looked

SECOND = 1_000_000_000


def later(monkeypatch: pytest.MonkeyPatch, path: Path, nanoseconds: int) -> None:
    """Let it be so long after the last write to `path`."""
    about = path.stat()
    last = max(about.st_mtime_ns, about.st_ctime_ns)
    monkeypatch.setattr(looked, "_now", lambda: last + nanoseconds)


def test_a_file_of_a_moment_ago_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"a")
    for age in (-5 * SECOND, 0, 2 * SECOND - 1):
        later(monkeypatch, path, age)
        assert looked.settled(str(path)) is None
        found = looked.looked_at(["a.pdf"], str(tmp_path))
        assert found == ((str(path), looked.RECENT),)
        assert not looked.unchanged(found)
    later(monkeypatch, path, 2 * SECOND)
    assert looked.settled(str(path)) == looked.state(str(path)) != ""
    assert looked.unchanged(looked.looked_at(["a.pdf"], str(tmp_path)))


def test_a_time_set_back_does_not_make_a_write_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"a")
    os.utime(path, ns=(0, 0))
    later(monkeypatch, path, SECOND)
    assert looked.settled(str(path)) is None


@pytest.mark.parametrize("change", ["content", "size", "gone", "folder"])
def test_a_change_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    path = tmp_path / "材料.pdf"
    path.write_bytes(b"abc")
    later(monkeypatch, path, 3 * SECOND)
    before = looked.looked_at(["材料.pdf", "没有.pdf"], str(tmp_path))
    assert [(os.path.basename(name), was == "") for name, was in before] == [("材料.pdf", False), ("没有.pdf", True)]
    assert looked.unchanged(before)
    about = path.stat()
    if change == "content":  # another file of the same size and time under the name
        (tmp_path / "b").write_bytes(b"abd")
        os.utime(tmp_path / "b", ns=(about.st_atime_ns, about.st_mtime_ns))
        (tmp_path / "b").replace(path)
    elif change == "size":
        path.write_bytes(b"abcd")
        os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    else:
        path.unlink()
        if change == "folder":
            path.mkdir()
    assert not looked.unchanged(before)


def test_a_file_that_appears_is_a_change(tmp_path: Path) -> None:
    before = looked.looked_at(["后补.pdf"], str(tmp_path))
    assert looked.unchanged(before)
    (tmp_path / "后补.pdf").write_bytes(b"a")
    assert not looked.unchanged(before)


def test_every_spelling_of_a_name_counts(tmp_path: Path) -> None:
    composed, decomposed = "caf\u00e9.pdf", "cafe\u0301.pdf"
    found = looked.looked_at([composed], str(tmp_path))
    assert [os.path.basename(path) for path, _ in found] == [composed, decomposed]


def test_a_name_no_disk_can_hold_is_passed_over(tmp_path: Path) -> None:
    assert looked.looked_at(["a\0b"], str(tmp_path)) == ()
    assert looked.state("a\0b") == looked.settled("a\0b") == ""
