"""The comparison as plain data, in the shape `scoring.criteria-diff/1` (docs/json-output.md)."""

from __future__ import annotations

from scoring.authoring.diff.model import Change, CityDiff, CityScore, ItemDiff, PackDiff, PackName, Region, RegionsUnder
from scoring.authoring.diff.written import pieces
from scoring.model.scorecard import Range
from scoring.reports.render.numbers import Json, range_json, value_json

__all__ = ["SCHEMA", "diff_json"]

SCHEMA = "scoring.criteria-diff/1"


def diff_json(diff: PackDiff) -> Json:
    """The whole comparison; the same packs give the same data."""
    return {
        "schema": SCHEMA,
        "verdict": diff.verdict.value,
        "old": _name(diff.old),
        "new": _name(diff.new),
        "changes": [_change(change) for change in diff.front],
        "items": [_item(item) for item in diff.items],
        "cities": [_city(city) for city in diff.cities],
    }


def _name(name: PackName) -> Json:
    return {
        "id": name.id,
        "title": name.title,
        "edition": name.edition,
        "sha256": name.digest,
        "extends": list(name.extends),
    }


def _change(change: Change) -> Json:
    found: Json = {
        "place": change.place,
        "what": change.what,
        "kind": change.kind.name.lower(),
        "old": change.old,
        "new": change.new,
    }
    if change.old is not None and change.new is not None:
        found["pieces"] = [
            {"text": piece.text, "in": "both" if piece.old and piece.new else "old" if piece.old else "new"}
            for piece in pieces(change.old, change.new)
        ]
    return found


def _item(item: ItemDiff) -> Json:
    return {
        "old": item.old or None,
        "new": item.new or None,
        "label": item.label,
        "points": {"old": value_json(item.points[0]), "new": value_json(item.points[1])},
        "changes": [_change(change) for change in item.changes],
        "scored_alike": item.scored_alike,
        "exact": item.exact,
        "partial": item.partial,
        "not_compared": item.reason or None,
        "reach": {"old": _range(item.reach[0]), "new": _range(item.reach[1])} if item.reason else None,
        "scores": [_under(under) for under in item.scores],
        "clauses_act_differently": list(item.elsewhere),
    }


def _under(under: RegionsUnder) -> Json:
    return {"interpretations": dict(under.switched), "regions": [_region(region) for region in under.regions]}


def _region(region: Region) -> Json:
    return {
        "when": region.text,
        "old": value_json(region.old),
        "new": value_json(region.new),
        "witness": {name: value_json(value) for name, value in region.witness.items()},
    }


def _city(city: CityDiff) -> Json:
    return {
        "file": city.file,
        "city": city.city,
        "same": city.same,
        "other_pack": city.other or None,
        "old": _side(city.old),
        "new": _side(city.new),
    }


def _side(side: CityScore) -> Json:
    return {
        "total": _range(side.total),
        "items": {item: _range(score) for item, score in side.items.items()},
        "problems": list(side.problems),
        "left_out": list(side.left_out),
    }


def _range(value: Range | None) -> Json | None:
    return None if value is None else range_json(value)
