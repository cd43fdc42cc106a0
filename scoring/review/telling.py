"""Opinions, differences and clauses in words, for the screen and for paper."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.advice.compare.model import ClauseChange, Difference
from scoring.base.text import scored_text, signed_text
from scoring.model.criteria import Criteria
from scoring.model.gate_review import GateDecision, GateView
from scoring.model.review import Decision, View
from scoring.reports.wording import condition_word
from scoring.review.words import answer_text, day_text, gate_text, none_text

__all__ = ["clause_text", "difference_text", "gate_view_text", "view_text", "waiting_names"]


def difference_text(part: Difference) -> str:
    """`-2分`, or both ends where they differ."""
    if part.low == part.high:
        return f"{signed_text(part.low)}分"
    return f"最低{signed_text(part.low)}分，最高{signed_text(part.high)}分"


def clause_text(clause: ClauseChange) -> str:
    """The difference and the official words, or what the line of the ledger is."""
    return (
        f"{difference_text(clause.part)}　“{clause.quote}”"
        if clause.clause
        else f"{difference_text(clause.part)}　{clause.quote}"
    )


def view_text(criteria: Criteria, view: View) -> str:
    """Who says what with which outcome, when and why."""
    decision = view.decision
    parts = [f"{view.reviewer}：{decision.verdict.value}"]
    facts = [f"{name}改为{answer_text(criteria, name, answer)}" for name, answer in decision.facts.items()]
    facts += none_text(criteria, decision)
    facts += [
        f"{row.name}的{name}改为{answer_text(criteria, name, answer)}"
        for row in decision.units
        for name, answer in row.answers.items()
    ]
    if facts:
        parts.append("，".join(facts))
    if decision.rejected:
        parts.append("、".join(decision.rejected))
    if decision.opinion:
        parts.append(f"得{scored_text(view.score)}")
    return _with_reason(parts, decision)


def gate_view_text(view: GateView) -> str:
    """The same of a gate of eligibility."""
    decision = view.decision
    parts = [f"{view.reviewer}：{decision.verdict.value}"]
    if decision.answer is not None:
        parts.append(f"改为{gate_text(decision.answer)}")
    if decision.opinion:
        parts.append(condition_word(view.state))
    return _with_reason(parts, decision)


def _with_reason(parts: list[str], decision: Decision | GateDecision) -> str:
    if decision.reason:
        parts.append(f"理由：{decision.reason.rstrip('。')}")
    if decision.basis:
        parts.append(f"依据：{'、'.join(decision.basis)}")
    return "；".join(parts) + f"（{day_text(decision.on)}）"


def waiting_names(items: Sequence[str], gates: Sequence[str]) -> str:
    """What waits, in one list: items as they are called, gates marked as eligibility."""
    return "、".join([*items, *(f"申报资格“{gate}”" for gate in gates)])
