"""Dask on two local workers gives the same bytes; a lost worker is survived, a lost scheduler said, and the run resumed."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scoring.batch import ClusterError, Options, run
from scoring.batch.cluster import _Crew, results
from scoring.batch.likeness import Unlike, likeness, portable, score_alike
from scoring.batch.model import Job, Kind, State
from scoring.record import replace
from tests.batch.provinces import city, go, province, settings, tree
from tests.batch.traps import alive, reader_of, until, when_read

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(os.name != "posix", reason="named pipes and SIGKILL")


@pytest.fixture
def cluster() -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=60
    ) as made:
        yield made


def eight(folder: Path) -> Path:
    """Seven cities and a broken file."""
    files = {f"{n}市/自评.yaml": city(f"{n}市", meetings=str(n)) for n in range(7)}
    return province(folder / "省", {**files, "坏市/自评.yaml": city("坏市", first="也许")})


def options(cluster: Any) -> Options:
    return Options(settings=settings(), cluster=cluster.scheduler_address, papers=False)


def test_the_same_bytes_and_a_killed_worker_costs_nothing(cluster: Any, tmp_path: Path) -> None:
    folder = eight(tmp_path)
    made = run([str(folder)], str(tmp_path / "there"), options(cluster))
    assert (made.done, made.scored) == (8, 7)
    go(folder, tmp_path / "here")
    assert tree(tmp_path / "there") == tree(tmp_path / "here")

    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    jobs = [Job(key=one.parent.name, path=str(one), kind=Kind.SUBMISSION, name="") for one in folder.glob("?市/*")]
    jobs.insert(2, Job(key="pipe", path=str(pipe), kind=Kind.SUBMISSION, name=""))

    def trap() -> None:
        writer = when_read(pipe)
        reader = until(lambda: reader_of(pipe))
        os.kill(reader, 9)
        until(lambda: None if alive(reader) else 1)
        kept = os.open(pipe, os.O_RDWR)  # what is written stays in the pipe until the next worker reads it
        os.write(kept, city("管市").encode())
        until(lambda: reader_of(pipe))
        os.close(kept)
        os.close(writer)

    thread = threading.Thread(target=trap, daemon=True)
    thread.start()
    found = [one for batch in results(jobs, settings(), cluster.scheduler_address) for one in batch]
    thread.join()
    assert sorted(one.key for one in found) == sorted(job.key for job in jobs)
    assert {one.key for one in found if one.state is State.SCORED} == {job.key for job in jobs if job.key != "坏市"}


def test_a_lost_scheduler_is_said_and_the_run_is_taken_up_again(cluster: Any, tmp_path: Path) -> None:
    folder = eight(tmp_path)
    lost: list[int] = []

    def told(done: int, _total: int, _name: str) -> None:
        if done and not lost:
            lost.append(done)
            cluster.close()

    with pytest.raises(ClusterError, match="断开了"):
        run([str(folder)], str(tmp_path / "there"), options(cluster), told)
    made = go(folder, tmp_path / "there", workers=0)
    assert made.inputs == 8
    assert made.done <= 8 - lost[0]
    go(folder, tmp_path / "here")
    assert tree(tmp_path / "there") == tree(tmp_path / "here")


def test_nobody_at_the_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scoring.batch.cluster.PATIENCE", 0.5)
    wanted = Options(settings=settings(), cluster="tcp://127.0.0.1:9", papers=False)
    with pytest.raises(ClusterError, match="连不上"):
        run([str(eight(tmp_path))], str(tmp_path / "out"), wanted)


def test_a_machine_that_differs_says_in_what(tmp_path: Path) -> None:
    given = replace(settings(), references=str(tmp_path / "参照值.yaml"))
    (tmp_path / "参照值.yaml").write_text("a: 1\n", "utf-8")
    own = likeness(given)
    assert score_alike(given, (), own) == []
    for part, what in (("program", "软件"), ("packs", "指标体系"), ("references", "参照值文件"), ("reviews", "审核")):
        with pytest.raises(Unlike) as found:
            score_alike(given, (), replace(own, **{part: "other"}))
        assert found.value.what.startswith(what)


def test_a_worker_that_goes_on_reads_anew_what_was_changed(tmp_path: Path) -> None:
    """The same settings, but other values in the file of references: 3.5 婴幼儿入托率低的扣2分."""
    path = tmp_path / "参照值.yaml"
    given = portable(replace(settings(), references=str(path)))
    text = city("甲市") + '  "3.5": {婴幼儿入托率: 6%}\n'
    province(tmp_path, {"甲.yaml": text})
    job = Job(key="甲", path=str(tmp_path / "甲.yaml"), kind=Kind.SUBMISSION, name="甲")
    found = []
    for average in (5, 7):
        path.write_text(f"全省平均婴幼儿入托率: {{数值: {average}%, 年份: 2021, 来源: 虚构}}\n", "utf-8")
        (done,) = score_alike(given, (job,), likeness(given))
        items = {row[0]: row[1:3] for row in json.loads(done.applicant)["items"]}
        found.append(items["3.5"])
    assert found == [["2", "4"], ["0", "2"]]


def test_packs_elsewhere_with_the_same_content_are_alike(tmp_path: Path) -> None:
    for name in ("a", "b"):
        province(tmp_path / name, {"x/pack.yaml": "id: x\n"})
    one, other = (replace(settings(), search=(str(tmp_path / name),)) for name in ("a", "b"))
    assert likeness(one).packs == likeness(other).packs
    (tmp_path / "b" / "x" / "pack.yaml").write_text("id: y\n", "utf-8")
    assert likeness(one).packs != likeness(other).packs


class _Future:
    """A future that came back with an error."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def exception(self, timeout: float) -> Exception:
        return self.error


def test_a_chunk_that_loses_every_worker_is_taken_apart_until_the_input_is_known() -> None:
    crew = _Crew(None, settings(), "tcp://x:1")
    jobs = tuple(Job(key=key, path=key, kind=Kind.SUBMISSION, name=key) for key in "ab")
    error = distributed.scheduler.KilledWorker("task", None, 3)
    assert list(crew._failed(_Future(error), jobs)) == []
    assert list(crew.waiting) == [(jobs[0],), (jobs[1],)]
    ((done,),) = crew._failed(_Future(error), (jobs[1],))
    assert (done.key, done.state) == ("b", State.FAILED)
    with pytest.raises(ClusterError, match=r"甲机.*指标体系"):
        list(crew._failed(_Future(Unlike("甲机", "指标体系")), jobs))
    with pytest.raises(ClusterError, match="ModuleNotFoundError"):
        list(crew._failed(_Future(ModuleNotFoundError("scoring")), jobs))
