"""What the reviews of a city come to, how they came to it, and how far the reviews of a folder are, for reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from scoring.base.text import number_text, range_text, scored_text
from scoring.loading import Loaded
from scoring.model.criteria import Criteria
from scoring.model.review import ReviewStep, Role, Ruling, RulingState, Verdict, Verified
from scoring.model.scorecard import EligibilityState
from scoring.naming import draft_texts
from scoring.reports.blocks import BlankLine, Block, Column, Heading, Paragraph, Row, Table
from scoring.reports.papers.score import INVENTED
from scoring.review.progress import CityProgress, FileProgress
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
from scoring.wording import condition_word, eligibility_word

__all__ = ["merge_blocks", "replay_blocks", "status_blocks"]

Name = Callable[[str], str]
"""How the name of a file is shown on one line."""
NAMED = 10
"""How many of the items that nobody has looked at the status names; the merged reviews name all."""


def merge_blocks(loaded: Loaded, found: Verified, name: Name) -> list[Block]:
    """Opinions that differ and how they were settled, what waits, what cannot count, and the verified score."""
    made = [Heading(f"{loaded.submission.city}　审核意见汇总", 1), *_about(loaded)]
    for before, step in pairwise(found.steps):
        if step.reviews:
            made += _stage(loaded.criteria, before, step)
    made.append(BlankLine())
    for step in found.steps:
        unheld = "（没有审核意见，与上一步相同）" if step.stage is not None and not step.reviews else ""
        made.append(Paragraph(f"{step.name}：{scored_text(step.card.total)}{unheld}"))
    return [*made, *_eligibility(loaded.criteria, found), *_open(loaded.criteria, found, name)]


def replay_blocks(loaded: Loaded, steps: Replay, name: Name) -> list[Block]:
    """Every step with what changed in it, then the whole difference by clause."""
    criteria, found = loaded.criteria, steps.verified
    made = [Heading(f"{loaded.submission.city}　审核过程", 1), *_about(loaded)]
    for step in found.steps:
        reviewers = "、".join(f"{one.reviewer}{_role(one.role)}" for one in step.reviews)
        who = f"　审核人：{reviewers}" if reviewers else ("　没有意见" if step.stage is not None else "")
        made.append(Heading(f"{step.name}　{scored_text(step.card.total)}{who}"))
        made += [block for one in steps.changes if one.step == step.name for block in _change(criteria, one)]
        made += [block for one in steps.gates if one.step == step.name for block in _gate_change(criteria, one)]
    made.append(Heading(f"从自评到结果：{difference_text(steps.whole.difference)}"))
    for section in steps.whole.sections:
        for item in section.items:
            made += [Paragraph(f"{item.label}　{clause_text(clause)}", indent=1) for clause in item.clauses]
    if not steps.whole.rest.none:
        made.append(Paragraph(f"取整和相互牵连：{difference_text(steps.whole.rest)}", indent=1))
    made += [BlankLine(), _grid(found), BlankLine()]
    return [*made, *_eligibility(criteria, found), *_open(criteria, found, name)]


def _about(loaded: Loaded) -> list[Block]:
    """What is to be known before anything else: that the city is invented, that the pack is a draft."""
    made: list[Block] = [Paragraph(INVENTED)] if loaded.submission.invented else []
    return made + [Paragraph(text, style="note") for text in draft_texts(loaded.criteria)]


def _role(role: Role) -> str:
    return "（组长）" if role is Role.CHAIR else ""


def _stage(criteria: Criteria, before: ReviewStep, step: ReviewStep) -> Iterator[Block]:
    """The subjects of a stage on which opinions differ, change something or ask; of the others only how many."""
    names = "、".join(sorted({review.reviewer for review in step.reviews}, key=in_order))
    yield Heading(f"{step.name}（审核人：{names}）　合计{scored_text(step.card.total)}")
    asked = sum(bool(one.asked) for one in step.on_items)
    silent = sum(not (one.opinions or one.asked) for one in step.on_items)
    agreed = f"意见一致的{sum(one.agreed for one in step.on_items)}项，没有意见的{silent}项"
    yield Paragraph(agreed + (f"，有人要求说明的{asked}项" if asked else ""), indent=1)
    scores, earlier = item_scores(step.card), item_scores(before.card)
    for ruling in step.on_items:
        score = scores[ruling.subject].score
        moved = score != earlier[ruling.subject].score
        differ = ruling.state not in (RulingState.NONE, RulingState.AGREED)
        if differ or moved or ruling.asked or ruling.unused or not _accepts(ruling):
            label = criteria.items_by_id[ruling.subject].label
            yield Paragraph(f"{label}　{state_text(ruling)}　得{scored_text(score)}", indent=1)
            yield from _opinions(criteria, ruling, "（没有分歧，不用裁决）")
        if differ and ruling.spread is not None and ruling.mean is not None and ruling.median is not None:
            figures = f"平均{scored_text(ruling.mean)}，中位数{scored_text(ruling.median)}"
            yield Paragraph(f"相差{number_text(ruling.spread)}分，{figures}", indent=3)
    yield from _gates(criteria, step)


def _gates(criteria: Criteria, step: ReviewStep) -> Iterator[Block]:
    accepted = [one for one in step.on_gates if one.agreed and _accepts(one)]
    if accepted:
        yield Paragraph(f"申报资格：认可{len(accepted)}项", indent=1)
    states = {one.gate.name: one.state for one in step.card.eligibility.gates}
    for ruling in step.on_gates:
        if ruling.spoken and (ruling not in accepted or ruling.unused):
            state = "按上一期的周期记录判断，审核意见不改变" if ruling.recorded else state_text(ruling)
            text = f"申报资格“{ruling.subject}”　{state}　{condition_word(states[ruling.subject])}"
            yield Paragraph(text, indent=1)
            yield from _opinions(criteria, ruling, "（没有用上）")


def _accepts(ruling: Ruling) -> bool:
    return all(one.decision.verdict is Verdict.ACCEPT for one in ruling.opinions)


def _opinions(criteria: Criteria, ruling: Ruling, unused: str) -> Iterator[Block]:
    """Who says what of a subject, the chair last; `unused` says that the chair was not needed."""
    for one in sorted((*ruling.opinions, *ruling.asked), key=lambda one: in_order(one.reviewer)):
        yield Paragraph(opinion_text(criteria, one), indent=3)
    if ruling.chair is not None:
        lead = f"组长{unused if ruling.unused else ''}　"
        yield Paragraph(opinion_text(criteria, ruling.chair), lead, indent=3)


def _change(criteria: Criteria, change: StepChange) -> Iterator[Block]:
    yield Paragraph(f"{change.label}　{scored_text(change.before)} → {scored_text(change.after)}", indent=1)
    for fact in change.facts:
        yield Paragraph(f"{fact.name}：{fact.old} → {fact.new}", "改动　", indent=3)
    for clause in change.clauses:
        yield Paragraph(clause_text(clause), "条款　", indent=3)
    yield from _deciders(criteria, change)
    if change.why:
        yield Paragraph(change.why, "原因　", indent=3)


def _gate_change(criteria: Criteria, change: GateChange) -> Iterator[Block]:
    states = f"{condition_word(change.before)} → {condition_word(change.after)}"
    yield Paragraph(f"申报资格“{change.gate}”　{states}", indent=1)
    yield Paragraph(f"{change.old} → {change.new}", "改动　", indent=3)
    yield from _deciders(criteria, change)


def _deciders(criteria: Criteria, change: StepChange | GateChange) -> Iterator[Block]:
    for one in change.opinions:
        yield Paragraph(opinion_text(criteria, one), "裁决　" if one.role is Role.CHAIR else "意见　", indent=3)


def _grid(found: Verified) -> Table:
    """The score of every item that any step changed, step by step."""
    steps = [item_scores(step.card) for step in found.steps]
    changed = [id_ for id_ in steps[0] if len({one[id_].score for one in steps}) > 1]
    rows = [
        Row((steps[0][id_].item.label, *(range_text(one[id_].score.low, one[id_].score.high) for one in steps)))
        for id_ in changed
    ]
    totals = (range_text(step.card.total.low, step.card.total.high) for step in found.steps)
    rows.append(Row(("合计", *totals), "sum"))
    return Table((Column("指标项"), *(Column(step.name, kind="number") for step in found.steps)), rows)


def _eligibility(criteria: Criteria, found: Verified) -> Iterator[Block]:
    """How eligibility stands after the review, with the gates that keep it from being clear."""
    card = found.card.eligibility
    if not card.gates:
        return
    last = found.steps[-1].state
    open_ = [one for one in card.gates if one.state is card.state and card.state is not EligibilityState.CLEAR]
    reasons = "；".join(f"{one.gate.name}：{gate_said(last, one.gate.name)}" for one in open_)
    stands = f"申报资格：{eligibility_word(card.state, draft=bool(criteria.pending))}"
    yield Paragraph(stands + (f"（{reasons}）" if reasons else ""))
    if card.left_open:
        yield Paragraph(card.left_open)
    heard = {ruling.subject for step in found.steps for ruling in step.on_gates if ruling.opinions}
    silent = [one.gate.name for one in card.gates if one.gate.name not in heard]
    if silent and found.reviewed:
        yield Paragraph(f"申报资格没有人提出意见、按城市填报判断的：{'、'.join(silent)}")


def _open(criteria: Criteria, found: Verified, name: Name) -> Iterator[Block]:
    """What waits, what nobody has looked at, what to ask about, and what cannot count."""
    labels = {id_: item.label for id_, item in criteria.items_by_id.items()}
    if found.due or found.gates_due:
        waits = waiting_names([labels[id_] for id_ in found.due], found.gates_due)
        yield Paragraph(f"等待组长裁决：{waits}", style="bad")
    if found.asked or found.gates_asked:
        yield Paragraph(f"等待城市说明：{waiting_names([labels[id_] for id_ in found.asked], found.gates_asked)}")
    for gate in found.gates_open:
        yield Paragraph(f"申报资格“{gate}”还没有结论：{open_gate(found, gate)}")
    if found.unseen:
        yield Paragraph(f"还没有人提出意见，按审核前的得分计：{'、'.join(labels[id_] for id_ in found.unseen)}")
    for one in restored(found):
        yield Paragraph(f"疑问：{restored_text(found, one)}，没有写依据材料和理由")
    for refused in found.refused:
        review = refused.review
        text = f"没有计入：审核人{review.reviewer}的{review.stage.value}意见（{name(review.file)}），{refused.reason}"
        declared = f"：{review.conflict_text}" if refused.conflict and review.conflict_text else ""
        yield Paragraph(text + declared, style="open")
    yield Paragraph(assumption(found.settings))


def status_blocks(
    cities: Sequence[CityProgress], broken: Sequence[str], failed: Sequence[str], name: Name
) -> list[Block]:
    """City by city, who has reviewed how much in which stage and what waits; then the files that cannot be used."""
    made: list[Block] = [block for one in cities for block in _city(one)]
    if not cities:
        made.append(Paragraph("没有找到自评和审核意见。"))
    made += [Paragraph(f"没有列入：{name(key)}，自评不能用，原因见上") for key in failed]
    return made + [Paragraph(f"没有计入：{name(path)}，有错误") for path in broken]


def _city(one: CityProgress) -> Iterator[Block]:
    def waiting(items: Sequence[str], gates: Sequence[str]) -> str:
        return waiting_names([one.labels.get(item, item) for item in items], gates)

    score = ""
    if one.claimed is not None and one.total is not None:
        score = f"　自评{scored_text(one.claimed)}，目前{scored_text(one.total)}"
    if one.eligibility is not None and one.eligibility is not EligibilityState.CLEAR:
        score += f"，申报资格：{eligibility_word(one.eligibility)}"
    score += "，没有待办" if one.settled and not one.unseen else ""
    yield Heading(f"{one.city}{score}", 1)
    for stage in one.stages:
        yield Paragraph(f"{stage.stage.value}：{'' if stage.files else '没有审核意见'}", indent=1)
        for file in stage.files:
            yield Paragraph(_file(file), "· ", indent=2)
        if stage.due or stage.gates_due:
            yield Paragraph(f"等待组长裁决：{waiting(stage.due, stage.gates_due)}", indent=2)
    if one.asked or one.gates_asked:
        yield Paragraph(f"等待城市说明：{waiting(one.asked, one.gates_asked)}", indent=1)
    if one.unseen and any(stage.files for stage in one.stages):
        names = waiting(one.unseen[:NAMED], ()) + ("等" if len(one.unseen) > NAMED else "")
        yield Paragraph(f"还没有人提出意见、按审核前的得分计的{len(one.unseen)}项：{names}", indent=1)
    for gate, why in one.gates_open.items():
        yield Paragraph(f"申报资格“{gate}”还没有结论：{why}", indent=1)


def _file(file: FileProgress) -> str:
    review = file.review
    left = file.items - file.done - file.asked
    parts = [f"审核人{review.reviewer}{_role(review.role)}：有意见{file.done}项，未看或无意见{left}项"]
    if file.asked:
        parts.append(f"要求说明{file.asked}项")
    if file.gates:
        parts.append(f"申报资格有意见{file.gates}项")
    if file.refused:
        parts.append(f"没有计入：{file.refused}")
    return "，".join(parts)
