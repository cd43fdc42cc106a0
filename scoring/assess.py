"""The one door to the engine: a `Request` (a file, and how to look at it) becomes an `Assessment`."""

from __future__ import annotations

import os.path
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from scoring import __version__
from scoring.base.errors import Problem, Result, Severity, sort_problems
from scoring.evidence import Memory, absent, absent_in, check, inspect
from scoring.evidence_support import evidence_support
from scoring.explain import explain
from scoring.loading import Loaded, load_submission
from scoring.model.cycle import Cycle
from scoring.model.evidence import EvidenceCheck, EvidenceList, EvidenceSupport
from scoring.model.explanation import Explanation
from scoring.model.interpretations import Affects
from scoring.model.review import Review, ReviewSettings, Verified
from scoring.model.scorecard import Range, ScoreCard
from scoring.model.submission import Choice
from scoring.province.procedure import with_previous
from scoring.review import verify_claims
from scoring.rules import evaluate as score
from scoring.rules.ranges import ranges_of

__all__ = [
    "Assessment",
    "Depth",
    "Request",
    "absent_evidence",
    "alternatives",
    "assess",
    "check_evidence",
    "evaluate",
    "evidence_of",
    "load",
]


class Depth(Enum):
    """How deep to look at the evidence."""

    NONE = "none"
    """The disk is not looked at: the score as claimed."""
    STATES = "states"
    """Files are looked at (there, not empty, of the right kind), but not read through, and no risks are worked out."""
    CONTENTS = "contents"
    """Files are read through for their hashes, and what each absent document puts at risk is worked out."""


class Request(Struct, frozen=True, kw_only=True):
    """What to assess, and how.

    file: the submission; its evidence lies beside it.
    references: a file of references that goes before those of the submission.
    as_of: the day to score at; None takes the application date.
    search: the folders of packs; None those of the settings.
    previous: the records of earlier cycles, which answer the gate about a withdrawn title.
    reviews: the reviews to verify by; None leaves the verified score out.
    settings: how differences between reviewers are settled.
    evidence: how deep to look at the evidence.
    details: whether to find out which interpretations (口径) decide points and what each clause read; a whole card says so.
    names: what messages call the files at these paths, where it is not their paths.
    memory: what looking at evidence told before, for whoever looks again and again.
    """

    file: str
    references: str | None = None
    as_of: date | None = None
    search: tuple[str, ...] | None = None
    previous: tuple[Cycle, ...] = ()
    reviews: tuple[Review, ...] | None = None
    settings: ReviewSettings = ReviewSettings()
    evidence: Depth = Depth.CONTENTS
    details: bool = True
    names: Mapping[str, str] | None = None
    memory: Memory | None = None

    @property
    def folder(self) -> str:
        """Where the evidence lies."""
        return os.path.dirname(os.path.abspath(self.file))


class Assessment(Loaded, frozen=True, kw_only=True, dict=True):
    """Everything known about one city's self-assessment.

    card: the score as claimed.
    evidence, support: None when the disk was not looked at.
    verified: what the reviews make of it; None when none were asked for.
    told: an explanation to take in place of that of the card.
    """

    card: ScoreCard
    evidence: EvidenceList | None
    support: EvidenceSupport | None = None
    verified: Verified | None = None
    told: Explanation | None = None

    @cached_property
    def explanation(self) -> Explanation:
        """Why the score is what it is; put into words when it is first asked for."""
        return self.told or explain(self.criteria, self.submission, self.card, self.evidence)

    @property
    def verified_total(self) -> Range | None:
        """The verified score; None where no review counts."""
        return self.verified.card.total if self.verified is not None and self.verified.reviewed else None


def assess(request: Request) -> Result[Assessment]:
    """Score and explain a submission. Returns every problem found; the value is None when one is an error."""
    loaded = load(request)
    if loaded.value is None:
        return Result(value=None, problems=loaded.problems)
    return Result(value=evaluate(loaded.value, request), problems=loaded.problems)


def load(request: Request) -> Result[Loaded]:
    """The submission with its pack, references and records of earlier cycles; the value is None when there is an error."""
    loaded = load_submission(
        request.file, references_path=request.references, search=request.search, names=request.names
    )
    if loaded.value is None or not loaded.ok:
        return Result(value=None, problems=loaded.problems)
    if not request.previous:
        return loaded
    amended = with_previous(loaded.value, request.previous)
    return Result(value=amended.value, problems=sort_problems([*loaded.problems, *amended.problems]))


def evaluate(
    loaded: Loaded, request: Request | None = None, progress: Callable[[int, int, str], None] | None = None
) -> Assessment:
    """Score and explain a valid submission that was loaded already; without a request, only what it claims. `progress` hears
    (files done, files in all, path) of the evidence."""
    asked = request or Request(file=loaded.submission.file, evidence=Depth.NONE)
    criteria, submission = loaded.criteria, loaded.submission
    card = score(
        criteria, submission, as_of=asked.as_of, tool_version=__version__, switches=asked.details, reads=asked.details
    )
    evidence, support, verified = evidence_of(loaded, asked, progress), None, None
    if evidence is not None:
        support = evidence_support(criteria, submission, card, evidence, risks=asked.evidence is Depth.CONTENTS)
    if asked.reviews is not None:
        verified = verify_claims(loaded, asked.reviews, evidence=evidence, settings=asked.settings, as_of=asked.as_of)
    return Assessment(
        criteria=criteria,
        submission=submission,
        card=card,
        evidence=evidence,
        support=support,
        verified=verified,
    )


def evidence_of(
    loaded: Loaded, request: Request, progress: Callable[[int, int, str], None] | None = None
) -> EvidenceList | None:
    """The evidence as deep as the request looks at it; None where it does not."""
    if request.evidence is Depth.NONE:
        return None
    deep = request.evidence is Depth.CONTENTS
    return inspect(
        loaded.criteria, loaded.submission, request.folder, deep=deep, progress=progress, memory=request.memory
    )


def alternatives(found: Assessment) -> dict[tuple[str, str], Range]:
    """The total that each other option of a reading gives, by reading and option: for those that were chosen or that decide
    points, where the option changes rules and not what an answer means."""
    criteria, submission = found.criteria, found.submission
    totals: dict[tuple[str, str], Range] = {}
    for applied in found.card.interpretations:
        if applied.affects is not Affects.RULE or not (applied.touched or applied.switched):
            continue
        reading = criteria.interpretations_by_name[applied.name]
        for option in reading.options:
            if option.name != applied.option:
                choice = Choice(option=option.name, reason="", location=reading.location)
                other = replace(submission, switched={**submission.switched, applied.name: choice})
                made = ranges_of(criteria).of(other)
                totals[applied.name, option.name] = made.total
    return totals


def check_evidence(found: Assessment, request: Request) -> EvidenceCheck:
    """Everything about the evidence folder of an assessment that looked at it with all risks."""
    stakes = {} if found.support is None else found.support.stakes
    return check(found.criteria, found.submission, request.folder, entries=found.evidence, stakes=stakes)


def absent_evidence(found: Assessment, request: Request) -> tuple[Problem, ...]:
    """The listed files that are not beside the submission, as questions; none where the disk was not looked at."""
    if found.evidence is None or not absent(found.evidence, {}):
        return ()
    stakes = evidence_support(found.criteria, found.submission, found.card, found.evidence).stakes
    problems = absent_in(request.folder, found.submission, found.evidence, stakes)
    return tuple(replace(one, severity=Severity.QUESTION) for one in problems)
