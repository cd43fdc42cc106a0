"""What the page of a batch says, ready to print: texts, places on axes, shades. The template decides nothing."""

from __future__ import annotations

from msgspec import Struct

from scoring.reports.render.views.model import Pair
from scoring.reports.summary.charts import Tick

__all__ = ["BandRow", "ClauseRow", "HeatCell", "HeatHead", "HeatRow", "Move", "Page", "RankRow", "Rest"]


class RankRow(Struct, frozen=True, kw_only=True):
    """One city in the ranking. `low` and `high` are places on the axis; `line` says that the quota line is drawn below
    this row, `gap` how many cities are left out above it. `mood` is in, out, tied, open or empty."""

    rank: str
    city: str
    score: str
    low: int
    high: int
    standing: str
    mood: str
    line: str = ""
    gap: int = 0


class Move(Struct, frozen=True, kw_only=True):
    """What is still open for one city, and what it can do to its rank."""

    city: str
    rank: str
    texts: tuple[str, ...]


class Rest(Struct, frozen=True, kw_only=True):
    """A city that is not ranked: its score and why."""

    city: str
    score: str
    rank: str
    reasons: str


class HeatHead(Struct, frozen=True, kw_only=True):
    """A section at the head of the heat map with the numbers of its items and what each item asks."""

    title: str
    items: tuple[Pair, ...]


class HeatCell(Struct, frozen=True, kw_only=True):
    """Points lost: the text, the shade of the least and of the most that may be lost, and a sentence that says it all."""

    text: str
    least: int
    most: int
    told: str


class HeatRow(Struct, frozen=True, kw_only=True):
    """One city, or the median, in the heat map."""

    name: str
    cells: tuple[HeatCell, ...]
    total: str
    kind: str = ""


class ClauseRow(Struct, frozen=True, kw_only=True):
    """A clause that cost points: lengths of its bar from 0 to 1000."""

    item: str
    quote: str
    sure: int
    maybe: int
    points: str
    cities: str


class BandRow(Struct, frozen=True, kw_only=True):
    """A band of the distribution: lengths of its bar from 0 to 1000."""

    text: str
    sure: int
    maybe: int
    count: str


class Page(Struct, frozen=True, kw_only=True):
    """The whole page."""

    title: str
    subject: str
    marker: str
    facts: tuple[Pair, ...]
    lead: tuple[str, ...]
    ticks: tuple[Tick, ...]
    grid: tuple[int, ...]
    ranks: tuple[RankRow, ...]
    left_out: str
    quota: tuple[Pair, ...]
    moves: tuple[Move, ...]
    open: tuple[Rest, ...]
    barred: tuple[Rest, ...]
    heads: tuple[HeatHead, ...]
    heat: tuple[HeatRow, ...]
    clauses: tuple[ClauseRow, ...]
    bands: tuple[BandRow, ...]
    questions: tuple[Pair, ...]
    problems: tuple[Pair, ...]
    received: tuple[Pair, ...]
    meaning: tuple[Pair, ...]
    references: tuple[Pair, ...]
    gaps: tuple[Pair, ...]
    assumptions: tuple[Pair, ...]
    origin: tuple[Pair, ...]
