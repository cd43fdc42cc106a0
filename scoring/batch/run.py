"""One run from paths to files: what is due, who works it out, what is kept, what is written."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from scoring.base.errors import Problem, problems_from
from scoring.base.files import file_digest
from scoring.batch import reviewing
from scoring.batch.averages import given
from scoring.batch.folder import claim_outputs, claim_papers, names_of, recall, sweep
from scoring.batch.intake import find
from scoring.batch.keys import ContentKeys, unchanged
from scoring.batch.model import (
    CARDS,
    MADE_REFERENCES,
    RANKING,
    REPORTS,
    RESULTS,
    STATE,
    WAITING,
    BatchOptions,
    BatchResult,
    Input,
    InputSource,
    InputState,
    Intake,
    PackRanking,
    Skipped,
    Task,
    TaskResult,
)
from scoring.batch.outputs import WITH_RESULT, write_card, write_overview, write_papers, write_results
from scoring.batch.places import counted_places, places_key
from scoring.batch.pool import results
from scoring.batch.ranking import ResultSummary, deduplicate, rankings, unreachable_summary
from scoring.batch.store import Store

__all__ = ["STATE", "BusyError", "run"]

Progress = Callable[[int, int, str], None]


class BusyError(Exception):
    """Another run is writing to the same folder."""


def run(paths: Sequence[str], out: str, options: BatchOptions, progress: Progress | None = None) -> BatchResult:
    """Score everything below `paths` and write the results to the folder `out`, which is made where it is missing.

    `progress` hears (done, in all, name). Killed at any moment and started again, the run ends with the same files; what
    was scored before and has not changed is not scored again. Raises ProtectedError before anything is done where a
    file would be replaced that is not to be, BusyError, StartError, ClusterError, OSError, and sqlite3.Error where the
    state cannot be kept.
    """
    state = os.path.join(out, STATE)
    found = find(paths, out, options.settings.references)
    claim_outputs(found, names_of(one.key for one in found.inputs), out, options)
    os.makedirs(state, exist_ok=True)
    with _alone(state), _scratch(state) as scratch:
        settings = replace(options.settings, scratch=scratch)

        reviews = reviewing.usable(settings.reviews, settings.search) if settings.reviews else None

        def score(store: Store, wanted: BatchOptions) -> int:
            return len(_Scoring(found, store, out, wanted, progress, reviews).first())

        references = given(replace(options, settings=settings), state, out, score)
        options = replace(options, settings=replace(settings, references=references.path))
        with Store(os.path.join(state, "state.sqlite"), fresh=options.fresh) as store:
            recall(store, out)
            scoring = _Scoring(found, store, out, options, progress, reviews)
            done = len(scoring.first() | scoring.second())
            summaries = [*deduplicate(store.summaries()), *map(unreachable_summary, found.closed)]
            if reviews is not None:
                found = replace(
                    found, skipped=(*found.skipped, *_not_counted(reviews, summaries, options.settings.reviews))
                )
            ranked = tuple(rankings(store, summaries, options.settings.search))
            lacking = _write(found, summaries, ranked, store, out, options, made=references.made)
            made = _batch(found, summaries, ranked, out, done)
            return replace(made, problems=references.problems, lacking=lacking)


@contextlib.contextmanager
def _alone(state: str) -> Iterator[None]:
    from filelock import FileLock, Timeout

    lock = FileLock(os.path.join(state, "lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise BusyError from error
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def _scratch(state: str) -> Iterator[str]:
    """A folder for passing files of workers; what a killed run left there goes first. Its name is new every time, so that
    a worker that outlives a run does not take what it read then for what lies on the disk now."""
    place = os.path.join(state, "scratch")
    shutil.rmtree(place, ignore_errors=True)
    os.makedirs(place)
    try:
        yield tempfile.mkdtemp(dir=place)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _not_counted(
    reviews: reviewing.Reviews, summaries: Sequence[ResultSummary], given: Sequence[str]
) -> Iterator[Skipped]:
    """The review files that count for no city, named from the folder that was given."""
    scored = (
        (one.city, one.submission, [problem["message"] for problem in one.problems])
        for one in summaries
        if one.submission
    )
    for path, reason in sorted(set(reviews.unused(scored))):
        folder = next((one for one in given if path.startswith(os.path.join(one, ""))), None)
        name = os.path.basename(path)
        if folder is not None:
            name = os.path.join(os.path.basename(os.path.abspath(folder)), os.path.relpath(path, folder))
        yield Skipped(key=name.replace(os.sep, "/"), reason=reason)


class _Scoring:
    """Scoring the inputs of a run into a store: what is new or changed, and then once more those whose points hang on places
    among all of them, where these are other than before. The cards are written as they come, where they are wanted."""

    def __init__(
        self,
        found: Intake,
        store: Store,
        out: str,
        options: BatchOptions,
        progress: Progress | None,
        reviews: reviewing.Reviews | None,
    ) -> None:
        self._found, self._store, self._out = found, store, out
        self._options, self._progress = options, progress
        self._names = names_of(one.key for one in found.inputs)
        self._contents = ContentKeys(options.settings, reviews)
        self._keys: dict[str, tuple[str, str]] = {}

    def first(self) -> set[str]:
        """Score what is new or changed; the keys of it."""
        tasks: list[Task] = []
        for one in self._found.inputs:
            self._keys[one.key] = content, plain = self._contents.digest(one)
            if not self._known(one, content):
                tasks.append(self._task(one, plain))
        store, settings, names = self._store, self._options.settings, self._names.values()
        store.only(one.key for one in self._found.inputs)
        if settings.reports is not None:
            os.makedirs(settings.reports, exist_ok=True)
            store.note_outputs(f"{REPORTS}/{name}.pdf" for name in names)
        if settings.cards:
            os.makedirs(os.path.join(self._out, CARDS), exist_ok=True)
            store.note_outputs(f"{CARDS}/{name}.json" for name in names)
        return self._score(tasks)

    def second(self) -> set[str]:
        """Score with their places those that hold others than they were scored with; the keys of them."""
        summaries = deduplicate(self._store.summaries())
        before = {one.key: one.places for one in summaries if one.places}
        if not before:
            return set()
        inputs = {one.key: one for one in self._found.inputs}
        tasks = [
            replace(self._task(inputs[key], self._keys[key][1]), places=held)
            for key, held in counted_places(
                self._store, summaries, self._options.settings.search, len(self._found.closed)
            )
            if before[key] != places_key(held)
        ]
        return self._score(tasks) if tasks else set()

    def _task(self, one: Input, plain: str) -> Task:
        return Task(key=one.key, path=one.path, kind=one.kind, name=self._names[one.key], content=plain)

    def _score(self, tasks: Sequence[Task]) -> set[str]:
        total = len(self._found.inputs)
        count = total - len(tasks)

        def tell(name: str) -> None:
            if self._progress is not None:
                self._progress(count, total, name)

        for batch in _worked(tasks, self._options, lambda task: tell(task.key)):
            cards = {one.key: write_card(self._card(one.key), one.card) for one in batch if one.card}
            self._store.keep((_key(one, *self._keys[one.key]), cards.get(one.key, ""), one) for one in batch)
            count += len(batch)
            tell(batch[-1].key)
        return {task.key for task in tasks}

    def _card(self, key: str) -> str:
        return os.path.join(self._out, CARDS, f"{self._names[key]}.json")

    def _report(self, key: str) -> str:
        return os.path.join(self._options.settings.reports or "", f"{self._names[key]}.pdf")

    def _known(self, one: Input, content: str) -> bool:
        """Whether an input needs no work: the result is there for the same content, and so are the files of its card and its
        report, if they are due. The same content has the same city, so that the reviews that concern it now can be told from
        what is kept."""
        known = self._store.known(one.key) if content else None
        if known is None or known.content != content or not unchanged(known.stamps):
            return False
        if known.reviews and known.reviews != self._contents.reviewed(known.city, known.submission):
            return False
        if known.places == WAITING:  # its card and report come later
            return True
        settings = self._options.settings
        if settings.cards and known.submission and (not known.card or file_digest(self._card(one.key)) != known.card):
            return False
        return settings.reports is None or not known.report or file_digest(self._report(one.key)) == known.report


def _worked(tasks: Sequence[Task], options: BatchOptions, begun: Callable[[Task], None]) -> Iterator[list[TaskResult]]:
    if options.cluster is None:
        return results(tasks, options.settings, options.workers, begun)
    from scoring.batch import cluster

    return cluster.results(tasks, options.settings, options.cluster, begun)


def _key(done: TaskResult, content: str, plain: str) -> str:
    """The content key to keep a result under; none where the file changed between looking and scoring, or scoring was
    cut short, so that the next run tries again."""
    return content if done.content and done.content == plain else ""


def _write(
    found: Intake,
    summaries: list[ResultSummary],
    ranked: tuple[PackRanking, ...],
    store: Store,
    out: str,
    options: BatchOptions,
    *,
    made: bool,
) -> tuple[Problem, ...]:
    kinds = {one.key: one.kind.value for one in found.inputs}
    kinds.update((one.key, InputSource.UNKNOWN.value) for one in found.closed)
    names = names_of(one.key for one in found.inputs)
    if options.papers:
        claim_papers(ranked, out, options.settings.basis)
    due: set[str] = set()
    if made:
        store.note_outputs([MADE_REFERENCES])
        due.add(MADE_REFERENCES)
    if options.settings.reports is not None:
        due.update(f"{REPORTS}/{names[one.key]}.pdf" for one in summaries if one.state in WITH_RESULT)
    if options.settings.cards:
        due.update(f"{CARDS}/{names[one.key]}.json" for one in summaries if one.state in WITH_RESULT)
    write_results(store, summaries, kinds, out)
    write_overview(ranked, summaries, found, options.settings.basis, out)
    problems: tuple[Problem, ...] = ()
    if options.papers:
        sources = [os.path.join(out, name) for name in (RESULTS, RANKING)]
        papers, problems = write_papers(store, ranked, summaries, found, out, options.settings, sources)
        due.update(papers)
    sweep(store, due, out)
    return problems


def _batch(
    found: Intake, summaries: list[ResultSummary], ranked: tuple[PackRanking, ...], out: str, done: int
) -> BatchResult:
    bad = (InputState.FAILED, InputState.CONFLICTING)
    return BatchResult(
        folder=out,
        inputs=len(summaries),
        done=done + len(found.closed),
        scored=sum(one.state is InputState.SCORED for one in summaries),
        failed=tuple((one.key, problems_from(one.problems)) for one in summaries if one.state in bad),
        plans=tuple(one.key for one in summaries if one.state is InputState.PLAN),
        repeated=tuple((one.key, one.same_as) for one in summaries if one.state is InputState.REPEATED),
        skipped=found.skipped,
        materials=found.materials,
        problems=(),
        ranked=ranked,
    )
