"""Points from a table: by the row that a number reaches (分档), or by rank (名次)."""

from __future__ import annotations

import enum
from fractions import Fraction
from typing import Annotated

from msgspec import Struct

from scoring.base.text import number_text, points_text, quantity_text
from scoring.documents.fields import Field, ValueKind, rows
from scoring.documents.nodes import Node, get, items_of, number_of, words_of
from scoring.documents.values import NAME, NUMBER, one_of
from scoring.model.amounts.measures import AmountPlace, Numbers, Units
from scoring.model.conditions import Op
from scoring.model.facts import QUANTITIES, FactType

__all__ = ["Ranked", "Tier", "Tiers", "Ties"]


OPS = {Op.LT: "低于", Op.LE: "不超过", Op.GT: "高于", Op.GE: "达到"}
BOUNDS = {"below": Op.LT, "up_to": Op.LE, "above": Op.GT, "at_least": Op.GE}


def _bounds_of(node: Node) -> list[str]:
    """The keys of a row of a table that say a bound; there should be one."""
    return [key for key in BOUNDS if get(node, key) is not None]


TIER_BOUND = ValueKind(
    schema={},
    spread=dict.fromkeys(BOUNDS, NUMBER.schema),
    read=lambda node, _reader: next((number_of(get(node, key)) for key in _bounds_of(node)), None),
    nothing=Fraction(0),
)
TIER_OP = ValueKind(
    schema={},
    spread=TIER_BOUND.spread,
    read=lambda node, _reader: next((BOUNDS[key] for key in _bounds_of(node)), None),
    show=OPS.get,
    nothing=Op.LT,
)


class Tier(Struct, frozen=True, kw_only=True):
    """One row of a table: the points where `fact op bound` holds."""

    op: Annotated[Op, Field(TIER_OP, "界限")]
    bound: Annotated[Fraction, Field(TIER_BOUND, "界限")]
    points: Annotated[Fraction, Field(NUMBER)]


class Tiers(Struct, frozen=True, kw_only=True):
    """The points of the deepest row of a table whose comparison holds; zero where none does.

    All rows look the same way (< and <=, or > and >=) and are ordered from the mildest to the deepest.
    """

    fact: Annotated[str, Field(NAME)]
    rows: Annotated[tuple[Tier, ...], Field(rows(Tier, told="points", null=False, minItems=1), "第{}档", key="tiers")]

    def line(self, unit: str) -> str:
        """The amount in one phrase, in `unit`."""
        told = (f"{row.op.value}{number_text(row.bound)}为{points_text(row.points)}{unit}" for row in self.rows)
        return f"“{self.fact}”分档：{'，'.join(told)}"

    def phrase(self, numbers: Numbers, units: Units) -> str:
        """落在“低于80%”一档，计1分."""
        value = numbers[self.fact]
        holds = {Op.LT: value.__lt__, Op.LE: value.__le__, Op.GT: value.__gt__, Op.GE: value.__ge__}
        met = [row for row in self.rows if holds[row.op](row.bound)]
        if not met:
            return "未达到任何一档"
        bound = quantity_text(met[-1].bound, units.get(self.fact, ""))
        return f"落在“{OPS[met[-1].op]}{bound}”一档，计{points_text(met[-1].points)}{units['']}"

    def check(self, place: AmountPlace) -> None:
        """The rows look one way, from the mildest to the deepest, each with one bound."""
        place.fact("fact", QUANTITIES)
        nodes = items_of(place.at("tiers"))
        if not nodes:
            place.error("clause-tiers", "没有写分档", "请写 tiers: [{below: 80, points: 1}, …]。", place.at())
        for node, row in zip(nodes, self.rows, strict=True):
            if len(_bounds_of(node)) != 1:
                hint = "低于写 below，不超过写 up_to，高于写 above，达到写 at_least。"
                place.error("clause-tiers", "每档写且只写一个界限", hint, node)
            place.within(row.points, get(node, "points"))
        for before, row, at in zip(self.rows, self.rows[1:], nodes[1:], strict=False):
            down = before.op in (Op.LT, Op.LE)
            deeper = row.bound < before.bound if down else row.bound > before.bound
            if down is not (row.op in (Op.LT, Op.LE)) or not deeper:
                hint = "各档方向要一致，从最轻（最先达到）的一档写到最重的一档；只按最后达到的一档计分。"
                place.error("clause-tiers", "分档的顺序不对", hint, at)


class Ties(enum.Enum):
    """What cities at the same rank get: the points of that rank each, the mean of the ranks they fill, or the points of
    the last of those ranks."""

    SAME = "same"
    MEAN = "mean"
    LAST = "last"


TIES = {Ties.SAME: "各得该名次的分", Ties.MEAN: "取平均", Ties.LAST: "按最后一名"}
TIE_WORDS = {Ties.SAME: "", Ties.MEAN: "，并列的取所占名次的平均分", Ties.LAST: "，并列的按所占最后一名计分"}
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
    points: Annotated[tuple[Fraction, ...], Field(RANKS, "第{}名", key="ranks")]
    ties: Annotated[Ties, Field(one_of(Ties, TIES), "并列")] = Ties.SAME
    tied: Annotated[str | None, Field(NAME)] = None

    def line(self, unit: str) -> str:
        """The amount in one phrase, in `unit`."""
        return f"“{self.fact}”名次：{'、'.join(points_text(one) for one in self.points)}{unit}"

    def phrase(self, numbers: Numbers, _units: Units) -> str:
        """按名次计分，3名以后不计分."""
        beyond = "" if numbers[self.fact] <= len(self.points) else f"，{len(self.points)}名以后不计分"
        return f"按名次计分{TIE_WORDS[self.ties]}{beyond}"

    def check(self, place: AmountPlace) -> None:
        """There are points; who shares a rank is asked where it matters."""
        nodes = items_of(place.at("ranks"))
        for worth, at in zip(self.points, nodes, strict=False):
            place.within(worth, at)
        tied, ties = place.at("tied"), place.at("ties")
        if not nodes:
            place.error("clause-rank", "没有写各名次的分", "请写 ranks: [60, 57, 54]，从第一名写起。", place.at())
        if (words_of(ties) in ("mean", "last")) != (tied is not None):
            hint = "并列时取平均（mean）或按最后一名（last）的，要有一个填报项说明几家并列；same 不用。"
            place.error("clause-rank", "ties 与 tied 不合", hint, tied or ties or place.at())
        place.fact("fact", (FactType.COUNT,))
        if tied is not None:
            place.fact("tied", (FactType.COUNT,))
