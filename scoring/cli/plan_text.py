"""How far a plan is fulfilled, on the terminal: indicators by year, counts by nature, tasks by unit, what is missing."""

from __future__ import annotations

from scoring.base.text import date_text
from scoring.cli.console import paint
from scoring.cli.table import Column, Row, hanging, layout
from scoring.model.attainment import Attainment, IndicatorResult, State
from scoring.model.plan import Nature
from scoring.model.progress import TaskState
from scoring.province.plans.words import cell, counts_text, heading, name_text, open_text

__all__ = ["attainment_text"]

NATURE = {Nature.BINDING: "约束", Nature.EXPECTED: "预期", Nature.UNSTATED: ""}
NARROW, WIDE = 9, 13
"""How many columns a year takes, at least and at most."""
LEAST = 16


def attainment_text(found: Attainment, *, columns: int, colour: bool) -> str:
    """Everything `scoring score` prints for a plan."""
    plan, progress = found.plan, found.progress
    lines = [paint(f"{progress.region}　{plan.short_title}　目标达到情况", "bold", on=colour)]
    if progress.invented:
        lines.append("（虚构样例，不代表任何真实地区）")
    if progress.origin:
        lines += hanging("", progress.origin, columns)
    if found.as_of is not None:
        lines.append(f"数据截至{date_text(found.as_of)}，以后的年度算未到期。")
    lines += ["", *_indicators(found, columns, colour), ""]
    lines += _counts(found, columns, colour)
    lines += _units(found, columns, colour)
    lines += _notes(found, columns)
    return "\n".join(lines) + "\n"


def _indicators(found: Attainment, columns: int, colour: bool) -> list[str]:
    years = [year for year in found.plan.reported_years if _used(found, year)]
    natures = any(one.nature is not Nature.UNSTATED for one in found.plan.indicators)
    nature = [Column(head="属性", width=4)] if natures else []
    room = columns - 6 - 2 - 6 * len(nature)
    year = max(NARROW, min(WIDE, (room - LEAST) // max(len(years), 1) - 2))
    wide = max(room - (year + 2) * len(years), LEAST)
    heads = [Column(head="指标", width=6), Column(head="", width=wide), *nature]
    heads += [Column(head=f"{one}年", width=year) for one in years]
    rows: list[Row] = []
    for table in found.plan.tables:
        blank = tuple("" for _ in heads[2:])
        rows.append(Row(cells=("", heading(table), *blank), style="bold"))
        rows += [_row(found.of(one.id), years, natures) for one in table.indicators]
    legend = "“—”和只有一个数的年度没有目标；写着“目标”的还没有填实际值。"
    return [*layout(heads, rows, colour=colour), *hanging("", legend, columns)]


def _used(found: Attainment, year: int) -> bool:
    """Whether a year has a target or a value anywhere."""
    results = [result for one in found.indicators if (result := one.year(year)) is not None]
    return any(result.target is not None or result.value is not None for result in results)


def _row(result: IndicatorResult, years: list[int], natures: bool) -> Row:
    one = result.indicator
    cells = [cell(one, found) for year in years if (found := result.year(year)) is not None]
    states = {found.state for found in result.years}
    late = any(found.state is State.UNKNOWN and found.due for found in result.years)
    style = "red" if State.MISSED in states else "yellow" if late else ""
    nature = (NATURE[one.nature],) if natures else ()
    return Row(cells=(one.id, name_text(one), *nature, *cells), style=style)


def _counts(found: Attainment, columns: int, colour: bool) -> list[str]:
    lines: list[str] = []
    for nature, years in found.counts.items():
        name = "各项指标（原文没有分约束性和预期性）" if len(found.counts) == 1 else f"{nature.value}指标"
        if nature is Nature.UNSTATED and len(found.counts) > 1:
            name = "正文指标（没有标明属性）"
        lines.append(paint(f"{name}：", "bold", on=colour))
        for year, counts in years.items():
            if counts.met or counts.missed or counts.unknown:
                lines += hanging(f"  {year}年　", counts_text(counts), columns)
    return lines


def _units(found: Attainment, columns: int, colour: bool) -> list[str]:
    if not found.plan.tasks:
        return []
    states = [found.state_of(task.id) for task in found.plan.tasks]
    total = "，".join(f"{state.value}{states.count(state)}项" for state in TaskState if state in states)
    lines = ["", paint(f"任务（共{len(states)}项）：", "bold", on=colour) + total]
    if not found.units:
        return [*lines, "  原文没有责任单位。"]
    heads = [Column(head="责任单位", width=max(columns - 56, 20)), Column(head="任务", width=6, right=True)]
    heads += [Column(head=state.value, width=6, right=True) for state in TaskState]
    rows = [
        Row(cells=(unit.unit, str(len(unit.tasks)), *(str(unit.count(state) or "") for state in TaskState)))
        for unit in found.units
    ]
    return [*lines, *layout(heads, rows, colour=colour)]


def _notes(found: Attainment, columns: int) -> list[str]:
    lines: list[str] = []
    missing = open_text(found)
    if missing:
        lines += ["", *hanging("", missing, columns)]
    count = len(found.plan.contradictions)
    if count:
        text = f"注意：原文有{count}处前后不一致，照录未改，见 scoring criteria show {found.plan.id} 和报告。"
        lines += ["", *hanging("", text, columns)]
    for lack in found.plan.lacks:
        lines += hanging("注意：", f"{lack.about}：{lack.lacks}", columns)
    return lines
