"""Scores one input after the other; the only code of a batch that runs in workers."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zlib
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from scoring.assess import Assessment, Depth, Request, evaluate
from scoring.base.errors import Problem, ProblemsError, Result, Severity, problems_json, sort_problems
from scoring.base.files import write_atomic
from scoring.base.guard import ProtectedError
from scoring.base.plain import Json
from scoring.base.reading import read_bytes
from scoring.base.text import os_error_text
from scoring.batch import refusals, reviewing
from scoring.batch.keys import FileStamps, file_stamps
from scoring.batch.made_references import references_text, typed_values
from scoring.batch.model import MADE_REFERENCES, WAITING, InputSource, InputState, Settings, Task, TaskResult
from scoring.batch.places import places_key, with_places
from scoring.batch.refusals import compact, failed, no_report
from scoring.batch.reviewing import open_facts
from scoring.exchange.filling import submission_of_book, without_place
from scoring.loading import Loaded, Named, PackCache
from scoring.model.cycle import Cycle
from scoring.model.evidence import ScoreBasis
from scoring.model.review import Verified
from scoring.naming import is_plan
from scoring.province.ranking import applicant_of, applicant_text
from scoring.reports.render.card_json import card_json
from scoring.reports.unprintable import unprintable_texts
from scoring.review.wording import gate_notes

__all__ = ["Worker", "forget", "score_chunk"]

PACKING = 1
"""zlib's quickest: a card shrinks to a tenth."""


class _Files(Struct, frozen=True, kw_only=True):
    """The files of one input: the submission, its references where it brings its own, and whether evidence lies beside
    it. `lasting` is False for files that are gone after scoring, `reported` for what no report can hold."""

    submission: str
    references: Named | None = None
    evidence: bool = True
    lasting: bool = True
    reported: bool = True


class Worker:
    """A place to score at: what it read for one input it keeps for the next."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        given = settings.references
        file = None if given is None else Named(path=given, shown=given)
        self.packs = PackCache(settings.search, file, averages=True)
        self.records: tuple[Cycle, ...] | None = None
        self.reviews: reviewing.Reviews | None = None

    def score(self, task: Task) -> TaskResult:
        """Score one input. Never raises for what is in it: whatever goes wrong is its outcome."""
        try:
            if task.kind is InputSource.SUBMISSION:
                return self._submission(task)
            if task.kind is InputSource.WORKBOOK:
                return self._workbook(task)
            if task.kind is InputSource.UNKNOWN:
                return refusals.failed(task, refusals.not_an_input(task))
            return self._sealed(task)
        except OSError as error:
            return refusals.failed(task, refusals.unreadable(task, error))
        except Exception as error:
            return refusals.failed(task, refusals.internal(error))

    def _submission(self, task: Task) -> TaskResult:
        data = read_bytes(task.path)
        found = self._scored(task, self.packs.read(data, task.key), _Files(submission=task.path))
        return found if found.content else replace(found, content=hashlib.sha256(data).hexdigest())

    def _workbook(self, task: Task) -> TaskResult:
        """A filled workbook: scored as the submission that it amounts to, whose lines nobody has seen."""
        made = submission_of_book(task.path, self.settings.search, task.key)
        if made.value is None:
            return replace(refusals.failed(task, *made.problems), content=task.content)
        loaded = self.packs.read(made.value, task.key)
        problems = (*made.problems, *map(without_place, loaded.problems))
        if self.settings.reports is not None:
            problems = (*problems, refusals.no_report_of_book(task))
        files = _Files(submission=task.path, reported=False)
        done = self._scored(task, Result(value=loaded.value, problems=problems), files)
        return done if done.content else replace(done, content=task.content)

    def _sealed(self, task: Task) -> TaskResult:
        """A bundle or a report: what is inside is checked against its checksums and scored with the packs at hand."""
        from scoring.seal.opening import PackState, open_sealed

        with tempfile.TemporaryDirectory(prefix="open-") as folder:
            found = open_sealed(task.path, folder, search=self.settings.search, shown=task.key)
            opened = found.value
            if opened is None:
                return replace(refusals.failed(task, *found.problems), content=task.content)
            if opened.pack_state is PackState.UNKNOWN:
                return replace(refusals.failed(task, refusals.unknown_pack(task, opened.pack)), content=task.content)
            data = read_bytes(opened.submission)
            names, beside = opened.names, opened.references
            own = None if beside is None else Named(path=beside, shown=names[beside])
            loaded = self.packs.read(data, names[opened.submission], own)
            messages = Result(value=loaded.value, problems=(*found.problems, *loaded.problems))
            files = _Files(submission=opened.submission, references=own, evidence=opened.evidence, lasting=False)
            done = self._scored(task, messages, files)
            return done if done.content else replace(done, content=task.content)

    def _scored(self, task: Task, loaded: Result[Loaded], files: _Files) -> TaskResult:
        if loaded.value is None or not loaded.ok:
            if is_plan(loaded.problems):
                return TaskResult(key=task.key, state=InputState.PLAN, problems="[]")
            return refusals.failed(task, *loaded.problems)
        if not task.places:
            return self._valid(task, loaded.value, loaded.problems, files)
        placed, differences = with_places(loaded.value, task.places)
        return self._valid(task, placed, (*loaded.problems, *differences), files)

    def _valid(self, task: Task, loaded: Loaded, problems: tuple[Problem, ...], files: _Files) -> TaskResult:
        settings = self.settings
        if loaded.criteria.placings and not task.places:
            settings = replace(settings, cards=False, reports=None)  # these show the points with its places
        base = os.path.dirname(os.path.abspath(files.submission))
        wanted = self.settings.evidence and files.evidence
        amended = self._amended(loaded)
        listed = loaded.submission.evidence if wanted and files.lasting else ()
        stamps = file_stamps(
            (one.path for one in listed), base
        )  # before the files are opened: a write in between shows
        request = Request(
            file=files.submission,
            as_of=self.settings.as_of,
            evidence=Depth.STATES if wanted else Depth.NONE,
            details=settings.cards,
        )
        if self.settings.reviews:
            of, reviews = loaded.submission, self._reviews()
            request = replace(request, reviews=reviews.about(of.city, of.digest), settings=reviews.settings)
        found = evaluate(amended.value or loaded, request)
        if self.settings.basis is ScoreBasis.EVIDENCED and not wanted:
            return refusals.failed(task, _no_evidence(task))
        asked = () if found.verified is None else reviewing.questions(found.verified)
        problems = (*problems, *amended.problems, *asked)
        given = self.settings.references or (files.references.path if files.references is not None else None)
        if settings.reports is not None and files.reported:
            paths, names = (files.submission, given), {files.submission: task.key}
            problems += unprintable_texts(loaded.criteria, self.settings.search, paths, names=names)
        done = _result(task, found, problems, settings, stamps)
        if found.criteria.placings:
            done = replace(done, places=places_key(task.places) if task.places else WAITING)
        if found.verified is not None:
            done = replace(done, reviews=self._reviews().key(done.city, done.submission))
        if settings.reports is None or not files.reported:
            return done
        if not task.places:
            return _with_report(task, done, loaded, files.submission, given, settings)
        with tempfile.TemporaryDirectory(prefix="places-") as folder:
            own = os.path.join(folder, MADE_REFERENCES)
            values = typed_values(found.criteria, loaded.submission.references)
            write_atomic(own, references_text(values, task.places).encode("utf-8"), sync=False)
            return _with_report(task, done, loaded, files.submission, own, settings)

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


_workers: dict[Settings, Worker] = {}


def forget() -> None:
    """Read packs, references and reviews anew from now on."""
    _workers.clear()


def score_chunk(
    settings: Settings, tasks: Iterable[Task], begun: Callable[[Task], None] | None = None
) -> list[TaskResult]:
    """Score `tasks` at the worker of this process; `begun` hears of each before it is begun."""
    worker = _workers.get(settings)
    if worker is None:
        _workers.clear()
        worker = _workers[settings] = Worker(settings)
    found = []
    for task in tasks:
        if begun is not None:
            begun(task)
        found.append(worker.score(task))
    return found


def _no_evidence(task: Task) -> Problem:
    return Problem(
        code="no-evidence-inside",
        message=f"{task.key} 是报告，里面没有佐证材料，不能按“有材料支撑”的得分排名",
        hint="请改用 scoring bundle 打的包或带材料的文件夹，或者按填报的得分排名。",
    )


RETRY = "retry"
"""Stands for the content of an input that the next run is to try again."""


def _with_report(
    task: Task, done: TaskResult, loaded: Loaded, submission: str, references: str | None, settings: Settings
) -> TaskResult:
    """Write the sealed report that `scoring report` makes of the file `submission`, and note its SHA-256 in `done`. Where
    that fails, the input has failed, and is tried again in the next run."""
    from scoring.seal.sealed_report import sealed_report

    assert settings.reports is not None
    try:
        found = evaluate(loaded, Request(file=submission, as_of=settings.as_of))
        data = sealed_report(found, submission, references_path=references, search=settings.search)
        write_atomic(os.path.join(settings.reports, f"{task.name}.pdf"), data, sync=False)
    except ProblemsError as error:
        return replace(failed(task, *error.problems), content=RETRY)
    except ValueError as error:  # changed since it was scored
        return replace(failed(task, no_report(task, str(error))), content=RETRY)
    except ProtectedError as error:
        return replace(failed(task, error.problem), content=RETRY)
    except OSError as error:
        return replace(failed(task, no_report(task, os_error_text(error))), content=RETRY)
    return replace(done, report=hashlib.sha256(data).hexdigest())


def _result(
    task: Task, found: Assessment, problems: tuple[Problem, ...], settings: Settings, stamps: FileStamps = ()
) -> TaskResult:
    """Card and applicant of an assessment as JSON. `stamps` are those of its evidence files, where they may change. The
    card stays that of the claims."""
    verified = found.verified
    criteria, submission = found.criteria, found.submission
    ranked = found if verified is None or settings.basis is not ScoreBasis.VERIFIED else _after_review(found, verified)
    applicant = applicant_of(
        criteria,
        ranked.submission,
        ranked.card,
        key=task.key,
        basis=settings.basis,
        evidence=found.evidence,
        support=found.support,
        claimed=found.card.total,
        verified=None if verified is None else verified.card.total,
        gate_notes={} if ranked is found or verified is None else gate_notes(verified),
        questions=tuple(_question(one) for one in sort_problems(problems) if one.severity is Severity.QUESTION),
    )
    if verified is not None and settings.basis is ScoreBasis.VERIFIED:
        applicant = replace(applicant, open=open_facts(verified, applicant.open))
    told = problems_json(problems)
    return TaskResult(
        key=task.key,
        state=InputState.SCORED,
        problems=compact(told),
        city=submission.city,
        criteria=criteria.id,
        submission=submission.digest,
        applicant=applicant_text(applicant),
        card=_card(found, told) if settings.cards else b"",
        stamps=stamps,
    )


def _card(found: Assessment, problems: Sequence[Json]) -> bytes:
    """The data that `scoring score --format json` prints, on one line, packed."""
    shown = card_json(
        found.criteria,
        found.submission,
        found.card,
        found.evidence,
        found.explanation,
        found.support,
        found.verified_total,
    )
    text = f"{compact({**shown, 'problems': problems})}\n"
    return zlib.compress(text.encode("utf-8", "backslashreplace"), PACKING)


def _after_review(found: Assessment, verified: Verified) -> Assessment:
    """The assessment as it stands after the review."""
    return replace(found, submission=verified.steps[-1].state.submission, card=verified.card)


def _question(problem: Problem) -> str:
    place = problem.location
    return problem.message if place is None else f"{problem.message}（{place.file} 第{place.line}行）"
