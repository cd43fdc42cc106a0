"""Sums and differences of missing numbers: when such a sum is as good as one missing number of its own, and what it can be.

Where several parts of a sum are missing and nothing else reads any of them, only their sum matters: it is gone through as one
quantity between the least and the most that the parts can make. Where one part is missing, the sum follows from it, and where
the rules part the sum they part that one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from scoring.base.kept import for_last
from scoring.lang import UNKNOWN, Value
from scoring.model.criteria import Criteria
from scoring.model.facts import Fact, FactType, Sum
from scoring.rules.regions import Domain, domain_of

__all__ = ["OpenSum", "open_sums", "sum_alone", "sum_parts"]

ZERO = Fraction(0)


class OpenSum(Struct, frozen=True, kw_only=True):
    """A sum of which several parts are missing, taken as one missing number.

    parts: the missing ones
    domain: what the sum can be
    """

    name: str
    parts: tuple[str, ...]
    domain: Domain


def open_sums(criteria: Criteria, resolved: Mapping[str, Value]) -> Mapping[str, OpenSum]:
    """The sums with several missing parts that nothing else reads, by name."""
    found = {}
    for fact, alone in _lone_sums(criteria):
        if resolved.get(fact.name, UNKNOWN) is not UNKNOWN or not isinstance(fact.derive, Sum):
            continue
        missing = tuple(part for part in fact.derive.parts if resolved.get(part, UNKNOWN) is UNKNOWN)
        if len(missing) > 1 and alone.issuperset(missing):
            found[fact.name] = OpenSum(name=fact.name, parts=missing, domain=_domain(criteria, fact.derive, resolved))
    return found


def _sums(criteria: Criteria) -> tuple[tuple[Fact, frozenset[str]], ...]:
    """The sums, each with those of its parts that nothing else reads and that anybody has to answer."""
    sums = [fact for fact in criteria.facts_by_name.values() if isinstance(fact.derive, Sum)]
    if not sums:
        return ()
    read = list(_read(criteria))
    return tuple(
        (fact, frozenset(part for part in fact.derive.parts if read.count(part) == 1 and _plain(criteria, part)))
        for fact in sums
        if fact.derive is not None
    )


_lone_sums = for_last(_sums)


def _plain(criteria: Criteria, name: str) -> bool:
    fact = criteria.facts_by_name.get(name)
    if fact is None:
        return True
    return fact.derive is None and fact.needs is None and fact.not_applicable is None


def _read(criteria: Criteria) -> Iterator[str]:
    """Every name once for each that reads it."""
    for item in criteria.items_by_id.values():
        yield from item.reads
        if item.each is not None and isinstance(item.each.count, str):
            yield item.each.count
    for fact in criteria.facts_by_name.values():
        yield from fact.reads
    for grade in criteria.grades:
        if grade.when is not None:
            yield from grade.when.names


def _domain(criteria: Criteria, of: Sum, resolved: Mapping[str, Value]) -> Domain:
    low: Fraction | None = ZERO
    high: Fraction | None = ZERO
    whole = True
    for names, sign in ((of.plus, 1), (of.minus, -1)):
        for name in names:
            least, most, parts_whole = _ends(criteria, name, resolved)
            if sign < 0:
                least, most = most, least
            low = None if low is None or least is None else low + sign * least
            high = None if high is None or most is None else high + sign * most
            whole &= parts_whole
    return Domain(whole=whole, low=low, high=high)


def _ends(
    criteria: Criteria, name: str, resolved: Mapping[str, Value]
) -> tuple[Fraction | None, Fraction | None, bool]:
    value = resolved.get(name, UNKNOWN)
    if isinstance(value, Fraction):
        return value, value, value.denominator == 1
    fact = criteria.facts_by_name.get(name)
    domain = domain_of(fact if fact is not None else criteria.references_by_name[name])
    return (
        domain.low,
        domain.high,
        (criteria.facts_by_name.get(name) or criteria.references_by_name[name]).type is FactType.COUNT,
    )


def sum_alone(criteria: Criteria, part: str) -> Fact | None:
    """The sum to which `part` is added and through which alone it matters, as a quantity that is asked for; None where there
    is none, or where the part is taken away."""
    for name, one in open_sums(criteria, {}).items():
        derive = criteria.facts_by_name[name].derive
        if part in one.parts and isinstance(derive, Sum) and part in derive.plus:
            kind = FactType.COUNT if one.domain.whole and one.domain.low == ZERO else FactType.NUMBER
            ends = {"minimum": one.domain.low, "maximum": one.domain.high}
            return replace(criteria.facts_by_name[name], derive=None, type=kind, **ends)
    return None


def sum_parts(criteria: Criteria, values: Mapping[str, Value]) -> dict[str, Value]:
    """Parts for each sum in `values` that was gone through as one number: all as small as can be but those that must not."""
    made: dict[str, Value] = {}
    for name, one in open_sums(
        criteria, {name: value for name, value in values.items() if not _is_sum(criteria, name)}
    ).items():
        total = values.get(name, UNKNOWN)
        if isinstance(total, Fraction):
            made.update(_split(criteria, name, one.parts, total, values))
    return made


def _is_sum(criteria: Criteria, name: str) -> bool:
    return name in criteria.facts_by_name and isinstance(criteria.facts_by_name[name].derive, Sum)


def _split(
    criteria: Criteria, name: str, parts: tuple[str, ...], total: Fraction, values: Mapping[str, Value]
) -> dict[str, Value]:
    of = criteria.facts_by_name[name].derive
    assert isinstance(of, Sum)
    signs = {**dict.fromkeys(of.plus, 1), **dict.fromkeys(of.minus, -1)}
    ends = {part: _ends(criteria, part, values)[:2] for part in of.parts}
    made: dict[str, Fraction] = {}
    for part, (low, high) in ends.items():
        made[part] = low if low is not None else min(high, ZERO) if high is not None else ZERO
    left = total - sum((signs[part] * value for part, value in made.items()), ZERO)
    for part in parts:
        low, high = ends[part]
        step = signs[part] * left
        moved = made[part] + step
        moved = moved if high is None else min(moved, high)
        moved = moved if low is None else max(moved, low)
        left -= signs[part] * (moved - made[part])
        made[part] = moved
    return {part: made[part] for part in parts}
