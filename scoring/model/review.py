"""Reviews (审核意见) of a self-assessment: what each reviewer decided, and what the decisions together come to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from msgspec import Struct

from scoring.base.errors import Location, Problem
from scoring.model.facts import Answer
from scoring.model.gate_review import GateDecision, GateRuling
from scoring.model.scorecard import LedgerLine, Range, ScoreCard
from scoring.model.submission import Submission, Unit
from scoring.model.verdicts import Role, Rule, RulingState, Stage, Verdict, deciding

__all__ = [
    "Decision",
    "GateDecision",
    "GateRuling",
    "ItemRuling",
    "Refused",
    "Review",
    "Role",
    "Rule",
    "RulingState",
    "Settled",
    "Settings",
    "Stage",
    "StageReading",
    "Standing",
    "Verdict",
    "Verified",
    "View",
]


class Settings(Struct, frozen=True, kw_only=True):
    """How differences are settled. `limit` in points: the largest spread of an item's score that is not arbitrated;
    None: any difference is."""

    limit: Fraction | None = None
    rule: Rule = Rule.MEAN


class Decision(Struct, frozen=True, kw_only=True):
    """One reviewer's decision on one item. `facts` are the changed answers (an UNKNOWN one is no longer proved), `units`
    those of units (县区, 样本) where the item is scored unit by unit; `rejected` the paths of papers not accepted; `basis` what the decision rests on; `on` its day; `mark` the mark of
    the claims it was written for ("" for none)."""

    item: str
    verdict: Verdict
    location: Location
    facts: Mapping[str, Answer]
    units: tuple[Unit, ...] = ()
    rejected: tuple[str, ...] = ()
    reason: str = ""
    basis: tuple[str, ...] = ()
    on: date | None = None
    mark: str = ""

    @property
    def opinion(self) -> bool:
        """Whether it says what the item's score should rest on."""
        return self.verdict in (Verdict.ACCEPT, Verdict.ADJUST, Verdict.REJECT)


NO_GATES: Mapping[str, GateDecision] = {}


class Review(Struct, frozen=True, kw_only=True):
    """One reviewer's file for one city and stage. `submission` is the SHA-256 (hex) of the reviewed file; `conflict`
    whether an interest is declared (None: nothing is declared yet); `digest` is that of the review file itself. `gates`
    are the decisions on the gates of eligibility (申报资格) by name."""

    criteria_id: str
    city: str
    submission: str
    reviewer: str
    role: Role
    stage: Stage
    conflict: bool | None
    decisions: Mapping[str, Decision]
    file: str
    digest: str
    location: Location
    conflict_text: str = ""
    invented: bool = False
    gates: Mapping[str, GateDecision] = NO_GATES

    @property
    def spoken(self) -> bool:
        """Whether anything is said in it at all."""
        verdicts = [one.verdict for one in self.decisions.values()] + [one.verdict for one in self.gates.values()]
        return any(one is not Verdict.NONE for one in verdicts)

    @property
    def days(self) -> tuple[date, ...]:
        """The days of its decisions, in their order."""
        found = [one.on for one in self.decisions.values()] + [one.on for one in self.gates.values()]
        return tuple(sorted({day for day in found if day is not None}))


class Refused(Struct, frozen=True, kw_only=True):
    """A review file that does not count, and why (Chinese)."""

    review: Review
    reason: str
    conflict: bool = False
    problems: tuple[Problem, ...] = ()


class View(Struct, frozen=True, kw_only=True):
    """What one reviewer's decision alone would make of the item."""

    reviewer: str
    role: Role
    decision: Decision
    score: Range


class ItemRuling(Struct, frozen=True, kw_only=True):
    """One item in one stage. `views` are the members' opinions by reviewer, `chair` the chair's; `spread`, `mean` and
    `median` (at both ends of the ranges) are over the members and None without any; `asked` are requests for an
    explanation; `unused` says that the chair spoke where nothing was to be decided."""

    item: str
    state: RulingState
    views: tuple[View, ...]
    chair: View | None
    spread: Fraction | None
    mean: Range | None
    median: Range | None
    asked: tuple[View, ...] = ()
    unused: bool = False

    @property
    def agreed(self) -> bool:
        """Whether everybody who spoke says the same: no opinion differs, and nobody asks for an explanation."""
        return self.state is RulingState.AGREED and not self.asked

    @property
    def deciding(self) -> tuple[View, ...]:
        """Whose decisions led to the outcome: the members', and the chair's where it was needed."""
        return deciding(self.state, self.views, self.chair)


class Settled(Struct, frozen=True, kw_only=True):
    """An item's score that stands without facts that give it: the mean of opinions, or the range between them while
    the chair has not decided. The ledgers are those of its lowest and highest end."""

    score: Range
    ledger: tuple[LedgerLine, ...]
    ledger_high: tuple[LedgerLine, ...]
    state: RulingState


class Standing(Struct, frozen=True, kw_only=True):
    """The claims at one point of the review: the submission as changed so far and without the papers that are not
    accepted, the claims in it that are not proved, the documents (item, request) that nobody found on disk, and items
    whose score is settled without facts. `disputed` are the gates on which opinions differ and the chair has not
    decided: whatever the submission says of them, they are open."""

    submission: Submission
    doubted: frozenset[str]
    lacking: frozenset[tuple[str, str]]
    settled: Mapping[str, Settled]
    disputed: frozenset[str] = frozenset()


class StageReading(Struct, frozen=True, kw_only=True):
    """One step of the review: `stage` None for what comes before it. The `card` takes what is not proved as unknown at
    its low end and as claimed at its high end."""

    name: str
    stage: Stage | None
    standing: Standing
    card: ScoreCard
    rulings: tuple[ItemRuling, ...] = ()
    reviews: tuple[Review, ...] = ()
    gates: tuple[GateRuling, ...] = ()


class Verified(Struct, frozen=True, kw_only=True):
    """What the reviews of one city come to. `card` is that of the last step; `steps` start with the claims (自评) and,
    where the disk was looked at, the evidenced ones (材料核验). `due` are the items that wait for the chair in their
    last stage, `asked` those of which an explanation is still awaited, `unseen` those nobody has an opinion on; `gates_due`
    and `gates_asked` the same of the gates of eligibility, `gates_open` the gates that nobody has given an answer that
    decides them. `apart` are reviews that were read with the others and are about another city."""

    card: ScoreCard
    steps: tuple[StageReading, ...]
    refused: tuple[Refused, ...]
    due: tuple[str, ...]
    asked: tuple[str, ...]
    unseen: tuple[str, ...]
    settings: Settings
    gates_due: tuple[str, ...] = ()
    gates_asked: tuple[str, ...] = ()
    gates_open: tuple[str, ...] = ()
    apart: tuple[Review, ...] = ()

    @property
    def reviewed(self) -> bool:
        """Whether any review counts at all."""
        return any(step.reviews for step in self.steps)

    @property
    def waits(self) -> bool:
        """Whether the chair has to decide, an explanation is awaited, or a gate has no answer."""
        return bool(self.due or self.asked or self.gates_due or self.gates_asked or self.gates_open)
