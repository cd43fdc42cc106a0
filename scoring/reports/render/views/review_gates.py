"""What the report of a city's review says of eligibility."""

from __future__ import annotations

from msgspec import Struct

__all__ = ["GateRow"]


class GateRow(Struct, frozen=True, kw_only=True):
    """One gate of eligibility: the official words, the days looked at, what the city says, what reviewers found, what
    stands and what that means. `open` marks one that bars or is not decided."""

    quote: str
    span: tuple[str, ...]
    claimed: str
    opinions: tuple[str, ...]
    now: str
    verdict: str
    open: bool
