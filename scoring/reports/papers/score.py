"""The score of one city for reading: section, item, points, score, loss, why; eligibility, what is missing, what to do;
and its evidence: the checklist, and what absent files put at risk."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from scoring.base.text import date_text, points_text, scored_text
from scoring.model.criteria import Basis, Criteria
from scoring.model.evidence import EvidenceCheck, EvidenceEntry, EvidenceState, EvidenceSupport
from scoring.model.explanation import ClauseExplanation, Explanation, InputLine
from scoring.model.scorecard import NOT_ASKED, EligibilityState, GateResult, ItemScore, Range, ScoreCard
from scoring.model.submission import UNNAMED, Submission
from scoring.naming import draft_texts, layer_texts
from scoring.reports.blocks import BlankLine, Block, Bullets, Column, Heading, Paragraph, Row, Run, Table
from scoring.wording import (
    condition_word,
    disqualifying_text,
    eligibility_style,
    eligibility_word,
    evidence_word,
    lost,
    place_text,
    places_text,
    points,
    window_text,
)

__all__ = ["INVENTED", "evidence_blocks", "evidence_summary", "score_blocks"]

INVENTED = "（虚构样例，不代表任何真实城市）"
STEPS = 10
RISKS = 12
"""Most steps, and most absent documents, that are listed."""
SHORT = 12
"""So much of a checksum."""


def score_blocks(
    criteria: Criteria,
    card: ScoreCard,
    explanation: Explanation,
    support: EvidenceSupport | None = None,
    *,
    applied_on: date | None = None,
    verified: tuple[Range, str] | None = None,
) -> list[Block]:
    """Everything about a score; a day of judging other than `applied_on` is named. `verified` is the score after reviews
    and what it rests on."""
    city = "（城市未填）" if card.city in ("", UNNAMED) else card.city
    made: list[Block] = [Heading(f"{city}　{criteria.short_title}　自评得分", 1)]
    if card.invented:
        made.append(Paragraph(INVENTED))
    day = card.provenance.as_of
    if day is not None and day != applied_on:
        made.append(Paragraph(f"按{date_text(day)}判断申报资格（--as-of）。"))
    made += [Paragraph(text, style="note") for text in (*draft_texts(criteria), *layer_texts(criteria))]
    made += [BlankLine(), _table(card, explanation), *_switched(card), BlankLine(), *_total(card, explanation)]
    if support is not None:
        made += _support(support, reviewed=verified is not None)
    if verified is not None:
        made.append(Paragraph(f"核实后的得分：{scored_text(verified[0])}（{verified[1]}）。"))
    made += [BlankLine(), *_eligibility(card, draft=bool(criteria.pending))]
    made += [*_missing(explanation), *_steps(explanation), *_gaps(criteria), *_conclusion(card)]
    return made


def _table(card: ScoreCard, explanation: Explanation) -> Table:
    heads = (
        Column("指标", cut=True, most=26),
        Column("分值", kind="number"),
        Column("得分", kind="number"),
        Column("失分", kind="number"),
        Column("原因"),
    )
    rows: list[Row] = []
    for section in card.sections:
        head = (f"{section.section.label}{section.section.title}", points_text(section.section.points))
        rows.append(Row((*head, points(section.score), _lost(section.assessed, section.score), ""), "section"))
        rows += [_item(item, explanation, card.provenance.submission_file) for item in section.items]
    rows.append(Row(("合计", points_text(card.full), points(card.total), _lost(card.full, card.total), ""), "sum"))
    return Table(heads, rows)


def _item(score: ItemScore, explanation: Explanation, file: str) -> Row:
    full = score.item.points
    style = "" if score.left_out or score.score.low == full else "open" if score.unknown or score.open_places else "bad"
    gained = ("缺项", "") if score.left_out else (points(score.score), _lost(full, score.score))
    label = f"  {score.item.label} {score.item.requirement}"
    return Row((label, points_text(full), *gained, _why(score, explanation, file)), style)


def _lost(full: Fraction, score: Range) -> str:
    return lost(full, score) if score.low < full else ""


def _why(item: ItemScore, explanation: Explanation, file: str) -> str:
    """The reasons of an item in one cell: what is missing, and each clause that costs something with its facts."""
    parts = ["未填：" + "、".join(item.unknown)] if item.unknown else []
    parts += ["未定：" + "、".join(item.open_places)] if item.open_places else []
    clauses = explanation.of_item(item.item.id).clauses
    return "；".join([*parts, *(_reason(clause, file) for clause in clauses if clause.cost.low > 0)])


def _reason(clause: ClauseExplanation, file: str) -> str:
    facts = "，".join(
        f"{line.input.name} {line.value}" + (f"（{where}）" if (where := _where(line, file)) else "")
        for line in clause.inputs
        if line.input.name in clause.decisive
    )
    head = clause.outcome.clause.quote or clause.verdict
    return f"{head}：{facts}" if facts else head


def _where(line: InputLine, file: str) -> str:
    """The line of the submission, the place in another file, or how the value was computed."""
    if line.place is None:
        return line.note
    return f"第{line.place.line}行" if line.place.file == file else place_text(line.place)


def _switched(card: ScoreCard) -> list[Block]:
    """The interpretations that the city set away from their default, because the points above rest on them."""
    texts = [
        f"{f'{one.item} ' if one.item else ''}{one.name}：取“{one.option}”（默认“{one.default}”），理由：{one.reason}"
        for one in card.interpretations
        if one.switched
    ]
    return [Bullets(texts, "改选的口径（得分按改选后的理解计算）：")] if texts else []


def _total(card: ScoreCard, explanation: Explanation) -> list[Block]:
    made: list[Block] = [Paragraph(f"总分：{scored_text(card.total)}（满分{points_text(card.full)}分）", style="total")]
    if card.unknown or not card.total.decided:
        kind = "准确的最低分～最高分" if card.exact else "估计的上下限，不一定都能取到"
        open_ = [f"还有{len(card.unknown)}项未填"] if card.unknown or not card.open_places else []
        open_ += ["名次还没有定"] if card.open_places else []
        text = f"{'，'.join(open_)}，所以总分是一个范围（{kind}）；未填不按“没有问题”计分。"
        made.append(Paragraph(text))
        if card.open_places:
            made.append(Paragraph(f"{places_text(card)}。", indent=1))
    return [*made, Bullets(explanation.total_trace)] if explanation.total_trace else made


def _support(support: EvidenceSupport, more: str = "见 scoring evidence", *, reviewed: bool = False) -> list[Block]:
    """How much of the total lies on paper, and where that is so that no review is recorded. `more` says where what is
    missing is listed."""
    review = "" if reviewed else "核实后的得分：还没有审核意见。"
    if not support.listed:
        return [Paragraph(f"{support.note}{review}")]
    text = f"有材料支撑的得分：{points(support.evidenced)}分；材料不在的填报内容按未填算。{review}"
    made: list[Block] = [Paragraph(text)]
    if support.at_risk > 0:
        less = f"{len(support.unbacked)}项填报内容没有材料，最多可能少{points_text(support.at_risk)}分"
        made.append(Paragraph(f"{less}；缺哪些材料、各影响多少分，{more}。", indent=1))
    return [*made, Paragraph(support.note, style="about", indent=1)]


def _eligibility(card: ScoreCard, *, draft: bool) -> list[Block]:
    """Eligibility and its gates, one line each where a gate does not simply pass; a draft clears nobody."""
    found = card.eligibility
    word = Run(eligibility_word(found.state, draft=draft), eligibility_style(found.state, draft=draft))
    made: list[Block] = [Paragraph(("申报资格：", word) if found.asked else f"{NOT_ASKED}。")]
    for gate in found.gates:
        if gate.state is not EligibilityState.CLEAR:
            made.append(Paragraph(f"{gate.gate.name}：{_gate(gate)}", indent=1))
    return [*made, Paragraph(found.left_open, indent=1)] if found.left_open else made


def _gate(gate: GateResult) -> str:
    place = f"（{place_text(gate.location)}）" if gate.location is not None else ""
    if gate.state is EligibilityState.UNKNOWN and not gate.disqualifying:
        return f"未填{place}。{gate.gate.ask}"
    found = "，".join(filter(None, (f"{condition_word(gate.state)}{place}", window_text(gate))))
    return "：".join(filter(None, (found, disqualifying_text(gate))))


def _missing(explanation: Explanation) -> list[Block]:
    texts = [
        f"{one.item} {one.name}（本项{points_text(one.at_stake)}分未定）{one.ask}{_owner(one.owner)}"
        for one in explanation.missing
    ]
    return [Bullets(texts, "未填的问题（所在项未定分值大的在前）：")] if texts else []


def _steps(explanation: Explanation) -> list[Block]:
    steps = [step for step in explanation.next_steps if not step.fills_in]
    texts = [f"{one.item} 最多{points_text(one.worth)}分：{one.text}{_owner(one.owner)}" for one in steps[:STEPS]]
    if len(steps) > STEPS:
        texts.append(f"另有{len(steps) - STEPS}项，见 scoring explain 或报告。")
    return [Bullets(texts, "可以争取的分（大的在前）：")] if texts else []


def _owner(owner: str) -> str:
    return f"［{owner}］" if owner else ""


def _gaps(criteria: Criteria) -> list[Block]:
    texts = [
        f"{section.label}{section.title}的原文不完整，{section.gap.lacks}"
        for section in criteria.sections
        if section.gap is not None
    ]
    return [BlankLine(), *(Paragraph(text, "注意：") for text in texts)] if texts else []


def _conclusion(card: ScoreCard) -> list[Block]:
    """The last word on a city that may not apply: the points alone would mislead."""
    if card.eligibility.state is not EligibilityState.INELIGIBLE:
        return []
    names = "、".join(gate.gate.name for gate in card.eligibility.gates if gate.state is EligibilityState.INELIGIBLE)
    return [BlankLine(), Paragraph(f"结论：不具备申报资格（{names}），不能申报；以上得分只供参考。", style="bad")]


def evidence_blocks(
    criteria: Criteria, submission: Submission, found: EvidenceCheck, support: EvidenceSupport
) -> tuple[list[Block], list[Block]]:
    """The checklist, and what stands after the findings: the score that rests on it, and what absent files cost."""
    made: list[Block] = [Heading(f"{submission.city}　佐证材料检查", 1)]
    if submission.invented:
        made.append(Paragraph(INVENTED))
    made += [Paragraph(text, style="note") for text in draft_texts(criteria)]
    heads = (
        Column("编号", whole=True),
        Column("状态", whole=True),
        Column("页数", kind="number"),
        Column("校验码", kind="code", whole=True),
        Column("材料"),
    )
    made += [BlankLine(), Table(heads, [_entry(entry) for entry in found.entries.entries]), BlankLine()]
    made.append(Paragraph(evidence_summary(found)))
    if criteria.evidence_period is None:
        made.append(Paragraph("指标体系没有规定佐证材料的时间范围，所以没有按时间检查。"))
    claimed = Paragraph(f"自评得分：{scored_text(support.claimed)}。")
    return made, [claimed, *_support(support, "列在下面"), *_risks(support)]


def _entry(entry: EvidenceEntry) -> Row:
    title = entry.file.title if entry.file is not None else entry.request.title if entry.request is not None else ""
    if entry.file is None and entry.request is not None and entry.request.basis is Basis.SUGGESTED:
        title += "（建议）"
    path = f" {entry.file.path}" if entry.file is not None else ""
    pages = "" if entry.pages is None else str(entry.pages)
    style = {EvidenceState.PRESENT: "", EvidenceState.NOT_LISTED: "open"}.get(entry.state, "bad")
    return Row((entry.number, evidence_word(entry.state), pages, (entry.digest or "")[:SHORT], title + path), style)


def evidence_summary(found: EvidenceCheck) -> str:
    """How many are listed, there, and not listed."""
    entries = found.entries.entries
    listed = [entry for entry in entries if entry.file is not None]
    present = sum(entry.counts for entry in listed)
    pages = sum(entry.counted or 0 for entry in listed)
    rest = len(entries) - len(listed)
    return f"列出{len(listed)}份，已附{present}份，PDF 共{pages}页；清单里还有{rest}种材料没有列。"


def _risks(support: EvidenceSupport) -> list[Block]:
    costly = [risk for risk in support.risks or () if risk.worth > 0]
    texts = [
        f"{risk.item} {points_text(risk.worth)}分：{risk.title}{'（建议）' if risk.basis is Basis.SUGGESTED else ''}，"
        f"{evidence_word(risk.state)}；支撑 {'、'.join(risk.facts)}"
        for risk in costly[:RISKS]
    ]
    if len(costly) > RISKS:
        texts.append(f"另有{len(costly) - RISKS}种，见 --format json。")
    return [Bullets(texts, "缺的材料各影响多少分（大的在前，各行单独计算，不能相加）：")] if texts else []
