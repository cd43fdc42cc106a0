"""Values in words, as an official would write them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from scoring.base.text import approx_text, date_text, number_text, points_text
from scoring.model.facts import Absent, Judgement, Value

__all__ = ["value_text"]


def value_text(value: Value, unit: str = "", *, exact: bool = False) -> str:
    """A value with its unit: 是, 4次, 95%, 2分, 2022年5月20日, 未填, 不适用. `exact`: long decimals are not cut to 约."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Fraction):
        return f"{number_text(value) if exact else approx_text(value)}{unit}"
    if isinstance(value, Judgement):
        return f"{points_text(value.points)}分"
    if isinstance(value, date):
        return date_text(value)
    if isinstance(value, Absent):
        return "不适用" if value is Absent.NOT_APPLICABLE else "未填"
    return value
