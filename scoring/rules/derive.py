"""From what is stated to what the rules read: facts ruled out by `needs`, and derived ratios."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from scoring.lang import NOT_APPLICABLE, UNKNOWN, Absent, Truth, Value, names, truth
from scoring.model.criteria import Criteria, Each
from scoring.model.facts import Fact, Ratio

__all__ = ["asked", "count_of", "ratio", "reads_of", "resolve_fact", "resolve_inputs"]


def ratio(of: Ratio, values: Mapping[str, Value]) -> Value:
    """The exact quotient; not applicable when either part is or the denominator is zero, else unknown when one is."""
    top, bottom = values.get(of.numerator, UNKNOWN), values.get(of.denominator, UNKNOWN)
    if top is NOT_APPLICABLE or bottom is NOT_APPLICABLE or bottom == 0:
        return NOT_APPLICABLE
    if not isinstance(top, Fraction) or not isinstance(bottom, Fraction):
        return UNKNOWN
    return top / bottom * of.times


def asked(fact: Fact, values: Mapping[str, Value]) -> Truth:
    """Whether the question arises: TRUE, FALSE, or UNKNOWN while an answer that decides it is missing.

    A question that hangs on something not applicable does not arise either.
    """
    if fact.needs is None:
        return Truth.TRUE
    needed = truth(fact.needs, values)
    return Truth.FALSE if needed is Truth.NOT_APPLICABLE else needed


def resolve_fact(fact: Fact, values: Mapping[str, Value], stated: Mapping[str, Value]) -> Value:
    """The value rules read for `fact`, from the values of what it depends on and what is stated for itself."""
    needed = asked(fact, values)
    if needed is Truth.FALSE:
        return NOT_APPLICABLE
    if needed is Truth.UNKNOWN:
        return UNKNOWN
    return stated.get(fact.name, UNKNOWN) if fact.derive is None else ratio(fact.derive, values)


def reads_of(fact: Fact) -> tuple[str, ...]:
    """The names the value of `fact` depends on, beside its own answer."""
    found = names(fact.needs) if fact.needs is not None else ()
    if fact.derive is not None:
        found = (*found, fact.derive.numerator, fact.derive.denominator)
    return found


def resolve_inputs(criteria: Criteria, stated: Mapping[str, Value]) -> dict[str, Value]:
    """The values of every fact, reference and interpretation of the pack, each after what it depends on.

    `stated` holds answers by name; a fact or reference it lacks is unknown, an interpretation takes its default.
    """
    values: dict[str, Value] = {}
    for name, interpretation in criteria.interpretations_by_name.items():
        values[name] = stated.get(name, interpretation.default)
    for name in criteria.references_by_name:
        values[name] = stated.get(name, UNKNOWN)
    facts = criteria.facts_by_name

    def visit(fact: Fact) -> None:
        for other in reads_of(fact):
            if other not in values:
                visit(facts[other])
        values[fact.name] = resolve_fact(fact, values, stated)

    for fact in facts.values():
        if fact.name not in values:
            if fact.needs is None and fact.derive is None:
                values[fact.name] = stated.get(fact.name, UNKNOWN)
            else:
                visit(fact)
    return values


def known(value: Value) -> bool:
    """Whether nothing is missing: 不适用 is known."""
    return not isinstance(value, Absent) or value is NOT_APPLICABLE


def count_of(each: Each, resolved: Mapping[str, Value]) -> Value | None:
    """How many units there are; None where nothing says so."""
    return resolved.get(each.count, UNKNOWN) if isinstance(each.count, str) else each.count
