"""Papers that take seconds to make: each in a process of its own, so that a page never waits and can stop it.

A process writes its file in one piece or not at all; one that is stopped leaves nothing.
"""

from __future__ import annotations

import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from enum import Enum
from pathlib import Path

from msgspec import Struct

from scoring.web.commands import begin

__all__ = ["AT_ONCE", "Job", "JobState", "Jobs"]

MAKING = (sys.executable, "-m", "scoring.web.making")
AT_ONCE = 2
"""How many run together; the others wait their turn."""
KEPT = 50
"""How many are remembered."""
GRACE = 5.0
"""Seconds that a stopped command has to tidy up before it is killed."""


class JobState(Enum):
    """Where a paper stands; the words are those of the page."""

    WAITING = "排队"
    RUNNING = "正在生成"
    DONE = "已生成"
    FAILED = "没有生成"
    CANCELLED = "已取消"

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class Job(Struct, frozen=True, kw_only=True):
    """A paper being made, or made.

    id: a word that cannot be guessed
    title: what it is called on the page
    target: the file it makes
    said: what the process printed; where it broke off, the last lines of its complaint
    seconds: how long it has been running, or ran
    """

    id: str
    title: str
    target: Path
    state: JobState
    said: str = ""
    seconds: float = 0.0


class _Work:
    """A job while it may still change; guarded by the lock of its `Jobs`."""

    def __init__(self, title: str, words: Sequence[str], target: Path) -> None:
        self.id = secrets.token_urlsafe(12)
        self.title, self.words, self.target = title, tuple(words), target
        self.state, self.said = JobState.WAITING, ""
        self.began = self.ended = 0.0
        self.process: subprocess.Popen[str] | None = None


class Jobs:
    """The papers of a workspace. `command` begins every command line; `clock` counts seconds."""

    def __init__(
        self,
        folder: Path,
        *,
        command: Sequence[str] = MAKING,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder, self._command, self._clock = folder, tuple(command), clock
        self._work: dict[str, _Work] = {}
        self._lock = threading.Lock()
        self._turn = threading.Semaphore(AT_ONCE)

    def start(self, title: str, words: Sequence[str], target: Path) -> Job:
        """Make a paper by a process that writes `target`; returns at once. One that is being made already is not
        begun again."""
        with self._lock:
            for one in self._work.values():
                if one.target == target and not one.state.ended:
                    return self._seen(one)
            work = _Work(title, words, target)
            self._work[work.id] = work
            old = [one for one in self._work.values() if one.state.ended]
            for one in old[: max(0, len(self._work) - KEPT)]:
                del self._work[one.id]
            threading.Thread(target=self._run, args=(work,), daemon=True).start()
            return self._seen(work)

    def get(self, key: str) -> Job | None:
        """The job of that id."""
        with self._lock:
            work = self._work.get(key)
            return None if work is None else self._seen(work)

    def all(self) -> tuple[Job, ...]:
        """Every job remembered, the newest first."""
        with self._lock:
            return tuple(self._seen(work) for work in reversed(self._work.values()))

    def cancel(self, key: str) -> Job | None:
        """Stop a job; one that has ended stays as it is."""
        with self._lock:
            work = self._work.get(key)
            if work is None:
                return None
            if not work.state.ended:
                self._end(work, JobState.CANCELLED)
                if work.process is not None:
                    work.process.terminate()
            return self._seen(work)

    def close(self) -> None:
        """Stop everything and wait for it; for the end of the program."""
        for job in self.all():
            self.cancel(job.id)
        for work in list(self._work.values()):
            if work.process is not None:
                _wait(work.process)

    def _run(self, work: _Work) -> None:
        with self._turn:
            with self._lock:
                if work.state.ended:
                    return
                work.state, work.began = JobState.RUNNING, self._clock()
                try:
                    work.process = begin(self._folder, work.words, self._command)
                except OSError as error:
                    work.said = str(error)
                    self._end(work, JobState.FAILED)
                    return
            said, complaint = work.process.communicate()
            with self._lock:
                if not work.state.ended:
                    fine = work.process.returncode == 0 and work.target.exists()
                    work.said = said.strip() or ("" if fine else complaint[-4000:].strip())
                    self._end(work, JobState.DONE if fine else JobState.FAILED)

    def _end(self, work: _Work, state: JobState) -> None:
        work.state, work.ended = state, self._clock()

    def _seen(self, work: _Work) -> Job:
        until = work.ended if work.state.ended else self._clock()
        return Job(
            id=work.id,
            title=work.title,
            target=work.target,
            state=work.state,
            said=work.said,
            seconds=until - work.began if work.began else 0.0,
        )


def _wait(process: subprocess.Popen[str]) -> None:
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
