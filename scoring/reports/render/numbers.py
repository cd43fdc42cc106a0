"""Exact numbers and places as plain data for JSON."""

from __future__ import annotations

from fractions import Fraction

from scoring.base.errors import Location
from scoring.base.plain import Json, number, plain
from scoring.base.text import Ends
from scoring.lang import Absent, Value
from scoring.model.facts import Judgement

__all__ = ["Json", "number", "place_json", "range_json", "value_json"]


def value_json(value: Value | None) -> bool | int | float | str | None:
    """An answer: points of a judgement, dates as 2022-05-20, null where there is none."""
    if value is None or isinstance(value, Absent):
        return None
    if isinstance(value, bool | str):
        return value
    if isinstance(value, Fraction):
        return number(value)
    return number(value.points) if isinstance(value, Judgement) else value.isoformat()


def range_json(of: Ends) -> Json:
    """Both ends."""
    return {"low": number(of.low), "high": number(of.high)}


def place_json(value: Location | None) -> Json | None:
    """A place in a file, or null."""
    return None if value is None else plain(value)
