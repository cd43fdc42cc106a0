"""In which order unknowns are given values, so that each choice sees everything it depends on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scoring.model.facts import Fact
from scoring.rules.derive import reads_of
from scoring.rules.regions import Domain

__all__ = ["in_order"]


def in_order(
    open_names: Iterable[str],
    free: Mapping[str, Domain],
    facts: Mapping[str, Fact],
    ratios: Mapping[str, tuple[str, ...]],
    cluster: Mapping[str, frozenset[str]],
) -> tuple[tuple[str, ...], bool]:
    """The names, each after what it depends on; and whether the order suits an exact enumeration.

    Where dependence leaves a choice, lists come first, then whole numbers, then other numbers (which fit between any
    others), and the denominator of a ratio before its numerator. The order suits unless dependence forced a numerator
    before its denominator, or a finer quantity before a whole number it is compared with (`cluster`).
    """
    waiting = tuple(open_names)
    hard = {name: {other for other in _reads(facts.get(name)) if other in waiting} for name in waiting}
    soft: dict[str, set[str]] = {name: set() for name in waiting}
    for part in ratios:
        for name in ratios[part]:
            derive = facts[name].derive
            if derive is None or derive.numerator != part or derive.denominator not in waiting or part not in soft:
                continue
            if part in free:
                soft[part].add(derive.denominator)
            elif derive.denominator in free:  # answered, though perhaps not asked: the denominator cannot be smaller
                soft[derive.denominator].add(part)
    placed: list[str] = []
    suits = True
    left = list(waiting)
    while left:
        done = set(placed)
        ready = [name for name in left if hard[name] <= done]
        if not ready:
            raise ValueError("needs form a circle: " + "、".join(left))
        best = [name for name in ready if soft[name] <= done]
        if not best:
            suits = False
        chosen = min(best or ready, key=lambda name: _rank(name, free))
        if _rank(chosen, free) == 2 and any(_rank(name, free) == 1 for name in left if name in cluster[chosen]):
            suits = False
        placed.append(chosen)
        left.remove(chosen)
    return tuple(placed), suits


def _reads(fact: Fact | None) -> tuple[str, ...]:
    return () if fact is None else reads_of(fact)


def _rank(name: str, free: Mapping[str, Domain]) -> int:
    domain = free.get(name)
    if domain is None:
        return -1  # follows from what is placed: costs nothing
    if domain.values is not None:
        return 0
    return 1 if domain.whole else 2
