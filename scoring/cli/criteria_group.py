"""The commands of `scoring criteria`, their options and their help."""

from __future__ import annotations

import click

from scoring.cli.options import CRITERIA_PATH, form_option

__all__ = ["criteria"]


@click.group("criteria", options_metavar="[选项]", subcommand_metavar="命令 [参数]…")
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
