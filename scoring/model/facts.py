"""Facts (填报项) and the answers given to them."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any

from msgspec import Struct
from msgspec.structs import replace

from scoring.base.errors import Location
from scoring.base.text import number_text
from scoring.documents.fields import FORM, RULE, Field, Reader, ValueKind, fold, schema_of, shape
from scoring.documents.nodes import Node, get, items_of, words_of
from scoring.documents.values import (
    CONDITION,
    FLAG,
    LINE,
    LINES,
    NAME,
    NUMBER,
    POINTS,
    TEXT,
    at_least,
    keyed,
    one_of,
    yes,
)
from scoring.model.conditions import Expr

__all__ = [
    "NOT_APPLICABLE",
    "NOT_APPLICABLE_WORD",
    "UNKNOWN",
    "Absent",
    "QUANTITIES",
    "TYPES",
    "Answer",
    "Better",
    "Derivation",
    "FactType",
    "Fact",
    "FactValue",
    "Judgement",
    "Placing",
    "Ratio",
    "Score",
    "Sum",
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


TYPES = {
    FactType.BOOL: "是否",
    FactType.COUNT: "个数",
    FactType.NUMBER: "数值",
    FactType.PERCENT: "百分数",
    FactType.CHOICE: "选项",
    FactType.DATE: "日期",
    FactType.TEXT: "文字",
    FactType.JUDGED: "评判分",
}
QUANTITIES = (FactType.COUNT, FactType.NUMBER, FactType.PERCENT)
"""The types whose answers are numbers."""
DIRECTIONS = {Better.YES: "是为好", Better.NO: "否为好", Better.HIGHER: "越高越好", Better.LOWER: "越低越好"}


def _names(node: Node | None) -> tuple[str, ...]:
    return tuple(fold(words_of(one)) for one in items_of(node))


TWO_NAMES = at_least(2, LINES).schema
SUMMANDS = keyed(
    "sum", TWO_NAMES, lambda node, _reader: _names(get(node, "sum")) or _names(get(node, "difference"))[:1]
)
SUBTRAHENDS = keyed("difference", TWO_NAMES, lambda node, _reader: _names(get(node, "difference"))[1:])


class Ratio(Struct, frozen=True, kw_only=True):
    """A derived quantity: numerator ÷ denominator × times, exact. A zero denominator makes it not applicable.

    `within` states that the numerator is part of the denominator (never larger); the validator then refuses a larger
    numerator and the analysis of unknowns uses it.
    """

    numerator: Annotated[str, Field(NAME, "分子", RULE)]
    denominator: Annotated[str, Field(NAME, "分母", RULE)]
    times: Annotated[Fraction, Field(POINTS, "乘以", RULE, required=False)]
    within: Annotated[bool, Field(FLAG, "分子是不是分母的一部分", RULE)] = True

    @property
    def parts(self) -> tuple[str, ...]:
        """What it is worked out from."""
        return (self.numerator, self.denominator)

    def value(self, values: Mapping[str, Value]) -> Value:
        """The exact quotient; not applicable when either part is or the denominator is zero, else unknown when one is."""
        top, bottom = values.get(self.numerator, UNKNOWN), values.get(self.denominator, UNKNOWN)
        if top is NOT_APPLICABLE or bottom is NOT_APPLICABLE or bottom == 0:
            return NOT_APPLICABLE
        if not isinstance(top, Fraction) or not isinstance(bottom, Fraction):
            return UNKNOWN
        return top / bottom * self.times

    @property
    def line(self) -> str:
        """The quotient as one value."""
        within = "" if self.within else "，分子可以大于分母"
        return f"{self.numerator}÷{self.denominator}×{number_text(self.times)}{within}"


class Sum(Struct, frozen=True, kw_only=True):
    """A derived quantity: some numbers added up, less others, exact. Not applicable when any of them is."""

    plus: Annotated[tuple[str, ...], Field(SUMMANDS, "相加", RULE, key="sum")] = ()
    minus: Annotated[tuple[str, ...], Field(SUBTRAHENDS, "相减", RULE, key="difference")] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """What it is worked out from."""
        return (*self.plus, *self.minus)

    def value(self, values: Mapping[str, Value]) -> Value:
        """The exact sum; not applicable when any part is, else unknown when one is."""
        total, unknown = Fraction(0), False
        for names, sign in ((self.plus, 1), (self.minus, -1)):
            for name in names:
                part = values.get(name, UNKNOWN)
                if part is NOT_APPLICABLE:
                    return NOT_APPLICABLE
                if isinstance(part, Fraction):
                    total += sign * part
                else:
                    unknown = True
        return UNKNOWN if unknown else total

    @property
    def line(self) -> str:
        """The sum as one value."""
        return "－".join(("＋".join(self.plus), *self.minus))


def _ids(node: Node, _reader: Reader) -> tuple[str, ...]:
    said = get(node, "score")
    ids = tuple(words_of(one) for one in items_of(said)) or (words_of(said),)
    return () if ids == (WHOLE_SCORE,) else ids


WHOLE_SCORE = "total"
IDS = keyed(
    "score",
    {
        "anyOf": [LINE.schema, at_least(1, LINES).schema],
        "errorMessage": "应写 total（总分），或一级指标、指标项的编号，几个的写成列表",
        "examples": ["total"],
    },
    _ids,
    nothing=(),
)


class Score(Struct, frozen=True, kw_only=True):
    """A derived quantity: points that were scored before, of some sections or items together, or of everything that hangs on
    no total (`of` empty)."""

    of: Annotated[tuple[str, ...], Field(IDS, "谁的得分", RULE, key="score")] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """It is worked out from no names."""
        return ()

    def value(self, _values: Mapping[str, Value]) -> Value:
        """Not to be told from values: the engine states it, once the points are there."""
        return UNKNOWN

    @property
    def line(self) -> str:
        """Whose points."""
        return f"{'、'.join(self.of) or '前面各项'}的得分"


RANKED = ValueKind(
    schema={**NAME.schema, "errorMessage": "应写一个得分填报项的名称（derive 写 score 的）", "examples": ["总得分"]},
    read=NAME.read,
    nothing="",
)


class Placing(Struct, frozen=True, kw_only=True):
    """A derived quantity: where a score stands among those of all applicants, the highest first, equal ones level.

    place: the score whose place it is: a rank (1, 2, 2, 4), or as a percentage the rank by the number of applicants
    tied: the score of which it says how many applicants have the same, itself included
    """

    place: Annotated[str, Field(RANKED, "按谁排名次", RULE, required=False)] = ""
    tied: Annotated[str, Field(RANKED, "与谁并列的家数", RULE, required=False)] = ""

    @property
    def of(self) -> str:
        """The score that is ranked."""
        return self.place or self.tied

    @property
    def parts(self) -> tuple[str, ...]:
        """It is known after the score, though it does not follow from it alone."""
        return (self.of,)

    def value(self, _values: Mapping[str, Value]) -> Value:
        """Not to be told from one city: it is given from outside, or counted where all applicants are scored."""
        return UNKNOWN

    @property
    def line(self) -> str:
        """What is counted."""
        return f"“{self.place}”在参评者中的名次" if self.place else f"“{self.tied}”相同的家数"


Derivation = Ratio | Sum | Score | Placing


def _derive(node: Node, reader: Reader) -> Derivation | None:
    """A percentage counts hundredths unless the pack says otherwise."""
    below = get(node, "derive")
    if get(below, "sum") is not None or get(below, "difference") is not None:
        return reader.record(Sum, below)
    if get(below, "score") is not None:
        return reader.record(Score, below)
    if get(below, "place") is not None or get(below, "tied") is not None:
        return reader.record(Placing, below)
    times: dict[str, Any] = (
        {} if get(below, "times") is not None else {"times": Fraction(100 if _is_percent(node) else 1)}
    )
    return None if below is None else reader.record(Ratio, below, **times)


def _unit(node: Node, _reader: Reader) -> str | None:
    kind = words_of(get(node, "type"))
    return words_of(get(node, "unit")) or {"percent": "%", "judged": "分"}.get(kind)


def _is_percent(node: Node) -> bool:
    return words_of(get(node, "type")) == FactType.PERCENT.value


def _better(node: Node, _reader: Reader) -> Better | None:
    """More points are better, and so is a place nearer to the first, said or not."""
    said, below = words_of(get(node, "better")), get(node, "derive")
    if said:
        return Better(said)
    if get(below, "place") is not None:
        return Better.LOWER
    return None if get(below, "score") is None else Better.HIGHER


TYPE = one_of(
    FactType,
    TYPES,
    **{
        "$comment": "word",
        "errorMessage": "应写 bool（是否）、count（个数）、number（数值）、percent（百分数）、choice（选项）、date（日期）、"
        "text（文字）、judged（由人评判）之一",
    },
)
DIRECTION = one_of(
    Better,
    DIRECTIONS,
    **{"$comment": "word", "errorMessage": "应写 yes、no（是否类）或 higher、lower（数）"},
)
BETTER: ValueKind = replace(DIRECTION, spread={"better": DIRECTION.schema}, read=_better)
UNIT = keyed("unit", LINE.schema, _unit)
DERIVATIONS = (Ratio, Sum, Score, Placing)
DERIVE = keyed(
    "derive",
    shape((), {key: schema for of in DERIVATIONS for key, schema in schema_of(of)["properties"].items()}),
    _derive,
    show=lambda one: one.line,
)


class Fact(Struct, frozen=True, kw_only=True, dict=True):
    """One question to the city.

    name: a Chinese identifier, unique in the pack, NFKC-folded
    ask: the question
    unit: what is printed after a number; % and 分 for percentages and judged points where the pack names none
    owner: the department that answers, a suggestion of the pack
    needs: under which condition it is asked at all (None: always)
    derive: makes it a computed one that is never asked
    not_applicable: in Chinese, when 不适用 is a legitimate answer (None: never)
    blank: the official form's own words where it prints this fact as a blank to fill in, e.g. 千人托位数
    proof: ids of evidence of its item without which 是 counts as 否 (必须提供书面材料)
    past: it asks what has happened already: the answer may be corrected, but nothing that is done now changes it
    item: the id of the item it belongs to ("" for basic situation facts)
    """

    name: str
    type: Annotated[FactType, Field(TYPE, "类型", RULE)]
    ask: Annotated[str, Field(LINE, "问题")]
    unit: Annotated[str, Field(UNIT, "单位")] = ""
    owner: Annotated[str, Field(LINE, "责任部门")] = ""
    better: Annotated[Better | None, Field(BETTER, "好坏方向", FORM)] = None
    needs: Annotated[Expr | None, Field(CONDITION, "填报前提", RULE)] = None
    choices: Annotated[tuple[str, ...], Field(at_least(2, LINES), "选项", RULE)] = ()
    minimum: Annotated[Fraction | None, Field(NUMBER, "最小值", RULE)] = None
    maximum: Annotated[Fraction | None, Field(NUMBER, "最大值", RULE)] = None
    step: Annotated[Fraction | None, Field(POINTS, "步长", RULE)] = None
    derive: Annotated[Derivation | None, Field(DERIVE, "计算方法", RULE)] = None
    not_applicable: Annotated[str | None, Field(TEXT, "可填不适用的情形", FORM)] = None
    help: Annotated[str, Field(TEXT, "填报说明")] = ""
    blank: Annotated[str | None, Field(TEXT, "表格空白")] = None
    proof: Annotated[tuple[str, ...], Field(at_least(1, LINES), "须列出的材料", RULE)] = ()
    past: Annotated[bool, Field(FLAG, "已经发生的事", FORM, show=yes("不能改变"))] = False
    location: Location
    item: str = ""

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """The names its value depends on, beside its own answer."""
        needs = () if self.needs is None else self.needs.names
        return (*needs, *self.derive.parts) if self.derive is not None and self.worked_out else needs

    @property
    def worked_out(self) -> bool:
        """Whether its value follows from those of others; else it is answered, scored before, or counted among applicants."""
        return isinstance(self.derive, Ratio | Sum)

    @property
    def ratio(self) -> Ratio | None:
        """How it divides two others; None where it does not."""
        return self.derive if isinstance(self.derive, Ratio) else None

    @property
    def line(self) -> str:
        """What is told of one that was added or dropped."""
        return f"{self.ask}（{TYPES[self.type]}）"


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


class Answer(Struct, frozen=True, kw_only=True, gc=False):
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
