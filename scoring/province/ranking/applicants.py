"""From one city's assessment to what a batch keeps of it, as a record and as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

import msgspec

from scoring.base.plain import number
from scoring.explain.costs import costs, missing_answers
from scoring.model.cohort import Applicant, ApplicantItem, ClauseLoss, OpenFact, PlaceHeld
from scoring.model.criteria import Criteria
from scoring.model.evidence import EvidenceList, EvidenceSupport, ScoreBasis
from scoring.model.facts import FactType
from scoring.model.scorecard import EligibilityState, GateResult, ItemScore, Range, RankedScore, ScoreCard
from scoring.model.submission import Submission
from scoring.rules import resolve_inputs, rulebook_of
from scoring.rules.inputs import stated_values
from scoring.wording import disqualifying_text

__all__ = ["applicant_from", "applicant_of", "applicant_text", "numbers_of"]

NUMERIC = (FactType.COUNT, FactType.NUMBER, FactType.PERCENT)
FIELDS = {one.name: one.type for one in msgspec.structs.fields(Applicant)}
PARTS: Mapping[str, Any] = {
    "sections": tuple[str, Range],
    "items": ApplicantItem,
    "losses": ClauseLoss,
    "open": OpenFact,
    "scores": RankedScore,
    "places": PlaceHeld,
}
"""Fields that hold many records, few of which differ from city to city, and the type of each record."""
ALIKE = ("criteria", "edition", "criteria_digest", "total")
"""Fields that have few values in a batch."""
KEPT = 1 << 12
ZERO = Fraction(0)
NO_NOTES: Mapping[str, str] = {}


def applicant_of(
    criteria: Criteria,
    submission: Submission,
    card: ScoreCard,
    *,
    key: str,
    basis: ScoreBasis = ScoreBasis.CLAIMED,
    evidence: EvidenceList | None = None,
    support: EvidenceSupport | None = None,
    claimed: Range | None = None,
    verified: Range | None = None,
    questions: tuple[str, ...] = (),
    gate_notes: Mapping[str, str] = NO_NOTES,
    detailed: bool = True,
) -> Applicant:
    """What a batch needs of one assessment.

    `basis` is what the batch ranks by. For EVIDENCED a `support` is needed (ValueError without one): totals, sections
    and items are then those of the evidenced reading, and claims without paper count as open facts. For VERIFIED pass
    the card of the reviewed submission and the self-assessed total as `claimed`; `gate_notes` then say by gate of
    eligibility who found what stands, or what it waits for. Where it is not to be `detailed`, what clauses cost and what is
    open is left out.
    """
    if basis is ScoreBasis.EVIDENCED and support is None:
        raise ValueError("the evidenced score needs the support of its evidence")
    by_paper = support if basis is ScoreBasis.EVIDENCED else None
    total = card.total if by_paper is None else by_paper.evidenced
    items = tuple(_items(card, by_paper))
    made = card.provenance
    return Applicant(
        key=key,
        city=submission.city,
        invented=submission.invented,
        criteria=made.criteria_id,
        edition=made.criteria_edition,
        criteria_digest=made.criteria_digest,
        submission_digest=made.submission_digest,
        total=total,
        full=card.full,
        complete=card.complete and total.decided,
        exact=card.exact if by_paper is None else by_paper.exact,
        eligibility=card.eligibility.state,
        reasons=tuple(_reasons(card, gate_notes)),
        sections=tuple(_sections(card, items, by_paper)),
        items=items,
        losses=tuple(_losses(criteria, card)) if detailed else (),
        open=tuple(_open(criteria, card, items, by_paper)) if detailed else (),
        numbers=numbers_of(criteria, submission),
        claimed=card.total if claimed is None and basis is not ScoreBasis.VERIFIED else claimed,
        evidenced=None if support is None else support.evidenced,
        verified=card.total if basis is ScoreBasis.VERIFIED else verified,
        grade=_grade(card),
        missing=sum(not entry.counts for entry in (() if evidence is None else evidence.entries)),
        at_risk=ZERO if support is None else support.at_risk,
        questions=questions,
        choices=tuple((one.name, one.option) for one in card.interpretations if one.switched),
        scores=card.scores if by_paper is None else by_paper.scores,
        places=tuple(_places(criteria, submission)),
    )


def _reasons(card: ScoreCard, notes: Mapping[str, str]) -> Iterator[str]:
    """Why the city may not apply, or why that is open."""
    state = card.eligibility.state
    for gate in card.eligibility.gates if state is not EligibilityState.CLEAR else ():
        if gate.state is state:
            yield _reason(gate, notes.get(gate.gate.name, ""))


def _losses(criteria: Criteria, card: ScoreCard) -> Iterator[ClauseLoss]:
    memory = rulebook_of(criteria).memory
    for section in card.sections:
        for score in section.items:
            key = ("losses", id(score))
            kept: tuple[ItemScore, tuple[ClauseLoss, ...]] | None = memory.get(key)
            if kept is None or kept[0] is not score:  # many cities have the same score of an item, as one object
                kept = memory.put(key, (score, _losses_of(score)))
            yield from kept[1]


def _losses_of(score: ItemScore) -> tuple[ClauseLoss, ...]:
    return tuple(
        ClauseLoss(item=score.item.id, clause=outcome.clause.id, state=outcome.state, cost=cost)
        for outcome, cost in zip(score.clauses, costs(score), strict=True)
        if cost.high > 0
    )


def _items(card: ScoreCard, by_paper: EvidenceSupport | None) -> Iterator[ApplicantItem]:
    paper = {} if by_paper is None else {one.item: one.evidenced for one in by_paper.items}
    exact = True if by_paper is None else by_paper.exact
    for section in card.sections:
        for one in section.items:
            score = paper.get(one.item.id, one.score)
            yield ApplicantItem(item=one.item.id, score=score, exact=one.exact and exact, applies=one.applies)


def _sections(
    card: ScoreCard, items: tuple[ApplicantItem, ...], by_paper: EvidenceSupport | None
) -> Iterator[tuple[str, Range]]:
    """The sections of the reading; by paper only those that are the plain sum of their items, the others are not known."""
    scores = {one.item: one.score for one in items}
    for section in card.sections:
        if by_paper is None:
            yield section.section.id, section.score
        elif not section.working:
            own = [scores[one.item.id] for one in section.items]
            low, high = sum((one.low for one in own), ZERO), sum((one.high for one in own), ZERO)
            yield section.section.id, Range(low=low, high=high)


def _open(
    criteria: Criteria, card: ScoreCard, items: tuple[ApplicantItem, ...], by_paper: EvidenceSupport | None
) -> Iterator[OpenFact]:
    widths = {} if by_paper is None else {one.item: one.score.high - one.score.low for one in items}
    for missing in missing_answers(criteria, card):
        shared = missing.name in criteria.references_by_name
        stake = missing.at_stake if by_paper is None else widths[missing.item]
        if stake:
            yield OpenFact(name=missing.name, item=missing.item, at_stake=stake, shared=shared)
    for place, item, stake in _open_places(card, widths if by_paper is not None else None):
        yield OpenFact(name=place, item=item, at_stake=stake, shared=True)
    for name in () if by_paper is None else by_paper.unbacked:
        fact = criteria.facts_by_name[name]
        if widths.get(fact.item):
            ask = f"“{name}”已填报，佐证材料还没有。"
            yield OpenFact(name=name, item=fact.item, ask=ask, at_stake=widths[fact.item])


def numbers_of(criteria: Criteria, submission: Submission) -> tuple[tuple[str, Fraction], ...]:
    """The numeric facts of a submission with their values, those of the basic situation and derived ones too."""
    resolved = resolve_inputs(criteria, stated_values(criteria, submission))
    found = ((name, resolved.get(name), fact) for name, fact in criteria.facts_by_name.items())
    return tuple(
        (name, value)
        for name, value, fact in found
        if (fact.type in NUMERIC or fact.derive is not None) and isinstance(value, Fraction)
    )


def _open_places(card: ScoreCard, widths: Mapping[str, Fraction] | None) -> Iterator[tuple[str, str, Fraction]]:
    """The places that are not decided, with the item that hangs on each and its stake. Others wait for the same points."""
    for section in card.sections:
        for one in section.items:
            stake = one.score.high - one.score.low if widths is None else widths[one.item.id]
            yield from ((name, one.item.id, stake) for name in one.open_places if stake)


def _places(criteria: Criteria, submission: Submission) -> Iterator[PlaceHeld]:
    for fact in criteria.placings:
        known, span = submission.references.get(fact.name), submission.spans.get(fact.name)
        if known is not None:
            yield PlaceHeld(name=fact.name, best=known.value, worst=known.value, exact=True, source=known.source)
        elif span is not None:
            yield PlaceHeld(name=fact.name, best=span.best, worst=span.worst, exact=span.exact, source=span.source)


def _grade(card: ScoreCard) -> tuple[str, str] | None:
    return None if card.grade is None else (card.grade.low, card.grade.high)


def _reason(gate: GateResult, note: str) -> str:
    """Why a gate bars, or why it is open; `note` who found that in a review."""
    added = f"（{note}）" if note else ""
    if not gate.disqualifying and gate.state is EligibilityState.INELIGIBLE:
        return f"{gate.gate.quote}{added}"
    if not gate.disqualifying:
        return f"“{gate.gate.name}”{note or '未填'}"
    return f"{gate.gate.name}：{disqualifying_text(gate)}{added}"


def applicant_text(of: Applicant) -> str:
    """The applicant as JSON that `applicant_from` turns back into an equal one: what a line of `results.jsonl` holds."""
    return msgspec.json.encode(of, enc_hook=_number).decode("utf-8")


def applicant_from(text: str) -> Applicant:
    """The applicant that `applicant_text` wrote. Raises ValueError for a text of another shape."""
    try:
        found: dict[str, Any] = {}
        for name, raw in msgspec.json.decode(text, type=dict[str, msgspec.Raw]).items():
            if name in PARTS:
                rows = msgspec.json.decode(raw, type=list[msgspec.Raw])
                found[name] = tuple(_shared(bytes(row), PARTS[name]) for row in rows)
            else:
                found[name] = (_shared if name in ALIKE else _parsed)(bytes(raw), FIELDS[name])
        return Applicant(**found)
    except (msgspec.MsgspecError, KeyError, TypeError) as error:
        raise ValueError(f"no applicant: {error}") from error


def _parsed(text: bytes, kind: Any) -> Any:
    return msgspec.json.decode(text, type=kind, dec_hook=_exact)


def _number(value: Fraction) -> int | float | str:
    if value.denominator == 1:
        return value.numerator
    return _broken(value.numerator, value.denominator)


@lru_cache(maxsize=KEPT)
def _broken(top: int, bottom: int) -> int | float | str:
    """By whole numbers, which are quicker to look up than a Fraction."""
    return number(Fraction(top, bottom))


def _exact(_kind: type, value: Any) -> Fraction:
    return _fraction(repr(value) if isinstance(value, float) else value)


_fraction = lru_cache(maxsize=KEPT)(Fraction)
# Thousands of cities have few different points: equal parts are made once and shared.
_shared = lru_cache(maxsize=KEPT)(_parsed)
