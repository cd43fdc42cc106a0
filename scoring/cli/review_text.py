"""What `scoring review merge` and `replay` print."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from scoring.base.text import number_text, range_text, scored_text
from scoring.cli.console import paint, visible
from scoring.cli.table import Column, Row, hanging, layout, width, wrap
from scoring.loading import Loaded
from scoring.model.criteria import Criteria
from scoring.model.review import ReviewStep, Role, Ruling, RulingState, Verdict, Verified
from scoring.model.scorecard import EligibilityState
from scoring.naming import draft_texts
from scoring.reports.wording import condition_word, eligibility_word
from scoring.review.replay import GateChange, Replay, StepChange
from scoring.review.restoring import restored, restored_text
from scoring.review.scores import item_scores
from scoring.review.wording import (
    assumption,
    clause_text,
    difference_text,
    gate_said,
    in_order,
    open_gate,
    opinion_text,
    state_text,
    waiting_names,
)

__all__ = ["merge_text", "replay_text"]


def merge_text(loaded: Loaded, found: Verified, *, columns: int, colour: bool) -> str:
    """Opinions that differ and how they were settled, what waits, what cannot count, and the verified score."""
    lines = [paint(f"{loaded.submission.city}　审核意见汇总", "bold", on=colour), *_about(loaded, columns)]
    for before, step in pairwise(found.steps):
        if step.reviews:
            lines += ["", *_stage(loaded.criteria, before, step, columns, colour)]
    lines += [
        "",
        *_totals(found),
        *_eligibility(found, columns, draft=bool(loaded.criteria.pending)),
        *_waiting(loaded.criteria, found, columns, colour),
    ]
    return "\n".join(lines) + "\n"


def replay_text(loaded: Loaded, told: Replay, *, columns: int, colour: bool) -> str:
    """Every step with what changed in it, then the whole difference by clause."""
    found = told.verified
    lines = [paint(f"{loaded.submission.city}　审核过程", "bold", on=colour), *_about(loaded, columns)]
    for step in found.steps:
        reviewers = "、".join(f"{one.reviewer}{'（组长）' if one.role.value == '组长' else ''}" for one in step.reviews)
        who = f"　审核人：{reviewers}" if reviewers else ("　没有意见" if step.stage is not None else "")
        lines += ["", paint(f"{step.name}　{scored_text(step.card.total)}{who}", "bold", on=colour)]
        for change in told.changes:
            if change.step == step.name:
                lines += _change(loaded.criteria, change, columns)
        for gate in told.gates:
            if gate.step == step.name:
                lines += _gate_change(loaded.criteria, gate, columns)
    lines += ["", paint(f"从自评到结果：{difference_text(told.whole.difference)}", "bold", on=colour)]
    for section in told.whole.sections:
        for item in section.items:
            for clause in item.clauses:
                lines += hanging("  ", f"{item.label}　{clause_text(clause)}", columns)
    if not told.whole.rest.none:
        lines.append(f"  取整和相互牵连：{difference_text(told.whole.rest)}")
    lines += [
        "",
        *_grid(found),
        "",
        *_eligibility(found, columns, draft=bool(loaded.criteria.pending)),
        *_waiting(loaded.criteria, found, columns, colour),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _about(loaded: Loaded, columns: int) -> list[str]:
    """What is to be known before anything else: that the city is invented, that the pack is a draft."""
    lines = ["（虚构样例，不代表任何真实城市）"] if loaded.submission.invented else []
    return lines + [line for text in draft_texts(loaded.criteria) for line in wrap(text, columns)]


def _stage(criteria: Criteria, before: ReviewStep, step: ReviewStep, columns: int, colour: bool) -> Iterator[str]:
    names = "、".join(sorted({review.reviewer for review in step.reviews}, key=in_order))
    yield paint(f"{step.name}（审核人：{names}）　合计{scored_text(step.card.total)}", "bold", on=colour)
    asked = sum(bool(one.asked) for one in step.on_items)
    silent = sum(not (one.opinions or one.asked) for one in step.on_items)
    yield (
        f"  意见一致的{sum(one.agreed for one in step.on_items)}项，没有意见的{silent}项"
        + (f"，有人要求说明的{asked}项" if asked else "")
    )
    scores, earlier = item_scores(step.card), item_scores(before.card)
    for ruling in step.on_items:
        item = criteria.items_by_id[ruling.subject]
        moved = scores[item.id].score != earlier[item.id].score
        differ = ruling.state not in (RulingState.NONE, RulingState.AGREED)
        changed = any(view.decision.verdict.value != "认可" for view in ruling.opinions)
        if not (differ or changed or moved or ruling.asked or ruling.unused):
            continue
        yield from hanging("  ", f"{item.label}　{state_text(ruling)}　得{scored_text(scores[item.id].score)}", columns)
        for view in sorted((*ruling.opinions, *ruling.asked), key=lambda one: in_order(one.reviewer)):
            yield from hanging("      ", opinion_text(criteria, view), columns)
        if ruling.chair is not None:
            lead = "      组长　" if not ruling.unused else "      组长（没有分歧，不用裁决）　"
            yield from hanging(lead, opinion_text(criteria, ruling.chair), columns)
        if differ:
            yield from hanging("      ", _spread(ruling), columns)
    yield from _gate_lines(criteria, step, columns)


def _spread(ruling: Ruling) -> str:
    assert ruling.spread is not None
    assert ruling.mean is not None
    assert ruling.median is not None
    return f"相差{number_text(ruling.spread)}分，平均{scored_text(ruling.mean)}，中位数{scored_text(ruling.median)}"


def _change(criteria: Criteria, change: StepChange, columns: int) -> Iterator[str]:
    head = f"{change.label}　{scored_text(change.before)} → {scored_text(change.after)}"
    yield from hanging("  ", head, columns)
    for fact in change.facts:
        yield from hanging("      改动　", f"{fact.name}：{fact.old} → {fact.new}", columns)
    for clause in change.clauses:
        yield from hanging("      条款　", clause_text(clause), columns)
    for view in change.opinions:
        lead = "      裁决　" if view.role.value == "组长" else "      意见　"
        yield from hanging(lead, opinion_text(criteria, view), columns)
    if change.why:
        yield f"      原因　{change.why}"


def _totals(found: Verified) -> Iterator[str]:
    for step in found.steps:
        unheld = "（没有审核意见，与上一步相同）" if step.stage is not None and not step.reviews else ""
        yield f"{step.name}：{scored_text(step.card.total)}{unheld}"


def _grid(found: Verified) -> list[str]:
    """The score of every item that any step changed, step by step."""
    steps = [item_scores(step.card) for step in found.steps]
    changed = [id_ for id_ in steps[0] if len({one[id_].score for one in steps}) > 1]
    room = max([width(range_text(one[id_].score.low, one[id_].score.high)) for one in steps for id_ in changed] + [8])
    room = max([room, *(width(range_text(step.card.total.low, step.card.total.high)) for step in found.steps)])
    heads = (
        Column(head="指标项", width=10),
        *(Column(head=step.name, width=max(room, width(step.name)), right=True) for step in found.steps),
    )
    rows = [
        Row(cells=(steps[0][id_].item.label, *(range_text(one[id_].score.low, one[id_].score.high) for one in steps)))
        for id_ in changed
    ]
    totals = (range_text(step.card.total.low, step.card.total.high) for step in found.steps)
    rows.append(Row(cells=("合计", *totals), style="bold"))
    return layout(heads, rows, colour=False)


def _waiting(criteria: Criteria, found: Verified, columns: int, colour: bool) -> Iterator[str]:
    labels = {id_: item.label for id_, item in criteria.items_by_id.items()}
    if found.due or found.gates_due:
        text = "等待组长裁决：" + waiting_names([labels[id_] for id_ in found.due], found.gates_due)
        yield from (paint(line, "red", on=colour) for line in wrap(text, columns))
    if found.asked or found.gates_asked:
        text = "等待城市说明：" + waiting_names([labels[id_] for id_ in found.asked], found.gates_asked)
        yield from wrap(text, columns)
    for gate in found.gates_open:
        yield from wrap(f"申报资格“{gate}”还没有结论：{open_gate(found, gate)}", columns)
    if found.unseen:
        yield from wrap(
            "还没有人提出意见，按审核前的得分计：" + "、".join(labels[id_] for id_ in found.unseen), columns
        )
    for one in restored(found):
        yield from wrap(f"疑问：{restored_text(found, one)}，没有写依据材料和理由", columns)
    for refused in found.refused:
        review = refused.review
        text = (
            f"没有计入：审核人{review.reviewer}的{review.stage.value}意见（{visible(review.file)}），{refused.reason}"
        )
        if refused.conflict and review.conflict_text:
            text += f"：{review.conflict_text}"
        yield from (paint(line, "yellow", on=colour) for line in wrap(text, columns))
    yield from wrap(assumption(found.settings), columns)


def _gate_lines(criteria: Criteria, step: ReviewStep, columns: int) -> Iterator[str]:
    """The gates of a stage on which opinions differ, change something or ask; how many were accepted."""
    accepted = [
        one
        for one in step.on_gates
        if one.agreed and all(view.decision.verdict is Verdict.ACCEPT for view in one.opinions)
    ]
    if accepted:
        yield f"  申报资格：认可{len(accepted)}项"
    states = {one.gate.name: one.state for one in step.card.eligibility.gates}
    for ruling in step.on_gates:
        if not ruling.spoken or (ruling in accepted and not ruling.unused):
            continue
        yield from hanging(
            "  ", f"申报资格“{ruling.subject}”　{_state(ruling)}　{condition_word(states[ruling.subject])}", columns
        )
        for view in sorted((*ruling.opinions, *ruling.asked), key=lambda one: in_order(one.reviewer)):
            yield from hanging("      ", opinion_text(criteria, view), columns)
        if ruling.chair is not None:
            lead = "      组长（没有用上）　" if ruling.unused else "      组长　"
            yield from hanging(lead, opinion_text(criteria, ruling.chair), columns)


def _state(ruling: Ruling) -> str:
    if ruling.recorded:
        return "按上一期的周期记录判断，审核意见不改变"
    return state_text(ruling)


def _gate_change(criteria: Criteria, change: GateChange, columns: int) -> Iterator[str]:
    """One change of eligibility with who decided it."""
    head = f"申报资格“{change.gate}”　{condition_word(change.before)} → {condition_word(change.after)}"
    yield from hanging("  ", head, columns)
    yield from hanging("      改动　", f"{change.old} → {change.new}", columns)
    for view in change.opinions:
        yield from hanging(
            "      裁决　" if view.role is Role.CHAIR else "      意见　", opinion_text(criteria, view), columns
        )


def _eligibility(found: Verified, columns: int, *, draft: bool) -> Iterator[str]:
    """How eligibility stands after the review, with the gates that keep it from being clear."""
    card = found.card.eligibility
    if not card.gates:
        return
    standing = found.steps[-1].state
    open_ = [one for one in card.gates if one.state is card.state and card.state is not EligibilityState.CLEAR]
    reasons = "；".join(f"{one.gate.name}：{gate_said(standing, one.gate.name)}" for one in open_)
    stands = f"申报资格：{eligibility_word(card.state, draft=draft)}"
    yield from wrap(stands + (f"（{reasons}）" if reasons else ""), columns)
    if card.left_open:
        yield from wrap(card.left_open, columns)
    heard = {ruling.subject for step in found.steps for ruling in step.on_gates if ruling.opinions}
    silent = [one.gate.name for one in card.gates if one.gate.name not in heard]
    if silent and found.reviewed:
        yield from wrap(f"申报资格没有人提出意见、按城市填报判断的：{'、'.join(silent)}", columns)
