"""`scoring improve`: what a city can do about its score."""

from __future__ import annotations

from fractions import Fraction

from scoring.advice.improve import Improvement, improve
from scoring.assess import Assessment, Depth
from scoring.base.assets import criteria_search
from scoring.cli import console
from scoring.cli.departments import department_or_none, departments
from scoring.cli.sealed import Given, assessed, given
from scoring.cli.telling import report_problems

__all__ = ["run_improve"]


def run_improve(
    *,
    file: str,
    target: Fraction | None,
    owner: str,
    references: str | None,
    as_of: str | None,
    criteria_path: tuple[str, ...],
    form: str,
) -> int:
    """Print the analysis of `file`. 0: done, also for an incomplete submission; 1: invalid data; 2: no such owner."""
    with given(file, references, criteria_search(criteria_path)) as files:
        city = _assess(files, as_of, form)
    if city is None:
        return 1
    known = department_or_none(owner, departments(city.criteria)) if owner else ""
    if known is None:
        return 2
    _print(improve(city.criteria, city.submission, city.card, target=target, owner=known), city, form)
    return 0


def _assess(files: Given, as_of: str | None, form: str) -> Assessment | None:
    """The score of what was given, or None after its problems were told."""
    result = assessed(files, as_of, evidence=Depth.NONE)
    report_problems(result.problems, failed=result.value is None, form=form)
    return result.value


def _print(found: Improvement, city: Assessment, form: str) -> None:
    if form == "json":
        from scoring.advice.improve.as_json import improvement_json
        from scoring.cli.output import print_json

        print_json(improvement_json(found, city.card, city.criteria))
        return
    from scoring.cli.improve_text import improve_text

    columns, colour = console.terminal_width(), console.colour_wanted()
    console.data(improve_text(found, city.card, city.criteria, columns=columns, colour=colour))
