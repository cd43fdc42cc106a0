"""The difference between two score cards, as data.

Every difference is right minus left, exact, at both ends of the ranges: `low` of the guaranteed points, `high` of the
most that is still possible. For complete submissions the two agree. Sums always close: the parts of an item add up to
the item, items and `rest` to their section, sections and `rest` to the total.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from fractions import Fraction

from msgspec import Struct

from scoring.model.scorecard import Range

__all__ = [
    "WaterfallStep",
    "InputChange",
    "ClauseChange",
    "Comparison",
    "Difference",
    "ItemChange",
    "OtherChange",
    "ComparedKind",
    "SectionChange",
    "ChangeShare",
    "ComparedSide",
    "Split",
    "floor_of",
    "waterfall",
]


ZERO = Fraction(0)


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


def between(left: Range | None, right: Range | None) -> Difference:
    """Right minus left; a missing side counts 0."""
    low = (right.low if right else ZERO) - (left.low if left else ZERO)
    high = (right.high if right else ZERO) - (left.high if left else ZERO)
    return Difference(low=low, high=high)


def total(parts: Iterable[Difference]) -> Difference:
    """What the parts come to together."""
    return sum(parts, Difference(low=ZERO, high=ZERO))


class ComparedKind(enum.Enum):
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


class InputChange(Struct, frozen=True, kw_only=True):
    """One input that differs, in words."""

    name: str
    kind: ComparedKind
    before: str
    after: str


class ChangeShare(Struct, frozen=True, kw_only=True):
    """One changed input, or several that only change together, and the part in the item's difference (0 for none)."""

    changes: tuple[InputChange, ...]
    difference: Difference

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the inputs."""
        return tuple(change.name for change in self.changes)


class ClauseChange(Struct, frozen=True, kw_only=True):
    """One line of the two ledgers.

    clause: its id, "" for the start, the floor or the cap
    quote: the official wording, or what the line is
    before, after: the points the line gave or took
    """

    clause: str
    quote: str
    before: Range | None
    after: Range | None
    difference: Difference


class ItemChange(Struct, frozen=True, kw_only=True):
    """One item on both sides; None on the side that lacks it."""

    id: str
    label: str
    requirement: str
    left: Range | None
    right: Range | None
    difference: Difference
    clauses: tuple[ClauseChange, ...]
    shares: tuple[ChangeShare, ...]
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


class OtherChange(Struct, frozen=True, kw_only=True):
    """A difference that is no matter of points: a gate, an interpretation, a reference's source, an unscored answer."""

    name: str
    before: str
    after: str
    note: str = ""


class ComparedSide(Struct, frozen=True, kw_only=True):
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
    """The whole difference.

    rest: what the sections do not explain, because they share an unknown answer or the total is rounded
    inputs: the shares of each input over all items, the largest first
    eligibility, interpretations, references, unscored: what differs beside the points
    notes: Chinese sentences about what could not be compared
    """

    left: ComparedSide
    right: ComparedSide
    difference: Difference
    sections: tuple[SectionChange, ...]
    rest: Difference
    inputs: tuple[ChangeShare, ...]
    eligibility: tuple[OtherChange, ...]
    interpretations: tuple[OtherChange, ...]
    references: tuple[OtherChange, ...]
    unscored: tuple[OtherChange, ...]
    notes: tuple[str, ...]
    exact: bool


class WaterfallStep(Struct, frozen=True, kw_only=True):
    """One bar between two levels of points. `end` marks the totals at both ends, which start at 0."""

    label: str
    start: Fraction
    stop: Fraction
    end: bool = False

    @property
    def change(self) -> Fraction:
        """What the bar adds."""
        return self.stop - self.start


def waterfall(found: Comparison, *, high: bool = False) -> tuple[WaterfallStep, ...]:
    """The bars at the low end of the scores, or with `high` at the high end. Items without a difference are left out."""

    def pick(part: Difference) -> Fraction:
        return part.high if high else part.low

    level = found.left.total.high if high else found.left.total.low
    bars = [WaterfallStep(label="左边总分", start=Fraction(0), stop=level, end=True)]
    steps: list[tuple[str, Fraction]] = []
    for section in found.sections:
        steps += [(item.label, pick(item.difference)) for item in section.items]
        steps.append((f"{section.label}未填内容相互牵连", pick(section.rest)))
    steps.append(("取整和相互牵连", pick(found.rest)))
    for label, change in steps:
        if change:
            bars.append(WaterfallStep(label=label, start=level, stop=level + change))
            level += change
    bars.append(WaterfallStep(label="右边总分", start=Fraction(0), stop=level, end=True))
    return tuple(bars)


def floor_of(bars: Sequence[WaterfallStep]) -> Fraction:
    """Where the axis starts: a fifth below the lowest level, on a whole number, so that small steps can be seen."""
    return Fraction((min(bar.stop for bar in bars) * Fraction(4, 5)).__floor__())
