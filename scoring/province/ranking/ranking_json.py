"""A ranking as plain data, shape `scoring.ranking/1` (docs/ranking.md)."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.model.ranking import Move, Place, Ranking, Span
from scoring.province.ranking.words import move_text, quota_text, rank_text
from scoring.reports.render.numbers import Json, number, range_json

__all__ = ["SCHEMA", "ranking_json"]

SCHEMA = "scoring.ranking/1"


def ranking_json(of: Ranking) -> Json:
    """The whole ranking; points are JSON numbers where those are exact, else texts like "1/3"."""
    return {
        "schema": SCHEMA,
        "criteria": {"id": of.criteria, "edition": of.edition},
        "full": number(of.full),
        "exact": of.exact,
        "quota": None
        if of.at_most is None
        else {"at_most": of.at_most, "texts": [{"name": one.name, "text": one.text} for one in of.quota_texts]},
        "ties": None
        if of.ties is None
        else {"keys": [{key.kind.value: key.id} for key in of.ties.keys], "note": of.ties.note},
        "notes": list(of.notes),
        "choices": list(of.choices),
        "ranked": _places(of.ranked),
        "open": _places(of.open),
        "barred": _places(of.barred),
    }


def _places(of: Sequence[Place]) -> list[Json]:
    return [_place(one) for one in of]


def _place(of: Place) -> Json:
    return {
        "key": of.key,
        "city": of.city,
        "invented": of.invented,
        "eligibility": of.eligibility.value,
        "reasons": list(of.reasons),
        "total": range_json(of.total),
        "keys": [range_json(one) for one in of.keys],
        "complete": of.complete,
        "ranks": _span(of.ranks),
        "last": _span(of.last),
        "exact": of.exact,
        "tied": of.tied,
        "rivals": of.rivals,
        "quota": None if of.quota is None else of.quota.value,
        "texts": {"rank": rank_text(of), "quota": quota_text(of)},
        "moves": [_move(one) for one in of.moves],
        "choices": [{"name": name, "option": option} for name, option in of.choices],
    }


def _move(of: Move) -> Json:
    return {
        "item": of.item,
        "facts": list(of.facts),
        "owners": list(of.owners),
        "stake": number(of.stake),
        "shared": of.shared,
        "if_best": _span(of.if_best),
        "if_worst": _span(of.if_worst),
        "text": move_text(of),
    }


def _span(of: Span | None) -> Json | None:
    return None if of is None else {"best": of.best, "worst": of.worst}
