"""The review told step by step: what each step changed, who decided it when and why, and what it cost by clause."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from msgspec import Struct

from scoring.advice.compare import Compared, Comparison, compare
from scoring.advice.compare.model import ClauseChange, Difference, ItemChange
from scoring.base.text import scored_text
from scoring.loading import Loaded
from scoring.model.criteria import Criteria
from scoring.model.review import Opinion, ReviewStep, RulingState, Verified
from scoring.model.scorecard import EligibilityState, Range
from scoring.review.scores import item_scores
from scoring.review.subjects import claims_of, subjects
from scoring.review.wording import answer_text, gate_said, listed_text

__all__ = ["FactChange", "GateChange", "Replay", "StepChange", "replay"]


class FactChange(Struct, frozen=True, kw_only=True):
    """One claim before and after a step, in words."""

    name: str
    old: str
    new: str


class StepChange(Struct, frozen=True, kw_only=True):
    """What one step did to one item.

    facts: the claims that changed
    before, after, difference: its score
    clauses: those behind the difference
    opinions: who decided
    why: set where no person decided (paper not there)
    """

    step: str
    item: str
    label: str
    facts: tuple[FactChange, ...]
    before: Range
    after: Range
    difference: Difference
    clauses: tuple[ClauseChange, ...]
    state: RulingState
    opinions: tuple[Opinion, ...]
    why: str = ""


class GateChange(Struct, frozen=True, kw_only=True):
    """What one step did to one gate of eligibility: its answer and its state, and who decided."""

    step: str
    gate: str
    old: str
    new: str
    before: EligibilityState
    after: EligibilityState
    state: RulingState
    opinions: tuple[Opinion, ...]


class Replay(Struct, frozen=True, kw_only=True):
    """Every step of a review with what it changed.

    changes, gates: those of items, and those of eligibility
    whole: the difference from the claims to the result by clause
    """

    verified: Verified
    changes: tuple[StepChange, ...]
    whole: Comparison
    gates: tuple[GateChange, ...] = ()


def replay(loaded: Loaded, verified: Verified) -> Replay:
    """Tell `verified` (of `verify_claims`) step by step. Pure."""
    steps = verified.steps
    changes = [
        change
        for before, after in itertools.pairwise(steps)
        if before.state is not after.state
        for change in _changes(loaded.criteria, before, after)
    ]
    gates = [change for before, after in itertools.pairwise(steps) for change in _gates(before, after)]
    whole = _compare(loaded.criteria, steps[0], steps[-1])
    return Replay(verified=verified, changes=tuple(changes), whole=whole, gates=tuple(gates))


def _compare(criteria: Criteria, one: ReviewStep, other: ReviewStep) -> Comparison:
    """The difference by clause, from the ledgers of the two cards. Shares of single answers are not asked for: an
    item between two opinions has no answers that give it."""
    sides = [Compared(criteria=criteria, submission=step.state.submission, card=step.card) for step in (one, other)]
    return compare(sides[0], sides[1], inputs=False)


def _changes(criteria: Criteria, before: ReviewStep, after: ReviewStep) -> Iterator[StepChange]:
    found = {item.id: item for section in _compare(criteria, before, after).sections for item in section.items}
    rulings = {ruling.subject: ruling for ruling in after.on_items}
    old, new = item_scores(before.card), item_scores(after.card)
    known = subjects(criteria)
    for id_, item in criteria.items_by_id.items():
        same = known[id_].content(before.state) == known[id_].content(after.state)
        if same and old[id_].score == new[id_].score:
            continue
        ruling = rulings.get(id_)
        change: ItemChange = found[id_]
        yield StepChange(
            step=after.name,
            item=id_,
            label=item.label,
            facts=tuple(_facts(criteria, before, after, id_)),
            before=old[id_].score,
            after=new[id_].score,
            difference=change.difference,
            clauses=change.clauses,
            state=RulingState.NONE if ruling is None else ruling.state,
            opinions=() if ruling is None else ruling.deciding,
            why="" if after.stage is not None else "自评列出的材料不在，按未证实算",
        )


def _gates(before: ReviewStep, after: ReviewStep) -> Iterator[GateChange]:
    was, now = before.card.eligibility.gates, after.card.eligibility.gates
    rulings = {ruling.subject: ruling for ruling in after.on_gates}
    for one, other in zip(was, now, strict=True):
        name = one.gate.name
        old, new = gate_said(before.state, name), gate_said(after.state, name)
        if name in rulings and (old, one.state) != (new, other.state):
            yield GateChange(
                step=after.name,
                gate=name,
                old=old,
                new=new,
                before=one.state,
                after=other.state,
                state=rulings[name].state,
                opinions=rulings[name].deciding,
            )


def _facts(criteria: Criteria, before: ReviewStep, after: ReviewStep, item: str) -> Iterator[FactChange]:
    for fact in criteria.items_by_id[item].facts:
        if fact.derive is not None or fact.name not in claims_of(criteria, item):
            continue
        old, new = _said(criteria, before, fact.name), _said(criteria, after, fact.name)
        if old != new:
            yield FactChange(name=fact.name, old=old, new=new)
    listed, now = (step.state.submission.units.get(item, ()) for step in (before, after))
    each = criteria.items_by_id[item].each
    if each is not None and any(row.nothing for row in (*listed[:1], *now[:1])) and listed != now:
        old, new = (listed_text(criteria.items_by_id[item], units) for units in (listed, now))
        yield FactChange(name=each.name, old=old, new=new)
    rows = {row.name: row for row in listed}
    for row in now:
        earlier = rows.get(row.name)
        for name in row.answers:
            was = None if earlier is None else earlier.answers.get(name)
            old, new = (answer_text(criteria, name, answer) for answer in (was, row.answers[name]))
            if old != new:
                yield FactChange(name=f"{row.name}　{name}", old=old, new=new)
    settled = after.state.merged.get(item)
    if settled is not None and settled != before.state.merged.get(item):
        was_score = item_scores(before.card)[item].score
        yield FactChange(name="得分", old=scored_text(was_score), new=scored_text(settled.score))


def _said(criteria: Criteria, step: ReviewStep, name: str) -> str:
    text = answer_text(criteria, name, step.state.submission.answers.get(name))
    return f"{text}（未证实）" if name in step.state.unproven else text
