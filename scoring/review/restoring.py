"""Points that 认可 gives back though the evidence behind them is not there: asked about item by item, never refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from msgspec import Struct

from scoring.base.errors import Problem, Severity
from scoring.base.text import points_text
from scoring.model.criteria import Criteria
from scoring.model.review import Opinion, Review, Ruling, RulingState, Verdict, Verified
from scoring.review.scores import item_scores
from scoring.review.wording import in_order

__all__ = ["Restored", "accepted_blindly", "at_stake", "restored", "restored_text"]


class Restored(Struct, frozen=True, kw_only=True):
    """An item whose points stand on no evidence but on a bare 认可: `points` of them, in which stage, by whom."""

    item: str
    points: Fraction
    stage: str
    by: tuple[str, ...]


def at_stake(found: Verified) -> Mapping[str, Fraction]:
    """By item, the points that the claims give and the evidence that is there does not; empty where nobody looked."""
    claimed = item_scores(found.steps[0].card)
    shown = next((item_scores(step.card) for step in found.steps[1:] if step.stage is None), claimed)
    return {id_: one.score.low - shown[id_].score.low for id_, one in claimed.items() if shown[id_].score != one.score}


def restored(found: Verified) -> Iterator[Restored]:
    """The items that end with points which a bare 认可 gave back, in the pack's order."""
    shown = next((item_scores(step.card) for step in found.steps[1:] if step.stage is None), {})
    last = item_scores(found.card)
    for item in at_stake(found):
        heard = [
            (step.name, one) for step in found.steps for one in step.on_items if one.subject == item and one.opinions
        ]
        if not heard:
            continue
        stage, ruling = heard[-1]
        views = _acceptances(ruling)
        points = last[item].score.low - shown[item].score.low
        if points > 0 and views and all(map(_bare, views)):
            names = sorted((one.reviewer for one in views), key=in_order)
            yield Restored(item=item, points=points, stage=stage, by=tuple(names))


def restored_text(found: Verified, one: Restored) -> str:
    """What was given back by whom, as a clause that ends without a stop."""
    label = item_scores(found.card)[one.item].item.label
    return f"{label}材料不在，{one.stage}中{'、'.join(one.by)}写了“认可”，恢复{points_text(one.points)}分"


def accepted_blindly(criteria: Criteria, review: Review, stakes: Mapping[str, Fraction]) -> Iterator[Problem]:
    """A question for each bare 认可 of one file that would give points back."""
    for decision in review.on_items:
        points = stakes.get(decision.subject, Fraction(0))
        if decision.verdict is not Verdict.ACCEPT or decision.basis or decision.reason or points <= 0:
            continue
        label = criteria.items_by_id[decision.subject].label
        yield Problem(
            code="accepts-without-evidence",
            message=f"{label}的材料不在，写“认可”就按填报的内容恢复{points_text(points)}分",
            hint="另外核对过的，请写“依据材料”或“理由”；没有核对的，写“无意见”、“要求说明”或“不认可材料”。",
            severity=Severity.QUESTION,
            location=decision.location,
        )


def _acceptances(ruling: Ruling) -> tuple[Opinion, ...]:
    """The opinions that the outcome rests on, where they are acceptances."""
    opinions: tuple[Opinion, ...] = ()
    if ruling.state is RulingState.ARBITRATED and ruling.chair is not None:
        opinions = (ruling.chair,)
    elif ruling.state is RulingState.AGREED:
        opinions = ruling.opinions
    return opinions if all(one.decision.verdict is Verdict.ACCEPT for one in opinions) else ()


def _bare(view: Opinion) -> bool:
    """Whether an opinion names neither what it rests on nor why."""
    return not (view.decision.basis or view.decision.reason)
