"""Worker processes: the same bytes for any number of them, and whoever is killed, nothing is lost."""

from __future__ import annotations

import multiprocessing
import os
import signal
import struct
import subprocess
import sys
import threading
import time
from concurrent.futures import wait
from pathlib import Path

import pytest

from scoring.batch import pool
from scoring.batch.model import Done, Job, Kind, State
from scoring.batch.pool import results
from tests.batch.provinces import city, go, province, settings, tree
from tests.batch.traps import alive, until, when_read

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
def test_a_killed_worker_costs_nothing(tmp_path: Path) -> None:
    """The worker is killed while it reads the second of three inputs; all three are scored in the end."""
    found = _with_trap(tmp_path, kills=1)
    assert {key: one.state for key, one in found.items()} == dict.fromkeys(("a", "pipe", "z"), State.SCORED)


@POSIX
def test_an_input_that_kills_twice_is_named_and_the_others_are_scored(tmp_path: Path) -> None:
    found = _with_trap(tmp_path, kills=2)
    assert {key: one.state for key, one in found.items()} == {
        "a": State.SCORED,
        "pipe": State.FAILED,
        "z": State.SCORED,
    }
    assert "worker-killed" in found["pipe"].problems


def _with_trap(folder: Path, kills: int) -> dict[str, Done]:
    """Score three inputs with one worker; the one in the middle is a pipe, so it is known when a worker is at it."""
    province(folder, {"a.yaml": city("甲市"), "z.yaml": city("乙市")})
    pipe = folder / "pipe.yaml"
    os.mkfifo(pipe)
    jobs = [
        Job(key=key, path=str(folder / f"{key}.yaml"), kind=Kind.SUBMISSION, name=key) for key in ("a", "pipe", "z")
    ]

    def trap() -> None:
        for _ in range(kills):
            writer = when_read(pipe)
            (worker,) = multiprocessing.active_children()
            worker.kill()
            worker.join()
            os.close(writer)
        if kills < 2:
            os.write(writer := when_read(pipe), city("丙市").encode())
            os.close(writer)

    thread = threading.Thread(target=trap, daemon=True)
    thread.start()
    found = {one.key: one for batch in results(jobs, settings(), 1) for one in batch}
    thread.join()
    return found


@POSIX
@pytest.mark.parametrize("after", [0.3, 0.8, 1.3])
def test_a_killed_run_is_taken_up_again(small: tuple[Path, dict[str, bytes]], tmp_path: Path, after: float) -> None:
    """Wherever the run is when it is killed, running again ends in the same files, and no worker is left behind."""
    out = tmp_path / "out"
    command = [sys.executable, "-m", "scoring", "batch", str(small[0]), "-o", str(out), "--workers", "2"]
    command += ["--no-evidence", "--no-summary"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(after)
    workers = _children(process.pid)
    process.send_signal(signal.SIGKILL)
    process.wait()
    until(lambda: None if any(alive(worker) for worker in workers) else 1)
    made = go(small[0], out, workers=1)
    assert made.inputs == 8
    assert tree(out) == small[1]


@POSIX
def test_ctrl_c_keeps_what_is_done(tmp_path: Path) -> None:
    out = tmp_path / "out"
    province(tmp_path / "省", {f"{n:02}.yaml": city(f"{n}市") for n in range(3)})
    command = [sys.executable, "-m", "scoring", "batch", str(tmp_path / "省"), "-o", str(out), "--workers", "1"]
    command += ["--no-summary"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until(lambda: 1 if (out / ".batch" / "state.sqlite").exists() or process.poll() is not None else None)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate()
    assert process.returncode in (0, 130)
    assert "Traceback" not in told
    if process.returncode == 130:
        assert "已中断" in told


def _children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


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
    job = Job(key="甲市.yaml", path=str(tmp_path / "甲市.yaml"), kind=Kind.SUBMISSION, name="甲市")
    team = pool._Team(1, "")
    team.proven = True
    team.give(pool._Chunk(jobs=(job,)), settings())
    assert [found for _, found in team.finished()] == [None]
    team.stop()


@POSIX
def test_a_worker_killed_while_it_has_nothing_to_do_is_replaced(tmp_path: Path) -> None:
    province(tmp_path, {"甲市.yaml": city("甲市")})
    job = Job(key="甲市.yaml", path=str(tmp_path / "甲市.yaml"), kind=Kind.SUBMISSION, name="甲市")
    team = pool._Team(1, "")
    pid = team.idle[0].submit(os.getpid).result()
    team.proven = True
    os.kill(pid, signal.SIGKILL)
    assert until(lambda: 1 if team.idle[0]._broken else None)
    team.give(pool._Chunk(jobs=(job,)), settings())
    ((_, found),) = team.finished()
    assert found is not None
    assert [done.state for done in found] == [State.SCORED]
    team.stop()
