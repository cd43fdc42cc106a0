"""Ranking and figures of a batch as plain data, shapes `scoring.ranking/1` and `scoring.cohort/1` (docs/ranking.md)."""

from __future__ import annotations

from msgspec.structs import replace

from scoring.base.plain import Json, Keys, Shape, plain
from scoring.model.cohort import Cohort, ItemFigures, Outlier, Place, Ranking, RankMove
from scoring.model.totals import TieKey
from scoring.province.ranking.outliers import rule_text
from scoring.province.ranking.words import move_text, outlier_text, quota_text, rank_text

__all__ = ["cohort_json", "ranking_json"]

SHAPE: Shape = {
    Ranking: Keys(
        rename={"ineligible": "barred"},
        omit=("edition", "at_most", "quota_texts"),
        add={
            "criteria": lambda of: {"id": of.criteria, "edition": of.edition},
            "quota": lambda of: None if of.at_most is None else {"at_most": of.at_most, "texts": of.quota_texts},
        },
    ),
    TieKey: lambda of: {of.kind.value: of.id},
    Place: Keys(
        add={
            "texts": lambda of: {"rank": rank_text(of), "quota": quota_text(of)},
            "choices": lambda of: [{"name": name, "option": option} for name, option in of.choices],
        }
    ),
    RankMove: Keys(add={"text": move_text}),
    Cohort: Keys(
        rename={"ineligible": "barred"},
        omit=("skipped",),
        add={
            "outlier_rule": lambda _: rule_text(),
            "not_compared": lambda of: [{"name": name, "why": why} for name, why in of.skipped],
        },
    ),
    ItemFigures: Keys(rename={"mean": "mean_loss", "median": "median_loss"}),
    Outlier: Keys(add={"text": outlier_text}),
}


PLACES = {"ranked": "ranked", "open": "open", "ineligible": "barred"}
"""Fields of a ranking that grow with the cities, and their keys."""


def ranking_json(of: Ranking, *, later: bool = False) -> Json:
    """The whole ranking; where `later`, places are made plain only when they are gone through, one after the other."""
    made: Json = {"schema": "scoring.ranking/1", **plain(replace(of, **dict.fromkeys(PLACES, ())), SHAPE)}
    for field, key in PLACES.items():
        places = (plain(one, SHAPE) for one in getattr(of, field))
        made[key] = places if later else list(places)
    return made


def cohort_json(of: Cohort) -> Json:
    """All figures."""
    return {"schema": "scoring.cohort/1", **plain(of, SHAPE)}
