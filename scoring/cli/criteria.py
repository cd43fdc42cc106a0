"""`scoring criteria`, with `list` and `show`."""

from __future__ import annotations

import click

from scoring import packs
from scoring.base.assets import pack_search
from scoring.cli import console
from scoring.cli.command import command, group
from scoring.cli.messages import tell, usable
from scoring.cli.options import CRITERIA_PATH, PACK, form_option
from scoring.cli.output import print_json, print_problems_json
from scoring.cli.plans import plan_row, run_plan_show
from scoring.cli.terminal import show
from scoring.loading import load_criteria
from scoring.naming import DRAFT, draft_json, is_plan
from scoring.reports.blocks import Column, Row, Table
from scoring.reports.papers.pack import pack_blocks
from scoring.reports.render.criteria_json import criteria_json
from scoring.rules.compiled import compile_pack

__all__ = ["criteria", "criteria_list", "criteria_show"]


@group(
    "criteria",
    {
        "check": "criteria_check:criteria_check",
        "diff": "criteria_diff:criteria_diff",
        "list": "criteria:criteria_list",
        "new": "criteria_new:criteria_new",
        "show": "criteria:criteria_show",
        "test": "criteria_test:criteria_test",
    },
)
def criteria() -> None:
    """查看指标体系。"""


@command("list", "scoring criteria list")
@CRITERIA_PATH
@form_option("text", "json")
def criteria_list(criteria_path: tuple[str, ...], form: str) -> int:
    """列出能用的指标体系。"""
    search = pack_search(criteria_path)
    rows: list[dict[str, object]] = []
    broken = False
    for entry in packs.list_packs(search):
        result = load_criteria(entry.folder, search)
        if is_plan(result.problems):
            row = plan_row(entry.folder, search)
            broken = broken or row is None
            rows += [] if row is None else [row]
            continue
        if result.value is None or not result.ok:
            broken = True
            tell(result.problems)
            continue
        pack = result.value
        items = sum(len(section.items) for section in pack.sections)
        rows.append(
            {
                "id": pack.id,
                "title": pack.short_title,
                "edition": pack.edition,
                "items": items,
                "folder": entry.folder,
                "extends": [base.id for base in pack.extends],
                "kind": "points",
                "tasks": 0,
                **draft_json(pack),
            }
        )
    if form == "json":
        print_json({"schema": "scoring.criteria-list/1", "criteria": rows})
    elif not rows:
        console.message("没有找到指标体系。\n  怎么办：用 --criteria-path 写出指标体系所在的上级文件夹。")
    else:
        heads = (
            Column("名称", whole=True),
            Column("指标体系"),
            Column("版本", whole=True),
            Column("指标项", kind="number"),
            Column("任务", kind="number"),
        )
        show([Table(heads, [Row(_cells(row)) for row in rows])])
    return 1 if broken or not rows else 0


def _cells(row: dict[str, object]) -> tuple[str, ...]:
    bases = row["extends"]
    title = str(row["title"])
    if isinstance(bases, list) and bases:
        title += f"（补充体系，基础：{'、'.join(bases)}）"
    if "draft" in row:
        title += f"（{DRAFT}）"
    if row["kind"] == "plan":
        title += "（规划方案，没有分值）"
    return (str(row["id"]), title, str(row["edition"]), str(row["items"]), str(row["tasks"] or ""))


@command("show", "scoring criteria show liaoning-2022")
@PACK
@CRITERIA_PATH
@click.option("--compiled", is_flag=True, help="显示计分规则编译成的 Python 函数（供程序员核对）。")
@form_option("text", "json")
def criteria_show(pack: str, criteria_path: tuple[str, ...], compiled: bool, form: str) -> int:
    """显示一个指标体系：各级指标、分值、评分标准、申报资格、程序、口径和原文缺漏。"""
    result = load_criteria(pack, pack_search(criteria_path))
    if is_plan(result.problems) and not compiled:
        return run_plan_show(pack=pack, criteria_path=criteria_path, form=form)
    found = usable(result)
    if found is None:
        if form == "json":
            print_problems_json(result.problems)
        return 1
    if compiled:
        console.data(compile_pack(found).listing)
    elif form == "json":
        print_json(criteria_json(found))
    else:
        show(pack_blocks(found))
    return 0
