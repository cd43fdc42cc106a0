"""Which inputs stand for their city: the same file twice counts once, two different ones of a city count neither."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from scoring.base.errors import problems_json
from scoring.province.batch.model import Closed, Done, State
from scoring.province.ranking.duplicates import Entrant, Resolution, resolve_duplicates

__all__ = ["Head", "settled", "unopened"]


class Head(Struct, frozen=True, kw_only=True):
    """An input without its card: what became of it in the end, and its problems as plain data."""

    key: str
    state: State
    city: str
    criteria: str
    submission: str
    problems: tuple[dict[str, Any], ...]
    same_as: str = ""
    """For REPEATED, the key of the input that counts."""


def settled(heads: Iterable[Done]) -> list[Head]:
    """The inputs in their order, each with its final state."""
    found = [_head(one) for one in heads]
    places = [place for place, one in enumerate(found) if one.state is State.SCORED]
    scored = [found[place] for place in places]
    entrants = [Entrant(key=one.key, city=one.city, digest=one.submission, criteria=one.criteria) for one in scored]
    for place, resolution in zip(places, resolve_duplicates(entrants), strict=True):
        found[place] = _settled(found[place], resolution)
    return found


def unopened(path: Closed) -> Head:
    """What is listed in place of the inputs behind a path that could not be looked at."""
    problems = tuple(problems_json([path.problem]))
    return Head(key=path.key, state=State.FAILED, city="", criteria="", submission="", problems=problems)


def _head(done: Done) -> Head:
    return Head(
        key=done.key,
        state=done.state,
        city=done.city,
        criteria=done.criteria,
        submission=done.submission,
        problems=tuple(json.loads(done.problems)),
    )


def _settled(head: Head, resolution: Resolution) -> Head:
    if resolution.same_as:
        return replace(head, state=State.REPEATED, same_as=resolution.same_as)
    if resolution.problem is not None:
        return replace(head, state=State.RIVAL, problems=(*head.problems, *problems_json([resolution.problem])))
    return head
