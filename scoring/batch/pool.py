"""Worker processes that may die: what one was doing is done again by a fresh one, and only twice.

Each worker is an executor of its own with a single process, so that a killed worker takes nothing with it but the
chunk it was at, and that chunk is known.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from msgspec import Struct

from scoring.batch.model import Settings, Task, TaskResult
from scoring.batch.refusals import killed
from scoring.batch.worker import forget, score_chunk

__all__ = ["LARGEST_CHUNK", "StartError", "chunks_of", "results"]

LARGEST_CHUNK = 64
ROUNDS = 32
"""Chunks for each worker, as long as that does not make them larger than LARGEST_CHUNK."""
SELDOM = (20_000, 20, 50)
"""How many objects a worker makes before the next look for garbage; the default spends a sixth of its time on looking."""


class StartError(Exception):
    """No worker process can be started on this machine."""


class _Chunk(Struct, frozen=True, kw_only=True):
    """Tasks for one worker. `again` marks a task whose worker died."""

    tasks: tuple[Task, ...]
    again: bool = False


def results(
    tasks: Sequence[Task], settings: Settings, workers: int, begun: Callable[[Task], None] | None = None
) -> Iterator[list[TaskResult]]:
    """Score `tasks` with that many worker processes and hand out what is done, in no particular order. With 0 workers it
    is done here, one by one; `begun` then hears of each before. Raises StartError."""
    if workers < 1:
        forget()
        for task in tasks:
            yield score_chunk(settings, (task,), begun)
        return
    size = -(-len(tasks) // (workers * ROUNDS))
    waiting = deque(_Chunk(tasks=part) for part in chunks_of(tasks, min(max(size, 1), LARGEST_CHUNK)))
    team = _Team(min(workers, len(waiting)), settings.scratch)
    try:
        while waiting or team.running:
            while waiting and team.idle:
                chunk = waiting.popleft()
                team.give(chunk, settings)
                if begun is not None:
                    begun(chunk.tasks[0])
            for chunk, found in team.finished():
                if found is not None:
                    yield found
                elif chunk.again:
                    yield [killed(task) for task in chunk.tasks]
                else:
                    waiting.extendleft(_Chunk(tasks=(task,), again=True) for task in reversed(chunk.tasks))
    finally:
        team.stop()


def chunks_of(tasks: Sequence[Task], size: int) -> Iterator[tuple[Task, ...]]:
    """`tasks` in parts of at most `size`."""
    return (tuple(tasks[start : start + size]) for start in range(0, len(tasks), size))


class _Team:
    """The workers: which are idle, and what the others are at."""

    def __init__(self, count: int, scratch: str) -> None:
        self.scratch = scratch
        self.idle = [_hire(scratch) for _ in range(count)]
        self.running: dict[Future[list[TaskResult]], tuple[ProcessPoolExecutor, _Chunk]] = {}
        self.proven = False

    def give(self, chunk: _Chunk, settings: Settings) -> None:
        worker = self.idle.pop()
        try:
            future = worker.submit(score_chunk, settings, chunk.tasks)
        except BrokenProcessPool:  # it was killed while it had nothing to do
            worker.shutdown(wait=False)
            worker = self._replacement()
            future = worker.submit(score_chunk, settings, chunk.tasks)
        _hear_its_end(worker)
        self.running[future] = worker, chunk

    def finished(self) -> Iterator[tuple[_Chunk, list[TaskResult] | None]]:
        """Wait for a worker; what it found, or None where it died (a fresh one stands in its place)."""
        for future in wait(self.running, return_when=FIRST_COMPLETED).done:
            worker, chunk = self.running.pop(future)
            try:
                found: list[TaskResult] | None = future.result()
                self.proven = True
            except BrokenProcessPool:
                worker.shutdown(wait=False)
                worker, found = self._replacement(), None
            self.idle.append(worker)
            yield chunk, found

    def _replacement(self) -> ProcessPoolExecutor:
        """A fresh worker; where none has ever finished anything, it is tried out first."""
        worker = _hire(self.scratch)
        if not self.proven:
            try:
                tried = worker.submit(os.getpid)
                _hear_its_end(worker)
                tried.result()
            except BrokenProcessPool as error:
                raise StartError from error
        return worker

    def stop(self) -> None:
        """End every worker, also one that is in the middle of something."""
        workers = [*self.idle, *(worker for worker, _ in self.running.values())]
        busy = {id(worker) for worker, _ in self.running.values()}
        for worker in workers:
            processes = list((worker._processes or {}).values())
            worker.shutdown(wait=False, cancel_futures=True)
            if id(worker) in busy:
                for process in processes:
                    process.terminate()
            for process in processes:
                process.join(10)


def _hire(scratch: str) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(1, mp_context=context, initializer=_begin, initargs=(scratch,))


def _hear_its_end(worker: ProcessPoolExecutor) -> None:
    """Close our own copy of the end that a worker, which runs by now, writes its results to. While it is open, nobody
    is told that a worker was killed in the middle of a result: the rest of it would be waited for for ever."""
    queue: Any = worker._result_queue
    if queue is not None:
        queue._writer.close()


def _begin(scratch: str) -> None:
    """In a new worker: leave Ctrl-C to the coordinator, end with it however it ends, keep passing files together, and look for
    circular garbage seldom, since scoring makes hardly any."""
    gc.set_threshold(*SELDOM)
    if scratch:
        tempfile.tempdir = tempfile.mkdtemp(dir=scratch)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def follow() -> None:
        assert parent is not None
        parent.join()
        os._exit(1)

    if parent is not None:
        threading.Thread(target=follow, daemon=True).start()
