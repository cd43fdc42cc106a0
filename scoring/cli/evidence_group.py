"""The commands about evidence on click: their options and help. What they do stands in one module each."""

from __future__ import annotations

import click

from scoring.cli.options import CRITERIA_PATH, FILE, form_option

__all__ = ["COMMANDS"]


@click.command(
    "evidence",
    options_metavar="[选项]",
    epilog="\b\n例：\n  scoring evidence 自评.yaml\n  scoring evidence 自评.yaml --layout\n"
    "  scoring evidence 自评.yaml --format json",
)
@FILE
@click.option("--layout", is_flag=True, help="按指标项和责任部门建好文件夹，不检查。")
@CRITERIA_PATH
@form_option("text", "json")
def evidence(file: str, layout: bool, criteria_path: tuple[str, ...], form: str) -> int:
    """检查佐证材料：在不在、能不能打开、类型对不对、有没有重复和漏列；缺的材料各影响多少分。"""
    from scoring.cli.evidence import run_evidence

    return run_evidence(file=file, layout=layout, criteria_path=criteria_path, form=form)


COMMANDS = (evidence,)
