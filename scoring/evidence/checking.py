"""Looks through a whole evidence folder: every listed file, and every file nobody listed."""

from __future__ import annotations

from scoring.evidence import disk
from scoring.evidence.findings import NOTHING, Stakes, findings, unlisted
from scoring.evidence.inspection import inspect
from scoring.looked import spellings
from scoring.model.criteria import Criteria
from scoring.model.evidence import EvidenceCheck, EvidenceList
from scoring.model.submission import Submission

__all__ = ["FOLDER", "check"]

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

    Files nobody listed are looked for in the top folders that listed files lie in, and in `evidence/`: beside the
    submission itself lie reports and other files that are no evidence.
    """
    entries = entries or inspect(criteria, submission, base_dir)
    listed = [file.path.split("/")[0] for file in submission.evidence if "/" in file.path]
    tops = tuple(sorted({FOLDER, *(top for name in listed for top in spellings(name))} - {"", ".", ".."}))
    names = tuple(disk.names_under(base_dir, tops))
    return EvidenceCheck(
        entries=entries, findings=findings(criteria, entries, names, stakes), unlisted=unlisted(entries, names)
    )
