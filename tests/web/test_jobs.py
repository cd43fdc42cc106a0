"""Papers made beside the page: one state after the other, stopped when asked, nothing half made."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from scoring.web.jobs import AT_ONCE, Job, Jobs, JobState

COMMAND = (sys.executable, "-c")
WRITE = "import sys, pathlib; pathlib.Path('out.txt').write_text('好')"
REFUSE = "import sys; print('自评文件有1处错误。'); sys.exit(1)"
WAIT = "import pathlib, time\npathlib.Path('began').touch()\nwhile not pathlib.Path('go').exists(): time.sleep(0.01)"


@pytest.fixture
def jobs(tmp_path: Path) -> Iterator[Jobs]:
    made = Jobs(tmp_path, command=COMMAND)
    yield made
    made.close()


def until(jobs: Jobs, job: Job, *states: JobState) -> Job:
    """Wait for a state; the pause only spares the processor."""
    pause = threading.Event()
    while True:
        now = jobs.get(job.id)
        assert now is not None
        if now.state in states:
            return now
        assert not now.state.ended, now.said
        pause.wait(0.01)


def test_a_command_that_goes_well_leaves_its_file(jobs: Jobs, tmp_path: Path) -> None:
    job = jobs.start("报告", [WRITE], tmp_path / "out.txt")

    done = until(jobs, job, JobState.DONE)

    assert done.target.read_text() == "好"
    assert done.said == ""


def test_a_command_that_refuses_is_told_in_its_own_words(jobs: Jobs, tmp_path: Path) -> None:
    failed = until(jobs, jobs.start("报告", [REFUSE], tmp_path / "out.txt"), JobState.FAILED)

    assert failed.said == "自评文件有1处错误。"


def test_a_command_that_leaves_no_file_did_not_make_it(jobs: Jobs, tmp_path: Path) -> None:
    assert until(jobs, jobs.start("报告", ["pass"], tmp_path / "out.txt"), JobState.FAILED).said == ""


def test_what_is_being_made_is_not_begun_twice(jobs: Jobs, tmp_path: Path) -> None:
    first = jobs.start("报告", [WAIT], tmp_path / "out.txt")

    assert jobs.start("报告", [WAIT], tmp_path / "out.txt").id == first.id
    assert jobs.start("装订本", [WAIT], tmp_path / "other.txt").id != first.id


def test_a_job_is_stopped_while_it_runs(jobs: Jobs, tmp_path: Path) -> None:
    job = until(jobs, jobs.start("报告", [WAIT], tmp_path / "out.txt"), JobState.RUNNING)

    stopped = jobs.cancel(job.id)

    assert stopped is not None
    assert stopped.state is JobState.CANCELLED
    jobs.close()
    again = jobs.get(job.id)
    assert again is not None
    assert again.state is JobState.CANCELLED


def test_a_job_that_waits_its_turn_is_stopped_before_it_begins(jobs: Jobs, tmp_path: Path) -> None:
    running = [jobs.start("报告", [WAIT], tmp_path / f"{place}.txt") for place in range(AT_ONCE)]
    for job in running:
        until(jobs, job, JobState.RUNNING)
    late = jobs.start("报告", [WRITE], tmp_path / "out.txt")

    jobs.cancel(late.id)
    (tmp_path / "go").touch()
    for job in running:
        until(jobs, job, JobState.FAILED)

    assert late.state is JobState.WAITING
    assert not (tmp_path / "out.txt").exists()


def test_stopping_what_has_ended_changes_nothing(jobs: Jobs, tmp_path: Path) -> None:
    job = until(jobs, jobs.start("报告", [WRITE], tmp_path / "out.txt"), JobState.DONE)

    again = jobs.cancel(job.id)

    assert again is not None
    assert again.state is JobState.DONE
    assert jobs.cancel("没有") is None
    assert jobs.get("没有") is None


def test_a_command_that_cannot_begin_is_told(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path, command=(str(tmp_path / "没有这个程序"),))

    failed = until(jobs, jobs.start("报告", [], tmp_path / "out.txt"), JobState.FAILED)

    assert "没有这个程序" in failed.said


def test_the_newest_stands_first_and_old_ones_are_forgotten(jobs: Jobs, tmp_path: Path) -> None:
    for place in range(60):
        until(jobs, jobs.start(f"第{place}份", ["pass"], tmp_path / f"{place}.txt"), JobState.FAILED)

    titles = [job.title for job in jobs.all()]
    assert titles == [f"第{place}份" for place in range(59, 9, -1)]
