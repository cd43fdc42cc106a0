"""The rows of the tables in the papers of a review and of a ranking."""

from __future__ import annotations

from msgspec import Struct

from scoring.reports.render.views.model import Pair

__all__ = [
    "ChangeRow",
    "ChangeStep",
    "CityRow",
    "DeltaRow",
    "DisputeRow",
    "FileRow",
    "MovedRow",
    "OpenRow",
    "OpinionItem",
    "OpinionRow",
    "OpinionStage",
    "PlaceRow",
    "ReviewerRow",
    "ScoreCell",
    "ScoreRow",
    "SpreadRow",
    "StepRow",
]


class StepRow(Struct, frozen=True, kw_only=True):
    """One step: who reviewed, on which days, the total after it and what it changed."""

    name: str
    reviewers: str
    days: str
    total: str
    change: str


class ScoreCell(Struct, frozen=True, kw_only=True):
    """A score after one step; `moved` where the step before had another."""

    text: str
    moved: bool


class ScoreRow(Struct, frozen=True, kw_only=True):
    """One item step by step, or (`head`) the sum of a section or of everything."""

    label: str
    full: str
    cells: tuple[ScoreCell, ...]
    state: str
    head: bool = False
    open: bool = False


class ChangeRow(Struct, frozen=True, kw_only=True):
    """What a step did to one item: `facts` with old and new, the official sentences with their points, who decided."""

    label: str
    before: str
    after: str
    facts: tuple[Pair, ...]
    clauses: tuple[Pair, ...]
    by: tuple[str, ...]


class ChangeStep(Struct, frozen=True, kw_only=True):
    """The changes of one step; `none` says that there are none."""

    title: str
    rows: tuple[ChangeRow, ...]
    none: str


class OpinionRow(Struct, frozen=True, kw_only=True):
    """One reviewer's opinion on one item."""

    reviewer: str
    verdict: str
    score: str
    texts: tuple[str, ...]
    day: str


class OpinionItem(Struct, frozen=True, kw_only=True):
    """All opinions of a stage on one item; `figures` are spread, mean and median."""

    label: str
    state: str
    figures: str
    rows: tuple[OpinionRow, ...]
    open: bool


class OpinionStage(Struct, frozen=True, kw_only=True):
    """The opinions of one stage; `silent` names the items nobody spoke about."""

    title: str
    items: tuple[OpinionItem, ...]
    silent: str


class DisputeRow(Struct, frozen=True, kw_only=True):
    """An item on which opinions differ, and how that ended."""

    stage: str
    label: str
    scores: tuple[str, ...]
    spread: str
    mean: str
    median: str
    outcome: tuple[str, ...]
    open: bool


class OpenRow(Struct, frozen=True, kw_only=True):
    """Something that still waits: what, of which item, and the words that were said."""

    kind: str
    label: str
    texts: tuple[str, ...]


class DeltaRow(Struct, frozen=True, kw_only=True):
    """The difference of one item from the claim to the result, with the official sentences behind it."""

    label: str
    before: str
    after: str
    change: str
    clauses: tuple[Pair, ...]


class FileRow(Struct, frozen=True, kw_only=True):
    """A file with who wrote it and its checksum; `note` says why it does not count."""

    name: str
    who: str
    digest: str = ""
    note: str = ""


class CityRow(Struct, frozen=True, kw_only=True):
    """One city's totals step by step, the difference from claim to result, and what still waits."""

    city: str
    cells: tuple[ScoreCell, ...]
    change: str
    state: str
    open: bool


class PlaceRow(Struct, frozen=True, kw_only=True):
    """One row of the ranking. `line` is the word on the quota line drawn below it, `gap` how many cities are left out
    above it."""

    rank: str
    city: str
    score: str
    standing: str
    line: str = ""
    gap: int = 0


class MovedRow(Struct, frozen=True, kw_only=True):
    """A city whose place is open: why, item by item."""

    city: str
    rank: str
    texts: tuple[str, ...]


class SpreadRow(Struct, frozen=True, kw_only=True):
    """How far the reviewers of one city are apart; counts are of items and stages."""

    city: str
    several: str
    differ: str
    largest: str
    mean: str
    arbitrated: str
    due: str


class ReviewerRow(Struct, frozen=True, kw_only=True):
    """One reviewer over all cities: how much was reviewed, and how it lies to the mean of all opinions on the item."""

    reviewer: str
    cities: str
    opinions: str
    beside: str
    above: str
    below: str
    lean: str
