"""The score card as JSON, in the documented and versioned shape `scoring.card/1` (docs/json-output.md).

Points are JSON numbers where they have a finite decimal, else texts like "1/3"; nothing goes through a float that it
does not survive exactly.
"""

from __future__ import annotations

from datetime import date

from scoring.model.criteria import Criteria
from scoring.model.evidence import EvidenceEntry, EvidenceList, EvidenceSupport
from scoring.model.explanation import ClauseExplanation, Explanation, InputLine, ItemExplanation, MissingAnswer
from scoring.model.facts import ReferenceValue
from scoring.model.scorecard import (
    AppliedInterpretation,
    GateResult,
    GradeResult,
    LedgerLine,
    Range,
    ScoreCard,
    SectionScore,
    Step,
)
from scoring.model.submission import Submission
from scoring.naming import draft_texts
from scoring.reports.render.numbers import Json, number, place_json, range_json, value_json

__all__ = [
    "READINGS",
    "SCHEMA",
    "card_json",
    "draft_json",
    "entry_json",
    "extends_json",
    "grade_json",
    "number",
    "step_json",
    "support_json",
]

SCHEMA = "scoring.card/1"


def card_json(
    criteria: Criteria,
    submission: Submission,
    card: ScoreCard,
    evidence: EvidenceList | None,
    explanation: Explanation,
    support: EvidenceSupport | None = None,
    verified: Range | None = None,
) -> Json:
    """The whole card as plain data. The same card gives the same data, key order included; `readings` is there only
    where a `support` was worked out, with the `verified` score in it."""
    source = card.provenance
    made: Json = {
        "schema": SCHEMA,
        "tool": {"name": "demo-city-scoring", "version": source.tool_version},
        "criteria": {
            "id": source.criteria_id,
            "title": criteria.title,
            "edition": source.criteria_edition,
            "sha256": source.criteria_digest,
            "extends": extends_json(criteria),
        },
        "submission": {"file": source.submission_file, "sha256": source.submission_digest, "city": card.city},
        "invented": card.invented,
        "as_of": _day(source.as_of),
        "total": range_json(card.total),
        "full": number(card.full),
        "complete": card.complete,
        "exact": card.exact,
        "eligibility": {
            "state": card.eligibility.state.value,
            "gates": [_gate(gate) for gate in card.eligibility.gates],
            "for_reviewers": [{"name": one.name, "text": one.text} for one in card.eligibility.for_reviewers],
        },
        "sections": [_section(section, explanation) for section in card.sections],
        "interpretations": [_interpretation(one) for one in card.interpretations],
        "assumptions": [{"about": one.about, "text": one.text} for one in criteria.assumptions],
        "references": [_reference(name, value) for name, value in card.references],
        "unknown": list(card.unknown),
        "missing": [_missing(one) for one in explanation.missing],
        "next_steps": [
            {"item": one.item, "text": one.text, "owner": one.owner, "worth": number(one.worth)}
            for one in explanation.next_steps
        ],
        "evidence": None if evidence is None else [entry_json(entry) for entry in evidence.entries],
        "notes": dict(submission.notes),
    }
    made.update(draft_json(criteria))
    if explanation.total_trace:
        made["standing"] = _standing(card, explanation)
    if support is not None:
        made["readings"] = support_json(support, verified)
    return made


def draft_json(criteria: Criteria) -> Json:
    """What a draft says of itself in every output; no key at all for a finished pack."""
    texts = draft_texts(criteria)
    return {"draft": {"pending": len(criteria.pending), "text": "".join(texts)}} if texts else {}


def extends_json(criteria: Criteria) -> list[Json]:
    """The packs an overlay rests on, the nearest first, with what was done to each."""
    return [
        {"id": base.id, "edition": base.edition, "sha256": base.digest, "changes": list(base.changes)}
        for base in criteria.extends
    ]


def _interpretation(one: AppliedInterpretation) -> Json:
    return {
        "name": one.name,
        "item": one.item,
        "question": one.question,
        "option": one.option,
        "text": one.option_text,
        "default": one.default,
        "switched": one.switched,
        "reason": one.reason,
        "affects": one.affects.value,
        "touched": one.touched,
    }


def _reference(name: str, value: ReferenceValue | None) -> Json:
    return {
        "name": name,
        "value": number(value.value) if value else None,
        "year": value.year if value else None,
        "source": value.source if value else None,
        "place": place_json(value.location) if value else None,
    }


def _missing(one: MissingAnswer) -> Json:
    return {
        "name": one.name,
        "item": one.item,
        "ask": one.ask,
        "owner": one.owner,
        "unit": one.unit,
        "at_stake": number(one.at_stake),
    }


def _standing(card: ScoreCard, explanation: Explanation) -> Json:
    return {
        "texts": list(explanation.total_trace),
        "working": [step_json(step) for step in card.working],
        "sections": {one.section.id: [step_json(step) for step in one.working] for one in card.sections},
        "left_out": [one.item.id for part in card.sections for one in part.items if one.applies is False],
        "grade": None if card.grade is None else grade_json(card.grade),
    }


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _gate(result: GateResult) -> Json:
    return {
        "name": result.gate.name,
        "quote": result.gate.quote,
        "state": result.state.value,
        "window": None if result.window is None else [day.isoformat() for day in result.window],
        "barring": [{"date": _day(day), "text": text} for day, text in result.disqualifying],
        "place": place_json(result.location),
    }


def _section(section: SectionScore, explanation: Explanation) -> Json:
    return {
        "id": section.section.id,
        "label": section.section.label,
        "title": section.section.title,
        "points": number(section.section.points),
        "score": range_json(section.score),
        "exact": section.exact,
        "gap": None if section.section.gap is None else section.section.gap.lacks,
        "items": [_item(explanation.of_item(item.item.id)) for item in section.items],
    }


def _item(explained: ItemExplanation) -> Json:
    score = explained.score
    made: Json = {
        "id": score.item.id,
        "label": score.item.label,
        "points": number(score.item.points),
        "requirement": score.item.requirement,
        "scoring": score.item.scoring,
        "score": range_json(score.score),
        "exact": score.exact,
        "unknown": list(score.unknown),
        "summary": explained.summary,
        "gap": None if score.item.gap is None else score.item.gap.lacks,
        "clauses": [_clause(one) for one in explained.clauses],
        "ledger": {"low": _ledger(score.ledger), "high": _ledger(score.ledger_high)},
    }
    if score.units or score.nothing:
        made["units"] = [
            {"name": unit.name, "checked": unit.checked, "score": range_json(unit.score)} for unit in score.units
        ]
    return made


def _clause(words: ClauseExplanation) -> Json:
    outcome = words.outcome
    return {
        "id": outcome.clause.id,
        "effect": outcome.clause.effect.value,
        "state": outcome.state.value,
        "quote": outcome.clause.quote,
        "nominal": range_json(outcome.nominal),
        "cost": range_json(words.cost),
        "verdict": words.verdict,
        "because": words.because,
        "remedy": words.remedy,
        "decisive": list(words.decisive),
        "reads": [_input(line) for line in words.inputs],
    }


def _input(line: InputLine) -> Json:
    read = line.input
    return {
        "name": read.name,
        "kind": read.kind.value,
        "type": read.type.value,
        "unit": read.unit,
        "asked": read.asked,
        "state": read.answer.state,
        "value": value_json(read.answer.value),
        "text": line.value,
        "note": line.note,
        "place": place_json(line.place),
    }


def _ledger(ledger: tuple[LedgerLine, ...]) -> list[Json]:
    return [
        {
            "kind": line.kind.value,
            "clause": line.clause,
            "change": number(line.change),
            "balance": number(line.balance),
        }
        for line in ledger
    ]


READINGS = "scoring.readings/1"


def entry_json(entry: EvidenceEntry) -> Json:
    """One row of the evidence checklist."""
    file = entry.file
    return {
        "number": entry.number,
        "item": entry.item,
        "state": entry.state.value,
        "request": entry.request.id if entry.request is not None else None,
        "title": file.title if file is not None else entry.request.title if entry.request is not None else "",
        "file": file.path if file is not None else None,
        "document_number": file.document_number if file is not None else "",
        "issuer": file.issuer if file is not None else "",
        "date": file.dated.isoformat() if file is not None and file.dated is not None else None,
        "pages": entry.pages,
        "size": entry.size,
        "sha256": entry.digest,
        "place": place_json(file.location) if file is not None else None,
    }


def support_json(support: EvidenceSupport, verified: Range | None) -> Json:
    """The three readings; `verified` is null until a review is recorded, `risks` null where they were not worked out."""
    return {
        "schema": READINGS,
        "claimed": range_json(support.claimed),
        "evidenced": range_json(support.evidenced),
        "verified": None if verified is None else range_json(verified),
        "at_risk": number(support.at_risk),
        "exact": support.exact,
        "official": support.official,
        "note": support.note,
        "unbacked": list(support.unbacked),
        "uncovered": list(support.uncovered),
        "items": [
            {"item": one.item, "claimed": range_json(one.claimed), "evidenced": range_json(one.evidenced)}
            for one in support.items
        ],
        "risks": None
        if support.risks is None
        else [
            {
                "item": risk.item,
                "request": risk.request,
                "title": risk.title,
                "basis": risk.basis.value,
                "state": risk.state.value,
                "facts": list(risk.facts),
                "worth": number(risk.worth),
            }
            for risk in support.risks
        ],
    }


def step_json(step: Step) -> Json:
    """One step and the balance after it."""
    return {
        "kind": step.kind.value,
        "clause": step.clause,
        "item": step.item,
        "balance": {"low": number(step.balance.low), "high": number(step.balance.high)},
    }


def grade_json(grade: GradeResult) -> Json:
    """The grade, what each one asks and which clauses cap it; `met` is null while that is open."""
    return {
        "low": grade.low,
        "high": grade.high,
        "checks": [
            {
                "grade": check.grade.name,
                "met": check.met,
                "total": check.total,
                "sections": dict(check.sections),
                "must_pass": check.must_pass,
                "when": check.when,
            }
            for check in grade.checks
        ],
        "limits": [
            {"clause": clause.id, "grade": clause.grade, "applies": applies} for clause, applies in grade.limits
        ],
        "lowered": [
            {"clause": clause.id, "low": number(steps.low), "high": number(steps.high)}
            for clause, steps in grade.lowered
        ],
        "failed": list(grade.failed),
        "open": list(grade.open),
    }
