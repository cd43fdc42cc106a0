"""`scoring compare`: two submissions, and what their difference is made of."""

from __future__ import annotations

import os.path
from datetime import date

import click

from scoring.advice.compare import Compared, Comparison, comparison_json
from scoring.advice.compare import compare as comparison_of
from scoring.assess import Assessment, Depth
from scoring.base.errors import Result
from scoring.base.marks import COMPARISON, marked_html
from scoring.cli import console
from scoring.cli.command import Output, command
from scoring.cli.inputs import open_inputs
from scoring.cli.messages import report_problems
from scoring.cli.options import AS_OF, CRITERIA_PATH, REFERENCES, form_option, output_option
from scoring.cli.output import print_json, write_or_tell
from scoring.cli.terminal import show
from scoring.naming import is_plan
from scoring.reports.html import page
from scoring.reports.papers.compare import compare_blocks, compare_title

__all__ = ["compare"]


@command("compare", "scoring compare 甲市.yaml 乙市.yaml", "scoring compare 初稿.zip 定稿.yaml -o 差额.html")
@click.argument("left", metavar="左边的自评文件")
@click.argument("right", metavar="右边的自评文件")
@output_option(Output(COMPARISON), "另写成网页，带差额的瀑布图。", metavar="文件.html")
@REFERENCES
@AS_OF
@CRITERIA_PATH
@form_option("text", "json")
def compare(
    left: str,
    right: str,
    output: str | None,
    references: str | None,
    as_of: date | None,
    criteria_path: tuple[str, ...],
    form: str,
) -> int:
    """比较两份自评：总分差在哪里，逐部分、逐项、逐条款、逐填报项，准确到最后一分。

    可以是两个城市，也可以是同一城市的前后两稿；打好的包和生成的报告也可以直接写。差额都是右边减左边。
    """
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
    found = comparison_of(_compared(one), _compared(other))
    _print(found, form)
    if output is None:
        return 0
    text = page(compare_blocks(found), title=compare_title(found), sheets=("compare.css",))
    if not write_or_tell(output, marked_html(text, COMPARISON).encode("utf-8")):
        return 3
    console.message(f"已生成 {output}。")
    return 0


def _assess(
    path: str, references: str | None, as_of: date | None, criteria_path: tuple[str, ...]
) -> Result[Assessment]:
    with open_inputs(path, references, criteria_path) as files:
        return files.assess(as_of, evidence=Depth.NONE)


def _compared(city: Assessment) -> Compared:
    return Compared(criteria=city.criteria, submission=city.submission, card=city.card)


def _print(found: Comparison, form: str) -> None:
    if form == "json":
        print_json(comparison_json(found))
    else:
        show(compare_blocks(found))
