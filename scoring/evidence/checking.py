"""Looks through a whole evidence folder: every listed file, and every file nobody listed."""

from __future__ import annotations

from scoring.base.errors import Problem
from scoring.evidence import disk
from scoring.evidence.findings import NOTHING, Stakes, absent, findings, unlisted
from scoring.evidence.inspection import inspect
from scoring.model.criteria import Criteria
from scoring.model.evidence import EvidenceCheck, EvidenceList
from scoring.model.submission import Submission

__all__ = ["FOLDER", "absent_in", "check", "names_beside"]

FOLDER = "evidence"
"""Where samples and `--layout` keep the files; it is looked through even when nothing in it is listed."""


def check(
    criteria: Criteria,
    submission: Submission,
    base_dir: str,
    *,
    entries: EvidenceList | None = None,
    stakes: Stakes = NOTHING,
) -> EvidenceCheck:
    """Everything that can be told about the evidence in `base_dir` without a person reading it. `entries` are those
    that `inspect` gives, where it was asked before.

    """
    entries = entries or inspect(criteria, submission, base_dir)
    names = names_beside(submission, base_dir)
    return EvidenceCheck(
        entries=entries, findings=findings(criteria, entries, names, stakes), unlisted=unlisted(entries, names)
    )


def absent_in(base_dir: str, submission: Submission, entries: EvidenceList, stakes: Stakes) -> tuple[Problem, ...]:
    """The listed files that are not in `base_dir` or cannot be used, each with the name there is that may be meant."""
    return absent(entries, stakes, names_beside(submission, base_dir))


def names_beside(submission: Submission, base_dir: str) -> tuple[str, ...]:
    """The files in the top folders that listed files lie in, and in `evidence/`: beside the submission itself lie reports
    and other files that are no evidence."""
    listed = [file.path.split("/")[0] for file in submission.evidence if "/" in file.path]
    tops = tuple(sorted({FOLDER, *(top for name in listed for top in disk.spellings(name))} - {"", ".", ".."}))
    return tuple(disk.names_under(base_dir, tops))
