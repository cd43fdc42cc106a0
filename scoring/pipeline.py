"""Join the stages: files → located data → model → score card → explanation. The one door to the engine."""

from __future__ import annotations

import os.path
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from scoring import __version__
from scoring.backing import weigh
from scoring.errors import Problem, Result, Severity
from scoring.evidence import absent, absent_in, check, inspect
from scoring.explain import explain
from scoring.loading import Loaded, load_submission
from scoring.model.backing import Backing
from scoring.model.criteria import Affects, Criteria
from scoring.model.evidence import EvidenceCheck, EvidenceList
from scoring.model.explanation import Explanation
from scoring.model.scorecard import Range, ScoreCard
from scoring.model.submission import Choice, Submission
from scoring.record import record, replace
from scoring.rules import evaluate as score

__all__ = ["Assessment", "absent_evidence", "alternatives", "assess", "check_evidence", "evaluate", "glance"]


@record
class Assessment:
    """Everything known about one city's self-assessment. `evidence` and `backing` are None when the disk was not looked
    at."""

    criteria: Criteria
    submission: Submission
    card: ScoreCard
    evidence: EvidenceList | None
    explanation: Explanation
    backing: Backing | None = None


def assess(
    path: str,
    *,
    references_path: str | None = None,
    as_of: date | None = None,
    search: Sequence[str] | None = None,
    look_at_evidence: bool = True,
    names: Mapping[str, str] | None = None,
) -> Result[Assessment]:
    """Score and explain the submission at `path`.

    `as_of` None takes the application date. `names` is what messages call the files at these paths, where it is not
    their paths. Returns every problem found; the value is None when one is an error.
    """
    loaded = load_submission(path, references_path=references_path, search=search, names=names)
    if loaded.value is None or not loaded.ok:
        return Result(value=None, problems=loaded.problems)
    base = os.path.dirname(os.path.abspath(path)) if look_at_evidence else None
    return Result(value=evaluate(loaded.value, as_of=as_of, base_dir=base), problems=loaded.problems)


def evaluate(loaded: Loaded, *, as_of: date | None = None, base_dir: str | None = None) -> Assessment:
    """Score and explain a valid submission. `base_dir` is the folder its evidence files are relative to."""
    criteria, submission = loaded.criteria, loaded.submission
    card = score(criteria, submission, as_of=as_of, tool_version=__version__)
    evidence = backing = None
    if base_dir is not None:
        evidence = inspect(criteria, submission, base_dir)
        backing = weigh(criteria, submission, card, evidence)
    return Assessment(
        criteria=criteria,
        submission=submission,
        card=card,
        evidence=evidence,
        explanation=explain(criteria, submission, card, evidence),
        backing=backing,
    )


def alternatives(found: Assessment) -> dict[tuple[str, str], Range]:
    """The total that each other option of a reading gives, by reading and option: for those that were chosen or that decide
    points, where the option changes rules and not what an answer means."""
    criteria, submission, card = found.criteria, found.submission, found.card
    totals: dict[tuple[str, str], Range] = {}
    for applied in card.interpretations:
        if applied.affects is not Affects.RULE or not (applied.touched or applied.switched):
            continue
        reading = criteria.interpretations_by_name[applied.name]
        for option in reading.options:
            if option.name != applied.option:
                choice = Choice(option=option.name, reason="", location=reading.location)
                other = replace(submission, switched={**submission.switched, applied.name: choice})
                made = score(criteria, other, as_of=card.provenance.as_of, tool_version=__version__, switches=False)
                totals[applied.name, option.name] = made.total
    return totals


def glance(found: Assessment, path: str) -> Backing:
    """The readings of an assessment made without looking at the disk: files are looked at, but not read through."""
    base = os.path.dirname(os.path.abspath(path))
    evidence = inspect(found.criteria, found.submission, base, deep=False)
    return weigh(found.criteria, found.submission, found.card, evidence, risks=False)


def check_evidence(
    loaded: Loaded, base_dir: str, progress: Callable[[int, int, str], None] | None = None
) -> tuple[EvidenceCheck, Backing]:
    """Everything about the evidence folder of a valid submission, and the readings of its score."""
    criteria, submission = loaded.criteria, loaded.submission
    entries = inspect(criteria, submission, base_dir, progress=progress)
    card = score(criteria, submission, as_of=None, tool_version=__version__)
    backing = weigh(criteria, submission, card, entries)
    return check(criteria, submission, base_dir, entries=entries, stakes=backing.stakes), backing


def absent_evidence(found: Assessment, path: str) -> tuple[Problem, ...]:
    """The listed files that are not beside the submission, as questions; files are looked at, but not read through."""
    base = os.path.dirname(os.path.abspath(path))
    entries = inspect(found.criteria, found.submission, base, deep=False)
    if not absent(entries, {}):
        return ()
    stakes = weigh(found.criteria, found.submission, found.card, entries).stakes
    problems = absent_in(base, found.submission, entries, stakes)
    return tuple(replace(one, severity=Severity.QUESTION) for one in problems)
