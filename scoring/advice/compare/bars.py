"""The waterfall: from the left total, item by item, to the right total. Text and web page draw the same bars."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from msgspec import Struct

from scoring.advice.compare.model import Comparison, Difference
from scoring.base.text import points_text

__all__ = ["Bar", "floor_of", "signed_text", "waterfall"]


class Bar(Struct, frozen=True, kw_only=True):
    """One bar between two levels of points. `end` marks the totals at both ends, which start at 0."""

    label: str
    start: Fraction
    stop: Fraction
    end: bool = False

    @property
    def change(self) -> Fraction:
        """What the bar adds."""
        return self.stop - self.start


def waterfall(found: Comparison, *, high: bool = False) -> tuple[Bar, ...]:
    """The bars at the low end of the scores, or with `high` at the high end. Items without a difference are left out."""

    def pick(part: Difference) -> Fraction:
        return part.high if high else part.low

    level = found.left.total.high if high else found.left.total.low
    bars = [Bar(label="左边总分", start=Fraction(0), stop=level, end=True)]
    steps: list[tuple[str, Fraction]] = []
    for section in found.sections:
        steps += [(item.label, pick(item.difference)) for item in section.items]
        steps.append((f"{section.label}未填内容相互牵连", pick(section.rest)))
    steps.append(("取整和相互牵连", pick(found.rest)))
    for label, change in steps:
        if change:
            bars.append(Bar(label=label, start=level, stop=level + change))
            level += change
    bars.append(Bar(label="右边总分", start=Fraction(0), stop=level, end=True))
    return tuple(bars)


def floor_of(bars: Sequence[Bar]) -> Fraction:
    """Where the axis starts: a fifth below the lowest level, on a whole number, so that small steps can be seen."""
    return Fraction((min(bar.stop for bar in bars) * Fraction(4, 5)).__floor__())


def signed_text(value: Fraction) -> str:
    """Points with their sign: `+3`, `-0.5`, `0`."""
    return f"+{points_text(value)}" if value > 0 else points_text(value)
