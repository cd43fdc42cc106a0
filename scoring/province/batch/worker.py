"""Scores one input after the other; the only code of a batch that runs in workers."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace

from scoring.assess import Depth, Request, evaluate
from scoring.base.errors import Problem, ProblemsError, Result
from scoring.base.files import write_atomic
from scoring.base.guard import ProtectedError
from scoring.base.reading import read_bytes
from scoring.base.system import os_error_text
from scoring.loading import Loaded, Named, PackCache
from scoring.model.cycle import Cycle
from scoring.model.evidence import ScoreBasis
from scoring.naming import is_plan
from scoring.province.batch import refusals, reviewing
from scoring.province.batch.keys import file_stamps
from scoring.province.batch.model import Done, Job, Kind, Settings, State
from scoring.province.batch.outcome import outcome
from scoring.province.batch.refusals import failed, no_report
from scoring.unprintable import unprintable_texts

__all__ = [
    "Desk",
    "forget",
    "score_chunk",
]


class _Files(Struct, frozen=True, kw_only=True):
    """The files of one input: the submission, its references where it brings its own, and whether evidence lies beside
    it. `lasting` is False for files that are gone after scoring."""

    submission: str
    references: Named | None = None
    evidence: bool = True
    lasting: bool = True


class Desk:
    """A place to score at: what it read for one input it keeps for the next."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        given = settings.references
        file = None if given is None else Named(path=given, shown=given)
        self.packs = PackCache(settings.search, file, averages=True)
        self.records: tuple[Cycle, ...] | None = None
        self.reviews: reviewing.Reviews | None = None

    def score(self, job: Job) -> Done:
        """Score one input. Never raises for what is in it: whatever goes wrong is its outcome."""
        try:
            if job.kind is Kind.SUBMISSION:
                return self._submission(job)
            if job.kind is Kind.UNKNOWN:
                return refusals.failed(job, refusals.not_an_input(job))
            return self._sealed(job)
        except OSError as error:
            return refusals.failed(job, refusals.unreadable(job, error))
        except Exception as error:
            return refusals.failed(job, refusals.internal(error))

    def _submission(self, job: Job) -> Done:
        data = read_bytes(job.path)
        found = self._scored(job, self.packs.read(data, job.key), _Files(submission=job.path))
        return found if found.content else replace(found, content=hashlib.sha256(data).hexdigest())

    def _sealed(self, job: Job) -> Done:
        """A bundle or a report: what is inside is checked against its checksums and scored with the packs at hand."""
        from scoring.seal.bundle import PackState, open_sealed

        with tempfile.TemporaryDirectory(prefix="open-") as folder:
            found = open_sealed(job.path, folder, search=self.settings.search, shown=job.key)
            opened = found.value
            if opened is None:
                return replace(refusals.failed(job, *found.problems), content=job.content)
            if opened.pack_state is PackState.UNKNOWN:
                return replace(refusals.failed(job, refusals.unknown_pack(job, opened.pack)), content=job.content)
            data = read_bytes(opened.submission)
            names, beside = opened.names, opened.references
            own = None if beside is None else Named(path=beside, shown=names[beside])
            loaded = self.packs.read(data, names[opened.submission], own)
            told = Result(value=loaded.value, problems=(*found.problems, *loaded.problems))
            files = _Files(submission=opened.submission, references=own, evidence=opened.evidence, lasting=False)
            done = self._scored(job, told, files)
            return done if done.content else replace(done, content=job.content)

    def _scored(self, job: Job, loaded: Result[Loaded], files: _Files) -> Done:
        if loaded.value is None or not loaded.ok:
            if is_plan(loaded.problems):
                return Done(key=job.key, state=State.PLAN, problems="[]")
            return refusals.failed(job, *loaded.problems)
        base = os.path.dirname(os.path.abspath(files.submission))
        wanted = self.settings.evidence and files.evidence
        amended = self._amended(loaded.value)
        listed = loaded.value.submission.evidence if wanted and files.lasting else ()
        stamps = file_stamps(
            (one.path for one in listed), base
        )  # before the files are opened: a write in between shows
        request = Request(
            file=files.submission,
            as_of=self.settings.as_of,
            evidence=Depth.STATES if wanted else Depth.NONE,
        )
        if self.settings.reviews:
            of, reviews = loaded.value.submission, self._reviews()
            request = replace(request, reviews=reviews.about(of.city, of.digest), settings=reviews.settings)
        found = evaluate(amended.value or loaded.value, request)
        if self.settings.basis is ScoreBasis.EVIDENCED and not wanted:
            return refusals.failed(job, _no_evidence(job))
        asked = () if found.verified is None else reviewing.questions(found.verified)
        problems = (*loaded.problems, *amended.problems, *asked)
        given = self.settings.references or (files.references.path if files.references is not None else None)
        if self.settings.reports is not None:
            paths, names = (files.submission, given), {files.submission: job.key}
            problems += unprintable_texts(loaded.value.criteria, self.settings.search, paths, names=names)
        done = outcome(job, found, problems, self.settings, stamps)
        if found.verified is not None:
            done = replace(done, reviews=self._reviews().key(done.city, done.submission))
        if self.settings.reports is None:
            return done
        return write_report(job, done, loaded.value, files.submission, given, self.settings)

    def _reviews(self) -> reviewing.Reviews:
        if self.reviews is None:
            self.reviews = reviewing.usable(self.settings.reviews, self.settings.search)
        return self.reviews

    def _amended(self, loaded: Loaded) -> Result[Loaded]:
        """The submission with the gate about a withdrawn title answered from the records of earlier cycles. The report
        of a city keeps the city's own answer: it must score the same wherever it is opened."""
        if not self.settings.previous:
            return Result(value=loaded)
        from scoring.province.procedure import load_previous, with_previous

        if self.records is None:
            self.records = load_previous(self.settings.previous, self.settings.search).value or ()
        return with_previous(loaded, self.records)


_desks: dict[Settings, Desk] = {}


def forget() -> None:
    """Read packs, references and reviews anew from now on."""
    _desks.clear()


def score_chunk(settings: Settings, jobs: Iterable[Job], told: Callable[[Job], None] | None = None) -> list[Done]:
    """Score `jobs` at the desk of this process; `told` hears of each before it is begun."""
    desk = _desks.get(settings)
    if desk is None:
        _desks.clear()
        desk = _desks[settings] = Desk(settings)
    found = []
    for job in jobs:
        if told is not None:
            told(job)
        found.append(desk.score(job))
    return found


def _no_evidence(job: Job) -> Problem:
    return Problem(
        code="no-evidence-inside",
        message=f"{job.key} 是报告，里面没有佐证材料，不能按“有材料支撑”的得分排名",
        hint="请改用 scoring bundle 打的包或带材料的文件夹，或者按填报的得分排名。",
    )


RETRY = "retry"
"""Stands for the content of an input that the next run is to try again."""


def write_report(
    job: Job, done: Done, loaded: Loaded, submission: str, references: str | None, settings: Settings
) -> Done:
    """Write the sealed report that `scoring report` makes of the file `submission`, and note its SHA-256 in `done`. Where
    that fails, the input has failed, and is tried again in the next run."""
    from scoring.seal.bundle import sealed_report

    assert settings.reports is not None
    try:
        found = evaluate(loaded, Request(file=submission, as_of=settings.as_of))
        data = sealed_report(found, submission, references_path=references, search=settings.search)
        write_atomic(os.path.join(settings.reports, f"{job.name}.pdf"), data, sync=False)
    except ProblemsError as error:
        return replace(failed(job, *error.problems), content=RETRY)
    except ValueError as error:  # changed since it was scored
        return replace(failed(job, no_report(job, str(error))), content=RETRY)
    except ProtectedError as error:
        return replace(failed(job, error.problem), content=RETRY)
    except OSError as error:
        return replace(failed(job, no_report(job, os_error_text(error))), content=RETRY)
    return replace(done, report=hashlib.sha256(data).hexdigest())
