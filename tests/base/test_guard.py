"""Files are compared as the disk knows them, and looked at again where they take their name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scoring.base import guard
from scoring.base.files import replacing, write_atomic
from scoring.base.guard import Guard, ProtectedError, guarding


def test_a_disk_that_tells_no_capitals_apart_needs_no_rule_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """macOS and Windows: both spellings are one file to the system, so they are one to the guard."""
    real_stat, mine = os.stat, tmp_path / "Cafe.yaml"
    mine.write_text("x", "utf-8")
    other = str(tmp_path / "CAFE.yaml")

    def blind(path: str, **words: bool) -> os.stat_result:
        return real_stat(mine if path == other else path, **words)

    monkeypatch.setattr(os, "stat", blind)
    run = Guard(force=True)
    run.protect(str(mine))
    with pytest.raises(ProtectedError, match="要读的文件"):
        run.claim(other, ())


@pytest.mark.parametrize("other", ["REPORT.pdf", "./report.pdf", "re\u0301sume\u0301.pdf"])
def test_outputs_that_are_not_there_yet_are_told_apart_by_folded_names(tmp_path: Path, other: str) -> None:
    one = "r\u00e9sum\u00e9.pdf" if "\u0301" in other else "report.pdf"
    run = Guard()
    run.claim(str(tmp_path / one), ("report",))
    with pytest.raises(ProtectedError, match="另一个输出"):
        run.claim(str(tmp_path / other), ("binder",))


def test_what_is_read_after_a_claim_stops_the_run_there(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    with guarding(Guard(force=True)):
        guard.claim(str(file), ("report",))
        with pytest.raises(ProtectedError, match="佐证材料"):
            guard.protect(str(file), guard.EVIDENCE)


def slow_write(file: Path) -> None:
    with replacing(str(file)) as temporary:
        Path(temporary).write_bytes(b"ours")
        file.write_bytes(b"theirs")


def test_a_file_that_came_meanwhile_is_kept(tmp_path: Path) -> None:
    """Minutes lie between the claim and the write."""
    file = tmp_path / "a.pdf"
    with guarding(Guard()) as run:
        run.claim(str(file), ("report",))
        with pytest.raises(ProtectedError):
            slow_write(file)
        with pytest.raises(ProtectedError):
            write_atomic(str(file), b"ours")
        with pytest.raises(ProtectedError):
            run.recheck()
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == {"a.pdf": b"theirs"}


def test_an_empty_file_holds_nothing_to_lose(tmp_path: Path) -> None:
    file = tmp_path / "mktemp"
    file.touch()
    with guarding(Guard()) as run:
        run.claim(str(file), ())
        write_atomic(str(file), b"ours")
    assert file.read_bytes() == b"ours"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names")
def test_without_any_command_a_pipe_is_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(ProtectedError, match="不是普通的文件"):
        write_atomic(str(pipe), b"x")
    with pytest.raises(ProtectedError), replacing(str(pipe)):
        pass
    assert [one.name for one in tmp_path.iterdir()] == ["pipe"]
