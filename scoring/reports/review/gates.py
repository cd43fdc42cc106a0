"""The gates of eligibility in the report of one city: what it says, what reviewers found, and what stands."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.base.text import date_text
from scoring.model.review import Opinion, ReviewStep, Ruling, RulingState, Verdict, Verified
from scoring.model.scorecard import EligibilityState, GateResult
from scoring.reports.blocks import Cell, Run, Table, lines
from scoring.reports.document import RuledRow, ruled
from scoring.reports.review.parts import OpenRow, by_name, reviewer
from scoring.review.wording import gate_said, gate_text, open_gate
from scoring.wording import Register, condition_word, eligibility_word, ruling_word

__all__ = ["eligibility_text", "gates_table", "open_gates", "standing_text"]


def gates_table(found: Verified) -> Table:
    """Every gate in the pack's order: the official words and the days looked at, what the city says, what stands, what
    reviewers found."""
    first, last = found.steps[0].state, found.steps[-1].state
    rows: list[RuledRow] = []
    for result in found.card.eligibility.gates:
        name = result.gate.name
        said = [(step, ruling) for step in found.steps for ruling in step.on_gates if ruling.subject == name]
        opinions = [text for step, ruling in said for text in _ruling(step, ruling)] or ["无意见，按自评判断"]
        asked = name in found.gates_asked
        now = lines(gate_said(last, name), condition_word(result.state) + ("，等待说明" if asked else ""))
        clear = result.state is EligibilityState.CLEAR and not asked
        quote = lines(result.gate.quote, *(Run(one, "quote") for one in _span(result)))
        rows.append((quote, gate_said(first, name), Cell(now, "" if clear else "missed"), lines(*opinions)))
    heads = (("原文和核对期间", 34), ("自评", 27), ("审核以后", 27), ("审核意见，理由和依据", 68))
    return ruled(heads, rows, "gate-review")


def _span(result: GateResult) -> tuple[str, ...]:
    if result.window is None:
        return () if result.gate.years is None else (f"申报前{result.gate.years}年内（没有填申报日期）",)
    return f"{date_text(result.window[0])}至", date_text(result.window[1])


def _ruling(step: ReviewStep, ruling: Ruling) -> Iterator[str]:
    """Who said what in this stage, and how it ended where there was more than one word on it."""
    chair = () if ruling.chair is None else (ruling.chair,)
    for view in sorted((*ruling.opinions, *ruling.asked, *chair), key=by_name):
        yield f"{step.name}，{_view(view)}"
    if ruling.recorded and ruling.spoken:
        yield f"{step.name}：按上一期的周期记录判断，审核意见不改变"
    elif ruling.state in (RulingState.DUE, RulingState.ARBITRATED):
        yield f"{step.name}：{ruling_word(ruling.state, Register.PAPER)}"
    if ruling.unused and not ruling.recorded:
        yield f"{step.name}：组员没有分歧，组长的意见没有用上"


def _view(view: Opinion) -> str:
    decision = view.decision
    day = date_text(decision.on) if decision.on is not None else "日期未写"
    parts = [f"审核人{reviewer(view)}，{day}，{decision.verdict.value}"]
    if decision.answer is not None:
        parts.append(f"改为“{gate_text(decision.answer)}”")
    if decision.reason or decision.verdict is not Verdict.ACCEPT:
        parts.append(f"理由：{decision.reason.rstrip('。') or '（未写）'}")
    if decision.basis:
        parts.append(f"依据：{'、'.join(decision.basis)}")
    return "。".join(parts) + "。"


def open_gates(found: Verified) -> Iterator[OpenRow]:
    """The gates that wait for the chair, for the city, or for anybody's answer."""
    for gate in found.gates_due:
        rulings = [one for step in found.steps for one in step.on_gates if one.subject == gate]
        views = [one for one in rulings if one.state is RulingState.DUE][-1].opinions
        texts = "，".join(f"{reviewer(one)}认为{condition_word(one.state)}" for one in sorted(views, key=by_name))
        yield OpenRow("等待组长裁决", f"申报资格：{gate}", (texts,))
    for gate in found.gates_open:
        yield OpenRow("等待查明", f"申报资格：{gate}", (f"{open_gate(found, gate)}。",))
    for gate in found.gates_asked:
        asked = [
            f"{step.name}，{_view(view)}"
            for step in found.steps
            for ruling in step.on_gates
            if ruling.subject == gate
            for view in ruling.asked
        ]
        yield OpenRow("等待城市说明", f"申报资格：{gate}", tuple(asked))


def standing_text(found: Verified) -> str:
    """How eligibility stands, in a few words; "" where nothing was asked."""
    card = found.card.eligibility
    return eligibility_word(card.state) if card.asked else ""


def eligibility_text(found: Verified, *, draft: bool = False) -> str:
    """How eligibility stands, in one sentence; where the index has no gates, what stays for the reviewers, or "". A `draft` clears nobody."""
    card = found.card.eligibility
    if not card.asked:
        return card.left_open
    why = "、".join(f"“{one.gate.name}”" for one in card.gates if one.state is card.state)
    claimed = found.steps[0].card.eligibility.state
    before = "" if claimed is card.state else f"（按自评是：{eligibility_word(claimed)}）"
    if card.state is EligibilityState.CLEAR:
        return f"申报资格：{eligibility_word(card.state, draft=draft)}{before}。{card.left_open}"
    word = "情形是" if card.state is EligibilityState.INELIGIBLE else "没有结论的是"
    return f"申报资格：{eligibility_word(card.state)}，{word}{why}{before}。{card.left_open}"
