"""What a whole batch has in common (全体情况): losses item by item and clause by clause, how totals spread, figures to ask
about."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from scoring.model.intervals import Range

__all__ = ["Bin", "ClauseFigures", "Cohort", "ItemFigures", "Outlier", "SectionFigures"]


class ItemFigures(Struct, frozen=True, kw_only=True):
    """One item over all cities it was assessed in. `lost` is how many surely lost points, `maybe` how many may have, while
    answers are missing; `whole` how many surely have full points. `mean` and `median` are points lost: the low ends from
    what is surely lost, the high ends from what may be. `absent` counts cities where the item does not apply."""

    item: str
    label: str
    points: Fraction
    cities: int
    lost: int
    maybe: int
    whole: int
    absent: int
    mean: Range
    median: Range


class ClauseFigures(Struct, frozen=True, kw_only=True):
    """One clause over all cities: how many it surely cost points and how many it may have; `points` is what it cost them
    together, least and most. `quote` is official, empty where the clause has none."""

    clause: str
    item: str
    quote: str
    lost: int
    maybe: int
    points: Range


class SectionFigures(Struct, frozen=True, kw_only=True):
    """Points of a section over the `cities` whose points in it are known: mean and median, each from the low ends to the
    high ends."""

    section: str
    label: str
    title: str
    points: Fraction
    cities: int
    mean: Range
    median: Range


class Bin(Struct, frozen=True, kw_only=True):
    """The cities whose total lies from `low` (included) to `high` (excluded; the last bin includes it). `surely` counts
    those that lie there whatever is missing, `perhaps` those that may."""

    low: Fraction
    high: Fraction
    surely: int
    perhaps: int


class Outlier(Struct, frozen=True, kw_only=True):
    """A figure far from those of the other cities: a question, never a deduction. `median` and `spread` (the median of
    the distances from it) are over all `cities` that state the figure; `times` is how many spreads it lies away."""

    key: str
    city: str
    name: str
    unit: str
    value: Fraction
    median: Fraction
    spread: Fraction
    cities: int
    times: Fraction


class Cohort(Struct, frozen=True, kw_only=True):
    """All applicants of one pack together, the barred ones too. `mean` and `median` are of the totals. Items are in the
    order of the pack, clauses with the dearest first, outliers with the farthest first; `skipped` names figures that were
    not compared, with the reason in Chinese."""

    criteria: str
    cities: int
    eligible: int
    open: int
    barred: int
    complete: int
    mean: Range
    median: Range
    sections: tuple[SectionFigures, ...]
    items: tuple[ItemFigures, ...]
    clauses: tuple[ClauseFigures, ...]
    bins: tuple[Bin, ...]
    outliers: tuple[Outlier, ...]
    skipped: tuple[tuple[str, str], ...]
