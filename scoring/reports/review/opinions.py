"""What was changed by whom, every opinion, the differences between reviewers, and what still waits, as blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scoring.base.text import date_text, points_text
from scoring.model.criteria import Criteria
from scoring.model.review import Decision, Opinion, ReviewStep, Ruling, RulingState, Verified
from scoring.reports.blocks import Block, Cell, Paragraph, Row, Run, lines
from scoring.reports.document import RuledRow, ruled
from scoring.reports.review.gates import open_gates
from scoring.reports.review.model import Reviewed
from scoring.reports.review.parts import OpenRow, by_name, clause_texts, detail_texts, points, reviewer
from scoring.reports.summary.words import score_text
from scoring.review.replay import StepChange
from scoring.review.scores import item_scores
from scoring.review.wording import state_text
from scoring.wording import Register, item_label

__all__ = ["changes", "disputes", "labels_of", "open_rows", "opinions"]

DIFFER = (RulingState.SETTLED, RulingState.ARBITRATED, RulingState.DUE)
Parts = list[tuple[str, list[Block]]]


def labels_of(criteria: Criteria, items: Iterable[str]) -> str:
    """The labels of items, as a list in words."""
    return "、".join(item_label(criteria.items_by_id[one].label) for one in items)


def changes(city: Reviewed) -> Parts:
    """Step by step what changed in which item, and who decided it."""
    criteria = city.loaded.criteria
    made: Parts = []
    heads = (
        ("指标项", 18, "center"),
        ("得分", 20, "center"),
        ("改动的内容和涉及的评分标准", 52),
        ("决定人、理由和依据", 66),
    )
    for step in city.verified.steps[1:]:
        rows = [_change(criteria, one) for one in city.replay.changes if one.step == step.name]
        if rows:
            made.append((step.name, [ruled(heads, rows, "changes")]))
        elif step.reviews or step.stage is None:
            made.append((step.name, [Paragraph("这一步没有改动得分和填报内容。")]))
    return made


def _change(criteria: Criteria, change: StepChange) -> RuledRow:
    by = [_who(criteria, view) for view in sorted(change.opinions, key=by_name)]
    facts = [f"{one.name}：{one.old} → {one.new}" for one in change.facts]
    clauses = [Run(f"{part}　{text}", "quote") for part, text in clause_texts(change.clauses)]
    return (
        item_label(change.label),
        lines(points(change.before), f"→ {points(change.after)}"),
        lines(*facts, *clauses),
        lines(*(by or [change.why])),
    )


def _who(criteria: Criteria, view: Opinion) -> str:
    parts = [f"审核人{reviewer(view)}，{_day(view.decision)}，{view.decision.verdict.value}"]
    return "。".join([*parts, *detail_texts(criteria, view.decision)]) + "。"


def _day(decision: Decision) -> str:
    return date_text(decision.on) if decision.on is not None else "日期未写"


def opinions(city: Reviewed) -> Parts:
    """Every opinion of every stage, item by item."""
    criteria = city.loaded.criteria
    made: Parts = []
    heads = (
        ("审核人", 24, "center"),
        ("意见", 24, "center"),
        ("得分", 16, "number"),
        ("内容、理由和依据", 62),
        ("日期", 30, "center"),
    )
    for step in city.verified.steps:
        if not step.reviews:
            continue
        scores = item_scores(step.card)
        rows = [
            row
            for one in step.on_items
            if one.opinions or one.chair or one.asked
            for row in _item(criteria, one, points(scores[one.subject].score))
        ]
        silent = [one.subject for one in step.on_items if not one.opinions]
        text = f"没有人提出意见，按上一步的得分计（不是0分）：{labels_of(criteria, silent)}。"
        remark: list[Block] = [Paragraph(text, style="remark")] if silent else []
        made.append((step.name, [ruled(heads, rows, "opinions"), *remark]))
    return made


def _item(criteria: Criteria, ruling: Ruling, score: str) -> Iterator[RuledRow]:
    item = criteria.items_by_id[ruling.subject]
    state = state_text(ruling, Register.PAPER)
    if ruling.unused and not ruling.opinions:
        state = "组员没有意见，组长的意见没有用上"
    elif ruling.unused:
        state += "，组长的意见没有用上"
    waits = ruling.state is RulingState.DUE or bool(ruling.asked)
    label = f"{item_label(item.label)}　满分{points_text(item.points)}分，这一步后{score}　"
    figures = _figures(ruling)
    text = (label, Run(state, "missed") if waits else state, f"　{figures}" if figures else "")
    yield Row((Cell(text, span=5),), "section")
    views = (*ruling.opinions, *ruling.asked, *(() if ruling.chair is None else (ruling.chair,)))
    for view in sorted(views, key=by_name):
        yield (
            reviewer(view),
            view.decision.verdict.value,
            score_text(view.score.low, view.score.high) if view.decision.opinion else "—",
            lines(*detail_texts(criteria, view.decision)),
            _day(view.decision),
        )


def _figures(ruling: Ruling) -> str:
    if len(ruling.opinions) < 2 or ruling.spread is None or ruling.mean is None or ruling.median is None:
        return ""
    spread = score_text(ruling.spread, ruling.spread)
    return f"分差{spread}分，平均{points(ruling.mean)}，中位数{points(ruling.median)}"


def disputes(city: Reviewed) -> list[Block]:
    """Each item and stage on which members differ."""
    criteria, rows = city.loaded.criteria, []
    for step in city.verified.steps:
        for ruling in step.on_items:
            if ruling.state not in DIFFER:
                continue
            assert ruling.spread is not None
            assert ruling.mean is not None
            assert ruling.median is not None
            scores = (f"{reviewer(one)}：{points(one.score)}" for one in sorted(ruling.opinions, key=by_name))
            outcome = lines(*_outcome(criteria, city.verified, step, ruling))
            rows.append(
                (
                    step.name,
                    item_label(criteria.items_by_id[ruling.subject].label),
                    lines(*scores),
                    score_text(ruling.spread, ruling.spread),
                    score_text(ruling.mean.low, ruling.mean.high),
                    score_text(ruling.median.low, ruling.median.high),
                    Cell(outcome, "missed" if ruling.state is RulingState.DUE else ""),
                )
            )
    heads = (
        ("阶段", 20, "center"),
        ("指标项", 20, "center"),
        ("各人意见", 28),
        ("分差", 13, "number"),
        ("平均", 15, "number"),
        ("中位数", 15, "number"),
        ("处理结果", 45),
    )
    return [Paragraph(_disputes_note(city)), *([ruled(heads, rows, "disputes")] if rows else [])]


def _disputes_note(city: Reviewed) -> str:
    rulings = [one for step in city.verified.steps for one in step.on_items]
    states = [one.state for one in rulings]
    several = sum(len(one.opinions) + len(one.asked) > 1 for one in rulings)
    asked = sum(bool(one.opinions and one.asked) for one in rulings)
    if not several:
        return "没有同一阶段由两人以上提出意见的指标项，无从比较。"
    differ = sum(states.count(one) for one in (RulingState.SETTLED, RulingState.ARBITRATED, RulingState.DUE))
    found = [f"{differ}项有分歧"] * bool(differ) + [f"{asked}项有人要求说明"] * bool(asked)
    outcome = f"其中{'，'.join(found)}" if found else "意见都一致"
    return f"同一阶段有两人以上意见的{several}项，{outcome}。"


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
        yield OpenRow("等待组长裁决", labels_of(criteria, (item,)), (texts,))
    for item in found.asked:
        texts_ = tuple(_question(step, view) for step, view in _asked(found, item))
        yield OpenRow("等待城市说明", labels_of(criteria, (item,)), texts_)
    yield from open_gates(found)
    if found.unseen:
        text = "各阶段都没有人提出意见，按审核以前的得分计，不当作0分。"
        yield OpenRow("无意见", labels_of(criteria, found.unseen), (text,))


def _asked(found: Verified, item: str) -> Iterator[tuple[ReviewStep, Opinion]]:
    for step in found.steps:
        for ruling in step.on_items:
            if ruling.subject == item:
                yield from ((step, view) for view in ruling.asked)


def _question(step: ReviewStep, view: Opinion) -> str:
    reason = view.decision.reason.rstrip("。") or "（没有写要说明什么）"
    return f"{step.name}，审核人{reviewer(view)}，{_day(view.decision)}：{reason}。"
