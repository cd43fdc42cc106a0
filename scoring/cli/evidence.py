"""`scoring evidence`: what lies in the evidence folder, what is wrong with it, and what absent files put at risk."""

from __future__ import annotations

import click

from scoring.assess import check_evidence, evaluate, load
from scoring.base.errors import Problem, Severity, problems_json
from scoring.base.text import os_error_text
from scoring.cli import console
from scoring.cli.command import Output, command
from scoring.cli.evidence_draft import run_draft
from scoring.cli.inputs import Inputs, open_inputs
from scoring.cli.messages import count_text, problems_text, report_problems, report_usage
from scoring.cli.options import CRITERIA_PATH, FILE, REFERENCES, form_option, output_option
from scoring.cli.output import print_json
from scoring.cli.progress import ProgressLine
from scoring.cli.terminal import show
from scoring.evidence import layout as make_folders
from scoring.loading import Loaded
from scoring.model.evidence import EvidenceCheck, EvidenceSupport
from scoring.reports.blocks import Paragraph
from scoring.reports.papers.score import evidence_blocks
from scoring.reports.render.card_json import entry_json, support_json

__all__ = ["evidence"]

NONE_INSIDE = "请城市另外报送 scoring bundle 打的包，再检查里面的材料。"


@command(
    "evidence",
    "scoring evidence 自评.yaml",
    "scoring evidence 自评.yaml --layout",
    "scoring evidence 自评.yaml --draft -o 佐证材料草稿.yaml",
    "scoring evidence 示例市.zip --references 参照值.yaml",
)
@FILE
@click.option("--layout", is_flag=True, help="按指标项和责任部门建好文件夹，不检查。")
@click.option("--draft", is_flag=True, help="为文件夹里还没有列入的文件起草“佐证材料”各行，由人核对后粘贴。")
@output_option(Output(stream=True), "--draft 写到哪个文件；不写则打印出来。")
@REFERENCES
@CRITERIA_PATH
@form_option("text", "json")
def evidence(
    file: str,
    layout: bool,
    draft: bool,
    output: str | None,
    references: str | None,
    criteria_path: tuple[str, ...],
    form: str,
) -> int:
    """检查佐证材料：在不在、能不能打开、类型对不对、有没有重复和漏列；缺的材料各影响多少分。

    也可以直接写 scoring bundle 打的包（.zip），不用解压。
    """
    if output is not None and (not draft or form == "json"):
        return report_usage(
            "-o 只和 --draft 一起用，写出文本", "例如 scoring evidence 自评.yaml --draft -o 佐证材料草稿.yaml。", form
        )
    if draft and layout:
        return report_usage("--draft 和 --layout 不能一起用", "先用 --layout 建文件夹，放好文件再用 --draft。", form)
    with open_inputs(file, references, criteria_path) as files:
        if files.sealed and (layout or draft):
            word = "--layout" if layout else "--draft"
            hint = f"请写城市自己的自评文件，例如 scoring evidence 自评.yaml {word}。"
            return report_usage(f"{word} 只用于自评文件旁边的文件夹，不用于包和报告", hint, form)
        if files.failed:
            report_problems(files.problems, failed=True, form=form)
            return 1
        if not files.evidence:
            problem = Problem(code="no-evidence-inside", message=f"{file}：报告 PDF 里没有附佐证材料", hint=NONE_INSIDE)
            report_problems((*files.problems, problem), failed=True, form=form)
            return 1
        return _evidence(files, layout=layout, draft=draft, output=output, form=form)


def _evidence(files: Inputs, *, layout: bool, draft: bool, output: str | None, form: str) -> int:
    request = files.request()
    loaded = load(request)
    failed = loaded.value is None or not loaded.ok
    report_problems((*files.problems, *loaded.problems), failed=failed, form=form)
    if loaded.value is None or not loaded.ok:
        return 1
    if layout:
        return _layout(loaded.value, request.folder)
    if draft:
        return run_draft(loaded.value, files.file, output, form)
    with ProgressLine("检查佐证材料") as progress:
        assessed = evaluate(loaded.value, request, progress)
        found = check_evidence(assessed, request)
    assert assessed.support is not None
    _print(loaded.value, found, assessed.support, form)
    return 1 if any(problem.severity is Severity.ERROR for problem in found.findings) else 0


def _layout(loaded: Loaded, base: str) -> int:
    try:
        made = make_folders(loaded.criteria, base)
    except OSError as error:
        console.message(f"建不了文件夹：{os_error_text(error)}。\n  怎么办：检查权限和磁盘空间后再试。")
        return 3
    console.data("\n".join(made) if made else "文件夹都已经有了，没有新建。")
    if made:
        console.message(f"新建了{len(made)}个文件夹；已有的文件和文件夹没有改动。")
    return 0


def _print(loaded: Loaded, found: EvidenceCheck, support: EvidenceSupport, form: str) -> None:
    if form == "json":
        print_json(
            {
                "schema": "scoring.evidence/1",
                "criteria": loaded.criteria.id,
                "city": loaded.submission.city,
                "invented": loaded.submission.invented,
                "entries": [
                    {**entry_json(entry), "content": entry.content, "counted_pages": entry.counted}
                    for entry in found.entries.entries
                ],
                "unlisted": list(found.unlisted),
                "readings": support_json(support, None),
                "findings": problems_json(found.findings),
            }
        )
        return
    checklist, rest = evidence_blocks(loaded.criteria, loaded.submission, found, support)
    checklist.append(Paragraph(f"检查结果：{count_text(found.findings)}。"))
    show(checklist)
    if found.findings:
        console.data("\n" + problems_text(found.findings, colour=console.colour_wanted()))
    console.data("")
    show(rest)
