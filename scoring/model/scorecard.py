"""The result of an evaluation (得分明细), as data: text comes last, in the renderers."""

from __future__ import annotations

import enum
from datetime import date
from fractions import Fraction

from msgspec import Struct

from scoring.base.errors import Location
from scoring.model.clauses import Clause
from scoring.model.criteria import Item, Section
from scoring.model.facts import Answer, FactType
from scoring.model.interpretations import Affects
from scoring.model.procedure import Gate, Statement
from scoring.model.references import ReferenceSpan, ReferenceValue
from scoring.model.totals import Grade

__all__ = [
    "NOT_ASKED",
    "UnitScore",
    "StepKind",
    "Step",
    "GradeResult",
    "GradeCheck",
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
    "RankedScore",
    "ResolvedInput",
    "InputKind",
    "ScoreCard",
    "SectionScore",
]


class Range(Struct, frozen=True, kw_only=True, gc=False):
    """An exact interval of points, both ends reachable unless the owner says it holds bounds only."""

    low: Fraction
    high: Fraction

    @property
    def decided(self) -> bool:
        """True when both ends coincide."""
        return self.low is self.high or self.low == self.high


class RankedScore(Struct, frozen=True, kw_only=True, gc=False):
    """Points that were scored before, under the name that rules look at them by. `exact`: both ends are reached."""

    name: str
    score: Range
    exact: bool = True


class StepKind(enum.Enum):
    """The steps from the items to a published score: their sum, what is absent, weights, clauses that reach here, floor
    and cap, the published scale, rounding."""

    SUM = "sum"
    ABSENT = "absent"
    BEYOND = "beyond"
    LIMIT = "limit"
    SCALE = "scale"
    ROUND = "round"


class Step(Struct, frozen=True, kw_only=True):
    """One step of the working: what it is, the balance after it, and for BEYOND the clause."""

    kind: StepKind
    clause: str | None = None
    item: str | None = None
    balance: Range


class GradeCheck(Struct, frozen=True, kw_only=True):
    """One grade and whether each of its requirements holds (None: open): the total, sections, must-pass items, condition.
    A requirement the grade does not make is not listed."""

    grade: Grade
    total: bool | None = True
    sections: tuple[tuple[str, bool | None], ...] = ()
    must_pass: bool | None = True
    when: bool | None = True

    @property
    def met(self) -> bool | None:
        """Whether all hold."""
        found = (self.total, *(met for _, met in self.sections), self.must_pass, self.when)
        return False if False in found else None if None in found else True


class GradeResult(Struct, frozen=True, kw_only=True):
    """The grade, between the worst and the best it can be. `limits` are the clauses that cap it (一票否优), with whether
    they apply (None: open); `lowered` those that lower it (下降一个等次), with the steps each asks for; `failed` the
    must-pass items that fail, `open` those that are not decided."""

    low: str
    high: str
    checks: tuple[GradeCheck, ...]
    limits: tuple[tuple[Clause, bool | None], ...] = ()
    failed: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    lowered: tuple[tuple[Clause, Range], ...] = ()

    @property
    def decided(self) -> bool:
        """Whether there is one grade only."""
        return self.low == self.high


class OutcomeState(enum.Enum):
    """What became of a clause. JUDGED: a person's points stand. ERROR: the rule could not be evaluated."""

    APPLIED = "applied"
    NOT_APPLIED = "not_applied"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    JUDGED = "judged"
    ERROR = "error"


class InputKind(enum.Enum):
    """What sort of name a clause read."""

    FACT = "fact"
    DERIVED = "derived"
    REFERENCE = "reference"
    INTERPRETATION = "interpretation"


class ResolvedInput(Struct, frozen=True, kw_only=True):
    """One value a clause read, with the place it stands at. `asked` is False when the fact's `needs` rules it out.

    `by_unit` are the answers of the units that were looked at, one each in their order, where the item is scored unit by
    unit; `answer` is then a text that tells them all, which no condition looks at.
    """

    name: str
    kind: InputKind
    type: FactType
    unit: str
    answer: Answer
    asked: bool = True
    reference: ReferenceValue | None = None
    by_unit: tuple[Answer, ...] | None = None


class ClauseOutcome(Struct, frozen=True, kw_only=True):
    """One clause applied to one submission.

    nominal: what the clause by itself does to the item (signed points, ≤ 0 for deduct and forfeit, ≥ 0 for award), as the
        exact range over the unknown facts
    full: the most points it can be worth by itself, whatever is answered; None: there is no most
    reads: the values it looked at, in the order of the condition
    """

    clause: Clause
    state: OutcomeState
    nominal: Range
    full: Fraction | None
    reads: tuple[ResolvedInput, ...]


class LineKind(enum.Enum):
    """The lines of an item's ledger in order: start, clauses, floor or cap where they bite, rescaling where part of the
    item does not apply, rounding where items are rounded, what reviewers' opinions together make of it (only in the
    card of a review), end."""

    START = "start"
    CLAUSE = "clause"
    FLOOR = "floor"
    CAP = "cap"
    RESCALE = "rescale"
    ROUND = "round"
    REVIEW = "review"
    END = "end"


class LedgerLine(Struct, frozen=True, kw_only=True):
    """One line of the sum: the change in points and the balance after it. `clause` is the clause id for CLAUSE lines."""

    kind: LineKind
    clause: str | None = None
    change: Fraction
    balance: Fraction


class UnitScore(Struct, frozen=True, kw_only=True):
    """One unit (县区, 样本) of an item that is scored unit by unit: its score and clauses (without what they read), and
    whether it was looked at at all."""

    name: str
    checked: bool = True
    score: Range
    clauses: tuple[ClauseOutcome, ...]


class ItemScore(Struct, frozen=True, kw_only=True):
    """An item's score over everything its unknown facts could be.

    `ledger` is the sum in the worst case and `ledger_high` in the best; they are equal when nothing is unknown.
    `unknown` names the facts and references whose values matter and are missing; `exact` is False when `score` holds
    bounds only. `applies` is False where the item is not assessed (None: not known); its score is then what it counts
    for, or zero where it is left out. `open_places` names the places among all applicants that matter and are not known, or not
    decided: nobody in the city answers those. `units` are the scores of its units where it is scored unit by unit; `nothing` says
    that there are none to score.
    """

    item: Item
    score: Range
    clauses: tuple[ClauseOutcome, ...]
    ledger: tuple[LedgerLine, ...]
    ledger_high: tuple[LedgerLine, ...]
    unknown: tuple[str, ...]
    exact: bool = True
    applies: bool | None = True
    units: tuple[UnitScore, ...] = ()
    nothing: bool = False
    open_places: tuple[str, ...] = ()

    @property
    def left_out(self) -> bool:
        """Whether it is not assessed and counts no points of its own."""
        return self.applies is False and not self.score.high

    @property
    def passed(self) -> bool | None:
        """Whether a must-pass item passes; None while that is open, True for every other item."""
        need = self.item.pass_at
        if need is None or self.applies is False or self.score.low >= need:
            return True
        return False if self.score.high < need and self.applies else None


class SectionScore(Struct, frozen=True, kw_only=True):
    """A section's items and the exact range of their sum. `working` is empty where the sum is all there is."""

    section: Section
    score: Range
    items: tuple[ItemScore, ...]
    exact: bool = True
    working: tuple[Step, ...] = ()

    @property
    def assessed(self) -> Fraction:
        """The points that could be earned: those of the section, less items left out that nothing makes up for."""
        if any(step.kind is StepKind.ABSENT for step in self.working):
            return self.section.points
        away = (item.item.points for item in self.items if item.left_out and item.item.weight is None)
        return self.section.points - sum(away, Fraction(0))


class EligibilityState(enum.Enum):
    """Whether the city may apply at all: clear, ineligible, or not yet decided by the answers."""

    CLEAR = "clear"
    INELIGIBLE = "barred"
    UNKNOWN = "unknown"


class GateResult(Struct, frozen=True, kw_only=True):
    """One gate: its state, the reason as incidents inside the window, and the window itself (both days included)."""

    gate: Gate
    state: EligibilityState
    window: tuple[date, date] | None
    disqualifying: tuple[tuple[date | None, str], ...]
    location: Location | None


NOT_ASKED = "指标体系没有问申报资格，这里不作判断"
"""What is said of eligibility where a pack has no gates."""


class EligibilityResult(Struct, frozen=True, kw_only=True):
    """All gates; INELIGIBLE when one disqualifies, else UNKNOWN when one is undecided, else CLEAR.

    CLEAR says that nothing asked disqualifies the city, no more: the conditions in `for_reviewers` were not asked, and a pack
    without gates asks nothing at all.
    """

    state: EligibilityState
    gates: tuple[GateResult, ...]
    for_reviewers: tuple[Statement, ...] = ()

    @property
    def asked(self) -> bool:
        """Whether anything was asked, so that the state says something."""
        return bool(self.gates)

    @property
    def left_open(self) -> str:
        """What stays for the reviewers, as a Chinese sentence; "" where the pack leaves them nothing."""
        if not self.for_reviewers:
            return ""
        conditions = "；".join(f"{one.name}（“{one.text}”）" for one in self.for_reviewers)
        return f"以下条件本工具不问也不判断，由评审部门认定：{conditions}。"


class AppliedInterpretation(Struct, frozen=True, kw_only=True):
    """A reading of the text that the card rests on. `touched` says whether another option, with all else as it is, would
    give this city other points or another grade; `answered`, of one that says how to answer, whether anything was."""

    name: str
    item: str
    question: str
    option: str
    option_text: str
    default: str
    switched: bool
    reason: str
    affects: Affects
    answered: bool
    touched: bool

    @property
    def bears(self) -> bool:
        """Whether it bears on this card: it was chosen, decides points, or says what an answer means."""
        return self.switched or self.touched or self.answered


class Provenance(Struct, frozen=True, kw_only=True):
    """What the card was made from; two cards with equal provenance are equal."""

    criteria_id: str
    criteria_edition: str
    criteria_digest: str
    submission_file: str
    submission_digest: str
    tool_version: str
    as_of: date | None


class ScoreCard(Struct, frozen=True, kw_only=True):
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
    references: tuple[tuple[str, ReferenceValue | ReferenceSpan | None], ...]
    unknown: tuple[str, ...]
    open_places: tuple[str, ...] = ()
    """The places among all applicants that matter and are not known, or not decided."""
    scores: tuple[RankedScore, ...] = ()
    """The points that rules look at, or that places are counted from."""
    working: tuple[Step, ...] = ()
    """The steps from the sections to the total; empty where the sum is all there is."""
    grade: GradeResult | None = None
