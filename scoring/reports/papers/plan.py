"""A plan without points and how far it is fulfilled, on the terminal: indicators by year, counts by nature, tasks by unit."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.base.text import date_text
from scoring.model.attainment import Attainment, IndicatorResult, TargetState
from scoring.model.plan import Indicator, Nature, Plan, PlanTask
from scoring.model.progress import TaskState
from scoring.province.plans.words import (
    basis_text,
    because,
    cell,
    counts_text,
    heading,
    name_text,
    open_text,
    outlook,
    target_text,
    targets_text,
)
from scoring.reports.blocks import BlankLine, Block, Bullets, Cell, Column, Heading, Paragraph, Row, Run, Table
from scoring.wording import LACKING

__all__ = ["TASK", "attainment_blocks", "indicator_blocks", "plan_blocks", "task_blocks"]

NATURE = {Nature.BINDING: "约束", Nature.EXPECTED: "预期", Nature.UNSTATED: ""}
TASK = "任务"


def attainment_blocks(found: Attainment) -> Iterator[Block]:
    """Everything `scoring score` prints for a plan."""
    plan, progress = found.plan, found.progress
    yield Heading(f"{progress.region}　{plan.short_title}　目标达到情况", 1)
    if progress.invented:
        yield Paragraph("（虚构样例，不代表任何真实地区）")
    if progress.origin:
        yield Paragraph(progress.origin)
    if found.as_of is not None:
        yield Paragraph(f"数据截至{date_text(found.as_of)}，以后的年度算未到期。")
    yield from (BlankLine(), _indicators(found))
    yield from (Paragraph("“—”和只有一个数的年度没有目标；写着“目标”的还没有填实际值。"), BlankLine())
    yield from _counts(found)
    yield from _units(found)
    missing = open_text(found)
    if missing:
        yield from (BlankLine(), Paragraph(missing))
    count = len(plan.contradictions)
    if count:
        text = f"注意：原文有{count}处前后不一致，照录未改，见 scoring criteria show {plan.id} 和报告。"
        yield from (BlankLine(), Paragraph(text))
    yield from (Paragraph(f"{lack.about}：{lack.lacks}", "注意：") for lack in plan.lacks)


def _indicators(found: Attainment) -> Table:
    years = [year for year in found.plan.reported_years if _used(found, year)]
    natures = any(one.nature is not Nature.UNSTATED for one in found.plan.indicators)
    heads = [Column("指标", whole=True), Column("名称"), *([Column("属性", whole=True)] if natures else [])]
    heads += [Column(f"{one}年", whole=True) for one in years]
    rows: list[Row] = []
    for table in found.plan.tables:
        rows.append(Row((Cell(heading(table), span=len(heads)),), "section"))
        rows += [_row(found.of(one.id), years, natures) for one in table.indicators]
    return Table(heads, rows)


def _used(found: Attainment, year: int) -> bool:
    """Whether a year has a target or a value anywhere."""
    results = [result for one in found.indicators if (result := one.year(year)) is not None]
    return any(result.target is not None or result.value is not None for result in results)


def _row(result: IndicatorResult, years: list[int], natures: bool) -> Row:
    one = result.indicator
    cells = [cell(one, found) for year in years if (found := result.year(year)) is not None]
    missed = any(found.state is TargetState.MISSED for found in result.years)
    late = any(found.state is TargetState.UNKNOWN and found.due for found in result.years)
    nature = (NATURE[one.nature],) if natures else ()
    return Row((one.id, name_text(one), *nature, *cells), "bad" if missed else "open" if late else "")


def _counts(found: Attainment) -> Iterator[Block]:
    for nature, years in found.counts.items():
        name = "各项指标（原文没有分约束性和预期性）" if len(found.counts) == 1 else f"{nature.value}指标"
        if nature is Nature.UNSTATED and len(found.counts) > 1:
            name = "正文指标（没有标明属性）"
        yield Paragraph(f"{name}：", style="strong")
        for year, counts in years.items():
            if counts.met or counts.missed or counts.unknown:
                yield Paragraph(counts_text(counts), f"{year}年　", indent=1)


def _units(found: Attainment) -> Iterator[Block]:
    if not found.plan.tasks:
        return
    states = [found.state_of(task.id) for task in found.plan.tasks]
    total = "，".join(f"{state.value}{states.count(state)}项" for state in TaskState if state in states)
    yield from (BlankLine(), Paragraph((Run(f"任务（共{len(states)}项）：", "strong"), total)))
    if not found.units:
        yield Paragraph("原文没有责任单位。", indent=1)
        return
    numbers = (Column(state.value, kind="number") for state in TaskState)
    heads = (Column("责任单位"), Column("任务", kind="number"), *numbers)
    rows = [
        Row((unit.unit, str(len(unit.tasks)), *(str(unit.count(state) or "") for state in TaskState)))
        for unit in found.units
    ]
    yield Table(heads, rows)


def indicator_blocks(found: Attainment, one: Indicator) -> Iterator[Block]:
    """One indicator year by year."""
    result = found.of(one.id)
    yield Heading(f"{one.id}　{one.name}{_nature(one)}")
    if one.quote:
        yield Paragraph(one.quote, "原文：")
    if one.when:
        yield Paragraph(one.when, "期限：")
    for other in one.also:
        yield Paragraph(f"{other.name}“{other.text}”", "原文别处：")
    yield Paragraph(basis_text(one), "方向：")
    if one.base is not None and one.base.value is not None:
        yield Paragraph(f"{found.plan.base_year}年 {target_text(one, one.base)}", "基数：")
    years = [year for year in result.years if year.target is not None or year.value is not None]
    yield Bullets([because(one, year) for year in years])
    ahead = outlook(result)
    if ahead:
        yield Paragraph(ahead, "展望：")
    report = found.progress.report(one.id)
    yield from (Paragraph(text, lead) for lead, text in (("来源：", report.source), ("说明：", report.note)) if text)
    yield from (Paragraph(note, "编者说明：") for note in one.notes)
    for contradiction in found.plan.contradictions:
        if one.id in contradiction.indicators:
            texts = "；".join(f"{text.name}“{text.text}”" for text in contradiction.texts)
            yield Paragraph(f"{texts}。{contradiction.note}", "前后不一致：")


def task_blocks(found: Attainment, task: PlanTask) -> Iterator[Block]:
    """One task with its units."""
    report = found.progress.tasks.get(task.id)
    head = f"{TASK}{task.id}　{task.title}".rstrip("　")
    yield Heading(f"{head}　{found.state_of(task.id).value}")
    yield Paragraph(task.text, "原文：")
    yield Paragraph(task.units or LACKING, "责任单位：")
    yield Bullets([f"{share.role}：{'、'.join(share.units)}" for share in task.shares])
    if report is not None and report.note:
        yield Paragraph(report.note, "说明：")


def plan_blocks(plan: Plan) -> Iterator[Block]:
    """What a plan asks for."""
    yield Paragraph(plan.title)
    about = [f"名称：{plan.id}", f"版本：{plan.edition}", f"指标{len(plan.indicators)}项", f"任务{len(plan.tasks)}项"]
    yield Paragraph("　".join([*about, "没有分值"]))
    parts = (plan.region, plan.issuer, plan.document_number or "", plan.issued)
    yield Paragraph("　".join(part for part in parts if part))
    yield Paragraph(f"来源：{plan.source.title}。{plan.source.note}")
    for table in plan.tables:
        yield Heading(f"{table.label} {table.title}".strip())
        for one in table.indicators:
            yield Paragraph(f"{one.name}{_nature(one)}　{basis_text(one)}", f"  {one.id}　")
            quote = [f"原文：{one.quote}"] if one.quote else []
            notes = [f"说明：{note}" for note in one.notes]
            yield from (Paragraph(text, indent=3) for text in (*quote, targets_text(one, plan.base_year), *notes))
    for group in plan.groups:
        yield Heading(f"{group.label}{group.title}")
        for task in group.tasks:
            yield Paragraph(task.title or task.text, f"  {task.id}　")
            yield Paragraph(f"责任单位：{task.units or LACKING}", indent=3)
    if plan.contradictions:
        told = [(one, "；".join(f"{text.name}“{text.text}”" for text in one.texts)) for one in plan.contradictions]
        yield Bullets(
            [f"{one.about}：{texts}。{one.note}" for one, texts in told], "原文前后不一致之处（照录，没有改正）："
        )
    yield from (Paragraph(f"原文不完整：{lack.about}。{lack.lacks}") for lack in plan.lacks)
    if plan.assumptions:
        yield from (BlankLine(), Paragraph("本工具的约定（原文没有写明的）："))
        yield from (Paragraph(f"{one.about}：{one.text}", indent=1) for one in plan.assumptions)


def _nature(one: Indicator) -> str:
    return "" if one.nature is Nature.UNSTATED else f"　{one.nature.value}"
