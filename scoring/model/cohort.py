"""One city's result as far as a whole batch needs it: small enough to hold thousands, complete enough to rank by."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from scoring.model.intervals import Range
from scoring.model.scorecard import EligibilityState, OutcomeState

__all__ = ["Applicant", "ClauseLoss", "ItemResult", "OpenFact"]


class ClauseLoss(Struct, frozen=True, kw_only=True):
    """A clause that took points, or may have (`cost` is the range of what it costs the item as things stand)."""

    item: str
    clause: str
    state: OutcomeState
    cost: Range


class ItemResult(Struct, frozen=True, kw_only=True):
    """One item's points; `exact` is False where `score` holds bounds only."""

    item: str
    score: Range
    exact: bool = True
    applies: bool | None = True


class OpenFact(Struct, frozen=True, kw_only=True):
    """A fact or reference that is missing and matters: what is asked, by whom it is answered, and the points of its item
    that hang on it. `shared` marks references, which are missing for every city alike."""

    name: str
    item: str
    ask: str
    owner: str
    at_stake: Fraction
    shared: bool = False


class Applicant(Struct, frozen=True, kw_only=True):
    """One applicant (申报城市) of a batch.

    `key` names its input within the batch (path relative to the folder it was found under, NFC, forward slashes).
    `total` is the reading the batch ranks by; `claimed`, `evidenced` and `verified` are None where they were not worked
    out. `reasons` say in Chinese why it is barred or why that is open. `numbers` are its numeric facts, profile and
    derived values by name. `missing` counts documents that are not there, `at_risk` the points that hang on them.
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
    items: tuple[ItemResult, ...]
    losses: tuple[ClauseLoss, ...]
    open: tuple[OpenFact, ...]
    numbers: tuple[tuple[str, Fraction], ...]
    claimed: Range | None = None
    evidenced: Range | None = None
    verified: Range | None = None
    grade: tuple[str, str] | None = None
    """The worst and the best grade it can have; None where the pack has no grades."""
    missing: int = 0
    at_risk: Fraction = Fraction(0)
    questions: tuple[str, ...] = ()
    """Questions the reading of its file raised (疑问), in Chinese with their place."""
    choices: tuple[tuple[str, str], ...] = ()
    """Interpretations (口径) the city took another way than the pack: name and option."""
