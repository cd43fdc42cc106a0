"""The verified reading (核实后的得分): the claims, what lies on paper, then one stage of the review after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec.structs import replace

from scoring import __version__
from scoring.evidence_support import present_documents, unproven
from scoring.loading import Loaded
from scoring.model.criteria import Criteria
from scoring.model.evidence import EvidenceList
from scoring.model.review import (
    Review,
    ReviewSettings,
    ReviewState,
    ReviewStep,
    RulingState,
    Stage,
    Verified,
)
from scoring.model.scorecard import EligibilityState
from scoring.model.submission import Submission
from scoring.review.fitting import concerns, sorted_out
from scoring.review.merging import merge_stage
from scoring.review.scores import card_of, item_scores
from scoring.review.subjects import Claims, papers_of
from scoring.rules import evaluate

__all__ = ["CLAIMED", "EVIDENCED", "verify_claims"]

CLAIMED, EVIDENCED = "自评", "材料核验"


def verify_claims(
    loaded: Loaded,
    reviews: Sequence[Review],
    *,
    evidence: EvidenceList | None = None,
    settings: ReviewSettings | None = None,
    as_of: date | None = None,
) -> Verified:
    """What `reviews` make of a submission. Pure: the same files give the same result in any order.

    Reviews of other cities are in `apart`; those of this city that cannot count (another version of the file, an
    interest declared, no declaration, two files of one reviewer) are in `refused`. With `evidence`, claims without
    paper start as not proved; without it every listed paper is taken to be there. `as_of` as for `evaluate`.
    """
    used = settings or ReviewSettings()
    criteria, claimed = loaded.criteria, loaded.submission
    counted, refused = sorted_out(loaded, reviews)
    first = ReviewState(submission=claimed)
    card = evaluate(criteria, claimed, as_of=as_of, tool_version=__version__, switches=False)
    steps = [ReviewStep(name=CLAIMED, stage=None, state=first, card=card)]
    papers = papers_of(criteria, claimed)
    if evidence is not None:
        papers = papers_of(criteria, claimed, _absent(evidence))
        unbacked = frozenset(unproven(criteria, claimed, evidence))
        shown = replace(first, unproven=unbacked, lacking=_lacking(criteria, claimed, evidence))
        steps.append(ReviewStep(name=EVIDENCED, stage=None, state=shown, card=card_of(criteria, shown, as_of)))
    claims = Claims(submission=claimed, papers=papers, day=claimed.applied_on if as_of is None else as_of)
    for stage in Stage:
        mine = tuple(review for review in counted if review.stage is stage)
        before = steps[-1]
        if not mine:
            steps.append(ReviewStep(name=stage.value, stage=stage, state=before.state, card=before.card))
            continue
        after, rulings = merge_stage(criteria, claims, before.state, mine, used, as_of)
        after_card = card_of(criteria, after, as_of)
        steps.append(
            ReviewStep(name=stage.value, stage=stage, state=after, card=after_card, rulings=rulings, reviews=mine)
        )
    last = steps[-1]
    due = [id_ for id_, one in last.state.merged.items() if one.state is RulingState.DUE]
    gates_due = [gate.name for gate in criteria.eligibility.gates if gate.name in last.state.disputed]
    asked = _asked(steps)
    gates_asked = [one.gate.name for one in card.eligibility.gates if one.gate.name in asked]
    return Verified(
        card=last.card,
        steps=tuple(steps),
        refused=refused,
        due=tuple(due),
        asked=tuple(id_ for id_ in criteria.items_by_id if id_ in asked),
        unseen=tuple(_unseen(steps)),
        settings=used,
        gates_due=tuple(gates_due),
        gates_asked=tuple(gates_asked),
        gates_open=tuple(
            one.gate.name
            for one in last.card.eligibility.gates
            if one.state is EligibilityState.UNKNOWN and one.gate.name not in (*gates_due, *gates_asked)
        ),
        apart=tuple({one.digest: one for one in reviews if not concerns(one, loaded)}.values()),
    )


def _absent(evidence: EvidenceList) -> frozenset[tuple[str, str]]:
    return frozenset(
        (entry.item, entry.file.path) for entry in evidence.entries if entry.file is not None and not entry.counts
    )


def _lacking(criteria: Criteria, claimed: Submission, evidence: EvidenceList) -> frozenset[tuple[str, str]]:
    """Documents that rules ask for by themselves (必须提供书面材料) and that are listed, but not there."""
    asked = {(fact.item, request) for fact in criteria.facts_by_name.values() for request in fact.proof}
    return frozenset({(file.item, file.request) for file in claimed.evidence} & asked - present_documents(evidence))


def _asked(steps: Sequence[ReviewStep]) -> set[str]:
    """Subjects with a request for an explanation that no opinion of the same or a later stage has answered."""
    waits: dict[str, bool] = {}
    for step in steps:
        for one in step.rulings:
            waits[one.subject] = bool(one.asked) or (waits.get(one.subject, False) and not one.opinions)
    return {subject for subject, open_ in waits.items() if open_}


def _unseen(steps: Sequence[ReviewStep]) -> Iterator[str]:
    """The items on which nobody has an opinion, once anybody has reviewed."""
    seen = {ruling.subject for step in steps for ruling in step.on_items if ruling.opinions}
    if any(step.rulings for step in steps):
        yield from (id_ for id_ in item_scores(steps[0].card) if id_ not in seen)
