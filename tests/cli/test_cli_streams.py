"""Pipes, terminals that lack Chinese, interrupts and errors that nobody foresaw."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import ROOT, SAMPLE, Ran, run


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_read_once_and_an_endless_file_not_to_its_end(city: Path, tmp_path: Path) -> None:
    code = "import sys; from scoring.cli.start import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "score", "/dev/stdin"]
    piped = subprocess.run(command, input=city.read_bytes(), cwd=ROOT, capture_output=True)
    assert (piped.returncode, piped.stderr) == (0, b"")
    endless = run("score", "/dev/zero")
    assert endless.code == 1
    assert "文件太大" in endless.told


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"'{sys.executable}' -m scoring criteria show | head -n 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout.splitlines()[-1], done.stderr) == ("0", "")


def test_a_terminal_without_chinese_gets_replacements_not_a_crash() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "scoring", "score", SAMPLE], cwd=ROOT, env=environment, capture_output=True
    )
    assert done.returncode == 0
    assert b"92.5" in done.stdout


def test_gbk_terminals_show_chinese() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "gbk"}
    done = subprocess.run(
        [sys.executable, "-m", "scoring", "score", SAMPLE], cwd=ROOT, env=environment, capture_output=True
    )
    assert "总分：92.5分" in done.stdout.decode("gbk")
    assert "?" not in done.stdout.decode("gbk")


def test_an_error_nobody_foresaw_is_told_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_options: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr("scoring.cli.quick.score", fail)
    done = run("score", SAMPLE)
    assert done.code == 3
    assert "程序内部出错（ZeroDivisionError）" in done.told
    assert "怎么办" in done.told


def test_an_interrupt_exits_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_options: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("scoring.cli.quick.score", stop)
    assert run("score", SAMPLE) == Ran(130, "", "已中断。\n")
