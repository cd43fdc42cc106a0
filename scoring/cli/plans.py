"""What the commands do with plans without points: score, check, explain, report, show and list."""

from __future__ import annotations

import os.path
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from scoring.base.assets import pack_search
from scoring.base.characters import alike
from scoring.base.errors import Problem, Result, problems_json
from scoring.base.marks import REPORT
from scoring.base.text import number_text
from scoring.cli import console
from scoring.cli.messages import report_problems, report_usage, usable
from scoring.cli.output import json_bytes, print_csv, print_json
from scoring.cli.report_file import page, write_report
from scoring.cli.terminal import show
from scoring.model.attainment import Attainment
from scoring.model.plan import Indicator, Plan, PlanTask
from scoring.province import plans
from scoring.province.plans.as_json import attainment_json, plan_json
from scoring.province.plans.words import open_text, verdict
from scoring.reports.blocks import Block
from scoring.reports.papers.plan import TASK, attainment_blocks, indicator_blocks, plan_blocks, task_blocks
from scoring.reports.papers.plan_report import plan_document
from scoring.reports.word import report_word

__all__ = [
    "check_plan",
    "plan_or_none",
    "plan_row",
    "run_plan_explain",
    "run_plan_report",
    "run_plan_score",
    "run_plan_show",
]

CSV_HEAD = ("指标", "名称", "单位", "属性", "年度", "目标（原文）", "实际值", "结果", "差额", "方向依据")


def _assess(file: str, criteria_path: tuple[str, ...], as_of: date | None) -> Result[Attainment]:
    """The attainment of a file."""
    return plans.attainment_of(file, pack_search(criteria_path, file), as_of=as_of)


def run_plan_score(file: str, criteria_path: tuple[str, ...], as_of: date | None, form: str) -> int:
    """Print the attainment. 0: complete; 1: incomplete or invalid."""
    result = _assess(file, criteria_path, as_of)
    if result.value is None:
        report_problems(result.problems, failed=True, form=form)
        return 1
    found, code = result.value, 0 if result.value.complete else 1
    report_problems(result.problems, failed=False)
    if form == "text":
        show([*attainment_blocks(found)])
    elif form == "json":
        print_json(_json(found, result.problems))
    else:
        _print_csv(found)
    return code


def check_plan(file: str, criteria_path: tuple[str, ...]) -> tuple[bool, tuple[Problem, ...], str]:
    """Whether a file is valid, its problems, and what is still open in it."""
    result = _assess(file, criteria_path, None)
    tail = "" if result.value is None else open_text(result.value) or "到期的年度值和任务状态都已填"
    return result.value is not None, result.problems, tail


def _json(found: Attainment, problems: Sequence[Problem]) -> dict[str, object]:
    """The attainment in its documented shape, with the problems found on the way."""
    return {**attainment_json(found), "problems": problems_json(problems)}


def _print_csv(found: Attainment) -> None:
    """One row per indicator and year; years without target and value are left out."""
    rows: list[Sequence[str]] = [CSV_HEAD]
    for result in found.indicators:
        one = result.indicator
        for year in result.years:
            if year.target is None and year.value is None:
                continue
            rows.append(
                (
                    one.id,
                    one.name,
                    one.unit,
                    one.nature.value,
                    str(year.year),
                    "" if year.target is None else year.target.text,
                    "" if year.value is None else _value(year.value),
                    verdict(one, year),
                    "" if year.gap is None else number_text(year.gap),
                    one.basis.value,
                )
            )
    print_csv(rows)


def _value(value: Fraction | bool) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return number_text(value)


def run_plan_explain(
    *, file: str, names: Sequence[str], as_of: date | None, criteria_path: tuple[str, ...], form: str
) -> int:
    """Explain the indicators and tasks named (all when none is). 0: done; 1: invalid data; 2: usage."""
    result = _assess(file, criteria_path, as_of)
    report_problems(result.problems, failed=result.value is None, form=form)
    if result.value is None:
        return 1
    found = result.value
    indicators, tasks, unknown = _choose(found, names)
    if unknown:
        known = "、".join(one.id for one in found.plan.indicators)
        return report_usage(f"没有 {'、'.join(unknown)}", f"指标写编号（{known}），任务写 {TASK}1 这样。", form)
    if form == "json":
        _print_json(found, indicators, tasks)
        return 0
    blocks: list[Block] = [block for one in indicators for block in indicator_blocks(found, one)]
    show([*blocks, *(block for task in tasks for block in task_blocks(found, task))])
    return 0


def _choose(found: Attainment, names: Sequence[str]) -> tuple[list[Indicator], list[PlanTask], list[str]]:
    if not names:
        return list(found.plan.indicators), list(found.plan.tasks), []
    by_id = {alike(one.id): one for one in found.plan.indicators}
    tables = {alike(table.id): table for table in found.plan.tables}
    by_task = {alike(f"{TASK}{task.id}"): task for task in found.plan.tasks}
    indicators: list[Indicator] = []
    tasks: list[PlanTask] = []
    unknown: list[str] = []
    for name in names:
        key = alike(name)
        if key in by_id:
            indicators.append(by_id[key])
        elif key in tables:
            indicators += tables[key].indicators
        elif key in by_task:
            tasks.append(by_task[key])
        else:
            unknown.append(name)
    return list(dict.fromkeys(indicators)), list(dict.fromkeys(tasks)), unknown


def _print_json(found: Attainment, indicators: Sequence[Indicator], tasks: Sequence[PlanTask]) -> None:
    """The attainment with only what was asked for left in it."""
    value = attainment_json(found)
    wanted = {"indicators": {one.id for one in indicators}, "tasks": {task.id for task in tasks}}
    for key, ids in wanted.items():
        rows = value[key]
        assert isinstance(rows, list)
        value[key] = [row for row in rows if row["id"] in ids]
    print_json({**value, "schema": "scoring.explain-attainment/1"})


def run_plan_report(
    *,
    file: str,
    output: str,
    as_of: date | None,
    criteria_path: tuple[str, ...],
    templates: str | None,
    faces: dict[str, str],
) -> int:
    """Write the progress report. 0: done (also for an incomplete one); 1: invalid data; 2: usage; 3: no PDF engine."""
    result = _assess(file, criteria_path, as_of)
    report_problems(result.problems, failed=result.value is None)
    found, kind = result.value, os.path.splitext(output)[1].lower()
    if found is None:
        return 1
    code = write_report(output, lambda: _make(found, kind, result.problems, templates, faces))
    if code == 0 and not found.complete:
        console.message(f"  注意：{open_text(found)}补填后请重新生成。")
    return code


def _make(
    found: Attainment, kind: str, problems: tuple[Problem, ...], templates: str | None, faces: dict[str, str]
) -> bytes:
    if kind == ".json":
        return json_bytes(_json(found, problems))
    if kind == ".docx":
        return report_word(plan_document(found), mark=REPORT, templates=templates)
    return page(plan_document(found), kind, templates, faces)


def plan_or_none(pack: str, criteria_path: tuple[str, ...]) -> Plan | None:
    """The plan, or None after its problems were told."""
    return usable(plans.load_plan(pack, pack_search(criteria_path)))


def plan_row(folder: str, search: tuple[str, ...]) -> dict[str, object] | None:
    """The row of a plan in the list of packs, or None after its problems were told."""
    plan = usable(plans.load_plan(folder, search))
    if plan is None:
        return None
    return {
        "id": plan.id,
        "title": plan.short_title,
        "edition": plan.edition,
        "items": len(plan.indicators),
        "folder": folder,
        "extends": [],
        "kind": "plan",
        "tasks": len(plan.tasks),
    }


def run_plan_show(*, pack: str, criteria_path: tuple[str, ...], form: str) -> int:
    """Print one plan."""
    plan = plan_or_none(pack, criteria_path)
    if plan is None:
        return 1
    if form == "json":
        print_json(plan_json(plan))
        return 0
    show([*plan_blocks(plan)])
    return 0
