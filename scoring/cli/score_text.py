"""The score card as a terminal table: section, item, points, score, loss, why; then eligibility and what is missing."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from scoring.base.text import date_text, points_text, range_text, scored_text
from scoring.cli.console import paint
from scoring.cli.table import Column, Row, fit, hanging, layout, width, wrap
from scoring.model.criteria import Criteria
from scoring.model.evidence import EvidenceSupport
from scoring.model.explanation import ClauseExplanation, Explanation, InputLine
from scoring.model.scorecard import NOT_ASKED, EligibilityState, GateResult, ItemScore, Range, ScoreCard
from scoring.model.submission import UNNAMED
from scoring.naming import draft_texts, layer_texts
from scoring.reports.wording import condition_word, eligibility_style, eligibility_word, place_text

__all__ = ["eligibility_lines", "reading_lines", "score_text"]

ROOM_FOR_REQUIREMENT = 88
"""From this many columns on, the table has room for the requirement beside the label."""
STEPS = 10


def score_text(
    criteria: Criteria,
    card: ScoreCard,
    explanation: Explanation,
    support: EvidenceSupport | None = None,
    *,
    columns: int,
    colour: bool,
    applied_on: date | None = None,
    verified: tuple[Range, str] | None = None,
) -> str:
    """Everything `scoring score` prints; a day of judging other than `applied_on` is named. `verified` is the score
    after reviews and what it rests on."""
    city = "（城市未填）" if card.city in ("", UNNAMED) else card.city
    head = f"{city}　{criteria.short_title}　自评得分"
    lines = [paint(line, "bold", on=colour) for line in wrap(head, columns)]
    if card.invented:
        lines.append("（虚构样例，不代表任何真实城市）")
    day = card.provenance.as_of
    if day is not None and day != applied_on:
        lines.append(f"按{date_text(day)}判断申报资格（--as-of）。")
    for text in (*draft_texts(criteria), *layer_texts(criteria)):
        lines += wrap(text, columns)
    lines += ["", *_table(card, explanation, columns, colour), ""]
    lines += _switched(card, columns)
    lines += _total(card, columns, colour)
    lines += [line for text in explanation.total_trace for line in hanging("  · ", text, columns)]
    lines += reading_lines(support, columns, reviewed=verified is not None) if support is not None else []
    if verified is not None:
        score, note = verified
        lines += hanging("", f"核实后的得分：{scored_text(score)}（{note}）。", columns)
    lines += ["", *eligibility_lines(card, draft=bool(criteria.pending), columns=columns, colour=colour)]
    lines += _missing(explanation, columns)
    lines += _steps(explanation, columns)
    lines += _gaps(criteria, columns)
    lines += _barred(card, columns, colour)
    return "\n".join(lines) + "\n"


def _table(card: ScoreCard, explanation: Explanation, columns: int, colour: bool) -> list[str]:
    roomy = columns >= ROOM_FOR_REQUIREMENT
    first = 26 if roomy else 16
    rows: list[Row] = []
    for section in card.sections:
        title = fit(f"{section.section.label}{section.section.title}", first)
        points, score, _ = _numbers(section.section.points, section.score)
        lost = _numbers(section.assessed, section.score)[2]
        rows.append(Row(cells=(title, points, score, lost, ""), style="bold"))
        for item in section.items:
            label = f"  {item.item.label}"
            if roomy:
                label = fit(f"{label} {item.item.requirement}", first)
            style = "" if item.left_out or item.score.low == item.item.points else "yellow" if item.unknown else "red"
            cells = (
                label,
                *(
                    (points_text(item.item.points), "缺项", "")
                    if item.left_out
                    else _numbers(item.item.points, item.score)
                ),
                _why(item, explanation, card.provenance.submission_file),
            )
            rows.append(Row(cells=cells, style=style))
    total = ("合计", *_numbers(card.full, card.total), "")
    rows.append(Row(cells=total, style="bold"))
    numbers = max(5, *(width(cell) for row in rows for cell in row.cells[2:4]))  # no number is broken
    why = max(columns - first - 4 - 2 * numbers - 8, 20)
    heads = (
        Column(head="指标", width=first),
        Column(head="分值", width=4, right=True),
        Column(head="得分", width=numbers, right=True),
        Column(head="失分", width=numbers, right=True),
        Column(head="原因", width=why),
    )
    return layout(heads, rows, colour=colour)


def _switched(card: ScoreCard, columns: int) -> list[str]:
    """The interpretations that the city set away from their default, because the points above rest on them."""
    lines: list[str] = []
    for one in card.interpretations:
        if one.switched:
            item = f"{one.item} " if one.item else ""
            lines += hanging(
                "  · ", f"{item}{one.name}：取“{one.option}”（默认“{one.default}”），理由：{one.reason}", columns
            )
    return ["改选的口径（得分按改选后的理解计算）：", *lines, ""] if lines else []


def _barred(card: ScoreCard, columns: int, colour: bool) -> list[str]:
    """The last word on a city that may not apply: the points alone would mislead."""
    if card.eligibility.state is not EligibilityState.INELIGIBLE:
        return []
    names = "、".join(gate.gate.name for gate in card.eligibility.gates if gate.state is EligibilityState.INELIGIBLE)
    text = f"结论：不具备申报资格（{names}），不能申报；以上得分只供参考。"
    return ["", *(paint(line, "red", on=colour) for line in wrap(text, columns))]


def _numbers(full: Fraction, score: Range) -> tuple[str, str, str]:
    lost = range_text(full - score.high, full - score.low) if score.low < full else ""
    return points_text(full), range_text(score.low, score.high), lost


def _why(item: ItemScore, explanation: Explanation, file: str) -> str:
    """The reasons of an item in one cell: what is missing, and each clause that costs something with its facts."""
    parts = []
    if item.unknown:
        parts.append("未填：" + "、".join(item.unknown))
    for clause in explanation.of_item(item.item.id).clauses:
        if clause.cost.low > 0:
            parts.append(_reason(clause, file))
    return "；".join(parts)


def _reason(clause: ClauseExplanation, file: str) -> str:
    facts = "，".join(
        f"{line.input.name} {line.value}" + (f"（{beside}）" if (beside := _where(line, file)) else "")
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


def _total(card: ScoreCard, columns: int, colour: bool) -> list[str]:
    total = range_text(card.total.low, card.total.high)
    head = paint(f"总分：{total}分（满分{points_text(card.full)}分）", "bold", on=colour)
    if card.total.decided and not card.unknown:
        return [head]
    kind = "准确的最低分～最高分" if card.exact else "估计的上下限，不一定都能取到"
    text = f"还有{len(card.unknown)}项未填，所以总分是一个范围（{kind}）；未填不按“没有问题”计分。"
    return [head, *wrap(text, columns)]


def reading_lines(
    support: EvidenceSupport, columns: int, more: str = "见 scoring evidence", *, reviewed: bool = False
) -> list[str]:
    """The other two readings of the total: how much of it lies on paper, and where that is so that no review is recorded.
    `more` says where what is missing is listed."""
    review = "" if reviewed else "核实后的得分：还没有审核意见。"
    if not support.listed:
        return hanging("", f"{support.note}{review}", columns)
    text = range_text(support.evidenced.low, support.evidenced.high)
    lines = hanging("", f"有材料支撑的得分：{text}分；材料不在的填报内容按未填算。{review}", columns)
    if support.at_risk > 0:
        lost = f"{len(support.unbacked)}项填报内容没有材料，最多可能少{points_text(support.at_risk)}分"
        lines += hanging("  ", f"{lost}；缺哪些材料、各影响多少分，{more}。", columns)
    return lines + hanging("  ", support.note, columns)


def eligibility_lines(card: ScoreCard, *, draft: bool, columns: int, colour: bool) -> list[str]:
    """Eligibility and its gates, one line each where a gate does not simply pass; a draft clears nobody."""
    word = eligibility_word(card.eligibility.state, draft=draft)
    style = {"good": "green", "bad": "red", "open": "yellow"}[eligibility_style(card.eligibility.state, draft=draft)]
    lines = [f"申报资格：{paint(word, style, on=colour)}" if card.eligibility.asked else f"{NOT_ASKED}。"]
    for gate in card.eligibility.gates:
        if gate.state is not EligibilityState.CLEAR:
            lines += hanging("  ", f"{gate.gate.name}：{_gate_words(gate)}", columns)
    return lines + (hanging("  ", card.eligibility.left_open, columns) if card.eligibility.left_open else [])


def _gate_words(gate: GateResult) -> str:
    place = f"（{place_text(gate.location)}）" if gate.location is not None else ""
    if gate.state is EligibilityState.UNKNOWN and not gate.disqualifying:
        return f"未填{place}。{gate.gate.ask}"
    events = "；".join(f"{date_text(day) if day else '日期未填'} {text}".strip() for day, text in gate.disqualifying)
    window = f"，审查期{date_text(gate.window[0])}至{date_text(gate.window[1])}" if gate.window else ""
    verdict = condition_word(gate.state)
    return f"{verdict}{place}{window}" + (f"：{events}" if events else "")


def _missing(explanation: Explanation, columns: int) -> list[str]:
    if not explanation.missing:
        return []
    lines = ["", "未填的问题（所在项未定分值大的在前）："]
    for answer in explanation.missing:
        owner = f"［{answer.owner}］" if answer.owner else ""
        text = f"{answer.item} {answer.name}（本项{points_text(answer.at_stake)}分未定）{answer.ask}{owner}"
        lines += hanging("  · ", text, columns)
    return lines


def _steps(explanation: Explanation, columns: int) -> list[str]:
    steps = [step for step in explanation.next_steps if not step.fills_in]
    if not steps:
        return []
    lines = ["", "可以争取的分（大的在前）："]
    for step in steps[:STEPS]:
        owner = f"［{step.owner}］" if step.owner else ""
        lines += hanging("  · ", f"{step.item} 最多{points_text(step.worth)}分：{step.text}{owner}", columns)
    if len(steps) > STEPS:
        lines.append(f"  · 另有{len(steps) - STEPS}项，见 scoring explain 或报告。")
    return lines


def _gaps(criteria: Criteria, columns: int) -> list[str]:
    lines: list[str] = []
    for section in criteria.sections:
        if section.gap is not None:
            text = f"注意：{section.label}{section.title}的原文不完整，{section.gap.lacks}"
            lines += hanging("", text, columns)
    return ["", *lines] if lines else []
