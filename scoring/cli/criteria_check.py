"""`scoring criteria check`: a pack itself."""

from __future__ import annotations

import os.path
from collections.abc import Sequence

import click

from scoring.authoring.check import (
    Analysis,
    PackFinding,
    analyses_json,
    check,
    check_plan,
    grouped_findings,
    totals_of,
)
from scoring.authoring.check.proposals import proposed_tests
from scoring.authoring.ruletests import (
    FOLDER,
)
from scoring.base.assets import pack_search
from scoring.base.errors import Severity
from scoring.base.marks import ANALYSIS, marked_html
from scoring.cli import console
from scoring.cli.command import Output, command
from scoring.cli.console import visible
from scoring.cli.messages import problem_text
from scoring.cli.next_command import command_line, same_inputs
from scoring.cli.options import CRITERIA_PATH, cell_limit_option, form_option, output_option
from scoring.cli.output import json_bytes, print_json, write_or_tell
from scoring.cli.terminal import show, terminal_text
from scoring.loading import load_criteria
from scoring.model.criteria import Criteria
from scoring.naming import draft_texts, is_plan
from scoring.packs import list_packs
from scoring.province.plans import load_plan
from scoring.reports.blocks import BlankLine, Block, Heading, Paragraph
from scoring.reports.html import page
from scoring.reports.papers.criteria_check import check_page, check_title, conclusion, conclusion_blocks, result_blocks

__all__ = ["criteria_check", "packs_asked_for"]

KINDS = {".html": "html", ".htm": "html", ".json": "json"}
COLOURS = {Severity.ERROR: "red", Severity.QUESTION: "yellow", Severity.NOTE: "cyan"}


@command(
    "check",
    "scoring criteria check liaoning-2022",
    "scoring criteria check 我的指标体系/ -o 检查.html",
    "scoring criteria check --all --format json",
)
@click.argument("packs", metavar="[指标体系]…", nargs=-1)
@click.option("--all", "every", is_flag=True, help="检查找得到的全部指标体系。")
@output_option(Output(ANALYSIS, "scoring.criteria-check"), "写到文件，按扩展名决定格式：.html .json。")
@click.option(
    "--tests",
    "proposed",
    metavar="文件",
    help="把还没有规则测试能发现的改错，各写成一条规则测试（应得的分留空，照原文填）。",
)
@cell_limit_option("每项最多列举多少种情形，默认20000；超过时给出界，不称精确。")
@CRITERIA_PATH
@form_option("text", "json")
def criteria_check(
    packs: tuple[str, ...],
    every: bool,
    output: str | None,
    proposed: str | None,
    cell_limit: int,
    criteria_path: tuple[str, ...],
    form: str,
) -> int:
    """检查指标体系本身：原文有没有遗漏、分值合计、得分范围、用不到的条款、方向、规则测试和变异。

    有遗漏文字、合计不符、测试不通过或没有测试发现的改错时，退出码为1。
    """
    kind = form if output is None else KINDS.get(os.path.splitext(output)[1].lower(), "")
    if not kind:
        console.message(f"不知道 {output} 要写成哪种格式。\n  怎么办：文件名以 .html 或 .json 结尾。")
        return 2
    search = pack_search(criteria_path)
    names = packs_asked_for(packs, every, search)
    if not names:
        return 1
    analyses = []
    drafts: list[Criteria] = []
    for name in names:
        loaded = load_criteria(name, search)
        drafts += [loaded.value] if loaded.value is not None and loaded.value.pending else []
        if is_plan(loaded.problems):
            analyses.append(check_plan(name, load_plan(name, search)))
        else:
            analyses.append(check(name, loaded, scenario_limit=cell_limit))
    code = 1 if any(totals_of(one).errors for one in analyses) else 0
    if proposed is not None and not _propose(proposed, analyses):
        return 2
    if output is not None:
        if kind == "json":
            data = json_bytes(analyses_json(analyses))
        else:
            data = marked_html(_page(analyses), ANALYSIS).encode("utf-8")
        if not write_or_tell(output, data):
            return 3
        for one in analyses:
            console.message(f"{one.name}：{conclusion(one)}")
        console.message(f"已写出 {output}。")
    elif kind == "json":
        print_json(analyses_json(analyses))
    else:
        console.data("\n\n".join(_text(one, _next(one, criteria_path)) for one in analyses))
        for draft in drafts:
            console.data("")
            show(_pending(draft))
    return code


def _propose(path: str, analyses: Sequence[Analysis]) -> bool:
    """Write the tests that are wanting; nothing that is there is replaced, because a person fills them in."""
    if len(analyses) != 1 or os.path.exists(path):
        why = f"{path} 已经有了，不会覆盖" if len(analyses) == 1 else "--tests 一次只写一个指标体系的"
        console.message(f"{why}。\n  怎么办：换一个文件名，一次只写一个指标体系。")
        return False
    text, count = proposed_tests(analyses[0])
    if not text:
        console.message("没有缺少的规则测试，没有写出文件。")
        return True
    if write_or_tell(path, text.encode("utf-8")):
        console.message(f"已写出 {path}：{count}条规则测试，应得的分照原文算出来，填好后放进指标体系的 tests 文件夹。")
        return True
    return False


def _page(analyses: Sequence[Analysis]) -> str:
    title = "、".join(check_title(one) for one in analyses)
    sheets = ("criteria-check.css",)
    return page(check_page(analyses), title=f"{title}·指标体系检查", sheets=sheets, contents=True)


def _pending(draft: Criteria) -> list[Block]:
    """What a draft made from a table still leaves to a person."""
    files: dict[str, list[str]] = {}
    for one in draft.pending:
        files.setdefault(one.file, []).append(str(one.line))
    return [
        *(Paragraph(text) for text in draft_texts(draft)),
        *(Paragraph(f"{'、'.join(numbers)}行", f"  {file} 第") for file, numbers in files.items()),
        Paragraph("逐处对照原文，改好一处删去一处标记，再运行一次。", "  下一步："),
    ]


def packs_asked_for(packs: Sequence[str], every: bool, search: tuple[str, ...]) -> tuple[str, ...]:
    """The packs that were named, or all there are; none after it was told that there are none."""
    if not every:
        return tuple(packs) or ("liaoning-2022",)
    found = tuple(dict.fromkeys((*packs, *(entry.id for entry in list_packs(search)))))
    if not found:
        console.message("没有找到指标体系。\n  怎么办：用 --criteria-path 写出指标体系所在的上级文件夹。")
    return found


def _text(analysis: Analysis, next_steps: Sequence[Block]) -> str:
    """The report on a terminal: the findings first, as they can be clicked, and what it comes to last as well."""
    columns, colour = console.terminal_width(), console.colour_wanted()
    head = [Heading(f"{check_title(analysis)}　指标体系检查", 1), *conclusion_blocks(analysis)]
    tail = [BlankLine(), Paragraph(f"{analysis.name}：{conclusion(analysis)}"), *next_steps]
    found = [line for group in grouped_findings(analysis.findings) for line in _findings(analysis, group, colour)]
    results = terminal_text([*result_blocks(analysis), *tail], columns=columns, colour=colour)
    return "\n".join([terminal_text(head, columns=columns, colour=colour).rstrip(), *found, "", results.rstrip()])


def _next(analysis: Analysis, criteria_path: tuple[str, ...]) -> list[Block]:
    """What to do after the check, told at its end, where the eye is: the findings are many lines above."""
    if totals_of(analysis).errors:
        return [Paragraph("改好最上面“结论”里列出的错误，再运行一次。", "  下一步：")]
    criteria = analysis.criteria
    if criteria is None or criteria.pending or os.path.dirname(criteria.folder) == pack_search(())[0]:
        return []  # a plan, a draft, which is told of its marks, or a pack that came with the program
    words = ("scoring", "init", analysis.name, *same_inputs(criteria_path), "-o", "自评.yaml")
    return [Paragraph(f"生成空白自评文件，试填、计分：{command_line(*words)}", "  下一步：", whole=True)]


def _findings(analysis: Analysis, group: Sequence[PackFinding], colour: bool) -> list[str]:
    """Not wrapped, as everywhere: a place that is broken over lines can be neither clicked nor copied. What all of them
    ask for is told once."""
    first = group[0].problem
    style = COLOURS[first.severity]
    *others, last = (problem_text(one.problem, colour=False).splitlines() for one in group)
    lines = [console.paint(one[0], style, on=colour) for one in (*others, last)]
    rest = last[1:] if not others else [f"  怎么办（以上{len(group)}处）：{visible(first.hint)}"]
    pasted = [line for one in _first_of_each(group) for line in _paste(analysis, one)]
    return [*(f"  {line}" for line in (*lines, *rest)), *pasted]


def _first_of_each(group: Sequence[PackFinding]) -> list[PackFinding]:
    return list({one.test: one for one in reversed(group) if one.test}.values())[::-1]


def _paste(analysis: Analysis, finding: PackFinding) -> list[str]:
    """A rule test as the file that it belongs to has it: under its key, as far in as the tests that are there."""
    key = "totals" if "\n  answers:" in finding.test else "tests"
    folder = analysis.criteria.folder if analysis.criteria is not None else ""
    there = [
        run
        for item in (analysis.items if key == "tests" else ())
        for run in item.tests
        if os.path.abspath(os.path.join(folder, FOLDER)) == os.path.dirname(os.path.abspath(run.location.file))
    ]  # not those of the pack that this one builds on
    own = [run.location for run in there if run.item == finding.item] or [run.location for run in there]
    test = finding.test.splitlines()
    if not own:
        text = f"    可以粘贴到 tests 文件夹里的文件（例如 tests/{key}.yaml；已有“{key}:”的不再写这一行），应得的分照原文算："
        return [text, f"{key}:", *(f"  {line}" for line in test)]
    text = f"    可以粘贴到 {own[-1].file} 的“{key}:”下面，应得的分照原文算："
    indent = " " * max(own[-1].column - len("- ") - 1, 0)
    return [text, *(f"{indent}{line}" for line in test)]
