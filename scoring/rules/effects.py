"""What a clause does to its item's balance: one function per effect, in a closed table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from scoring.model.criteria import Effect
from scoring.record import record

__all__ = ["EFFECTS", "Balance", "signed"]

ZERO = Fraction(0)


@record
class Balance:
    """The running sum of an item. Once `closed` (不得分) it stays at zero whatever follows."""

    points: Fraction
    closed: bool = False


def _deduct(balance: Balance, points: Fraction) -> Balance:
    return Balance(points=balance.points - points)


def _award(balance: Balance, points: Fraction) -> Balance:
    return Balance(points=balance.points + points)


def _forfeit(_balance: Balance, _points: Fraction) -> Balance:
    return Balance(points=ZERO, closed=True)


EFFECTS: Mapping[Effect, Callable[[Balance, Fraction], Balance]] = {
    Effect.DEDUCT: _deduct,
    Effect.AWARD: _award,
    Effect.FORFEIT: _forfeit,
}


def signed(effect: Effect, points: Fraction) -> Fraction:
    """Points with the sign of the effect: an award adds, everything else takes away."""
    return points if effect is Effect.AWARD else -points
