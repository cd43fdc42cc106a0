"""`scoring improve`: what a city can do about its score."""

from __future__ import annotations

from fractions import Fraction

from scoring.assets import criteria_search
from scoring.characters import alike
from scoring.cli import console
from scoring.cli.sealed import Given, assessed, given
from scoring.cli.telling import report_problems
from scoring.improve import Improvement, improve
from scoring.pipeline import Assessment
from scoring.validate.suggest import closest

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
    names = _owners(city)
    owner = next((name for name in names if alike(name) == alike(owner)), owner)
    if owner and owner not in names:
        close = closest(owner, names)
        console.message(f"用法错误：指标体系里没有“{owner}”这个责任部门。")
        if close:
            console.message(f"  是不是要写“{close}”？")
        console.message(f"  可以写：{'、'.join(names)}")
        return 2
    _print(improve(city.criteria, city.submission, city.card, target=target, owner=owner), city, form)
    return 0


def _assess(files: Given, as_of: str | None, form: str) -> Assessment | None:
    """The score of what was given, or None after its problems were told."""
    result = assessed(files, as_of, look_at_evidence=False)
    report_problems(result.problems, failed=result.value is None, form=form)
    return result.value


def _owners(city: Assessment) -> tuple[str, ...]:
    """Every department the pack names, in pack order."""
    facts = city.criteria.facts_by_name.values()
    names = (name.strip() for fact in facts for name in fact.owner.split("、"))
    return tuple(dict.fromkeys(name for name in names if name))


def _print(found: Improvement, city: Assessment, form: str) -> None:
    if form == "json":
        from scoring.cli.output import print_json
        from scoring.improve.as_json import improvement_json

        print_json(improvement_json(found, city.card, city.criteria))
        return
    from scoring.cli.improve_text import improve_text

    columns, colour = console.terminal_width(), console.colour_wanted()
    console.data(improve_text(found, city.card, city.criteria, columns=columns, colour=colour))
