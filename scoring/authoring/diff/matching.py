"""Which clause of one version of an item is which clause of the other."""

from __future__ import annotations

from difflib import SequenceMatcher

from scoring.model.criteria import Clause, Item

__all__ = ["paired"]

ALIKE = 0.6
"""How much of their official words two clauses must share to count as the same one, reworded."""


def paired(old: Item, new: Item) -> tuple[tuple[int, int], ...]:
    """Indexes of clauses that belong together: with the same words, else with the most alike ones; in an item without
    a scoring sentence, by their order."""
    left, right = dict(enumerate(old.clauses)), dict(enumerate(new.clauses))
    found: list[tuple[int, int]] = []
    ranked = [(_alike(one, other), i, j) for i, one in left.items() for j, other in right.items()]
    for likeness, i, j in sorted(ranked, key=lambda rank: (-rank[0], abs(rank[1] - rank[2]), rank[1])):
        if likeness >= ALIKE and i in left and j in right:
            found.append((i, j))
            del left[i], right[j]
    return tuple(sorted(found))


def _alike(one: Clause, other: Clause) -> float:
    if one.quote == other.quote:
        return 1.0
    return SequenceMatcher(None, one.quote, other.quote, autojunk=False).ratio()
