"""A blank submission to a plan: every year of every indicator, every task with its units."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.cli.template import EMPTY, comment, next_commands
from scoring.model.plan import Indicator, Nature, Plan, PlanTask
from scoring.model.progress import TaskState
from scoring.province.plans.words import basis_text, target_text

__all__ = ["plan_template"]


def plan_template(plan: Plan, schema_name: str, file_name: str = "") -> str:
    """The text of the template. `schema_name` is the schema's file name, beside the template ("" leaves it out);
    `file_name` its own, for the commands that come next."""
    return "\n".join(_lines(plan, schema_name, file_name)) + "\n"


def _lines(plan: Plan, schema_name: str, file_name: str) -> Iterator[str]:
    if schema_name:
        yield f"# yaml-language-server: $schema=./{schema_name}"
    yield f"# {plan.title}"
    yield "#"
    yield "# 怎么填："
    yield "#   · 把“未填”换成各年度的实际值；不知道的留着“未填”，按“未知”处理，不当作没有达到。"
    yield "#   · 数量只写数字；百分比写 95% 或 95；是/否的写 是 或 否。"
    yield f"#   · 任务的状态写 {'、'.join(state.value for state in TaskState if state is not TaskState.UNKNOWN)} 之一。"
    yield "#   · 冒号用半角“:”，后面空一格；缩进用空格，不用制表符。"
    yield next_commands(file_name)
    yield ""
    yield f"指标体系: {plan.id}"
    yield f"地区: {EMPTY}"
    yield f"数据截至: {EMPTY}    # 写成 2023-12-31；这一天以后的年度算未到期"
    yield f"数据说明: {EMPTY}"
    yield f"填报单位: {EMPTY}"
    yield f"联系方式: {EMPTY}"
    yield ""
    yield "指标进展:"
    for table in plan.tables:
        yield ""
        yield f"  # ═══ {table.label} {table.title} ═══"
        for one in table.indicators:
            yield from _indicator(one, plan)
    yield ""
    yield "任务进展:"
    for group in plan.groups:
        yield ""
        yield f"  # ═══ {group.label}{group.title} ═══"
        for task in group.tasks:
            yield from _task(task)


def _indicator(one: Indicator, plan: Plan) -> Iterator[str]:
    yield ""
    unit = f"　单位：{one.unit}" if one.unit else ""
    nature = "" if one.nature is Nature.UNSTATED else f"　{one.nature.value}"
    yield from comment("  ", f"{one.name}{unit}{nature}　{basis_text(one)}")
    if one.quote:
        yield from comment("  ", f"原文：{one.quote}")
    for note in one.notes:
        yield from comment("  ", f"说明：{note}")
    yield f'  "{one.id}":'
    for year in plan.reported_years:
        target = one.target(year)
        if target is not None:
            aim = f"    # 目标：{target_text(one, target)}"
        elif year == plan.base_year and one.base is not None and one.base.value is not None:
            aim = f"    # 原文的基数：{target_text(one, one.base)}"
        else:
            aim = "    # 没有目标，可以不填"
        yield f"    {year}: {EMPTY}{aim}"


def _task(task: PlanTask) -> Iterator[str]:
    yield ""
    yield from comment("  ", f"{task.number} {task.title or task.text}")
    yield from comment("  ", f"责任单位：{task.units or '（原文缺失）'}")
    yield f'  "{task.id}": {{状态: {EMPTY}}}'
