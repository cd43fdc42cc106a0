"""Files are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scoring.base.files import replacing, write_atomic


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "报告.pdf"
    target.write_bytes(b"old")

    def refuse(_source: object, _target: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OSError, match="full"):
        write_atomic(str(target), b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["报告.pdf"]
    assert target.read_bytes() == b"old"


def test_permissions_and_links_survive(tmp_path: Path) -> None:
    target, link = tmp_path / "real", tmp_path / "link"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_atomic(str(link), b"new")
    assert link.is_symlink()
    assert (target.read_bytes(), target.stat().st_mode & 0o777) == (b"new", 0o640)


def test_a_missing_folder_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_atomic(str(tmp_path / "none" / "file"), b"")


def test_a_name_as_long_as_the_system_allows_can_be_written(tmp_path: Path) -> None:
    target = tmp_path / ("报告" * 40 + "长报告.pdf")
    assert len(target.name.encode()) > 250
    write_atomic(str(target), b"new")
    assert target.read_bytes() == b"new"


def test_an_error_names_the_file_that_was_to_be_written(tmp_path: Path) -> None:
    """Not the temporary one beside it, which nobody has ever seen."""
    path = str(tmp_path / "没有的文件夹" / "结果.json")
    with pytest.raises(FileNotFoundError) as caught:
        write_atomic(path, b"x")
    assert caught.value.filename == path
    with pytest.raises(FileNotFoundError) as caught, replacing(path) as temporary, open(temporary, "wb"):
        pass
    assert caught.value.filename == path
