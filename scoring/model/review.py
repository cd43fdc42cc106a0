"""Reviews (审核意见) of a self-assessment: what each reviewer decided, and what the decisions together come to.

A decision is about a subject: an item of the index (指标项), by its id, or a gate of eligibility (申报资格), by its name.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated

from msgspec import Struct

from scoring.base.errors import Location, Problem
from scoring.documents.fields import ValueKind
from scoring.documents.forms import (
    BLANKS,
    BY_PACK,
    DAY_OR_BLANK,
    FILLED_LINE,
    INVENTED,
    LONG_TEXT,
    PATHS,
    SHORT_TEXT,
    asked,
    one_word,
)
from scoring.documents.nodes import number_of
from scoring.model.facts import Answer
from scoring.model.scorecard import EligibilityState, LedgerLine, Range, ScoreCard
from scoring.model.submission import GateAnswer, Submission, Unit

__all__ = [
    "Decision",
    "MergedScore",
    "Opinion",
    "Refused",
    "Review",
    "ReviewState",
    "ReviewStep",
    "Role",
    "Rule",
    "Ruling",
    "RulingState",
    "UNANSWERED",
    "ReviewSettings",
    "Stage",
    "Verdict",
    "Verified",
]


class Stage(enum.Enum):
    """The stages of a review in their order: papers, site visit, and the second look after an appeal (申诉)."""

    DESK = "资料审核"
    SITE = "现场审核"
    APPEAL = "复核"


class Role(enum.Enum):
    """A member gives an opinion; the chair decides where members differ."""

    MEMBER = "组员"
    CHAIR = "组长"


class Verdict(enum.Enum):
    """What a reviewer says of a subject: the claims stand, facts are changed, papers are not accepted, an explanation is
    asked for, or nothing at all (which is never zero points)."""

    ACCEPT = "认可"
    ADJUST = "调整"
    REJECT = "不认可材料"
    CLARIFY = "要求说明"
    NONE = "无意见"


class Rule(enum.Enum):
    """How opinions that differ by no more than the limit become one score: a choice of this tool, no official rule."""

    MEAN = "平均"
    MEDIAN = "中位数"


class RulingState(enum.Enum):
    """How a subject stands after a stage.

    NONE: nobody has an opinion.
    AGREED: all opinions are the same.
    SETTLED: they differ within the limit and the rule was applied; never of a gate, between whose answers nothing lies.
    ARBITRATED: the chair decided.
    DUE: they differ beyond the limit and the chair has not decided.
    """

    NONE = "none"
    AGREED = "agreed"
    SETTLED = "settled"
    ARBITRATED = "arbitrated"
    DUE = "due"


LIMIT = ValueKind(
    schema={
        "anyOf": [{"type": "number", "minimum": Fraction(0)}, {"enum": BLANKS}],
        "$comment": "points",
        "errorMessage": "应填分数",
        "examples": [Fraction(1)],
    },
    read=lambda node, _reader: number_of(node),
)


class ReviewSettings(Struct, frozen=True, kw_only=True):
    """How differences are settled.

    limit: in points, the largest spread of an item's score that is not arbitrated; None: any difference is.
    rule: how what is within the limit becomes one score.
    """

    limit: Annotated[Fraction | None, asked(LIMIT, "分歧上限")] = None
    rule: Annotated[Rule, asked(one_word((one.value for one in Rule), Rule), "合成办法")] = Rule.MEAN
    note: Annotated[str, asked(LONG_TEXT, "说明", "自己备忘用。")] = ""


class Decision(Struct, frozen=True, kw_only=True):
    """One reviewer's decision on one subject.

    subject: the id of an item or the name of a gate.
    gate: whether it is a gate.
    facts: the changed answers of an item; an UNKNOWN one is no longer proved.
    units: the same of units (县区, 样本) where the item is scored unit by unit.
    rejected: the paths of papers not accepted; for gates none are asked for.
    answer: what a gate is changed to; None changes nothing.
    basis: what the decision rests on.
    on: its day.
    mark: the mark of the claims it was written for ("" for none).
    """

    subject: str
    gate: bool = False
    verdict: Annotated[Verdict, asked(BY_PACK, "意见")] = Verdict.NONE
    facts: Annotated[Mapping[str, Answer], asked(BY_PACK, "改为")] = {}
    units: Annotated[tuple[Unit, ...], asked(BY_PACK, "改为")] = ()
    answer: Annotated[GateAnswer | None, asked(BY_PACK, "改为")] = None
    rejected: Annotated[tuple[str, ...], asked(PATHS, "不认可的材料", "自评里列出的文件路径。")] = ()
    reason: Annotated[str, asked(SHORT_TEXT, "理由", "调整、不认可材料、要求说明都要写理由。")] = ""
    basis: Annotated[tuple[str, ...], asked(PATHS, "依据材料", "根据哪些材料或记录。")] = ()
    on: Annotated[date | None, asked(DAY_OR_BLANK, "日期", "作出意见的日期。")] = None
    mark: Annotated[str, asked(SHORT_TEXT, "自评核对码", "由 scoring review init 写好，不要改。")] = ""
    location: Location

    @property
    def opinion(self) -> bool:
        """Whether it says what the outcome should rest on."""
        return self.verdict in (Verdict.ACCEPT, Verdict.ADJUST, Verdict.REJECT)


DIGEST = ValueKind(
    schema={
        "type": "string",
        "pattern": r"^[0-9a-f]{64}$",
        "errorMessage": "应填自评文件的 SHA-256（64位）",
        "examples": ["用 scoring review init 生成"],
    },
    read=SHORT_TEXT.read,
    nothing="",
)


ROLE = one_word((one.value for one in Role), Role)
STAGE = one_word((one.value for one in Stage), Stage, blank=False)
ABOUT_DECISIONS = "各项的意见；还可以写 `申报资格`（各条的意见），`审核日期`（没有另写日期的，用这一天）。"


class Review(Struct, frozen=True, kw_only=True):
    """One reviewer's file for one city and stage.

    submission: the SHA-256 (hex) of the reviewed file.
    conflict: whether an interest is declared; None: nothing is declared yet.
    decisions: by subject, items before gates.
    digest: the SHA-256 of the review file itself.
    """

    criteria_id: Annotated[str, asked(BY_PACK, "指标体系", "所用指标体系的编号。", required=True)]
    city: Annotated[
        str,
        asked(
            FILLED_LINE, "城市", "审核哪个城市的自评。", required=True, errorMessage="应填城市名称", examples=["示例市"]
        ),
    ]
    submission: Annotated[
        str,
        asked(DIGEST, "自评校验值", "所审核的自评文件的 SHA-256，由 scoring review init 写好，不要改。", required=True),
    ]
    invented: Annotated[bool, asked(INVENTED, "虚构样例", "演示用的虚构数据写 是。")] = False
    reviewer: Annotated[
        str,
        asked(
            FILLED_LINE,
            "审核人",
            "代号或单位，不必写姓名。",
            required=True,
            errorMessage="应填审核人的代号或单位",
            examples=["甲"],
        ),
    ]
    role: Annotated[Role, asked(ROLE, "审核人角色", "组长只对组员有分歧的项作裁决。")] = Role.MEMBER
    stage: Annotated[Stage, asked(STAGE, "阶段", "每个阶段另用一个文件。", required=True)]
    conflict: Annotated[bool | None, asked(BY_PACK, "回避声明", "写法见下。")] = None
    conflict_text: Annotated[str, asked(BY_PACK, "回避声明", "写法见下。")] = ""
    decisions: Annotated[Mapping[str, Decision], asked(BY_PACK, "审核意见", ABOUT_DECISIONS)]
    file: str
    digest: str
    location: Location

    @property
    def on_items(self) -> tuple[Decision, ...]:
        """The decisions on items."""
        return tuple(one for one in self.decisions.values() if not one.gate)

    @property
    def on_gates(self) -> tuple[Decision, ...]:
        """The decisions on gates of eligibility."""
        return tuple(one for one in self.decisions.values() if one.gate)

    @property
    def spoken(self) -> bool:
        """Whether anything is said in it at all."""
        return any(one.verdict is not Verdict.NONE for one in self.decisions.values())

    @property
    def days(self) -> tuple[date, ...]:
        """The days of its decisions, in their order."""
        return tuple(sorted({one.on for one in self.decisions.values() if one.on is not None}))


class Refused(Struct, frozen=True, kw_only=True):
    """A review file that does not count, and why (Chinese)."""

    review: Review
    reason: str
    conflict: bool = False
    problems: tuple[Problem, ...] = ()


NO_POINTS = Range(low=Fraction(0), high=Fraction(0))
UNANSWERED = GateAnswer(known=False)


class Opinion(Struct, frozen=True, kw_only=True):
    """What one reviewer's decision alone would make of its subject.

    score: of an item; of a gate it stays 0.
    answer, state: of a gate, the answer that then stands and what it comes to.
    """

    reviewer: str
    role: Role
    decision: Decision
    score: Range = NO_POINTS
    answer: GateAnswer = UNANSWERED
    state: EligibilityState = EligibilityState.UNKNOWN


class Ruling(Struct, frozen=True, kw_only=True):
    """One subject in one stage.

    opinions: those of the members, by reviewer.
    chair: the opinion of the chair.
    asked: requests for an explanation.
    unused: that the chair spoke where nothing was to be decided.
    spread, mean, median: of an item, over the members and at both ends of the ranges; None without any.
    recorded: that the record of an earlier cycle answers the gate, so that no opinion changes it.
    """

    subject: str
    state: RulingState
    opinions: tuple[Opinion, ...]
    gate: bool = False
    chair: Opinion | None = None
    asked: tuple[Opinion, ...] = ()
    unused: bool = False
    spread: Fraction | None = None
    mean: Range | None = None
    median: Range | None = None
    recorded: bool = False

    @property
    def spoken(self) -> bool:
        """Whether anybody said anything."""
        return bool(self.opinions or self.chair or self.asked)

    @property
    def agreed(self) -> bool:
        """Whether everybody who spoke says the same: no opinion differs, and nobody asks for an explanation."""
        return self.state is RulingState.AGREED and not self.asked

    @property
    def deciding(self) -> tuple[Opinion, ...]:
        """Whose decisions led to the outcome: the members', and the chair's where it was needed."""
        chairs = self.state is RulingState.ARBITRATED and self.chair is not None
        return (*self.opinions, self.chair) if chairs and self.chair else self.opinions


class MergedScore(Struct, frozen=True, kw_only=True):
    """An item's score that stands without facts that give it: the mean of opinions, or the range between them while
    the chair has not decided. The ledgers are those of its lowest and highest end."""

    score: Range
    ledger: tuple[LedgerLine, ...]
    ledger_high: tuple[LedgerLine, ...]
    state: RulingState


class ReviewState(Struct, frozen=True, kw_only=True):
    """The claims at one point of the review.

    submission: as changed so far and without the papers that are not accepted.
    unproven: the claims in it that are not proved.
    lacking: the documents (item, request) that nobody found on disk.
    merged: items whose score stands without facts.
    disputed: the gates on which opinions differ and the chair has not decided: whatever the submission says of them,
    they are open.
    """

    submission: Submission
    unproven: frozenset[str] = frozenset()
    lacking: frozenset[tuple[str, str]] = frozenset()
    merged: Mapping[str, MergedScore] = {}
    disputed: frozenset[str] = frozenset()


class ReviewStep(Struct, frozen=True, kw_only=True):
    """One step of the review.

    stage: None for what comes before the first.
    card: takes what is not proved as unknown at its low end and as claimed at its high end.
    rulings: one for each item, then one for each gate; none where nobody reviewed.
    """

    name: str
    stage: Stage | None
    state: ReviewState
    card: ScoreCard
    rulings: tuple[Ruling, ...] = ()
    reviews: tuple[Review, ...] = ()

    @property
    def on_items(self) -> tuple[Ruling, ...]:
        """The rulings on items."""
        return tuple(one for one in self.rulings if not one.gate)

    @property
    def on_gates(self) -> tuple[Ruling, ...]:
        """The rulings on gates of eligibility."""
        return tuple(one for one in self.rulings if one.gate)


class Verified(Struct, frozen=True, kw_only=True):
    """What the reviews of one city come to.

    card: that of the last step.
    steps: they start with the claims (自评) and, where the disk was looked at, the evidenced ones (材料核验).
    due: the items that wait for the chair in their last stage.
    asked: those of which an explanation is still awaited.
    unseen: those nobody has an opinion on.
    gates_due, gates_asked: the same of the gates of eligibility.
    gates_open: the gates that nobody has given an answer that decides them.
    apart: reviews that were read with the others and are about another city.
    """

    card: ScoreCard
    steps: tuple[ReviewStep, ...]
    refused: tuple[Refused, ...]
    due: tuple[str, ...]
    asked: tuple[str, ...]
    unseen: tuple[str, ...]
    settings: ReviewSettings
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
