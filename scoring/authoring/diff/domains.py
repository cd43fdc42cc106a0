"""What both versions of a question allow as its answer."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from msgspec.structs import replace

from scoring.model.facts import Fact, FactType

__all__ = ["common"]

ZERO, HUNDRED = Fraction(0), Fraction(100)
NUMERIC = (FactType.COUNT, FactType.NUMBER, FactType.PERCENT, FactType.JUDGED)


def common(one: Fact, other: Fact) -> tuple[Fact | None, bool]:
    """`one` limited to the answers that `other` allows too, and whether either lost an answer by that; None when
    nothing is left."""
    optional = one.not_applicable if other.not_applicable is not None else None
    narrowed = (one.not_applicable is None) is not (other.not_applicable is None)
    if one.type is FactType.CHOICE:
        both = tuple(choice for choice in one.choices if choice in other.choices)
        narrowed |= set(one.choices) != set(other.choices)
        return (replace(one, choices=both, not_applicable=optional) if both else None), narrowed
    if one.type not in NUMERIC or (_limits(one) == _limits(other) and one.step == other.step):
        return replace(one, not_applicable=optional), narrowed
    low = max((limit for limit in (_limits(one)[0], _limits(other)[0]) if limit is not None), default=None)
    high = min((limit for limit in (_limits(one)[1], _limits(other)[1]) if limit is not None), default=None)
    if low is not None and high is not None and low > high:
        return None, True
    made = replace(one, minimum=low, maximum=high, not_applicable=optional)
    if one.step is None and other.step is None:
        return made, True
    return _on_both_grids(made, one, other), True


def _limits(fact: Fact) -> tuple[Fraction | None, Fraction | None]:
    low, high = fact.minimum, fact.maximum
    if fact.type in (FactType.COUNT, FactType.PERCENT, FactType.JUDGED):
        low = ZERO if low is None else low
    if fact.type is FactType.PERCENT:
        high = HUNDRED if high is None else high
    return low, high


def _on_both_grids(made: Fact, one: Fact, other: Fact) -> Fact | None:
    """Steps counted from each version's own minimum: the values that lie on every grid there is."""
    low, high = made.minimum, made.maximum
    if low is None or high is None:
        return made
    grids = [(_limits(fact)[0] or ZERO, fact.step) for fact in (one, other) if fact.step is not None]
    step = grids[0][1] if len(grids) == 1 else _common_step(grids[0][1], grids[1][1])
    start, first_step = grids[0]
    value = start + -((start - low) // first_step) * first_step if start < low else start
    while value <= high:
        if value >= low and all((value - origin) % size == 0 for origin, size in grids):
            return replace(made, minimum=value, maximum=value + (high - value) // step * step, step=step)
        value += first_step
    return None


def _common_step(one: Fraction, other: Fraction) -> Fraction:
    return Fraction(
        lcm(one.numerator * other.denominator, other.numerator * one.denominator), one.denominator * other.denominator
    )
