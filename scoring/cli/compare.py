"""`scoring compare`: two submissions, and what their difference is made of."""

from __future__ import annotations

import os.path

from scoring import __version__
from scoring.advice.compare import Compared, Comparison, compare
from scoring.assess import Assessment, Depth
from scoring.base.assets import criteria_search
from scoring.base.errors import Result
from scoring.base.marks import COMPARISON, marked_html
from scoring.cli import console
from scoring.cli.sealed import assessed, given
from scoring.cli.telling import report_problems
from scoring.cli.terminal import show
from scoring.cli.writing import write_or_tell
from scoring.naming import is_plan
from scoring.reports.papers.compare import compare_blocks, compare_title

__all__ = ["run_compare"]


def run_compare(
    *,
    left: str,
    right: str,
    output: str | None,
    references: str | None,
    as_of: str | None,
    criteria_path: tuple[str, ...],
    form: str,
) -> int:
    """Print the comparison, and write it to `output` as well. 0: done; 1: invalid data; 2: usage; 3: not written."""
    if output is not None and os.path.splitext(output)[1].lower() not in (".html", ".htm"):
        console.message(f"用法错误：-o {output} 要以 .html 结尾。")
        return 2
    results = [_assess(path, references, as_of, criteria_path) for path in (left, right)]
    if is_plan(results[0].problems) and is_plan(results[1].problems):
        results = results[:1]  # the one refusal says it for both
    one, other = results[0].value, results[-1].value
    failed = one is None or other is None
    report_problems(tuple(problem for result in results for problem in result.problems), failed=failed, form=form)
    if one is None or other is None:
        return 1
    found = compare(_compared(one), _compared(other))
    _print(found, form)
    if output is None:
        return 0
    from scoring.reports.html import page

    text = page(compare_blocks(found), title=compare_title(found), sheets=("compare.css",))
    if not write_or_tell(output, marked_html(text, COMPARISON).encode("utf-8")):
        return 3
    console.message(f"已生成 {output}。")
    return 0


def _assess(path: str, references: str | None, as_of: str | None, criteria_path: tuple[str, ...]) -> Result[Assessment]:
    with given(path, references, criteria_search(criteria_path)) as files:
        return assessed(files, as_of, evidence=Depth.NONE)


def _compared(city: Assessment) -> Compared:
    return Compared(criteria=city.criteria, submission=city.submission, card=city.card)


def _print(found: Comparison, form: str) -> None:
    if form == "json":
        from scoring.advice.compare.as_json import comparison_json
        from scoring.cli.output import print_json

        print_json(comparison_json(found, __version__))
        return
    show(compare_blocks(found))
