"""`scoring binder`: all evidence in one PDF, and on request the report with references to its pages."""

from __future__ import annotations

import os.path
from datetime import date

import click

from scoring.assess import Assessment, Request, assess
from scoring.base.assets import pack_search
from scoring.base.errors import ProblemsError
from scoring.base.marks import BINDER, REPORT
from scoring.cli import console
from scoring.cli.command import Output, command
from scoring.cli.messages import report_problems, tell
from scoring.cli.options import AS_OF, CRITERIA_PATH, FILE, REFERENCES, output_option
from scoring.cli.output import write_or_tell
from scoring.cli.progress import ProgressLine
from scoring.reports.unprintable import unprintable_texts
from scoring.seal.binder import Binder, bind
from scoring.seal.binder.leaves import office
from scoring.seal.sealed_report import sealed_report

__all__ = ["left_out_lines", "to_seal", "binder"]


@command(
    "binder",
    "scoring binder 自评.yaml -o 佐证材料汇编.pdf",
    "scoring binder 自评.yaml -o 佐证材料汇编.pdf --report 自评报告.pdf",
)
@FILE
@output_option(Output(BINDER), "汇编写到哪个文件。", metavar="文件.pdf", required=True)
@click.option(
    "--report", metavar="文件.pdf", type=Output(REPORT), help="同时生成自评报告，写明每份材料“见汇编第几页”。"
)
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
    as_of: date | None,
    criteria_path: tuple[str, ...],
) -> int:
    """把佐证材料装订成一个 PDF：封面、目录、隔页、书签、连续页码；装不进去的逐份说明原因。"""
    for name in (output, report):
        if name is not None and not name.lower().endswith(".pdf"):
            console.message(f"用法错误：输出文件名 {name} 要以 .pdf 结尾。")
            return 2
    if with_office and office() is None:
        console.message("没有找到 LibreOffice，Office 文件不能转换，只列出名称。")
    search = pack_search(criteria_path, file)
    found = to_seal(file, references, as_of, search, (output, report))
    if isinstance(found, int):
        return found
    try:
        bound = _bind(found, output, with_office)
        data = None if report is None else _report(found, bound, (file, references), search)
    except ValueError as error:
        console.message(f"不能生成报告：{error}。")
        return 1
    except ProblemsError as error:
        tell(error.problems)
        return 3
    if report is not None and data is not None and not write_or_tell(report, data):
        return 3
    size = os.path.getsize(output)
    console.message(f"已生成 {output}：{bound.files}份材料，{bound.pages}页，{max(size // 1024, 1)} KB。")
    if report is not None:
        console.message(f"已生成 {report}，其中写明每份材料在汇编第几页。")
    for line in left_out_lines(bound):
        console.message(line)
    return 1 if bound.left_out else 0


def to_seal(
    file: str, references: str | None, as_of: date | None, search: tuple[str, ...], outputs: tuple[str | None, ...]
) -> Assessment | int:
    """The assessment of what is to be sealed into `outputs`, or the exit code after it was told what is in the way: before
    minutes of work, not after."""
    result = assess(Request(file=file, references=references, as_of=as_of, search=search))
    report_problems(result.problems, failed=result.value is None)
    if result.value is None:
        return 1
    for output in outputs:
        folder = None if output is None else os.path.dirname(os.path.abspath(output))
        if folder is not None and not os.path.isdir(folder):
            console.message(f"写不了 {output}：没有文件夹 {folder}。\n  怎么办：先建好文件夹，或者换一个位置。")
            return 3
    tell(unprintable_texts(result.value.criteria, search, (file, references)))
    return result.value


def left_out_lines(bound: Binder) -> list[str]:
    """What is not in the binder, and why."""
    if not bound.left_out:
        return []
    head = f"有{len(bound.left_out)}份没有装订，汇编里各有一页说明："
    return [head, *(f"  {one.number} {one.path}：{one.reason}" for one in bound.left_out)]


def _bind(found: Assessment, output: str, with_office: bool) -> Binder:
    assert found.evidence is not None
    with ProgressLine("装订佐证材料") as progress:
        return bind(
            found.criteria, found.submission, found.evidence, output, with_office=with_office, progress=progress
        )


def _report(found: Assessment, bound: Binder, paths: tuple[str, str | None], search: tuple[str, ...]) -> bytes:
    return sealed_report(found, paths[0], references_path=paths[1], search=search, bound=bound.starts)
