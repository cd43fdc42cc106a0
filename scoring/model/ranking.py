"""Who stands where among the applicants of one batch (排名), with the places each could still take."""

from __future__ import annotations

import enum
from fractions import Fraction

from msgspec import Struct

from scoring.model.intervals import Range
from scoring.model.procedure import Statement
from scoring.model.scorecard import EligibilityState
from scoring.model.ties import TieRule

__all__ = ["Move", "Place", "QuotaState", "Ranking", "Span"]


class QuotaState(enum.Enum):
    """How a city stands to the quota: surely within it, surely beyond it, surely tied across its line, or not yet
    decided. A city whose eligibility is open is never IN or TIED."""

    IN = "in"
    OUT = "out"
    TIED = "tied"
    OPEN = "open"


class Span(Struct, frozen=True, kw_only=True):
    """The best and the worst rank, both included."""

    best: int
    worst: int

    @property
    def decided(self) -> bool:
        """True when there is one rank only."""
        return self.best == self.worst


class Move(Struct, frozen=True, kw_only=True):
    """What one undecided item could do to a city's rank while everything else stays open: `facts` are the missing
    answers it hangs on, `owners` the departments that answer; `stake` the points between its ends; `if_best` and
    `if_worst` the ranks once it comes out at its high or low end. Both are None where the total is no plain sum of the
    items."""

    item: str
    facts: tuple[str, ...]
    owners: tuple[str, ...]
    stake: Fraction
    shared: bool
    if_best: Span | None
    if_worst: Span | None


class Place(Struct, frozen=True, kw_only=True):
    """One city's place.

    `ranks` are standard competition ranks (1, 2, 2, 4) over everything that is still open; for a city that is barred
    None, for a city whose eligibility is open those it would have if it were found eligible. `last` counts those tied
    with it too: the last position of its tie. `exact` is False when `ranks` and `last` hold bounds only. `tied` is how
    many other eligible cities have surely the same result, after the pack's rule for ties. `rivals` is how many others
    may stand before or behind it, depending on what is open. `quota` is None where the pack names no quota, and for a
    barred city. `moves` are its undecided items, the largest stake first; of a
    large batch only the largest few, which a note then says. `key`, `city`, `total`, `choices` … are the applicant's.
    """

    key: str
    city: str
    invented: bool
    eligibility: EligibilityState
    reasons: tuple[str, ...]
    total: Range
    keys: tuple[Range, ...]
    complete: bool
    ranks: Span | None
    last: Span | None
    exact: bool
    tied: int
    rivals: int
    quota: QuotaState | None
    moves: tuple[Move, ...]
    choices: tuple[tuple[str, str], ...] = ()


class Ranking(Struct, frozen=True, kw_only=True):
    """The ranking of one pack's applicants.

    `ranked` are the eligible cities, the best first (equal ranks in the order of their keys); `open` those whose
    eligibility is not decided; `barred` those that may not apply. `ties` is the pack's rule, None where it has none and
    ties stay ties. `exact` is False when any place holds bounds only. `notes` say in Chinese what the ranking rests on,
    `choices` which cities it ranks were scored by another reading of the text (口径) than the pack's.
    """

    criteria: str
    edition: str
    full: Fraction
    ranked: tuple[Place, ...]
    open: tuple[Place, ...]
    barred: tuple[Place, ...]
    at_most: int | None
    quota_texts: tuple[Statement, ...]
    ties: TieRule | None
    exact: bool
    notes: tuple[str, ...]
    choices: tuple[str, ...] = ()
