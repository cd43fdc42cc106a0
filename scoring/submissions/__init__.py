"""Submissions and references: raw documents to frozen records, or every problem in them, in Chinese, each with its place."""

from __future__ import annotations

from scoring.submissions.contradictions import asked_again
from scoring.submissions.following import criteria_name, read_following
from scoring.submissions.references import batch_references, references
from scoring.submissions.submission import submission, submission_schema

__all__ = [
    "asked_again",
    "batch_references",
    "criteria_name",
    "read_following",
    "references",
    "submission",
    "submission_schema",
]
