"""Raw documents to frozen model, or every problem in them, in Chinese, each with its place."""

from __future__ import annotations

from scoring.validate.contradictions import asked_again
from scoring.validate.documents import CYCLE, REVIEW
from scoring.validate.kind import is_plan, plan_problem
from scoring.validate.pack import criteria
from scoring.validate.pack_files import pack_schema, section_schema
from scoring.validate.references import batch_references, references
from scoring.validate.submission import at_name, criteria_name, submission, submission_schema

__all__ = [
    "CYCLE",
    "REVIEW",
    "asked_again",
    "batch_references",
    "criteria",
    "at_name",
    "criteria_name",
    "is_plan",
    "pack_schema",
    "plan_problem",
    "references",
    "section_schema",
    "submission",
    "submission_schema",
]
