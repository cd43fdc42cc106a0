"""What changed between two packs: words, points, questions, and the cases in which scores differ, proved exactly."""

from __future__ import annotations

from scoring.authoring.diff.cities import score_both, submission_files
from scoring.authoring.diff.comparing import diff, diff_json
from scoring.authoring.diff.model import Change, CityDiff, DiffOutcome, DiffRegion, ItemDiff, PackDiff
from scoring.authoring.diff.written import pieces

__all__ = [
    "Change",
    "CityDiff",
    "ItemDiff",
    "PackDiff",
    "DiffRegion",
    "DiffOutcome",
    "diff",
    "diff_json",
    "pieces",
    "score_both",
    "submission_files",
]
