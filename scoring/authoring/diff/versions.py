"""Two versions of an item side by side: what each reads, whether they mean the same, one space of facts for both.

The engine tells the cases of a pack apart by its own rules. Here it is given a made-up pack that asks the questions of
both versions, so that no case hides a difference. Scores are never taken from it: each version scores the case by its
own rules.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from fractions import Fraction
from math import lcm

from msgspec import Struct
from msgspec.structs import replace

from scoring.lang import show
from scoring.model.amounts import Flat
from scoring.model.clauses import Clause, Effect
from scoring.model.conditions import Expr
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import Derivation, Fact, FactType
from scoring.model.references import Reference
from scoring.rules.renaming import rename_expr
from scoring.rules.rulebook import rulebook_of

__all__ = ["Joint", "Version", "bare", "canonical", "conditions_of", "join", "paired", "reads_of_item", "signature"]

ALIKE = 0.6
"""How much of their official words two clauses must share to count as the same one, reworded."""
ZERO, HUNDRED = Fraction(0), Fraction(100)
NUMERIC = (FactType.COUNT, FactType.NUMBER, FactType.PERCENT, FactType.JUDGED)
CLAUSE_WORDS = ("id", "remedy")
FACT_WORDS = ("item", "ask", "owner", "help", "blank", "unit", "better", "not_applicable", "past")
"""What can change without changing a score."""
PLACES = frozenset({"location", "column"})
Canonical = str | tuple["Canonical", ...]
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
    return rulebook_of(version.criteria).behind(version.item.reads)


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
        shared, narrowed = _common(one, other)
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
            if any(read in version.criteria.interpretations_by_name for read in fact.needs.names):
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
    clauses = [replace(clause, when=_over(clause.when, rename)) for clause in version.item.clauses]
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
                        when=_over(fact.needs, rename),
                    )
                )
    return replace(version.item, id=identity, clauses=tuple(clauses), applies=_over(version.item.applies, rename))


def _over(expr: Expr | None, names: Mapping[str, str]) -> Expr | None:
    return None if expr is None else rename_expr(expr, names)


def bare(expr: Expr | None) -> str:
    """A condition without its layout and places, for comparing two."""
    return "" if expr is None else show(expr)


def _kind(criteria: Criteria, name: str) -> tuple[str, FactType | None, Derivation | None]:
    if name in criteria.facts_by_name:
        fact = criteria.facts_by_name[name]
        return ("fact", fact.type, fact.derive)
    reference: Reference | None = criteria.references_by_name.get(name)
    return ("interpretation", None, None) if reference is None else ("reference", reference.type, None)


def _common(one: Fact, other: Fact) -> tuple[Fact | None, bool]:
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


def signature(version: Version) -> tuple[object, ...]:
    """All that the score of an item depends on, without layout, order, places and words."""
    criteria, item = version.criteria, version.item
    reads = sorted(reads_of_item(version))
    clauses = [canonical(clause, CLAUSE_WORDS) for clause in item.clauses]
    if not any(
        clause.exhausted or clause.group or clause.effect in (Effect.SET, Effect.LOWER) for clause in item.clauses
    ):
        clauses.sort(key=repr)
    facts = [canonical(criteria.facts_by_name[n], FACT_WORDS) for n in reads if n in criteria.facts_by_name]
    readings = [
        (one.name, one.default, tuple(sorted(option.name for option in one.options)))
        for name, one in sorted(criteria.interpretations_by_name.items())
        if name in reads
    ]
    kinds = [(name, criteria.references_by_name[name].type) for name in reads if name in criteria.references_by_name]
    own = (item.points, item.start, canonical(item.groups), canonical(item.applies), item.each, criteria.not_applicable)
    optional = [
        n for n in reads if n in criteria.facts_by_name and criteria.facts_by_name[n].not_applicable is not None
    ]
    return (own, clauses, facts, readings, kinds, optional)


def canonical(value: object, leave_out: Iterable[str] = ()) -> Canonical:
    """The value as nested texts. Fields that say where something is written are left out, and those named in
    `leave_out`, at every level."""
    skipped = PLACES | frozenset(leave_out)
    if isinstance(value, enum.Enum):
        return str(value.value)
    if isinstance(value, Struct):
        named = ((name, getattr(value, name)) for name in value.__struct_fields__ if name not in skipped)
        return (type(value).__name__, *((name, canonical(inner, leave_out)) for name, inner in named))
    if isinstance(value, Mapping):
        return tuple((str(name), canonical(value[name], leave_out)) for name in sorted(value))
    if isinstance(value, tuple | list):
        return tuple(canonical(inner, leave_out) for inner in value)
    return f"{type(value).__name__}:{value}"


def paired(old: Item, new: Item) -> tuple[tuple[int, int], ...]:
    """Indexes of clauses that belong together: with the same words, else with the most alike ones; in an item without
    a scoring sentence, by their order."""
    left, right = dict(enumerate(old.clauses)), dict(enumerate(new.clauses))
    found: list[tuple[int, int]] = []
    ranked = [(_likeness(one, other), i, j) for i, one in left.items() for j, other in right.items()]
    for likeness, i, j in sorted(ranked, key=lambda rank: (-rank[0], abs(rank[1] - rank[2]), rank[1])):
        if likeness >= ALIKE and i in left and j in right:
            found.append((i, j))
            del left[i], right[j]
    return tuple(sorted(found))


def _likeness(one: Clause, other: Clause) -> float:
    if one.quote == other.quote:
        return 1.0
    return SequenceMatcher(None, one.quote, other.quote, autojunk=False).ratio()
