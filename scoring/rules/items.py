"""Scoring one item in one scenario, where everything the item reads is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from msgspec import Struct

from scoring.lang import Absent, Truth, Value, names, truth
from scoring.model.criteria import Clause, Criteria, Effect, Item, Judged, NotApplicablePolicy, Treatment
from scoring.model.facts import Fact
from scoring.model.scorecard import LedgerLine, OutcomeState
from scoring.rules.amounts import amount_points, amount_reads, full_amount
from scoring.rules.effects import ZERO, signed
from scoring.rules.ledgers import ClauseResult, apply_clauses, final_score

__all__ = [
    "NOT_APPLIED",
    "ClauseResult",
    "ItemResult",
    "Rulebook",
    "after_exhaustion",
    "apply_clauses",
    "clause_reads",
    "clause_result",
    "clause_results",
    "applies_to",
    "final_score",
    "left_out_score",
    "rulebook_of",
    "score_item",
    "scenario_score",
]


class Rulebook(Struct, frozen=True, kw_only=True):
    """What scoring an item needs of its pack: how 不适用 counts, a fact by its name, what an item left out counts, and
    the most a clause that reaches beyond its item is taken to do there (all points, or every grade)."""

    not_applicable: NotApplicablePolicy
    fact: Callable[[str], Fact]
    absent: Treatment = Treatment.FULL
    far: Fraction = ZERO


def rulebook_of(criteria: Criteria) -> Rulebook:
    """What scoring needs of the pack."""
    return Rulebook(
        not_applicable=criteria.not_applicable,
        fact=criteria.facts_by_name.__getitem__,
        absent=criteria.absent.treatment,
        far=max(criteria.points, Fraction(len(criteria.grades))),
    )


class ItemResult(Struct, frozen=True, kw_only=True):
    """An item in one scenario: its score, its clauses in order, and the ledger that leads from start to score."""

    score: Fraction
    clauses: tuple[ClauseResult, ...]
    ledger: tuple[LedgerLine, ...]


NOT_APPLIED = ClauseResult(state=OutcomeState.NOT_APPLIED, nominal=ZERO)
UNDECIDED = ClauseResult(state=OutcomeState.UNKNOWN, nominal=ZERO)


def score_item(item: Item, values: Mapping[str, Value], rulebook: Rulebook) -> ItemResult:
    """Score `item` where `values` holds every name it reads, settled (see `derive.resolve_inputs`)."""
    results = clause_results(item, values, rulebook)
    score, ledger = apply_clauses(item, results)
    return ItemResult(score=score, clauses=results, ledger=ledger)


def applies_to(item: Item, values: Mapping[str, Value]) -> bool | None:
    """Whether the item is assessed; None while that is open. What hangs on something not applicable is not."""
    if item.applies is None:
        return True
    found = truth(item.applies, values)
    return None if found is Truth.UNKNOWN else found is Truth.TRUE


def scenario_score(item: Item, values: Mapping[str, Value], rulebook: Rulebook) -> Fraction:
    """What the item counts for in a scenario by itself; where the rest is rescaled instead, an item left out counts zero."""
    left_out = left_out_score(item, values, rulebook)
    return final_score(item, clause_results(item, values, rulebook)) if left_out is None else left_out


def left_out_score(item: Item, values: Mapping[str, Value], rulebook: Rulebook) -> Fraction | None:
    """What the item counts for where it is not assessed; None where it is."""
    if item.applies is None or applies_to(item, values) is not False:
        return None
    return item.points if rulebook.absent is Treatment.FULL else ZERO


def clause_reads(item: Item) -> tuple[str, ...]:
    """Every name the clauses of an item read (and what says whether it is assessed), in order and once."""
    found: dict[str, None] = dict.fromkeys(() if item.applies is None else names(item.applies))
    for clause in item.clauses:
        found.update(dict.fromkeys(names(clause.when) if clause.when is not None else ()))
        found.update(dict.fromkeys(amount_reads(clause)))
    return tuple(found)


def clause_results(item: Item, values: Mapping[str, Value], rulebook: Rulebook) -> tuple[ClauseResult, ...]:
    """Every clause of an item in order; one that waits for the item to be exhausted looks at those before it."""
    return after_exhaustion(item, tuple(clause_result(clause, item, values, rulebook) for clause in item.clauses))


def after_exhaustion(item: Item, results: tuple[ClauseResult, ...]) -> tuple[ClauseResult, ...]:
    """The results once the clauses that wait for the item to be exhausted have looked at those before them."""
    for index, clause in enumerate(item.clauses):
        if clause.exhausted and results[index].state is not OutcomeState.NOT_APPLIED:
            results = (*results[:index], _if_exhausted(item, results, index), *results[index + 1 :])
    return results


def _if_exhausted(item: Item, results: tuple[ClauseResult, ...], index: int) -> ClauseResult:
    before = results[:index]
    if any(found.state is OutcomeState.UNKNOWN for found in before):
        return UNDECIDED
    score, _ = apply_clauses(item, (*before, *(NOT_APPLIED for _ in item.clauses[index:])))
    return results[index] if score == 0 else NOT_APPLIED


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
        nominal = ZERO if clause.effect is Effect.LIMIT else signed(clause.effect, item.points)
        return ClauseResult(state=OutcomeState.APPLIED, nominal=nominal)
    points = amount_points(clause, values)
    if points is Absent.UNKNOWN:
        return UNDECIDED
    if isinstance(points, Absent):
        return _not_applicable(clause, item, rulebook)
    nominal = signed(clause.effect, points)
    if isinstance(clause.amount, Judged):
        return ClauseResult(state=OutcomeState.JUDGED, nominal=nominal)
    applied = nominal or clause.effect is Effect.SET
    return ClauseResult(state=OutcomeState.APPLIED, nominal=nominal) if applied else NOT_APPLIED


def _not_applicable(clause: Clause, item: Item, rulebook: Rulebook) -> ClauseResult:
    """FULL: nothing is deducted and an award is granted whole; ZERO: neither happens; RESCALE: its points are left out.
    Points beyond the item are never granted for what does not apply."""
    if not clause.own or rulebook.not_applicable is NotApplicablePolicy.ZERO:
        return ClauseResult(state=OutcomeState.NOT_APPLICABLE, nominal=ZERO)
    full = full_amount(clause, item, rulebook.fact)
    points = item.points if full is None else min(full, item.points)
    if rulebook.not_applicable is NotApplicablePolicy.RESCALE:
        left_out = points if clause.effect in (Effect.AWARD, Effect.DEDUCT) else ZERO
        return ClauseResult(state=OutcomeState.NOT_APPLICABLE, nominal=ZERO, left_out=left_out)
    nominal = (item.points if full is None else full) if clause.effect is Effect.AWARD else ZERO
    return ClauseResult(state=OutcomeState.NOT_APPLICABLE, nominal=nominal)
