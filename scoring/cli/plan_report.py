"""`scoring report` on a submission to a plan: the progress report as PDF, HTML or JSON."""

from __future__ import annotations

import os.path
from datetime import date

from scoring.base.errors import Problem
from scoring.cli import console
from scoring.cli.messages import report_problems
from scoring.cli.plan_score import assess_plan
from scoring.cli.report_file import page, write_report
from scoring.model.attainment import Attainment
from scoring.province.plans.view import plan_view
from scoring.province.plans.words import open_text

__all__ = ["run_plan_report"]


def run_plan_report(
    *,
    file: str,
    output: str,
    as_of: date | None,
    criteria_path: tuple[str, ...],
    templates: str | None,
    faces: dict[str, str],
) -> int:
    """Write the progress report. 0: done (also for an incomplete one); 1: invalid data; 2: usage; 3: no PDF engine."""
    result = assess_plan(file, criteria_path, as_of)
    report_problems(result.problems, failed=result.value is None)
    found, kind = result.value, os.path.splitext(output)[1].lower()
    if found is None:
        return 1
    code = write_report(output, lambda: _make(found, kind, result.problems, templates, faces))
    if code == 0 and not found.complete:
        console.message(f"  注意：{open_text(found)}补填后请重新生成。")
    return code


def _make(
    found: Attainment, kind: str, problems: tuple[Problem, ...], templates: str | None, faces: dict[str, str]
) -> bytes:
    if kind == ".json":
        from scoring.base.errors import problems_json
        from scoring.cli.output import json_bytes
        from scoring.province.plans.as_json import attainment_json

        return json_bytes({**attainment_json(found), "problems": problems_json(problems)})
    return page(plan_view(found), kind, templates, faces)
