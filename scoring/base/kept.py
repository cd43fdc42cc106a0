"""What was worked out is kept for a while: thousands of files of a batch follow the same pack, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Generic, TypeVar

__all__ = ["Memory", "for_last"]

Given = TypeVar("Given")
Made = TypeVar("Made")


def for_last(make: Callable[[Given], Made]) -> Callable[[Given], Made]:
    """`make`, which must be pure, asked again only where it is given another object than the last time."""
    last: list[tuple[Given, Made]] = []

    @wraps(make)
    def kept(given: Given) -> Made:
        if not last or last[0][0] is not given:
            last[:] = [(given, make(given))]
        return last[0][1]

    return kept


class Memory(Generic[Made]):
    """What was made, by its key; past the limit the oldest goes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: dict[Hashable, Made] = {}

    def get(self, key: Hashable) -> Made | None:
        """What was made for this key; None where nothing is kept."""
        return self._kept.get(key)

    def put(self, key: Hashable, made: Made) -> Made:
        """Keep it, and give it back."""
        if len(self._kept) >= self._limit:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = made
        return made
