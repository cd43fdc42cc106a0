"""Decisions as entries of the journal (审核记录)."""

from __future__ import annotations

import os.path
from collections.abc import Iterator

from scoring.base.journal import Entry
from scoring.loading import Loaded
from scoring.model.criteria import Criteria
from scoring.model.facts import Answer
from scoring.model.review import Decision, GateDecision, Review, Role, RulingState, StageReading, Verdict, Verified
from scoring.review.words import answer_text, day_text, gate_said, gate_text, listed_text, none_text

__all__ = ["ELIGIBILITY", "entries"]

ELIGIBILITY = "申报资格"
"""Stands for the item in entries on gates, whose name is the fact."""


def entries(loaded: Loaded, found: Verified) -> tuple[Entry, ...]:
    """Every decision of the reviews that count, stage by stage, in a fixed order; old values are those of the step
    before. A declared conflict is an entry of its own."""
    made: list[Entry] = []
    for before, step in zip(found.steps, found.steps[1:], strict=False):
        for review in step.reviews:
            for decision in review.decisions.values():
                if decision.verdict is not Verdict.NONE:
                    made += _entries(loaded.criteria, before, step, review, decision)
            for one in review.gates.values():
                if one.verdict is not Verdict.NONE:
                    made.append(_gate_entry(before, step, review, one))
    for refused in found.refused:
        review = refused.review
        if refused.conflict:
            made.append(
                Entry(**_who(review), on="", item="", kind="回避", reason=review.conflict_text, **_where(review))
            )
    return tuple(made)


def _gate_entry(before: StageReading, step: StageReading, review: Review, decision: GateDecision) -> Entry:
    state = next((one.state for one in step.gates if one.gate == decision.gate), RulingState.NONE)
    chair = review.role is Role.CHAIR and state is RulingState.ARBITRATED
    changed = decision.answer is not None
    return Entry(
        **_who(review),
        on=day_text(decision.on),
        item=ELIGIBILITY,
        kind=f"仲裁：{decision.verdict.value}" if chair else decision.verdict.value,
        fact=decision.gate,
        old=gate_said(before.standing, decision.gate) if changed else "",
        new=gate_text(decision.answer) if changed else "",
        reason=_reason(decision),
        **_where(review),
    )


def _entries(
    criteria: Criteria, before: StageReading, step: StageReading, review: Review, decision: Decision
) -> Iterator[Entry]:
    state = next((one.state for one in step.rulings if one.item == decision.item), RulingState.NONE)
    chair = review.role is Role.CHAIR and state is RulingState.ARBITRATED
    kind = f"仲裁：{decision.verdict.value}" if chair else decision.verdict.value
    common = {
        **_who(review),
        "on": day_text(decision.on),
        "item": decision.item,
        "kind": kind,
        "reason": _reason(decision),
        **_where(review),
    }
    changes = [*_changes(criteria, before, decision)]
    if not changes:
        yield Entry(**common)
    for fact, old, new in changes:
        yield Entry(**common, fact=fact, old=old, new=new)


def _changes(criteria: Criteria, before: StageReading, decision: Decision) -> Iterator[tuple[str, str, str]]:
    was = before.standing.submission
    for name, answer in decision.facts.items():
        yield name, _text(criteria, name, was.answers.get(name)), _text(criteria, name, answer)
    listed = was.units.get(decision.item, ())
    item, rows = criteria.items_by_id[decision.item], {row.name: row for row in listed}
    if item.each is not None and none_text(criteria, decision):
        yield item.each.name, listed_text(item, listed), listed_text(item, decision.units)
    for row in decision.units:
        earlier = rows.get(row.name)
        for name, answer in row.answers.items():
            old = None if earlier is None else earlier.answers.get(name)
            yield f"{row.name}　{name}", _text(criteria, name, old), _text(criteria, name, answer)
    for path in decision.rejected:
        yield path, "认可", "不认可"


def _reason(decision: Decision | GateDecision) -> str:
    return "；".join(part for part in (decision.reason, "、".join(decision.basis)) if part)


def _text(criteria: Criteria, name: str, answer: Answer | None) -> str:
    return answer_text(criteria, name, answer)


def _who(review: Review) -> dict[str, str]:
    return {
        "reviewer": review.reviewer,
        "role": review.role.value,
        "stage": review.stage.value,
        "city": review.city,
    }


def _where(review: Review) -> dict[str, str]:
    return {"file": os.path.basename(review.file), "digest": review.digest}
