"""The result of `scoring compare` as plain data, shape `scoring.compare/1` (docs/json-output.md)."""

from __future__ import annotations

from scoring.advice.compare.model import (
    ClauseChange,
    ComparedSide,
    Comparison,
    ItemChange,
    OtherChange,
    SectionChange,
    Share,
)
from scoring.model.scorecard import Range
from scoring.reports.render.numbers import Json, number, range_json

__all__ = ["SCHEMA", "comparison_json"]

SCHEMA = "scoring.compare/1"


def comparison_json(found: Comparison, tool_version: str) -> Json:
    """The whole comparison; differences are right minus left."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "demo-city-scoring", "version": tool_version},
        "left": _side(found.left),
        "right": _side(found.right),
        "difference": range_json(found.difference),
        "exact": found.exact,
        "notes": list(found.notes),
        "sections": [_section(section) for section in found.sections],
        "rest": range_json(found.rest),
        "inputs": [_share(share) for share in found.facts],
        "eligibility": [_listed(one) for one in found.gates],
        "interpretations": [_listed(one) for one in found.interpretations],
        "references": [_listed(one) for one in found.references],
        "unscored": [_listed(one) for one in found.unscored],
    }


def _side(side: ComparedSide) -> Json:
    return {
        "city": side.city,
        "file": side.file,
        "sha256": side.submission_digest,
        "criteria": {"id": side.criteria, "edition": side.edition, "sha256": side.digest},
        "total": _range(side.total),
        "full": number(side.full),
        "complete": side.complete,
        "exact": side.exact,
    }


def _section(section: SectionChange) -> Json:
    return {
        "id": section.id,
        "label": section.label,
        "title": section.title,
        "left": _range(section.left),
        "right": _range(section.right),
        "difference": range_json(section.difference),
        "items": [_item(item) for item in section.items],
        "rest": range_json(section.rest),
    }


def _item(item: ItemChange) -> Json:
    return {
        "id": item.id,
        "label": item.label,
        "left": _range(item.left),
        "right": _range(item.right),
        "difference": range_json(item.difference),
        "clauses": [_clause(clause) for clause in item.clauses],
        "inputs": [_share(share) for share in item.shares],
        "split": item.split.value,
        "note": item.note or None,
    }


def _clause(clause: ClauseChange) -> Json:
    return {
        "clause": clause.clause or None,
        "quote": clause.quote,
        "before": _range(clause.before),
        "after": _range(clause.after),
        "difference": range_json(clause.part),
    }


def _share(share: Share) -> Json:
    return {
        "changes": [
            {"name": one.name, "kind": one.kind.value, "before": one.before, "after": one.after}
            for one in share.changes
        ],
        "difference": range_json(share.part),
    }


def _listed(one: OtherChange) -> Json:
    return {"name": one.name, "before": one.before, "after": one.after, "note": one.note or None}


def _range(score: Range | None) -> Json | None:
    return None if score is None else range_json(score)
