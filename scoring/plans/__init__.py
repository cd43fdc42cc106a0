"""Plans without points (规划方案): targets by year and tasks by unit. Validation, attainment, words, data, report."""

from __future__ import annotations

from scoring.plans.attain import attain
from scoring.plans.loading import LoadedPlan, assess, load_plan, load_progress
from scoring.plans.packs import plan
from scoring.plans.progress import progress, submission_schema

__all__ = [
    "LoadedPlan",
    "assess",
    "attain",
    "load_plan",
    "load_progress",
    "plan",
    "progress",
    "submission_schema",
]
