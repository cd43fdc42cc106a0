"""The rankings of a batch as data, in the shape `scoring.batch/1` (docs/batch.md)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scoring import __version__
from scoring.base.errors import problems_json
from scoring.model.evidence import ScoreBasis
from scoring.province.batch.model import Found, Ranked, State
from scoring.province.batch.standing import Head
from scoring.province.ranking import cohort_json, ranking_json
from scoring.reports.render.card_json import draft_json
from scoring.reports.render.numbers import Json

__all__ = ["SCHEMA", "overview_json"]

SCHEMA = "scoring.batch/1"


def overview_json(ranked: Iterable[Ranked], heads: Sequence[Head], found: Found, basis: ScoreBasis) -> Json:
    """Ranking and figures of each pack, every input that is in none of them with the reason, and what became of the
    other files that were received."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "demo-city-scoring", "version": __version__},
        "reading": basis.value,
        "packs": [_pack(one) for one in ranked],
        "not_ranked": [
            {
                "input": head.key,
                "state": head.state.value,
                "city": head.city or None,
                "same_as": head.same_as or None,
                "problems": [one for one in head.problems if one["severity"] == "error"],
            }
            for head in heads
            if head.state is not State.SCORED
        ],
        "skipped": [{"file": one.key, "reason": one.reason} for one in found.skipped],
        "materials": [{"folder": one.key, "files": one.files} for one in found.materials],
    }


def _pack(one: Ranked) -> Json:
    return {
        "id": one.name,
        "title": None if one.criteria is None else one.criteria.title,
        "edition": None if one.criteria is None else one.criteria.edition,
        "sha256": None if one.criteria is None else one.criteria.digest,
        **({} if one.criteria is None else draft_json(one.criteria)),
        "problems": problems_json(one.problems),
        "ranking": None if one.ranking is None else ranking_json(one.ranking),
        "cohort": None if one.cohort is None else cohort_json(one.cohort),
    }
