"""Which submissions stand for their city: the same one twice counts once, two different ones of a city count neither."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from scoring.base.characters import alike
from scoring.base.errors import Problem
from scoring.model.submission import UNNAMED

__all__ = ["Entrant", "Resolution", "resolve_duplicates"]


class Entrant(Struct, frozen=True, kw_only=True):
    """One submission to one index: the key it goes by, and the SHA-256 (hex) that tells it from others."""

    key: str
    city: str
    digest: str
    criteria: str = ""


class Resolution(Struct, frozen=True, kw_only=True):
    """What becomes of an entrant. `same_as`: the key of the equal one that counts. `problem`: the city has different ones,
    and nobody but the city can say which stands. Neither: it counts."""

    same_as: str = ""
    problem: Problem | None = None


def resolve_duplicates(entrants: Sequence[Entrant]) -> list[Resolution]:
    """The resolution of each entrant, in their order; the first of equal ones counts. Cities without a name are never the same."""
    cities: dict[tuple[str, str], list[int]] = {}
    for place, one in enumerate(entrants):
        if one.city != UNNAMED:
            cities.setdefault((one.criteria, alike(one.city)), []).append(place)
    found = [Resolution()] * len(entrants)
    for places in cities.values():
        rows = [entrants[place] for place in places]
        if len({row.digest for row in rows}) == 1:
            for place in places[1:]:
                found[place] = Resolution(same_as=rows[0].key)
        else:
            for place, row in zip(places, rows, strict=True):
                found[place] = Resolution(problem=_conflict(row, [other.key for other in rows if other is not row]))
    return found


def _conflict(entrant: Entrant, others: Sequence[str]) -> Problem:
    return Problem(
        code="two-submissions",
        message=f"同一城市有{len(others) + 1}份内容不同的自评：“{entrant.city}”另有 {'、'.join(others)}，都没有参加排名",
        hint="请确认以哪一份为准，把其余的移走后再运行；确实是两个城市的，请把城市名称写全。",
    )
