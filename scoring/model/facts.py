"""Facts (填报项), references (参照值) and the answers given to them."""

from __future__ import annotations

import enum
from datetime import date
from fractions import Fraction
from typing import Annotated

from msgspec import Struct

from scoring.base.errors import Location
from scoring.documents.fields import Kind
from scoring.documents.forms import BY_PACK, SHORT_TEXT, YEAR, asked
from scoring.model.conditions import Expr

__all__ = [
    "NOT_APPLICABLE",
    "NOT_APPLICABLE_WORD",
    "UNKNOWN",
    "Absent",
    "Answer",
    "Better",
    "FactType",
    "Fact",
    "FactValue",
    "Judgement",
    "Ratio",
    "Reference",
    "ReferenceValue",
    "Value",
]


class FactType(enum.Enum):
    """The closed set of answer types.

    BOOL 是/否; COUNT a whole number ≥ 0; NUMBER a decimal; PERCENT percentage points (95 and 95% are the same);
    CHOICE one of `choices`; DATE YYYY-MM-DD; TEXT free text, never scored; JUDGED points within a range and a reason.
    """

    BOOL = "bool"
    COUNT = "count"
    NUMBER = "number"
    PERCENT = "percent"
    CHOICE = "choice"
    DATE = "date"
    TEXT = "text"
    JUDGED = "judged"


class Better(enum.Enum):
    """Which way a fact is better for the city: YES/NO for booleans, HIGHER/LOWER for quantities."""

    YES = "yes"
    NO = "no"
    HIGHER = "higher"
    LOWER = "lower"


class Ratio(Struct, frozen=True, kw_only=True):
    """A derived quantity: numerator ÷ denominator × times, exact. A zero denominator makes it not applicable.

    `within` states that the numerator is part of the denominator (never larger); the validator then refuses a larger
    numerator and the analysis of unknowns uses it.
    """

    numerator: str
    denominator: str
    times: Fraction
    within: bool = True


class Fact(Struct, frozen=True, kw_only=True):
    """One question to the city.

    `name` is a Chinese identifier, unique in the pack, NFKC-folded; `ask` the question; `owner` the department that
    answers (a suggestion of the pack); `unit` what is printed after a number, % and 分 for percentages and judged points
    where the pack names none; `needs` the condition under which the question is asked at all (None: always);
    `not_applicable` says in Chinese when 不适用 is a legitimate answer (None: never); `derive` makes the fact a
    computed one that is never asked. `item` is the id of the item it belongs to ("" for basic situation facts).
    """

    name: str
    type: FactType
    ask: str
    location: Location
    item: str = ""
    unit: str = ""
    owner: str = ""
    better: Better | None = None
    needs: Expr | None = None
    choices: tuple[str, ...] = ()
    minimum: Fraction | None = None
    maximum: Fraction | None = None
    step: Fraction | None = None
    derive: Ratio | None = None
    not_applicable: str | None = None
    help: str = ""
    blank: str | None = None
    """The official form's own words where the form prints this fact as a blank to fill in, e.g. 千人托位数."""
    proof: tuple[str, ...] = ()
    """Evidence ids of its item without which 是 counts as 否 (必须提供书面材料)."""
    past: bool = False
    """It asks what has happened already: the answer may be corrected, but nothing that is done now changes it."""


class Reference(Struct, frozen=True, kw_only=True):
    """A number from outside the city that a rule compares with, e.g. 全省平均千人口托位数. Never shipped with a value."""

    name: str
    type: FactType
    ask: str
    location: Location
    unit: str = ""
    minimum: Fraction | None = None
    """The least value it can have, where the pack says so; counts and percentages are never negative anyway."""


REFERENCE_YEAR = Kind(
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


class Judgement(Struct, frozen=True, kw_only=True):
    """The answer to a JUDGED fact: points and the reason for them (never empty)."""

    points: Fraction
    reason: str


NOT_APPLICABLE_WORD = "不适用"

FactValue = bool | Fraction | str | date | Judgement


class Absent(enum.Enum):
    """What stands in the place of a value: 未填 or 不适用. Neither is 否, and neither is a number."""

    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


UNKNOWN = Absent.UNKNOWN
NOT_APPLICABLE = Absent.NOT_APPLICABLE

Value = FactValue | Absent
"""未填, 不适用 and an answer (which may be 否) are three different things."""


class Answer(Struct, frozen=True, kw_only=True):
    """What a submission says about one fact.

    value: the answer, or which of 未填 and 不适用 stands in its place
    location: where it stands, None where the file does not mention the fact
    reason: what the city wrote beside 不适用
    """

    value: Value = UNKNOWN
    location: Location | None = None
    reason: str = ""

    @property
    def answered(self) -> bool:
        """Whether there is an answer: neither 未填 nor 不适用."""
        return not isinstance(self.value, Absent)

    @property
    def state(self) -> str:
        """Which of the three it is, as JSON says it: answered, unknown or not_applicable."""
        return self.value.value if isinstance(self.value, Absent) else "answered"

    @property
    def word(self) -> str:
        """The word of an answer that is one: 是, 否, 不适用 or a choice; empty for all others."""
        if self.value is NOT_APPLICABLE:
            return NOT_APPLICABLE_WORD
        if isinstance(self.value, bool):
            return "是" if self.value else "否"
        return self.value if isinstance(self.value, str) else ""
