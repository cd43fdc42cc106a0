"""What tells one case from another: the answer to one question that a rule asks.

A feature looks at one name (a fact, a reference, a derived quantity) or compares two; its slots are the answers the
rules tell apart, e.g. below 88, 88 exactly, between 88 and 90.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from msgspec import Struct

from scoring.lang import UNKNOWN, Absent, Value
from scoring.model.facts import FactType, Judgement

__all__ = ["ABSENT", "Feature", "Slot", "number"]

Slot = bool | int | str
ABSENT = "不适用"
"""The slot of a question that does not arise or is answered 不适用."""


class Feature(Struct, frozen=True, kw_only=True):
    """A question. One name with `stops`: where among them its value lies (2i+1 is the i-th stop itself, 2i the open
    interval below it). One name without: its value. Two names: which is larger (-1, 0, 1)."""

    names: tuple[str, ...]
    type: FactType
    unit: str = ""
    stops: tuple[Fraction, ...] | None = None
    optional: bool = False
    derived: bool = False

    def slot(self, values: Mapping[str, Value]) -> Slot:
        """The answer in one case; ABSENT where a value is not applicable or missing."""
        found = [values.get(name, UNKNOWN) for name in self.names]
        if any(isinstance(value, Absent) for value in found):
            return ABSENT
        if len(found) == 2:
            left, right = number(found[0]), number(found[1])
            return 0 if left == right else -1 if left < right else 1
        (value,) = found
        if self.stops is None:
            return value if isinstance(value, bool | str) else str(value)
        at = number(value)
        index = bisect_left(self.stops, at)
        return 2 * index + (index < len(self.stops) and self.stops[index] == at)

    def bounds(self, slot: int) -> tuple[Fraction | None, Fraction | None]:
        """The ends of a slot of a quantity; equal for a stop, open otherwise, None for no end."""
        stops = self.stops or ()
        index, on_stop = divmod(slot, 2)
        if on_stop:
            return stops[index], stops[index]
        return stops[index - 1] if index else None, stops[index] if index < len(stops) else None


def number(value: Value) -> Fraction:
    """A quantity on its own scale: points of a judgement, days of a date."""
    if isinstance(value, Judgement):
        return value.points
    if isinstance(value, date):
        return Fraction(value.toordinal())
    if not isinstance(value, Fraction):
        raise TypeError(f"{value!r} is no quantity")
    return value
