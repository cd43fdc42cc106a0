"""The score of a city step by step: totals, items, and the difference from the claims to the result by clause."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from scoring.advice.compare.model import Difference
from scoring.base.text import points_text
from scoring.model.review import ReviewStep, RulingState, Verified
from scoring.model.scorecard import Range, ScoreCard, SectionScore
from scoring.reports.render.views.review_rows import DeltaRow, ScoreCell, ScoreRow, StepRow
from scoring.reports.review.model import Reviewed
from scoring.reports.review.words import STATES, clause_pairs, days_text, diff_text, points, reviewers
from scoring.reports.summary.words import score_text
from scoring.reports.wording import item_label
from scoring.review.scores import item_scores

__all__ = ["cells", "change_between", "delta_rows", "score_rows", "step_rows"]


def change_between(before: ScoreCard, after: ScoreCard) -> Difference:
    """What the total of `after` has more than that of `before`, at both ends."""
    one, other = before.total, after.total
    return Difference(low=other.low - one.low, high=other.high - one.high)


def step_rows(found: Verified) -> Iterator[StepRow]:
    """Each step with its reviewers, days and total."""
    first, *_ = found.steps
    yield StepRow(name=first.name, reviewers="申报城市", days="—", total=points(first.card.total), change="—")
    for before, step in pairwise(found.steps):
        if step.stage is None:
            who, days = "（核对材料有无）", "—"
        elif step.reviews:
            who, days = reviewers(step.reviews), days_text(step.reviews)
        else:
            who, days = "（没有审核意见）", "—"
        change = change_between(before.card, step.card)
        text = "没有变化" if change.none else diff_text(change)
        yield StepRow(name=step.name, reviewers=who, days=days, total=points(step.card.total), change=text)


def cells(scores: list[Range]) -> tuple[ScoreCell, ...]:
    """The scores of one line step by step, each marked where it moved."""
    found = [ScoreCell(text=score_text(scores[0].low, scores[0].high), moved=False)]
    found += [
        ScoreCell(text=score_text(after.low, after.high), moved=after != before) for before, after in pairwise(scores)
    ]
    return tuple(found)


def score_rows(found: Verified) -> Iterator[ScoreRow]:
    """Every section, its items, and the total."""
    items = [item_scores(step.card) for step in found.steps]
    sections = [{one.section.id: one for one in step.card.sections} for step in found.steps]
    for section in found.card.sections:
        label = f"{section.section.label}{section.section.title}"
        yield _head(label, section, [one[section.section.id].score for one in sections])
        for one in section.items:
            yield ScoreRow(
                label=item_label(one.item.label),
                full=points_text(one.item.points),
                cells=cells([scores[one.item.id].score for scores in items]),
                state=_state(found, one.item.id),
                open=one.item.id in (*found.due, *found.asked),
            )
    yield ScoreRow(
        label="总分",
        full=points_text(found.card.full),
        cells=cells([step.card.total for step in found.steps]),
        state="",
        head=True,
    )


def _head(label: str, section: SectionScore, scores: list[Range]) -> ScoreRow:
    return ScoreRow(label=label, full=points_text(section.section.points), cells=cells(scores), state="", head=True)


def _state(found: Verified, item: str) -> str:
    """How the item stands after its last stage with opinions."""
    if item in found.asked:
        return "等待说明"
    return STATES[_last(found.steps, item)]


def _last(steps: tuple[ReviewStep, ...], item: str) -> RulingState:
    state = RulingState.NONE
    for step in steps:
        for ruling in step.on_items:
            if ruling.subject == item and ruling.state is not RulingState.NONE:
                state = ruling.state
    return state


def delta_rows(city: Reviewed) -> Iterator[DeltaRow]:
    """The items that differ between claim and result, with the official sentences; the rows add up to the last one."""
    whole = city.told.whole
    for section in whole.sections:
        for item in section.items:
            if item.difference.none or item.left is None or item.right is None:
                continue
            yield DeltaRow(
                label=item_label(item.label),
                before=score_text(item.left.low, item.left.high),
                after=score_text(item.right.low, item.right.high),
                change=diff_text(item.difference),
                clauses=clause_pairs(item.clauses),
            )
        if not section.rest.none:
            yield _rest(f"{section.label}合计时的差", section.rest)
    if not whole.rest.none:
        yield _rest("取整和合计时的差", whole.rest)
    left, right = whole.left.total, whole.right.total
    yield DeltaRow(
        label="合计",
        before=score_text(left.low, left.high),
        after=score_text(right.low, right.high),
        change=diff_text(whole.difference),
        clauses=(),
    )


def _rest(label: str, part: Difference) -> DeltaRow:
    return DeltaRow(label=label, before="", after="", change=diff_text(part), clauses=())
