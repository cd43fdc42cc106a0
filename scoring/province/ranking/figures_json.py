"""The figures of a batch as plain data, shape `scoring.cohort/1` (docs/ranking.md)."""

from __future__ import annotations

from scoring.model.figures import ClauseFigures, Cohort, ItemFigures, Outlier, SectionFigures
from scoring.province.ranking.outliers import rule_text
from scoring.province.ranking.words import outlier_text
from scoring.reports.render.numbers import Json, number, range_json

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
        "mean": range_json(of.mean),
        "median": range_json(of.median),
        "sections": [_section(one) for one in of.sections],
        "items": [_item(one) for one in of.items],
        "clauses": [_clause(one) for one in of.clauses],
        "bins": [
            {"low": number(one.low), "high": number(one.high), "surely": one.surely, "perhaps": one.perhaps}
            for one in of.bins
        ],
        "outliers": [_outlier(one) for one in of.outliers],
        "outlier_rule": rule_text(),
        "not_compared": [{"name": name, "why": why} for name, why in of.skipped],
    }


def _section(one: SectionFigures) -> Json:
    return {
        "section": one.section,
        "label": one.label,
        "title": one.title,
        "points": number(one.points),
        "cities": one.cities,
        "mean": range_json(one.mean),
        "median": range_json(one.median),
    }


def _item(one: ItemFigures) -> Json:
    return {
        "item": one.item,
        "label": one.label,
        "points": number(one.points),
        "cities": one.cities,
        "lost": one.lost,
        "maybe": one.maybe,
        "whole": one.whole,
        "absent": one.absent,
        "mean_loss": range_json(one.mean),
        "median_loss": range_json(one.median),
    }


def _clause(one: ClauseFigures) -> Json:
    return {
        "clause": one.clause,
        "item": one.item,
        "quote": one.quote,
        "lost": one.lost,
        "maybe": one.maybe,
        "points": range_json(one.points),
    }


def _outlier(one: Outlier) -> Json:
    return {
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
