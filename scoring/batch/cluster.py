"""The same scoring on a Dask cluster (the extra `cluster`): chunks go out, results come back, only the coordinator writes.

Dask does a chunk again when its worker is lost. A chunk that loses worker after worker is taken apart, so that the input
that does it is named and its neighbours are scored. Dask blames all that waits at a lost worker, so that an input is named
only when it lost its workers with nothing else given out. A machine scores only what it would score like the one that
asks: with the same program, packs, references and reviews."""

from __future__ import annotations

import logging
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from scoring.base.assets import CRITERIA, shipped
from scoring.base.files import file_digest
from scoring.batch.keys import digest, file_lines, program, text_parts
from scoring.batch.model import Settings, Task, TaskResult
from scoring.batch.pool import chunks_of
from scoring.batch.refusals import killed
from scoring.batch.reviewing import review_files
from scoring.batch.worker import forget, score_chunk

__all__ = [
    "ClusterError",
    "LARGEST_CHUNK",
    "WorkerFingerprint",
    "DifferentWorkerError",
    "worker_fingerprint",
    "portable",
    "results",
    "score_alike",
]

PARTS = {
    "program": "软件（版本或程序文件）",
    "packs": "指标体系",
    "references": "参照值文件",
    "reviews": "审核意见",
    "previous": "上一期的周期记录",
}
SHIPPED = ""
"""Stands among the folders of packs for the one that came with the program, wherever a machine has it."""

_one_at_a_time = threading.Lock()
_known: dict[Settings, WorkerFingerprint] = {}
"""What was found here for the last settings."""


class WorkerFingerprint(Struct, frozen=True, kw_only=True):
    """Digests of everything a score depends on beside the submission."""

    program: str
    packs: str
    references: str
    reviews: str
    previous: str


class DifferentWorkerError(Exception):  # it is what it says, and travels between machines
    """This machine differs: `where` names it, `what` says in Chinese in what."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(where, what)
        self.where = where
        self.what = what


def portable(settings: Settings) -> Settings:
    """The settings as they travel: what is only of this machine is left out."""
    own = shipped(CRITERIA)
    return replace(settings, search=tuple(SHIPPED if one == own else one for one in settings.search), scratch="")


def worker_fingerprint(settings: Settings) -> WorkerFingerprint:
    """What this machine would score with."""
    return WorkerFingerprint(
        program=program(),
        packs=_digest(file_lines(_here(settings).search, ".yaml")),
        references="" if settings.references is None else file_digest(settings.references),
        reviews=_digest(file_digest(path) for path in review_files(settings.reviews)),
        previous=_digest(file_digest(path) for path in settings.previous),
    )


def score_alike(settings: Settings, tasks: tuple[Task, ...], expected: WorkerFingerprint) -> list[TaskResult]:
    """Score `tasks` here if this machine is like the one that asks; raises DifferentWorkerError otherwise. One chunk at a time in each
    process, however many threads it has. What was read for a run before, when files were different, is not used."""
    with _one_at_a_time:
        if _known.get(settings) != expected:
            forget()
            _known.clear()
            _known[settings] = mine = worker_fingerprint(settings)
            for part, what in PARTS.items():
                if getattr(mine, part) != getattr(expected, part):
                    raise DifferentWorkerError(socket.gethostname(), what)
        return score_chunk(_here(settings), tasks)


def _here(settings: Settings) -> Settings:
    own = shipped(CRITERIA)
    return replace(settings, search=tuple(own or one if one == SHIPPED else one for one in settings.search))


def _digest(texts: Iterable[str]) -> str:
    return digest(text_parts(texts))


LARGEST_CHUNK = 200
ROUNDS = 8
"""Chunks for each worker thread, as long as that does not make them larger than LARGEST_CHUNK."""
AHEAD = 2
"""Chunks given out for each worker thread: one to work on, one to begin at once."""
PATIENCE = 20.0
"""Seconds to wait for the scheduler to answer."""
LOOK = 2.0
"""Seconds between looks at whether the scheduler is still there."""


LOOKS = 30
"""How often in a row no worker is found until the run gives up; a lost one is mostly replaced within seconds."""
UNFINISHED = ("pending", "lost")
"""States of what will still come: `lost` is a result whose worker was lost before we had it, and Dask makes it again."""


class ClusterError(Exception):
    """The cluster cannot be used; the text says why and what to do, in Chinese."""


def results(
    tasks: Sequence[Task], settings: Settings, address: str, begun: Callable[[Task], None] | None = None
) -> Iterator[list[TaskResult]]:
    """Score `tasks` on the cluster whose scheduler is at `address`, and hand out what is done, in no particular order.

    Raises ClusterError where there is no scheduler, where it is lost, where it has no workers, or where a worker has
    another program, other packs or other references than this machine.
    """
    if not tasks:
        return
    client = _connected(address)
    try:
        hands = _hands(client, address)
        size = min(max(-(-len(tasks) // (hands * ROUNDS)), 1), LARGEST_CHUNK)
        crew = _Crew(client, settings, address)
        crew.waiting.extend(chunks_of(tasks, size))
        while crew.busy():
            while (chunk := crew.next(hands * AHEAD)) is not None:
                crew.give(chunk)
                if begun is not None:
                    begun(chunk[0])
            yield from crew.finished()
    finally:
        client.close(timeout=2)


class _Crew:
    """What is to be given out, and what was and has not come back."""

    def __init__(self, client: Any, settings: Settings, address: str) -> None:
        self.client = client
        self.settings = portable(settings)
        self.address = address
        self.alike = worker_fingerprint(self.settings)
        self.waiting: deque[tuple[Task, ...]] = deque()
        self.suspects: deque[tuple[Task, ...]] = deque()
        """Single inputs that were there when workers were lost; each is tried by itself in the end."""
        self.alone: tuple[Task, ...] | None = None
        """The suspect that is tried now."""
        self.running: dict[Any, tuple[Task, ...]] = {}
        self.deserted = 0

    def busy(self) -> bool:
        return bool(self.waiting or self.running or self.suspects)

    def next(self, most: int) -> tuple[Task, ...] | None:
        """What to give out now, with at most that many chunks given out."""
        if self.waiting:
            return self.waiting.popleft() if len(self.running) < most else None
        if self.running or not self.suspects:
            return None
        self.alone = self.suspects.popleft()
        return self.alone

    def give(self, chunk: tuple[Task, ...]) -> None:
        try:
            future = self.client.submit(score_alike, self.settings, chunk, self.alike, pure=False)
        except Exception as error:  # the client closed under our hands
            raise _lost(self.address) from error
        self.running[future] = chunk

    def finished(self) -> Iterator[list[TaskResult]]:
        """Wait for something to come back."""
        from distributed import wait

        try:
            wait(list(self.running), timeout=LOOK, return_when="FIRST_COMPLETED")
        except TimeoutError:
            self._look()
        except Exception as error:  # cancelled with the connection
            raise _lost(self.address) from error
        for future in [one for one in self.running if one.status not in UNFINISHED]:
            chunk = self.running.pop(future)
            if future.status == "finished":
                yield self._result(future)
            elif future.status == "error":
                yield from self._failed(future, chunk)
            else:
                raise _lost(self.address)

    def _result(self, future: Any) -> list[TaskResult]:
        """What came back. A worker lost meanwhile is called for half a minute; who asks anew is told where the result is
        made again. Each time a while longer, for a result that only takes long to send."""
        patience = LOOK
        while True:
            try:
                found: list[TaskResult] = future.result(timeout=patience)
            except TimeoutError:
                self._look()
                patience *= 2
            except Exception as error:
                raise _lost(self.address) from error
            else:
                return found

    def _look(self) -> None:
        """Raises ClusterError where the scheduler is no longer there, or has had no worker for many looks."""
        try:
            hands = self.client.nthreads() if self.client.status == "running" else None
        except Exception:
            hands = None
        if hands is None:
            raise _lost(self.address) from None
        self.deserted = 0 if hands else self.deserted + 1
        if self.deserted >= LOOKS:
            raise _no_workers(self.address) from None

    def _failed(self, future: Any, chunk: tuple[Task, ...]) -> Iterator[list[TaskResult]]:
        from distributed.scheduler import KilledWorker

        error = future.exception(timeout=PATIENCE)
        if isinstance(error, DifferentWorkerError):
            raise ClusterError(
                f"工作机 {error.where} 上的{error.what}与本机不同，得分可能不一样，所以没有采用。\n"
                "  怎么办：各台机器安装同一版本的软件，用同样的指标体系和参照值文件，再运行一次会接着做（见 docs/scale.md）。"
            )
        if not isinstance(error, KilledWorker):
            raise ClusterError(
                f"工作机计分时出错（{type(error).__name__}）。\n"
                "  怎么办：确认各台机器装的是同一版本的软件，并且都能打开这些文件；改用本机计分时去掉 --dask。"
            )
        if len(chunk) > 1:
            self.waiting.extendleft((task,) for task in reversed(chunk))
        elif chunk == self.alone:
            yield [killed(chunk[0])]
        else:
            self.suspects.append(chunk)


def _connected(address: str) -> Any:
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise ClusterError(
            "没有安装多机计分的组件。\n  怎么办：运行 pip install 'demo-city-scoring[cluster]' 后再试。"
        ) from error
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in ("distributed", "tornado"):  # each has a level of its own
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        return Client(address, timeout=PATIENCE)
    except (OSError, TimeoutError, ValueError) as error:
        raise ClusterError(
            f"连不上 {address} 的调度程序。\n  怎么办：核对地址（如 tcp://10.0.0.5:8786），确认调度程序已经启动、网络可通。"
        ) from error


def _hands(client: Any, address: str) -> int:
    """How many worker threads there are; waits a while for the first."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        raise _no_workers(address) from error
    return max(sum(int(threads) for threads in client.nthreads().values()), 1)


def _no_workers(address: str) -> ClusterError:
    return ClusterError(
        f"{address} 的调度程序没有工作机。\n"
        "  怎么办：在各台机器上启动 dask worker 后再运行（见 docs/scale.md）；算好的都留着，会接着做。"
    )


def _lost(address: str) -> ClusterError:
    return ClusterError(
        f"与 {address} 的调度程序断开了。\n  怎么办：重新启动调度程序和工作机，再运行同样的命令；算好的都留着，会接着做。"
    )
