"""`scoring criteria diff`: what changed between two packs, and which cases score differently."""

from __future__ import annotations

import os.path

import click

from scoring.authoring.diff import CityDiff, DiffOutcome, diff, diff_json, score_both, submission_files
from scoring.base.assets import pack_search
from scoring.cli import console
from scoring.cli.command import command
from scoring.cli.messages import tell
from scoring.cli.options import CRITERIA_PATH, cell_limit_option, form_option
from scoring.cli.output import print_json, print_problems_json
from scoring.cli.terminal import show
from scoring.loading import load_criteria
from scoring.naming import is_plan
from scoring.reports.papers.criteria_diff import diff_blocks

__all__ = ["criteria_diff"]


@command(
    "diff",
    "scoring criteria diff 旧版/liaoning-2022 新版/liaoning-2022",
    "scoring criteria diff liaoning-2022 我的补充体系 --cities 自评文件/",
    "scoring criteria diff 旧 新 --format json",
)
@click.argument("old", metavar="旧")
@click.argument("new", metavar="新")
@click.option("--cities", metavar="文件夹", help="把文件夹里的自评文件按两版各计一次分，列出差别。")
@cell_limit_option("每项最多比较多少种情形，默认20000；超过时注明没有比较完。")
@CRITERIA_PATH
@form_option("text", "json")
def criteria_diff(
    old: str, new: str, cities: str | None, cell_limit: int, criteria_path: tuple[str, ...], form: str
) -> int:
    """比较两个指标体系（或同一个的两版、补充体系与基础）：文字、分值、填报项、口径、资格和程序的变化，以及怎样填报时得分不同。

    旧、新写编号或文件夹。没有差别时退出码为0，有差别为1。只调整条款次序、注释、排版或文件名的，算没有差别。
    """
    if cities is not None and not os.path.isdir(cities):
        console.message(f"没有文件夹 {cities}。\n  怎么办：--cities 写自评文件所在的文件夹。")
        return 2
    search = pack_search(criteria_path)
    results = [load_criteria(name, search) for name in (old, new)]
    if all(is_plan(result.problems) for result in results):
        results = results[:1]  # the one refusal says it for both
    problems = tuple(problem for result in results for problem in result.problems)
    tell(problems)
    before, after = results[0].value, results[-1].value
    if before is None or after is None or not all(result.ok for result in results):
        if form == "json":
            print_problems_json(problems)
        return 1
    scored: list[CityDiff] = []
    for path in submission_files(cities) if cities is not None else ():
        city = score_both(path, before, after)
        if city is not None:
            scored.append(city)
    found = diff(before, after, cities=scored, case_limit=cell_limit)
    if form == "json":
        print_json(diff_json(found))
    else:
        show(diff_blocks(found, cities_given=cities is not None))
    return 0 if found.verdict is DiffOutcome.NONE and all(city.same for city in scored) else 1
