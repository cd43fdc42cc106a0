"""What a clause does to its item's balance: one function per effect, in a closed table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from msgspec import Struct

from scoring.model.criteria import Effect

__all__ = ["EFFECTS", "Balance", "signed"]

ZERO = Fraction(0)


class Balance(Struct, frozen=True, kw_only=True):
    """The running sum of an item. Once `closed` (不得分, or set to an amount) it stays whatever follows."""

    points: Fraction
    closed: bool = False


def _deduct(balance: Balance, points: Fraction) -> Balance:
    return Balance(points=balance.points - points)


def _award(balance: Balance, points: Fraction) -> Balance:
    return Balance(points=balance.points + points)


def _forfeit(_balance: Balance, _points: Fraction) -> Balance:
    return Balance(points=ZERO, closed=True)


def _set(_balance: Balance, points: Fraction) -> Balance:
    return Balance(points=points, closed=True)


def _graded(balance: Balance, _points: Fraction) -> Balance:
    return balance  # a grade is no matter of points


EFFECTS: Mapping[Effect, Callable[[Balance, Fraction], Balance]] = {
    Effect.DEDUCT: _deduct,
    Effect.AWARD: _award,
    Effect.FORFEIT: _forfeit,
    Effect.SET: _set,
    Effect.LIMIT: _graded,
    Effect.LOWER: _graded,
}


def signed(effect: Effect, points: Fraction) -> Fraction:
    """Points with the sign of the effect: an award adds, an amount set stands as it is, everything else takes away."""
    return points if effect in (Effect.AWARD, Effect.SET) else -points
