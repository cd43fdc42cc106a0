"""The words of a review: its stages, who speaks, what is said, and how opinions end."""

from __future__ import annotations

import enum
from typing import TypeVar

V = TypeVar("V")

__all__ = ["Role", "Rule", "RulingState", "Stage", "Verdict", "deciding"]


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
    """What a reviewer says of an item: the claims stand, facts are changed, papers are not accepted, an explanation is
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
    """How an item, or a gate of eligibility, stands after a stage.

    NONE: nobody has an opinion; AGREED: all opinions are the same; SETTLED: they differ within the limit and the rule
    was applied; ARBITRATED: the chair decided; DUE: they differ beyond the limit and the chair has not decided.
    """

    NONE = "none"
    AGREED = "agreed"
    SETTLED = "settled"
    ARBITRATED = "arbitrated"
    DUE = "due"


def deciding(state: RulingState, views: tuple[V, ...], chair: V | None) -> tuple[V, ...]:
    """Whose decisions led to the outcome: the members', and the chair's where it was needed."""
    return (*views, chair) if state is RulingState.ARBITRATED and chair is not None else views
