"""A pack: one official evaluation index (评估指标体系) with its rules and its procedure."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Never

from msgspec import Struct
from msgspec.structs import replace

from scoring.base.errors import Location
from scoring.documents.fields import LINE, LINES, TEXT, Field
from scoring.documents.nodes import Pending
from scoring.model.checks import AnyCheck
from scoring.model.clauses import Amount, Clause, Effect, Flat, Group, Judged, Manual, PerUnit
from scoring.model.conditions import Expr
from scoring.model.facts import Fact, Reference
from scoring.model.interpretations import Affects, Interpretation, Option
from scoring.model.procedure import (
    Ban,
    CycleRule,
    Deadline,
    Duty,
    Eligibility,
    Gate,
    GateKind,
    HandIn,
    Period,
    Publicity,
    Quota,
    Statement,
)
from scoring.model.totals import AbsentItems, Each, Grade, Level, Nothing, Rounding, Take, TieRule, Treatment

__all__ = [
    "Treatment",
    "Level",
    "Grade",
    "Each",
    "AbsentItems",
    "Affects",
    "Amount",
    "Assumption",
    "Ban",
    "Basis",
    "Clause",
    "Criteria",
    "CycleRule",
    "Deadline",
    "Duty",
    "Effect",
    "Eligibility",
    "EvidenceRequest",
    "Extended",
    "Flat",
    "Gap",
    "Gate",
    "GateKind",
    "Group",
    "HandIn",
    "Interpretation",
    "Item",
    "Judged",
    "Manual",
    "NotApplicablePolicy",
    "Option",
    "PerUnit",
    "Period",
    "Publicity",
    "Quota",
    "Rounding",
    "Section",
    "Source",
    "Start",
    "Statement",
]

EMPTY: Mapping[str, Never] = {}
"""The empty mapping; nobody writes to it."""


class Basis(enum.Enum):
    """Who asks for a piece of evidence: the official text, or this pack as a suggestion."""

    OFFICIAL = "原文"
    SUGGESTED = "建议"


class EvidenceRequest(Struct, frozen=True, kw_only=True):
    """A kind of document that supports facts of an item (佐证材料)."""

    id: str
    title: str
    supports: tuple[str, ...]
    basis: Basis
    location: Location


class Start(enum.Enum):
    """Where an item's ledger starts."""

    FULL = "full"
    ZERO = "zero"


UNWRITTEN = "（原文没有完整的评分标准，由人评判）"
"""Stands for the words of a clause that no official sentence covers."""


class Gap(Struct, frozen=True, kw_only=True):
    """What the source text lacks: `known` is the verbatim fragment at hand, `lacks` says in Chinese what is missing."""

    known: str
    lacks: str


class Item(Struct, frozen=True, kw_only=True):
    """One indicator item (指标项). `id` is like "1.1", `label` like （一）1. Sentences are verbatim; `scoring` is None
    where the source has none. `points` is the item's full score; `groups` are caps that several clauses share; `applies`
    says when the item is assessed at all (None: always). `pass_at` makes it a must-pass item (必达项目) that needs so many
    points; `weight` is its share of its section's points where shares are weighted; `each` scores it unit by unit."""

    id: str
    section: str
    label: str
    points: Fraction
    requirement: str
    scoring: str | None
    facts: tuple[Fact, ...]
    clauses: tuple[Clause, ...]
    start: Start
    location: Location
    manual: tuple[Manual, ...] = ()
    interpretations: tuple[Interpretation, ...] = ()
    evidence: tuple[EvidenceRequest, ...] = ()
    notes: tuple[str, ...] = ()
    gap: Gap | None = None
    groups: tuple[Group, ...] = ()
    applies: Expr | None = None
    pass_at: Fraction | None = None
    weight: Fraction | None = None
    each: Each | None = None
    words: tuple[str, ...] = ()
    """Words of the scoring sentence that settings of the item express (each, groups, applies), not a clause."""

    @property
    def lacks(self) -> str:
        """In brackets, what the source has of the item beyond its requirement and what it lacks ("" where nothing)."""
        if self.gap is None:
            return ""
        known = "" if self.gap.known in self.requirement else f"现有原文为“{self.gap.known}”；"
        return f"（{known}{self.gap.lacks.rstrip('。')}）"

    @property
    def sentence(self) -> str:
        """The scoring sentence, or what is said in its place."""
        return self.scoring or self.lacks or UNWRITTEN

    @property
    def of_unit(self) -> Item:
        """The item as one of its units is scored; itself where it has none, or where a unit has the item's points."""
        if self.each is None or self.each.points is None:
            return self
        return replace(self, points=self.each.points)

    @property
    def from_one(self) -> bool:
        """Whether all units lose from the item's one amount (累计扣分), so that what each loses tells more than what it
        would have left."""
        added = self.each is not None and self.each.take is Take.SUM and self.each.points is None
        return added and self.start is Start.FULL

    @property
    def how(self) -> str:
        """What is done with its units' scores, in the words of a reader ("" where it has none)."""
        return "累计扣分" if self.from_one else "" if self.each is None else self.each.how

    @property
    def of_nothing(self) -> Fraction | None:
        """What it counts where there is not a single unit; None where it is not assessed then. An award over nothing is
        nothing, and so is a deduction over nothing, unless the pack says otherwise."""
        says = None if self.each is None else self.each.none
        if says is Nothing.ABSENT:
            return None
        return self.made_one(()) if says is None else self.points if says is Nothing.FULL else Fraction(0)

    def made_one(self, scores: Sequence[Fraction]) -> Fraction:
        """The item's score from those of its units; the item must be scored unit by unit."""
        if self.each is None:
            raise TypeError(f"{self.id} has no units")
        return self.each.made_one(scores, self.points, full=self.start is Start.FULL)


class Section(Struct, frozen=True, kw_only=True):
    """A first-level indicator (一级指标). `id` is like "1", `label` like （一）. With a `weight` (权数) it counts for that
    share of the pack's points, whatever points it is scored in."""

    id: str
    label: str
    title: str
    points: Fraction
    items: tuple[Item, ...]
    location: Location
    gap: Gap | None = None
    weight: Fraction | None = None


class NotApplicablePolicy(enum.Enum):
    """What a not-applicable clause does: FULL leaves the city its points (no deduction; an award is granted), ZERO
    deducts nothing and grants nothing, RESCALE leaves its points out and rescales the item's others to the whole."""

    FULL = "full"
    ZERO = "zero"
    RESCALE = "rescale"


class Assumption(Struct, frozen=True, kw_only=True):
    """A choice of this tool where the official text says nothing: `about` names it, `text` says what we do and why."""

    about: Annotated[str, Field(LINE, "名称")]
    text: Annotated[str, Field(TEXT, "内容")]


class Source(Struct, frozen=True, kw_only=True):
    """Where the text comes from and what is known about that copy."""

    title: Annotated[str, Field(LINE, "来源")]
    note: Annotated[str, Field(TEXT, "来源说明")]
    basis: Annotated[tuple[str, ...], Field(LINES, "依据文件")] = ()


class Extended(Struct, frozen=True, kw_only=True):
    """A pack that another one completes or changes without editing it (`extends:`).

    `digest` covers its files and those of its own bases; `changes` says in Chinese what the pack above it added,
    replaced or dropped; `items` are the ids of its items that score the same in the pack at hand, because nothing they
    read was changed on the way.
    """

    id: str
    edition: str
    digest: str
    folder: str
    changes: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


class Criteria(Struct, frozen=True, kw_only=True):
    """One index. `digest` is the SHA-256 (hex) over the pack's files; `edition` the pack's own version of the encoding.

    `extends` are the packs under an overlay, the nearest first; empty for a pack that stands by itself. The digest of
    an overlay covers their files too.
    """

    id: str
    title: str
    short_title: str
    region: str
    issuer: str
    edition: str
    points: Fraction
    sections: tuple[Section, ...]
    profile: tuple[Fact, ...]
    references: tuple[Reference, ...]
    eligibility: Eligibility
    quota: Quota | None
    procedure: tuple[Deadline, ...]
    documents: tuple[HandIn, ...]
    withdrawal: tuple[Statement, ...]
    reporting: tuple[Duty, ...]
    assumptions: tuple[Assumption, ...]
    source: Source
    rounding: Rounding
    not_applicable: NotApplicablePolicy
    digest: str
    folder: str
    document_number: str | None = None
    form_columns: tuple[str, ...] = ()
    evidence_period: Period | None = None
    """The days evidence must be from, where the official text names any."""
    cycle: CycleRule | None = None
    """How long a cycle is and what a withdrawn title closes, where the official text says so."""
    items_by_id: Mapping[str, Item] = EMPTY
    facts_by_name: Mapping[str, Fact] = EMPTY
    """All facts: those of the items and of the basic situation."""
    interpretations_by_name: Mapping[str, Interpretation] = EMPTY
    references_by_name: Mapping[str, Reference] = EMPTY
    extends: tuple[Extended, ...] = ()
    absent: AbsentItems = AbsentItems()
    scale: Fraction | None = None
    """The full score of the published total where it is not `points`, e.g. 100 for 标准化得分（百分制）."""
    at_most: Fraction | None = None
    """The most the total can be where additions beyond the items could exceed it."""
    groups: tuple[Group, ...] = ()
    """Shared caps of clauses that reach beyond their items."""
    grades: tuple[Grade, ...] = ()
    ties: TieRule | None = None
    """How cities with the same total are put in order; None where the official text says nothing."""
    provisions: tuple[Statement, ...] = ()
    """What else the official text provides (复查, 退出程序, 工作纪律 …), verbatim; nothing here is scored."""
    checks: tuple[AnyCheck, ...] = ()
    """Figures that should fit each other, and what cannot be true together; where it is so, a person is asked."""
    pending: tuple[Pending, ...] = ()
    """Lines still marked as proposals (待确认). A pack that has any is a draft: it declares nothing, and nothing is signed."""
