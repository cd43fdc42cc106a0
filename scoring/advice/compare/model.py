"""The difference between two score cards, as data.

Every difference is right minus left, exact, at both ends of the ranges: `low` of the guaranteed points, `high` of the
most that is still possible. For complete submissions the two agree. Sums always close: the parts of an item add up to
the item, items and `rest` to their section, sections and `rest` to the total.
"""

from __future__ import annotations

import enum
from fractions import Fraction

from msgspec import Struct

from scoring.model.scorecard import Range

__all__ = [
    "Change",
    "ClauseChange",
    "Comparison",
    "Difference",
    "ItemChange",
    "Listed",
    "PlayerKind",
    "SectionChange",
    "Share",
    "Side",
    "Split",
]


class Difference(Struct, frozen=True, kw_only=True):
    """Right minus left at both ends."""

    low: Fraction
    high: Fraction

    @property
    def none(self) -> bool:
        """True when both ends agree."""
        return self.low == 0 == self.high

    def __add__(self, other: Difference) -> Difference:
        return Difference(low=self.low + other.low, high=self.high + other.high)

    def __sub__(self, other: Difference) -> Difference:
        return Difference(low=self.low - other.low, high=self.high - other.high)


class PlayerKind(enum.Enum):
    """What sort of input a share belongs to."""

    FACT = "fact"
    REFERENCE = "reference"
    INTERPRETATION = "interpretation"


class Split(enum.Enum):
    """How an item's difference was shared among its inputs.

    SHAPLEY: the exact mean of each input's effect over all orders of changing them. ONE_BY_ONE: changed one after the
    other in file order, where there are too many for that. NONE: the rules of the item differ, or it stands on one side
    only, so that no input alone explains it.
    """

    SHAPLEY = "shapley"
    ONE_BY_ONE = "one_by_one"
    NONE = "none"


class Change(Struct, frozen=True, kw_only=True):
    """One input that differs, in words."""

    name: str
    kind: PlayerKind
    before: str
    after: str


class Share(Struct, frozen=True, kw_only=True):
    """One changed input, or several that only change together, and the part in the item's difference (0 for none)."""

    changes: tuple[Change, ...]
    part: Difference

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the inputs."""
        return tuple(change.name for change in self.changes)


class ClauseChange(Struct, frozen=True, kw_only=True):
    """One line of the two ledgers: a clause, or (`clause` "") the start, the floor or the cap.

    `quote` is the official wording, or what the line is; `before` and `after` are the points the line gave or took.
    """

    clause: str
    quote: str
    before: Range | None
    after: Range | None
    part: Difference


class ItemChange(Struct, frozen=True, kw_only=True):
    """One item on both sides; None on the side that lacks it."""

    id: str
    label: str
    requirement: str
    left: Range | None
    right: Range | None
    difference: Difference
    clauses: tuple[ClauseChange, ...]
    shares: tuple[Share, ...]
    split: Split
    note: str = ""


class SectionChange(Struct, frozen=True, kw_only=True):
    """One section; `rest` is what its items do not explain, because they share an unknown answer."""

    id: str
    label: str
    title: str
    left: Range | None
    right: Range | None
    difference: Difference
    items: tuple[ItemChange, ...]
    rest: Difference


class Listed(Struct, frozen=True, kw_only=True):
    """A difference that is no matter of points: a gate, an interpretation, a reference's source, an unscored answer."""

    name: str
    before: str
    after: str
    note: str = ""


class Side(Struct, frozen=True, kw_only=True):
    """One of the two cards compared."""

    city: str
    file: str
    criteria: str
    edition: str
    digest: str
    submission_digest: str
    total: Range
    full: Fraction
    complete: bool
    exact: bool


class Comparison(Struct, frozen=True, kw_only=True):
    """The whole difference. `notes` are Chinese sentences about what could not be compared; `facts` sums the shares of
    each input over all items, largest first."""

    left: Side
    right: Side
    difference: Difference
    sections: tuple[SectionChange, ...]
    rest: Difference
    facts: tuple[Share, ...]
    gates: tuple[Listed, ...]
    interpretations: tuple[Listed, ...]
    references: tuple[Listed, ...]
    unscored: tuple[Listed, ...]
    notes: tuple[str, ...]
    exact: bool
