"""Explain: a score card becomes reasons, missing answers and next steps, in Chinese, still as data."""

from scoring.explain.open_questions import WITHOUT_LINES, OpenQuestion, by_department, open_questions, unwritten_texts
from scoring.explain.reasons import explain

__all__ = [
    "WITHOUT_LINES",
    "OpenQuestion",
    "by_department",
    "explain",
    "open_questions",
    "unwritten_texts",
]
