"""Evidence and the three readings of a score as plain data for JSON."""

from __future__ import annotations

from scoring.model.evidence import EvidenceEntry, EvidenceSupport
from scoring.model.scorecard import Range
from scoring.reports.render.numbers import Json, number, place_json, range_json

__all__ = ["READINGS", "support_json", "entry_json"]

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
