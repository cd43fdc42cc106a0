"""What amounts are made of: a number or a name that stands for one, sides, and what an amount is held against at load."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Protocol

from scoring.base.text import number_text
from scoring.documents.fields import Reader, Schema, ValueKind, fold
from scoring.documents.nodes import Node, number_of, words_of
from scoring.documents.values import LINE, TEXT
from scoring.model.facts import Fact, FactType

__all__ = [
    "A_MEASURE",
    "MEASURE",
    "ONE",
    "PER",
    "PERCENT_POINTS",
    "SIDES",
    "ZERO",
    "AmountPlace",
    "Measure",
    "Numbers",
    "Side",
    "Units",
    "measure_text",
    "number_in",
    "read_measure",
]

ZERO, ONE = Fraction(0), Fraction(1)

Measure = Fraction | str
"""A constant, or the name of the fact or reference that holds the number."""

Numbers = Mapping[str, Fraction]
"""The numbers under the names that an amount reads."""
Units = Mapping[str, str]
"""Their units; under "" that of what the amount itself counts (分, 档)."""
PERCENT_POINTS = "百分点"
"""How a source may call a difference between percentages; where it does, so do we."""


class Side(enum.Enum):
    """Which side of a base counts: what is short of it, or what exceeds it."""

    BELOW = "below"
    ABOVE = "above"


SIDES = {Side.BELOW: "不足的", Side.ABOVE: "超出的"}


def read_measure(node: Node, _reader: Reader) -> Measure | None:
    """A number, or a name."""
    number = number_of(node)
    return (fold(words_of(node)) or None) if number is None else number


def measure_text(measure: Measure) -> str:
    """A constant, or the name in quotation marks."""
    return number_text(measure) if isinstance(measure, Fraction) else f"“{measure}”"


def number_in(measure: Measure, numbers: Numbers) -> Fraction:
    """The number of a measure whose number is there."""
    return measure if isinstance(measure, Fraction) else numbers[measure]


A_MEASURE: Schema = {**LINE.schema, "errorMessage": "应写一个数，或填报项、参照值的名称", "examples": [90]}
MEASURE = ValueKind(schema=A_MEASURE, read=read_measure, show=measure_text)
PER = ValueKind(schema=TEXT.schema, read=lambda node, _reader: fold(words_of(node)) or None, nothing="")


class AmountPlace(Protocol):
    """A clause where it stands, as an amount checks itself there."""

    @property
    def most(self) -> Fraction | None:
        """The most points it may name; None where it reaches beyond its item, or is multiplied."""

    def at(self, *keys: str) -> Node | None:
        """What stands under the keys, one below the other; the clause itself where there are none."""

    def error(self, code: str, message: str, hint: str, at: Any) -> None:
        """Note something that is wrong."""

    def question(self, code: str, message: str, hint: str, at: Any) -> None:
        """Note something that a person should look at."""

    def fact(self, key: str, kinds: tuple[FactType, ...]) -> Fact | None:
        """The fact named under a key; it is noted where there is none, or one of another type."""

    def measure(self, measure: Measure | None, at: Node | None, like: str = "") -> None:
        """A name that stands for a number is that of a quantity, of the same unit as the fact `like` ("": any)."""

    def counts(self, name: str) -> bool:
        """Whether only whole numbers stand under a name; so it is taken where there is no such name."""

    def within(self, points: Fraction, at: Node | None) -> None:
        """The points are no more than there are."""
