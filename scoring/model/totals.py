"""What turns the scores of items into the published result: items left out, levels of rounding, samples, grades."""

from __future__ import annotations

import enum
from fractions import Fraction

from scoring.errors import Location
from scoring.model.conditions import Expr
from scoring.record import record

__all__ = ["AbsentItems", "Each", "Grade", "Level", "Rounding", "Treatment"]


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


@record
class Each:
    """An item that is scored once for every unit of a kind (县区, 样本) and counts with the mean of those scores.

    Its facts are answered for each unit. `count` names the profile fact that says how many units there are (None: those
    that are listed); `unchecked` are the points of a unit that was not looked at (None: each must be).
    """

    name: str
    count: str | None = None
    unchecked: Fraction | None = None


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
