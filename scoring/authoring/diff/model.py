"""What differs between two packs, as data; the command line turns it into text or JSON."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct

from scoring.authoring.diff.regions import Feature, Slot
from scoring.documents.fields import Touches
from scoring.lang import Value
from scoring.model.scorecard import Range

__all__ = [
    "Change",
    "CityDiff",
    "ItemDiff",
    "PackDiff",
    "PackName",
    "DiffRegion",
    "CityScore",
    "RegionsUnder",
    "ScoreComparison",
    "DiffOutcome",
]


class Change(Struct, frozen=True, kw_only=True):
    """One difference. `place` is where (指标项 1.1, 申报资格 …), `what` which part; `old` or `new` is None for
    something added or removed."""

    place: str
    what: str
    kind: Touches
    old: str | None
    new: str | None


class DiffRegion(Struct, frozen=True, kw_only=True):
    """A set of facts in which an item scores `old` points by one pack and `new` by the other.

    Every condition holds: the feature takes one of the slots. `text` says so in Chinese; `witness` is one case in the
    region, by name of fact or reference, and `example` tells it in Chinese.
    """

    conditions: tuple[tuple[Feature, frozenset[Slot]], ...]
    text: str
    old: Fraction
    new: Fraction
    witness: Mapping[str, Value]
    example: str

    def contains(self, values: Mapping[str, Value]) -> bool:
        """Whether a case lies in the region; `values` holds every fact and reference the item reads."""
        return all(feature.slot(values) in slots for feature, slots in self.conditions)


class RegionsUnder(Struct, frozen=True, kw_only=True):
    """The regions under a choice of interpretations; `switched` is empty for the defaults of each pack."""

    switched: tuple[tuple[str, str], ...]
    regions: tuple[DiffRegion, ...]


class ScoreComparison(Struct, frozen=True, kw_only=True):
    """What comparing two versions of an item case by case gave.

    scores: the regions of different scores, under the default readings first
    exact: False where the cases could not all be told apart or were too many: then other regions may exist
    partial: whether answers that only one pack allows were left aside
    reason: why the two versions cannot be compared case by case ("" where they can)
    reach: the lowest and highest score of each, where they cannot
    elsewhere: clauses that act differently although the item's score is the same
    """

    scores: tuple[RegionsUnder, ...] = ()
    exact: bool = True
    partial: bool = False
    reason: str = ""
    reach: tuple[Range | None, Range | None] = (None, None)
    elsewhere: tuple[str, ...] = ()


class ItemDiff(ScoreComparison, frozen=True, kw_only=True):
    """One item in both packs (or one that is only in one: then the other id is "")."""

    old: str
    new: str
    label: str
    points: tuple[Fraction | None, Fraction | None]
    changes: tuple[Change, ...] = ()

    @property
    def scored_alike(self) -> bool:
        """True when it is proved that no case scores differently."""
        compared = bool(self.old and self.new) and self.exact and not self.partial and not self.reason
        return compared and not self.scores and not self.elsewhere

    @property
    def same(self) -> bool:
        """True when nothing differs that a reader or a score could notice."""
        return self.scored_alike and not self.changes and self.old == self.new


class PackName(Struct, frozen=True, kw_only=True):
    """Which pack and edition was compared."""

    id: str
    title: str
    edition: str
    digest: str
    extends: tuple[str, ...] = ()


class CityScore(Struct, frozen=True, kw_only=True):
    """One city under one pack: its total, its items, or the problems for which it has no score."""

    total: Range | None
    items: Mapping[str, Range]
    problems: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    """Answers of the file that this pack does not ask and the other one does."""


class CityDiff(Struct, frozen=True, kw_only=True):
    """One submission scored under both packs; `other` names the pack it is written for where that is neither."""

    file: str
    city: str
    old: CityScore
    new: CityScore
    other: str = ""

    @property
    def same(self) -> bool:
        """True when it scores the same under both, item by item, or has nothing to do with them."""
        if self.other:
            return True
        return self.old.total is not None and self.old.total == self.new.total and self.old.items == self.new.items


class DiffOutcome(enum.Enum):
    """NONE: no difference; WORDS: words or forms differ and every case scores alike; SCORES: some case scores
    differently; OPEN: none was found, but not every case could be compared."""

    NONE = "none"
    WORDS = "words"
    SCORES = "scores"
    OPEN = "open"


class PackDiff(Struct, frozen=True, kw_only=True):
    """Everything that differs. `front` are changes beside the items; `items` only those that differ."""

    old: PackName
    new: PackName
    front: tuple[Change, ...]
    items: tuple[ItemDiff, ...]
    verdict: DiffOutcome
    cities: tuple[CityDiff, ...] = ()
