"""A pack: one official evaluation index (评估指标体系) with its rules and its procedure."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Never

from msgspec import Struct
from msgspec.structs import replace

from scoring.base.errors import Location
from scoring.base.text import points_text
from scoring.documents.fields import FORM, RULE, Field, Reader, ValueKind, named, part, rows
from scoring.documents.nodes import Node, Pending, get, number_of, words_of
from scoring.documents.values import (
    CONDITION,
    LINE,
    LINES,
    ONLY_TRUE,
    OPTIONAL,
    OPTIONAL_LINE,
    POINTS,
    TEXT,
    TEXTS,
    UP_FROM_ZERO,
    at_least,
    keyed,
    one_of,
)
from scoring.model.checks import CHECKS, AnyCheck
from scoring.model.clauses import CapGroup, Clause, Manual
from scoring.model.conditions import Expr
from scoring.model.facts import Fact, Placing
from scoring.model.interpretations import Interpretation
from scoring.model.procedure import (
    CycleRule,
    Deadline,
    Duty,
    Eligibility,
    HandIn,
    Period,
    Quota,
    Statement,
)
from scoring.model.references import Reference
from scoring.model.totals import TREATMENTS, AbsentItems, Each, Grade, Nothing, Rounding, Take, TieRule, Treatment

__all__ = [
    "Assumption",
    "Basis",
    "Criteria",
    "EvidenceRequest",
    "Extended",
    "SourceGap",
    "Item",
    "NotApplicablePolicy",
    "Section",
    "Source",
    "Start",
]

EMPTY: Mapping[str, Never] = {}
"""The empty mapping; nobody writes to it."""


class Basis(enum.Enum):
    """Who asks for a piece of evidence: the official text, or this pack as a suggestion."""

    OFFICIAL = "原文"
    SUGGESTED = "建议"


class EvidenceRequest(Struct, frozen=True, kw_only=True):
    """A kind of document that supports facts of an item (佐证材料)."""

    id: Annotated[str, Field(LINE, "编号", FORM)]
    title: Annotated[str, Field(LINE, "名称", FORM)]
    supports: Annotated[
        tuple[str, ...], Field(at_least(1, LINES), "对应填报项", FORM, show=lambda names: "、".join(sorted(names)))
    ]
    basis: Annotated[Basis, Field(one_of(Basis), "依据", FORM)]
    location: Location


class Start(enum.Enum):
    """Where an item's ledger starts."""

    FULL = "full"
    ZERO = "zero"


UNWRITTEN = "（原文没有完整的评分标准，由人评判）"
"""Stands for the words of a clause that no official sentence covers."""


class SourceGap(Struct, frozen=True, kw_only=True):
    """What the source text lacks: `known` is the verbatim fragment at hand, `lacks` says in Chinese what is missing."""

    known: Annotated[str, Field(TEXT, "现有的原文")]
    lacks: Annotated[str, Field(TEXT, "缺什么")]

    @property
    def line(self) -> str:
        """Both as one value."""
        return f"{self.known}／{self.lacks}"


def _must_pass(item: Node, _reader: Reader) -> Fraction | None:
    """So many points, or all of the item's where it only says that it must be passed."""
    said = get(item, "must_pass")
    return None if said is None else number_of(get(item, "points")) if number_of(said) is None else number_of(said)


A_FACT = "{本项评分: {type: judged, minimum: 0, maximum: 5, ask: 这一项得几分？}}"
A_CLAUSE = "[{quote: 照抄评分标准, award: judged, fact: 本项评分}]"
"""What always can be said of an item: a person judges it. An item of nothing but `manual` would score by itself."""
STARTS = {Start.FULL: "从满分起算", Start.ZERO: "从零分起算"}
LEFT_OUT = replace(one_of(Treatment, TREATMENTS), schema={"enum": [Treatment.FULL.value, Treatment.ZERO.value]})
GAP = part(SourceGap, null=True)
MUST_PASS = keyed(
    "must_pass",
    {"anyOf": [POINTS.schema, ONLY_TRUE.schema], "errorMessage": "应写 true，或通过所需的分"},
    _must_pass,
    show=lambda points: f"{points_text(points)}分通过",
)
FACTS = named(Fact, null=False, minProperties=1, examples=[A_FACT])
INTERPRETATIONS = named(Interpretation)
CLAUSES = rows(Clause, called="id", null=False, minItems=1, examples=[A_CLAUSE])
GROUPS = named(CapGroup, spelt=True, null=False, minProperties=1)
MANUAL = rows(Manual, called="quote", told="reason")
EVIDENCE = rows(EvidenceRequest, called="id", told="title")
NOTES: ValueKind = replace(TEXTS, schema={**TEXTS.schema, "type": ["array", "null"]})


class Item(Struct, frozen=True, kw_only=True, dict=True):
    """One indicator item (指标项). Its sentences are verbatim.

    id: like "1.1"
    label: like （一）1.
    points: its full score
    weight: its share of its section's points, where shares are weighted
    applies: when it is assessed at all (None: always)
    absent: what it counts where it is not, FULL or ZERO (None: what the pack says of all items)
    each: scores it unit by unit
    pass_at: makes it a must-pass item (必达项目) that needs so many points
    scoring: None where the source has none
    groups: caps that several clauses share
    words: parts of the scoring sentence that settings of the item express (each, groups, applies), not a clause
    """

    id: Annotated[str, Field(LINE, "编号")]
    section: str
    label: str
    points: Annotated[Fraction, Field(UP_FROM_ZERO, "分值", RULE)]
    weight: Annotated[Fraction | None, Field(POINTS, "权数", RULE)] = None
    applies: Annotated[Expr | None, Field(CONDITION, "何时评", RULE)] = None
    absent: Annotated[Treatment | None, Field(LEFT_OUT, "缺项时", RULE)] = None
    each: Annotated[Each | None, Field(part(Each), "逐个计分", RULE)] = None
    pass_at: Annotated[Fraction | None, Field(MUST_PASS, "必达", RULE)] = None
    requirement: Annotated[str, Field(TEXT, "指标内容")]
    scoring: Annotated[str | None, Field(OPTIONAL, "评分标准")]
    start: Annotated[Start, Field(one_of(Start, STARTS), "起算", RULE, required=False)]
    gap: Annotated[SourceGap | None, Field(GAP, "原文缺漏")] = None
    notes: Annotated[tuple[str, ...], Field(NOTES, "说明", show=lambda notes: "；".join(notes) or None)] = ()
    interpretations: Annotated[tuple[Interpretation, ...], Field(INTERPRETATIONS, "解释口径", RULE)] = ()
    facts: Annotated[tuple[Fact, ...], Field(FACTS, "填报项", FORM)]
    clauses: Annotated[tuple[Clause, ...], Field(CLAUSES, "评分条款", RULE, whole=True)]
    groups: Annotated[tuple[CapGroup, ...], Field(GROUPS, "合用上限", RULE, whole=True)] = ()
    words: Annotated[tuple[str, ...], Field(NOTES, "由设置体现的原文")] = ()
    manual: Annotated[tuple[Manual, ...], Field(MANUAL, "由人判断的字句", whole=True)] = ()
    evidence: Annotated[tuple[EvidenceRequest, ...], Field(EVIDENCE, "佐证材料", FORM)] = ()
    location: Location

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

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """Every name its clauses read, and what says whether it is assessed, in order and once."""
        applies = () if self.applies is None else self.applies.names
        return tuple(dict.fromkeys((*applies, *(name for clause in self.clauses for name in clause.reads))))

    def left_out(self, treatment: Treatment) -> Fraction:
        """What it counts by itself where it is not assessed; `treatment` is the pack's."""
        return self.points if (self.absent or treatment) is Treatment.FULL else Fraction(0)

    @cached_property
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

    id: Annotated[str, Field(LINE, "编号")]
    label: Annotated[str, Field(LINE, "序号")]
    title: Annotated[str, Field(LINE, "名称")]
    points: Annotated[Fraction, Field(UP_FROM_ZERO, "分值", RULE)]
    weight: Annotated[Fraction | None, Field(POINTS, "权数", RULE)] = None
    gap: Annotated[SourceGap | None, Field(GAP, "原文缺漏")] = None
    items: tuple[Item, ...] = ()
    location: Location

    @property
    def line(self) -> str:
        """What is told of one that was added or dropped."""
        return f"{self.title}{points_text(self.points)}分"


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


POLICIES = {
    NotApplicablePolicy.FULL: "视同做到，不失分",
    NotApplicablePolicy.ZERO: "不扣分也不得分",
    NotApplicablePolicy.RESCALE: "该条的分值不计，本项其余折算",
}
SHORT = keyed(
    "short_title",
    LINE.schema,
    lambda node, _reader: words_of(get(node, "short_title")) or words_of(get(node, "title")),
    nothing="",
)
SECTIONS = rows(Section, called="id", null=False, minItems=1)


def _ties(node: Node, reader: Reader) -> TieRule | None:
    rule = reader.record(TieRule, node)
    return rule if rule.keys else None


TIES: ValueKind = replace(part(TieRule, null=True), read=_ties)
STATEMENTS = rows(Statement, told="text")


class Criteria(Struct, frozen=True, kw_only=True, dict=True):
    """One index.

    edition: the pack's own version of the encoding
    scale: the full score of the published total where it is not `points`, e.g. 100 for 标准化得分（百分制）
    at_most: the most the total can be, where additions beyond the items could exceed it
    groups: shared caps of clauses that reach beyond their items
    ties: how cities with the same total are put in order; None where the official text says nothing
    checks: figures that should fit each other, and what cannot be true together; where it is so, a person is asked
    evidence_period: the days evidence must be from, where the official text names any
    cycle: how long a cycle is and what a withdrawn title closes, where the official text says so
    provisions: what else the official text provides (复查, 退出程序, 工作纪律 …), verbatim; nothing here is scored
    digest: the SHA-256 (hex) over the pack's files, those of the packs under an overlay included
    facts_by_name: all facts, those of the items and of the basic situation
    extends: the packs under an overlay, the nearest first; empty for a pack that stands by itself
    pending: lines still marked as proposals (待确认); a pack that has any is a draft: it declares nothing, and nothing is signed
    """

    id: Annotated[str, Field(LINE, "编号")]
    title: Annotated[str, Field(LINE, "名称")]
    short_title: Annotated[str, Field(SHORT, "简称")]
    region: Annotated[str, Field(OPTIONAL_LINE, "地区")] = ""
    issuer: Annotated[str, Field(OPTIONAL_LINE, "发布机关")] = ""
    document_number: Annotated[str | None, Field(OPTIONAL_LINE, "文号")] = None
    edition: Annotated[str, Field(LINE, "版次")]
    points: Annotated[Fraction, Field(POINTS, "总分", RULE)]
    form_columns: Annotated[tuple[str, ...], Field(LINES, "自评表表头", FORM)] = ()
    source: Annotated[Source, Field(part(Source), "来源")]
    rounding: Annotated[Rounding, Field(part(Rounding), "小数取舍", RULE)] = Rounding()
    not_applicable: Annotated[
        NotApplicablePolicy, Field(one_of(NotApplicablePolicy, POLICIES), "不适用的计分方法", RULE)
    ] = NotApplicablePolicy.FULL
    absent: Annotated[AbsentItems, Field(part(AbsentItems), "缺项的算法", RULE)] = AbsentItems()
    scale: Annotated[Fraction | None, Field(POINTS, "公布总分的满分", RULE)] = None
    at_most: Annotated[Fraction | None, Field(POINTS, "总分上限", RULE)] = None
    groups: Annotated[tuple[CapGroup, ...], Field(GROUPS, "各项之外的合用上限", RULE, whole=True)] = ()
    grades: Annotated[
        tuple[Grade, ...], Field(rows(Grade, told="name", null=False, minItems=2), "等次", RULE, whole=True)
    ] = ()
    ties: Annotated[TieRule | None, Field(TIES, "同分排序", RULE, key="ranking")] = None
    checks: Annotated[tuple[AnyCheck, ...], Field(CHECKS, "核对", FORM)] = ()
    assumptions: Annotated[tuple[Assumption, ...], Field(rows(Assumption, called="about", told="text"), "约定")] = ()
    sections: Annotated[tuple[Section, ...], Field(SECTIONS, "一级指标", RULE)]
    profile: Annotated[tuple[Fact, ...], Field(named(Fact), "基本情况", FORM, apart=True)] = ()
    references: Annotated[tuple[Reference, ...], Field(named(Reference, told="ask"), "参照值", FORM, apart=True)] = ()
    eligibility: Annotated[Eligibility, Field(part(Eligibility), "申报资格", RULE, apart=True)]
    quota: Annotated[Quota | None, Field(part(Quota, null=True), "申报名额", RULE, apart=True)] = None
    procedure: Annotated[tuple[Deadline, ...], Field(rows(Deadline, told="text"), "程序", FORM, apart=True)] = ()
    evidence_period: Annotated[Period | None, Field(part(Period, null=True), "佐证材料的时间范围", FORM)] = None
    cycle: Annotated[CycleRule | None, Field(part(CycleRule, null=True), "评选周期和撤销后的限制", RULE)] = None
    documents: Annotated[tuple[HandIn, ...], Field(rows(HandIn, told="text"), "报送材料", FORM, apart=True)] = ()
    withdrawal: Annotated[tuple[Statement, ...], Field(STATEMENTS, "撤销情形", FORM, apart=True)] = ()
    reporting: Annotated[tuple[Duty, ...], Field(rows(Duty, told="text"), "报送要求", FORM, apart=True)] = ()
    provisions: Annotated[tuple[Statement, ...], Field(STATEMENTS, "其他规定", FORM, apart=True)] = ()
    digest: str
    folder: str
    items_by_id: Mapping[str, Item] = EMPTY
    facts_by_name: Mapping[str, Fact] = EMPTY
    interpretations_by_name: Mapping[str, Interpretation] = EMPTY
    references_by_name: Mapping[str, Reference] = EMPTY
    extends: tuple[Extended, ...] = ()
    pending: tuple[Pending, ...] = ()

    @cached_property
    def placings(self) -> tuple[Fact, ...]:
        """The facts that say where the city stands among all applicants."""
        return tuple(fact for fact in self.facts_by_name.values() if isinstance(fact.derive, Placing))
