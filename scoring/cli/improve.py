"""`scoring improve`: what a city can do about its score."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import click

from scoring.advice.improve import Improvement, improvement_json
from scoring.advice.improve import improve as improvement_of
from scoring.assess import Assessment, Depth
from scoring.cli.command import command
from scoring.cli.inputs import Inputs, open_inputs
from scoring.cli.messages import report_problems
from scoring.cli.options import AS_OF, CRITERIA_PATH, FILE, REFERENCES, TARGET, form_option
from scoring.cli.output import print_json
from scoring.cli.remind import department_or_none, departments
from scoring.cli.terminal import show
from scoring.reports.papers.improve import improve_blocks

__all__ = ["improve"]


@command(
    "improve",
    "scoring improve 自评.yaml",
    "scoring improve 自评.yaml --target 80",
    "scoring improve 自评.yaml --owner 市财政局",
)
@FILE
@TARGET
@click.option("--owner", metavar="部门", default="", help="只看这个责任部门的事项。")
@REFERENCES
@AS_OF
@CRITERIA_PATH
@form_option("text", "json")
def improve(
    file: str,
    target: Fraction | None,
    owner: str,
    references: str | None,
    as_of: date | None,
    criteria_path: tuple[str, ...],
    form: str,
) -> int:
    """算清怎样提分：每一处改动准确值多少分、为什么不加分、哪些要一起做、达到目标最少改哪几处。

    未填完的自评，还算出先填哪一项最能缩小总分的范围。打好的包（.zip）和生成的报告（.pdf）也可以直接写。
    """
    with open_inputs(file, references, criteria_path) as files:
        city = _assess(files, as_of, form)
    if city is None:
        return 1
    known = department_or_none(owner, departments(city.criteria)) if owner else ""
    if known is None:
        return 2
    _print(improvement_of(city.criteria, city.submission, city.card, target=target, owner=known), city, form)
    return 0


def _assess(files: Inputs, as_of: date | None, form: str) -> Assessment | None:
    """The score of what was given, or None after its problems were told."""
    result = files.assess(as_of, evidence=Depth.NONE)
    report_problems(result.problems, failed=result.value is None, form=form)
    return result.value


def _print(found: Improvement, city: Assessment, form: str) -> None:
    if form == "json":
        print_json(improvement_json(found, city.card, city.criteria))
    else:
        show(improve_blocks(found, city.card, city.criteria))
