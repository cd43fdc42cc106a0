"""Pipes, terminals that lack Chinese, interrupts and errors that nobody foresaw."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from scoring.cli.app import app
from tests.cli.running import HALF, ROOT, SAMPLE, Ran, run


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_an_open_pipe_is_read_once_and_pipes_and_devices_on_the_disk_never(city: Path, tmp_path: Path) -> None:
    code = "import sys; from scoring.cli.start import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "score", "/dev/stdin"]
    piped = subprocess.run(command, input=city.read_bytes(), cwd=ROOT, capture_output=True)
    assert (piped.returncode, piped.stderr) == (0, b"")
    os.mkfifo(tmp_path / "管道.yaml")
    for path in ("/dev/zero", str(tmp_path / "管道.yaml")):
        refused = run("score", path)
        assert refused.code == 1
        assert f"{path} 不是普通的文件（是管道、设备一类），没有读" in refused.told


REVIEWS = "submissions/reviews/sample-city"
COMMANDS = (
    ("--help",),
    ("--version",),
    ("nonsense",),
    ("score", HALF),
    ("score", SAMPLE, "--format", "json"),
    ("score", SAMPLE, "--format", "csv"),
    ("check", SAMPLE),
    ("explain", SAMPLE),
    ("improve", SAMPLE),
    ("compare", SAMPLE, HALF),
    ("evidence", SAMPLE),
    ("init", "-o", "-"),
    ("schema",),
    ("remind", SAMPLE),
    ("doctor",),
    ("verify", SAMPLE),
    ("report", SAMPLE, "-o", "OUT/报告.json"),
    ("bundle", "没有", "-o", "OUT/包.zip"),
    ("binder", "没有", "-o", "OUT/册.pdf"),
    ("sign", "没有.pdf", "--check"),
    ("batch", HALF, "-o", "OUT/批", "--no-summary", "--workers", "1"),
    ("criteria", "list"),
    ("criteria", "show"),
    ("criteria", "check", "没有"),
    ("criteria", "diff", "liaoning-2022", "liaoning-2022"),
    ("criteria", "new", "没有.xlsx", "-o", "OUT/新"),
    ("criteria", "test", "没有"),
    ("journal", "show", "没有"),
    ("journal", "check", "没有"),
    ("procedure", "status", "liaoning-2022"),
    ("procedure", "days", "2022-05-20", "+10"),
    ("procedure", "init", "liaoning-2022", "-o", "-"),
    ("procedure", "ban", "没有.yaml"),
    ("procedure", "notice", "没有.yaml", "-o", "OUT/公示.docx"),
    ("serve", "没有的文件夹"),
    ("excel", "out", "没有.yaml", "-o", "OUT/填报表"),
    ("excel", "in", "没有.yaml", "没有.xlsx"),
    ("word", "in", "没有.yaml", "没有.docx"),
    ("review", "check", REVIEWS),
    ("review", "init", SAMPLE, "-o", "-"),
    ("review", "merge", SAMPLE, REVIEWS),
    ("review", "replay", SAMPLE, REVIEWS),
    ("review", "report", SAMPLE, REVIEWS, "-o", "OUT/审核.html"),
    ("review", "status", "submissions", REVIEWS),
    ("review", "journal", "show", "没有"),
    ("review", "journal", "check", "没有"),
)
ALL = """
import json, os, sys
from pathlib import Path
from typing import Any
from scoring.cli.start import main

words = json.loads(Path(sys.argv[1]).read_text("utf-8"))
wait = json.loads(sys.argv[3])
if wait:
    sys.stdin.read()  # until the other end of the pipe is closed
if __name__ == "__main__":
    Path(sys.argv[2]).write_text(json.dumps([main(one) for one in words]))
"""


@pytest.mark.skipif(os.name != "posix", reason="closes descriptors")
def test_the_exit_code_is_the_same_whether_anybody_reads_the_words_or_not(tmp_path: Path) -> None:
    """Every command, with its words going to a file; to a reader that has gone; nowhere, as after `>&-`."""
    shown = {" ".join(words) for words in paths_of_commands()}
    assert shown <= {" ".join(words[:size]) for words in COMMANDS for size in (1, 2, 3)}
    codes = {}
    for way in ("file", "gone", "closed"):
        given, found = tmp_path / f"{way}.words", tmp_path / f"{way}.codes"
        given.write_text(json.dumps([[w.replace("OUT", str(tmp_path / way)) for w in words] for words in COMMANDS]))
        (tmp_path / way).mkdir()
        command = [sys.executable, "-c", ALL, str(given), str(found)]
        if way == "gone":
            process = subprocess.Popen([*command, "true"], cwd=ROOT, stdin=-1, stdout=-1, stderr=subprocess.STDOUT)
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdout.close()
            process.stdin.close()
            assert process.wait() == 0
        elif way == "closed":
            shell = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *command, "false"]
            assert subprocess.run(shell, cwd=ROOT).returncode == 0
        else:
            done = subprocess.run([*command, "false"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
            assert done.returncode == 0, done.stderr
            assert "内部出错" not in done.stderr
        codes[way] = dict(zip(COMMANDS, json.loads(found.read_text()), strict=True))
    assert set(codes["file"].values()) == {0, 1, 2, 3}
    assert codes["gone"] == codes["file"]
    assert codes["closed"] == codes["file"]
    made = [sorted(path.relative_to(tmp_path / way) for path in (tmp_path / way).rglob("*.json")) for way in codes]
    assert made[0] == made[1] == made[2]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_full_disk_is_told_once_and_in_chinese(stream: str) -> None:
    """What is left in a buffer must not meet the full disk again when the interpreter ends: English, and exit code 120."""
    words = ["score", "submissions/sample-city/submission.yaml"] if stream == "stdout" else ["score", "没有.yaml"]
    with open("/dev/full", "w") as full:
        given: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, stream: full}
        done = subprocess.run([sys.executable, "-m", "scoring", *words], cwd=ROOT, encoding="utf-8", **given)
    assert done.returncode == 3
    if stream == "stdout":
        assert done.stderr == "无法读写：磁盘已满。\n  怎么办：检查路径、权限和磁盘空间后再试。\n"


def paths_of_commands() -> Iterator[tuple[str, ...]]:
    """The words of every command that has none below it."""
    waiting: list[tuple[tuple[str, ...], click.Command]] = [((), app)]
    for words, command in waiting:
        if isinstance(command, click.Group):
            waiting += [((*words, name), one) for name, one in command.commands.items()]
        else:
            yield words


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
    def fail(*_words: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr("scoring.cli.score.open_inputs", fail)
    done = run("score", SAMPLE)
    assert done.code == 3
    assert "程序内部出错（ZeroDivisionError）" in done.told
    assert "怎么办" in done.told


def test_an_interrupt_exits_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_words: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("scoring.cli.score.open_inputs", stop)
    assert run("score", SAMPLE) == Ran(130, "", "\n已中断。\n")  # below the ^C that the terminal shows
