"""Eligibility (申报资格): gates beside the points, counted by calendar date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from scoring.model.criteria import Eligibility, Gate, GateKind
from scoring.model.scorecard import EligibilityResult, EligibilityState, GateResult
from scoring.model.submission import GateAnswer, Submission

__all__ = ["eligibility", "gate_result", "window"]


def window(years: int, as_of: date) -> tuple[date, date]:
    """The days from the corresponding day `years` earlier through `as_of`, both included.

    29 February has no corresponding day in most years; the window then begins on 28 February, the last day of that
    month, so that no day of the period is lost.
    """
    if as_of.year <= years:  # before the calendar's first day there is nothing to look at
        return date.min, as_of
    try:
        start = as_of.replace(year=as_of.year - years)
    except ValueError:
        start = as_of.replace(year=as_of.year - years, day=28)
    return start, as_of


def eligibility(of: Eligibility, submission: Submission, as_of: date | None) -> EligibilityResult:
    """All gates of a pack: BARRED when one bars, else UNKNOWN when one is undecided, else CLEAR."""
    gates = tuple(gate_result(gate, submission.gates.get(gate.name), as_of) for gate in of.gates)
    state = _worst(gate.state for gate in gates)
    return EligibilityResult(state=state, gates=gates, for_reviewers=of.for_reviewers)


def gate_result(gate: Gate, answer: GateAnswer | None, as_of: date | None) -> GateResult:
    """One gate. Unanswered is UNKNOWN, never CLEAR; 无 is CLEAR whatever the date of application."""
    if gate.kind is GateKind.YES_NO:
        return _yes_no(gate, answer)
    span = None if as_of is None or gate.years is None else window(gate.years, as_of)
    state = EligibilityState.UNKNOWN
    reasons: tuple[tuple[date | None, str], ...] = ()
    if answer is not None and answer.known:
        judged = [(_incident(gate, incident.on, span), (incident.on, incident.text)) for incident in answer.incidents]
        state = _worst(found for found, _ in judged)
        if state is not EligibilityState.CLEAR:
            reasons = tuple(reason for found, reason in judged if found is state)
    location = None if answer is None else answer.location
    return GateResult(gate=gate, state=state, window=span, barring=reasons, location=location)


def _yes_no(gate: Gate, answer: GateAnswer | None) -> GateResult:
    state = EligibilityState.UNKNOWN
    if answer is not None and answer.known and answer.yes is not None:
        state = EligibilityState.BARRED if answer.yes else EligibilityState.CLEAR
    location = None if answer is None else answer.location
    return GateResult(gate=gate, state=state, window=None, barring=(), location=location)


def _incident(gate: Gate, on: date | None, span: tuple[date, date] | None) -> EligibilityState:
    if gate.years is None:
        return EligibilityState.BARRED
    if on is None or span is None:
        return EligibilityState.UNKNOWN
    return EligibilityState.BARRED if span[0] <= on <= span[1] else EligibilityState.CLEAR


def _worst(states: Iterable[EligibilityState]) -> EligibilityState:
    found = set(states)
    for state in (EligibilityState.BARRED, EligibilityState.UNKNOWN):
        if state in found:
            return state
    return EligibilityState.CLEAR
