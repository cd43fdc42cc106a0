"""Exact ranges of points as tests write them."""

from __future__ import annotations

from fractions import Fraction

from scoring.model.scorecard import Range

__all__ = ["Points", "ends", "span"]

End = Fraction | float | str
Points = End | tuple[End, End]


def span(low: End, high: End | None = None) -> Range:
    """`span(3)`, `span("2.5", 4)`."""
    return Range(low=Fraction(low), high=Fraction(low if high is None else high))


def ends(points: Points) -> Range:
    """The same where a table holds either one value or both ends."""
    return span(*points) if isinstance(points, tuple) else span(points)
