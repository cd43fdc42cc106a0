"""Where a sample of cases should look when not every case can be told apart: the values of one missing number that lie at a
telling distance from another missing one (每多一个, 比标准低两个点), so that both sides of every limit are met.

These never make a sample stand for every case; they only let it meet what a rule tells apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from msgspec import Struct

from scoring.lang import Value
from scoring.model.amounts import PerUnit, Scaled, Side
from scoring.model.clauses import Clause
from scoring.model.criteria import Item
from scoring.model.facts import Fact, Sum

__all__ = ["Distance", "distances"]

ZERO, ONE, HALF = Fraction(0), Fraction(1), Fraction(1, 2)


class Distance(Struct, frozen=True, kw_only=True):
    """The value `factor` × that of `other` + `offset`."""

    other: str
    factor: Fraction = ONE
    offset: Fraction = ZERO


def distances(
    facts: Mapping[str, Fact],
    items: Iterable[Item],
    missing: frozenset[str],
    stops: Mapping[str, Iterable[Fraction]],
    resolved: Mapping[str, Value],
) -> Mapping[str, tuple[Distance, ...]]:
    """For each missing name the values to meet; `stops` are the constants that each is compared with."""
    found: dict[str, dict[Distance, None]] = {}
    for name in missing:
        fact = facts.get(name)
        if fact is not None and isinstance(fact.derive, Sum):
            for part, distance in _of_sum(fact.derive, missing, stops.get(name, ()), resolved):
                found.setdefault(part, {})[distance] = None
    for item in items:
        for clause in item.clauses:
            for name, distance in _of_amount(clause, item, missing):
                found.setdefault(name, {})[distance] = None
    return {name: tuple(of) for name, of in found.items()}


def _of_sum(
    of: Sum, missing: frozenset[str], stops: Iterable[Fraction], resolved: Mapping[str, Value]
) -> Iterator[tuple[str, Distance]]:
    """Of a sum with two missing parts: where it meets each constant."""
    open_parts = [part for part in of.parts if part in missing]
    if len(open_parts) != 2:
        return
    known = of.value({**resolved, **dict.fromkeys(open_parts, ZERO)})
    if not isinstance(known, Fraction):
        return
    for part, other in (open_parts, open_parts[::-1]):
        sign, of_other = (ONE if name in of.plus else -ONE for name in (part, other))
        for stop in {*stops, ZERO}:
            yield part, Distance(other=other, factor=-sign * of_other, offset=sign * (stop - known))


def _of_amount(clause: Clause, item: Item, missing: frozenset[str]) -> Iterator[tuple[str, Distance]]:
    """Of an amount that compares two missing numbers: none, half, one, two steps and the last that matters, either way."""
    amount = clause.amount
    if isinstance(amount, PerUnit) and isinstance(amount.base, str) and missing.issuperset((amount.fact, amount.base)):
        last = Fraction(-(-item.points // amount.points)) if item.points else ONE + ONE
        way = -ONE if amount.side is Side.BELOW else ONE
        for steps in (-ONE, ZERO, HALF, ONE, ONE + ONE, last):
            yield amount.fact, Distance(other=amount.base, offset=way * steps * amount.step)
            yield amount.base, Distance(other=amount.fact, offset=-way * steps * amount.step)
    if isinstance(amount, Scaled):
        for end in (amount.target, amount.zero_at):
            if isinstance(end, str) and missing.issuperset((amount.fact, end)):
                for factor in (HALF, ONE):
                    yield amount.fact, Distance(other=end, factor=factor)
                    yield end, Distance(other=amount.fact, factor=1 / factor)
