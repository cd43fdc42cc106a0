"""Several reviewers' decisions of one stage made into one: agreement, the rule within the limit, or the chair.

Items and gates go the same road. Between two answers to a gate nothing lies that could be a mean: it is open until the
chair decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from statistics import mean, median

from msgspec import Struct
from msgspec.structs import replace

from scoring.model.criteria import Criteria
from scoring.model.review import (
    UNANSWERED,
    Decision,
    MergedScore,
    Opinion,
    Review,
    ReviewSettings,
    ReviewState,
    Role,
    Rule,
    Ruling,
    RulingState,
    Verdict,
)
from scoring.model.scorecard import ItemScore, LedgerLine, LineKind, Range
from scoring.review.scores import card_of, item_scores
from scoring.review.subjects import Claims, Subject, subjects

__all__ = ["merge_stage"]


class _Alone(Struct, frozen=True, kw_only=True):
    """One reviewer's file by itself: the state and the items it leads to."""

    review: Review
    state: ReviewState
    items: Mapping[str, ItemScore]

    def decision(self, subject: str) -> Decision:
        """What it says of a subject."""
        found = self.review.decisions.get(subject)
        return found or Decision(subject=subject, verdict=Verdict.NONE, location=self.review.location)


def merge_stage(
    criteria: Criteria,
    claims: Claims,
    before: ReviewState,
    reviews: Sequence[Review],
    settings: ReviewSettings,
    as_of: date | None,
) -> tuple[ReviewState, tuple[Ruling, ...]]:
    """The state after one stage, and how each subject came to it. The order of `reviews` does not matter."""
    known = subjects(criteria)
    alone = []
    for review in sorted(reviews, key=lambda one: (one.role.value, one.reviewer, one.digest)):
        state = before
        for decision in review.decisions.values():
            if decision.opinion:
                state = known[decision.subject].applied(claims, state, decision)
        alone.append(_Alone(review=review, state=state, items=item_scores(card_of(criteria, state, as_of))))
    after, rulings = before, []
    for subject in known.values():
        ruling = _ruling(subject, claims, alone, settings)
        rulings.append(ruling)
        after = _after(subject, claims, after, alone, ruling, settings)
    return after, tuple(rulings)


def _ruling(subject: Subject, claims: Claims, alone: Sequence[_Alone], settings: ReviewSettings) -> Ruling:
    """How a subject stands: what each says, and whether that agrees, is merged, or was decided by the chair."""
    members = _heard(alone, subject, Role.MEMBER)
    chairs = [_opinion(subject, claims, one) for one in _heard(alone, subject, Role.CHAIR)]
    opinions = tuple(_opinion(subject, claims, one) for one in members)
    scores = [] if subject.gate else [one.score for one in opinions]
    made = Ruling(
        subject=subject.name,
        gate=subject.gate,
        state=RulingState.NONE,
        opinions=opinions,
        chair=chairs[0] if chairs else None,
        asked=tuple(
            _opinion(subject, claims, one) for one in alone if one.decision(subject.name).verdict is Verdict.CLARIFY
        ),
        unused=bool(chairs),
        spread=_spread(scores) if scores else None,
        mean=_each(scores, mean) if scores else None,
        median=_each(scores, median) if scores else None,
        recorded=subject.gate and claims.submission.gates.get(subject.name, UNANSWERED).recorded,
    )
    if made.recorded or not opinions:
        return made
    if all(subject.content(one.state) == subject.content(members[0].state) for one in members[1:]):
        return replace(made, state=RulingState.AGREED)
    if settings.limit is not None and made.spread is not None and made.spread <= settings.limit:
        return replace(made, state=RulingState.SETTLED)
    if made.chair is not None:
        return replace(made, state=RulingState.ARBITRATED, unused=False)
    return replace(made, state=RulingState.DUE)


def _heard(alone: Sequence[_Alone], subject: Subject, role: Role) -> list[_Alone]:
    return [one for one in alone if one.review.role is role and one.decision(subject.name).opinion]


def _opinion(subject: Subject, claims: Claims, one: _Alone) -> Opinion:
    return subject.opinion(claims, one.review, one.decision(subject.name), one.items)


def _after(
    subject: Subject,
    claims: Claims,
    before: ReviewState,
    alone: Sequence[_Alone],
    ruling: Ruling,
    settings: ReviewSettings,
) -> ReviewState:
    """The state with the outcome of one subject."""
    if ruling.state is RulingState.NONE:
        return before
    if ruling.state is RulingState.AGREED:
        found = before
        for opinion in ruling.opinions[:1] if subject.gate else ruling.opinions:  # of a gate the first one's words
            found = subject.applied(claims, found, opinion.decision)
        return found
    if ruling.state is RulingState.ARBITRATED and ruling.chair is not None:
        return subject.applied(claims, before, ruling.chair.decision)
    if subject.gate:
        return replace(before, disputed=before.disputed | {subject.name})
    score = ruling.mean if settings.rule is Rule.MEAN else ruling.median
    if ruling.state is RulingState.DUE:
        scores = [one.score for one in ruling.opinions]
        score = Range(low=min(one.low for one in scores), high=max(one.high for one in scores))
    assert score is not None
    items = [one.items[subject.name] for one in _heard(alone, subject, Role.MEMBER)]
    merged = _merged_score(items, score, ruling.state)
    return replace(before, merged={**before.merged, subject.name: merged})


def _spread(scores: Sequence[Range]) -> Fraction:
    """The largest difference at either end of the ranges."""
    return max(
        max(score.low for score in scores) - min(score.low for score in scores),
        max(score.high for score in scores) - min(score.high for score in scores),
    )


def _each(scores: Sequence[Range], take: Callable[[Sequence[Fraction]], Fraction]) -> Range:
    return Range(low=take([score.low for score in scores]), high=take([score.high for score in scores]))


def _merged_score(items: Sequence[ItemScore], score: Range, state: RulingState) -> MergedScore:
    """The score with the ledger of the lowest opinion at its low end and that of the highest at its high end."""
    lowest = min(items, key=lambda one: one.score.low)
    highest = max(items, key=lambda one: one.score.high)
    return MergedScore(
        score=score,
        ledger=_ending_at(score.low, lowest.ledger),
        ledger_high=_ending_at(score.high, highest.ledger_high if not score.decided else lowest.ledger),
        state=state,
    )


def _ending_at(score: Fraction, ledger: tuple[LedgerLine, ...]) -> tuple[LedgerLine, ...]:
    """A ledger whose end is moved to `score` by one line that says so."""
    *lines, end = ledger
    if end.balance != score:
        lines.append(LedgerLine(kind=LineKind.REVIEW, change=score - end.balance, balance=score))
    return (*lines, LedgerLine(kind=LineKind.END, change=Fraction(0), balance=score))
