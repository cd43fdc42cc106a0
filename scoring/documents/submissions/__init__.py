"""Submissions and references: raw documents to frozen records, or every problem in them, in Chinese, each with its place."""

from __future__ import annotations

from scoring.documents.submissions.contradictions import asked_again
from scoring.documents.submissions.references import batch_references, references
from scoring.documents.submissions.submission import at_name, criteria_name, submission, submission_schema

__all__ = [
    "asked_again",
    "at_name",
    "batch_references",
    "criteria_name",
    "references",
    "submission",
    "submission_schema",
]
