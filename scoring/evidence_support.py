"""How much of a claimed score lies on paper (佐证): the evidenced reading, and the points each missing file puts at risk."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec.structs import replace

from scoring.base.kept import for_last
from scoring.model.criteria import Basis, Criteria, EvidenceRequest, Item
from scoring.model.evidence import EvidenceList, EvidenceState, EvidenceSupport, ItemSupport, Risk
from scoring.model.facts import Fact
from scoring.model.scorecard import Range, RankedScore, ScoreCard
from scoring.model.submission import Submission, Unit
from scoring.rules.ranges import ranges_of

__all__ = ["evidence_support", "present_documents", "supporting_documents", "unproven", "without"]

NOTE_NONE = "指标体系没有列出材料清单，填报内容有没有材料支撑没有判断。"
NOTE_SUGGESTED = (
    "“有材料支撑”按指标体系编制者建议的材料清单计算，不是官方要求；只看材料在不在、打不打得开，不判断内容。"
)
NOTE_OFFICIAL = "“有材料支撑”按材料清单计算，清单里标“建议”的不是官方要求；只看材料在不在、打不打得开，不判断内容。"


def evidence_support(
    criteria: Criteria, submission: Submission, card: ScoreCard, evidence: EvidenceList, *, risks: bool = True
) -> EvidenceSupport:
    """The readings of `card`. `risks` also works out what each absent document puts at risk, which scores once more for
    each of them."""
    known = supporting_documents(criteria)
    claims = _claims(criteria, submission)
    present = present_documents(evidence)
    unbacked = _unproven(claims, known, present)
    uncovered = [name for name, fact in claims.items() if fact.item and name not in known]
    lacking = {(file.item, file.request or "") for file in submission.evidence} - present
    before = [score for section in card.sections for score in section.items]
    total, scores, exact = card.total, [one.score for one in before], card.exact
    ranked = card.scores
    if unbacked:
        doubted = ranges_of(criteria).of(without(criteria, submission, unbacked, lacking))
        total, scores, exact = doubted.total, doubted.scores, exact and doubted.exact
        ranked = tuple(_ranked(one, claim) for one, claim in zip(doubted.ranked, card.scores, strict=True))
    evidenced = _at_most(total, card.total)
    items = tuple(
        ItemSupport(item=one.item.id, claimed=one.score, evidenced=_at_most(score, one.score))
        for one, score in zip(before, scores, strict=True)
    )
    bases = {request.basis for item in _items(criteria) for request in item.evidence}
    official = Basis.OFFICIAL in bases
    return EvidenceSupport(
        claimed=card.total,
        evidenced=evidenced,
        at_risk=card.total.low - evidenced.low,
        items=items,
        unbacked=unbacked,
        uncovered=tuple(uncovered),
        official=official,
        listed=bool(bases),
        note=NOTE_OFFICIAL if official else NOTE_SUGGESTED if bases else NOTE_NONE,
        exact=exact,
        scores=ranked,
        risks=_risks(criteria, submission, card, evidence, set(unbacked)) if risks else None,
    )


def unproven(criteria: Criteria, submission: Submission, evidence: EvidenceList) -> tuple[str, ...]:
    """The claims that no paper proves.

    A claim is a fact that is answered (不适用 needs no paper). It is backed when at least one document that supports it
    is present, and all of those it asks for as proof; a claim that no document of the pack supports is left as claimed.
    """
    return _unproven(_claims(criteria, submission), supporting_documents(criteria), present_documents(evidence))


def _unproven(
    claims: Mapping[str, Fact], known: Mapping[str, Sequence[tuple[str, str]]], present: Collection[tuple[str, str]]
) -> tuple[str, ...]:
    return tuple(
        name
        for name, fact in claims.items()
        if not all((fact.item, one) in present for one in fact.proof)
        or (name in known and not any(key in present for key in known[name]))
    )


def present_documents(evidence: EvidenceList) -> set[tuple[str, str]]:
    """The documents (item, request) of which a usable file is there."""
    return {(entry.item, entry.request.id) for entry in evidence.entries if entry.request is not None and entry.counts}


def _claims(criteria: Criteria, submission: Submission) -> dict[str, Fact]:
    answers, units = submission.answers, submission.units
    return {
        name: fact
        for name, fact in criteria.facts_by_name.items()
        if fact.proof
        or ((answer := answers.get(name)) is not None and answer.answered)
        or (fact.item in units and _claimed_by_units(units[fact.item], name, fact))
    }


def _items(criteria: Criteria) -> list[Item]:
    return [item for section in criteria.sections for item in section.items]


@for_last
def supporting_documents(criteria: Criteria) -> dict[str, list[tuple[str, str]]]:
    """For each fact the documents (item, request) that support it; what supports a ratio supports both its parts."""
    found: dict[str, list[tuple[str, str]]] = {}
    for item in _items(criteria):
        for request in item.evidence:
            for name in _facts_of(criteria, request):
                found.setdefault(name, []).append((item.id, request.id))
    return found


def _facts_of(criteria: Criteria, request: EvidenceRequest) -> list[str]:
    names: list[str] = []
    for name in request.supports:
        fact = criteria.facts_by_name.get(name)
        if fact is not None and fact.derive is not None:
            names += [
                part
                for part in fact.derive.parts
                if part in criteria.facts_by_name and criteria.facts_by_name[part].item
            ]
        else:
            names.append(name)
    return names


def without(
    criteria: Criteria, submission: Submission, names: Collection[str], lacking: Collection[tuple[str, str]] = ()
) -> Submission:
    """The submission as if the facts `names` had not been answered and the documents `lacking` (item, request) not
    listed. A list of units that says 无 answers every fact of its item, and goes with any of them."""
    none = {criteria.facts_by_name[name].item for name in names if name in criteria.facts_by_name}
    kept = {name: answer for name, answer in submission.answers.items() if name not in names}
    units = {
        item: tuple(
            replace(row, answers={name: answer for name, answer in row.answers.items() if name not in names})
            for row in rows
        )
        for item, rows in submission.units.items()
        if not (rows and rows[0].nothing and item in none)
    }
    evidence = tuple(file for file in submission.evidence if (file.item, file.request or "") not in lacking)
    return replace(submission, answers=kept, units=units, evidence=evidence)


def _claimed_by_units(rows: Sequence[Unit], name: str, fact: Fact) -> bool:
    """Whether a fact is answered for one of the units, or by a list of units that says 无."""
    none = bool(rows) and rows[0].nothing and fact.derive is None
    return none or any(row.answers[name].answered for row in rows if name in row.answers)


def _at_most(reading: Range, claimed: Range) -> Range:
    """What lies on paper is never more than what is claimed."""
    return Range(low=min(reading.low, claimed.low), high=min(reading.high, claimed.high))


def _ranked(one: RankedScore, claim: RankedScore) -> RankedScore:
    return replace(one, score=_at_most(one.score, claim.score), exact=one.exact and claim.exact)


def _risks(
    criteria: Criteria,
    submission: Submission,
    card: ScoreCard,
    evidence: EvidenceList,
    unbacked: Collection[str],
) -> tuple[Risk, ...]:
    """The absent documents, the dearest first."""
    states = _states(evidence)
    found = []
    for item in _items(criteria):
        for request in item.evidence:
            state = states.get((item.id, request.id), EvidenceState.NOT_LISTED)
            names = tuple(name for name in _facts_of(criteria, request) if name in unbacked)
            if state is EvidenceState.PRESENT or not names:
                continue
            doubted = ranges_of(criteria).of(without(criteria, submission, names, {(item.id, request.id)}))
            found.append(
                Risk(
                    item=item.id,
                    request=request.id,
                    title=request.title,
                    basis=request.basis,
                    state=state,
                    facts=names,
                    worth=card.total.low - min(doubted.total.low, card.total.low),
                )
            )
    return tuple(sorted(found, key=lambda risk: -risk.worth))


def _states(evidence: EvidenceList) -> dict[tuple[str, str], EvidenceState]:
    """The best state among the files that answer one request."""
    found: dict[tuple[str, str], EvidenceState] = {}
    for entry in evidence.entries:
        if entry.request is not None:
            key = (entry.item, entry.request.id)
            if found.get(key) is not EvidenceState.PRESENT:
                found[key] = entry.state
    return found
