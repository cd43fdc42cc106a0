"""Points in proportion (按比例得分): the share of a target that is attained."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from msgspec import Struct

from scoring.base.text import points_text, quantity_text
from scoring.documents.fields import Field, Reader, shape
from scoring.documents.nodes import Node, get
from scoring.documents.values import NAME, keyed
from scoring.model.amounts.measures import (
    A_MEASURE,
    ONE,
    SIDES,
    AmountPlace,
    Measure,
    Numbers,
    Side,
    Units,
    measure_text,
    number_in,
    read_measure,
)
from scoring.model.facts import QUANTITIES

__all__ = ["Scaled"]


def _target(node: Node, reader: Reader) -> Measure | None:
    scale = get(node, "scale")
    return _measure(get(scale, "at_least") if get(scale, "at_most") is None else get(scale, "at_most"), reader)


def _measure(node: Node | None, reader: Reader) -> Measure | None:
    return None if node is None else read_measure(node, reader)


def _full_side(node: Node, _reader: Reader) -> Side:
    return Side.ABOVE if get(get(node, "scale"), "at_most") is None else Side.BELOW


A_SCALE = shape((), {"at_least": A_MEASURE, "at_most": A_MEASURE, "zero_at": A_MEASURE})
FULL_SIDE = keyed("scale", A_SCALE, _full_side, show=SIDES.get)
TARGET = keyed("scale", A_SCALE, _target, nothing=ONE)
ZERO_AT = keyed("scale", A_SCALE, lambda node, reader: _measure(get(get(node, "scale"), "zero_at"), reader))
MISSING = keyed("scale", A_SCALE, lambda node, _reader: get(node, "deduct") is not None)


class Scaled(Struct, frozen=True, kw_only=True):
    """`points` times the share of `target` that is attained, between 0 and 1.

    ABOVE: full from the target on, below it in proportion; BELOW: full up to the target, beyond it target ÷ value.
    `zero_at` makes the share linear between there (0) and the target (1). `missing`: the share not attained counts.
    """

    points: Fraction
    fact: Annotated[str, Field(NAME)]
    side: Annotated[Side, Field(FULL_SIDE, "往哪边算")]
    target: Annotated[Measure, Field(TARGET, "得满分的数")]
    zero_at: Annotated[Measure | None, Field(ZERO_AT, "得零分的数")] = None
    missing: Annotated[bool, Field(MISSING, "按没有达到的部分算")] = False

    def line(self, unit: str) -> str:
        """The amount in one phrase, in `unit`."""
        word = "达到" if self.side is Side.ABOVE else "不超过"
        lost = "未完成部分" if self.missing else "完成部分"
        zero = "" if self.zero_at is None else f"，{measure_text(self.zero_at)}为零"
        return f"“{self.fact}”{word}{measure_text(self.target)}的{lost}按比例{points_text(self.points)}{unit}{zero}"

    def phrase(self, numbers: Numbers, units: Units) -> str:
        """达到95%得满分，60%得0分，其间按比例."""
        unit = units.get(self.fact, "")
        word = "达到" if self.side is Side.ABOVE else "不超过"
        target = quantity_text(number_in(self.target, numbers), unit)
        full = f"{word}{target}{'不扣分' if self.missing else '得满分'}"
        if self.zero_at is not None:
            zero = quantity_text(number_in(self.zero_at, numbers), unit)
            return f"{full}，{zero}{'扣满' if self.missing else '得0分'}，其间按比例"
        return f"{full}，其余按比例"

    def check(self, place: AmountPlace) -> None:
        """One target, which lies on the right side of the number that gives nothing."""
        place.fact("fact", QUANTITIES)
        least, most, zero = (place.at("scale", key) for key in ("at_least", "at_most", "zero_at"))
        if (least is None) == (most is None):
            hint = "越高越好写 at_least（达到多少得满分），越低越好写 at_most（不超过多少得满分）。"
            place.error("clause-scale", "scale 要写且只写 at_least、at_most 之一", hint, place.at("scale"))
        place.measure(self.target, least if most is None else most, self.fact)
        place.measure(self.zero_at, zero, self.fact)
        target, zero_at = self.target, self.zero_at
        if (least or most) is None or not isinstance(target, Fraction):
            return
        if isinstance(zero_at, Fraction) and (zero_at < target) is not (self.side is Side.ABOVE):
            hint = "at_least 时 zero_at 要更小，at_most 时要更大。"
            place.error("clause-scale", "zero_at 与满分的那一端方向不合", hint, zero)
        if target <= 0 and zero_at is None:
            place.error("clause-scale", "按比例的目标值要大于 0", "请核对目标值，或写 zero_at。", least or most)
