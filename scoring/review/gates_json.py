"""Eligibility in a review as plain data, for `scoring.review.as_json`."""

from __future__ import annotations

from scoring.model.gate_review import GateRuling, GateView
from scoring.model.review import Verified
from scoring.reports.render.numbers import Json
from scoring.review.replay import GateChange
from scoring.review.words import gate_said, gate_text

__all__ = ["eligibility_json", "gate_change_json", "gate_ruling_json"]


def eligibility_json(found: Verified) -> Json:
    """What the review leaves of eligibility, and what still waits."""
    first, last = found.steps[0].standing, found.steps[-1].standing
    card = found.card.eligibility
    return {
        "state": card.state.value,
        "due": list(found.gates_due),
        "asked": list(found.gates_asked),
        "open": list(found.gates_open),
        "gates": [
            {
                "name": one.gate.name,
                "quote": one.gate.quote,
                "claimed": gate_said(first, one.gate.name),
                "verified": gate_said(last, one.gate.name),
                "state": one.state.value,
            }
            for one in card.gates
        ],
    }


def gate_ruling_json(ruling: GateRuling) -> Json:
    """One gate in one stage."""
    return {
        "gate": ruling.gate,
        "state": ruling.state.value,
        "recorded": ruling.recorded,
        "views": [_view(view) for view in ruling.views],
        "chair": None if ruling.chair is None else _view(ruling.chair),
        "chair_unused": ruling.unused,
        "asked": [_view(view) for view in ruling.asked],
    }


def gate_change_json(change: GateChange) -> Json:
    """What one step did to one gate."""
    return {
        "step": change.step,
        "gate": change.gate,
        "old": change.old,
        "new": change.new,
        "before": change.before.value,
        "after": change.after.value,
        "state": change.state.value,
        "by": [_view(view) for view in change.views],
    }


def _view(view: GateView) -> Json:
    decision = view.decision
    return {
        "reviewer": view.reviewer,
        "role": view.role.value,
        "verdict": decision.verdict.value,
        "answer": None if decision.answer is None else gate_text(decision.answer),
        "state": view.state.value,
        "reason": decision.reason or None,
        "basis": list(decision.basis),
        "on": decision.on.isoformat() if decision.on is not None else None,
    }
