"""`scoring explain` on a submission to a plan: one indicator year by year, or one task with its units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from scoring.base.characters import alike
from scoring.cli import console
from scoring.cli.messages import report_problems, report_usage
from scoring.cli.plan_score import assess_plan
from scoring.cli.table import hanging
from scoring.model.attainment import Attainment
from scoring.model.plan import Indicator, Nature, Task
from scoring.province.plans.words import basis_text, because, outlook, target_text

__all__ = ["run_plan_explain"]

TASK = "任务"


def run_plan_explain(
    *, file: str, names: Sequence[str], as_of: date | None, criteria_path: tuple[str, ...], form: str
) -> int:
    """Explain the indicators and tasks named (all when none is). 0: done; 1: invalid data; 2: usage."""
    result = assess_plan(file, criteria_path, as_of)
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
    columns = console.terminal_width()
    blocks = [*(_indicator(found, one) for one in indicators), *(_task(found, task) for task in tasks)]
    console.data("\n\n".join("\n".join(x for lead, text in b for x in hanging(lead, text, columns)) for b in blocks))
    return 0


def _choose(found: Attainment, names: Sequence[str]) -> tuple[list[Indicator], list[Task], list[str]]:
    if not names:
        return list(found.plan.indicators), list(found.plan.tasks), []
    by_id = {alike(one.id): one for one in found.plan.indicators}
    tables = {alike(table.id): table for table in found.plan.tables}
    by_task = {alike(f"{TASK}{task.id}"): task for task in found.plan.tasks}
    indicators: list[Indicator] = []
    tasks: list[Task] = []
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


def _print_json(found: Attainment, indicators: Sequence[Indicator], tasks: Sequence[Task]) -> None:
    """The attainment with only what was asked for left in it."""
    from scoring.cli.output import print_json
    from scoring.province.plans.as_json import attainment_json

    value = attainment_json(found)
    wanted = {"indicators": {one.id for one in indicators}, "tasks": {task.id for task in tasks}}
    for key, ids in wanted.items():
        rows = value[key]
        assert isinstance(rows, list)
        value[key] = [row for row in rows if row["id"] in ids]
    print_json({**value, "schema": "scoring.explain-attainment/1"})


def _indicator(found: Attainment, one: Indicator) -> Iterator[tuple[str, str]]:
    result = found.of(one.id)
    nature = "" if one.nature is Nature.UNSTATED else f"　{one.nature.value}"
    yield "", console.paint(f"{one.id}　{one.name}{nature}", "bold", on=console.colour_wanted())
    if one.quote:
        yield "原文：", one.quote
    if one.when:
        yield "期限：", one.when
    for other in one.also:
        yield "原文别处：", f"{other.name}“{other.text}”"
    yield "方向：", basis_text(one)
    if one.base is not None and one.base.value is not None:
        yield "基数：", f"{found.plan.base_year}年 {target_text(one, one.base)}"
    for year in result.years:
        if year.target is not None or year.value is not None:
            yield "  · ", because(one, year)
    ahead = outlook(result)
    if ahead:
        yield "展望：", ahead
    report = found.progress.report(one.id)
    for label, text in (("来源：", report.source), ("说明：", report.note)):
        if text:
            yield label, text
    for note in one.notes:
        yield "编者说明：", note
    for contradiction in found.plan.contradictions:
        if one.id in contradiction.indicators:
            texts = "；".join(f"{text.name}“{text.text}”" for text in contradiction.texts)
            yield "前后不一致：", f"{texts}。{contradiction.note}"


def _task(found: Attainment, task: Task) -> Iterator[tuple[str, str]]:
    report = found.progress.tasks.get(task.id)
    head = f"{TASK}{task.id}　{task.title}".rstrip("　")
    yield "", console.paint(f"{head}　{found.state_of(task.id).value}", "bold", on=console.colour_wanted())
    yield "原文：", task.text
    yield "责任单位：", task.units or "（原文缺失）"
    for share in task.shares:
        yield "  · ", f"{share.role}：{'、'.join(share.units)}"
    if report is not None and report.note:
        yield "说明：", report.note
