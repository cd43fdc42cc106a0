"""The commands that compare packs and start new ones, with their options and help."""

from __future__ import annotations

import click

from scoring.cli.options import CRITERIA_PATH, form_option

__all__ = ["criteria_diff"]


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
