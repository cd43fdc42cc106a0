"""Sound bounds of an item without enumerating: each clause is taken at its worst and at its best, on its own.

The true range lies inside; the ends need not be reachable, because clauses that exclude each other are not seen to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from msgspec.structs import replace

from scoring.lang import Value
from scoring.model.criteria import Clause, Effect, Item, NotApplicablePolicy
from scoring.model.scorecard import LedgerLine, LineKind, OutcomeState, Range
from scoring.rules.amounts import full_amount
from scoring.rules.effects import ZERO, signed
from scoring.rules.items import NOT_APPLIED, ClauseResult, ItemResult, Rulebook, apply_clauses, clause_results

__all__ = ["Bounds", "bounds_of"]

Bounds = tuple[ItemResult, ItemResult, tuple[Range, ...]]
"""The worst and the best result, and the range of each clause's nominal points."""


def bounds_of(item: Item, resolved: Mapping[str, Value], rulebook: Rulebook) -> Bounds:
    """Bounds of `item` where `resolved` may hold UNKNOWN."""
    most = _ceiling(item, rulebook)
    worst: list[ClauseResult] = []
    best: list[ClauseResult] = []
    ranges: list[Range] = []
    open_sets: list[int] = []
    results = clause_results(item, resolved, rulebook)
    for clause, result in zip(item.clauses, results, strict=True):
        if result.state is OutcomeState.UNKNOWN:
            full = full_amount(clause, item, rulebook.fact)
            unlimited = most if clause.own else rulebook.far
            points = signed(clause.effect, unlimited if full is None else full)
            low, high = min(points, ZERO), max(points, ZERO)
        else:
            low = high = result.nominal
        ranges.append(Range(low=low, high=high))
        worst.append(_taken(clause, result, low))
        best.append(_taken(clause, result, high))
        if clause.effect is Effect.SET and result.state is OutcomeState.UNKNOWN:
            open_sets.append(len(worst) - 1)
    lowest = min((_result(item, one) for one in _by_first_set(worst, open_sets)), key=_score)
    highest = max((_result(item, one) for one in _by_first_set(best, open_sets)), key=_score)
    unknown = any(result.state is OutcomeState.UNKNOWN for result in results)
    if unknown and rulebook.not_applicable is NotApplicablePolicy.RESCALE:
        # Whatever turns out not to apply is made up for by the others, which may move the score either way.
        return _moved(lowest, ZERO), _moved(highest, item.points), tuple(ranges)
    return lowest, highest, tuple(ranges)


def _moved(result: ItemResult, to: Fraction) -> ItemResult:
    if result.score == to:
        return result
    *lines, _ = result.ledger
    lines.append(LedgerLine(kind=LineKind.RESCALE, change=to - result.score, balance=to))
    lines.append(LedgerLine(kind=LineKind.END, change=ZERO, balance=to))
    return replace(result, score=to, ledger=tuple(lines))


def _by_first_set(taken: list[ClauseResult], open_sets: list[int]) -> Iterator[list[ClauseResult]]:
    """An amount that is set closes the item, so which of the undecided ones comes first makes all the difference: each
    of them in turn, or none."""
    for first in (*open_sets, None):
        yield [NOT_APPLIED if at in open_sets and at != first else one for at, one in enumerate(taken)]


def _score(result: ItemResult) -> Fraction:
    return result.score


def _result(item: Item, clauses: list[ClauseResult]) -> ItemResult:
    score, ledger = apply_clauses(item, clauses)
    return ItemResult(score=score, clauses=tuple(clauses), ledger=ledger)


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
