"""Results in Chinese: values, verdicts and the sentences that explain them."""

from __future__ import annotations

from fractions import Fraction

from scoring.base.text import approx_text
from scoring.model.attainment import Attainment, Counts, IndicatorResult, TargetState, YearResult
from scoring.model.criteria import Basis
from scoring.model.facts import Better, FactType
from scoring.model.plan import Indicator, PlanTable, Target

__all__ = [
    "basis_text",
    "because",
    "cell",
    "counts_text",
    "gap_text",
    "heading",
    "name_text",
    "open_text",
    "outlook",
    "target_text",
    "targets_text",
    "value_text",
    "verdict",
]

STATES = {
    TargetState.MET: "达到",
    TargetState.MISSED: "未达到",
    TargetState.UNKNOWN: "未填",
    TargetState.NO_TARGET: "无目标",
}
DIRECTIONS = {Better.HIGHER: "越高越好", Better.LOWER: "越低越好", Better.YES: "做到即达到"}


def name_text(indicator: Indicator) -> str:
    """The name, with the unit where the name does not say it: for tables of bare figures."""
    unit = indicator.unit
    return indicator.name if not unit or unit in indicator.name else f"{indicator.name}（{unit}）"


def targets_text(indicator: Indicator, base_year: int | None) -> str:
    """Base and targets by year; years in a row with the same target are said together."""
    said: list[tuple[int, int, str]] = []
    for target in indicator.targets:
        text = target_text(indicator, target)
        if said and said[-1][1] == target.year - 1 and said[-1][2] == text:
            said[-1] = (said[-1][0], target.year, text)
        else:
            said.append((target.year, target.year, text))
    parts = [] if indicator.base is None else [f"{base_year}年基数 {target_text(indicator, indicator.base)}"]
    for first, last, text in said:
        parts.append(f"{first}年 {text}" if first == last else f"{first}至{last}年各年 {text}")
    return "　".join(parts)


def value_text(indicator: Indicator, value: Fraction | bool) -> str:
    """A value with its unit: `96%`, `3379个`, `是`."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{approx_text(value)}{indicator.unit}"


def target_text(indicator: Indicator, target: Target) -> str:
    """A target as the document words it, with the unit where the document prints a bare figure."""
    if isinstance(target.value, Fraction) and target.text == approx_text(target.value):
        return f"{target.text}{indicator.unit}"
    return target.text


def gap_text(indicator: Indicator, gap: Fraction) -> str:
    """By how much a target is missed: `差1个百分点`, `差20张`, `超出3%`."""
    if indicator.type is FactType.BOOL:
        return "还没有做到"
    if gap == 0:
        return "正好相等，还要再低" if indicator.better is Better.LOWER else "正好相等，还要再高"
    unit = "个百分点" if indicator.type is FactType.PERCENT else indicator.unit
    return f"{'超出' if indicator.better is Better.LOWER else '差'}{approx_text(gap)}{unit}"


def verdict(indicator: Indicator, result: YearResult) -> str:
    """The state in words, with the gap."""
    if result.state is TargetState.UNKNOWN and not result.due:
        return "未到期"
    if result.gap is not None:
        return f"未达到，{gap_text(indicator, result.gap)}"
    return STATES[result.state]


def cell(indicator: Indicator, result: YearResult) -> str:
    """One year of one indicator, as short as a table needs: `98 达到`, `90 差5`, `目标97 未填`, `38` (no target), `—`."""
    if result.value is None:
        if result.target is None:
            return "—"
        return f"目标{_bare(result.target.value)}{' 未填' if result.due else ''}"
    value = _bare(result.value)
    if result.state is TargetState.NO_TARGET:
        return value
    if result.gap is None:
        return f"{value} 达到"
    if indicator.type is FactType.BOOL or result.gap == 0:
        return f"{value} 未达到"
    return f"{value} {'超' if indicator.better is Better.LOWER else '差'}{approx_text(result.gap)}"


def _bare(value: Fraction | bool | None) -> str:
    if isinstance(value, Fraction):
        return approx_text(value)
    return "是" if value else "否"


def because(indicator: Indicator, result: YearResult) -> str:
    """Why: `2021年目标97%，实际96%，未达到，差1个百分点`."""
    place = f"（第{result.location.line}行）" if result.location is not None and result.value is not None else ""
    value = "未填" if result.value is None else f"实际{value_text(indicator, result.value)}{place}"
    if result.target is None:
        return f"{result.year}年没有目标，{value}。"
    aim = f"{result.year}年目标“{target_text(indicator, result.target)}”，{value}"
    if result.state is TargetState.UNKNOWN:
        return f"{aim}，{'还不能判断' if result.due else '年度还没有结束'}。"
    return f"{aim}，{verdict(indicator, result)}。"


def basis_text(indicator: Indicator) -> str:
    """Which way is better, and who says so."""
    if indicator.type is FactType.BOOL:
        return "做到即达到（原文）"
    who = "原文" if indicator.basis is Basis.OFFICIAL else "建议，原文没有写方向"
    return f"{DIRECTIONS[indicator.better]}（{who}）"


def outlook(found: IndicatorResult) -> str:
    """How the latest value stands against the last target, empty where either is missing."""
    indicator, latest, last = found.indicator, found.latest, found.indicator.last
    if latest is None or last is None or latest.year >= last.year:
        return ""
    if not isinstance(latest.value, Fraction) or not isinstance(last.value, Fraction):
        return ""
    short = latest.value - last.value if indicator.better is Better.LOWER else last.value - latest.value
    aim = f"{last.year}年目标“{target_text(indicator, last)}”"
    head = f"{latest.year}年的{value_text(indicator, latest.value)}"
    if short > 0 or (short == 0 and last.strict):
        return f"{head}距{aim}：{gap_text(indicator, short)}。"
    return f"{head}已符合{aim}。"


def counts_text(counts: Counts) -> str:
    """`达到3项，未达到1项，未填2项，未到期1项，无目标4项`."""
    parts = (
        (counts.met, "达到"),
        (counts.missed, "未达到"),
        (counts.unknown - counts.not_due, "未填"),
        (counts.not_due, "未到期"),
        (counts.no_target, "无目标"),
    )
    return "，".join(f"{word}{count}项" for count, word in parts if count)


def heading(table: PlanTable) -> str:
    """How a table is called: `表1 主要指标`; the number of a mere heading (一、, （六）) is left out."""
    named = table.label and table.label[-1] not in "、）)"
    return f"{table.label} {table.title}" if named else table.title


def open_text(found: Attainment) -> str:
    """What is still missing, in one sentence; empty when nothing is."""
    values = sum(year.state is TargetState.UNKNOWN and year.due for result in found.indicators for year in result.years)
    tasks = sum(found.state_of(task.id).value == "未填" for task in found.plan.tasks)
    parts = [f"{values}个到期的年度值"] * bool(values) + [f"{tasks}项任务的状态"] * bool(tasks)
    return f"还没有填：{'、'.join(parts)}。" if parts else ""
