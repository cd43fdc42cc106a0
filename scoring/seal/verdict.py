"""The outcome of a check, as data."""

from __future__ import annotations

import enum

from msgspec import Struct
from msgspec.structs import replace

__all__ = ["Conclusion", "SealFinding", "State", "VerificationReport"]


class State(enum.Enum):
    """GOOD: checked and right; BAD: wrong, the whole is not to be trusted; UNCHECKED: could not be checked, so that less is
    proved; NOTE: worth knowing."""

    GOOD = "good"
    BAD = "bad"
    UNCHECKED = "unchecked"
    NOTE = "note"


class Conclusion(enum.Enum):
    """PASSED: everything was checked and is right; PARTLY: what was checked is right, and something could not be; FAILED:
    something is wrong, or nothing was proved."""

    PASSED = "passed"
    PARTLY = "partly"
    FAILED = "failed"


class SealFinding(Struct, frozen=True, kw_only=True):
    """One thing that was checked, in Chinese. `name` is the part it is about, "" for the whole."""

    state: State
    text: str
    name: str = ""


class VerificationReport(Struct, frozen=True, kw_only=True):
    """Everything that was found.

    kind: `bundle` or `report`, "" for neither
    city, total: of the score that was worked out again, "" where it could not be
    fingerprint: what to compare with one noted elsewhere
    proves, not_proven: sentences for the reader
    """

    kind: str
    city: str = ""
    total: str = ""
    fingerprint: str = ""
    findings: tuple[SealFinding, ...]
    proves: tuple[str, ...] = ()
    not_proven: tuple[str, ...] = ()

    @property
    def conclusion(self) -> Conclusion:
        """What all findings come to."""
        states = {one.state for one in self.findings}
        if State.BAD in states or State.GOOD not in states:
            return Conclusion.FAILED
        return Conclusion.PARTLY if State.UNCHECKED in states else Conclusion.PASSED

    def proving(self, proves: tuple[str, ...], not_proven: tuple[str, ...]) -> VerificationReport:
        """With what it proves when nothing is wrong, and what it never does; what could not be checked is told beside."""
        if self.conclusion is Conclusion.FAILED:
            return replace(self, not_proven=not_proven)
        unchecked = tuple(f"没有核对：{one.text}；" for one in self.findings if one.state is State.UNCHECKED)
        return replace(self, proves=proves, not_proven=(*unchecked, *not_proven))

    @property
    def ok(self) -> bool:
        """True when everything was checked and is right."""
        return self.conclusion is Conclusion.PASSED
