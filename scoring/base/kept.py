"""What was worked out is kept for a while: thousands of files of a batch follow the same pack, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock
from typing import Generic, TypeVar

__all__ = ["Memory", "for_few", "for_last"]

FEW = 4

Given = TypeVar("Given")
Made = TypeVar("Made")


def for_last(make: Callable[[Given], Made]) -> Callable[[Given], Made]:
    """`make`, which must be pure, asked again only where it is given another object than the last time."""
    last: list[tuple[Given, Made]] = []

    @wraps(make)
    def kept(given: Given) -> Made:
        found = last[0] if last else None
        if found is None or found[0] is not given:
            found = (given, make(given))
            last[:] = [found]
        return found[1]  # not what another thread may have put there meanwhile

    return kept


def for_few(make: Callable[[Given], Made]) -> Callable[[Given], Made]:
    """The same of the last few objects, where work goes to and fro between them."""
    last: list[tuple[Given, Made]] = []

    @wraps(make)
    def kept(given: Given) -> Made:
        for pair in last:
            if pair[0] is given:
                return pair[1]
        made = make(given)
        last[FEW - 1 :] = []
        last.insert(0, (given, made))
        return made

    return kept


class Memory(Generic[Made]):
    """What was made, by its key. Past half the limit what was not asked for lately goes, all at once."""

    def __init__(self, limit: int) -> None:
        self._limit = max(limit // 2, 1)
        self._kept: dict[Hashable, Made] = {}
        self._older: dict[Hashable, Made] = {}
        self._lock = Lock()

    def get(self, key: Hashable) -> Made | None:
        """What was made for this key; None where nothing is kept."""
        made = self._kept.get(key)
        if made is None:
            made = self._older.get(key)
            if made is not None:
                self.put(key, made)
        return made

    def put(self, key: Hashable, made: Made) -> Made:
        """Keep it, and give it back."""
        with self._lock:
            if len(self._kept) >= self._limit:
                self._older, self._kept = self._kept, {}
            self._kept[key] = made
        return made
