"""How a pack is named to readers when it rests on others: every output says that an overlay was used and what it did."""

from __future__ import annotations

from scoring.errors import Problem
from scoring.model.criteria import Criteria

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["PLAN_PROBLEM", "is_plan", "layer_texts", "pack_text"]

PLAN_PROBLEM = "plan-pack"
"""The code of the problem that a plan without points gives where points are needed."""


def is_plan(problems: Iterable[Problem]) -> bool:
    """Whether points were not to be had because the pack is a plan; commands that know plans then go their own way."""
    return any(problem.code == PLAN_PROBLEM for problem in problems)


def pack_text(criteria: Criteria) -> str:
    """The id, and for an overlay the ids under it: `甲（在 乙 基础上补充）`."""
    if not criteria.extends:
        return criteria.id
    return f"{criteria.id}（在 {'、'.join(base.id for base in criteria.extends)} 基础上补充）"


def layer_texts(criteria: Criteria) -> tuple[str, ...]:
    """One sentence for each pack that lies under an overlay: which edition of what, and what was done to it."""
    above, found = (criteria.id, criteria.edition), []
    for base in criteria.extends:
        done = "；".join(base.changes) or "没有改动"
        found.append(f"补充体系 {above[0]}（版本 {above[1]}）在 {base.id}（版本 {base.edition}）基础上：{done}。")
        above = (base.id, base.edition)
    return tuple(found)
