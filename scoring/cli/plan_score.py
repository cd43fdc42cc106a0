"""`scoring score` and `scoring check` on a submission to a plan: how far its targets are reached."""

from __future__ import annotations

from datetime import date

from scoring.base.assets import pack_search
from scoring.base.errors import Problem, Result
from scoring.cli import console
from scoring.cli.messages import report_problems
from scoring.cli.plan_data import print_attainment_csv, print_attainment_json
from scoring.cli.plan_text import attainment_text
from scoring.model.attainment import Attainment
from scoring.province import plans
from scoring.province.plans.words import open_text

__all__ = ["assess_plan", "check_plan", "run_plan_score"]


def assess_plan(file: str, criteria_path: tuple[str, ...], as_of: date | None) -> Result[Attainment]:
    """The attainment of a file."""
    return plans.attainment_of(file, pack_search(criteria_path, file), as_of=as_of)


def run_plan_score(file: str, criteria_path: tuple[str, ...], as_of: date | None, form: str) -> int:
    """Print the attainment. 0: complete; 1: incomplete or invalid."""
    result = assess_plan(file, criteria_path, as_of)
    if result.value is None:
        report_problems(result.problems, failed=True, form=form)
        return 1
    found, code = result.value, 0 if result.value.complete else 1
    report_problems(result.problems, failed=False)
    if form == "text":
        console.data(attainment_text(found, columns=console.terminal_width(), colour=console.colour_wanted()))
    elif form == "json":
        print_attainment_json(found, result.problems)
    else:
        print_attainment_csv(found)
    return code


def check_plan(file: str, criteria_path: tuple[str, ...]) -> tuple[bool, tuple[Problem, ...], str]:
    """Whether a file is valid, its problems, and what is still open in it."""
    result = assess_plan(file, criteria_path, None)
    tail = "" if result.value is None else open_text(result.value) or "到期的年度值和任务状态都已填"
    return result.value is not None, result.problems, tail
