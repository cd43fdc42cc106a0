"""Points that a person decides (酌情扣分), within a range."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from msgspec import Struct

from scoring.base.text import points_text
from scoring.documents.fields import Field, Reader, Schema, ValueKind
from scoring.documents.nodes import Node, get, items_of, number_of
from scoring.documents.values import NAME, NUMBER, keyed
from scoring.model.amounts.measures import PER, ZERO, AmountPlace, Numbers, Units
from scoring.model.facts import Fact, FactType

__all__ = ["Judged"]


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
    low: Annotated[Fraction | None, Field(_end(0), "每项的下限")] = None
    high: Annotated[Fraction | None, Field(_end(1), "每项的上限")] = None

    def line(self, unit: str) -> str:
        """The amount in one phrase, in `unit`."""
        if self.per is None:
            return f"评判分“{self.fact}”"
        ends = [points_text(end) for end in (self.low, self.high) if end is not None]
        return f"评判分“{self.fact}”，“{self.per}”每个{'至'.join(ends)}{unit}"

    def phrase(self, _numbers: Numbers, _units: Units) -> str:
        """每项在2至5分之内."""
        if self.per is None:
            return ""
        most = "" if self.high is None else f"至{points_text(self.high)}"
        return f"每项在{points_text(ZERO if self.low is None else self.low)}{most}分之内"

    def check(self, place: AmountPlace) -> None:
        """The range of the judgement lies within the item's points; a range for each names what is counted."""
        fact = place.fact("fact", (FactType.JUDGED,))
        per, ends = place.at("per"), place.at("range")
        crossed = self.low is not None and self.high is not None and self.low > self.high
        if (per is None) != (ends is None) or crossed:
            hint = "“每项扣2至5分”写成 per: 项数，range: [2, 5]。"
            place.error("clause-range", "每项的评判范围不对", hint, ends or per or place.at())
        if fact is not None and place.most is not None and not _inside(fact, place.most):
            message = f"“{fact.name}”的范围超出本项的 0 至 {points_text(place.most)} 分"
            place.error("judged-range", message, "请改 minimum 和 maximum。", fact.location)
        if per is not None:
            place.fact("per", (FactType.COUNT,))


def _inside(fact: Fact, points: Fraction) -> bool:
    low, high = fact.minimum, fact.maximum
    return low is None or high is None or (low >= 0 and high <= points)
