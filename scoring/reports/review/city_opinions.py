"""What was changed by whom, every opinion, the differences between reviewers, and what still waits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scoring.base.text import date_text, points_text
from scoring.model.criteria import Criteria
from scoring.model.review import Decision, Opinion, ReviewStep, Ruling, RulingState, Verified
from scoring.reports.render.views.model import Pair
from scoring.reports.render.views.review_rows import (
    ChangeRow,
    ChangeStep,
    DisputeRow,
    OpenRow,
    OpinionItem,
    OpinionRow,
    OpinionStage,
)
from scoring.reports.review.city_gates import open_gates
from scoring.reports.review.model import Reviewed
from scoring.reports.review.words import STATES, by_name, clause_pairs, detail_texts, points, reviewer
from scoring.reports.summary.words import score_text
from scoring.reports.wording import item_label
from scoring.review.replay import StepChange
from scoring.review.scores import item_scores
from scoring.review.wording import state_text

__all__ = ["changes", "disputes", "labels_of", "open_rows", "opinions"]

DIFFER = (RulingState.SETTLED, RulingState.ARBITRATED, RulingState.DUE)


def labels_of(criteria: Criteria, items: Iterable[str]) -> str:
    """The labels of items, as a list in words."""
    return "、".join(item_label(criteria.items_by_id[one].label) for one in items)


def changes(city: Reviewed) -> Iterator[ChangeStep]:
    """Step by step what changed in which item, and who decided it."""
    criteria = city.loaded.criteria
    for step in city.verified.steps[1:]:
        rows = tuple(_change(criteria, one) for one in city.told.changes if one.step == step.name)
        if rows or step.reviews or step.stage is None:
            none = "" if rows else "这一步没有改动得分和填报内容。"
            yield ChangeStep(title=step.name, rows=rows, none=none)


def _change(criteria: Criteria, change: StepChange) -> ChangeRow:
    by = [_who(criteria, view) for view in sorted(change.opinions, key=by_name)]
    return ChangeRow(
        label=item_label(change.label),
        before=points(change.before),
        after=points(change.after),
        facts=tuple(Pair(name=one.name, value=one.old, note=one.new) for one in change.facts),
        clauses=clause_pairs(change.clauses),
        by=tuple(by) if by else (change.why,) if change.why else (),
    )


def _who(criteria: Criteria, view: Opinion) -> str:
    parts = [f"审核人{reviewer(view)}，{_day(view.decision)}，{view.decision.verdict.value}"]
    return "。".join([*parts, *detail_texts(criteria, view.decision)]) + "。"


def _day(decision: Decision) -> str:
    return date_text(decision.on) if decision.on is not None else "日期未写"


def opinions(city: Reviewed) -> Iterator[OpinionStage]:
    """Every opinion of every stage, item by item."""
    criteria = city.loaded.criteria
    for step in city.verified.steps:
        if not step.reviews:
            continue
        scores = item_scores(step.card)
        spoken = [one for one in step.on_items if one.opinions or one.chair or one.asked]
        silent = [one.subject for one in step.on_items if not one.opinions]
        yield OpinionStage(
            title=step.name,
            items=tuple(_item(criteria, one, points(scores[one.subject].score)) for one in spoken),
            silent=f"没有人提出意见，按上一步的得分计（不是0分）：{labels_of(criteria, silent)}。" if silent else "",
        )


def _item(criteria: Criteria, ruling: Ruling, score: str) -> OpinionItem:
    item = criteria.items_by_id[ruling.subject]
    state = state_text(ruling, STATES)
    if ruling.unused and not ruling.opinions:
        state = "组员没有意见，组长的意见没有用上"
    elif ruling.unused:
        state += "，组长的意见没有用上"
    rows = sorted((*ruling.opinions, *ruling.asked, *(() if ruling.chair is None else (ruling.chair,))), key=by_name)
    return OpinionItem(
        label=f"{item_label(item.label)}　满分{points_text(item.points)}分，这一步后{score}",
        state=state,
        figures=_figures(ruling),
        rows=tuple(_opinion(criteria, view) for view in rows),
        open=ruling.state is RulingState.DUE or bool(ruling.asked),
    )


def _figures(ruling: Ruling) -> str:
    if len(ruling.opinions) < 2 or ruling.spread is None or ruling.mean is None or ruling.median is None:
        return ""
    spread = score_text(ruling.spread, ruling.spread)
    return f"分差{spread}分，平均{points(ruling.mean)}，中位数{points(ruling.median)}"


def _opinion(criteria: Criteria, view: Opinion) -> OpinionRow:
    return OpinionRow(
        reviewer=reviewer(view),
        verdict=view.decision.verdict.value,
        score=score_text(view.score.low, view.score.high) if view.decision.opinion else "—",
        texts=tuple(detail_texts(criteria, view.decision)),
        day=_day(view.decision),
    )


def disputes(city: Reviewed) -> Iterator[DisputeRow]:
    """Each item and stage on which members differ."""
    criteria = city.loaded.criteria
    for step in city.verified.steps:
        for ruling in step.on_items:
            if ruling.state not in DIFFER:
                continue
            assert ruling.spread is not None
            assert ruling.mean is not None
            assert ruling.median is not None
            yield DisputeRow(
                stage=step.name,
                label=item_label(criteria.items_by_id[ruling.subject].label),
                scores=tuple(f"{reviewer(one)}：{points(one.score)}" for one in sorted(ruling.opinions, key=by_name)),
                spread=score_text(ruling.spread, ruling.spread),
                mean=score_text(ruling.mean.low, ruling.mean.high),
                median=score_text(ruling.median.low, ruling.median.high),
                outcome=tuple(_outcome(criteria, city.verified, step, ruling)),
                open=ruling.state is RulingState.DUE,
            )


def _outcome(criteria: Criteria, found: Verified, step: ReviewStep, ruling: Ruling) -> Iterator[str]:
    score = points(item_scores(step.card)[ruling.subject].score)
    if ruling.state is RulingState.SETTLED:
        yield f"在分歧上限以内，取{found.settings.rule.value}，得{score}"
    elif ruling.state is RulingState.ARBITRATED and ruling.chair is not None:
        decision = ruling.chair.decision
        yield f"审核人{reviewer(ruling.chair)}{_day(decision)}裁决：{decision.verdict.value}，得{score}"
        yield from detail_texts(criteria, decision)
    elif ruling.subject in found.due:
        yield f"等待组长裁决；裁决以前为{score}"
    else:
        yield f"当时没有裁决，为{score}；以后的阶段已另有意见"


def open_rows(city: Reviewed) -> Iterator[OpenRow]:
    """What waits for the chair, for the city, or for anybody's opinion."""
    criteria, found = city.loaded.criteria, city.verified
    for item in found.due:
        rulings = [one for step in found.steps for one in step.on_items if one.subject == item]
        views = [one for one in rulings if one.state is RulingState.DUE][-1].opinions
        texts = "，".join(f"{reviewer(one)}认为得{points(one.score)}" for one in sorted(views, key=by_name))
        yield OpenRow(kind="等待组长裁决", label=labels_of(criteria, (item,)), texts=(texts,))
    for item in found.asked:
        texts_ = tuple(_question(step, view) for step, view in _asked(found, item))
        yield OpenRow(kind="等待城市说明", label=labels_of(criteria, (item,)), texts=texts_)
    yield from open_gates(found)
    if found.unseen:
        text = "各阶段都没有人提出意见，按审核以前的得分计，不当作0分。"
        yield OpenRow(kind="无意见", label=labels_of(criteria, found.unseen), texts=(text,))


def _asked(found: Verified, item: str) -> Iterator[tuple[ReviewStep, Opinion]]:
    for step in found.steps:
        for ruling in step.on_items:
            if ruling.subject == item:
                yield from ((step, view) for view in ruling.asked)


def _question(step: ReviewStep, view: Opinion) -> str:
    reason = view.decision.reason.rstrip("。") or "（没有写要说明什么）"
    return f"{step.name}，审核人{reviewer(view)}，{_day(view.decision)}：{reason}。"
