"""The geometry of the trend charts: whole numbers from exact ones, so that the same data draw the same picture."""

from __future__ import annotations

from fractions import Fraction

from scoring.base.text import approx_text
from scoring.model.attainment import IndicatorResult, State
from scoring.reports.render.views.plan import Mark, Trend

__all__ = ["trend"]

LEFT, RIGHT, TOP, BOTTOM = 60, 660, 90, 310
"""The part of the 720 × 400 box that points may take."""

Points = list[tuple[int, Fraction]]


def trend(found: IndicatorResult, years: tuple[int, ...], base_year: int | None) -> Trend | None:
    """The chart of one indicator, None where fewer than two years have a figure or the goal is not a number."""
    one = found.indicator
    targets: Points = [(t.year, t.value) for t in one.targets if isinstance(t.value, Fraction)]
    if one.base is not None and base_year is not None and isinstance(one.base.value, Fraction):
        targets.insert(0, (base_year, one.base.value))
    values: Points = [(year.year, year.value) for year in found.years if isinstance(year.value, Fraction)]
    if len({year for year, _ in (*targets, *values)}) < 2:
        return None
    figures = [figure for _, figure in (*targets, *values)]
    low, high = min(figures), max(figures)
    missed = {year.year for year in found.years if year.state is State.MISSED}
    aims, reached = dict(targets), dict(values)

    def mark(year: int, figure: Fraction, above: bool, mood: str) -> Mark:
        return Mark(x=_x(year, years), y=_y(figure, low, high), text=approx_text(figure), above=above, mood=mood)

    shown = [
        mark(year, figure, year not in aims or figure >= aims[year], "missed" if year in missed else "")
        for year, figure in values
    ]
    aimed = [
        mark(year, figure, year in reached and figure > reached[year], "same" if reached.get(year) == figure else "")
        for year, figure in targets
    ]
    return Trend(
        title=f"{one.id}　{one.name}",
        unit=one.unit,
        years=tuple((_x(year, years), str(year)) for year in years),
        targets=tuple(aimed),
        values=tuple(shown),
        target_line=_line(aimed),
        value_line=_line(shown),
    )


def _x(year: int, years: tuple[int, ...]) -> int:
    if len(years) == 1:
        return (LEFT + RIGHT) // 2
    return LEFT + (RIGHT - LEFT) * years.index(year) // (len(years) - 1)


def _y(figure: Fraction, low: Fraction, high: Fraction) -> int:
    if low == high:
        return (TOP + BOTTOM) // 2
    return BOTTOM - int((BOTTOM - TOP) * (figure - low) / (high - low))


def _line(marks: list[Mark]) -> str:
    """The points of an SVG polyline."""
    return " ".join(f"{mark.x},{mark.y}" for mark in marks)
