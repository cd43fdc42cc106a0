"""Which inputs stand for their city: the same file twice counts once, two different ones of a city count neither."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from typing import Any

from scoring.batch.model import Done, State
from scoring.errors import Problem
from scoring.problems_json import problems_json
from scoring.record import record, replace

__all__ = ["Head", "settled"]

UNNAMED = "未填"


@record
class Head:
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
    cities: dict[tuple[str, str], list[int]] = {}
    for place, one in enumerate(found):
        if one.state is State.SCORED and one.city != UNNAMED:
            cities.setdefault((one.criteria, _folded(one.city)), []).append(place)
    for places in cities.values():
        if len(places) > 1:
            for place, head in zip(places, _contest([found[place] for place in places]), strict=True):
                found[place] = head
    return found


def _folded(city: str) -> str:
    return "".join(unicodedata.normalize("NFKC", city).split())


def _head(done: Done) -> Head:
    return Head(
        key=done.key,
        state=done.state,
        city=done.city,
        criteria=done.criteria,
        submission=done.submission,
        problems=tuple(json.loads(done.problems)),
    )


def _contest(heads: list[Head]) -> list[Head]:
    first: dict[str, str] = {}
    for head in heads:
        first.setdefault(head.submission, head.key)
    if len(first) == 1:
        key = heads[0].key
        return [heads[0], *(replace(head, state=State.REPEATED, same_as=key) for head in heads[1:])]
    return [_rival(head, [other.key for other in heads if other.key != head.key]) for head in heads]


def _rival(head: Head, others: list[str]) -> Head:
    problem = Problem(
        code="two-submissions",
        message=f"同一城市有{len(others) + 1}份内容不同的自评：“{head.city}”另有 {'、'.join(others)}，都没有参加排名",
        hint="请确认以哪一份为准，把其余的移走后再运行；确实是两个城市的，请把城市名称写全。",
    )
    return replace(head, state=State.RIVAL, problems=(*head.problems, *problems_json([problem])))
