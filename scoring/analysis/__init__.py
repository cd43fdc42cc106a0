"""What a pack can do: its words, sums, reach, clauses, directions, tests and mutants (`scoring criteria check`)."""

from __future__ import annotations

from scoring.analysis.checking import check, check_item
from scoring.analysis.model import Analysis, Check, Finding

__all__ = ["Analysis", "Check", "Finding", "check", "check_item"]
