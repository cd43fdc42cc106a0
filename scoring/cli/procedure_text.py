"""Where a cycle stands, in a terminal."""

from __future__ import annotations

from scoring.base.text import date_text
from scoring.cli.console import paint
from scoring.cli.table import Column, Row, hanging, layout, width
from scoring.model.cycle_status import CycleStatus, DocumentState, ReportState, StepLine, StepState
from scoring.province.procedure.bans import span_text
from scoring.province.procedure.words import (
    barred_text,
    both_lines,
    day_text,
    document_text,
    next_steps,
    now_text,
    readings_taken,
    step_note,
)

__all__ = ["standing_text"]

STYLES = {
    StepState.OVERDUE: "red",
    StepState.DONE_LATE: "yellow",
    StepState.NEAR: "yellow",
    StepState.DONE: "green",
}
LEAST = 24
"""Columns that the last column of a table has at least."""


def standing_text(found: CycleStatus, *, columns: int, colour: bool) -> str:
    """Everything `scoring procedure` prints."""
    cycle = found.cycle
    span = "" if cycle is None else f"　评选周期{span_text(cycle.begins, cycle.years)}"
    head = f"{found.criteria.short_title}{span}　截至{date_text(found.as_of)}"
    lines = [paint(head, "bold", on=colour)]
    if cycle is not None and cycle.invented:
        lines.append("（虚构样例，不代表任何真实城市）")
    lines += ["", *hanging("", now_text(found), columns), *_next(found, columns), "", *_steps(found, columns, colour)]
    for line in found.steps:
        lines += _publicity(line, columns)
    lines += [*_documents(found, columns, colour), *_after(found, columns), *_readings(found, columns)]
    if found.ignored:
        lines += ["", *hanging("", f"记录里有{found.ignored}个日期晚于{date_text(found.as_of)}，没有计入。", columns)]
    return "\n".join(lines) + "\n"


def _next(found: CycleStatus, columns: int) -> list[str]:
    lines: list[str] = []
    for one in next_steps(found):
        day = "" if one.day is None else f"{day_text(one.day)}　"
        lines += hanging("  · ", f"{day}{one.text}。", columns)
    return ["", "接下来：", *lines] if lines else []


def _steps(found: CycleStatus, columns: int, colour: bool) -> list[str]:
    names = max([8, *(width(line.step.name) for line in found.steps)])
    states = max([8, *(width(line.state.value) for line in found.steps)])
    heads = (
        Column(head="阶段", width=names),
        Column(head="时限", width=14),
        Column(head="状态", width=states),
        Column(head="说明", width=max(columns - names - states - 14 - 6, LEAST)),
    )
    rows = [
        Row(
            cells=(
                line.step.name,
                "未知" if line.last_day is None else date_text(line.last_day),
                line.state.value,
                step_note(line),
            ),
            style=STYLES.get(line.state, ""),
        )
        for line in found.steps
    ]
    return layout(heads, rows, colour=colour) if rows else ["指标体系没有写创建程序。"]


def _publicity(line: StepLine, columns: int) -> list[str]:
    public = line.publicity
    if public is None or line.step.publicity is None or public.begun is None:
        return []
    listed = f"，名单：{'、'.join(public.listed)}" if public.listed else ""
    begun = f"{day_text(public.begun)}开始{listed}"
    lines = ["", *hanging("", f"公示（“{line.step.publicity.quote}”）：{public.state.value}。{begun}。", columns)]
    for text in () if public.period is None else both_lines(public.period):
        lines += hanging("  ", text, columns)
    return lines


def _documents(found: CycleStatus, columns: int, colour: bool) -> list[str]:
    if not found.documents:
        return []
    cities = list(dict.fromkeys(line.city for line in found.documents))
    names = [document.name for document in found.criteria.documents]
    cells = {(line.city, line.document.name): line for line in found.documents}
    room = max((columns - 14) // max(len(names), 1) - 2, 8)
    heads = (Column(head="报送材料", width=14), *(Column(head=name, width=room) for name in names))
    rows = []
    for city in cities:
        own = [cells[city, name] for name in names]
        late = any(line.state is DocumentState.OVERDUE for line in own)
        rows.append(Row(cells=(city, *(document_text(line) for line in own)), style="red" if late else ""))
    return ["", *layout(heads, rows, colour=colour)]


def _after(found: CycleStatus, columns: int) -> list[str]:
    lines: list[str] = []
    if found.naming is not None and found.naming.on is not None:
        basis = f"（{found.naming.basis}）" if found.naming.basis else ""
        text = f"{'、'.join(found.naming.cities)}，{date_text(found.naming.on)}{basis}。"
        lines += ["", *hanging("命名：", text, columns)]
    for duty in found.criteria.reporting if found.reports else ():
        lines += hanging("", f"{duty.name}（原文：“{duty.text.rstrip('。')}”）：", columns)
        for line in found.reports:
            if line.duty == duty:
                day = "" if line.received is None else f"（{date_text(line.received)}）"
                style = "。" if line.state is not ReportState.MISSING else "，请催报或补记。"
                lines.append(f"  · {line.city}　{line.year}年度：{line.state.value}{day}{style}")
    if found.barred:
        lines += ["", "撤销和限制："]
        for one in found.barred:
            lines += hanging("  · ", barred_text(one), columns)
    return lines


def _readings(found: CycleStatus, columns: int) -> list[str]:
    taken = readings_taken(found)
    if not taken:
        return []
    lines = ["", "原文没有说清、本工具采用的理解（可以在周期记录的“口径”里改选）："]
    for reading, option, reason in taken:
        why = f"改选，理由：{reason}" if reason else f"默认：{reading.why}"
        lines += hanging("  · ", f"{reading.question}采用“{option}”。{why}", columns)
    return lines
