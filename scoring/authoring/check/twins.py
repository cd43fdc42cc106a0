"""An item beside a copy of itself in which one answer is another: every pair of cases that differ in that answer only.

Both copies are gone through together, so that each pair stands for all pairs of its kind. Questions that the changed
answer brings up or rules out may be answered freely where only one side asks them; where both sides ask, the answer is
the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from scoring.authoring.check.cases import Reading, enumerate_scenarios, rulebook_of
from scoring.lang import Absent, Value
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import Fact, FactType
from scoring.rules import Scenario
from scoring.rules.derive import reads_of
from scoring.rules.items import ClauseResult
from scoring.rules.remembering import Remembering
from scoring.rules.renaming import rename_fact, rename_item
from scoring.rules.space import clause_reads

__all__ = ["MARK", "Pair", "Twins", "affected_by", "alike", "reads_directly", "twins_of"]

MARK = "（改后）"
"""Cannot stand in a fact's name, so that a copy's name is never taken."""


class Pair(Struct, frozen=True, kw_only=True):
    """Two cases that differ in one answer: its value on either side, the scenario, and what the rules make of it."""

    before: Value
    after: Value
    scenario: Scenario
    first: tuple[tuple[ClauseResult, ...], ...]
    second: tuple[tuple[ClauseResult, ...], ...]
    scores: tuple[tuple[Fraction, Fraction], ...]
    """For each item the score before and after."""


class Twins(Struct, frozen=True, kw_only=True):
    """All pairs for one fact and some items under one reading. Not `exact`: a sample."""

    pairs: tuple[Pair, ...]
    exact: bool


def affected_by(criteria: Criteria, name: str) -> frozenset[str]:
    """`name` and every fact whose value can change with it."""
    reading: dict[str, list[str]] = {}
    for fact in criteria.facts_by_name.values():
        if fact.needs is not None or fact.derive is not None:
            for read in reads_of(fact):
                reading.setdefault(read, []).append(fact.name)
    found, waiting = {name}, [name]
    while waiting:
        for other in reading.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return frozenset(found)


def reads_directly(criteria: Criteria, item: Item, names: Sequence[str]) -> bool:
    """Whether a clause of the item, or the `needs` of a fact it reads, mentions one of `names` itself."""
    reads = set(clause_reads(item))
    wider = set(reads)
    for name in reads:
        fact = criteria.facts_by_name.get(name)
        if fact is not None and fact.derive is None:
            wider.update(reads_of(fact))
    return not wider.isdisjoint(names)


def twins_of(criteria: Criteria, items: Sequence[Item], name: str, reading: Reading, limit: int) -> Twins:
    """Every pair of cases of `items` that differ in the answer to `name`."""
    fact = criteria.facts_by_name[name]
    sure = True
    if fact.derive is not None:
        sure = _free_standing(criteria, items, fact)
        criteria = _with_facts(criteria, {name: _as_quantity(fact)})
    affected = affected_by(criteria, name)
    copies = {one: f"{one}{MARK}" for one in affected}
    doubled = _with_facts(criteria, {copies[one]: rename_fact(criteria.facts_by_name[one], copies) for one in affected})
    seconds = [rename_item(item, copies) for item in items]
    scenarios, exact, _ = enumerate_scenarios(doubled, [*items, *seconds], reading, limit)
    rulebook = rulebook_of(doubled)
    firsts, others = ([Remembering(item, rulebook) for item in side] for side in (items, seconds))
    both = list(zip(firsts, others, strict=True))
    pairs = []
    for scenario in scenarios:
        before, after = scenario.values[name], scenario.values[copies[name]]
        if before == after or isinstance(before, Absent) or isinstance(after, Absent):
            continue
        if not alike(scenario, copies, but=name):
            continue
        first = tuple([one.results(scenario.values) for one in firsts])
        second = tuple([one.results(scenario.values) for one in others])
        scores = tuple([(one.worth(scenario.values), two.worth(scenario.values)) for one, two in both])
        pairs.append(Pair(before=before, after=after, scenario=scenario, first=first, second=second, scores=scores))
    return Twins(pairs=tuple(pairs), exact=exact and sure)


def alike(scenario: Scenario, copies: Mapping[str, str], *, but: str = "") -> bool:
    """Whether the questions that both sides ask have one answer, apart from the one named `but`."""
    return all(
        scenario.values[one] == scenario.values[other]
        for one, other in copies.items()
        if one != but and one in scenario.regions and other in scenario.regions
    )


def _free_standing(criteria: Criteria, items: Sequence[Item], fact: Fact) -> bool:
    """Whether a ratio can be looked at as a quantity of its own: nothing else reads its parts, and they can be any
    numbers, so that it can take every value."""
    parts = reads_of(fact)
    if any(reads_directly(criteria, item, parts) for item in items):
        return False
    others = [one for one in criteria.facts_by_name.values() if one.derive is not None and one.name != fact.name]
    if any(not set(parts).isdisjoint(reads_of(one)) for one in others):
        return False
    known = [criteria.facts_by_name[part] for part in parts if part in criteria.facts_by_name]
    return all(_any_size(part) and part.needs is None for part in known)


def _any_size(fact: Fact) -> bool:
    if fact.type not in (FactType.COUNT, FactType.NUMBER) or fact.maximum is not None or fact.derive is not None:
        return False
    return fact.minimum == 0 or (fact.minimum is None and fact.type is FactType.COUNT)


def _as_quantity(fact: Fact) -> Fact:
    """A ratio as an open quantity over everything it can be."""
    assert fact.derive is not None
    most = fact.derive.times if fact.derive.within else None
    return replace(fact, type=FactType.NUMBER, derive=None, minimum=Fraction(0), maximum=most)


def _with_facts(criteria: Criteria, changed: Mapping[str, Fact]) -> Criteria:
    return replace(criteria, facts_by_name={**criteria.facts_by_name, **changed})
