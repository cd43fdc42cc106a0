"""What turns the scores of items into the published result: items left out, levels of rounding, samples, grades."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from fractions import Fraction

from scoring.errors import Location
from scoring.model.conditions import Expr
from scoring.record import record

__all__ = ["AbsentItems", "Each", "Grade", "Level", "Rounding", "Take", "Treatment"]


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


@record
class AbsentItems:
    """How items that are not assessed count, and over which items a mean or a rescaling goes (SECTION or TOTAL)."""

    treatment: Treatment = Treatment.FULL
    level: Level = Level.TOTAL


@record
class Rounding:
    """Where published scores are rounded, half up and once; `places` None means exact, never rounded."""

    places: int | None = None
    level: Level = Level.TOTAL


class Take(enum.Enum):
    """What becomes of the units' scores: their mean (取平均), or all of them added up (得分之和、累计)."""

    MEAN = "mean"
    SUM = "sum"


@record
class Each:
    """An item that is scored once for every unit of a kind (县区, 样本) and counts with what `take` makes of the scores.

    Its facts are answered for each unit. `count` is how many units there are: a number that the official text fixes
    (抽查3个), or the name of the profile fact that says so (None: those that are listed); `unchecked` are the points of a unit that was not looked at (None: each must be). `points` are the
    full points of one unit where scores are added up (None: those of the item).
    """

    name: str
    count: Fraction | str | None = None
    unchecked: Fraction | None = None
    take: Take = Take.MEAN
    points: Fraction | None = None

    @property
    def how(self) -> str:
        """What is done with the scores, in the words of a reader."""
        return "取平均" if self.take is Take.MEAN else "相加"

    def uncut(self, scores: Sequence[Fraction], points: Fraction, *, full: bool) -> Fraction:
        """The units' scores made one, before the item's own floor and cap. `points` are the item's, `full` whether it
        starts from them: then units without points of their own take what each loses from the one amount (累计扣分)."""
        added = sum(scores, Fraction(0))
        if self.take is Take.MEAN:
            return added / len(scores)
        return added if self.points is not None or not full else points + added - points * len(scores)

    def made_one(self, scores: Sequence[Fraction], points: Fraction, *, full: bool) -> Fraction:
        """The item's score."""
        return min(max(self.uncut(scores, points, full=full), Fraction(0)), points)


@record
class Grade:
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
