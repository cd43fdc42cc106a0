"""What kind of pack a folder holds, told before anything else of it is read."""

from __future__ import annotations

from scoring.base.errors import Problem
from scoring.documents.nodes import PackSource, text_of
from scoring.naming import PLAN_PROBLEM

__all__ = ["PLAN", "is_plan", "plan_problem"]

PLAN = "plan"


def is_plan(source: PackSource) -> bool:
    """Whether a pack says that it is a plan without points."""
    return text_of(source.main.root.get("kind")) == PLAN


def plan_problem(source: PackSource) -> Problem:
    """What to say where points were expected; see `scoring.naming.is_plan`."""
    kind = source.main.root.get("kind")
    return Problem(
        code=PLAN_PROBLEM,
        message=f"“{source.name}”是没有分值的规划方案，这里不能用",
        hint="规划方案可以用的命令：init、check、score、explain、report、schema 和 criteria list、show、check。",
        location=None if kind is None else kind.location,
    )
