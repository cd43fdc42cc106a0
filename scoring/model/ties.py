"""What a pack says about cities with the same total (同分排序)."""

from __future__ import annotations

import enum

from scoring.record import record

__all__ = ["TieKey", "TieKind", "TieRule"]


class TieKind(enum.Enum):
    """What a tie is broken by: the points of a section or of an item."""

    SECTION = "section"
    ITEM = "item"


@record
class TieKey:
    """One step of the rule: the city with more points in this section or item comes first."""

    kind: TieKind
    id: str


@record
class TieRule:
    """The steps in order; the next is looked at only where all before are equal. `note` says in the pack's words where
    the rule comes from."""

    keys: tuple[TieKey, ...]
    note: str = ""
