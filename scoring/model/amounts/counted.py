"""A fixed number of points, and points for each (每发现一次扣0.5分, 每下降5%扣0.5分)."""

from __future__ import annotations

import enum
from fractions import Fraction
from typing import Annotated

from msgspec import Struct

from scoring.base.text import number_text, points_text, quantity_text
from scoring.documents.fields import Field, Reader, ValueKind
from scoring.documents.nodes import Node, get, words_of
from scoring.documents.values import POINTS, one_of
from scoring.model.amounts.measures import (
    A_MEASURE,
    ONE,
    PER,
    PERCENT_POINTS,
    SIDES,
    ZERO,
    AmountPlace,
    Measure,
    Numbers,
    Side,
    Units,
    measure_text,
    number_in,
    read_measure,
)
from scoring.model.facts import QUANTITIES, FactType

__all__ = ["Flat", "Partial", "PerUnit"]


class Flat(Struct, frozen=True, kw_only=True):
    """A fixed number of points."""

    points: Fraction

    def line(self, unit: str) -> str:
        """The amount in one phrase, in `unit`."""
        return f"{points_text(self.points)}{unit}"

    def phrase(self, _numbers: Numbers, _units: Units) -> str:
        """Nothing: the number stands there."""
        return ""

    def check(self, place: AmountPlace) -> None:
        """A number needs no limit of its own unless it is multiplied."""
        if place.at("times") is None and place.at("at_most") is not None:
            place.error("clause-extra", "固定分数的条款不写 at_most", "请删掉它，或改计分方式。", place.at("at_most"))


class Partial(enum.Enum):
    """What part of a step counts for: nothing (不足一档不计), its share, or a whole step (不足一档按一档)."""

    NONE = "none"
    PROPORTIONAL = "proportional"
    UP = "up"


def _side(node: Node, _reader: Reader) -> Side | None:
    return Side.BELOW if get(node, "below") is not None else Side.ABOVE if get(node, "above") is not None else None


def _base(node: Node, reader: Reader) -> Measure | None:
    base = get(node, "below") if get(node, "below") is not None else get(node, "above")
    return None if base is None else read_measure(base, reader)


EITHER = {"below": A_MEASURE, "above": A_MEASURE}
BASE = ValueKind(schema={}, spread=EITHER, read=_base)
SIDE = ValueKind(schema={}, spread=EITHER, read=_side, show=SIDES.get)
PARTIALS = {Partial.NONE: "不计", Partial.PROPORTIONAL: "按比例", Partial.UP: "按一档"}
PARTIAL_WORDS = {Partial.NONE: "", Partial.PROPORTIONAL: "，不足一档按比例", Partial.UP: "，不足一档按一档"}
PARTS = {Partial.NONE: "不足一档不计", Partial.PROPORTIONAL: "按比例计", Partial.UP: "不足一档按一档计"}


class PerUnit(Struct, frozen=True, kw_only=True):
    """`points` for each `step` of the quantity `fact`, counted from `base` on `side` (None: from zero).

    Without the defaults changed: points for each whole unit of a COUNT fact. `partial` rules on part steps.
    """

    points: Fraction
    fact: Annotated[str, Field(PER, key="per")]
    step: Annotated[Fraction, Field(POINTS, "一档的大小")] = ONE
    side: Annotated[Side | None, Field(SIDE, "往哪边算")] = None
    base: Annotated[Measure | None, Field(BASE, "起算的数")] = None
    partial: Annotated[Partial, Field(one_of(Partial, PARTIALS), "不足一档")] = Partial.NONE

    def line(self, unit: str) -> str:
        """The amount in one phrase, in `unit`."""
        step = "个" if self.step == 1 else number_text(self.step)
        side = "低于" if self.side is Side.BELOW else "超过"
        base = "" if self.base is None else f"{side}{measure_text(self.base)}的部分"
        return f"“{self.fact}”{base}每{step}{points_text(self.points)}{unit}{PARTIAL_WORDS[self.partial]}"

    def steps(self, distance: Fraction) -> Fraction:
        """How many steps count in a distance; never below zero."""
        count = max(distance, ZERO) / self.step
        if self.partial is Partial.PROPORTIONAL:
            return count
        return Fraction(count.__ceil__() if self.partial is Partial.UP else count.__floor__())

    def phrase(self, numbers: Numbers, units: Units) -> str:
        """比90%低12%，每5%算一档，不足一档不计，计2档; nothing where units are just counted."""
        if self.side is None and self.step == 1:
            return ""
        unit = units.get(self.fact, "")
        apart = units.get(PERCENT_POINTS, unit) if unit == "%" else unit
        words = []
        distance = numbers[self.fact]
        if self.side is not None and self.base is not None:
            base = number_in(self.base, numbers)
            distance = base - distance if self.side is Side.BELOW else distance - base
            side = "低" if self.side is Side.BELOW else "高"
            beside = quantity_text(base, unit)
            far = quantity_text(distance, apart)
            words.append(f"比{beside}{side}{far}" if distance > 0 else f"没有比{beside}更{side}")
        if distance > 0 and (self.step != 1 or self.partial is not Partial.NONE or distance.denominator != 1):
            step, count = quantity_text(self.step, apart), points_text(self.steps(distance))
            words.append(f"每{step}算一档，{PARTS[self.partial]}，计{count}档")
        return "，".join(words)

    def check(self, place: AmountPlace) -> None:
        """The fact and the base are quantities of one unit; from where it counts and what part of a step counts for is said."""
        below, above, step = place.at("below"), place.at("above"), place.at("step")
        bare = below is None and above is None and step is None
        fact = place.fact("per", (FactType.COUNT,) if bare else QUANTITIES)
        if below is not None and above is not None:
            place.error("clause-extra", "below 和 above 只写一个", "不足的写 below，超出的写 above。", above)
        place.measure(self.base, below if below is not None else above, self.fact)
        counts = fact is not None and fact.type is FactType.COUNT
        if not bare and below is None and above is None and fact is not None and not counts:
            hint = "“每下降、每低”写 below（从100%降起写 below: 100），“每上升、每超”写 above；真的从0算起写 above: 0。"
            place.question("clause-base", f"没有写“{self.fact}”从多少算起", hint, place.at("per"))
        if not words_of(place.at("partial")) and not self._whole(place):
            hint = "请加 partial：none（不足一档不计）、proportional（按比例计）或 up（不足一档按一档计）。"
            place.error("clause-partial", "没有写不足一档怎么算", hint, step or place.at())

    def _whole(self, place: AmountPlace) -> bool:
        """Whether only whole steps can occur."""
        base = (
            place.counts(self.base) if isinstance(self.base, str) else self.base is None or self.base.denominator == 1
        )
        return base and place.counts(self.fact) and self.step == 1
