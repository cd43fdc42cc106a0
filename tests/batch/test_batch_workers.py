"""Worker processes: the same bytes for any number of them, and whoever is killed, nothing is lost."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
from concurrent.futures import wait
from pathlib import Path

import pytest

from scoring.batch import pool
from scoring.batch.model import InputSource, InputState, Task, TaskResult
from scoring.batch.pool import results
from tests.batch.provinces import city, go, province, settings, tree
from tests.batch.traps import TRAP, alive, deaths, dying_chunk, until

ROOT = Path(__file__).resolve().parents[2]
POSIX = pytest.mark.skipif(os.name != "posix", reason="named pipes and SIGKILL")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """Eight cities, one of them broken, and what scoring them in this process leaves."""
    folder = tmp_path_factory.mktemp("small")
    files = {f"{n}市/自评.yaml": city(f"{n}市", meetings=str(n)) for n in range(7)}
    province(folder / "省", {**files, "坏市/自评.yaml": city("坏市", first="也许")})
    go(folder / "省", folder / "out")
    return folder / "省", tree(folder / "out")


@pytest.mark.parametrize("workers", [1, 2])
def test_any_number_of_workers_gives_the_same_bytes(
    small: tuple[Path, dict[str, bytes]], tmp_path: Path, workers: int
) -> None:
    made = go(small[0], tmp_path / "out", workers=workers)
    assert made.done == 8
    assert tree(tmp_path / "out") == small[1]


@POSIX
def test_a_killed_worker_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker is killed when it comes to the second of three inputs; all three are scored in the end."""
    found = _with_trap(tmp_path, monkeypatch, kills=1)
    assert {key: one.state for key, one in found.items()} == dict.fromkeys(("a", TRAP, "z"), InputState.SCORED)


@POSIX
def test_an_input_that_kills_twice_is_named_and_the_others_are_scored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = _with_trap(tmp_path, monkeypatch, kills=2)
    assert {key: one.state for key, one in found.items()} == {
        "a": InputState.SCORED,
        TRAP: InputState.FAILED,
        "z": InputState.SCORED,
    }
    assert "worker-killed" in found[TRAP].problems


def _with_trap(folder: Path, monkeypatch: pytest.MonkeyPatch, kills: int) -> dict[str, TaskResult]:
    """Score three inputs with one worker; the one in the middle kills that many workers."""
    monkeypatch.setattr(pool, "score_chunk", dying_chunk)
    files = {"a.yaml": city("甲市"), "trap.yaml": city("丙市"), "z.yaml": city("乙市"), "trap.yaml.kills": str(kills)}
    province(folder, files)
    tasks = [
        Task(key=key, path=str(folder / f"{key}.yaml"), kind=InputSource.SUBMISSION, name=key)
        for key in ("a", TRAP, "z")
    ]
    found = {one.key: one for batch in results(tasks, settings(), 1) for one in batch}
    assert len(set(deaths(folder / "trap.yaml"))) == kills
    return found


KILLED = """
import multiprocessing, os, signal, sys
from tests.batch.provinces import *
from scoring.batch import BatchOptions, run

def told(done, total, name):
    if done == int(sys.argv[3]):
        print(*(worker.pid for worker in multiprocessing.active_children()), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    run([sys.argv[1]], sys.argv[2], BatchOptions(settings=settings(), workers=2, papers=False), told)
"""


@POSIX
@pytest.mark.parametrize("after", [0, 3, 8])
def test_a_killed_run_is_taken_up_again(small: tuple[Path, dict[str, bytes]], tmp_path: Path, after: int) -> None:
    """Wherever the run is when it is killed, running again ends in the same files, and no worker is left behind."""
    out = tmp_path / "out"
    command = [sys.executable, "-c", KILLED, str(small[0]), str(out), str(after)]
    process = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert process.returncode == -signal.SIGKILL, process.stderr
    workers = [int(word) for word in process.stdout.split()]
    assert workers
    until(lambda: None if any(alive(worker) for worker in workers) else 1)
    made = go(small[0], out, workers=1)
    assert (made.inputs, made.done) == (8, 8 - after)
    assert tree(out) == small[1]


INTERRUPTED = """
import os, signal, sys
from scoring.cli.progress import ProgressLine
from scoring.cli.start import main

def told(self, done, total, name):
    if done == 1:
        os.killpg(0, signal.SIGINT)

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell ignores it in what it starts in the background
    ProgressLine.__call__ = told
    sys.exit(main())
"""


@POSIX
def test_ctrl_c_keeps_what_is_done(tmp_path: Path) -> None:
    """It is pressed when one of three is done, and goes to all processes."""
    out = tmp_path / "out"
    province(tmp_path / "省", {f"{n:02}.yaml": city(f"{n}市") for n in range(3)})
    command = [sys.executable, "-c", INTERRUPTED, "batch", str(tmp_path / "省"), "-o", str(out), "--workers", "1"]
    command += ["--no-summary", "--no-evidence", "--cards"]
    process = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False, start_new_session=True
    )
    assert process.returncode == 130
    assert process.stderr == "已中断；算好的都留着，再运行一次会接着做。\n"
    assert go(tmp_path / "省", out, cards=False).done == 2


def die_in_the_middle_of_a_result(*_: object) -> None:
    """In a worker: announce a long result, write a few bytes of it, and be killed."""
    frame = sys._getframe(1)
    while "result_queue" not in frame.f_locals:
        assert frame.f_back is not None
        frame = frame.f_back
    pipe = frame.f_locals["result_queue"]._writer.fileno()
    os.write(pipe, struct.pack("!i", 100_000) + b"half")
    os.kill(os.getpid(), signal.SIGKILL)


@POSIX
def test_a_worker_killed_in_the_middle_of_its_result_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest of the result never comes; the run must not wait for it."""
    monkeypatch.setattr(pool, "score_chunk", die_in_the_middle_of_a_result)
    monkeypatch.setattr(pool, "wait", lambda running, return_when: wait(running, 60, return_when))
    task = Task(key="甲市.yaml", path=str(tmp_path / "甲市.yaml"), kind=InputSource.SUBMISSION, name="甲市")
    team = pool._Team(1, "")
    team.proven = True
    team.give(pool._Chunk(tasks=(task,)), settings())
    assert [found for _, found in team.finished()] == [None]
    team.stop()


@POSIX
def test_a_worker_killed_while_it_has_nothing_to_do_is_replaced(tmp_path: Path) -> None:
    province(tmp_path, {"甲市.yaml": city("甲市")})
    task = Task(key="甲市.yaml", path=str(tmp_path / "甲市.yaml"), kind=InputSource.SUBMISSION, name="甲市")
    team = pool._Team(1, "")
    pid = team.idle[0].submit(os.getpid).result()
    team.proven = True
    os.kill(pid, signal.SIGKILL)
    assert until(lambda: 1 if team.idle[0]._broken else None)
    team.give(pool._Chunk(tasks=(task,)), settings())
    ((_, found),) = team.finished()
    assert found is not None
    assert [done.state for done in found] == [InputState.SCORED]
    team.stop()
