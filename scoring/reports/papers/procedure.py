"""Where a cycle stands: what comes next, steps, publicity, documents, reports and bans."""

from __future__ import annotations

from scoring.base.text import date_text
from scoring.model.cycle_status import CycleStatus, DocumentState, ReportState, StepLine, StepState
from scoring.province.procedure.bans import span_text
from scoring.province.procedure.words import (
    ban_text,
    both_lines,
    day_text,
    document_text,
    interpretations_taken,
    next_steps,
    now_text,
    step_note,
)
from scoring.reports.blocks import BlankLine, Block, Bullets, Column, Heading, Paragraph, Row, Table

__all__ = ["procedure_blocks"]

STYLES = {StepState.OVERDUE: "bad", StepState.DONE_LATE: "open", StepState.NEAR: "open", StepState.DONE: "good"}


def procedure_blocks(found: CycleStatus) -> list[Block]:
    """Everything `scoring procedure` prints."""
    cycle = found.cycle
    span = "" if cycle is None else f"　评选周期{span_text(cycle.begins, cycle.years)}"
    made: list[Block] = [Heading(f"{found.criteria.short_title}{span}　截至{date_text(found.as_of)}", 1)]
    if cycle is not None and cycle.invented:
        made.append(Paragraph("（虚构样例，不代表任何真实城市）"))
    made += [BlankLine(), Paragraph(now_text(found)), *_next(found), BlankLine(), _steps(found)]
    for line in found.steps:
        made += _publicity(line)
    made += [*_documents(found), *_after(found)]
    taken = interpretations_taken(found)
    if taken:
        lead = "原文没有说清、本工具采用的理解（可以在周期记录的“口径”里改选）："
        whys = [f"改选，理由：{reason}" if reason else f"默认：{reading.why}" for reading, _, reason in taken]
        texts = [f"{one.question}采用“{option}”。{why}" for (one, option, _), why in zip(taken, whys, strict=True)]
        made.append(Bullets(texts, lead))
    if found.ignored:
        made += [BlankLine(), Paragraph(f"记录里有{found.ignored}个日期晚于{date_text(found.as_of)}，没有计入。")]
    return made


def _next(found: CycleStatus) -> list[Block]:
    steps = [f"{'' if one.day is None else f'{day_text(one.day)}　'}{one.text}。" for one in next_steps(found)]
    return [Bullets(steps, "接下来：")] if steps else []


def _steps(found: CycleStatus) -> Block:
    if not found.steps:
        return Paragraph("指标体系没有写创建程序。")
    heads = (Column("阶段", whole=True), Column("时限", whole=True), Column("状态", whole=True), Column("说明"))
    rows = [
        Row(
            (
                line.step.name,
                "未知" if line.last_day is None else date_text(line.last_day),
                line.state.value,
                step_note(line),
            ),
            STYLES.get(line.state, ""),
        )
        for line in found.steps
    ]
    return Table(heads, rows)


def _publicity(line: StepLine) -> list[Block]:
    public = line.publicity
    if public is None or line.step.publicity is None or public.begun is None:
        return []
    listed = f"，名单：{'、'.join(public.listed)}" if public.listed else ""
    begun = f"{day_text(public.begun)}开始{listed}"
    texts = () if public.period is None else both_lines(public.period)
    return [
        BlankLine(),
        Paragraph(f"公示（“{line.step.publicity.quote}”）：{public.state.value}。{begun}。"),
        *(Paragraph(text, indent=1) for text in texts),
    ]


def _documents(found: CycleStatus) -> list[Block]:
    if not found.documents:
        return []
    names = [document.name for document in found.criteria.documents]
    lines = {(line.city, line.document.name): line for line in found.documents}
    rows = []
    for city in dict.fromkeys(line.city for line in found.documents):
        own = [lines[city, name] for name in names]
        late = any(line.state is DocumentState.OVERDUE for line in own)
        rows.append(Row((city, *(document_text(line) for line in own)), "bad" if late else ""))
    return [BlankLine(), Table((Column("报送材料", whole=True), *(Column(name) for name in names)), rows)]


def _after(found: CycleStatus) -> list[Block]:
    made: list[Block] = []
    if found.naming is not None and found.naming.on is not None:
        basis = f"（{found.naming.basis}）" if found.naming.basis else ""
        text = f"{'、'.join(found.naming.cities)}，{date_text(found.naming.on)}{basis}。"
        made += [BlankLine(), Paragraph(text, "命名：")]
    for duty in found.criteria.reporting if found.reports else ():
        made.append(Paragraph(f"{duty.name}（原文：“{duty.text.rstrip('。')}”）："))
        lines = []
        for line in found.reports:
            if line.duty == duty:
                day = "" if line.received is None else f"（{date_text(line.received)}）"
                end = "。" if line.state is not ReportState.MISSING else "，请催报或补记。"
                lines.append(f"{line.city}　{line.year}年度：{line.state.value}{day}{end}")
        made.append(Bullets(lines))
    if found.bans:
        made.append(Bullets([ban_text(one) for one in found.bans], "撤销和限制："))
    return made
