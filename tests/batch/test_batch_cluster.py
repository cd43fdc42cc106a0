"""Dask on two local workers gives the same bytes; a lost worker is survived, a lost scheduler said, and the run resumed."""

from __future__ import annotations

import json
import os
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from scoring.batch import BatchOptions, ClusterError, run
from scoring.batch.cluster import (
    LOOKS,
    DifferentWorkerError,
    _Crew,
    portable,
    results,
    score_alike,
    worker_fingerprint,
)
from scoring.batch.model import InputSource, InputState, Task, TaskResult
from tests.batch.provinces import city, go, province, settings, tree
from tests.batch.traps import TRAP, deaths, dying_alike

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL")


def cluster_of_two() -> Any:
    return distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=60
    )


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A lost worker is replaced, so that the tests may share it."""
    with cluster_of_two() as made:
        yield made


def eight(folder: Path) -> Path:
    """Seven cities and a broken file."""
    files = {f"{n}市/自评.yaml": city(f"{n}市", meetings=str(n)) for n in range(7)}
    return province(folder / "省", {**files, "坏市/自评.yaml": city("坏市", first="也许")})


def trapped(folder: Path, kills: int) -> tuple[list[Task], str]:
    """The eight and a trap among them; the tasks, and the path of the trap."""
    made = province(eight(folder), {"trap.yaml": city("陷阱市"), "trap.yaml.kills": str(kills)})
    tasks = [
        Task(key=one.parent.name, path=str(one), kind=InputSource.SUBMISSION, name="")
        for one in sorted(made.glob("?市/*"))
    ]
    trap = Task(key=TRAP, path=str(made / "trap.yaml"), kind=InputSource.SUBMISSION, name="")
    return [*tasks[:2], trap, *tasks[2:]], trap.path


def options(cluster: Any) -> BatchOptions:
    return BatchOptions(settings=settings(), cluster=cluster.scheduler_address, papers=False)


def test_the_same_bytes_as_on_one_machine(cluster: Any, tmp_path: Path) -> None:
    folder = eight(tmp_path)
    made = run([str(folder)], str(tmp_path / "there"), options(cluster))
    assert (made.done, made.scored) == (8, 7)
    go(folder, tmp_path / "here")
    assert tree(tmp_path / "there") == tree(tmp_path / "here")


def test_a_killed_worker_costs_nothing(cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker that comes to one input dies; it and all others are scored in the end. (A second death would be luck: a
    worker that dies before Dask has seen it start is not replaced.)"""
    monkeypatch.setattr("scoring.batch.cluster.score_alike", dying_alike)
    tasks, trap = trapped(tmp_path, kills=1)
    found = [one for batch in results(tasks, settings(), cluster.scheduler_address) for one in batch]
    assert sorted(one.key for one in found) == sorted(task.key for task in tasks)
    assert {one.key for one in found if one.state is InputState.SCORED} == {
        task.key for task in tasks if task.key != "坏市"
    }
    assert len(set(deaths(trap))) == 1


def test_a_lost_scheduler_is_said_and_the_run_is_taken_up_again(tmp_path: Path) -> None:
    folder = eight(tmp_path)
    lost: list[int] = []
    with cluster_of_two() as cluster:

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


def test_workers_that_stay_away_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(_futures: object, **_: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(distributed, "wait", nothing)
    there: list[dict[str, int]] = [{}] * (LOOKS - 1) + [{"tcp://x:2": 1}] + [{}] * LOOKS
    client = types.SimpleNamespace(status="running", nthreads=lambda: there.pop(0))
    crew = _Crew(client, settings(), "tcp://x:1")
    crew.running = {_Future(status="pending"): ()}
    for _ in range(2 * LOOKS - 1):
        assert list(crew.finished()) == []
    with pytest.raises(ClusterError, match="没有工作机"):
        list(crew.finished())


def test_nobody_at_the_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scoring.batch.cluster.PATIENCE", 0.5)
    wanted = BatchOptions(settings=settings(), cluster="tcp://127.0.0.1:9", papers=False)
    with pytest.raises(ClusterError, match="连不上"):
        run([str(eight(tmp_path))], str(tmp_path / "out"), wanted)


def test_a_machine_that_differs_says_in_what(tmp_path: Path) -> None:
    given = replace(settings(), references=str(tmp_path / "参照值.yaml"))
    (tmp_path / "参照值.yaml").write_text("a: 1\n", "utf-8")
    own = worker_fingerprint(given)
    assert score_alike(given, (), own) == []
    for part, what in (("program", "软件"), ("packs", "指标体系"), ("references", "参照值文件"), ("reviews", "审核")):
        with pytest.raises(DifferentWorkerError) as found:
            score_alike(given, (), replace(own, **{part: "other"}))
        assert found.value.what.startswith(what)


def test_a_worker_that_goes_on_reads_anew_what_was_changed(tmp_path: Path) -> None:
    """The same settings, but other values in the file of references: 3.5 婴幼儿入托率低的扣2分."""
    path = tmp_path / "参照值.yaml"
    given = portable(replace(settings(), references=str(path)))
    text = city("甲市") + '  "3.5": {婴幼儿入托率: 6%}\n'
    province(tmp_path, {"甲.yaml": text})
    task = Task(key="甲", path=str(tmp_path / "甲.yaml"), kind=InputSource.SUBMISSION, name="甲")
    found = []
    for average in (5, 7):
        path.write_text(f"全省平均婴幼儿入托率: {{数值: {average}%, 年份: 2021, 来源: 虚构}}\n", "utf-8")
        (done,) = score_alike(given, (task,), worker_fingerprint(given))
        items = {row["item"]: row["score"] for row in json.loads(done.applicant)["items"]}
        found.append(items["3.5"])
    assert found == [{"low": 2, "high": 4}, {"low": 0, "high": 2}]


def test_packs_elsewhere_with_the_same_content_are_alike(tmp_path: Path) -> None:
    for name in ("a", "b"):
        province(tmp_path / name, {"x/pack.yaml": "id: x\n"})
    one, other = (replace(settings(), search=(str(tmp_path / name),)) for name in ("a", "b"))
    assert worker_fingerprint(one).packs == worker_fingerprint(other).packs
    (tmp_path / "b" / "x" / "pack.yaml").write_text("id: y\n", "utf-8")
    assert worker_fingerprint(one).packs != worker_fingerprint(other).packs


class _Future:
    """A future that came back with an error, or is in some other state."""

    def __init__(self, error: Exception | None = None, status: str = "error") -> None:
        self.error = error
        self.status = status

    def exception(self, timeout: float) -> Exception | None:
        return self.error

    def result(self, timeout: float) -> list[TaskResult]:
        """There once somebody waits for ten seconds."""
        if timeout < 10:
            raise TimeoutError
        return []


def test_a_result_that_its_worker_took_along_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dask calls it lost and makes it again; the scheduler is still there."""
    monkeypatch.setattr(distributed, "wait", lambda futures, **_: futures)
    client = types.SimpleNamespace(status="running", nthreads=dict)
    crew = _Crew(client, settings(), "tcp://x:1")
    lost = _Future(status="lost")
    crew.running = {lost: (), _Future(status="finished"): ()}
    assert list(crew.finished()) == [[]]
    assert list(crew.running) == [lost]
    for status, way in (("running", "cancelled"), ("closed", "finished")):
        client.status = status
        crew.running = {_Future(status=way): ()}
        with pytest.raises(ClusterError, match="断开了"):
            list(crew.finished())


def test_a_chunk_that_loses_every_worker_is_taken_apart_until_the_input_is_known() -> None:
    crew = _Crew(None, settings(), "tcp://x:1")
    tasks = tuple(Task(key=key, path=key, kind=InputSource.SUBMISSION, name=key) for key in "ab")
    error = distributed.scheduler.KilledWorker("task", None, 3)
    assert list(crew._failed(_Future(error), tasks)) == []
    assert [crew.next(2), crew.next(2), crew.next(2)] == [(tasks[0],), (tasks[1],), None]
    assert list(crew._failed(_Future(error), (tasks[1],))) == []
    crew.running[None] = (tasks[0],)
    assert crew.next(2) is None  # while anything else is out, whose fault it is cannot be told
    crew.running.clear()
    assert crew.next(2) == (tasks[1],)
    ((done,),) = crew._failed(_Future(error), (tasks[1],))
    assert (done.key, done.state) == ("b", InputState.FAILED)
    assert not crew.busy()
    with pytest.raises(ClusterError, match=r"甲机.*指标体系"):
        list(crew._failed(_Future(DifferentWorkerError("甲机", "指标体系")), tasks))
    with pytest.raises(ClusterError, match="ModuleNotFoundError"):
        list(crew._failed(_Future(ModuleNotFoundError("scoring")), tasks))
