"""The commands about the journal of decisions on click: their options and help."""

from __future__ import annotations

import click

from scoring.cli.options import form_option

__all__ = ["journal"]

JOURNAL = click.argument("file", metavar="审核记录")


@click.group("journal", options_metavar="[选项]", subcommand_metavar="命令 [参数]…")
def journal() -> None:
    """审核记录：每条审核决定一行，前后用校验码相连，中间改动一个字都会被发现。"""


@journal.command(
    "check",
    options_metavar="[选项]",
    epilog="\b\n例：\n  scoring journal check 审核记录.jsonl\n  scoring journal check 审核记录.jsonl --head 3f9a…",
)
@JOURNAL
@click.option("--head", metavar="校验码", help="另行保存的最后一行校验码，用来发现末尾被删去或整本重写。")
@form_option("text", "json")
def check(file: str, head: str | None, form: str) -> int:
    """核对审核记录是否被改动、增删或调换次序，指出从哪一行起。退出码：没有发现是 0，发现改动是 1。"""
    from scoring.cli.journal import run_check

    return run_check(file=file, head=head, form=form)


@journal.command("show", options_metavar="[选项]", epilog="\b\n例：\n  scoring journal show 审核记录.jsonl")
@JOURNAL
@form_option("text", "json")
def show(file: str, form: str) -> int:
    """逐条列出审核记录：日期、审核人、阶段、指标项、原值、新值和理由。记录被改动的不列，先指出改动。"""
    from scoring.cli.journal import run_show

    return run_show(file=file, form=form)
