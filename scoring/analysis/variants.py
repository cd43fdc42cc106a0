"""Mistakes in an amount of any kind: each number a little off, each choice of a closed list another."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from scoring.model.conditions import Op
from scoring.model.criteria import Amount
from scoring.record import fields, replace
from scoring.text import points_text

__all__ = ["near", "variants"]

ONE = Fraction(1)
TURNS = {Op.LT: (Op.LE,), Op.LE: (Op.LT,), Op.GT: (Op.GE,), Op.GE: (Op.GT,)}
"""What a comparison of a row can be mistaken for: the rows of a table all look the same way."""


def variants(amount: Amount) -> Iterator[tuple[str, str, Any]]:
    """Id, what is changed in words, and the changed amount, for every number and every choice it holds.

    New kinds of amounts need nothing here: their fields are gone through, rows of tables included.
    """
    yield from _of_record(amount, "")


def near(points: Fraction) -> Iterator[tuple[str, Fraction]]:
    """One more, and one less (half, where one less would leave nothing)."""
    yield "+1", points + 1
    if points > ONE:
        yield "-1", points - 1
    else:
        yield "half", points / 2


def _of_record(value: Any, path: str) -> Iterator[tuple[str, str, Any]]:
    for field in fields(value):
        for name, text, changed in _of_value(getattr(value, field), f"{path}{field}"):
            yield name, text, replace(value, **{field: changed})


def _of_value(value: Any, path: str) -> Iterator[tuple[str, str, Any]]:
    if isinstance(value, bool):
        yield f"{path}/not", f"{path} 反过来", not value
    elif isinstance(value, Fraction):
        for name, changed in near(value) if value else [("+1", ONE)]:
            yield f"{path}/{name}", _words(path, value, changed), changed
    elif isinstance(value, enum.Enum):
        for other in TURNS[value] if isinstance(value, Op) else type(value):
            if other is not value:
                yield f"{path}/{other.value}", f"{path} 由 {value.value} 改为 {other.value}", other
    elif isinstance(value, tuple):
        for index, part in enumerate(value):
            for name, text, changed in _of_value(part, f"{path}{index + 1}"):
                yield name, text, (*value[:index], changed, *value[index + 1 :])
    elif hasattr(value, "__record_fields__"):
        yield from _of_record(value, f"{path}/")


def _words(path: str, before: Fraction, after: Fraction) -> str:
    if path == "points":
        return f"{points_text(before)}分改为{points_text(after)}分"
    return f"{path} 由 {points_text(before)} 改为 {points_text(after)}"
