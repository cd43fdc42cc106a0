"""`scoring remind`: the questions nobody answered yet, by department, and a reminder to hand out."""

from __future__ import annotations

import os.path

import click

from scoring.assess import Depth
from scoring.base.characters import alike
from scoring.base.marks import REMINDER
from scoring.base.text import departments_of, points_text
from scoring.cli import console
from scoring.cli.command import Output, command
from scoring.cli.inputs import open_inputs
from scoring.cli.messages import report_problems
from scoring.cli.next_command import command_line, same_inputs
from scoring.cli.options import CRITERIA_PATH, FILE, REFERENCES, form_option, output_option
from scoring.cli.output import print_csv
from scoring.cli.report_file import write_report
from scoring.cli.terminal import show
from scoring.documents.problems import closest
from scoring.explain import OpenQuestion, by_department, open_questions
from scoring.model.criteria import Criteria
from scoring.naming import draft_texts, is_plan
from scoring.reports.blocks import Paragraph
from scoring.reports.papers.reminder import questions_blocks, reminder_html, reminder_pdf

__all__ = ["department_or_none", "departments", "remind"]

HEAD = ("部门", "指标项", "名称", "问题", "单位", "文件", "行", "涉及分值")
KINDS = (".pdf", ".html")


@command(
    "remind",
    "scoring remind 自评.yaml",
    "scoring remind 自评.yaml --format csv > 未填.csv",
    "scoring remind 自评.yaml -o 催填单.pdf",
)
@FILE
@output_option(Output(REMINDER), "写成发给各部门的催填单（.pdf 或 .html），每个部门一页。")
@click.option("--owner", metavar="部门", help="只列这个部门的。")
@REFERENCES
@CRITERIA_PATH
@form_option("text", "csv")
def remind(
    file: str,
    output: str | None,
    owner: str | None,
    references: str | None,
    criteria_path: tuple[str, ...],
    form: str,
) -> int:
    """按部门列出还没有填的问题，写明在第几行、涉及几分；也可以写成发给各部门的催填单。

    几个部门共同填报的，在各部门都列出。退出码：都填了是 0，还有没填的是 1。
    """
    if output is not None and os.path.splitext(output)[1].lower() not in KINDS:
        console.message(f"用法错误：{output} 的扩展名不认识；催填单写成 {' 或 '.join(KINDS)}。")
        return 2
    with open_inputs(file, references, criteria_path) as files:
        result = files.assess(None, evidence=Depth.NONE)
    if is_plan(result.problems):
        console.message("规划方案的进展文件没有分部门的问题；请用 scoring score 看还缺什么。")
        return 2
    report_problems(result.problems, failed=result.value is None, form=form)
    if result.value is None:
        return 1
    found = result.value
    grouped = by_department(open_questions(found.criteria, found.submission, found.card))
    if owner is not None:
        names = dict.fromkeys((*departments(found.criteria), *grouped))
        owner = department_or_none(owner, tuple(names))
        if owner is None:
            return 2
        if owner not in grouped:
            return _nobody(owner, grouped)
        grouped = {owner: grouped[owner]}
    if output is not None:
        make = reminder_html if output.lower().endswith(".html") else reminder_pdf
        code = write_report(output, lambda: make(found, grouped))
        return code or (1 if grouped else 0)
    again = command_line("scoring", "remind", file, *same_inputs(criteria_path, references), "-o", "催填单.pdf")
    _print(file, again, grouped, form, draft_texts(found.criteria))
    return 1 if grouped else 0


def _nobody(owner: str, grouped: dict[str, tuple[OpenQuestion, ...]]) -> int:
    others = "、".join(grouped)
    hint = f"\n  还有问题没填的部门：{others}。" if others else "所有问题都已填写。"
    console.message(f"“{owner}”没有未填的问题。{hint}")
    return 0


def _print(
    file: str, again: str, grouped: dict[str, tuple[OpenQuestion, ...]], form: str, drafts: tuple[str, ...]
) -> None:
    if form == "csv":
        print_csv([HEAD, *(_cells(owner, one) for owner, found in grouped.items() for one in found)])
        return
    show([*questions_blocks(file, grouped)])
    if grouped:
        console.data(f"\n  发给各部门，每个部门一页：\n  {again}")  # never broken: it is copied
    if drafts:
        show([Paragraph(text) for text in drafts])


def _cells(owner: str, one: OpenQuestion) -> tuple[str, ...]:
    file, line = ("", "") if one.place is None else (one.place.file, str(one.place.line))
    stake = points_text(one.at_stake) if one.at_stake else ""
    return (owner, one.where, one.name, one.ask, one.unit, file, line, stake)


def departments(criteria: Criteria) -> tuple[str, ...]:
    """Every department that the pack names beside a question or a condition of eligibility, in pack order."""
    owners = [fact.owner for fact in criteria.facts_by_name.values()]
    owners += [gate.owner for gate in criteria.eligibility.gates]
    return departments_of(*owners)


def department_or_none(owner: str, names: tuple[str, ...]) -> str | None:
    """The one of `names` that `owner` spells, or None after it was told which there are."""
    found = next((name for name in names if alike(name) == alike(owner)), None)
    if found is None:
        close = closest(owner, names)
        console.message(f"用法错误：指标体系里没有“{owner}”这个责任部门。")
        if close:
            console.message(f"  是不是要写“{close}”？")
        console.message(f"  可以写：{'、'.join(names)}")
    return found
