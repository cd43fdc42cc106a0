"""The outcome of a check, as data."""

from __future__ import annotations

import enum

from scoring.record import record

__all__ = ["Finding", "State", "Verdict"]


class State(enum.Enum):
    """GOOD: checked and right; BAD: wrong, the whole is not to be trusted; NOTE: could not be checked, or worth knowing."""

    GOOD = "good"
    BAD = "bad"
    NOTE = "note"


@record
class Finding:
    """One thing that was checked, in Chinese. `name` is the part it is about, "" for the whole."""

    state: State
    text: str
    name: str = ""


@record
class Verdict:
    """Everything found. `kind` is `bundle` or `report`; `fingerprint` is what to compare with one noted elsewhere;
    `proves` and `not_proven` are sentences for the reader."""

    kind: str
    findings: tuple[Finding, ...]
    fingerprint: str = ""
    city: str = ""
    total: str = ""
    proves: tuple[str, ...] = ()
    not_proven: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """True when something was proved and nothing is wrong."""
        good = any(one.state is State.GOOD for one in self.findings)
        return good and not any(one.state is State.BAD for one in self.findings)
