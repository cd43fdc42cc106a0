"""The heat map of points lost: items across, cities down. What is open is a range, never 0."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from scoring.model.cohort import Applicant, Cohort
from scoring.model.criteria import Criteria, Item
from scoring.model.scorecard import Range
from scoring.reports.render.views.model import Pair
from scoring.reports.summary.charts import shade
from scoring.reports.summary.page_model import HeatCell, HeatHead, HeatRow
from scoring.reports.summary.words import city_text, score_text
from scoring.reports.wording import item_label, item_number

__all__ = ["city_row", "cohort_rows", "heads"]

ABSENT = "—"


def heads(criteria: Criteria) -> tuple[HeatHead, ...]:
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


def city_row(criteria: Criteria, city: Applicant, kind: str = "") -> HeatRow:
    """One city."""
    name, items = city_text(city.city, city.invented), {one.item: one for one in city.items}
    cells = []
    for item in _items(criteria):
        found = items.get(item.id)
        if found is None or (found.applies is False and not found.score.high):
            cells.append(HeatCell(text=ABSENT, least=0, most=0, told=f"{name}　{item_label(item.label)}：不参加评估"))
            continue
        lost = Range(low=item.points - found.score.high, high=item.points - found.score.low)
        cells.append(_cell(item, lost, f"{name}　{item_label(item.label)}"))
    lost_all = Range(low=city.full - city.total.high, high=city.full - city.total.low)
    return HeatRow(name=name, cells=tuple(cells), total=score_text(lost_all.low, lost_all.high), kind=kind)


def cohort_rows(criteria: Criteria, cohort: Cohort, full: Fraction) -> tuple[HeatRow, ...]:
    """The median over all cities, and how many lost points."""
    figures = {one.item: one for one in cohort.items}
    medians, counts = [], []
    for item in _items(criteria):
        one = figures.get(item.id)
        if one is None or not one.cities:
            empty = HeatCell(text=ABSENT, least=0, most=0, told=f"{item_label(item.label)}：没有城市参加评估")
            medians.append(empty)
            counts.append(empty)
            continue
        medians.append(_cell(item, one.median, f"失分中位数　{item_label(item.label)}"))
        text = score_text(Fraction(one.lost), Fraction(one.lost + one.maybe))
        told = f"{item_label(item.label)}：{one.cities}个城市中{text}个失分"
        counts.append(HeatCell(text=text, least=0, most=0, told=told))
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
    told = f"{what}：失{text}分，满分{score_text(item.points, item.points)}分"
    return HeatCell(text=text, least=shade(lost.low, item.points), most=shade(lost.high, item.points), told=told)
