"""References computed from the cities of a batch (由本批计算), where the user says so and gives the weights."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct

from scoring.base.errors import Location
from scoring.model.facts import ReferenceValue

__all__ = ["Average", "AverageResult", "BatchReferences"]


class Average(Struct, frozen=True, kw_only=True):
    """How one reference is computed.

    Without `weighted`: the sum of `top` over the sum of `bottom`, times `times`. With it: the mean of `top`, each city
    weighted by its `bottom` (`bottom` None: every city counts alike). `leave_out` leaves cities that lack a number out;
    otherwise one such city makes the reference unknown.
    """

    name: str
    top: str
    bottom: str | None
    times: Fraction
    weighted: bool
    year: int
    leave_out: bool
    location: Location


class AverageResult(Struct, frozen=True, kw_only=True):
    """What came out. `value` is None where it cannot be computed; `text` says in Chinese how it was computed, or why it
    was not. `cities` counts those that went in, `lacking` are those without the numbers (key and city). `top` and
    `bottom` are the two sums."""

    average: Average
    value: ReferenceValue | None
    cities: int
    lacking: tuple[tuple[str, str], ...]
    top: Fraction
    bottom: Fraction
    text: str


class BatchReferences(Struct, frozen=True, kw_only=True):
    """What a file of references says for a batch: values, and what is to be computed from the batch."""

    values: Mapping[str, ReferenceValue]
    averages: tuple[Average, ...]
