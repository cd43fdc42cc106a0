"""A pack: one official evaluation index (评估指标体系) with its rules and its procedure."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from scoring.errors import Location
from scoring.model.conditions import Expr
from scoring.model.facts import Fact, Reference
from scoring.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Never

__all__ = [
    "Affects",
    "Amount",
    "Assumption",
    "Basis",
    "Clause",
    "Criteria",
    "Deadline",
    "Effect",
    "Eligibility",
    "EvidenceRequest",
    "Flat",
    "Gap",
    "Gate",
    "GateKind",
    "Interpretation",
    "Item",
    "Judged",
    "Manual",
    "NotApplicablePolicy",
    "Option",
    "PerUnit",
    "Rounding",
    "Section",
    "Source",
    "Start",
    "Statement",
    "Veto",
]

EMPTY: Mapping[str, Never] = {}
"""The empty mapping; nobody writes to it."""


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


class Affects(enum.Enum):
    """An interpretation changes the rule itself, or only how the question is to be answered (口径)."""

    RULE = "rule"
    ANSWER = "answer"


@record
class Option:
    """One reading of an open question: a short Chinese name (used in conditions and submissions) and its meaning."""

    name: str
    text: str


@record
class Interpretation:
    """An open question of the official text, the reading taken and why, and the alternatives a user may switch to."""

    name: str
    question: str
    options: tuple[Option, ...]
    default: str
    why: str
    affects: Affects
    location: Location
    item: str = ""


class Basis(enum.Enum):
    """Who asks for a piece of evidence: the official text, or this pack as a suggestion."""

    OFFICIAL = "原文"
    SUGGESTED = "建议"


@record
class EvidenceRequest:
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


@record
class Gap:
    """What the source text lacks: `known` is the verbatim fragment at hand, `lacks` says in Chinese what is missing."""

    known: str
    lacks: str


@record
class Item:
    """One indicator item (指标项). `id` is like "1.1", `label` like （一）1. Sentences are verbatim; `scoring` is None
    where the source has none. `points` is the item's full score."""

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


@record
class Section:
    """A first-level indicator (一级指标). `id` is like "1", `label` like （一）."""

    id: str
    label: str
    title: str
    points: Fraction
    items: tuple[Item, ...]
    location: Location
    gap: Gap | None = None


class GateKind(enum.Enum):
    """INCIDENTS: a list of dated events that bar when they fall in the window; YES_NO: bars when the answer is 是."""

    INCIDENTS = "incidents"
    YES_NO = "yes_no"


@record
class Gate:
    """One condition of eligibility (申报资格), beside the points. `quote` is verbatim; `years` the length of the window
    that ends on the application date, in calendar years."""

    name: str
    kind: GateKind
    ask: str
    quote: str
    location: Location
    years: int | None = None
    owner: str = ""


@record
class Eligibility:
    """The gates and the official sentences they come from."""

    text: str
    gates: tuple[Gate, ...]
    interpretations: tuple[Interpretation, ...] = ()


@record
class Statement:
    """An official sentence or list entry that is kept verbatim under a short name."""

    name: str
    text: str


@record
class Deadline:
    """One step of the procedure (创建程序) with its verbatim text and last day."""

    name: str
    text: str
    due: date
    due_text: str


@record
class Quota:
    """How many cities may be put forward; `texts` are the official sentences."""

    at_most: int
    texts: tuple[Statement, ...]


class NotApplicablePolicy(enum.Enum):
    """What a not-applicable clause does: FULL leaves the city its points (no deduction; an award is granted), ZERO
    deducts nothing and grants nothing."""

    FULL = "full"
    ZERO = "zero"


@record
class Rounding:
    """Where published scores are rounded, half up; `places` None means exact, never rounded."""

    places: int | None = None


@record
class Assumption:
    """A choice of this tool where the official text says nothing: `about` names it, `text` says what we do and why."""

    about: str
    text: str


@record
class Veto:
    """Kept for packs with 一票否决; liaoning-2022 has none."""

    name: str
    quote: str


@record
class Source:
    """Where the text comes from and what is known about that copy."""

    title: str
    note: str
    basis: tuple[str, ...] = ()


@record
class Criteria:
    """One index. `digest` is the SHA-256 (hex) over the pack's files; `edition` the pack's own version of the encoding."""

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
    documents: tuple[Statement, ...]
    withdrawal: tuple[Statement, ...]
    reporting: tuple[Statement, ...]
    assumptions: tuple[Assumption, ...]
    source: Source
    rounding: Rounding
    not_applicable: NotApplicablePolicy
    digest: str
    folder: str
    document_number: str | None = None
    form_columns: tuple[str, ...] = ()
    items_by_id: Mapping[str, Item] = EMPTY
    facts_by_name: Mapping[str, Fact] = EMPTY
    """All facts: those of the items and of the basic situation."""
    interpretations_by_name: Mapping[str, Interpretation] = EMPTY
    references_by_name: Mapping[str, Reference] = EMPTY
