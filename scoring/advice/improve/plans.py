"""The smallest set of moves that reaches a target: the best of each group for each number of moves, put together.

Groups do not influence one another, so the best total for k moves is the best way of sharing k among the groups. That
is computed exactly, from the last group to the first; ties go to the earlier groups and facts of the pack.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from scoring.advice.improve.model import Plan, PlanPart
from scoring.advice.improve.table import Choice, Table
from scoring.advice.improve.words import owners_of
from scoring.model.criteria import Rounding
from scoring.model.scorecard import Range
from scoring.rules.combining import rounded

__all__ = ["Frontiers", "plan_for"]

Frontiers = Sequence[tuple[Table, list[tuple[Range, Choice]]]]
"""For each group its table, and for k = 0, 1, … the best outcome of at most k moves."""

Ends = tuple[Fraction, Fraction]


def plan_for(target: Fraction, frontiers: Frontiers, rounding: Rounding, *, adds_up: bool = True) -> Plan:
    """The plan; with the highest total among the smallest ones. Proved only where the items add up to the total."""
    best = _shared(frontiers)
    count = next((size for size, ends in enumerate(best[0]) if rounded(ends[0], rounding) >= target), len(best[0]) - 1)
    low, high = best[0][count]
    ceiling = rounded(best[0][-1][0], rounding)
    reached = rounded(low, rounding) >= target
    return Plan(
        target=target,
        reached=reached,
        count=count,
        parts=_parts(frontiers, best, count) if reached else (),
        total=Range(low=rounded(low, rounding), high=rounded(high, rounding)),
        ceiling=ceiling,
        proved=adds_up and all(table.exact for table, _ in frontiers),
    )


def _shared(frontiers: Frontiers) -> list[list[Ends]]:
    """best[g][k]: the best sum of the groups from g on with at most k moves; the last entry is that of no group."""
    best: list[list[Ends]] = [[(Fraction(0), Fraction(0))]]
    for _, frontier in reversed(frontiers):
        after = best[0]
        row = []
        for size in range(len(frontier) + len(after) - 1):
            row.append(max(_sum(frontier, after, own, size - own) for own in _shares(frontier, after, size)))
        best.insert(0, row)
    return best


def _shares(frontier: list[tuple[Range, Choice]], after: list[Ends], size: int) -> range:
    """How many of `size` moves a group may take, so that the rest is no more than the others can use."""
    return range(max(0, size - len(after) + 1), min(size, len(frontier) - 1) + 1)


def _sum(frontier: list[tuple[Range, Choice]], after: list[Ends], own: int, rest: int) -> Ends:
    return (frontier[own][0].low + after[rest][0], frontier[own][0].high + after[rest][1])


def _parts(frontiers: Frontiers, best: list[list[Ends]], count: int) -> tuple[PlanPart, ...]:
    parts: list[PlanPart] = []
    left = count
    for place, (table, frontier) in enumerate(frontiers):
        after = best[place + 1]
        own = max(
            own for own in _shares(frontier, after, left) if _sum(frontier, after, own, left - own) == best[place][left]
        )
        left -= own
        if own:
            outcome, choice = frontier[own]
            parts.append(_part(table, outcome, choice))
    return tuple(sorted(parts, key=lambda part: -part.gain))


def _part(table: Table, outcome: Range, choice: Choice) -> PlanPart:
    moves = table.moves_of(choice)
    facts: Mapping[str, object] = {move.fact: None for move in moves}
    owners = (owner for name in facts for owner in owners_of(table.group.criteria.facts_by_name.get(name)))
    items = dict.fromkeys(table.group.item_of(name) for name in facts)
    return PlanPart(
        items=tuple(item.id for item in items),
        label="、".join(item.label for item in items),
        moves=moves,
        owners=tuple(dict.fromkeys(owners)),
        gain=outcome.low - table.base.low,
    )
