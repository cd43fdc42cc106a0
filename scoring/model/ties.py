"""What a pack says about cities with the same total (同分排序)."""

from __future__ import annotations

import enum

from msgspec import Struct

__all__ = ["TieKey", "TieKind", "TieRule"]


class TieKind(enum.Enum):
    """What a tie is broken by: the points of a section or of an item."""

    SECTION = "section"
    ITEM = "item"


class TieKey(Struct, frozen=True, kw_only=True):
    """One step of the rule: the city with more points in this section or item comes first."""

    kind: TieKind
    id: str


class TieRule(Struct, frozen=True, kw_only=True):
    """The steps in order; the next is looked at only where all before are equal. `note` says in the pack's words where
    the rule comes from."""

    keys: tuple[TieKey, ...]
    note: str = ""
