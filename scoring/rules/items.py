"""Scoring one item in one world, where everything the item reads is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from scoring.lang import Absent, Truth, Value, names, truth
from scoring.model.criteria import Clause, Effect, Item, Judged, NotApplicablePolicy, Start
from scoring.model.facts import Fact
from scoring.model.scorecard import LedgerLine, LineKind, OutcomeState
from scoring.record import record
from scoring.rules.amounts import amount_reads, full_amount, kind_of, limited
from scoring.rules.effects import EFFECTS, ZERO, Balance, signed

__all__ = [
    "ClauseResult",
    "ItemResult",
    "Rulebook",
    "apply_clauses",
    "clause_reads",
    "clause_result",
    "final_score",
    "score_item",
]


@record
class Rulebook:
    """What scoring an item needs of its pack: how 不适用 counts, and a fact by its name."""

    not_applicable: NotApplicablePolicy
    fact: Callable[[str], Fact]


@record
class ClauseResult:
    """A clause by itself: its state and the signed points it asks for, before other clauses, floor and cap."""

    state: OutcomeState
    nominal: Fraction


@record
class ItemResult:
    """An item in one world: its score, its clauses in order, and the ledger that leads from start to score."""

    score: Fraction
    clauses: tuple[ClauseResult, ...]
    ledger: tuple[LedgerLine, ...]


NOT_APPLIED = ClauseResult(state=OutcomeState.NOT_APPLIED, nominal=ZERO)
UNDECIDED = ClauseResult(state=OutcomeState.UNKNOWN, nominal=ZERO)


def score_item(item: Item, values: Mapping[str, Value], rulebook: Rulebook) -> ItemResult:
    """Score `item` where `values` holds every name it reads, settled (see `derive.settle`)."""
    results = tuple(clause_result(clause, item, values, rulebook) for clause in item.clauses)
    score, ledger = apply_clauses(item, results)
    return ItemResult(score=score, clauses=results, ledger=ledger)


def clause_reads(item: Item) -> tuple[str, ...]:
    """Every name the clauses of an item read, in order and once."""
    found: dict[str, None] = {}
    for clause in item.clauses:
        found.update(dict.fromkeys(names(clause.when) if clause.when is not None else ()))
        found.update(dict.fromkeys(amount_reads(clause)))
    return tuple(found)


def clause_result(clause: Clause, item: Item, values: Mapping[str, Value], rulebook: Rulebook) -> ClauseResult:
    """Judge one clause. UNKNOWN (with zero points) where a missing answer decides its guard or its amount."""
    guard = Truth.TRUE if clause.when is None else truth(clause.when, values)
    if guard is Truth.FALSE:
        return NOT_APPLIED
    if guard is Truth.UNKNOWN:
        return UNDECIDED
    if guard is Truth.NOT_APPLICABLE:
        return _not_applicable(clause, item, rulebook)
    if clause.amount is None:
        return ClauseResult(state=OutcomeState.APPLIED, nominal=signed(clause.effect, item.points))
    points = kind_of(clause.amount).points(clause.amount, values)
    if points is Absent.UNKNOWN:
        return UNDECIDED
    if isinstance(points, Absent):
        return _not_applicable(clause, item, rulebook)
    nominal = signed(clause.effect, limited(clause, points))
    if isinstance(clause.amount, Judged):
        return ClauseResult(state=OutcomeState.JUDGED, nominal=nominal)
    return ClauseResult(state=OutcomeState.APPLIED, nominal=nominal) if nominal else NOT_APPLIED


def _not_applicable(clause: Clause, item: Item, rulebook: Rulebook) -> ClauseResult:
    """FULL: nothing is deducted and an award is granted whole; ZERO: neither happens."""
    nominal = ZERO
    if rulebook.not_applicable is NotApplicablePolicy.FULL and clause.effect is Effect.AWARD:
        full = full_amount(clause, item, rulebook.fact)
        nominal = item.points if full is None else full
    return ClauseResult(state=OutcomeState.NOT_APPLICABLE, nominal=nominal)


def final_score(item: Item, results: tuple[ClauseResult, ...]) -> Fraction:
    """The score alone, without the ledger: what the enumeration of worlds needs a thousand times."""
    points = item.points if item.start is Start.FULL else ZERO
    for clause, result in zip(item.clauses, results, strict=True):
        if clause.effect is Effect.FORFEIT:
            if result.state is OutcomeState.APPLIED:
                return ZERO
        else:
            points += result.nominal
    return min(max(points, ZERO), item.points)


def apply_clauses(item: Item, results: tuple[ClauseResult, ...]) -> tuple[Fraction, tuple[LedgerLine, ...]]:
    """The score and its ledger: start, one line per clause in pack order, floor or cap where they bite, end."""
    balance = Balance(points=item.points if item.start is Start.FULL else ZERO)
    lines = [LedgerLine(kind=LineKind.START, change=balance.points, balance=balance.points)]
    for clause, result in zip(item.clauses, results, strict=True):
        before = balance.points
        if not balance.closed and _acts(clause, result):
            balance = EFFECTS[clause.effect](balance, abs(result.nominal))
        change = balance.points - before
        lines.append(LedgerLine(kind=LineKind.CLAUSE, change=change, balance=balance.points, clause=clause.id))
    score = min(max(balance.points, ZERO), item.points)
    if score != balance.points:
        kind = LineKind.FLOOR if score > balance.points else LineKind.CAP
        lines.append(LedgerLine(kind=kind, change=score - balance.points, balance=score))
    lines.append(LedgerLine(kind=LineKind.END, change=ZERO, balance=score))
    return score, tuple(lines)


def _acts(clause: Clause, result: ClauseResult) -> bool:
    if clause.effect is Effect.FORFEIT:
        return result.state is OutcomeState.APPLIED
    return result.nominal != 0
