"""What a pack can do: its words, sums, reach, clauses, directions, tests and mutants (`scoring criteria check`)."""

from __future__ import annotations

from scoring.analysis.checking import check, check_item
from scoring.analysis.model import Analysis, Check, Finding
from scoring.analysis.page import analyses_html
from scoring.analysis.parts import Part, Table
from scoring.analysis.plans import check_plan
from scoring.analysis.repeated import told_once
from scoring.analysis.report_json import analyses_json
from scoring.analysis.totals import Totals, totals_of
from scoring.analysis.view import conclusion, parts_of

__all__ = [
    "Analysis",
    "Check",
    "Finding",
    "Part",
    "Table",
    "Totals",
    "analyses_html",
    "analyses_json",
    "check",
    "check_item",
    "check_plan",
    "conclusion",
    "parts_of",
    "told_once",
    "totals_of",
]
