"""The score card as JSON, in the documented and versioned shape `scoring.card/1` (docs/json-output.md), with the rows of
the evidence and the three readings of the score, which other outputs show too.

Points are JSON numbers where they have a finite decimal, else texts like "1/3"; nothing goes through a float that it
does not survive exactly.
"""

from __future__ import annotations

from scoring.base.plain import Json, Keys, Shape, plain
from scoring.model.criteria import Criteria
from scoring.model.evidence import EvidenceEntry, EvidenceList, EvidenceSupport
from scoring.model.explanation import ClauseExplanation, Explanation, InputLine, ItemExplanation, NextStep
from scoring.model.facts import Absent, Judgement
from scoring.model.references import ReferenceSpan, ReferenceValue
from scoring.model.scorecard import (
    AppliedInterpretation,
    GateResult,
    GradeCheck,
    GradeResult,
    Range,
    ScoreCard,
    SectionScore,
    UnitScore,
)
from scoring.model.submission import Submission
from scoring.naming import LAYERS, draft_json

__all__ = ["READINGS", "SCHEMA", "card_json", "entry_json", "support_json"]

SCHEMA = "scoring.card/1"
READINGS = "scoring.readings/1"


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
            "extends": criteria.extends,
        },
        "submission": {"file": source.submission_file, "sha256": source.submission_digest, "city": card.city},
        "invented": card.invented,
        "as_of": source.as_of,
        "total": card.total,
        "full": card.full,
        "complete": card.complete,
        "exact": card.exact,
        "eligibility": card.eligibility,
        "sections": [_section(section, explanation) for section in card.sections],
        "interpretations": card.interpretations,
        "assumptions": criteria.assumptions,
        "references": [_reference(name, value) for name, value in card.references],
        "unknown": card.unknown,
        "missing": explanation.missing,
        "next_steps": explanation.next_steps,
        "evidence": None if evidence is None else evidence.entries,
        "notes": submission.notes,
        **draft_json(criteria),
    }
    if explanation.total_trace:
        made["standing"] = {
            "texts": explanation.total_trace,
            "working": card.working,
            "sections": {one.section.id: one.working for one in card.sections},
            "left_out": [one.item.id for part in card.sections for one in part.items if one.applies is False],
            "grade": card.grade,
        }
    if support is not None:
        made["readings"] = support_json(support, verified)
    shown: Json = plain(made, SHAPE)
    return shown


def entry_json(entry: EvidenceEntry) -> Json:
    """One row of the evidence checklist."""
    made: Json = plain(entry, SHAPE)
    return made


def support_json(support: EvidenceSupport, verified: Range | None) -> Json:
    """The three readings; `verified` is null until a review is recorded, `risks` null where they were not worked out."""
    shown: Json = plain(support, SHAPE)
    return {
        "schema": READINGS,
        "claimed": shown.pop("claimed"),
        "evidenced": shown.pop("evidenced"),
        "verified": plain(verified),
        **shown,
    }


def _entry(entry: EvidenceEntry) -> Json:
    file, request = entry.file, entry.request
    return {
        "number": entry.number,
        "item": entry.item,
        "state": entry.state,
        "request": request.id if request is not None else None,
        "title": file.title if file is not None else request.title if request is not None else "",
        "file": file.path if file is not None else None,
        "document_number": file.document_number if file is not None else "",
        "issuer": file.issuer if file is not None else "",
        "date": file.dated if file is not None else None,
        "pages": entry.pages,
        "size": entry.size,
        "sha256": entry.digest,
        "place": file.location if file is not None else None,
    }


def _reference(name: str, value: ReferenceValue | ReferenceSpan | None) -> Json:
    """A number from outside; of a place that is not decided the best and the worst."""
    open_ends = {"best": value.best, "worst": value.worst} if isinstance(value, ReferenceSpan) else {}
    return {
        "name": name,
        "value": value.value if isinstance(value, ReferenceValue) else None,
        "year": value.year or None if value else None,
        "source": value.source if value else None,
        "place": value.location if value else None,
        **open_ends,
    }


def _gate(result: GateResult) -> Json:
    return {
        "name": result.gate.name,
        "quote": result.gate.quote,
        "state": result.state,
        "window": result.window,
        "barring": [{"date": day, "text": text} for day, text in result.disqualifying],
        "place": result.location,
    }


def _grade(result: GradeResult) -> Json:
    """The grade, what each one asks and which clauses cap it; `met` is null while that is open."""
    return {
        "low": result.low,
        "high": result.high,
        "checks": result.checks,
        "limits": [{"clause": one.id, "grade": one.grade, "applies": applies} for one, applies in result.limits],
        "lowered": [{"clause": one.id, "low": steps.low, "high": steps.high} for one, steps in result.lowered],
        "failed": result.failed,
        "open": result.open,
    }


def _check(check: GradeCheck) -> Json:
    return {
        "grade": check.grade.name,
        "met": check.met,
        "total": check.total,
        "sections": dict(check.sections),
        "must_pass": check.must_pass,
        "when": check.when,
    }


def _section(score: SectionScore, explanation: Explanation) -> Json:
    section = score.section
    return {
        "id": section.id,
        "label": section.label,
        "title": section.title,
        "points": section.points,
        "score": score.score,
        "exact": score.exact,
        "gap": None if section.gap is None else section.gap.lacks,
        "items": [explanation.of_item(one.item.id) for one in score.items],
    }


def _item(explained: ItemExplanation) -> Json:
    score, item = explained.score, explained.score.item
    made: Json = {
        "id": item.id,
        "label": item.label,
        "points": item.points,
        "requirement": item.requirement,
        "scoring": item.scoring,
        "score": score.score,
        "exact": score.exact,
        "unknown": score.unknown,
        "summary": explained.summary,
        "gap": None if item.gap is None else item.gap.lacks,
        "clauses": explained.clauses,
        "ledger": {"low": score.ledger, "high": score.ledger_high},
    }
    if score.units or score.nothing:
        made["units"] = score.units
    return made


def _clause(words: ClauseExplanation) -> Json:
    outcome = words.outcome
    return {
        "id": outcome.clause.id,
        "effect": outcome.clause.effect,
        "state": outcome.state,
        "quote": outcome.clause.quote,
        "nominal": outcome.nominal,
        "cost": words.cost,
        "verdict": words.verdict,
        "because": words.because,
        "remedy": words.remedy,
        "decisive": words.decisive,
        "reads": words.inputs,
    }


def _input(line: InputLine) -> Json:
    read = line.input
    return {
        "name": read.name,
        "kind": read.kind,
        "type": read.type,
        "unit": read.unit,
        "asked": read.asked,
        "state": read.answer.state,
        "value": read.answer.value,
        "text": line.value,
        "note": line.note,
        "place": line.place,
    }


SHAPE: Shape = {
    Absent: lambda _: None,
    Judgement: lambda one: one.points,
    AppliedInterpretation: Keys(omit=("answered",), rename={"option_text": "text"}),
    ClauseExplanation: _clause,
    EvidenceEntry: _entry,
    EvidenceSupport: Keys(omit=("listed", "scores")),
    **LAYERS,
    GateResult: _gate,
    GradeCheck: _check,
    GradeResult: _grade,
    InputLine: _input,
    ItemExplanation: _item,
    NextStep: Keys(omit=("fills_in",)),
    UnitScore: Keys(omit=("clauses",)),
}
"""How the JSON of a card differs from its records."""
