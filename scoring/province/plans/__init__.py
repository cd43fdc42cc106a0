"""Plans without points (规划方案): targets by year and tasks by unit. Validation, attainment, words, data, report."""

from __future__ import annotations

from scoring.province.plans.attain import attain
from scoring.province.plans.pack_file import load_plan, plan
from scoring.province.plans.progress_file import LoadedPlan, attainment_of, load_progress, progress, submission_schema

__all__ = [
    "LoadedPlan",
    "attainment_of",
    "attain",
    "load_plan",
    "load_progress",
    "plan",
    "progress",
    "submission_schema",
]
