"""How a pack is named to readers: every output says that an overlay was used and what it did, and that a draft is one."""

from __future__ import annotations

from collections.abc import Iterable

from scoring.base.errors import Problem
from scoring.base.plain import Json, Keys, Shape, plain
from scoring.model.criteria import Criteria, Extended

__all__ = [
    "DRAFT",
    "LAYERS",
    "PLAN_PROBLEM",
    "UNDECLARED",
    "draft_json",
    "draft_texts",
    "extends_json",
    "is_plan",
    "layer_texts",
]

PLAN_PROBLEM = "plan-pack"
"""The code of the problem that a plan without points gives where points are needed."""


DRAFT = "草稿"
"""What a pack with lines that nobody has confirmed is called, and the watermark of its papers."""
UNDECLARED = "指标体系是草稿，不作结论"
"""The verdict on eligibility where a draft would declare that there is nothing against it."""


def draft_texts(criteria: Criteria) -> tuple[str, ...]:
    """The sentence that every output of a draft bears; none for a pack that is finished."""
    if not criteria.pending:
        return ()
    return (
        f"{DRAFT}：指标体系“{criteria.id}”还有{len(criteria.pending)}处标着“待确认”，没有人核对过；"
        "结果只供试算，不能作为申报、评审的依据，不签字，不盖章。",
    )


def is_plan(problems: Iterable[Problem]) -> bool:
    """Whether points were not to be had because the pack is a plan; commands that know plans then go their own way."""
    return any(problem.code == PLAN_PROBLEM for problem in problems)


def layer_texts(criteria: Criteria) -> tuple[str, ...]:
    """One sentence for each pack that lies under an overlay: which edition of what, and what was done to it."""
    above, found = (criteria.id, criteria.edition), []
    for base in criteria.extends:
        done = "；".join(base.changes) or "没有改动"
        found.append(f"补充体系 {above[0]}（版本 {above[1]}）在 {base.id}（版本 {base.edition}）基础上：{done}。")
        above = (base.id, base.edition)
    return tuple(found)


def draft_json(criteria: Criteria) -> Json:
    """What a draft says of itself in every output; no key at all for a finished pack."""
    texts = draft_texts(criteria)
    return {"draft": {"pending": len(criteria.pending), "text": "".join(texts)}} if texts else {}


LAYERS: Shape = {Extended: Keys(omit=("folder", "items"), rename={"digest": "sha256"})}


def extends_json(criteria: Criteria) -> list[Json]:
    """The packs an overlay rests on, the nearest first, with what was done to each."""
    made: list[Json] = plain(criteria.extends, LAYERS)
    return made
