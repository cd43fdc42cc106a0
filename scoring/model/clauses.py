"""Scoring rules (评分条款): what a clause does, how much, when, and the official words it comes from."""

from __future__ import annotations

import enum
from fractions import Fraction

from scoring.errors import Location
from scoring.model.conditions import Expr
from scoring.record import record

__all__ = ["Amount", "Clause", "Effect", "Flat", "Judged", "Manual", "PerUnit"]


class Effect(enum.Enum):
    """What a clause does to its item: take points away, add points, or set the item to zero (不得分)."""

    DEDUCT = "deduct"
    AWARD = "award"
    FORFEIT = "forfeit"


@record
class Flat:
    """A fixed number of points."""

    points: Fraction


@record
class PerUnit:
    """`points` for each whole unit of the COUNT fact `fact`."""

    points: Fraction
    fact: str


@record
class Judged:
    """The points of the JUDGED fact `fact`; a person decides within the fact's range and gives a reason."""

    fact: str


Amount = Flat | PerUnit | Judged


@record
class Clause:
    """One scoring rule (评分条款): effect, amount, guard and limits, with the official words it comes from.

    `quote` is a verbatim span of the item's scoring sentence and `quote_span` where it stands there (start, end), or
    None for a clause of an item whose source has no scoring sentence. `amount` is None exactly for FORFEIT.
    `when` None means always. `remedy` is our suggestion to the city, never official wording.
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


@record
class Manual:
    """Official words of a scoring sentence that no clause encodes, and why a person must read them."""

    quote: str
    reason: str
    location: Location
