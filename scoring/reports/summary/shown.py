"""Which cities a page or a paper shows one by one: all of up to 200, else the first and those about the quota line."""

from __future__ import annotations

from scoring.model.cohort import Place, Ranking

__all__ = ["WHOLE", "gaps_of", "kept", "ranked"]

WHOLE = 200
"""So many cities are shown one by one."""
FIRST, ABOUT, APART = 30, 15, 30
"""Of more: the first, those on both sides of the quota line, and of the cities that are not ranked."""


def ranked(ranking: Ranking, whole: int = WHOLE) -> tuple[int, ...]:
    """The positions (from 0) of the ranked cities to show; all of them where the batch has no more than `whole`."""
    count = len(ranking.ranked)
    if count + len(ranking.open) + len(ranking.barred) <= whole:
        return tuple(range(count))
    found = set(range(min(FIRST, count)))
    if ranking.at_most is not None:
        found |= set(range(max(0, ranking.at_most - ABOUT), min(count, ranking.at_most + ABOUT)))
    return tuple(sorted(found))


def gaps_of(positions: tuple[int, ...], count: int) -> dict[int, int]:
    """How many cities are left out before a position; those after the last stand under `count`."""
    found, before = {}, -1
    for position in (*positions, count):
        if position - before > 1:
            found[position] = position - before - 1
        before = position
    return found


def kept(ranking: Ranking, places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Of the cities that are not ranked (`places`), those to show."""
    whole = len(ranking.ranked) + len(ranking.open) + len(ranking.barred) <= WHOLE
    return places if whole else places[:APART]
