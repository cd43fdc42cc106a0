"""Several reviewers' decisions of one stage made into one: agreement, the rule within the limit, or the chair."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from scoring.model.criteria import Criteria
from scoring.model.review import (
    Decision,
    ItemRuling,
    Review,
    Role,
    Rule,
    RulingState,
    Settings,
    Settled,
    Standing,
    Verdict,
    View,
)
from scoring.model.scorecard import ItemScore, Range
from scoring.model.submission import Submission
from scoring.review.applying import Papers, applied, item_state
from scoring.review.cards import card_of, item_scores, settled_at

__all__ = ["merged"]

TWO = Fraction(2)


class _Alone(Struct, frozen=True, kw_only=True):
    """One reviewer's file by itself: the standing and the items it leads to."""

    review: Review
    standing: Standing
    items: Mapping[str, ItemScore]


def merged(
    criteria: Criteria,
    claimed: Submission,
    papers: Papers,
    before: Standing,
    reviews: Sequence[Review],
    settings: Settings,
    as_of: date | None,
) -> tuple[Standing, tuple[ItemRuling, ...]]:
    """The standing after one stage, and how each item came to it. The order of `reviews` does not matter."""
    ordered = sorted(reviews, key=lambda one: (one.role.value, one.reviewer, one.digest))
    alone = []
    for review in ordered:
        standing = before
        for decision in review.decisions.values():
            standing = applied(criteria, claimed, papers, standing, decision)
        alone.append(_Alone(review=review, standing=standing, items=item_scores(card_of(criteria, standing, as_of))))
    after, rulings = before, []
    for item in criteria.items_by_id:
        ruling, after = _item(criteria, claimed, papers, after, alone, item, settings)
        rulings.append(ruling)
    return after, tuple(rulings)


def _item(
    criteria: Criteria,
    claimed: Submission,
    papers: Papers,
    before: Standing,
    alone: Sequence[_Alone],
    item: str,
    settings: Settings,
) -> tuple[ItemRuling, Standing]:
    members = [one for one in alone if one.review.role is Role.MEMBER and _speaks(one.review, item)]
    chairs = [one for one in alone if one.review.role is Role.CHAIR and _speaks(one.review, item)]
    views = tuple(_view(one, item) for one in members)
    asked = tuple(_view(one, item) for one in alone if _decision(one.review, item).verdict is Verdict.CLARIFY)
    scores = [view.score for view in views]
    ruling = ItemRuling(
        item=item,
        state=RulingState.NONE,
        views=views,
        chair=_view(chairs[0], item) if chairs else None,
        spread=_spread(scores) if scores else None,
        mean=_each(scores, _mean) if scores else None,
        median=_each(scores, _median) if scores else None,
        asked=asked,
        unused=bool(chairs),
    )
    if not views:
        return ruling, before
    if all(_same(criteria, members[0], one, item) for one in members[1:]):
        found = before
        for view in views:
            found = applied(criteria, claimed, papers, found, view.decision)
        return replace(ruling, state=RulingState.AGREED), found
    if settings.limit is not None and ruling.spread is not None and ruling.spread <= settings.limit:
        score = ruling.mean if settings.rule is Rule.MEAN else ruling.median
        assert score is not None
        made = _settled(members, item, score, RulingState.SETTLED)
        return replace(ruling, state=RulingState.SETTLED), _with(before, item, made)
    if ruling.chair is not None:
        found = applied(criteria, claimed, papers, before, ruling.chair.decision)
        return replace(ruling, state=RulingState.ARBITRATED, unused=False), found
    between = Range(low=min(score.low for score in scores), high=max(score.high for score in scores))
    return replace(ruling, state=RulingState.DUE), _with(
        before, item, _settled(members, item, between, RulingState.DUE)
    )


def _decision(review: Review, item: str) -> Decision:
    found = review.decisions.get(item)
    return found or Decision(item=item, verdict=Verdict.NONE, location=review.location, facts={})


def _speaks(review: Review, item: str) -> bool:
    return _decision(review, item).opinion


def _view(one: _Alone, item: str) -> View:
    return View(
        reviewer=one.review.reviewer,
        role=one.review.role,
        decision=_decision(one.review, item),
        score=one.items[item].score,
    )


def _same(criteria: Criteria, one: _Alone, other: _Alone, item: str) -> bool:
    return item_state(criteria, one.standing, item) == item_state(criteria, other.standing, item)


def _spread(scores: Sequence[Range]) -> Fraction:
    """The largest difference at either end of the ranges."""
    return max(
        max(score.low for score in scores) - min(score.low for score in scores),
        max(score.high for score in scores) - min(score.high for score in scores),
    )


def _each(scores: Sequence[Range], take: Callable[[Sequence[Fraction]], Fraction]) -> Range:
    return Range(low=take([score.low for score in scores]), high=take([score.high for score in scores]))


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def _median(values: Sequence[Fraction]) -> Fraction:
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / TWO


def _settled(members: Sequence[_Alone], item: str, score: Range, state: RulingState) -> Settled:
    """The score with the ledger of the lowest opinion at its low end and that of the highest at its high end."""
    lowest = min(members, key=lambda one: one.items[item].score.low).items[item]
    highest = max(members, key=lambda one: one.items[item].score.high).items[item]
    return Settled(
        score=score,
        ledger=settled_at(score.low, lowest.ledger),
        ledger_high=settled_at(score.high, highest.ledger_high if not score.decided else lowest.ledger),
        state=state,
    )


def _with(before: Standing, item: str, settled: Settled) -> Standing:
    return replace(before, settled={**before.settled, item: settled})
