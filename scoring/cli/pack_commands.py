"""The commands that compare packs and start new ones, with their options and help."""

from __future__ import annotations

import click

from scoring.cli.options import CRITERIA_PATH, form_option
from scoring.cli.outputs import GuardedCommand, OutputFolder

__all__ = ["criteria_diff", "criteria_new"]


@click.command(
    "diff",
    options_metavar="[选项]",
    epilog="\b\n例：\n  scoring criteria diff 旧版/liaoning-2022 新版/liaoning-2022\n"
    "  scoring criteria diff liaoning-2022 我的补充体系 --cities 自评文件/\n"
    "  scoring criteria diff 旧 新 --format json",
)
@click.argument("old", metavar="旧")
@click.argument("new", metavar="新")
@click.option("--cities", metavar="文件夹", help="把文件夹里的自评文件按两版各计一次分，列出差别。")
@click.option(
    "--cell-limit",
    metavar="数目",
    type=click.IntRange(min=1),
    default=20_000,
    help="每项最多比较多少种情形，默认20000；超过时注明没有比较完。",
)
@CRITERIA_PATH
@form_option("text", "json")
def criteria_diff(
    old: str, new: str, cities: str | None, cell_limit: int, criteria_path: tuple[str, ...], form: str
) -> int:
    """比较两个指标体系（或同一个的两版、补充体系与基础）：文字、分值、填报项、口径、资格和程序的变化，以及怎样填报时得分不同。

    旧、新写编号或文件夹。没有差别时退出码为0，有差别为1。只调整条款次序、注释、排版或文件名的，算没有差别。
    """
    from scoring.cli.criteria_diff import run_diff

    return run_diff(old=old, new=new, cities=cities, cell_limit=cell_limit, criteria_path=criteria_path, form=form)


@click.command(
    "new",
    cls=GuardedCommand,
    options_metavar="[选项]",
    epilog="\b\n例：\n  scoring criteria new dalian-2024 --from 指标表.xlsx -o 我的指标体系\n"
    "  scoring criteria new dalian-2024 --from 指标表.csv --title 某某评估指标体系",
)
@click.argument("identity", metavar="编号")
@click.option(
    "--from", "source", metavar="文件", required=True, help="指标表：CSV（UTF-8 或 GB18030）或 xlsx、xls、ods。"
)
@click.option(
    "-o",
    "--output",
    metavar="文件夹",
    type=OutputFolder(fresh=True),
    default=".",
    help="在哪个文件夹里建，默认当前文件夹。",
)
@click.option("--title", metavar="名称", default="", help="指标体系的全称。")
@form_option("text", "json")
def criteria_new(identity: str, source: str, output: str, title: str, form: str) -> int:
    """由一张指标表生成新指标体系的草稿：按常见句式提出填报项和条款，逐条标“待确认”；认不出的列为人工判断，不猜。

    表头要有分值、指标内容、评分标准，最好还有一级指标和指标项。已有的文件夹从不覆盖。
    """
    from scoring.cli.criteria_new import run_new

    return run_new(identity=identity, source=source, output=output, title=title, form=form)
