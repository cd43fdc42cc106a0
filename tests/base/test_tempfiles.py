"""What a killed run leaves behind is removed by the next one, and nothing else is."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from scoring.base import tempfiles
from scoring.base.files import replacing, write_atomic


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfiles, "_swept", set())


def dead() -> int:
    """The number of a process that is no more."""
    done = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    return int(done.stdout)


def host() -> str:
    return tempfiles._host()


@pytest.mark.skipif(os.name != "posix", reason="elsewhere the age decides")
def test_only_files_of_dead_processes_of_this_computer_are_removed(tmp_path: Path) -> None:
    gone = f".{host()}-{dead()}-0123456789ab.tmp"
    kept = {
        f".{host()}-{os.getpid()}-0123456789ab.tmp",
        f".{host()}-{os.getppid()}-0123456789ab.tmp",
        f".00000000-{dead()}-0123456789ab.tmp",
        f"{host()}-{dead()}-0123456789ab.tmp",
        ".tmp",
        ".a-b-c.tmp",
        "报告.pdf",
    }
    for name in (gone, *kept):
        (tmp_path / name).write_bytes(b"half")
    write_atomic(str(tmp_path / "new"), b"whole")
    assert {path.name for path in tmp_path.iterdir()} == kept | {"new"}


@pytest.mark.skipif(os.name != "posix", reason="elsewhere the age decides")
def test_folders_of_dead_processes_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left = tmp_path / f"scoring-binder-{host()}-{dead()}-abc_defg"
    (left / "deep").mkdir(parents=True)
    (left / "deep" / "page.pdf").write_bytes(b"x")
    other = tmp_path / f"other-binder-{host()}-{dead()}-abcdefgh"
    other.mkdir()
    link = tmp_path / f"scoring-seal-{host()}-{dead()}-abcdefgh"
    link.symlink_to(other)
    with tempfiles.workspace("binder") as folder:
        assert os.path.dirname(folder) == str(tmp_path)
        assert {path.name for path in tmp_path.iterdir()} == {os.path.basename(folder), other.name, link.name}
    assert not os.path.exists(folder)


KILLED = """
import os, signal, sys
from scoring.base.files import replacing
with replacing(sys.argv[1]) as temporary, open(temporary, "wb") as stream:
    stream.write(b"half")
    stream.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_the_hardest_kill_leaves_no_half_file_under_the_name_and_the_next_run_tidies(tmp_path: Path) -> None:
    target = tmp_path / "包.zip"
    target.write_bytes(b"old")
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", KILLED, str(target)], cwd=root, check=False)
    assert done.returncode == -9
    assert target.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 2
    with replacing(str(target)) as temporary:
        Path(temporary).write_bytes(b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"包.zip": b"new"}
