"""`scoring criteria list` and `scoring criteria show` for plans."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.base.assets import pack_search
from scoring.cli import console
from scoring.cli.messages import usable
from scoring.cli.output import print_json
from scoring.cli.table import hanging
from scoring.model.plan import Indicator, Nature, Plan, Task
from scoring.province import plans
from scoring.province.plans.words import basis_text, targets_text

__all__ = ["plan_or_none", "plan_row", "run_plan_show"]


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
        from scoring.province.plans.as_json import plan_json

        print_json(plan_json(plan))
        return 0
    columns = console.terminal_width()
    console.data("\n".join(line for lead, text in _lines(plan) for line in hanging(lead, text, columns)))
    return 0


def _lines(plan: Plan) -> Iterator[tuple[str, str]]:
    """Each line as its indent and its text."""
    yield "", plan.title
    about = [f"名称：{plan.id}", f"版本：{plan.edition}", f"指标{len(plan.indicators)}项", f"任务{len(plan.tasks)}项"]
    yield "", "　".join([*about, "没有分值"])
    parts = (plan.region, plan.issuer, plan.document_number or "", plan.issued)
    yield "", "　".join(part for part in parts if part)
    yield "", f"来源：{plan.source.title}。{plan.source.note}"
    for table in plan.tables:
        yield "", ""
        yield "", f"{table.label} {table.title}".strip()
        for one in table.indicators:
            yield from _indicator(one, plan)
    for group in plan.groups:
        yield "", ""
        yield "", f"{group.label}{group.title}"
        for task in group.tasks:
            yield from _task(task)
    if plan.contradictions:
        yield "", ""
        yield "", "原文前后不一致之处（照录，没有改正）："
        for one_by_one in plan.contradictions:
            texts = "；".join(f"{text.name}“{text.text}”" for text in one_by_one.texts)
            yield "  · ", f"{one_by_one.about}：{texts}。{one_by_one.note}"
    for lack in plan.lacks:
        yield "", f"原文不完整：{lack.about}。{lack.lacks}"
    if plan.assumptions:
        yield "", ""
        yield "", "本工具的约定（原文没有写明的）："
        for assumption in plan.assumptions:
            yield "  ", f"{assumption.about}：{assumption.text}"


def _indicator(one: Indicator, plan: Plan) -> Iterator[tuple[str, str]]:
    nature = "" if one.nature is Nature.UNSTATED else f"　{one.nature.value}"
    yield f"  {one.id}　", f"{one.name}{nature}　{basis_text(one)}"
    if one.quote:
        yield "      ", f"原文：{one.quote}"
    yield "      ", targets_text(one, plan.base_year)
    for note in one.notes:
        yield "      ", f"说明：{note}"


def _task(task: Task) -> Iterator[tuple[str, str]]:
    yield f"  {task.id}　", f"{task.title or task.text}"
    yield "      ", f"责任单位：{task.units or '（原文缺失）'}"
