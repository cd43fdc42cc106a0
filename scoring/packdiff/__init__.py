"""What changed between two packs: words, points, questions, and the cases in which scores differ, proved exactly."""

from __future__ import annotations

from scoring.packdiff.build import diff
from scoring.packdiff.cities import score_both, submission_files
from scoring.packdiff.data import diff_json
from scoring.packdiff.model import Change, CityDiff, ItemDiff, Kind, PackDiff, Region, Verdict
from scoring.packdiff.wording import pieces

__all__ = [
    "Change",
    "CityDiff",
    "ItemDiff",
    "Kind",
    "PackDiff",
    "Region",
    "Verdict",
    "diff",
    "diff_json",
    "pieces",
    "score_both",
    "submission_files",
]
