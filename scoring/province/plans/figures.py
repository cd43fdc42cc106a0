"""What is checked of a plan pack: figures against their words, units, directions, names, years, responsible units."""

from __future__ import annotations

from fractions import Fraction

from scoring.base.text import number_text
from scoring.documents.nodes import MappingNode, Node, get
from scoring.documents.problems import Report
from scoring.model.criteria import Basis
from scoring.model.facts import Better, FactType
from scoring.model.plan import Indicator, Plan, Target, Task
from scoring.province.plans.wording import direction_of, figures_of, unit_of

__all__ = ["check_indicator", "check_names", "check_task", "check_years"]

WORDS = {Better.HIGHER: "越高越好", Better.LOWER: "越低越好"}


def check_indicator(indicator: Indicator, node: Node, report: Report) -> None:
    """Everything about one indicator by itself."""
    _check_unit(indicator, node, report)
    if (indicator.type is FactType.BOOL) != (indicator.better is Better.YES):
        hint = "type: bool 的指标写 better: yes，其他的写 higher 或 lower。"
        report.error("better", f"“{indicator.name}”的 better 与 type 不合", hint, get(node, "better"))
    _check_basis(indicator, node, report)
    for target in indicator.targets:
        _check_target(indicator, target, report)


def _check_unit(indicator: Indicator, node: Node, report: Report) -> None:
    printed = unit_of(indicator.name)
    if printed is not None and printed != indicator.unit:
        hint = f"请写成“unit: {printed}”，或删掉 unit。"
        report.error("unit-differs", f"单位“{indicator.unit}”与名称里的“{printed}”不一样", hint, get(node, "unit"))
    if (indicator.unit == "%") != (indicator.type is FactType.PERCENT):
        message = f"“{indicator.name}”的单位与 type 不合"
        report.error("unit-type", message, "单位是 % 的写 type: percent，其他的不写。", get(node, "type") or node)


def _check_basis(indicator: Indicator, node: Node, report: Report) -> None:
    """Words such as 不低于 give the direction; without them it is ours, and says so."""
    if indicator.type is FactType.BOOL:
        return
    said = {direction_of(target.text) for target in indicator.targets if target.value is not None} - {None}
    if said - {indicator.better}:
        found = "、".join(target.text for target in indicator.targets if direction_of(target.text))
        hint = "请按原文的“不低于”“以上”“不超过”等字改正 better。"
        message = f"better 写的是{WORDS.get(indicator.better, '“是”更好')}，原文“{found}”相反"
        report.error("better-differs", message, hint, get(node, "better"))
    basis = Basis.OFFICIAL if said else Basis.SUGGESTED
    if indicator.basis is not basis:
        why = "目标里有“不低于”“以上”等字" if said else "目标里没有“不低于”“以上”“不超过”等字"
        report.error(
            "basis", f"{why}，方向的依据应是“{basis.value}”", f"请写成“basis: {basis.value}”。", get(node, "basis")
        )


def _check_target(indicator: Indicator, target: Target, report: Report) -> None:
    name, value = f"“{indicator.name}”{target.year or ''}年目标", target.value
    if value is None:
        return
    if isinstance(value, bool) != (indicator.type is FactType.BOOL):
        hint = "是否类的目标写 {value: true, text: 原文}，其他的写数字。"
        report.error("target-type", f"{name}的写法与 type 不合", hint, target.location)
    elif not isinstance(value, bool) and value not in _figures(indicator, target):
        message = f"{name}写的是 {number_text(value)}，原文“{target.text}”里没有这个数"
        report.error("figure-differs", message, "请照原文改正 value 或 text。", target.location)
    elif indicator.quote and target.text not in indicator.quote:
        message = f"{name}的“{target.text}”不在 quote 里"
        report.error("quote-not-verbatim", message, "请从 quote 中照抄，标点也要一样。", target.location)


def _figures(indicator: Indicator, target: Target) -> tuple[Fraction, ...]:
    """The figures of a target's words: a bare cell is in the table's unit already, words bring their own 万."""
    return figures_of(target.text, indicator.unit if indicator.quote else "")


def check_names(plan: Plan, report: Report) -> None:
    """No two indicators or tasks share an id; no two indicators of one table share a name."""
    for places in (plan.indicators, plan.tasks):
        seen: set[str] = set()
        for place in places:
            if place.id in seen:
                report.error("duplicate-id", f"编号“{place.id}”重复", "请换一个编号。", place.location)
            seen.add(place.id)
    for table in plan.tables:
        names: set[str] = set()
        for one in table.indicators:
            if one.name in names:
                report.error(
                    "duplicate-name", f"同一张表里有两个“{one.name}”", "请核对原文，区分两个名称。", one.location
                )
            names.add(one.name)
    known = {one.id for one in plan.indicators}
    for contradiction in plan.contradictions:
        for identity in contradiction.indicators:
            if identity not in known:
                message = f"“{contradiction.about}”里的指标编号“{identity}”不存在"
                report.error("unknown-indicator", message, "请改成现有的指标编号。", None)


def check_years(plan: Plan, main: MappingNode, report: Report) -> None:
    """Years rise, targets stand in them, and a base figure needs a base year."""
    years = plan.reported_years
    if list(years) != sorted(set(years)):
        report.error(
            "years",
            "年度要从小到大，不能重复，base_year 要早于 years",
            "请改正 years 或 base_year。",
            main.get("years"),
        )
    for one in plan.indicators:
        for target in one.targets:
            if target.year not in plan.years:
                known = "、".join(str(year) for year in plan.years)
                message = f"“{one.name}”的目标写在了 {target.year or '不是年份的键'}"
                report.error("target-year", message, f"目标年度只能是 {known}。", target.location)
        if one.base is not None and plan.base_year is None:
            report.error(
                "base-year", f"“{one.name}”有基数，没有写 base_year", "请在 pack.yaml 里写 base_year。", one.location
            )


def check_task(task: Task, node: Node, report: Report) -> None:
    """Responsible units can be told apart; one unit has one part in a task."""
    units = [unit for share in task.shares for unit in share.units]
    if "" in units:
        report.error("units", f"任务{task.id}的责任单位里有空的一段", "请核对顿号和逗号。", node)
    for unit in units:
        if units.count(unit) > 1:
            report.question("unit-twice", f"任务{task.id}的责任单位里“{unit}”出现了两次", "请核对原文。", node)
