"""Submissions: raw documents to frozen records, or every problem in them, in Chinese, each with its place."""

from __future__ import annotations

from scoring.validate.contradictions import asked_again
from scoring.validate.documents import CYCLE, REVIEW
from scoring.validate.references import batch_references, references
from scoring.validate.submission import at_name, criteria_name, submission, submission_schema

__all__ = [
    "CYCLE",
    "REVIEW",
    "asked_again",
    "at_name",
    "batch_references",
    "criteria_name",
    "references",
    "submission",
    "submission_schema",
]
