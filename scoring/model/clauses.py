"""Scoring rules (评分条款): what a clause does, how much, when, and the official words it comes from.

A clause is five independent choices: effect, amount, guard, limits, reach (docs/decisions/0040-clause-parts.md).
"""

from __future__ import annotations

import enum
from fractions import Fraction

from msgspec import Struct

from scoring.base.errors import Location
from scoring.model.conditions import Expr, Op

__all__ = [
    "Amount",
    "Clause",
    "Effect",
    "Flat",
    "Group",
    "Judged",
    "Manual",
    "Measure",
    "Partial",
    "PerUnit",
    "Ranked",
    "Reach",
    "Scaled",
    "Side",
    "Tier",
    "Tiers",
    "Ties",
    "measures",
]

ONE = Fraction(1)

Measure = Fraction | str
"""A constant, or the name of the fact or reference that holds the number."""


class Effect(enum.Enum):
    """What a clause does: take points away, add points, set the item to zero (不得分), set it to an amount; or, without
    touching points, cap the grade (一票否优) or lower it by steps (下降一个等次)."""

    DEDUCT = "deduct"
    AWARD = "award"
    FORFEIT = "forfeit"
    SET = "set"
    LIMIT = "limit"
    LOWER = "lower"


GRADED = (Effect.LIMIT, Effect.LOWER)


class Reach(enum.Enum):
    """Whose points a clause changes: those of its item, of its section, or the total (追加扣除)."""

    ITEM = "item"
    SECTION = "section"
    TOTAL = "total"


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


class Flat(Struct, frozen=True, kw_only=True):
    """A fixed number of points."""

    points: Fraction


class PerUnit(Struct, frozen=True, kw_only=True):
    """`points` for each `step` of the quantity `fact`, counted from `base` on `side` (None: from zero).

    Without the defaults changed: points for each whole unit of a COUNT fact. `partial` rules on part steps.
    """

    points: Fraction
    fact: str
    step: Fraction = ONE
    side: Side | None = None
    base: Measure | None = None
    partial: Partial = Partial.NONE


class Tier(Struct, frozen=True, kw_only=True):
    """One row of a table: the points where `fact op bound` holds."""

    op: Op
    bound: Fraction
    points: Fraction


class Tiers(Struct, frozen=True, kw_only=True):
    """The points of the deepest row of a table whose comparison holds; zero where none does.

    All rows look the same way (< and <=, or > and >=) and are ordered from the mildest to the deepest.
    """

    fact: str
    rows: tuple[Tier, ...]


class Scaled(Struct, frozen=True, kw_only=True):
    """`points` times the share of `target` that is attained, between 0 and 1.

    ABOVE: full from the target on, below it in proportion; BELOW: full up to the target, beyond it target ÷ value.
    `zero_at` makes the share linear between there (0) and the target (1). `missing`: the share not attained counts.
    """

    points: Fraction
    fact: str
    side: Side
    target: Measure
    zero_at: Fraction | None = None
    missing: bool = False


class Ranked(Struct, frozen=True, kw_only=True):
    """The points of the COUNT fact `fact` as a rank (1 is first); zero past the table.

    `tied` is the fact that says how many share the rank (None: nobody is taken to share).
    """

    fact: str
    points: tuple[Fraction, ...]
    tied: str | None = None
    ties: Ties = Ties.SAME


class Judged(Struct, frozen=True, kw_only=True):
    """The points of the JUDGED fact `fact`; a person decides within the fact's range and gives a reason.

    With `per`, a COUNT fact, the points lie between `low` and `high` for each (每项扣2至5分), and are cut to that.
    """

    fact: str
    per: str | None = None
    low: Fraction | None = None
    high: Fraction | None = None


Amount = Flat | PerUnit | Tiers | Scaled | Ranked | Judged


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


class Group(Struct, frozen=True, kw_only=True):
    """Clauses of one item, or of the whole pack beyond the items, that share a cap in points."""

    name: str
    at_most: Fraction
    location: Location


class Clause(Struct, frozen=True, kw_only=True):
    """One scoring rule (评分条款): effect, amount, guard, limits and reach, with the official words it comes from.

    `quote` is a verbatim span of the item's scoring sentence and `quote_span` where it stands there (start, end), or
    None for a clause of an item whose source has no scoring sentence. `amount` is None exactly for FORFEIT and LIMIT.
    `when` None means always; `exhausted` asks besides that the item has nothing left when the clause's turn comes.
    `times` multiplies the amount before `at_most` cuts it; `group` names the shared cap ("" for none); `grade` is the
    best grade a LIMIT leaves. What a LOWER counts (amount, `at_most`) are grades, not points. `remedy` is
    our suggestion to the city, never official wording.
    """

    id: str
    effect: Effect
    quote: str
    location: Location
    amount: Amount | None = None
    when: Expr | None = None
    at_most: Fraction | None = None
    quote_span: tuple[int, int] | None = None
    remedy: str = ""
    times: Measure | None = None
    group: str = ""
    reach: Reach = Reach.ITEM
    exhausted: bool = False
    grade: str = ""

    @property
    def own(self) -> bool:
        """Whether it changes the points of its own item."""
        return self.reach is Reach.ITEM and self.effect not in GRADED

    @property
    def graded(self) -> bool:
        """Whether it changes the grade and no points."""
        return self.effect in GRADED

    @property
    def measured(self) -> tuple[str, ...]:
        """The names its amount and its factor look at, beside the guard."""
        factor = (self.times,) if isinstance(self.times, str) else ()
        return tuple(dict.fromkeys((*measures(self.amount), *factor)))


class Manual(Struct, frozen=True, kw_only=True):
    """Official words of a scoring sentence that no clause encodes, and why a person must read them."""

    quote: str
    reason: str
    location: Location
