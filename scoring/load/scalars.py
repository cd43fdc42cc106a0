"""What a plain scalar is by its own spelling. Nothing is guessed: whatever has no plain form below stays text."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from scoring.documents.nodes import ScalarKind

__all__ = ["resolve"]

NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", re.ASCII)
DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
LONGEST_NUMBER = 40  # beyond any figure of a city; keeps arithmetic on hostile files cheap
BOOLEANS = {"是": True, "否": False, "true": True, "false": False}
NULLS = {"", "~", "null"}

Value = str | Fraction | bool | date | None


def resolve(text: str) -> tuple[ScalarKind, Value]:
    """Kind and value of an unquoted scalar. A DATE with the value None names a day that does not exist."""
    if text in BOOLEANS:
        return ScalarKind.BOOL, BOOLEANS[text]
    if text in NULLS:
        return ScalarKind.NULL, None
    if text[0] in "-0123456789" and len(text) <= LONGEST_NUMBER:
        if NUMBER.fullmatch(text):
            return ScalarKind.NUMBER, Fraction(text)
        match = DATE.fullmatch(text)
        if match:
            return ScalarKind.DATE, _date(int(match[1]), int(match[2]), int(match[3]))
    return ScalarKind.TEXT, text


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
