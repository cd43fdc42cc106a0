"""From what each clause asks for to an item's score, and the ledger that leads there line by line."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from msgspec import Struct

from scoring.model.criteria import Clause, Effect, Item, Start
from scoring.model.scorecard import LedgerLine, LineKind, OutcomeState
from scoring.rules.effects import EFFECTS, ZERO, Balance

__all__ = ["ClauseResult", "apply_clauses", "final_score"]

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
    balance = Balance(points=item.points if item.start is Start.FULL else ZERO)
    room = {group.name: group.at_most for group in item.groups}
    lines = [LedgerLine(kind=LineKind.START, change=balance.points, balance=balance.points)]
    for clause, result in zip(item.clauses, results, strict=True):
        before = balance.points
        if not balance.closed and _acts(clause, result):
            points = abs(result.nominal)
            if clause.group in room:
                points = min(points, room[clause.group])
                room[clause.group] -= points
            balance = EFFECTS[clause.effect](balance, points)
        change = balance.points - before
        lines.append(LedgerLine(kind=LineKind.CLAUSE, change=change, balance=balance.points, clause=clause.id))
    score = min(max(balance.points, ZERO), item.points)
    if score != balance.points:
        kind = LineKind.FLOOR if score > balance.points else LineKind.CAP
        lines.append(LedgerLine(kind=kind, change=score - balance.points, balance=score))
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
