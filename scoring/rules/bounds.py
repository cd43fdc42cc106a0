"""Sound bounds of an item without enumerating: each clause is taken at its worst and at its best, on its own.

The true range lies inside; the ends need not be reachable, because clauses that exclude each other are not seen to.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from scoring.lang import Value
from scoring.model.criteria import Clause, Effect, Item
from scoring.model.scorecard import OutcomeState, Range
from scoring.rules.amounts import full_amount
from scoring.rules.effects import ZERO, signed
from scoring.rules.items import ClauseResult, ItemResult, Rulebook, apply_clauses, clause_result

__all__ = ["Bounds", "bounds_of"]

Bounds = tuple[ItemResult, ItemResult, tuple[Range, ...]]
"""The worst and the best result, and the range of each clause's nominal points."""


def bounds_of(item: Item, settled: Mapping[str, Value], rulebook: Rulebook) -> Bounds:
    """Bounds of `item` where `settled` may hold UNKNOWN."""
    most = _ceiling(item, rulebook)
    worst: list[ClauseResult] = []
    best: list[ClauseResult] = []
    ranges: list[Range] = []
    for clause in item.clauses:
        result = clause_result(clause, item, settled, rulebook)
        if result.state is OutcomeState.UNKNOWN:
            full = full_amount(clause, item, rulebook.fact)
            points = signed(clause.effect, most if full is None else full)
            low, high = min(points, ZERO), max(points, ZERO)
        else:
            low = high = result.nominal
        ranges.append(Range(low=low, high=high))
        worst.append(_taken(clause, result, low))
        best.append(_taken(clause, result, high))
    results = tuple(
        ItemResult(score=score, clauses=tuple(clauses), ledger=ledger)
        for clauses in (worst, best)
        for score, ledger in (apply_clauses(item, tuple(clauses)),)
    )
    return results[0], results[1], tuple(ranges)


def _ceiling(item: Item, rulebook: Rulebook) -> Fraction:
    """Points enough to bring the item to its floor or cap whatever the other clauses do."""
    fulls = (full_amount(clause, item, rulebook.fact) for clause in item.clauses)
    return item.points + sum((full for full in fulls if full is not None), ZERO)


def _taken(clause: Clause, result: ClauseResult, nominal: Fraction) -> ClauseResult:
    """An undecided clause pinned to one end; what is decided stays as it is."""
    if result.state is not OutcomeState.UNKNOWN:
        return result
    applied = clause.effect is not Effect.FORFEIT or nominal != 0
    return ClauseResult(state=OutcomeState.APPLIED if applied else OutcomeState.NOT_APPLIED, nominal=nominal)
