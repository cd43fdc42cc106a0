"""The progress report of a plan (进展报告): targets and figures year by year, charts, tasks by unit."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct

from scoring.base.text import approx_text, date_text
from scoring.model.attainment import Attainment, IndicatorResult, TargetState, UnitResult, YearResult
from scoring.model.plan import Nature
from scoring.model.progress import TaskState
from scoring.province.plans.words import (
    basis_text,
    counts_text,
    gap_text,
    heading,
    open_text,
    target_text,
    value_text,
    verdict,
)
from scoring.reports.blocks import (
    Block,
    Cell,
    Paragraph,
    Picture,
    Row,
    Run,
    Table,
    Template,
    Text,
    lines,
)
from scoring.reports.document import (
    SIGNED,
    Cover,
    Head,
    Pair,
    ReportDocument,
    ReportSection,
    RuledRow,
    chapters,
    pairs,
    ruled,
    texts,
)
from scoring.reports.papers.form_blocks import sign_blocks
from scoring.reports.render.html import fill
from scoring.wording import ABSENT, LACKING

__all__ = ["TrendMark", "PlanReport", "Trend", "plan_document", "plan_sections", "trend"]

MOODS = {TargetState.MET: "met", TargetState.MISSED: "missed", TargetState.UNKNOWN: "open", TargetState.NO_TARGET: ""}
TASK_MOODS = {TaskState.DONE: "met", TaskState.RUNNING: "", TaskState.WAITING: "missed", TaskState.UNKNOWN: "open"}
SIGNER, SIGN_NOTE = "填报单位", "以上数据和任务进展请填报单位核对无误后签字盖章。"
LEFT, RIGHT, TOP, BOTTOM = 60, 660, 90, 310
"""The part of the 720 × 400 box of a chart that points may take."""

Points = list[tuple[int, Fraction]]


class TrendMark(Struct, frozen=True, kw_only=True):
    """One point of a chart with its figure; `above` says on which side of the point the figure stands."""

    x: int
    y: int
    text: str
    above: bool
    mood: str = ""


class Trend(Struct, frozen=True, kw_only=True):
    """One chart, in units of a 720 × 400 box: the targets (with the base) and the values, each joined by a line."""

    title: str
    unit: str
    years: tuple[tuple[int, str], ...]
    targets: tuple[TrendMark, ...]
    values: tuple[TrendMark, ...]
    target_line: str
    value_line: str


class PlanReport(ReportDocument, frozen=True, kw_only=True):
    """The report with what its last page, `partials/sign.html`, prints."""

    applicant: str
    signer: str
    contact: str
    sign_note: str
    provenance: tuple[Pair, ...]


def plan_document(found: Attainment) -> PlanReport:
    """The report of one region. Pure: the same result gives the same report."""
    progress = found.progress
    return PlanReport(
        title=f"{progress.region}进展报告",
        keyword="进展报告",
        city=progress.region,
        author=progress.reporter or progress.region,
        subject=found.plan.title,
        day=found.as_of.isoformat() if found.as_of else "",
        chapters=chapters(plan_sections(found)),
        cover=_cover(found),
        applicant=progress.reporter or ABSENT,
        signer=SIGNER,
        contact=progress.contact,
        sign_note=SIGN_NOTE,
        provenance=_provenance(found),
    )


def plan_sections(found: Attainment) -> Iterator[ReportSection | None]:
    """Its chapters in the order of reading."""
    plan = found.plan
    yield ReportSection(key="plan-summary", title="总体情况", blocks=[*texts(_lead(found)), _counts(found)])
    about = (
        "每格第一行是原文的目标，第二行是实际值，第三行是结果；“—”表示原文这一年没有目标。"
        "指标名称、引文和目标照抄原文，写明“建议”的方向是编制工具的约定。"
    )
    tables = [(heading(table), [indicator_table(found, place)]) for place, table in enumerate(plan.tables)]
    yield ReportSection(
        key="plan-indicators", title="指标达到情况", blocks=[Paragraph(about, style="remark")], parts=tables
    )
    charts = [trend(one, plan.reported_years, plan.base_year) for one in found.indicators]
    drawn, note = [one for one in charts if one is not None], _trends_note(charts.count(None))
    pictures: list[Block] = [
        Picture(fill("partials/plan-trend.html", trend=one).strip(), f"{one.title}的走势", 90) for one in drawn
    ]
    instead: list[Block] = [Paragraph(note, style="remark"), *(pictures or [Paragraph("没有可以画的走势图。")])]
    charted = Template("partials/plan-trends.html", {"trends": drawn, "note": note}, instead)
    yield ReportSection(key="plan-trends", title="指标走势", blocks=[charted])
    if plan.tasks:
        units = [("各责任单位任务进展", [units_table(found)])] if found.units else []
        yield ReportSection(key="plan-tasks", title="任务进展", parts=[*units, ("各项任务进展", [_tasks(found)])])
    basis = list(_basis(found))
    if basis:
        yield ReportSection(key="plan-basis", title="原文和对照说明", parts=basis)
    progress = found.progress
    signing = sign_blocks(
        _cover(found),
        note=SIGN_NOTE,
        applicant=progress.reporter or ABSENT,
        contact=progress.contact,
        origin=_provenance(found),
        signer=SIGNER,
    )
    yield ReportSection(key="sign", title=SIGNED, blocks=signing, by_template=True)


def _cover(found: Attainment) -> Cover:
    plan, progress = found.plan, found.progress
    reporter = progress.reporter or ABSENT
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


def _counts(found: Attainment) -> Table:
    alone = len(found.counts) == 1
    rows = [
        (
            "各项指标" if alone else "未标明属性" if nature is Nature.UNSTATED else nature.value,
            f"{year}年",
            _count(counts.met),
            Cell(_count(counts.missed), "missed" if counts.missed else ""),
            _count(counts.unknown - counts.not_due),
            _count(counts.not_due),
            _count(counts.no_target),
        )
        for nature, years in found.counts.items()
        for year, counts in years.items()
    ]
    numbers = ((head, 20, "number") for head in ("达到", "未达到", "未填", "未到期", "无目标"))
    return ruled((("属性", 36), ("年度", 20, "center"), *numbers), rows, "counts")


def _count(number: int) -> str:
    return str(number) if number else "—"


def indicator_table(found: Attainment, place: int) -> Table:
    """The indicators of one table of the plan, year by year."""
    table = found.plan.tables[place]
    results = [found.of(one.id) for one in table.indicators]
    years = [year for year in found.plan.reported_years if any(_used(result, year) for result in results)]
    natures = any(one.nature is not Nature.UNSTATED for one in table.indicators)
    nature = [("属性", 13, "center")] if natures else []
    wide = 14.5 if len(years) > 4 else 20
    heads: tuple[Head, ...] = (
        ("序号", 11, "center"),
        ("指标", 145 - 13 * natures - wide * len(years)),
        *nature,
        *((f"{year}年", wide, "center") for year in years),
    )
    return ruled(heads, [_row(found, result, years, natures) for result in results], "attained")


def _used(result: IndicatorResult, year: int) -> bool:
    found = result.year(year)
    return found is not None and (found.target is not None or found.value is not None)


def _row(found: Attainment, result: IndicatorResult, years: list[int], natures: bool) -> RuledRow:
    one = result.indicator
    notes = [f"说明：{text}" for text in (found.progress.report(one.id).note,) if text]
    notes += [f"来源：{text}" for text in (found.progress.report(one.id).source,) if text]
    notes += [f"编者说明：{text}" for text in one.notes]
    told = lines(
        one.name, one.quote and Run(one.quote, "scoring"), *(Run(note, "note") for note in (*notes, basis_text(one)))
    )
    kind = ["—" if one.nature is Nature.UNSTATED else one.nature.value] if natures else []
    return (one.id, told, *kind, *(_cell(result, year) for year in years))


def _cell(result: IndicatorResult, year: int) -> Cell:
    """The target as printed in the document, the value and the verdict."""
    one, found = result.indicator, result.year(year)
    if found is None or (found.target is None and found.value is None):
        return Cell(Run("—", "actual"))
    late = found.state is TargetState.UNKNOWN and not found.due
    told: list[Text] = []
    if found.target is not None:
        told.append(target_text(one, found.target))
    if found.value is not None:
        told.append(Run(value_text(one, found.value), "actual"))
    if found.target is not None:
        told.append(Run(_verdict(result, found), "verdict-word"))
    return Cell(lines(*told), "" if late else MOODS[found.state])


def _verdict(result: IndicatorResult, found: YearResult) -> str:
    return verdict(result.indicator, found) if found.gap is None else gap_text(result.indicator, found.gap)


def _trends_note(without: int) -> str:
    text = "实线和圆点是实际值（没有达到当年目标的为空心圆），虚线和方块是原文的目标和基数；没有填的年度不画。"
    text += "各图按本图的最小值和最大值取高低，不从零画起，图与图之间不能比较高低。"
    if without:
        text += f"另有{without}项只有一个年度的数或是“是、否”类目标，没有画图。"
    return text


def units_table(found: Attainment) -> Table:
    """Every responsible unit with its tasks."""
    states = ((state.value, 13, "number") for state in TaskState)
    heads: tuple[Head, ...] = (("责任单位", 40), ("承担的任务", 52), ("合计", 12, "number"), *states)
    return ruled(heads, [_unit(unit) for unit in found.units], "units")


def _unit(unit: UnitResult) -> RuledRow:
    parts: dict[str, list[str]] = {}
    for task, role, _ in unit.tasks:
        parts.setdefault(role, []).append(task)
    told = lines(*(f"{role}：{'、'.join(tasks)}" for role, tasks in parts.items()))
    return (unit.unit, told, str(len(unit.tasks)), *(_count(unit.count(state)) for state in TaskState))


def _tasks(found: Attainment) -> Table:
    rows: list[RuledRow] = []
    for group in found.plan.groups:
        rows.append(Row((Cell(f"{group.label}{group.title}", span=4),), "section"))
        for task in group.tasks:
            state, report = found.state_of(task.id), found.progress.tasks.get(task.id)
            note = Run(f"说明：{report.note}", "note") if report is not None and report.note else ""
            told = lines(task.title or task.text, note)
            rows.append((task.number, told, task.units or LACKING, Cell(state.value, TASK_MOODS[state])))
    heads = (("序号", 14, "center"), ("任务", 76), ("责任单位", 46), ("状态", 20, "center"))
    return ruled(heads, rows, "tasks")


def _basis(found: Attainment) -> Iterator[tuple[str, list[Block]]]:
    plan = found.plan
    if plan.contradictions:
        rows = [
            (one.about, "；".join(f"{text.name}“{text.text}”" for text in one.texts), one.note)
            for one in plan.contradictions
        ]
        about = "以下照录原文，没有改正；说明是编制工具的，不是官方文字。"
        heads = (("事项", 30), ("原文", 58), ("说明", 68))
        yield "原文前后不一致之处", [Paragraph(about, style="remark"), ruled(heads, rows, "gaps")]
    if plan.lacks:
        rows = [(one.about, one.known or LACKING, one.lacks) for one in plan.lacks]
        heads = (("位置", 30), ("现有原文", 58), ("缺失情况", 68))
        yield "原文缺失的内容", [ruled(heads, rows, "gaps")]
    if plan.assumptions:
        yield "对照约定", [pairs([Pair(name=one.about, value=one.text) for one in plan.assumptions])]


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


def trend(found: IndicatorResult, years: tuple[int, ...], base_year: int | None) -> Trend | None:
    """The chart of one indicator, None where fewer than two years have a figure or the goal is not a number."""
    one = found.indicator
    targets: Points = [(t.year, t.value) for t in one.targets if isinstance(t.value, Fraction)]
    if one.base is not None and base_year is not None and isinstance(one.base.value, Fraction):
        targets.insert(0, (base_year, one.base.value))
    values: Points = [(year.year, year.value) for year in found.years if isinstance(year.value, Fraction)]
    if len({year for year, _ in (*targets, *values)}) < 2:
        return None
    figures = [figure for _, figure in (*targets, *values)]
    low, high = min(figures), max(figures)
    missed = {year.year for year in found.years if year.state is TargetState.MISSED}
    aims, reached = dict(targets), dict(values)

    def mark(year: int, figure: Fraction, above: bool, mood: str) -> TrendMark:
        return TrendMark(x=_x(year, years), y=_y(figure, low, high), text=approx_text(figure), above=above, mood=mood)

    shown = [
        mark(year, figure, year not in aims or figure >= aims[year], "missed" if year in missed else "")
        for year, figure in values
    ]
    aimed = [
        mark(year, figure, year in reached and figure > reached[year], "same" if reached.get(year) == figure else "")
        for year, figure in targets
    ]
    return Trend(
        title=f"{one.id}　{one.name}",
        unit=one.unit,
        years=tuple((_x(year, years), str(year)) for year in years),
        targets=tuple(aimed),
        values=tuple(shown),
        target_line=_line(aimed),
        value_line=_line(shown),
    )


def _x(year: int, years: tuple[int, ...]) -> int:
    if len(years) == 1:
        return (LEFT + RIGHT) // 2
    return LEFT + (RIGHT - LEFT) * years.index(year) // (len(years) - 1)


def _y(figure: Fraction, low: Fraction, high: Fraction) -> int:
    if low == high:
        return (TOP + BOTTOM) // 2
    return BOTTOM - int((BOTTOM - TOP) * (figure - low) / (high - low))


def _line(marks: list[TrendMark]) -> str:
    """The points of an SVG polyline."""
    return " ".join(f"{mark.x},{mark.y}" for mark in marks)
