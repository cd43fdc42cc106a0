"""What a plain scalar is, its own spelling says. Nothing is guessed: whatever has no plain form stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from scoring.documents.nodes import ScalarKind

__all__ = ["LONGEST_TYPED", "QUOTES", "Value", "colons_of_keys", "resolve"]

QUOTES = frozenset("'\"|>")
"""The styles of scalars that are not plain."""
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", re.ASCII)
DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
LONGEST_TYPED = 40
"""What is longer is text; beyond any figure of a city, which keeps arithmetic on hostile files cheap."""
BOOLEANS = {"是": True, "否": False, "true": True, "false": False}
NULLS = {"", "~", "null"}

Value = str | Fraction | bool | date | None


@lru_cache(maxsize=4096)
def resolve(text: str) -> tuple[ScalarKind, Value]:
    """Kind and value of an unquoted scalar. A DATE with the value None names a day that does not exist."""
    if text in BOOLEANS:
        return ScalarKind.BOOL, BOOLEANS[text]
    if text in NULLS:
        return ScalarKind.NULL, None
    if text[0] in "-0123456789" and len(text) <= LONGEST_TYPED:
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


FULL_WIDTH_KEY = re.compile(r"\s*(?:- +)?[^\s：，。；、“”#]{1,30}：")


def colons_of_keys(scalar: Any, lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Line and column of full-width colons that look as if they ended a key. They do not, so that the line silently becomes
    part of the value before it. `scalar` is an event or a node of PyYAML."""
    first, last = scalar.start_mark.line, scalar.end_mark.line
    lead = lines[first][: scalar.start_mark.column]
    for number in range(first if not lead.strip() else first + 1, last + 1):
        if number >= len(lines):
            break
        match = FULL_WIDTH_KEY.match(lines[number])
        if match:
            yield number + 1, match.end()
