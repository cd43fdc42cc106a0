"""`scoring excel out`: a workbook for every department, one with everything, and the list that goes with them."""

from __future__ import annotations

import click

from scoring.base.assets import pack_search
from scoring.base.errors import Problem, Result
from scoring.base.text import os_error_text
from scoring.cli import console
from scoring.cli.command import OutputFolder, command
from scoring.cli.messages import report_problems, tell
from scoring.cli.next_command import command_line
from scoring.cli.options import CRITERIA_PATH, FILE, output_option
from scoring.exchange.assignments import read_assignments
from scoring.exchange.departments import Assignment, assign
from scoring.exchange.sending import Workbook, workbooks, write_workbooks
from scoring.exchange.submitted import Submitted, open_submitted

__all__ = ["out"]


@command(
    "out",
    "scoring excel out 自评.yaml -o 填报表",
    "scoring excel out 自评.yaml -o 填报表 --owner 专题会议次数=市委办公室 --owner 2.5=市税务局",
    "scoring excel out 自评.yaml -o 填报表 --assign 分发清单.xlsx",
)
@FILE
@output_option(OutputFolder(), "写到哪个文件夹，没有的新建。", metavar="文件夹", required=True)
@click.option(
    "--owner",
    "owners",
    metavar="问题=部门",
    multiple=True,
    help="换一个牵头部门：问题写填报项的名称，或指标项的编号（如 2.5，表示这一项全部问题），可写多次。",
)
@click.option(
    "--assign",
    metavar="文件",
    help="问题分工表：改过“牵头部门”一栏的分发清单（.xlsx），或有“编号”“牵头部门”两列的 CSV；--owner 优先。",
)
@click.option("--only", metavar="部门", multiple=True, help="只写这个部门的，可写多次。")
@CRITERIA_PATH
def out(
    file: str,
    output: str,
    owners: tuple[str, ...],
    assign: str | None,
    only: tuple[str, ...],
    criteria_path: tuple[str, ...],
) -> int:
    """把自评文件里的问题按牵头部门各写一个工作簿，另写一个有全部问题的和一张分发清单。

    工作簿里印着指标原文，已有的答案已经填好；部门填完发回。几个部门共同填报的问题
    归第一个部门，并写明会同哪些部门。没有分值的规划也可以。
    """
    found = open_submitted(file, pack_search(criteria_path, file))
    report_problems(found.problems, failed=found.value is None, outcome="没有写工作簿")
    if found.value is None:
        return 1
    assignment = _assignment(found.value, assign, owners)
    tell(assignment.problems)
    if assignment.value is None:
        return 1
    written = _written(found.value, assignment.value, only)
    if written is None:
        return 2
    return _write(file, output, written, cover=not only)


def _assignment(source: Submitted, path: str | None, owners: tuple[str, ...]) -> Result[Assignment]:
    said: list[tuple[str, str]] = []
    if path is not None:
        read = read_assignments(path)
        if read.value is None:
            return Result(value=None, problems=read.problems)
        said += read.value
    for one in owners:
        name, equals, department = one.partition("=")
        if not equals or not name.strip() or not department.strip():
            hint = "请写成 --owner 专题会议次数=市委办公室 这样。"
            problem = Problem(code="usage", message=f"--owner 后面要写“问题=部门”，这里是“{one}”", hint=hint)
            return Result(value=None, problems=(problem,))
        said.append((name.strip(), department.strip()))
    return assign(source.asked, said)


def _written(source: Submitted, assignment: Assignment, only: tuple[str, ...]) -> list[Workbook] | None:
    known = assignment.departments
    for one in only:
        if one not in known:
            console.message(f"用法错误：没有由“{one}”牵头的问题。\n  可以写：{'、'.join(known)}")
            return None
    return workbooks(source, assignment, only)


def _write(file: str, output: str, written: list[Workbook], *, cover: bool) -> int:
    try:
        write_workbooks(written, output, cover=cover)
    except OSError as error:
        console.message(
            f"写不了 {error.filename or output}：{os_error_text(error)}。\n  怎么办：请换一个文件夹，或关掉打开着的工作簿再运行。"
        )
        return 3
    departments = sum(not one.form.everything for one in written)
    made = [f"{departments}个部门的工作簿"] if departments else []
    made += ["1个有全部问题的工作簿"] if len(written) > departments else []
    made += ["1张分发清单"] if cover else []
    console.message(f"已写到 {output}：{'，'.join(made)}。")
    look = command_line("scoring", "excel", "in", file, "回收", "--dry-run")
    console.message(f"  下一步：发给各部门填写；填好的收回来放在一个文件夹里，先看一看：{look}")
    return 0
