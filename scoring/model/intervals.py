"""Intervals of points."""

from __future__ import annotations

from fractions import Fraction

from scoring.record import record

__all__ = ["Range"]


@record
class Range:
    """An exact interval of points, both ends reachable unless the owner says it holds bounds only."""

    low: Fraction
    high: Fraction

    @property
    def decided(self) -> bool:
        """True when both ends coincide."""
        return self.low == self.high
