"""The verified reading (核实后的得分): the claims, what lies on paper, then one stage of the review after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec.structs import replace

from scoring import __version__
from scoring.evidence_support import present_documents, unproven
from scoring.loading import Loaded
from scoring.model.criteria import Criteria
from scoring.model.evidence import EvidenceList, EvidenceState
from scoring.model.review import (
    Review,
    RulingState,
    Settings,
    Stage,
    StageReading,
    Standing,
    Verified,
)
from scoring.model.scorecard import EligibilityState
from scoring.model.submission import Submission
from scoring.review.applying import papers_of
from scoring.review.binding import concerns, sorted_out
from scoring.review.cards import card_of
from scoring.review.gates import gates_asked, merged_gates
from scoring.review.merging import merged
from scoring.rules import evaluate

__all__ = ["CLAIMED", "EVIDENCED", "verify_claims"]

CLAIMED, EVIDENCED = "自评", "材料核验"


def verify_claims(
    loaded: Loaded,
    reviews: Sequence[Review],
    *,
    evidence: EvidenceList | None = None,
    settings: Settings | None = None,
    as_of: date | None = None,
) -> Verified:
    """What `reviews` make of a submission. Pure: the same files give the same result in any order.

    Reviews of other cities are in `apart`; those of this city that cannot count (another version of the file, an
    interest declared, no declaration, two files of one reviewer) are in `refused`. With `evidence`, claims without
    paper start as not proved; without it every listed paper is taken to be there. `as_of` as for `evaluate`.
    """
    used = settings or Settings()
    criteria, claimed = loaded.criteria, loaded.submission
    counted, refused = sorted_out(loaded, reviews)
    first = Standing(submission=claimed, doubted=frozenset(), lacking=frozenset(), settled={})
    card = evaluate(criteria, claimed, as_of=as_of, tool_version=__version__, switches=False)
    steps = [StageReading(name=CLAIMED, stage=None, standing=first, card=card)]
    papers = papers_of(criteria, claimed)
    if evidence is not None:
        papers = papers_of(criteria, claimed, _absent(evidence))
        unbacked = frozenset(unproven(criteria, claimed, evidence))
        shown = replace(first, doubted=unbacked, lacking=_lacking(criteria, claimed, evidence))
        steps.append(StageReading(name=EVIDENCED, stage=None, standing=shown, card=card_of(criteria, shown, as_of)))
    for stage in Stage:
        mine = tuple(review for review in counted if review.stage is stage)
        before = steps[-1]
        if not mine:
            steps.append(StageReading(name=stage.value, stage=stage, standing=before.standing, card=before.card))
            continue
        after, rulings = merged(criteria, claimed, papers, before.standing, mine, used, as_of)
        after, gates = merged_gates(criteria, claimed, after, mine, as_of)
        steps.append(
            StageReading(
                name=stage.value,
                stage=stage,
                standing=after,
                card=card_of(criteria, after, as_of),
                rulings=rulings,
                reviews=mine,
                gates=gates,
            )
        )
    disputed, asked = steps[-1].standing.disputed, tuple(gates_asked(steps))
    return Verified(
        card=steps[-1].card,
        steps=tuple(steps),
        refused=refused,
        due=tuple(_due(steps[-1].standing)),
        asked=tuple(_asked(steps)),
        unseen=tuple(_unseen(steps)),
        settings=used,
        gates_due=tuple(gate.name for gate in criteria.eligibility.gates if gate.name in disputed),
        gates_asked=asked,
        gates_open=tuple(
            one.gate.name
            for one in steps[-1].card.eligibility.gates
            if one.state is EligibilityState.UNKNOWN and one.gate.name not in (*disputed, *asked)
        ),
        apart=tuple({one.digest: one for one in reviews if not concerns(one, loaded)}.values()),
    )


def _absent(evidence: EvidenceList) -> frozenset[tuple[str, str]]:
    return frozenset(
        (entry.item, entry.file.path)
        for entry in evidence.entries
        if entry.file is not None and entry.state is not EvidenceState.PRESENT
    )


def _lacking(criteria: Criteria, claimed: Submission, evidence: EvidenceList) -> frozenset[tuple[str, str]]:
    """Documents that rules ask for by themselves (必须提供书面材料) and that are listed, but not there."""
    asked = {(fact.item, request) for fact in criteria.facts_by_name.values() for request in fact.proof}
    return frozenset({(file.item, file.request) for file in claimed.evidence} & asked - present_documents(evidence))


def _due(last: Standing) -> Iterator[str]:
    for item, settled in last.settled.items():
        if settled.state is RulingState.DUE:
            yield item


def _asked(steps: Sequence[StageReading]) -> Iterator[str]:
    """Items with a request for an explanation that no opinion of the same or a later stage has answered."""
    for item in _items(steps):
        open_ = False
        for step in steps:
            for ruling in step.rulings:
                if ruling.item == item:
                    open_ = bool(ruling.asked) or (open_ and not ruling.views)
        if open_:
            yield item


def _unseen(steps: Sequence[StageReading]) -> Iterator[str]:
    seen = {ruling.item for step in steps for ruling in step.rulings if ruling.views}
    if any(step.rulings for step in steps):
        yield from (item for item in _items(steps) if item not in seen)


def _items(steps: Sequence[StageReading]) -> list[str]:
    return [score.item.id for section in steps[0].card.sections for score in section.items]
