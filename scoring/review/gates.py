"""The gates of eligibility in a review: opinions of one stage made into one. Points are never touched.

Where reviewers differ there is nothing between them that could be a mean: the gate is open until the chair decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from scoring.model.criteria import Criteria, Gate
from scoring.model.gate_review import GateDecision, GateRuling, GateView
from scoring.model.review import Review, Role, RulingState, StageReading, Standing, Verdict, Verified
from scoring.model.submission import GateAnswer, Submission
from scoring.review.words import in_order
from scoring.rules.evaluating import gate_result

__all__ = ["UNANSWERED", "gate_notes", "gates_asked", "merged_gates", "open_gate", "opened", "same_answer"]

UNANSWERED = GateAnswer(known=False)


def same_answer(one: GateAnswer | None, other: GateAnswer | None) -> bool:
    """Whether two answers say the same: the same 是 or 否, or incidents on the same days. Words about them do not count."""
    return _said(one) == _said(other)


def _said(answer: GateAnswer | None) -> tuple[object, ...]:
    if answer is None or not answer.known:
        return (False,)
    return (True, answer.yes, sorted("" if one.on is None else one.on.isoformat() for one in answer.incidents))


def opened(standing: Standing) -> Submission:
    """The submission of a standing with the disputed gates unanswered, as it is scored."""
    if not standing.disputed:
        return standing.submission
    gates = {**standing.submission.gates, **dict.fromkeys(standing.disputed, UNANSWERED)}
    return replace(standing.submission, gates=gates)


def merged_gates(
    criteria: Criteria, claimed: Submission, before: Standing, reviews: Sequence[Review], as_of: date | None
) -> tuple[Standing, tuple[GateRuling, ...]]:
    """The standing after one stage, and how each gate came to it. The order of `reviews` does not matter."""
    ordered = sorted(reviews, key=lambda one: (one.role.value, one.reviewer, one.digest))
    day = claimed.applied_on if as_of is None else as_of
    gates, disputed, rulings = dict(before.submission.gates), set(before.disputed), []
    for gate in criteria.eligibility.gates:
        own = claimed.gates.get(gate.name, UNANSWERED)
        ruling = _ruling(gate, own, ordered, day)
        rulings.append(ruling)
        if ruling.state is RulingState.DUE:
            disputed.add(gate.name)
        elif ruling.state is not RulingState.NONE:
            disputed.discard(gate.name)
            gates[gate.name] = (ruling.views[0] if ruling.state is RulingState.AGREED else ruling.deciding[-1]).answer
    if gates == before.submission.gates and disputed == before.disputed:
        return before, tuple(rulings)
    after = replace(before, submission=replace(before.submission, gates=gates), disputed=frozenset(disputed))
    return after, tuple(rulings)


def _ruling(gate: Gate, own: GateAnswer, reviews: Sequence[Review], day: date | None) -> GateRuling:
    views = [_view(gate, own, review, review.gates[gate.name], day) for review in reviews if gate.name in review.gates]
    members = tuple(one for one in views if one.role is Role.MEMBER and one.decision.opinion)
    chairs = [one for one in views if one.role is Role.CHAIR and one.decision.opinion]
    chair = chairs[0] if chairs else None
    made = GateRuling(
        gate=gate.name,
        state=RulingState.NONE,
        views=members,
        chair=chair,
        asked=tuple(one for one in views if one.decision.verdict is Verdict.CLARIFY),
        unused=chair is not None,
        recorded=own.recorded,
    )
    if own.recorded or not members:
        return made
    if all(same_answer(members[0].answer, one.answer) for one in members[1:]):
        return replace(made, state=RulingState.AGREED)
    if chair is None:
        return replace(made, state=RulingState.DUE)
    return replace(made, state=RulingState.ARBITRATED, unused=False)


def _view(gate: Gate, own: GateAnswer, review: Review, decision: GateDecision, day: date | None) -> GateView:
    answer = own if decision.answer is None else decision.answer
    state = gate_result(gate, answer, day).state
    return GateView(reviewer=review.reviewer, role=review.role, decision=decision, answer=answer, state=state)


def gates_asked(steps: Sequence[StageReading]) -> Iterator[str]:
    """Gates with a request for an explanation that no opinion of the same or a later stage has answered."""
    waits: dict[str, bool] = {}
    for step in steps:
        for ruling in step.gates:
            waits[ruling.gate] = bool(ruling.asked) or (waits.get(ruling.gate, False) and not ruling.views)
    return (gate for gate, open_ in waits.items() if open_)


def open_gate(found: Verified, name: str) -> str:
    """Why a gate in `Verified.gates_open` has no answer, and who has to act, in words."""
    answer = found.steps[-1].standing.submission.gates.get(name, UNANSWERED)
    heard = any(ruling.views for step in found.steps for ruling in step.gates if ruling.gate == name)
    if answer.known:
        why = "日期没有填全，算不出是不是在期限以内"
    else:
        why = "自评没有填，" + ("只写“认可”补不上" if heard else "也没有人提出意见")
    people = {one.reviewer: None for step in found.steps for one in step.reviews if one.role is Role.MEMBER}
    names = "、".join(sorted(people, key=in_order))
    return f"{why}；请审核人{names}查明，写“意见: 调整”和“改为”"


def gate_notes(found: Verified) -> Mapping[str, str]:
    """By gate, who found what stands now, in words, where that is not the city's own answer."""
    first, last = found.steps[0].standing.submission, found.steps[-1].standing
    notes = {}
    for step in found.steps:
        for ruling in step.gates:
            if ruling.state in (RulingState.AGREED, RulingState.ARBITRATED):
                notes[ruling.gate] = _found_by(ruling, step.name)
    changed = {
        name: note
        for name, note in notes.items()
        if not same_answer(first.gates.get(name), last.submission.gates.get(name))
    }
    return {**changed, **dict.fromkeys(last.disputed, "审核人的意见不一致，等待组长裁决")}


def _found_by(ruling: GateRuling, stage: str) -> str:
    if ruling.state is RulingState.ARBITRATED and ruling.chair is not None:
        return f"{stage}，组长{ruling.chair.reviewer}裁决"
    return f"{stage}，审核人{'、'.join(sorted((one.reviewer for one in ruling.views), key=in_order))}认定"
