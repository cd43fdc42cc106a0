"""The charts of the page of a batch: totals along an axis, bars, the heat map of points lost. Exact until the last step; the
templates decide nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from scoring.base.text import points_text
from scoring.model.cohort import Applicant, Cohort, Place, QuotaState, Ranking
from scoring.model.criteria import Criteria, Item
from scoring.model.scorecard import Range
from scoring.reports.document import Pair
from scoring.reports.summary.columns import text_columns
from scoring.reports.summary.words import city_text, clause_text, gaps_between, item_text, score_text
from scoring.wording import item_label, item_number

__all__ = [
    "WIDTH",
    "Axis",
    "Band",
    "HistogramBar",
    "HeatRow",
    "RankRow",
    "axis",
    "bands",
    "city_losses",
    "clause_bars",
    "cohort_losses",
    "heat_heads",
    "percent",
    "rank_rows",
    "shade",
    "spread_bars",
    "total_axis",
]

WIDTH = 1000
"""Length of every axis in SVG units; the page stretches it to what room there is."""
STEPS = tuple(Fraction(step * 10**power) for power in range(6) for step in (1, 2, 5))
SHADES = 4


MOODS = {QuotaState.IN: "in", QuotaState.OUT: "out", QuotaState.TIED: "tied", QuotaState.OPEN: "open"}
ABSENT = "—"


class Tick(Struct, frozen=True, kw_only=True):
    """A mark on an axis: its text and its place in percent of the length."""

    text: str
    left: str


class Axis(Struct, frozen=True, kw_only=True):
    """The part of a scale that a chart shows, `low` to `high`."""

    low: Fraction
    high: Fraction
    step: Fraction

    def at(self, value: Fraction) -> int:
        """Where a value stands, from 0 to WIDTH; values beyond the axis stand at its end."""
        held = min(max(value, self.low), self.high)
        return int((held - self.low) * WIDTH / (self.high - self.low) + Fraction(1, 2))

    def marks(self) -> list[Fraction]:
        """The values of its steps, both ends included where a step falls on them."""
        count = int((self.high - self.low) / self.step)
        return [self.low + self.step * place for place in range(count + 1)]


class Band(Struct, frozen=True, kw_only=True):
    """A bar of the distribution: totals from `low` (included) to `high` (excluded, except at the top)."""

    low: Fraction
    high: Fraction
    last: bool
    surely: int
    perhaps: int


class RankRow(Struct, frozen=True, kw_only=True):
    """One city in the ranking: its texts by the keys of their columns. `low` and `high` are places on the axis; `line` says
    that the quota line is drawn below this row, `gap` how many cities are left out above it. `mood` is in, out, tied, open
    or empty."""

    texts: Mapping[str, str]
    low: int
    high: int
    mood: str
    line: str = ""
    gap: int = 0


class HeatHead(Struct, frozen=True, kw_only=True):
    """A section at the head of the heat map with the numbers of its items and what each item asks."""

    title: str
    items: tuple[Pair, ...]


class HeatCell(Struct, frozen=True, kw_only=True):
    """Points lost: the text, the shade of the least and of the most that may be lost, and a sentence that says it all."""

    text: str
    least: int
    most: int
    title: str


class HeatRow(Struct, frozen=True, kw_only=True):
    """One city, or the median, in the heat map."""

    name: str
    cells: tuple[HeatCell, ...]
    total: str
    kind: str = ""


class HistogramBar(Struct, frozen=True, kw_only=True):
    """A bar: lengths of what is sure and of what may be, from 0 to 1000. `head` is what stands before it, `lead` before
    that; `figure` after it, `more` after that."""

    head: str
    sure: int
    maybe: int
    figure: str
    lead: str = ""
    more: str = ""


def axis(values: Sequence[Fraction], full: Fraction, most: int = 6) -> Axis:
    """An axis on whole steps around `values`, with at most `most` steps, that never goes past `full`."""
    low = min([*values, full])
    high = max([*values, low])
    for step in STEPS:
        start = step * (low / step).__floor__()
        stop = min(step * -((-high) / step).__floor__(), max(full, high))
        if stop <= start:
            start = max(Fraction(0), start - step)
            stop = start + step
        if (stop - start) / step <= most:
            return Axis(low=start, high=stop, step=step)
    return Axis(low=low, high=high + 1, step=high + 1 - low)


def bands(totals: Iterable[Range], full: Fraction) -> tuple[Band, ...]:
    """How totals spread, the highest band first. A range that lies within one band is there surely, else perhaps in each
    band it touches."""
    found = list(totals)
    if not found:
        return ()
    scale = axis([end for one in found for end in (one.low, one.high)], full, most=12)
    count = -((scale.low - scale.high) / scale.step).__floor__()
    surely, perhaps = [0] * count, [0] * count

    def band(value: Fraction) -> int:
        return min(int((value - scale.low) / scale.step), count - 1)

    for one in found:
        first, last = band(one.low), band(one.high)
        if first == last:
            surely[first] += 1
        else:
            for place in range(first, last + 1):
                perhaps[place] += 1
    made = [
        Band(
            low=scale.low + place * scale.step,
            high=min(scale.low + (place + 1) * scale.step, scale.high),
            last=place == count - 1,
            surely=surely[place],
            perhaps=perhaps[place],
        )
        for place in range(count)
    ]
    return tuple(reversed(made))


def percent(part: int) -> str:
    """A place on an axis as CSS writes it: `37.5`."""
    return f"{part // 10}.{part % 10}"


def shade(lost: Fraction, points: Fraction) -> int:
    """How dark a loss is drawn: 0 for none, else 1 to 4 for each quarter of the points."""
    if lost <= 0 or points <= 0:
        return 0
    return min(SHADES, max(1, -((-lost * SHADES) / points).__floor__()))


def total_axis(listed: Sequence[Place], ranking: Ranking) -> Axis:
    """The axis that holds the totals of the cities listed."""
    ends = [end for place in listed for end in (place.total.low, place.total.high)]
    return axis(ends or [Fraction(0)], ranking.full)


def rank_rows(ranking: Ranking, positions: tuple[int, ...], scale: Axis) -> Iterator[RankRow]:
    """The cities at `positions`, each with its place on the axis."""
    gaps, last = gaps_between(positions, len(ranking.ranked)), len(ranking.ranked) - 1
    for position in positions:
        place = ranking.ranked[position]
        line = ranking.at_most is not None and position == ranking.at_most - 1 and position < last
        yield RankRow(
            texts={one.key: one.text(place) for one in text_columns(ranking) if one.text is not None},
            low=scale.at(place.total.low),
            high=scale.at(place.total.high),
            mood=MOODS[place.quota] if place.quota else "",
            line=f"名额线：{ranking.at_most}个" if line else "",
            gap=gaps.get(position, 0),
        )


def clause_bars(criteria: Criteria, cohort: Cohort, count: int) -> Iterator[HistogramBar]:
    """The `count` clauses that cost the most."""
    top = cohort.clauses[:count]
    most = max((one.points.high for one in top), default=Fraction(0))
    for one in top:
        sure, whole = int(one.points.low * WIDTH / most), int(one.points.high * WIDTH / most)
        yield HistogramBar(
            lead=item_text(criteria, one.item),
            head=clause_text(criteria, one.item, one.clause),
            sure=sure,
            maybe=whole - sure,
            figure=f"{score_text(one.points.low, one.points.high)}分",
            more=f"{one.lost}个" if not one.maybe else f"{one.lost}～{one.lost + one.maybe}个",
        )


def spread_bars(places: Sequence[Place], full: Fraction) -> Iterator[HistogramBar]:
    """How many cities lie in which band of totals."""
    found = bands((place.total for place in places), full)
    most = max((one.surely + one.perhaps for one in found), default=1)
    for one in found:
        until = f"{points_text(one.high)}分" if one.last else f"不到{points_text(one.high)}分"
        yield HistogramBar(
            head=f"{points_text(one.low)}分至{until}",
            sure=one.surely * WIDTH // most,
            maybe=one.perhaps * WIDTH // most,
            figure=f"{one.surely}个" if not one.perhaps else f"{one.surely}～{one.surely + one.perhaps}个",
        )


def heat_heads(criteria: Criteria) -> tuple[HeatHead, ...]:
    """The sections with the numbers of their items; an item that is a whole section has none."""
    return tuple(
        HeatHead(
            title=f"{section.label}{section.title}",
            items=tuple(
                Pair(name=item_number(item.label, section.label).rstrip(".") or "全", value=item.requirement)
                for item in section.items
            ),
        )
        for section in criteria.sections
    )


def city_losses(criteria: Criteria, city: Applicant, kind: str = "") -> HeatRow:
    """One city."""
    name, items = city_text(city.city, city.invented), {one.item: one for one in city.items}
    cells = []
    for item in _items(criteria):
        found = items.get(item.id)
        if found is None or (found.applies is False and not found.score.high):
            cells.append(HeatCell(text=ABSENT, least=0, most=0, title=f"{name}　{item_label(item.label)}：不参加评估"))
            continue
        lost = Range(low=item.points - found.score.high, high=item.points - found.score.low)
        cells.append(_cell(item, lost, f"{name}　{item_label(item.label)}"))
    lost_all = Range(low=city.full - city.total.high, high=city.full - city.total.low)
    return HeatRow(name=name, cells=tuple(cells), total=score_text(lost_all.low, lost_all.high), kind=kind)


def cohort_losses(criteria: Criteria, cohort: Cohort, full: Fraction) -> tuple[HeatRow, ...]:
    """The median over all cities, and how many lost points."""
    figures = {one.item: one for one in cohort.items}
    medians, counts = [], []
    for item in _items(criteria):
        one = figures.get(item.id)
        if one is None or not one.cities:
            empty = HeatCell(text=ABSENT, least=0, most=0, title=f"{item_label(item.label)}：没有城市参加评估")
            medians.append(empty)
            counts.append(empty)
            continue
        medians.append(_cell(item, one.median, f"失分中位数　{item_label(item.label)}"))
        text = score_text(Fraction(one.lost), Fraction(one.lost + one.maybe))
        title = f"{item_label(item.label)}：{one.cities}个城市中{text}个失分"
        counts.append(HeatCell(text=text, least=0, most=0, title=title))
    lost = Range(low=full - cohort.median.high, high=full - cohort.median.low)
    total = score_text(lost.low, lost.high) if cohort.cities else ABSENT
    return (
        HeatRow(name="失分中位数", cells=tuple(medians), total=total, kind="sum"),
        HeatRow(name="失分城市数", cells=tuple(counts), total="", kind="sum"),
    )


def _items(criteria: Criteria) -> Iterator[Item]:
    for section in criteria.sections:
        yield from section.items


def _cell(item: Item, lost: Range, what: str) -> HeatCell:
    text = score_text(lost.low, lost.high)
    title = f"{what}：失{text}分，满分{score_text(item.points, item.points)}分"
    return HeatCell(text=text, least=shade(lost.low, item.points), most=shade(lost.high, item.points), title=title)
