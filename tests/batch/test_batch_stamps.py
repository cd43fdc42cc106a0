"""Stamps tell a change, and those of a file that was written a moment ago are not trusted."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from scoring.assess import Assessment, evaluate
from scoring.batch import keys
from scoring.batch.keys import RECENT, file_stamps, unchanged
from scoring.batch.model import InputSource, Settings, Task
from scoring.batch.worker import Worker
from tests.batch.provinces import city, province
from tests.cli.running import ROOT

SECOND = 1_000_000_000
LISTED = city("甲市", meetings="0, 佐证材料: [{文件: 分工.pdf, 标题: 分工}]")


def later(monkeypatch: pytest.MonkeyPatch, path: Path, nanoseconds: int) -> None:
    """Let it be so long after the last write to `path`."""
    about = path.stat()
    last = max(about.st_mtime_ns, about.st_ctime_ns)
    monkeypatch.setattr(keys, "_now", lambda: last + nanoseconds)


def test_a_file_of_a_moment_ago_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"a")
    for age in (-5 * SECOND, 0, 2 * SECOND - 1):
        later(monkeypatch, path, age)
        found = file_stamps(["a.pdf"], str(tmp_path))
        assert found == ((str(path), RECENT),)
        assert not unchanged(found)
    later(monkeypatch, path, 2 * SECOND)
    assert unchanged(file_stamps(["a.pdf"], str(tmp_path)))


def test_a_time_set_back_does_not_make_a_write_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"a")
    os.utime(path, ns=(0, 0))
    later(monkeypatch, path, SECOND)
    assert file_stamps(["a.pdf"], str(tmp_path)) == ((str(path), RECENT),)


@pytest.mark.parametrize("change", ["content", "size", "gone", "folder"])
def test_a_change_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    path = tmp_path / "材料.pdf"
    path.write_bytes(b"abc")
    later(monkeypatch, path, 3 * SECOND)
    before = file_stamps(["材料.pdf", "没有.pdf"], str(tmp_path))
    assert [(os.path.basename(name), was == "") for name, was in before] == [("材料.pdf", False), ("没有.pdf", True)]
    assert unchanged(before)
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
    assert not unchanged(before)


def test_a_file_that_appears_is_a_change(tmp_path: Path) -> None:
    before = file_stamps(["后补.pdf"], str(tmp_path))
    assert unchanged(before)
    (tmp_path / "后补.pdf").write_bytes(b"a")
    assert not unchanged(before)


def test_every_spelling_of_a_name_counts(tmp_path: Path) -> None:
    composed, decomposed = "caf\u00e9.pdf", "cafe\u0301.pdf"
    found = file_stamps([composed], str(tmp_path))
    assert [os.path.basename(path) for path, _ in found] == [composed, decomposed]


def test_a_name_no_disk_can_hold_is_passed_over(tmp_path: Path) -> None:
    assert file_stamps(["a\0b"], str(tmp_path)) == ()


def test_a_file_that_changes_while_its_city_is_scored_counts_as_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = province(tmp_path / "省", {"甲市.yaml": LISTED})
    (folder / "分工.pdf").write_bytes(b"%PDF-")
    now = keys._now()
    monkeypatch.setattr(keys, "_now", lambda: now + 60 * SECOND)  # all this was written long ago

    def slow(*given: Any) -> Assessment:
        found = evaluate(*given)
        (folder / "分工.pdf").unlink()
        return found

    task = Task(key="甲市", path=str(folder / "甲市.yaml"), kind=InputSource.SUBMISSION, name="甲市")
    settings = Settings(search=(str(ROOT / "criteria"),))
    assert unchanged(Worker(settings).score(task).stamps)
    monkeypatch.setattr("scoring.batch.worker.evaluate", slow)
    assert not unchanged(Worker(settings).score(task).stamps)
