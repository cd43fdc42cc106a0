"""Eligibility (申报资格): gates beside the points."""

from __future__ import annotations

from datetime import date

from scoring.model.criteria import Eligibility, Gate, GateKind
from scoring.model.gates import incident_state, state_of, window, worst
from scoring.model.scorecard import EligibilityResult, EligibilityState, GateResult
from scoring.model.submission import GateAnswer, Submission

__all__ = ["eligibility", "gate_result"]


def eligibility(of: Eligibility, submission: Submission, as_of: date | None) -> EligibilityResult:
    """All gates of a pack: BARRED when one bars, else UNKNOWN when one is undecided, else CLEAR."""
    gates = tuple(gate_result(gate, submission.gates.get(gate.name), as_of) for gate in of.gates)
    state = worst(gate.state for gate in gates)
    return EligibilityResult(state=state, gates=gates, for_reviewers=of.for_reviewers)


def gate_result(gate: Gate, answer: GateAnswer | None, as_of: date | None) -> GateResult:
    """One gate with its period and the events that decide it."""
    state = state_of(gate, answer, as_of)
    reasons: tuple[tuple[date | None, str], ...] = ()
    if answer is not None and answer.known and state is not EligibilityState.CLEAR:
        reasons = tuple((one.on, one.text) for one in answer.incidents if incident_state(gate, one.on, as_of) is state)
    dated = gate.kind is GateKind.INCIDENTS
    span = None if not dated or as_of is None or gate.years is None else window(gate.years, as_of)
    location = None if answer is None else answer.location
    return GateResult(gate=gate, state=state, window=span, disqualifying=reasons, location=location)
