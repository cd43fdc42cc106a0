"""Plans without points (规划方案): targets by year and tasks by unit. Validation, attainment, words, data, report."""

from __future__ import annotations

from scoring.province.plans.attain import attain
from scoring.province.plans.pack_file import load_plan, plan
from scoring.province.plans.progress_file import attainment_of, progress, submission_schema

__all__ = [
    "attainment_of",
    "attain",
    "load_plan",
    "plan",
    "progress",
    "submission_schema",
]
