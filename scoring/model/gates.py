"""What an answer to a gate of eligibility comes to, counted by calendar date. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from scoring.model.procedure import Gate, GateKind
from scoring.model.scorecard import EligibilityState
from scoring.model.submission import GateAnswer

__all__ = ["incident_state", "state_of", "window", "worst"]


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


def state_of(gate: Gate, answer: GateAnswer | None, as_of: date | None) -> EligibilityState:
    """Unanswered is UNKNOWN, never CLEAR; 无 is CLEAR whatever the date of application."""
    if answer is None or not answer.known:
        return EligibilityState.UNKNOWN
    if gate.kind is GateKind.YES_NO:
        if answer.yes is None:
            return EligibilityState.UNKNOWN
        return EligibilityState.INELIGIBLE if answer.yes else EligibilityState.CLEAR
    return worst(incident_state(gate, incident.on, as_of) for incident in answer.incidents)


def incident_state(gate: Gate, on: date | None, as_of: date | None) -> EligibilityState:
    """Whether one event disqualifies: not before its day and that of the application are both known."""
    if gate.years is None:
        return EligibilityState.INELIGIBLE
    if on is None or as_of is None:
        return EligibilityState.UNKNOWN
    first, last = window(gate.years, as_of)
    return EligibilityState.INELIGIBLE if first <= on <= last else EligibilityState.CLEAR


def worst(states: Iterable[EligibilityState]) -> EligibilityState:
    """INELIGIBLE when one disqualifies, else UNKNOWN when one is undecided, else CLEAR."""
    found = set(states)
    for state in (EligibilityState.INELIGIBLE, EligibilityState.UNKNOWN):
        if state in found:
            return state
    return EligibilityState.CLEAR
