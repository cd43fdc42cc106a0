"""The applicants of one batch (申报城市), their ranking (排名) and what they have in common (全体情况).

Of those there are many, and none can lead back to itself: the collector of circular garbage need not follow them.
"""

from __future__ import annotations

import enum
from fractions import Fraction

from msgspec import Struct

from scoring.model.criteria import Criteria
from scoring.model.procedure import Statement
from scoring.model.scorecard import EligibilityState, OutcomeState, Range, RankedScore
from scoring.model.totals import TieRule

__all__ = [
    "Applicant",
    "Bin",
    "ClauseFigures",
    "ClauseLoss",
    "Cohort",
    "ItemFigures",
    "ApplicantItem",
    "RankMove",
    "OpenFact",
    "Outlier",
    "Place",
    "PlaceHeld",
    "QuotaState",
    "Ranking",
    "SectionFigures",
    "Span",
]


class ClauseLoss(Struct, frozen=True, kw_only=True, gc=False):
    """A clause that took points, or may have (`cost` is the range of what it costs the item as things stand)."""

    item: str
    clause: str
    state: OutcomeState
    cost: Range


class ApplicantItem(Struct, frozen=True, kw_only=True, gc=False):
    """One item's points; `exact` is False where `score` holds bounds only."""

    item: str
    score: Range
    exact: bool = True
    applies: bool | None = True


class OpenFact(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A fact or reference that is missing and matters.

    at_stake: the points of its item that hang on it
    ask: what is asked; None where that is the question of the pack
    owner: who answers; None where the pack says it
    shared: that it is a reference, missing for every city alike
    """

    name: str
    item: str
    at_stake: Fraction
    ask: str | None = None
    owner: str | None = None
    shared: bool = False

    def ask_of(self, criteria: Criteria) -> str:
        """What is asked, in the words of the pack where it has none of its own."""
        asked = criteria.facts_by_name.get(self.name) or criteria.references_by_name.get(self.name)
        return self.ask if self.ask is not None else "" if asked is None else asked.ask

    def owner_of(self, criteria: Criteria) -> str:
        """Who answers; nobody in the city where it is a reference."""
        fact = criteria.facts_by_name.get(self.name)
        return self.owner if self.owner is not None else "" if fact is None else fact.owner


class PlaceHeld(Struct, frozen=True, kw_only=True, gc=False):
    """What rules read of a city's place among all applicants, under the name of the fact: the best and the worst it can be,
    and how that was counted, in Chinese. `exact`: both ends come about."""

    name: str
    best: Fraction
    worst: Fraction
    exact: bool
    source: str


class Applicant(Struct, frozen=True, kw_only=True, gc=False):
    """One applicant (申报城市) of a batch.

    key: its input within the batch: the path below the folder it was found under, NFC, forward slashes
    total: the score the batch ranks by
    reasons: why it is ineligible or why that is open, in Chinese
    numbers: its numeric facts, profile and derived values by name
    claimed, evidenced, verified: None where they were not worked out
    grade: the worst and the best it can have; None where the pack has no grades
    missing: how many documents are not there; `at_risk`: the points that hang on them
    questions: what the reading of its file raised (疑问), in Chinese with the place
    choices: interpretations (口径) the city took another way than the pack: name and option
    scores: the points that places are counted from, on the basis the batch ranks by
    places: the places that its points rest on
    """

    key: str
    city: str
    invented: bool
    criteria: str
    edition: str
    criteria_digest: str
    submission_digest: str
    total: Range
    full: Fraction
    complete: bool
    exact: bool
    eligibility: EligibilityState
    reasons: tuple[str, ...]
    sections: tuple[tuple[str, Range], ...]
    items: tuple[ApplicantItem, ...]
    losses: tuple[ClauseLoss, ...]
    open: tuple[OpenFact, ...]
    numbers: tuple[tuple[str, Fraction], ...]
    claimed: Range | None = None
    evidenced: Range | None = None
    verified: Range | None = None
    grade: tuple[str, str] | None = None
    missing: int = 0
    at_risk: Fraction = Fraction(0)
    questions: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    scores: tuple[RankedScore, ...] = ()
    places: tuple[PlaceHeld, ...] = ()


class QuotaState(enum.Enum):
    """How a city stands to the quota: surely within it, surely beyond it, surely tied across its line, or not yet
    decided. A city whose eligibility is open is never IN or TIED."""

    IN = "in"
    OUT = "out"
    TIED = "tied"
    OPEN = "open"


class Span(Struct, frozen=True, kw_only=True, gc=False):
    """The best and the worst rank, both included."""

    best: int
    worst: int

    @property
    def decided(self) -> bool:
        """True when there is one rank only."""
        return self.best == self.worst


class RankMove(Struct, frozen=True, kw_only=True, gc=False):
    """What one undecided item could do to a city's rank while everything else stays open.

    facts: the missing answers it hangs on; `owners`: the departments that answer
    stake: the points between its ends
    shared: that other cities wait for the same number
    if_best, if_worst: the ranks once it comes out at its high or low end; None where the total is no plain sum
    """

    item: str
    facts: tuple[str, ...]
    owners: tuple[str, ...]
    stake: Fraction
    shared: bool
    if_best: Span | None
    if_worst: Span | None


class Place(Struct, frozen=True, kw_only=True, gc=False):
    """One city's place; what is not said here is the applicant's.

    keys: what breaks ties, in the order of the pack's rule
    ranks: standard competition ranks (1, 2, 2, 4) over everything that is still open; None for an ineligible city, for one
        whose eligibility is open those it would have if it were found eligible
    last: the last position of its tie: counts those tied with it too
    exact: False where `ranks` and `last` hold bounds only
    tied: how many other eligible cities have surely the same result, after the pack's rule for ties
    rivals: how many others may stand before or behind it, depending on what is open
    quota: None where the pack names no quota, and for an ineligible city
    moves: its undecided items, the largest stake first; of a large batch only the largest few, which a note then says
    """

    key: str
    city: str
    invented: bool
    eligibility: EligibilityState
    reasons: tuple[str, ...]
    total: Range
    keys: tuple[Range, ...] = ()
    complete: bool
    ranks: Span | None = None
    last: Span | None = None
    exact: bool = True
    tied: int = 0
    rivals: int = 0
    quota: QuotaState | None = None
    moves: tuple[RankMove, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()


class Ranking(Struct, frozen=True, kw_only=True):
    """The ranking of one pack's applicants.

    ranked: the eligible cities, the best first (equal ranks in the order of their keys)
    open: those whose eligibility is not decided; `ineligible`: those that may not apply
    ties: the pack's rule; None where it has none and ties stay ties
    exact: False where any place holds bounds only
    notes: what the ranking rests on, in Chinese
    choices: which of its cities were scored by another interpretation of the text (口径) than the pack's
    """

    criteria: str
    edition: str
    full: Fraction
    ranked: tuple[Place, ...]
    open: tuple[Place, ...]
    ineligible: tuple[Place, ...]
    at_most: int | None
    quota_texts: tuple[Statement, ...]
    ties: TieRule | None
    exact: bool
    notes: tuple[str, ...]
    choices: tuple[str, ...] = ()


class ItemFigures(Struct, frozen=True, kw_only=True):
    """One item over all cities it was assessed in.

    lost: how many surely lost points; `maybe`: how many may have, while answers are missing
    whole: how many surely have full points
    absent: how many cities the item does not apply in
    mean, median: of points lost, from what is surely lost to what may be
    """

    item: str
    label: str
    points: Fraction
    cities: int
    lost: int
    maybe: int
    whole: int
    absent: int
    mean: Range
    median: Range


class ClauseFigures(Struct, frozen=True, kw_only=True):
    """One clause over all cities: how many it surely cost points and how many it may have; `points` is what it cost them
    together, least and most. `quote` is official, empty where the clause has none."""

    clause: str
    item: str
    quote: str
    lost: int
    maybe: int
    points: Range


class SectionFigures(Struct, frozen=True, kw_only=True):
    """Points of a section over the `cities` whose points in it are known: mean and median, each from the low ends to the
    high ends."""

    section: str
    label: str
    title: str
    points: Fraction
    cities: int
    mean: Range
    median: Range


class Bin(Struct, frozen=True, kw_only=True):
    """The cities whose total lies from `low` (included) to `high` (excluded; the last bin includes it). `surely` counts
    those that lie there whatever is missing, `perhaps` those that may."""

    low: Fraction
    high: Fraction
    surely: int
    perhaps: int


class Outlier(Struct, frozen=True, kw_only=True):
    """A figure far from those of the other cities: a question, never a deduction.

    median, spread: over all `cities` that state it; the spread is the median of the distances from the median
    times: how many spreads it lies away
    """

    key: str
    city: str
    name: str
    unit: str
    value: Fraction
    median: Fraction
    spread: Fraction
    cities: int
    times: Fraction


class Cohort(Struct, frozen=True, kw_only=True):
    """All applicants of one pack together, the ineligible ones too. `mean` and `median` are of the totals. Items are in the
    order of the pack, clauses with the dearest first, outliers with the farthest first; `skipped` names figures that were
    not compared, with the reason in Chinese."""

    criteria: str
    cities: int
    eligible: int
    open: int
    ineligible: int
    complete: int
    mean: Range
    median: Range
    sections: tuple[SectionFigures, ...]
    items: tuple[ItemFigures, ...]
    clauses: tuple[ClauseFigures, ...]
    bins: tuple[Bin, ...]
    outliers: tuple[Outlier, ...]
    skipped: tuple[tuple[str, str], ...]
