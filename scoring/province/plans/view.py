"""The progress report of a plan as a view: every text that the templates print."""

from __future__ import annotations

from scoring.base.text import date_text
from scoring.model.attainment import Attainment, IndicatorResult, State, UnitResult, YearResult
from scoring.model.plan import Nature, Plan
from scoring.model.progress import TaskState
from scoring.province.plans.trend import trend
from scoring.province.plans.words import basis_text, counts_text, heading, open_text, target_text, value_text, verdict
from scoring.reports.render.views.chapters import Chapter
from scoring.reports.render.views.model import Cover, Pair
from scoring.reports.render.views.outline import numbered
from scoring.reports.render.views.plan import (
    CountRow,
    PlanCell,
    PlanGroup,
    PlanRow,
    PlanTable,
    PlanView,
    TaskRow,
    UnitRow,
)
from scoring.reports.wording import ABSENT, LACKING

__all__ = ["plan_view"]

MOODS = {State.MET: "met", State.MISSED: "missed", State.UNKNOWN: "open", State.NO_TARGET: ""}
TASK_MOODS = {TaskState.DONE: "met", TaskState.RUNNING: "", TaskState.WAITING: "missed", TaskState.UNKNOWN: "open"}


def plan_view(found: Attainment) -> PlanView:
    """Everything the report of one region prints. Pure: the same result gives the same view."""
    plan, progress = found.plan, found.progress
    reporter = progress.reporter or ABSENT
    charts = [trend(one, plan.reported_years, plan.base_year) for one in found.indicators]
    contradictions = tuple(
        Pair(name=one.about, value="；".join(f"{text.name}“{text.text}”" for text in one.texts), note=one.note)
        for one in plan.contradictions
    )
    gaps = tuple(Pair(name=one.about, value=one.lacks, note=one.known or LACKING) for one in plan.lacks)
    return PlanView(
        title=f"{progress.region}进展报告",
        keyword="进展报告",
        city=progress.region,
        applicant=reporter,
        signer="填报单位",
        contact=progress.contact,
        author=progress.reporter or progress.region,
        subject=plan.title,
        day=found.as_of.isoformat() if found.as_of else "",
        chapters=_chapters(plan, bool(found.units)),
        cover=_cover(found, reporter),
        lead=_lead(found),
        counts=_counts(found),
        tables=_tables(found),
        trends=tuple(chart for chart in charts if chart is not None),
        trends_note=_trends_note(charts.count(None)),
        units=tuple(_unit(unit) for unit in found.units),
        states=tuple(state.value for state in TaskState),
        groups=_groups(found),
        contradictions=contradictions,
        gaps=gaps,
        assumptions=tuple(Pair(name=one.about, value=one.text) for one in plan.assumptions),
        sign_note="以上数据和任务进展请填报单位核对无误后签字盖章。",
        provenance=_provenance(found),
    )


def _chapters(plan: Plan, units: bool) -> tuple[Chapter, ...]:
    tables = [(f"table-{place}", heading(table)) for place, table in enumerate(plan.tables)]
    tasks = [("units", "各责任单位任务进展")] * units + [("groups", "各项任务进展")]
    rests = [("contradictions", "原文前后不一致之处")] * bool(plan.contradictions)
    rests += [("gaps", "原文缺失的内容")] * bool(plan.lacks)
    rests += [("assumptions", "对照约定")] * bool(plan.assumptions)
    return numbered(
        (
            ("plan-summary", "总体情况", ()),
            ("plan-indicators", "指标达到情况", tables),
            ("plan-trends", "指标走势", ()),
            *((("plan-tasks", "任务进展", tasks),) if plan.tasks else ()),
            ("plan-basis", "原文和对照说明", rests),
            ("sign", "签字盖章", ()),
        )
    )


def _cover(found: Attainment, reporter: str) -> Cover:
    plan, progress = found.plan, found.progress
    lines = [Pair(name="填报地区", value=progress.region), Pair(name="填报单位", value=reporter)]
    lines.append(Pair(name="数据截至", value=date_text(found.as_of) if found.as_of else ABSENT))
    if progress.origin:
        lines.append(Pair(name="数据说明", value=progress.origin))
    missing = open_text(found)
    return Cover(
        subject=plan.short_title,
        heading="进展报告",
        basis=f"依据《{plan.title}》编制",
        lines=tuple(lines),
        marker=missing,
        watermark="虚构样例" if progress.invented else "",
    )


def _lead(found: Attainment) -> tuple[str, ...]:
    plan = found.plan
    states = [found.state_of(task.id) for task in plan.tasks]
    lines = [
        f"本报告按照《{plan.title}》，把{len(plan.indicators)}项指标各年度的实际值与原文的目标逐年对照；没有填的按未知处理，不判断是否达到。"
    ]
    if found.as_of is not None:
        lines.append(f"数据截至{date_text(found.as_of)}，这一天还没有结束的年度算未到期。")
    ended = [year for year in plan.years if found.as_of is None or year < found.as_of.year or _over(found, year)]
    if ended:
        for nature, years in found.counts.items():
            name = "各项指标" if len(found.counts) == 1 else f"{_nature(nature)}指标"
            lines.append(f"{ended[-1]}年，{name}{counts_text(years[ended[-1]])}。")
    if states:
        parts = "，".join(f"{state.value}{states.count(state)}项" for state in TaskState if state in states)
        lines.append(f"任务共{len(states)}项，{parts}。")
    missing = open_text(found)
    return (*lines, missing) if missing else tuple(lines)


def _over(found: Attainment, year: int) -> bool:
    return found.as_of is not None and (found.as_of.year, found.as_of.month, found.as_of.day) == (year, 12, 31)


def _nature(nature: Nature) -> str:
    return "正文中未标明属性的" if nature is Nature.UNSTATED else nature.value


def _counts(found: Attainment) -> tuple[CountRow, ...]:
    alone = len(found.counts) == 1
    return tuple(
        CountRow(
            kind="各项指标" if alone else "未标明属性" if nature is Nature.UNSTATED else nature.value,
            year=f"{year}年",
            met=_count(counts.met),
            missed=_count(counts.missed),
            unknown=_count(counts.unknown - counts.not_due),
            not_due=_count(counts.not_due),
            no_target=_count(counts.no_target),
        )
        for nature, years in found.counts.items()
        for year, counts in years.items()
    )


def _count(number: int) -> str:
    return str(number) if number else "—"


def _tables(found: Attainment) -> tuple[PlanTable, ...]:
    tables = []
    for table in found.plan.tables:
        results = [found.of(one.id) for one in table.indicators]
        years = [year for year in found.plan.reported_years if any(_used(result, year) for result in results)]
        rows = tuple(_row(found, result, years) for result in results)
        natures = any(one.nature is not Nature.UNSTATED for one in table.indicators)
        tables.append(
            PlanTable(title=heading(table), natures=natures, years=tuple(f"{year}年" for year in years), rows=rows)
        )
    return tuple(tables)


def _used(result: IndicatorResult, year: int) -> bool:
    found = result.year(year)
    return found is not None and (found.target is not None or found.value is not None)


def _row(found: Attainment, result: IndicatorResult, years: list[int]) -> PlanRow:
    one = result.indicator
    notes = [f"说明：{text}" for text in (found.progress.report(one.id).note,) if text]
    notes += [f"来源：{text}" for text in (found.progress.report(one.id).source,) if text]
    notes += [f"编者说明：{text}" for text in one.notes]
    return PlanRow(
        number=one.id,
        name=one.name,
        kind="—" if one.nature is Nature.UNSTATED else one.nature.value,
        quote=one.quote,
        cells=tuple(_cell(result, year) for year in years),
        notes=(*notes, basis_text(one)),
    )


def _cell(result: IndicatorResult, year: int) -> PlanCell:
    one, found = result.indicator, result.year(year)
    if found is None or (found.target is None and found.value is None):
        return PlanCell(target="", value="—", verdict="", mood="")
    target = "" if found.target is None else target_text(one, found.target)
    value = "" if found.value is None else value_text(one, found.value)
    late = found.state is State.UNKNOWN and not found.due
    return PlanCell(
        target=target,
        value=value,
        verdict="" if found.target is None else _verdict(result, found),
        mood="" if late else MOODS[found.state],
    )


def _verdict(result: IndicatorResult, found: YearResult) -> str:
    return verdict(result.indicator, found).removeprefix("未达到，")


def _trends_note(without: int) -> str:
    text = "实线和圆点是实际值（没有达到当年目标的为空心圆），虚线和方块是原文的目标和基数；没有填的年度不画。"
    text += "各图按本图的最小值和最大值取高低，不从零画起，图与图之间不能比较高低。"
    if without:
        text += f"另有{without}项只有一个年度的数或是“是、否”类目标，没有画图。"
    return text


def _unit(unit: UnitResult) -> UnitRow:
    parts: dict[str, list[str]] = {}
    for task, role, _ in unit.tasks:
        parts.setdefault(role, []).append(task)
    return UnitRow(
        unit=unit.unit,
        parts=tuple(f"{role}：{'、'.join(tasks)}" for role, tasks in parts.items()),
        total=str(len(unit.tasks)),
        states=tuple(_count(unit.count(state)) for state in TaskState),
    )


def _groups(found: Attainment) -> tuple[PlanGroup, ...]:
    return tuple(
        PlanGroup(
            title=f"{group.label}{group.title}",
            tasks=tuple(
                TaskRow(
                    number=task.number,
                    title=task.title or task.text,
                    units=task.units or LACKING,
                    state=found.state_of(task.id).value,
                    mood=TASK_MOODS[found.state_of(task.id)],
                    note=report.note if (report := found.progress.tasks.get(task.id)) is not None else "",
                )
                for task in group.tasks
            ),
        )
        for group in found.plan.groups
    )


def _provenance(found: Attainment) -> tuple[Pair, ...]:
    plan, progress = found.plan, found.progress
    return (
        Pair(name="规划方案", value=f"{plan.title}（{plan.id}，编码第{plan.edition}版）"),
        Pair(name="发布机关", value=plan.issuer or LACKING),
        Pair(name="文号", value=plan.document_number or LACKING),
        Pair(name="印发日期", value=plan.issued or LACKING),
        Pair(name="来源", value=f"{plan.source.title}。{plan.source.note}"),
        Pair(name="规划方案校验码", value=plan.digest),
        Pair(name="进展文件", value=progress.file.replace("\\", "/").rsplit("/", 1)[-1]),
        Pair(name="进展文件校验码", value=progress.digest),
        Pair(name="判断截至日", value=date_text(found.as_of) if found.as_of else ABSENT),
        Pair(name="工具版本", value=found.tool_version),
    )
