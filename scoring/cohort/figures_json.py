"""The figures of a batch as plain data, shape `scoring.cohort/1` (docs/ranking.md)."""

from __future__ import annotations

from scoring.cohort.outliers import rule_text
from scoring.cohort.words import outlier_text
from scoring.model.figures import Cohort
from scoring.model.intervals import Range
from scoring.render.numbers import Json, number

__all__ = ["SCHEMA", "cohort_json"]

SCHEMA = "scoring.cohort/1"


def cohort_json(of: Cohort) -> Json:
    """All figures; numbers are JSON numbers where those are exact, else texts like "1/3"."""
    return {
        "schema": SCHEMA,
        "criteria": of.criteria,
        "cities": of.cities,
        "eligible": of.eligible,
        "open": of.open,
        "barred": of.barred,
        "complete": of.complete,
        "mean": _range(of.mean),
        "median": _range(of.median),
        "sections": [
            {
                "section": one.section,
                "label": one.label,
                "title": one.title,
                "points": number(one.points),
                "cities": one.cities,
                "mean": _range(one.mean),
                "median": _range(one.median),
            }
            for one in of.sections
        ],
        "items": [
            {
                "item": one.item,
                "label": one.label,
                "points": number(one.points),
                "cities": one.cities,
                "lost": one.lost,
                "maybe": one.maybe,
                "whole": one.whole,
                "absent": one.absent,
                "mean_loss": _range(one.mean),
                "median_loss": _range(one.median),
            }
            for one in of.items
        ],
        "clauses": [
            {
                "clause": one.clause,
                "item": one.item,
                "quote": one.quote,
                "lost": one.lost,
                "maybe": one.maybe,
                "points": _range(one.points),
            }
            for one in of.clauses
        ],
        "bins": [
            {"low": number(one.low), "high": number(one.high), "surely": one.surely, "perhaps": one.perhaps}
            for one in of.bins
        ],
        "outliers": [
            {
                "key": one.key,
                "city": one.city,
                "name": one.name,
                "unit": one.unit,
                "value": number(one.value),
                "median": number(one.median),
                "spread": number(one.spread),
                "cities": one.cities,
                "times": number(one.times),
                "text": outlier_text(one),
            }
            for one in of.outliers
        ],
        "outlier_rule": rule_text(),
        "not_compared": [{"name": name, "why": why} for name, why in of.skipped],
    }


def _range(of: Range) -> Json:
    return {"low": number(of.low), "high": number(of.high)}
