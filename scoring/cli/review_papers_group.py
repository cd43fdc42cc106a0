"""`scoring review report`: its options and its help."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import click

from scoring.base.marks import REVIEW
from scoring.cli.command import GuardedCommand, Output
from scoring.cli.options import AS_OF, CRITERIA_PATH, FONTS, PREVIOUS, REFERENCES, TEMPLATES
from scoring.cli.review_options import LIMIT, REVIEWS, RULE

__all__ = ["report"]

OUTPUT = click.option(
    "-o",
    "--output",
    metavar="文件",
    type=Output(REVIEW),
    required=True,
    help="写到哪个文件，按扩展名决定格式：.pdf 或 .html。",
)


@click.command(
    "report",
    cls=GuardedCommand,
    options_metavar="[选项]",
    epilog="\b\n例：\n  scoring review report 自评.yaml --reviews 审核意见 -o 审核报告.pdf\n"
    "  scoring review report 示例市.zip --reviews 审核意见 -o 审核报告.html\n"
    "  scoring review report 申报材料 --reviews 审核意见 -o 全省审核报告.pdf",
)
@click.argument("cities", metavar="自评文件或文件夹…", nargs=-1, required=True)
@OUTPUT
@REVIEWS
@LIMIT
@RULE
@REFERENCES
@AS_OF
@PREVIOUS
@CRITERIA_PATH
@TEMPLATES
@FONTS
def report(
    cities: tuple[str, ...],
    output: str,
    reviews: tuple[str, ...],
    limit: Fraction | None,
    rule: str | None,
    references: str | None,
    as_of: date | None,
    previous: tuple[str, ...],
    criteria_path: tuple[str, ...],
    templates: str | None,
    fonts: tuple[str, ...],
) -> int:
    """生成审核报告：一个文件的是一个城市的；文件夹或几个文件的是全部城市的，并按核实后得分排名。

    报告里有各步骤得分、每处改动的决定人和理由、意见的分差和裁决、与自评的差额、待办、签字处和文件校验码。还没有办结的也能生成，
    报告里会写明。有文件不能读取时，报告照样写出，退出码是1。
    """
    import os.path

    from scoring.cli.review_report import Order, run_review_report
    from scoring.cli.review_report_all import run_report_all

    order = Order(
        output=output,
        reviews=reviews,
        limit=limit,
        rule=rule,
        references=references,
        as_of=as_of,
        previous=previous,
        criteria_path=criteria_path,
        templates=templates,
        fonts=fonts,
    )
    if len(cities) == 1 and not os.path.isdir(cities[0]):
        return run_review_report(cities[0], order)
    return run_report_all(cities, order)
