"""One item in one scenario, where everything it reads is known: what each clause asks for, the score, and the ledger that
leads there line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from scoring.lang import Absent, Truth, Value, truth
from scoring.model.amounts import Judged
from scoring.model.clauses import Clause, Effect
from scoring.model.criteria import Item, NotApplicablePolicy, Start
from scoring.model.scorecard import LedgerLine, LineKind, OutcomeState
from scoring.rules.amounts import amount_points, full_amount
from scoring.rules.rulebook import Rulebook

__all__ = [
    "ACTING",
    "NOT_APPLIED",
    "ClauseResult",
    "ItemResult",
    "after_exhaustion",
    "applies_to",
    "brought_to",
    "item_result",
    "apply_clauses",
    "clause_result",
    "clause_results",
    "final_score",
    "left_out_score",
    "not_applicable",
    "scenario_score",
    "score_item",
    "signed",
    "taken_whole",
]

ZERO = Fraction(0)


def signed(effect: Effect, points: Fraction) -> Fraction:
    """Points with the sign of the effect: an award adds, an amount set stands as it is, everything else takes away."""
    return points if effect in (Effect.AWARD, Effect.SET) else -points


def taken_whole(item: Item) -> Fraction:
    """What 不得分 takes by itself: the item's points, and one where it has none, so that taking shows."""
    return item.points or Fraction(1)


ACTING = (OutcomeState.APPLIED, OutcomeState.JUDGED)


class ClauseResult(Struct, frozen=True, kw_only=True):
    """A clause by itself: its state and the signed points it asks for, before other clauses, floor and cap. `left_out`
    are points of the item that do not apply and that the others make up for."""

    state: OutcomeState
    nominal: Fraction
    left_out: Fraction = ZERO


def final_score(item: Item, results: Sequence[ClauseResult]) -> Fraction:
    """The score alone, without the ledger: what the enumeration of scenarios needs a thousand times."""
    if item.groups or any(result.left_out for result in results):
        return apply_clauses(item, results)[0]
    points = item.points if item.start is Start.FULL else ZERO
    for clause, result in zip(item.clauses, results, strict=True):
        if not clause.own:
            continue
        if clause.effect is Effect.FORFEIT:
            if result.state is OutcomeState.APPLIED:
                return ZERO
        elif clause.effect is Effect.SET:
            if result.state in ACTING:
                return min(max(result.nominal, ZERO), item.points)
        else:
            points += result.nominal
    return min(max(points, ZERO), item.points)


def apply_clauses(item: Item, results: Sequence[ClauseResult]) -> tuple[Fraction, tuple[LedgerLine, ...]]:
    """The score and its ledger: start, one line per clause in pack order, floor or cap where they bite, end.

    A clause that reaches beyond the item has a line of no change here. A group takes what is left under its cap.
    """
    balance = item.points if item.start is Start.FULL else ZERO
    closed = False  # once the item is set (不得分, or to an amount) it stays whatever follows
    room = {group.name: group.at_most for group in item.groups}
    lines = [LedgerLine(kind=LineKind.START, change=balance, balance=balance)]
    for clause, result in zip(item.clauses, results, strict=True):
        before = balance
        if not closed and _acts(clause, result):
            points = abs(result.nominal)
            if clause.group in room:
                points = min(points, room[clause.group])
                room[clause.group] -= points
            if clause.effect in (Effect.FORFEIT, Effect.SET):
                balance, closed = points if clause.effect is Effect.SET else ZERO, True
            else:
                balance += signed(clause.effect, points)
        lines.append(LedgerLine(kind=LineKind.CLAUSE, change=balance - before, balance=balance, clause=clause.id))
    score = min(max(balance, ZERO), item.points)
    if score != balance:
        kind = LineKind.FLOOR if score > balance else LineKind.CAP
        lines.append(LedgerLine(kind=kind, change=score - balance, balance=score))
    whole = _made_whole(item, score, sum((result.left_out for result in results), ZERO))
    if whole != score:
        lines.append(LedgerLine(kind=LineKind.RESCALE, change=whole - score, balance=whole))
    lines.append(LedgerLine(kind=LineKind.END, change=ZERO, balance=whole))
    return whole, tuple(lines)


def _made_whole(item: Item, score: Fraction, left_out: Fraction) -> Fraction:
    """The score as if the points left out were earned at the rate of the others; full where nothing else is left."""
    if not left_out:
        return score
    assessed = item.points - left_out
    if assessed <= 0:
        return item.points
    earned = max(score - left_out, ZERO) if item.start is Start.FULL else min(score, assessed)
    return earned / assessed * item.points


def _acts(clause: Clause, result: ClauseResult) -> bool:
    if not clause.own:
        return False
    if clause.effect in (Effect.FORFEIT, Effect.SET):
        return result.state in ACTING
    return result.nominal != 0


class ItemResult(Struct, frozen=True, kw_only=True):
    """An item in one scenario: its score, its clauses in order, and the ledger that leads from start to score."""

    score: Fraction
    clauses: tuple[ClauseResult, ...]
    ledger: tuple[LedgerLine, ...]


NOT_APPLIED = ClauseResult(state=OutcomeState.NOT_APPLIED, nominal=ZERO)
UNDECIDED = ClauseResult(state=OutcomeState.UNKNOWN, nominal=ZERO)


def score_item(item: Item, values: Mapping[str, Value], rulebook: Rulebook) -> ItemResult:
    """Score `item` where `values` holds every name it reads, resolved (see `inputs.resolve_inputs`)."""
    return item_result(item, clause_results(item, values, rulebook))


def item_result(item: Item, results: Sequence[ClauseResult]) -> ItemResult:
    """The item with its ledger, from what each of its clauses asks for."""
    score, ledger = apply_clauses(item, results)
    return ItemResult(score=score, clauses=tuple(results), ledger=ledger)


def brought_to(result: ItemResult, score: Fraction, kind: LineKind) -> ItemResult:
    """The result brought to another score by one more line of its ledger."""
    if result.score == score:
        return result
    *lines, _ = result.ledger
    lines.append(LedgerLine(kind=kind, change=score - result.score, balance=score))
    lines.append(LedgerLine(kind=LineKind.END, change=ZERO, balance=score))
    return replace(result, score=score, ledger=tuple(lines))


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
    return item.left_out(rulebook.absent)


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
        return not_applicable(clause, item, rulebook)
    if clause.amount is None:
        nominal = ZERO if clause.effect is Effect.LIMIT else signed(clause.effect, taken_whole(item))
        return ClauseResult(state=OutcomeState.APPLIED, nominal=nominal)
    points = amount_points(clause, values)
    if points is Absent.UNKNOWN:
        return UNDECIDED
    if isinstance(points, Absent):
        return not_applicable(clause, item, rulebook)
    nominal = signed(clause.effect, points)
    if isinstance(clause.amount, Judged):
        return ClauseResult(state=OutcomeState.JUDGED, nominal=nominal)
    applied = nominal or clause.effect is Effect.SET
    return ClauseResult(state=OutcomeState.APPLIED, nominal=nominal) if applied else NOT_APPLIED


def not_applicable(clause: Clause, item: Item, rulebook: Rulebook) -> ClauseResult:
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
