"""The commands of `scoring criteria`, their options and their help."""

from __future__ import annotations

import click

from scoring.base.marks import ANALYSIS
from scoring.cli.options import CRITERIA_PATH, form_option
from scoring.cli.outputs import GuardedGroup, Output
from scoring.cli.pack_commands import criteria_diff, criteria_new

__all__ = ["criteria"]


@click.group("criteria", cls=GuardedGroup, options_metavar="[选项]", subcommand_metavar="命令 [参数]…")
def criteria() -> None:
    """查看指标体系。"""


@criteria.command("list", options_metavar="[选项]", epilog="\b\n例：\n  scoring criteria list")
@CRITERIA_PATH
@form_option("text", "json")
def criteria_list(criteria_path: tuple[str, ...], form: str) -> int:
    """列出能用的指标体系。"""
    from scoring.cli.criteria import run_list

    return run_list(criteria_path=criteria_path, form=form)


@criteria.command("show", options_metavar="[选项]", epilog="\b\n例：\n  scoring criteria show liaoning-2022")
@click.argument("pack", metavar="[指标体系]", default="liaoning-2022")
@CRITERIA_PATH
@form_option("text", "json")
def criteria_show(pack: str, criteria_path: tuple[str, ...], form: str) -> int:
    """显示一个指标体系：各级指标、分值、评分标准、申报资格、程序、口径和原文缺漏。"""
    from scoring.cli.criteria import run_show

    return run_show(pack=pack, criteria_path=criteria_path, form=form)


@criteria.command(
    "check",
    options_metavar="[选项]",
    epilog="\b\n例：\n  scoring criteria check liaoning-2022\n  scoring criteria check 我的指标体系/ -o 检查.html\n  scoring criteria check --all --format json",
)
@click.argument("packs", metavar="[指标体系]…", nargs=-1)
@click.option("--all", "every", is_flag=True, help="检查找得到的全部指标体系。")
@click.option(
    "-o",
    "--output",
    metavar="文件",
    type=Output(ANALYSIS, "scoring.criteria-check"),
    help="写到文件，按扩展名决定格式：.html .json。",
)
@click.option(
    "--cell-limit",
    metavar="数目",
    type=click.IntRange(min=1),
    default=20_000,
    help="每项最多列举多少种情形，默认20000；超过时给出界，不称精确。",
)
@CRITERIA_PATH
@form_option("text", "json")
def criteria_check(
    packs: tuple[str, ...], every: bool, output: str | None, cell_limit: int, criteria_path: tuple[str, ...], form: str
) -> int:
    """检查指标体系本身：原文有没有遗漏、分值合计、得分范围、用不到的条款、方向、规则测试和变异。

    有遗漏文字、合计不符、测试不通过或没有测试发现的改错时，退出码为1。
    """
    from scoring.cli.criteria_check import run_check

    return run_check(
        packs=packs, every=every, form=form, output=output, cell_limit=cell_limit, criteria_path=criteria_path
    )


@criteria.command(
    "test",
    options_metavar="[选项]",
    epilog="\b\n例：\n  scoring criteria test liaoning-2022\n  scoring criteria test --all",
)
@click.argument("packs", metavar="[指标体系]…", nargs=-1)
@click.option("--all", "every", is_flag=True, help="运行找得到的全部指标体系的规则测试。")
@CRITERIA_PATH
@form_option("text", "json")
def criteria_test(packs: tuple[str, ...], every: bool, criteria_path: tuple[str, ...], form: str) -> int:
    """运行指标体系自带的规则测试（tests 文件夹里的 YAML）。"""
    from scoring.cli.criteria_check import run_test

    return run_test(packs=packs, every=every, form=form, criteria_path=criteria_path)


criteria.add_command(criteria_diff)
criteria.add_command(criteria_new)
