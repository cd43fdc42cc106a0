"""How much a clause is worth: the closed table of kinds of amounts, each described by its record."""

from __future__ import annotations

import enum
from fractions import Fraction
from typing import Annotated

from msgspec import Struct

from scoring.base.text import number_text, points_text
from scoring.documents.fields import Field, Reader, Schema, ValueKind, fields_of, fold, rows, shape
from scoring.documents.nodes import Node, get, items_of, number_of, words_of
from scoring.documents.values import LINE, NAME, NUMBER, POINTS, TEXT, keyed, one_of
from scoring.model.conditions import Op

__all__ = [
    "AMOUNTS",
    "AMOUNT_KEYS",
    "FORMS",
    "MEASURE",
    "Amount",
    "AmountForm",
    "Flat",
    "Judged",
    "Measure",
    "Partial",
    "PerUnit",
    "Ranked",
    "Scaled",
    "Side",
    "Tier",
    "Tiers",
    "Ties",
    "bounds_of",
    "measure_text",
    "measures",
]

ONE = Fraction(1)

Measure = Fraction | str
"""A constant, or the name of the fact or reference that holds the number."""


class Side(enum.Enum):
    """Which side of a base counts: what is short of it, or what exceeds it."""

    BELOW = "below"
    ABOVE = "above"


class Partial(enum.Enum):
    """What part of a step counts for: nothing (不足一档不计), its share, or a whole step (不足一档按一档)."""

    NONE = "none"
    PROPORTIONAL = "proportional"
    UP = "up"


class Ties(enum.Enum):
    """What cities at the same rank get: the points of that rank each, the mean of the ranks they fill, or the points of
    the last of those ranks."""

    SAME = "same"
    MEAN = "mean"
    LAST = "last"


def _measure(node: Node, _reader: Reader) -> Measure | None:
    number = number_of(node)
    return (fold(words_of(node)) or None) if number is None else number


def measure_text(measure: Measure) -> str:
    """A constant, or the name in quotation marks."""
    return number_text(measure) if isinstance(measure, Fraction) else f"“{measure}”"


A_MEASURE: Schema = {**LINE.schema, "errorMessage": "应写一个数，或填报项、参照值的名称", "examples": [90]}
MEASURE = ValueKind(schema=A_MEASURE, read=_measure, show=measure_text)


class Flat(Struct, frozen=True, kw_only=True):
    """A fixed number of points."""

    points: Fraction

    def line(self, unit: str) -> str:
        """The amount in one phrase, in `unit`."""
        return f"{points_text(self.points)}{unit}"


def _side(node: Node, _reader: Reader) -> Side | None:
    return Side.BELOW if get(node, "below") is not None else Side.ABOVE if get(node, "above") is not None else None


def _base(node: Node, reader: Reader) -> Measure | None:
    base = get(node, "below") if get(node, "below") is not None else get(node, "above")
    return None if base is None else _measure(base, reader)


EITHER = {"below": A_MEASURE, "above": A_MEASURE}
BASE = ValueKind(schema={}, spread=EITHER, read=_base)
SIDE = ValueKind(schema={}, spread=EITHER, read=_side)
PER = ValueKind(schema=TEXT.schema, read=NAME.read, nothing="")
PARTIAL_WORDS = {Partial.NONE: "", Partial.PROPORTIONAL: "，不足一档按比例", Partial.UP: "，不足一档按一档"}


class PerUnit(Struct, frozen=True, kw_only=True):
    """`points` for each `step` of the quantity `fact`, counted from `base` on `side` (None: from zero).

    Without the defaults changed: points for each whole unit of a COUNT fact. `partial` rules on part steps.
    """

    points: Fraction
    fact: Annotated[str, Field(PER, key="per")]
    step: Annotated[Fraction, Field(POINTS)] = ONE
    side: Annotated[Side | None, Field(SIDE)] = None
    base: Annotated[Measure | None, Field(BASE)] = None
    partial: Annotated[Partial, Field(one_of(Partial))] = Partial.NONE

    def line(self, unit: str) -> str:
        """The amount in one phrase, in `unit`."""
        step = "个" if self.step == 1 else number_text(self.step)
        side = "低于" if self.side is Side.BELOW else "超过"
        base = "" if self.base is None else f"{side}{measure_text(self.base)}的部分"
        return f"“{self.fact}”{base}每{step}{points_text(self.points)}{unit}{PARTIAL_WORDS[self.partial]}"


BOUNDS = {"below": Op.LT, "up_to": Op.LE, "above": Op.GT, "at_least": Op.GE}


def bounds_of(node: Node) -> list[str]:
    """The keys of a row of a table that say a bound; there should be one."""
    return [key for key in BOUNDS if get(node, key) is not None]


TIER_BOUND = ValueKind(
    schema={},
    spread=dict.fromkeys(BOUNDS, NUMBER.schema),
    read=lambda node, _reader: next((number_of(get(node, key)) for key in bounds_of(node)), None),
    nothing=Fraction(0),
)
TIER_OP = ValueKind(
    schema={},
    spread=TIER_BOUND.spread,
    read=lambda node, _reader: next((BOUNDS[key] for key in bounds_of(node)), None),
    nothing=Op.LT,
)


class Tier(Struct, frozen=True, kw_only=True):
    """One row of a table: the points where `fact op bound` holds."""

    op: Annotated[Op, Field(TIER_OP)]
    bound: Annotated[Fraction, Field(TIER_BOUND)]
    points: Annotated[Fraction, Field(NUMBER)]


class Tiers(Struct, frozen=True, kw_only=True):
    """The points of the deepest row of a table whose comparison holds; zero where none does.

    All rows look the same way (< and <=, or > and >=) and are ordered from the mildest to the deepest.
    """

    fact: Annotated[str, Field(NAME)]
    rows: Annotated[tuple[Tier, ...], Field(rows(Tier, told="points", null=False, minItems=1), key="tiers")]

    def line(self, unit: str) -> str:
        """The amount in one phrase, in `unit`."""
        told = (f"{row.op.value}{number_text(row.bound)}为{points_text(row.points)}{unit}" for row in self.rows)
        return f"“{self.fact}”分档：{'，'.join(told)}"


def _target(node: Node, reader: Reader) -> Measure | None:
    scale = get(node, "scale")
    target = get(scale, "at_least") if get(scale, "at_most") is None else get(scale, "at_most")
    return None if target is None else _measure(target, reader)


def _full_side(node: Node, _reader: Reader) -> Side:
    return Side.ABOVE if get(get(node, "scale"), "at_most") is None else Side.BELOW


A_SCALE = shape((), {"at_least": A_MEASURE, "at_most": A_MEASURE, "zero_at": NUMBER.schema})
FULL_SIDE = keyed("scale", A_SCALE, _full_side)
TARGET = keyed("scale", A_SCALE, _target, nothing=ONE)
ZERO_AT = keyed("scale", A_SCALE, lambda node, _reader: number_of(get(get(node, "scale"), "zero_at")))


class Scaled(Struct, frozen=True, kw_only=True):
    """`points` times the share of `target` that is attained, between 0 and 1.

    ABOVE: full from the target on, below it in proportion; BELOW: full up to the target, beyond it target ÷ value.
    `zero_at` makes the share linear between there (0) and the target (1). `missing`: the share not attained counts.
    """

    points: Fraction
    fact: Annotated[str, Field(NAME)]
    side: Annotated[Side, Field(FULL_SIDE)]
    target: Annotated[Measure, Field(TARGET)]
    zero_at: Annotated[Fraction | None, Field(ZERO_AT)] = None
    missing: bool = False

    def line(self, unit: str) -> str:
        """The amount in one phrase, in `unit`."""
        word = "达到" if self.side is Side.ABOVE else "不超过"
        lost = "未完成部分" if self.missing else "完成部分"
        zero = "" if self.zero_at is None else f"，{number_text(self.zero_at)}为零"
        return f"“{self.fact}”{word}{measure_text(self.target)}的{lost}按比例{points_text(self.points)}{unit}{zero}"


RANKS = ValueKind(
    schema={"type": "array", "minItems": 1, "items": NUMBER.schema},
    read=lambda node, _reader: tuple(number_of(one) or Fraction(0) for one in items_of(node)) or None,
    nothing=(Fraction(0),),
)


class Ranked(Struct, frozen=True, kw_only=True):
    """The points of the COUNT fact `fact` as a rank (1 is first); zero past the table.

    `tied` is the fact that says how many share the rank (None: nobody is taken to share).
    """

    fact: Annotated[str, Field(NAME)]
    points: Annotated[tuple[Fraction, ...], Field(RANKS, key="ranks")]
    ties: Annotated[Ties, Field(one_of(Ties))] = Ties.SAME
    tied: Annotated[str | None, Field(NAME)] = None

    def line(self, unit: str) -> str:
        """The amount in one phrase, in `unit`."""
        return f"“{self.fact}”名次：{'、'.join(points_text(one) for one in self.points)}{unit}"


A_RANGE: Schema = {"type": "array", "minItems": 2, "items": NUMBER.schema}


def _end(which: int) -> ValueKind:
    def end(node: Node, _reader: Reader) -> Fraction | None:
        ends = items_of(get(node, "range"))
        return number_of(ends[which]) if len(ends) > which else None

    return keyed("range", A_RANGE, end)


class Judged(Struct, frozen=True, kw_only=True):
    """The points of the JUDGED fact `fact`; a person decides within the fact's range and gives a reason.

    With `per`, a COUNT fact, the points lie between `low` and `high` for each (每项扣2至5分), and are cut to that.
    """

    fact: Annotated[str, Field(NAME)]
    per: Annotated[str | None, Field(PER)] = None
    low: Annotated[Fraction | None, Field(_end(0))] = None
    high: Annotated[Fraction | None, Field(_end(1))] = None

    def line(self, unit: str) -> str:
        """The amount in one phrase, in `unit`."""
        if self.per is None:
            return f"评判分“{self.fact}”"
        ends = [points_text(end) for end in (self.low, self.high) if end is not None]
        return f"评判分“{self.fact}”，“{self.per}”每个{'至'.join(ends)}{unit}"


Amount = Flat | PerUnit | Tiers | Scaled | Ranked | Judged


class AmountForm(Struct, frozen=True, kw_only=True):
    """How a kind of amount is written.

    of: its record, whose fields are the keys it takes
    words: what a clause of this kind is called
    said: the word that stands in the place of a number of points ("": a number stands there)
    key: beside a number, the key that makes it this kind ("": none does)
    """

    of: type[Struct]
    words: str
    said: str = ""
    key: str = ""

    @property
    def name(self) -> str:
        """One word for it."""
        return self.said or self.key or "flat"

    @property
    def keys(self) -> Schema:
        """The keys it takes beside the points, each with its schema."""
        kinds = {one.key: one.field.kind for one in fields_of(self.of)}
        return {
            key: schema for name, kind in kinds.items() for key, schema in (kind.spread or {name: kind.schema}).items()
        }


AMOUNTS: tuple[AmountForm, ...] = (
    AmountForm(of=PerUnit, words="按数量（per）计算的条款", key="per"),
    AmountForm(of=Judged, words="评判（judged）的条款", said="judged"),
    AmountForm(of=Tiers, words="分档（tiers）的条款", said="tiers"),
    AmountForm(of=Scaled, words="按比例（scale）计算的条款", key="scale"),
    AmountForm(of=Ranked, words="按名次（rank）的条款", said="rank"),
    AmountForm(of=Flat, words="固定分数的条款"),
)
"""The closed table of the kinds of amounts; how many points each makes is the engine's (scoring.rules.amounts)."""
FORMS = {form.of: form for form in AMOUNTS}
AMOUNT_KEYS: Schema = {key: schema for form in AMOUNTS for key, schema in form.keys.items()}


def measures(amount: Amount | None) -> tuple[str, ...]:
    """The names of the facts and references an amount looks at, in order and once."""
    match amount:
        case PerUnit():
            found: tuple[object, ...] = (amount.fact, amount.base)
        case Scaled():
            found = (amount.fact, amount.target)
        case Ranked():
            found = (amount.fact, amount.tied)
        case Judged():
            found = (amount.fact, amount.per)
        case Tiers():
            found = (amount.fact,)
        case _:
            found = ()
    return tuple(dict.fromkeys(name for name in found if isinstance(name, str)))
