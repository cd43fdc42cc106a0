"""One space of facts for two versions of an item, cut by the constants of both.

The engine tells the cases of a pack apart by its own rules. Here it is given a made-up pack that asks the questions of
both versions, so that no case hides a difference. Scores are never taken from it: each version scores the case by its
own rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from scoring.authoring.diff.domains import common
from scoring.lang import names
from scoring.model.conditions import And, Compare, Expr, Literal, Member, Name, Not, Or
from scoring.model.criteria import Clause, Criteria, Effect, Flat, Item
from scoring.model.facts import Fact, FactType, Ratio, Reference
from scoring.rules.items import clause_reads

__all__ = ["Joint", "Version", "conditions_of", "join", "reads_of_item"]

OTHER = "（新版）"
"""Marks the newer of two derived facts that share a name and differ in how they are computed."""


class Version(Struct, frozen=True, kw_only=True):
    """One side of the comparison."""

    criteria: Criteria
    item: Item


class Joint(Struct, frozen=True, kw_only=True):
    """The made-up pack with both versions of the item as two items; `reason` says why there is none."""

    criteria: Criteria | None
    reason: str = ""
    partial: bool = False
    """True when answers that only one version allows had to be left aside."""


def reads_of_item(version: Version) -> tuple[str, ...]:
    """Every name the score of an item depends on, in the order of its rules."""
    found: dict[str, None] = {}
    waiting = list(clause_reads(version.item))
    while waiting:
        name = waiting.pop(0)
        if name in found:
            continue
        found[name] = None
        fact = version.criteria.facts_by_name.get(name)
        if fact is not None:
            waiting += names(fact.needs) if fact.needs is not None else ()
            waiting += (fact.derive.numerator, fact.derive.denominator) if fact.derive is not None else ()
    return tuple(found)


def conditions_of(version: Version) -> tuple[Expr, ...]:
    """The conditions that bear on the item: those of its clauses and of the questions it reads."""
    facts = version.criteria.facts_by_name
    needs = (facts[name].needs for name in reads_of_item(version) if name in facts)
    guards = (clause.when for clause in version.item.clauses)
    return tuple(expr for expr in (version.item.applies, *guards, *needs) if expr is not None)


def join(old: Version, new: Version) -> Joint:
    """The joint pack of two versions, or the reason why their cases cannot be set side by side."""
    facts: dict[str, Fact] = {}
    rename: dict[str, str] = {}
    partial = False
    left, right = (frozenset(reads_of_item(version)) for version in (old, new))
    for name in sorted(left & right):
        one, other = old.criteria.facts_by_name.get(name), new.criteria.facts_by_name.get(name)
        if one is None or other is None:
            if _kind(old.criteria, name) != _kind(new.criteria, name):
                return Joint(criteria=None, reason=f"“{name}”在两版里不是一类东西")
            continue
        if one.type is not other.type or (one.derive is None) is not (other.derive is None):
            return Joint(criteria=None, reason=f"填报项“{name}”在两版里填法不同")
        shared, narrowed = common(one, other)
        if shared is None:
            return Joint(criteria=None, reason=f"填报项“{name}”在两版里没有都能填的值")
        partial |= narrowed
        facts[name] = shared
        if one.derive != other.derive:
            if any(name in clause.measured for clause in new.item.clauses):
                return Joint(criteria=None, reason=f"“{name}”在两版里算法不同")
            rename[name] = name + OTHER
    # A condition on a quantity that is computed differently reads alike and means something else.
    asked_alike = not rename and _asked_alike(old, new, left & right)
    merged = {name: fact for name, fact in new.criteria.facts_by_name.items() if name in right}
    merged |= {name: fact for name, fact in old.criteria.facts_by_name.items() if name in left}
    merged |= facts
    for name, other_name in rename.items():
        merged[other_name] = replace(new.criteria.facts_by_name[name], name=other_name)
    if not asked_alike:
        merged = {name: replace(fact, needs=None) for name, fact in merged.items()}
    items = (_as_item("旧", old, {}, asked_alike), _as_item("新", new, rename, asked_alike))
    criteria = replace(
        old.criteria,
        facts_by_name=merged,
        references_by_name={**new.criteria.references_by_name, **old.criteria.references_by_name},
        interpretations_by_name={**new.criteria.interpretations_by_name, **old.criteria.interpretations_by_name},
        items_by_id={item.id: item for item in items},
        sections=(replace(old.criteria.sections[0], items=items),),
    )
    return Joint(criteria=criteria, partial=partial)


def _asked_alike(old: Version, new: Version, shared: Iterable[str]) -> bool:
    """Whether every question of either version arises in the same cases, as far as can be seen from its condition."""
    both = set(shared)
    for version in (old, new):
        for name in reads_of_item(version):
            fact = version.criteria.facts_by_name.get(name)
            if fact is None or fact.needs is None:
                continue
            if any(read in version.criteria.interpretations_by_name for read in names(fact.needs)):
                return False
    for name in both:
        one, other = old.criteria.facts_by_name.get(name), new.criteria.facts_by_name.get(name)
        if one is not None and other is not None and bare(one.needs) != bare(other.needs):
            return False
    return True


def _as_item(identity: str, version: Version, rename: Mapping[str, str], asked_alike: bool) -> Item:
    """The version's clauses under other names; where questions arise differently, also the conditions they hang on.

    Amounts keep their names: a ratio computed in two ways has cuts of its own in either name only through guards, so a
    renamed one that an amount reads is refused by `join`.
    """
    clauses = [_renamed(clause, rename) for clause in version.item.clauses]
    if not asked_alike:
        for name in reads_of_item(version):
            fact = version.criteria.facts_by_name.get(name)
            if fact is not None and fact.needs is not None:
                clauses.append(
                    Clause(
                        id="",
                        effect=Effect.DEDUCT,
                        quote="",
                        location=fact.location,
                        amount=Flat(points=Fraction(0)),
                        when=_with_names(fact.needs, rename),
                    )
                )
    applies = None if version.item.applies is None else _with_names(version.item.applies, rename)
    return replace(version.item, id=identity, clauses=tuple(clauses), applies=applies)


def _renamed(clause: Clause, rename: Mapping[str, str]) -> Clause:
    if clause.when is None or not rename:
        return clause
    return replace(clause, when=_with_names(clause.when, rename))


def _with_names(expr: Expr, rename: Mapping[str, str]) -> Expr:
    match expr:
        case And():
            return And(operands=tuple(_with_names(one, rename) for one in expr.operands))
        case Or():
            return Or(operands=tuple(_with_names(one, rename) for one in expr.operands))
        case Not():
            return Not(operand=_with_names(expr.operand, rename))
        case Compare():
            return replace(expr, left=_operand(expr.left, rename), right=_operand(expr.right, rename))
        case Member():
            return replace(expr, name=_name(expr.name, rename))
        case Name():
            return _name(expr, rename)


def _operand(operand: Name | Literal, rename: Mapping[str, str]) -> Name | Literal:
    return operand if isinstance(operand, Literal) else _name(operand, rename)


def _name(name: Name, rename: Mapping[str, str]) -> Name:
    return replace(name, name=rename.get(name.name, name.name))


def bare(expr: Expr | None) -> str:
    """A condition without its layout and places, for comparing two."""
    from scoring.lang import show

    return "" if expr is None else show(expr)


def _kind(criteria: Criteria, name: str) -> tuple[str, FactType | None, Ratio | None]:
    if name in criteria.facts_by_name:
        fact = criteria.facts_by_name[name]
        return ("fact", fact.type, fact.derive)
    reference: Reference | None = criteria.references_by_name.get(name)
    return ("interpretation", None, None) if reference is None else ("reference", reference.type, None)
