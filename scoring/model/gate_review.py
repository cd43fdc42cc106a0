"""What reviewers say of the gates of eligibility (申报资格), and what it comes to."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from scoring.base.errors import Location
from scoring.model.scorecard import EligibilityState
from scoring.model.submission import GateAnswer
from scoring.model.verdicts import Role, RulingState, Verdict, deciding

__all__ = ["GateDecision", "GateRuling", "GateView"]


class GateDecision(Struct, frozen=True, kw_only=True):
    """One reviewer's decision on one gate. `answer` is what it is changed to (None: nothing is changed); the rest is as in
    a decision on an item. Papers cannot be rejected here: none are asked for."""

    gate: str
    verdict: Verdict
    location: Location
    answer: GateAnswer | None = None
    reason: str = ""
    basis: tuple[str, ...] = ()
    on: date | None = None
    mark: str = ""

    @property
    def opinion(self) -> bool:
        """Whether it says what eligibility should rest on."""
        return self.verdict in (Verdict.ACCEPT, Verdict.ADJUST)


class GateView(Struct, frozen=True, kw_only=True):
    """What one reviewer's decision alone would make of the gate: the answer that then stands, and its state."""

    reviewer: str
    role: Role
    decision: GateDecision
    answer: GateAnswer
    state: EligibilityState


class GateRuling(Struct, frozen=True, kw_only=True):
    """One gate in one stage. Opinions on it have no mean: AGREED, ARBITRATED or DUE. `recorded` says that the record of
    an earlier cycle answers it, so that no opinion changes it; the other fields are as in a ruling on an item."""

    gate: str
    state: RulingState
    views: tuple[GateView, ...]
    chair: GateView | None = None
    asked: tuple[GateView, ...] = ()
    unused: bool = False
    recorded: bool = False

    @property
    def spoken(self) -> bool:
        """Whether anybody said anything."""
        return bool(self.views or self.chair or self.asked)

    @property
    def agreed(self) -> bool:
        """Whether everybody who spoke says the same: no opinion differs, and nobody asks for an explanation."""
        return self.state is RulingState.AGREED and not self.asked

    @property
    def deciding(self) -> tuple[GateView, ...]:
        """Whose decisions led to the outcome: the members', and the chair's where it was needed."""
        return deciding(self.state, self.views, self.chair)
