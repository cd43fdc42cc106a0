"""The evidence folder in a terminal: the checklist, the findings, and what absent files put at risk."""

from __future__ import annotations

from scoring.base.text import points_text, scored_text
from scoring.cli.console import paint
from scoring.cli.messages import count_text, problems_text
from scoring.cli.score_text import reading_lines
from scoring.cli.table import Column, Row, fit, hanging, layout, wrap
from scoring.model.criteria import Basis, Criteria
from scoring.model.evidence import EvidenceCheck, EvidenceEntry, EvidenceState, EvidenceSupport, Risk
from scoring.model.submission import Submission
from scoring.naming import draft_texts
from scoring.reports.wording import evidence_word

__all__ = ["evidence_text"]

STYLES = {EvidenceState.PRESENT: "", EvidenceState.NOT_LISTED: "yellow"}
SHOWN = 12
SHORT = 12


def evidence_text(
    criteria: Criteria,
    submission: Submission,
    found: EvidenceCheck,
    support: EvidenceSupport,
    *,
    columns: int,
    colour: bool,
) -> str:
    """Everything `scoring evidence` prints."""
    lines = [paint(f"{submission.city}　佐证材料检查", "bold", on=colour)]
    if submission.invented:
        lines.append("（虚构样例，不代表任何真实城市）")
    lines += [line for text in draft_texts(criteria) for line in wrap(text, columns)]
    lines += ["", *_table(found, columns, colour), "", *_summary(criteria, found, columns)]
    if found.findings:
        lines += ["", problems_text(found.findings, colour=colour)]
    lines += ["", f"自评得分：{scored_text(support.claimed)}。"]
    lines += reading_lines(support, columns, "列在下面")
    return "\n".join([*lines, *_risks(support.risks or (), columns)]) + "\n"


def _table(found: EvidenceCheck, columns: int, colour: bool) -> list[str]:
    names = max(columns - 9 - 8 - 6 - SHORT - 8, 20)
    heads = (
        Column(head="编号", width=9, whole=True),
        Column(head="状态", width=8),
        Column(head="页数", width=6, right=True),
        Column(head="校验码", width=SHORT),
        Column(head="材料", width=names),
    )
    return layout(heads, [_row(entry, names) for entry in found.entries.entries], colour=colour)


def _row(entry: EvidenceEntry, room: int) -> Row:
    word, style = evidence_word(entry.state), STYLES.get(entry.state, "red")
    pages = "" if entry.pages is None else str(entry.pages)
    title = entry.file.title if entry.file is not None else entry.request.title if entry.request is not None else ""
    if entry.file is None and entry.request is not None and entry.request.basis is Basis.SUGGESTED:
        title += "（建议）"
    path = f" {entry.file.path}" if entry.file is not None else ""
    cells = (entry.number, word, pages, (entry.digest or "")[:SHORT], fit(title + path, 2 * room))
    return Row(cells=cells, style=style)


def _summary(criteria: Criteria, found: EvidenceCheck, columns: int) -> list[str]:
    entries = found.entries.entries
    listed = [entry for entry in entries if entry.file is not None]
    present = sum(entry.state is EvidenceState.PRESENT for entry in listed)
    pages = sum(entry.counted or 0 for entry in listed)
    text = (
        f"列出{len(listed)}份，在的{present}份，PDF 共{pages}页；清单里还有{len(entries) - len(listed)}种材料没有列。"
    )
    lines = hanging("", f"{text}检查结果：{count_text(found.findings)}。", columns)
    if criteria.evidence_period is None:
        lines += hanging("", "指标体系没有规定佐证材料的时间范围，所以没有按时间检查。", columns)
    return lines


def _risks(risks: tuple[Risk, ...], columns: int) -> list[str]:
    costly = [risk for risk in risks if risk.worth > 0]
    if not costly:
        return []
    lines = ["", "缺的材料各影响多少分（大的在前，各行单独计算，不能相加）："]
    for risk in costly[:SHOWN]:
        word = evidence_word(risk.state)
        basis = "（建议）" if risk.basis is Basis.SUGGESTED else ""
        text = f"{risk.item} {points_text(risk.worth)}分：{risk.title}{basis}，{word}；支撑 {'、'.join(risk.facts)}"
        lines += hanging("  · ", text, columns)
    if len(costly) > SHOWN:
        lines.append(f"  · 另有{len(costly) - SHOWN}种，见 --format json。")
    return lines
