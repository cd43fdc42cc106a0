"""Where amounts change: the values of one missing number at which points step or bend, and whether these tell every case.

Between two neighbouring breakpoints a stepped amount is constant and a smooth one monotone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from scoring.lang import Absent, Value
from scoring.model.amounts import PerUnit
from scoring.model.clauses import Clause, Effect
from scoring.model.conditions import Expr
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import FactType
from scoring.rules.amounts import full_amount, smooth
from scoring.rules.kinds import Stops, kind_of, number
from scoring.rules.regions import Domain
from scoring.rules.rulebook import rulebook_of

__all__ = ["amount_cuts", "amount_stops", "bends_alone"]

ZERO = Fraction(0)


def amount_stops(clause: Clause, name: str, values: Mapping[str, Value], ceiling: Fraction, domain: Domain) -> Stops:
    """The values of `name` that must be told apart, where amounts of `ceiling` and more do not differ in effect.

    None: too many, or not to be told while another of its names is missing too.
    """
    factor = number(Fraction(1) if clause.times is None else clause.times, values)
    if isinstance(factor, Absent) or name == clause.times:
        return None
    if factor <= 0 or clause.amount is None:
        return ()
    return kind_of(clause.amount).stops(clause.amount, name, values, ceiling / factor, domain)


def amount_cuts(
    criteria: Criteria, item: Item, open_names: Mapping[str, Domain | None], resolved: Mapping[str, Value]
) -> Iterator[tuple[str, Stops]]:
    """For each missing name that an amount of `item` reads, the values to be told apart (None: they cannot be).

    `open_names` are the missing names with their domain; a ratio, which follows from its parts, has none.
    """
    fact = criteria.facts_by_name.__getitem__
    fulls = [(clause, full_amount(clause, item, fact)) for clause in item.clauses]
    for clause, _ in fulls:
        if clause.amount is None:
            continue
        reads = [name for name in clause.measured if name in open_names]
        ceiling = _ceiling(criteria, item, clause, fulls) if reads else ZERO
        for name in reads:
            domain = open_names[name] or _derived_domain(criteria, name)
            yield name, None if ceiling is None else amount_stops(clause, name, resolved, ceiling, domain)


def _ceiling(
    criteria: Criteria, item: Item, clause: Clause, fulls: Sequence[tuple[Clause, Fraction | None]]
) -> Fraction | None:
    """Points past which the clause makes no difference, because whatever the others do the floor or cap is reached."""
    if clause.at_most is not None:
        return clause.at_most
    if clause.graded:
        return Fraction(len(criteria.grades))
    if not clause.own:
        return rulebook_of(criteria).far
    against = [
        full for other, full in fulls if other.own and (other.effect is Effect.AWARD) != (clause.effect is Effect.AWARD)
    ]
    if any(full is None for full in against):
        return None
    return item.points + sum((full for full in against if full is not None), ZERO)


def _derived_domain(criteria: Criteria, name: str) -> Domain:
    fact = criteria.facts_by_name.get(name)
    ratio = None if fact is None else fact.ratio
    if ratio is None:
        return Domain()
    return Domain(low=ZERO, high=ratio.times if ratio.within else None)


def bends_alone(
    criteria: Criteria, items: Iterable[Item], open_names: Iterable[str], conditions: Iterable[Expr]
) -> bool:
    """Whether each missing name that a smooth amount reads is read by nothing else.

    Then the score is continuous and monotone in it between breakpoints, so its extremes lie on them and are reached;
    otherwise a condition or a second amount could part what no single value stands for.
    """
    missing = set(open_names)
    clauses = [clause for item in items for clause in item.clauses]
    bent = [
        clause
        for clause in clauses
        if smooth(clause.amount) and any(not _one_by_one(criteria, clause, n) for n in clause.measured if n in missing)
    ]
    if not bent:
        return True
    asked = {name for expr in conditions for name in _rests_on(criteria, expr.names)}
    for clause in bent:
        reads = [name for name in clause.measured if name in missing]
        rests = set(_rests_on(criteria, reads))
        others = {n for other in clauses if other is not clause for n in _rests_on(criteria, other.measured)}
        if len(reads) > 1 or not rests.isdisjoint(asked | others) or not _reaches_ends(criteria, reads[0], missing):
            return False
    return True


def _one_by_one(criteria: Criteria, clause: Clause, name: str) -> bool:
    """Whether every value of the name is told apart: part steps of a count are cut at each whole number."""
    fact = criteria.facts_by_name.get(name)
    return isinstance(clause.amount, PerUnit) and fact is not None and fact.type is FactType.COUNT


def _rests_on(criteria: Criteria, of: Iterable[str]) -> Iterator[str]:
    """The names and, of derived ones, their parts."""
    for name in of:
        yield name
        fact = criteria.facts_by_name.get(name)
        if fact is not None and fact.derive is not None:
            yield from _rests_on(criteria, fact.derive.parts)


def _reaches_ends(criteria: Criteria, name: str, missing: set[str]) -> bool:
    """A ratio takes both its ends while its numerator is open and part of the denominator, and no other ratio binds
    either; a sum while it is open by itself, or by one part that does; any other number does."""
    fact = criteria.facts_by_name.get(name)
    if fact is None or fact.derive is None:
        return True
    if fact.ratio is None:
        open_parts = [part for part in fact.derive.parts if part in missing]
        return len(open_parts) < 2 and all(_reaches_ends(criteria, part, missing) for part in open_parts)
    parts = fact.ratio.parts
    tied = [
        other
        for other in criteria.facts_by_name.values()
        if other.derive is not None and not set(parts).isdisjoint(other.derive.parts)
    ]
    return fact.ratio.within and fact.ratio.numerator in missing and len(tied) == 1
