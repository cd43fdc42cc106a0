"""Decisions as entries of the journal (审核记录)."""

from __future__ import annotations

import itertools
import os.path
from collections.abc import Iterator

from scoring.base.journal import JournalEntry
from scoring.loading import Loaded
from scoring.model.criteria import Criteria
from scoring.model.review import Decision, Review, ReviewStep, Role, RulingState, Verdict, Verified
from scoring.review.wording import answer_text, day_text, gate_said, gate_text, listed_text, none_text

__all__ = ["ELIGIBILITY", "entries"]

ELIGIBILITY = "申报资格"
"""Stands for the item in entries on gates, whose name is the fact."""


def entries(loaded: Loaded, found: Verified) -> tuple[JournalEntry, ...]:
    """Every decision of the reviews that count, stage by stage, in a fixed order; old values are those of the step
    before. A declared conflict is an entry of its own."""
    made: list[JournalEntry] = []
    for before, step in itertools.pairwise(found.steps):
        for review in step.reviews:
            for decision in review.decisions.values():
                if decision.verdict is not Verdict.NONE:
                    made += _entries(loaded.criteria, before, step, review, decision)
    for refused in found.refused:
        review = refused.review
        if refused.conflict:
            made.append(
                JournalEntry(**_who(review), on="", item="", kind="回避", reason=review.conflict_text, **_where(review))
            )
    return tuple(made)


def _entries(
    criteria: Criteria, before: ReviewStep, step: ReviewStep, review: Review, decision: Decision
) -> Iterator[JournalEntry]:
    state = next((one.state for one in step.rulings if one.subject == decision.subject), RulingState.NONE)
    chair = review.role is Role.CHAIR and state is RulingState.ARBITRATED
    common = {
        **_who(review),
        "on": day_text(decision.on),
        "item": ELIGIBILITY if decision.gate else decision.subject,
        "kind": f"仲裁：{decision.verdict.value}" if chair else decision.verdict.value,
        "reason": "；".join(part for part in (decision.reason, "、".join(decision.basis)) if part),
        **_where(review),
    }
    if decision.gate:
        old = new = ""
        if decision.answer is not None:
            old, new = gate_said(before.state, decision.subject), gate_text(decision.answer)
        yield JournalEntry(**common, fact=decision.subject, old=old, new=new)
        return
    changes = [*_changes(criteria, before, decision)]
    if not changes:
        yield JournalEntry(**common)
    for fact, old, new in changes:
        yield JournalEntry(**common, fact=fact, old=old, new=new)


def _changes(criteria: Criteria, before: ReviewStep, decision: Decision) -> Iterator[tuple[str, str, str]]:
    was = before.state.submission
    for name, answer in decision.facts.items():
        yield name, answer_text(criteria, name, was.answers.get(name)), answer_text(criteria, name, answer)
    listed = was.units.get(decision.subject, ())
    item, rows = criteria.items_by_id[decision.subject], {row.name: row for row in listed}
    if item.each is not None and none_text(criteria, decision):
        yield item.each.name, listed_text(item, listed), listed_text(item, decision.units)
    for row in decision.units:
        earlier = rows.get(row.name)
        for name, answer in row.answers.items():
            old = None if earlier is None else earlier.answers.get(name)
            yield f"{row.name}　{name}", answer_text(criteria, name, old), answer_text(criteria, name, answer)
    for path in decision.rejected:
        yield path, "认可", "不认可"


def _who(review: Review) -> dict[str, str]:
    return {
        "reviewer": review.reviewer,
        "role": review.role.value,
        "stage": review.stage.value,
        "city": review.city,
    }


def _where(review: Review) -> dict[str, str]:
    return {"file": os.path.basename(review.file), "digest": review.digest}
