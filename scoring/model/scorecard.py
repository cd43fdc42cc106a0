"""The result of an evaluation (得分明细), as data: text comes last, in the renderers."""

from __future__ import annotations

import enum
from datetime import date
from fractions import Fraction

from scoring.errors import Location
from scoring.model.criteria import Affects, Clause, Gate, Item, Section
from scoring.model.facts import Answer, FactType, ReferenceValue
from scoring.record import record

__all__ = [
    "AppliedInterpretation",
    "ClauseOutcome",
    "EligibilityResult",
    "EligibilityState",
    "GateResult",
    "ItemScore",
    "LedgerLine",
    "LineKind",
    "OutcomeState",
    "Provenance",
    "Range",
    "Reading",
    "ReadingKind",
    "ScoreCard",
    "SectionScore",
]


@record
class Range:
    """An exact interval of points, both ends reachable unless the owner says it holds bounds only."""

    low: Fraction
    high: Fraction

    @property
    def decided(self) -> bool:
        """True when both ends coincide."""
        return self.low == self.high


class OutcomeState(enum.Enum):
    """What became of a clause. JUDGED: a person's points stand. ERROR: the rule could not be evaluated."""

    APPLIED = "applied"
    NOT_APPLIED = "not_applied"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    JUDGED = "judged"
    ERROR = "error"


class ReadingKind(enum.Enum):
    """What sort of name a clause read."""

    FACT = "fact"
    DERIVED = "derived"
    REFERENCE = "reference"
    INTERPRETATION = "interpretation"


@record
class Reading:
    """One value a clause read, with the place it stands at. `asked` is False when the fact's `needs` rules it out."""

    name: str
    kind: ReadingKind
    type: FactType
    unit: str
    answer: Answer
    asked: bool = True
    reference: ReferenceValue | None = None


@record
class ClauseOutcome:
    """One clause applied to one submission.

    `nominal` is what the clause by itself does to the item (signed points, ≤ 0 for deduct and forfeit, ≥ 0 for award),
    as the exact range over the unknown facts; `reads` the values it looked at, in the order of the condition.
    """

    clause: Clause
    state: OutcomeState
    nominal: Range
    reads: tuple[Reading, ...]


class LineKind(enum.Enum):
    """The lines of an item's ledger in order: start, clauses, floor or cap where they bite, end."""

    START = "start"
    CLAUSE = "clause"
    FLOOR = "floor"
    CAP = "cap"
    END = "end"


@record
class LedgerLine:
    """One line of the sum: the change in points and the balance after it. `clause` is the clause id for CLAUSE lines."""

    kind: LineKind
    change: Fraction
    balance: Fraction
    clause: str | None = None


@record
class ItemScore:
    """An item's score over everything its unknown facts could be.

    `ledger` is the sum in the worst case and `ledger_high` in the best; they are equal when nothing is unknown.
    `unknown` names the facts and references whose values matter and are missing; `exact` is False when `score` holds
    bounds only.
    """

    item: Item
    score: Range
    clauses: tuple[ClauseOutcome, ...]
    ledger: tuple[LedgerLine, ...]
    ledger_high: tuple[LedgerLine, ...]
    unknown: tuple[str, ...]
    exact: bool = True


@record
class SectionScore:
    """A section's items and the exact range of their sum."""

    section: Section
    score: Range
    items: tuple[ItemScore, ...]
    exact: bool = True


class EligibilityState(enum.Enum):
    """Whether the city may apply at all: clear, barred, or not yet decided by the answers."""

    CLEAR = "clear"
    BARRED = "barred"
    UNKNOWN = "unknown"


@record
class GateResult:
    """One gate: its state, the reason as incidents inside the window, and the window itself (both days included)."""

    gate: Gate
    state: EligibilityState
    window: tuple[date, date] | None
    barring: tuple[tuple[date | None, str], ...]
    location: Location | None


@record
class EligibilityResult:
    """All gates; BARRED when one bars, else UNKNOWN when one is undecided, else CLEAR."""

    state: EligibilityState
    gates: tuple[GateResult, ...]


@record
class AppliedInterpretation:
    """A reading of the text that the card rests on. `touched` says whether a clause of this card read it or, for
    questions of 口径, whether its item was answered."""

    name: str
    item: str
    question: str
    option: str
    option_text: str
    default: str
    switched: bool
    reason: str
    affects: Affects
    touched: bool


@record
class Provenance:
    """What the card was made from; two cards with equal provenance are equal."""

    criteria_id: str
    criteria_edition: str
    criteria_digest: str
    submission_file: str
    submission_digest: str
    tool_version: str
    as_of: date | None


@record
class ScoreCard:
    """The whole result. `complete` is True when no unknown fact can change the total and eligibility is decided."""

    city: str
    invented: bool
    provenance: Provenance
    total: Range
    full: Fraction
    complete: bool
    exact: bool
    sections: tuple[SectionScore, ...]
    eligibility: EligibilityResult
    interpretations: tuple[AppliedInterpretation, ...]
    references: tuple[tuple[str, ReferenceValue | None], ...]
    unknown: tuple[str, ...]
