"""What a pack can do: its words, sums, reach, clauses, directions, tests and mutants (`scoring criteria check`)."""

from __future__ import annotations

from scoring.authoring.check.checking import check, check_item
from scoring.authoring.check.model import Analysis, Check, Finding
from scoring.authoring.check.page import analyses_html
from scoring.authoring.check.parts import Part, Table
from scoring.authoring.check.plans import check_plan
from scoring.authoring.check.repeated import told_once
from scoring.authoring.check.report_json import analyses_json
from scoring.authoring.check.totals import Totals, totals_of
from scoring.authoring.check.view import conclusion, parts_of

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
