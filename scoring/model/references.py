"""References (参照值): numbers from outside the city that rules compare with, given or computed from a batch."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated

from msgspec import Struct

from scoring.base.errors import Location
from scoring.documents.fields import RULE, Field, ValueKind
from scoring.documents.forms import BY_PACK, SHORT_TEXT, YEAR, asked
from scoring.documents.values import LINE, NUMBER
from scoring.model.facts import TYPE, UNIT, FactType

__all__ = ["Average", "AverageResult", "BatchReferences", "Reference", "ReferenceSpan", "ReferenceValue"]

NUMBER_TYPE = ValueKind(
    schema={"enum": ["count", "number", "percent"]},
    read=TYPE.read,
    show=TYPE.show,
)


class Reference(Struct, frozen=True, kw_only=True):
    """A number from outside the city that a rule compares with, e.g. 全省平均千人口托位数. Never shipped with a value."""

    name: str
    type: Annotated[FactType, Field(NUMBER_TYPE, "类型", RULE)]
    ask: Annotated[str, Field(LINE, "问题")]
    unit: Annotated[str, Field(UNIT, "单位")] = ""
    minimum: Annotated[Fraction | None, Field(NUMBER, "最小值", RULE)] = None
    """The least value it can have, where the pack says so; counts and percentages are never negative anyway."""
    location: Location


REFERENCE_YEAR = ValueKind(
    schema={
        "type": ["integer", "null"],
        "minimum": 1949,
        "maximum": 2199,
        "errorMessage": "应填四位年份",
        "examples": [2021],
    },
    read=YEAR.read,
    nothing=0,
)


class ReferenceValue(Struct, frozen=True, kw_only=True):
    """A user-supplied value of a reference with the source and year that the report prints beside it."""

    value: Annotated[Fraction, asked(BY_PACK, "数值", required=True)]
    year: Annotated[int, asked(REFERENCE_YEAR, "年份", required=True)]
    source: Annotated[str, asked(SHORT_TEXT, "来源", "数据出自哪里。", required=True)]
    location: Location


class ReferenceSpan(Struct, frozen=True, kw_only=True):
    """A place among all applicants that is not decided, because points are open: the best and the worst it can be. `exact`:
    both come about, the worst where the city's own points are lowest, the best where they are highest."""

    best: Fraction
    worst: Fraction
    exact: bool
    year: int
    source: str
    location: Location


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
