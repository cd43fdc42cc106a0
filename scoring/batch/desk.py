"""Scores one input after the other; the only code of a batch that runs in workers."""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Callable, Iterable

from scoring import __version__
from scoring.batch.looked import looked_at
from scoring.batch.model import Done, Job, Kind, Settings, State
from scoring.batch.shelf import Shelf
from scoring.errors import Problem, Result, Severity, sort_problems
from scoring.files import LARGEST, os_error_text
from scoring.naming import is_plan
from scoring.pipeline import Assessment, Loaded
from scoring.problems_json import problems_json
from scoring.record import replace

__all__ = ["Desk", "failed", "score_chunk"]

PACKING = 1
"""zlib's quickest: a card shrinks to an eighth."""


class Desk:
    """A place to score at: what it read for one input it keeps for the next."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.shelf = Shelf(settings.search, settings.references)

    def score(self, job: Job) -> Done:
        """Score one input. Never raises for what is in it: whatever goes wrong is its outcome."""
        try:
            if job.kind is Kind.SUBMISSION:
                return self._submission(job)
            return failed(job, _unknown(job))
        except OSError as error:
            return failed(job, _unreadable(job.key, error))
        except Exception as error:
            return failed(job, _internal(error))

    def _submission(self, job: Job) -> Done:
        with open(job.path, "rb") as stream:
            data = stream.read(LARGEST + 1)
        content = hashlib.sha256(data).hexdigest()
        loaded = self.shelf.read(data, job.key)
        base = os.path.dirname(os.path.abspath(job.path)) if self.settings.evidence else None
        return replace(self._scored(job, loaded, base), content=content)

    def _scored(self, job: Job, loaded: Result[Loaded], base: str | None) -> Done:
        if loaded.value is None or not loaded.ok:
            if is_plan(loaded.problems):
                return Done(key=job.key, state=State.PLAN, problems="[]")
            return failed(job, *loaded.problems)
        found = _assess(loaded.value, self.settings, base)
        return _done(job, found, loaded.problems, self.settings, base)


_desks: dict[Settings, Desk] = {}


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


def failed(job: Job, *problems: Problem) -> Done:
    """The outcome of an input that cannot be scored."""
    return Done(key=job.key, state=State.FAILED, problems=_json(problems_json(problems)))


def _assess(loaded: Loaded, settings: Settings, base: str | None) -> Assessment:
    """As `pipeline.evaluate`, but evidence files are only glanced at (there, not empty, of the right kind)."""
    from scoring.backing import weigh
    from scoring.evidence import inspect
    from scoring.explain import explain
    from scoring.rules import evaluate

    criteria, submission = loaded.criteria, loaded.submission
    card = evaluate(criteria, submission, as_of=settings.as_of, tool_version=__version__)
    evidence = backing = None
    if base is not None:
        evidence = inspect(criteria, submission, base, deep=False)
        backing = weigh(criteria, submission, card, evidence, risks=False)
    return Assessment(
        criteria=criteria,
        submission=submission,
        card=card,
        evidence=evidence,
        explanation=explain(criteria, submission, card, evidence),
        backing=backing,
    )


def _done(job: Job, found: Assessment, problems: tuple[Problem, ...], settings: Settings, base: str | None) -> Done:
    from scoring.cohort import applicant_json, applicant_of
    from scoring.render.card_json import card_json

    criteria, submission, card, explanation = found.criteria, found.submission, found.card, found.explanation
    questions = tuple(_question(one) for one in sort_problems(problems) if one.severity is Severity.QUESTION)
    applicant = applicant_of(
        criteria,
        submission,
        card,
        explanation,
        key=job.key,
        reading=settings.reading,
        evidence=found.evidence,
        backing=found.backing,
        questions=questions,
    )
    shown = card_json(criteria, submission, card, found.evidence, explanation, found.backing)
    return Done(
        key=job.key,
        state=State.SCORED,
        problems=_json(problems_json(problems)),
        city=submission.city,
        criteria=criteria.id,
        submission=submission.digest,
        card=zlib.compress(_json(shown).encode("utf-8", "surrogatepass"), PACKING),
        applicant=_json(applicant_json(applicant)),
        looked=() if base is None else looked_at(submission, base),
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _question(problem: Problem) -> str:
    place = problem.location
    return problem.message if place is None else f"{problem.message}（{place.file} 第{place.line}行）"


def _unknown(job: Job) -> Problem:
    ending = os.path.splitext(job.path)[1] or "（无扩展名）"
    return Problem(
        code="not-an-input",
        message=f"{job.key} 不是自评文件、包或本工具生成的报告，不能计分（{ending}）",
        hint="批量计分接受 .yaml 自评文件、scoring bundle 生成的 .zip 和 scoring report 生成的 .pdf。",
    )


def _unreadable(key: str, error: OSError) -> Problem:
    return Problem(
        code="unreadable",
        message=f"打不开文件 {key}（{os_error_text(error)}）",
        hint="请确认有读取权限，并且文件没有被别的程序占用。",
    )


def _internal(error: Exception) -> Problem:
    return Problem(
        code="internal",
        message=f"计分时程序内部出错（{type(error).__name__}）：这是软件的问题，不是填报的问题",
        hint="请把这个文件交给软件维护人员；其余文件的结果不受影响。",
    )
