"""All rankings of a batch as data, in the shape `scoring.ranking/1` (docs/batch.md)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scoring import __version__
from scoring.batch.model import Ranked, State
from scoring.batch.standing import Head
from scoring.cohort.words import rank_text
from scoring.model.intervals import Range
from scoring.model.ranking import Move, Place, Ranking, Span
from scoring.problems_json import problems_json
from scoring.render.numbers import Json, number

__all__ = ["SCHEMA", "ranking_json"]

SCHEMA = "scoring.ranking/1"


def ranking_json(ranked: Iterable[Ranked], heads: Sequence[Head], reading: str) -> Json:
    """The rankings by pack, and every input that is in none of them with the reason."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "demo-city-scoring", "version": __version__},
        "reading": reading,
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
    }


def _pack(one: Ranked) -> Json:
    front: Json = {"id": one.name, "problems": problems_json(one.problems)}
    if one.ranking is None or one.criteria is None:
        return {**front, "ranking": None}
    return {
        **front,
        "title": one.criteria.title,
        "edition": one.criteria.edition,
        "sha256": one.criteria.digest,
        "ranking": _ranking(one.ranking),
    }


def _ranking(ranking: Ranking) -> Json:
    return {
        "full": number(ranking.full),
        "exact": ranking.exact,
        "at_most": ranking.at_most,
        "quota": [{"name": one.name, "text": one.text} for one in ranking.quota_texts],
        "ranked": [_place(place) for place in ranking.ranked],
        "open": [_place(place) for place in ranking.open],
        "barred": [_place(place) for place in ranking.barred],
        "notes": list(ranking.notes),
    }


def _place(place: Place) -> Json:
    return {
        "input": place.key,
        "city": place.city,
        "invented": place.invented,
        "eligibility": place.eligibility.value,
        "reasons": list(place.reasons),
        "total": _range(place.total),
        "tie_keys": [_range(one) for one in place.keys],
        "complete": place.complete,
        "text": rank_text(place),
        "ranks": _span(place.ranks),
        "last": _span(place.last),
        "exact": place.exact,
        "tied": place.tied,
        "rivals": place.rivals,
        "quota": None if place.quota is None else place.quota.value,
        "moves": [_move(move) for move in place.moves],
    }


def _move(move: Move) -> Json:
    return {
        "item": move.item,
        "facts": list(move.facts),
        "owners": list(move.owners),
        "stake": number(move.stake),
        "shared": move.shared,
        "if_best": _span(move.if_best),
        "if_worst": _span(move.if_worst),
    }


def _range(value: Range) -> Json:
    return {"low": number(value.low), "high": number(value.high)}


def _span(span: Span | None) -> Json | None:
    return None if span is None else {"best": span.best, "worst": span.worst}
