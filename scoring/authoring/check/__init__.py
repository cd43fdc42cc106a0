"""What a pack can do: its words, sums, reach, clauses, directions, tests and mutants (`scoring criteria check`)."""

from __future__ import annotations

from scoring.authoring.check.checking import check, check_item, check_plan
from scoring.authoring.check.findings import grouped_findings
from scoring.authoring.check.model import Analysis, PackCheck, PackFinding
from scoring.authoring.check.summary import CheckTotals, analyses_json, totals_of

__all__ = [
    "Analysis",
    "PackCheck",
    "PackFinding",
    "CheckTotals",
    "analyses_json",
    "check",
    "check_item",
    "check_plan",
    "grouped_findings",
    "totals_of",
]
