"""The commands about evidence on click: their options and help. What they do stands in one module each."""

from __future__ import annotations

import click

from scoring.cli.options import AS_OF, CRITERIA_PATH, FILE, REFERENCES, form_option

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


@click.command(
    "binder",
    options_metavar="[选项]",
    epilog="\b\n例：\n  scoring binder 自评.yaml -o 佐证材料汇编.pdf\n"
    "  scoring binder 自评.yaml -o 佐证材料汇编.pdf --report 自评报告.pdf",
)
@FILE
@click.option("-o", "--output", metavar="文件.pdf", required=True, help="汇编写到哪个文件。")
@click.option("--report", metavar="文件.pdf", help="同时生成自评报告，写明每份材料“见汇编第几页”。")
@click.option("--convert", "with_office", is_flag=True, help="用已安装的 LibreOffice 把 Office 文件转成 PDF 一起装订。")
@REFERENCES
@AS_OF
@CRITERIA_PATH
def binder(
    file: str,
    output: str,
    report: str | None,
    with_office: bool,
    references: str | None,
    as_of: str | None,
    criteria_path: tuple[str, ...],
) -> int:
    """把佐证材料装订成一个 PDF：封面、目录、隔页、书签、连续页码；装不进去的逐份说明原因。"""
    from scoring.cli.binder import run_binder

    return run_binder(
        file=file,
        output=output,
        report=report,
        with_office=with_office,
        references=references,
        as_of=as_of,
        criteria_path=criteria_path,
    )


COMMANDS = (evidence, binder)
