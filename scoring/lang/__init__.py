"""The condition language: text → typed tree → truth."""

from __future__ import annotations

from scoring.lang.checking import Scope, Symbol, check
from scoring.lang.meaning import Truth, fold, truth
from scoring.lang.parsing import DEPTH_LIMIT, LENGTH_LIMIT, parse
from scoring.lang.printing import describe, show
from scoring.model.facts import NOT_APPLICABLE, UNKNOWN, Absent, Value

__all__ = [
    "DEPTH_LIMIT",
    "LENGTH_LIMIT",
    "NOT_APPLICABLE",
    "UNKNOWN",
    "Absent",
    "Scope",
    "Symbol",
    "Truth",
    "Value",
    "check",
    "describe",
    "parse",
    "show",
    "fold",
    "truth",
]
