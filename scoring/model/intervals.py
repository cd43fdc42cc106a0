"""Intervals of points."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

__all__ = ["Range"]


class Range(Struct, frozen=True, kw_only=True):
    """An exact interval of points, both ends reachable unless the owner says it holds bounds only."""

    low: Fraction
    high: Fraction

    @property
    def decided(self) -> bool:
        """True when both ends coincide."""
        return self.low == self.high
