"""The card of a state of the review: at its low end what is not proved is unknown, at its high end it stands as claimed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from msgspec.structs import replace

from scoring import __version__
from scoring.evidence_support import without
from scoring.model.clauses import Clause, Effect
from scoring.model.criteria import Criteria
from scoring.model.review import UNANSWERED, MergedScore, ReviewState
from scoring.model.scorecard import (
    EligibilityState,
    ItemScore,
    OutcomeState,
    Range,
    RankedScore,
    ScoreCard,
    SectionScore,
)
from scoring.rules import evaluate, resolve_inputs
from scoring.rules.grades import grade_of
from scoring.rules.inputs import stated_values
from scoring.rules.items import ACTING
from scoring.rules.rulebook import rulebook_of
from scoring.rules.stages import score_value
from scoring.rules.totals import Pick, combine, rounded, sums_only

__all__ = ["card_of", "item_scores"]


def card_of(criteria: Criteria, state: ReviewState, as_of: date | None) -> ScoreCard:
    """Score a state of the review. Pure. An unproved admission never raises a score: the high end is that of the claims."""
    stated = state.submission
    if state.disputed:
        stated = replace(stated, gates={**stated.gates, **dict.fromkeys(state.disputed, UNANSWERED)})
    high = evaluate(criteria, stated, as_of=as_of, tool_version=__version__, switches=False)
    low, proved = high, stated
    if state.unproven or state.lacking:
        proved = without(criteria, stated, state.unproven, state.lacking)
        low = evaluate(criteria, proved, as_of=as_of, tool_version=__version__, switches=False)
    if low is high and not state.merged:
        return high
    best = item_scores(high)
    items = {id_: _joined(one, best[id_], state.merged.get(id_)) for id_, one in item_scores(low).items()}
    sections, total = _sums(low, high, items)
    if state.merged:
        sections, total = _with_merged(criteria, low, high, items, sections)
    grade = low.grade
    scores = tuple(_ranked(one, other) for one, other in zip(low.scores, high.scores, strict=True))
    if state.merged and scores:
        scores = _merged_scores(criteria, low, high, items)
    if criteria.grades:
        grade = grade_of(criteria, sections, total, resolve_inputs(criteria, stated_values(criteria, proved)))
    return replace(
        low,
        sections=sections,
        total=total,
        exact=low.exact and high.exact,
        complete=total.decided
        and low.eligibility.state is not EligibilityState.UNKNOWN
        and (grade is None or grade.decided),
        unknown=tuple(dict.fromkeys(name for item in items.values() for name in item.unknown)),
        grade=grade,
        scores=scores,
    )


def _ranked(low: RankedScore, high: RankedScore) -> RankedScore:
    ends = Range(low=min(low.score.low, high.score.high), high=high.score.high)
    return RankedScore(name=low.name, score=ends, exact=low.exact and high.exact)


def _merged_scores(
    criteria: Criteria, low: ScoreCard, high: ScoreCard, items: Mapping[str, ItemScore]
) -> tuple[RankedScore, ...]:
    """The points that rules look at, with merged items among them."""
    bottom, top = _ends(low, high, items)
    return tuple(
        RankedScore(
            name=part.fact.name,
            score=Range(low=score_value(part, bottom), high=score_value(part, top)),
            exact=low.exact and high.exact,
        )
        for stage in rulebook_of(criteria).stages
        for part in stage.scores
    )


def item_scores(card: ScoreCard) -> dict[str, ItemScore]:
    """The items of a card by id."""
    return {score.item.id: score for section in card.sections for score in section.items}


def _joined(low: ItemScore, high: ItemScore, merged: MergedScore | None) -> ItemScore:
    if merged is not None:
        return replace(
            low,
            score=merged.score,
            ledger=merged.ledger,
            ledger_high=merged.ledger_high,
            unknown=() if merged.score.decided else low.unknown,
            open_places=() if merged.score.decided else low.open_places,
        )
    score = Range(low=min(low.score.low, high.score.high), high=high.score.high)
    return replace(
        low,
        score=score,
        ledger_high=high.ledger_high,
        unknown=() if score.decided else low.unknown,
        open_places=() if score.decided else low.open_places,
        exact=low.exact and high.exact,
    )


def _sums(low: ScoreCard, high: ScoreCard, items: Mapping[str, ItemScore]) -> tuple[tuple[SectionScore, ...], Range]:
    """Sections and total where no score stands beside the rules: the ends the rules gave."""
    sections = tuple(
        replace(
            one,
            items=tuple(items[item.item.id] for item in one.items),
            score=Range(low=min(one.score.low, other.score.high), high=other.score.high),
        )
        for one, other in zip(low.sections, high.sections, strict=True)
    )
    return sections, Range(low=min(low.total.low, high.total.high), high=high.total.high)


def _with_merged(
    criteria: Criteria,
    low: ScoreCard,
    high: ScoreCard,
    items: Mapping[str, ItemScore],
    sections: tuple[SectionScore, ...],
) -> tuple[tuple[SectionScore, ...], Range]:
    """Sections and total with merged items: what they differ from the rules' score moves section and total."""

    if not sums_only(criteria):
        return _combined(criteria, low, high, items, sections)
    worst, best = item_scores(low), item_scores(high)
    found, ends = [], [Fraction(0), Fraction(0)]
    for section in sections:
        down = sum((one.score.low - worst[one.item.id].score.low for one in section.items), Fraction(0))
        up = sum((one.score.high - best[one.item.id].score.high for one in section.items), Fraction(0))
        score = Range(low=section.score.low + down, high=section.score.high + up)
        found.append(replace(section, score=score))
        ends = [ends[0] + score.low, ends[1] + score.high]
    total = Range(low=rounded(ends[0], criteria.rounding), high=rounded(ends[1], criteria.rounding))
    return tuple(found), total


def _combined(
    criteria: Criteria,
    low: ScoreCard,
    high: ScoreCard,
    items: Mapping[str, ItemScore],
    sections: tuple[SectionScore, ...],
) -> tuple[tuple[SectionScore, ...], Range]:
    """Where sums are weighted, rescaled or reduced, merged items are put into the same combination of items."""
    lowest, highest = _ends(low, high, items)
    bottom, top = combine(criteria, lowest), combine(criteria, highest)
    found = tuple(
        replace(section, score=Range(low=one.value, high=other.value), working=())
        for section, one, other in zip(sections, bottom[0], top[0], strict=True)
    )
    return found, Range(low=bottom[1].value, high=top[1].value)


def _ends(low: ScoreCard, high: ScoreCard, items: Mapping[str, ItemScore]) -> tuple[dict[str, Pick], dict[str, Pick]]:
    """Every item at its low and at its high end, merged ones too."""

    def pick(one: ItemScore, of: ItemScore, low_end: bool) -> Pick:
        score = one.score.low if low_end else one.score.high
        return Pick(score=score, applies=one.applies is not False, beyond=tuple(_beyond(of, low_end)))

    worst, best = item_scores(low), item_scores(high)
    return (
        {id_: pick(one, worst[id_], True) for id_, one in items.items()},
        {id_: pick(one, best[id_], False) for id_, one in items.items()},
    )


def _beyond(score: ItemScore, low_end: bool) -> Iterator[tuple[Clause, Fraction | None]]:
    """What the item's clauses do beyond the item; see `scoring.rules.totals`."""
    for found in score.clauses:
        clause = found.clause
        if clause.own or clause.graded:
            continue
        if clause.effect is not Effect.FORFEIT:
            yield clause, found.nominal.low if low_end else found.nominal.high
        elif found.state in ACTING or (low_end and found.state is OutcomeState.UNKNOWN):
            yield clause, None
