"""One assessment as a batch keeps it."""

from __future__ import annotations

import zlib

from msgspec.structs import replace

from scoring.assess import Assessment
from scoring.base.errors import Problem, Severity, problems_json, sort_problems
from scoring.explain import explain
from scoring.model.evidence import ScoreBasis
from scoring.model.review import Verified
from scoring.province.batch.keys import FileStamps
from scoring.province.batch.model import Done, Job, Settings, State
from scoring.province.batch.refusals import compact
from scoring.province.batch.reviewing import notes_of, open_facts
from scoring.province.ranking import applicant_of, applicant_text
from scoring.reports.render.card_json import card_json

__all__ = ["outcome"]

PACKING = 1
"""zlib's quickest: a card shrinks to a tenth."""


def outcome(
    job: Job, found: Assessment, problems: tuple[Problem, ...], settings: Settings, stamps: FileStamps = ()
) -> Done:
    """Card and applicant of an assessment as JSON. `stamps` are those of its evidence files, where they may change. The
    card stays that of the claims."""
    verified = found.verified
    criteria, submission = found.criteria, found.submission
    ranked = found if verified is None or settings.basis is not ScoreBasis.VERIFIED else _reviewed(found, verified)
    applicant = applicant_of(
        criteria,
        ranked.submission,
        ranked.card,
        ranked.explanation,
        key=job.key,
        basis=settings.basis,
        evidence=found.evidence,
        support=found.support,
        claimed=found.card.total,
        verified=None if verified is None else verified.card.total,
        gate_notes={} if ranked is found or verified is None else notes_of(verified),
        questions=tuple(_question(one) for one in sort_problems(problems) if one.severity is Severity.QUESTION),
    )
    if verified is not None and settings.basis is ScoreBasis.VERIFIED:
        applicant = replace(applicant, open=open_facts(verified, applicant.open))
    shown = card_json(
        criteria, submission, found.card, found.evidence, found.explanation, found.support, found.verified_total
    )
    return Done(
        key=job.key,
        state=State.SCORED,
        problems=compact(problems_json(problems)),
        city=submission.city,
        criteria=criteria.id,
        submission=submission.digest,
        card=zlib.compress(compact(shown).encode("utf-8", "backslashreplace"), PACKING),
        applicant=applicant_text(applicant),
        looked=stamps,
    )


def _reviewed(found: Assessment, verified: Verified) -> Assessment:
    """The assessment as it stands after the review."""
    submission, card = verified.steps[-1].standing.submission, verified.card
    explanation = explain(found.criteria, submission, card, found.evidence)
    return replace(found, submission=submission, card=card, explanation=explanation)


def _question(problem: Problem) -> str:
    place = problem.location
    return problem.message if place is None else f"{problem.message}（{place.file} 第{place.line}行）"
