"""What came of making a paper, as the process that made it tells the page."""

from __future__ import annotations

import msgspec
from msgspec import Struct

__all__ = ["Outcome", "Unbound", "outcome_of"]


class Unbound(Struct, frozen=True, kw_only=True):
    """A document that is listed and not in the binder: its number in the list, its file, and why."""

    number: str
    path: str
    reason: str


class Outcome(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What came of a paper.

    fault, hint: why it was not made, and what to do; "" where it was made
    unbound: what is not in the binder; absent: the numbers of listed documents that were not found
    fingerprint: what a bundle is known by
    remarks: what else whoever signs should know
    """

    fault: str = ""
    hint: str = ""
    unbound: tuple[Unbound, ...] = ()
    absent: tuple[str, ...] = ()
    fingerprint: str = ""
    remarks: tuple[str, ...] = ()


def outcome_of(said: str) -> Outcome | None:
    """What a process printed; None where it came to no end of its own."""
    try:
        return msgspec.json.decode(said.strip().rpartition("\n")[2], type=Outcome)
    except msgspec.DecodeError:
        return None
