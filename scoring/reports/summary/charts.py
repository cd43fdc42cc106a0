"""Geometry of the page's charts, exact until the last step: places along an axis, steps of a scale, bars."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from msgspec import Struct

from scoring.model.scorecard import Range

__all__ = ["WIDTH", "Axis", "Band", "Tick", "axis", "bands", "percent", "shade"]

WIDTH = 1000
"""Length of every axis in SVG units; the page stretches it to what room there is."""
STEPS = tuple(Fraction(step * 10**power) for power in range(6) for step in (1, 2, 5))
SHADES = 4


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
