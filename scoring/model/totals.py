"""What turns the scores of items into the published result: items left out, levels of rounding, samples, grades, and
who comes first among cities with the same total (同分排序)."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated

from msgspec import Struct

from scoring.base.errors import Location
from scoring.documents.fields import RULE, WHOLE, Field, Kind, one_of
from scoring.model.conditions import Expr
from scoring.model.facts import Fact

__all__ = [
    "AbsentItems",
    "Each",
    "Grade",
    "Level",
    "NOTHING_WORDS",
    "Nothing",
    "Rounding",
    "Take",
    "Treatment",
    "TieKey",
    "TieKind",
    "TieRule",
]


class Level(enum.Enum):
    """Where something happens: in each item, in each section, or in the total."""

    ITEM = "item"
    SECTION = "section"
    TOTAL = "total"


class Treatment(enum.Enum):
    """What an item that is not assessed (缺项) counts: its full points, nothing, the mean rate of the assessed ones, or
    it is left out and the rest rescaled (得分之和 ÷ 应得满分之和)."""

    FULL = "full"
    ZERO = "zero"
    MEAN = "mean"
    RESCALE = "rescale"


LEVELS = {Level.ITEM: "每个指标项", Level.SECTION: "每个一级指标", Level.TOTAL: "总分"}
TREATMENTS = {
    Treatment.FULL: "计满分",
    Treatment.ZERO: "计0分",
    Treatment.MEAN: "按其余各项的平均得分率",
    Treatment.RESCALE: "不计，其余折算",
}
OF_LEVEL = one_of(Level, LEVELS)
PART = Kind(schema={"enum": ["section", "total"]}, read=OF_LEVEL.read, show=OF_LEVEL.show)
PLACES = Kind(
    schema={"type": ["integer", "null"], "minimum": 0},
    read=WHOLE.read,
    show=lambda places: "不取舍" if places is None else f"保留{places}位小数",
)


class AbsentItems(Struct, frozen=True, kw_only=True):
    """How items that are not assessed count, and over which items a mean or a rescaling goes (SECTION or TOTAL)."""

    treatment: Annotated[
        Treatment, Field(one_of(Treatment, TREATMENTS), "缺项的算法", RULE, key="treat", required=True)
    ] = Treatment.FULL
    level: Annotated[Level, Field(PART, "缺项在哪里折算", RULE, key="at")] = Level.TOTAL


class Rounding(Struct, frozen=True, kw_only=True):
    """Where published scores are rounded, half up and once; `places` None means exact, never rounded."""

    places: Annotated[int | None, Field(PLACES, "小数取舍", RULE)] = None
    level: Annotated[Level, Field(one_of(Level, LEVELS), "在哪里取舍", RULE, key="at")] = Level.TOTAL


class Take(enum.Enum):
    """What becomes of the units' scores: their mean (取平均), or all of them added up (得分之和、累计)."""

    MEAN = "mean"
    SUM = "sum"


class Nothing(enum.Enum):
    """What an item without a single unit counts where the pack says so: its full points, nothing, or it is not assessed
    (缺项)."""

    FULL = "full"
    ZERO = "zero"
    ABSENT = "absent"


NOTHING_WORDS: Mapping[Nothing, str] = {
    Nothing.FULL: "计满分",
    Nothing.ZERO: "计0分",
    Nothing.ABSENT: "不参评",
}


class Each(Struct, frozen=True, kw_only=True):
    """An item that is scored once for every unit of a kind (县区, 样本) and counts with what `take` makes of the scores.

    Its facts are answered for each unit. `count` is how many units there are: a number that the official text fixes
    (抽查3个), or the name of the profile fact that says so (None: those that are listed); `unchecked` are the points of a unit that was not looked at (None: each must be). `points` are the
    full points of one unit where scores are added up (None: those of the item). `none` says what no units at all count
    (None: nothing is lost and nothing is gained).
    """

    name: str
    count: Fraction | str | None = None
    unchecked: Fraction | None = None
    take: Take = Take.MEAN
    points: Fraction | None = None
    none: Nothing | None = None

    @property
    def perhaps_none(self) -> bool:
        """Whether the list of units may be answered 无: no number that the official text fixes says otherwise."""
        return not isinstance(self.count, Fraction)

    def may_be_none(self, facts: Mapping[str, Fact]) -> bool:
        """Whether there may be not a single unit: neither the official text nor the least of the fact that counts them
        says otherwise."""
        if not isinstance(self.count, str):
            return self.count is None
        least = facts[self.count].minimum if self.count in facts else None
        return least is None or least < 1

    @property
    def how(self) -> str:
        """What is done with the scores, in the words of a reader."""
        return "取平均" if self.take is Take.MEAN else "相加"

    def uncut(self, scores: Sequence[Fraction], points: Fraction, *, full: bool) -> Fraction:
        """The units' scores made one, before the item's own floor and cap. `points` are the item's, `full` whether it
        starts from them: then units without points of their own take what each loses from the one amount (累计扣分), and
        no units at all lose nothing of it."""
        if not scores:
            return points if full and self.points is None else Fraction(0)
        added = sum(scores, Fraction(0))
        if self.take is Take.MEAN:
            return added / len(scores)
        return added if self.points is not None or not full else points + added - points * len(scores)

    def made_one(self, scores: Sequence[Fraction], points: Fraction, *, full: bool) -> Fraction:
        """The item's score."""
        return min(max(self.uncut(scores, points, full=full), Fraction(0)), points)


class Grade(Struct, frozen=True, kw_only=True):
    """One grade (等级), best first in a pack: a city gets the first whose requirements all hold.

    `at_least` is a total, `sections` scores of sections by id, `must_pass` asks that every must-pass item passes, `when`
    is a condition on facts. A grade without requirements is the last resort.
    """

    name: str
    text: str
    location: Location
    at_least: Fraction | None = None
    sections: tuple[tuple[str, Fraction], ...] = ()
    must_pass: bool = False
    when: Expr | None = None


class TieKind(enum.Enum):
    """What a tie is broken by: the points of a section or of an item."""

    SECTION = "section"
    ITEM = "item"


class TieKey(Struct, frozen=True, kw_only=True):
    """One step of the rule: the city with more points in this section or item comes first."""

    kind: TieKind
    id: str


class TieRule(Struct, frozen=True, kw_only=True):
    """The steps in order; the next is looked at only where all before are equal. `note` says in the pack's words where
    the rule comes from."""

    keys: tuple[TieKey, ...]
    note: str = ""
