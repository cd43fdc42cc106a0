"""What is unknown about some items, everything the rules compare it with, and the order in which it is given values.

Quantities that are compared with each other, directly or through a chain, form a cluster; the constants any of them is
compared with cut the range of all of them. A derived ratio takes part as a quantity of its own, and its parts are cut
where the ratio crosses a constant.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from fractions import Fraction

from msgspec import Struct

from scoring.lang import UNKNOWN, Value
from scoring.model.conditions import Compare, Expr, Literal, Member, Name
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import Derivation, Fact, FactType, Ratio, Sum
from scoring.rules.breakpoints import amount_cuts, bends_alone
from scoring.rules.distances import Distance, distances
from scoring.rules.regions import Domain, domain_of, number_of
from scoring.rules.rulebook import rulebook_of
from scoring.rules.sums import OpenSum, open_sums
from scoring.rules.unions import Unions

__all__ = ["Space", "in_order", "space_of"]

ZERO = Fraction(0)


class Space(Struct, frozen=True, kw_only=True):
    """The unknowns of some items, ready to be enumerated.

    resolved: the values that are known, of the names the items depend on
    steps: the undecided names, each after what it depends on; those not in `free` follow from their answer, their `needs`
        or their ratio
    free: the unknowns that range over a domain
    stops: the constants of each quantity's cluster
    cluster: the quantities that each is compared with, directly or through others
    ratios: the ratios of each undecided part
    tellable: False when the regions could not be told apart exactly from the outset
    sums: of `free`, those that are sums of missing numbers which nothing else reads
    distances: where not `tellable`, the values of each that a sample should meet beside those of another
    """

    criteria: Criteria
    stated: Mapping[str, Value]
    resolved: Mapping[str, Value]
    steps: tuple[str, ...]
    free: Mapping[str, Domain]
    stops: Mapping[str, frozenset[Fraction]]
    cluster: Mapping[str, frozenset[str]]
    ratios: Mapping[str, tuple[str, ...]]
    tellable: bool
    sums: Mapping[str, OpenSum] = {}
    distances: Mapping[str, tuple[Distance, ...]] = {}

    def fact(self, name: str) -> Fact | None:
        """The fact of that name; None for references and interpretations."""
        return self.criteria.facts_by_name.get(name)

    def ratio(self, name: str) -> Ratio:
        """The definition of a derived fact."""
        ratio = self.criteria.facts_by_name[name].ratio
        if ratio is None:
            raise KeyError(name)
        return ratio

    def asked(self, names: Iterable[str]) -> tuple[str, ...]:
        """What somebody can answer of some names: for a sum that is gone through as one number, its missing parts."""
        return tuple(one for name in names for one in (self.sums[name].parts if name in self.sums else (name,)))

    def dependents(self, name: str) -> frozenset[str]:
        """`name` and every undecided name whose value can change with it."""
        found = {name}
        for step in self.steps:  # in order of dependence, so one pass is enough
            fact = self.fact(step)
            if fact is not None and not found.isdisjoint(fact.reads):
                found.add(step)
        return frozenset(found)


def space_of(
    criteria: Criteria, items: Iterable[Item], stated: Mapping[str, Value], resolved: Mapping[str, Value]
) -> Space:
    """The space of `items`: `stated` are the answers, `resolved` the same after `inputs.resolve_inputs`."""
    items = tuple(items)

    def binds(fact: Fact, found: Container[str]) -> bool:
        parts = fact.ratio.parts if fact.ratio is not None else ()
        return any(part in found and resolved.get(part, UNKNOWN) is UNKNOWN for part in parts)

    read = {name for item in items for name in item.reads}
    sums = {name: one for name, one in open_sums(criteria, resolved).items() if read.isdisjoint(one.parts)}
    reached = rulebook_of(criteria).reached(items, binds, sums)
    open_names = tuple(name for name in reached if resolved.get(name, UNKNOWN) is UNKNOWN)
    facts, references = criteria.facts_by_name, criteria.references_by_name
    free: dict[str, Domain] = {}
    for name in open_names:
        fact = facts.get(name)
        if stated.get(name, UNKNOWN) is UNKNOWN and not _derived(facts, name):
            free[name] = domain_of(fact if fact is not None else references[name])
        elif name in sums:
            free[name] = sums[name].domain
    links = _Links(open_names)
    for expr in _conditions(criteria, items, open_names):
        for atom in expr.atoms:
            links.atom(atom, resolved)
    tellable = True
    for item in items:
        for name, stops_of in amount_cuts(criteria, item, {name: free.get(name) for name in open_names}, resolved):
            tellable &= stops_of is not None
            for stop in stops_of or ():
                links.stop(name, stop)
    tellable &= bends_alone(criteria, items, open_names, tuple(_conditions(criteria, items, open_names)))
    for name in open_names:
        fact = facts.get(name)
        number = number_of(stated.get(name, UNKNOWN))
        if number is not None:  # answered, but asked only in some scenarios
            links.stop(name, number)
        if name in free:
            links.ends(name, free[name])
        if fact is not None and fact.ratio is not None:
            links.stop(name, ZERO)
            if fact.ratio.within:
                links.stop(name, fact.ratio.times)
            tellable &= all(part not in links or part in sums or not _derived(facts, part) for part in fact.ratio.parts)
    for name in open_names:
        if name not in sums and isinstance(of := _derive(facts, name), Sum):
            tellable &= links.follows(name, of, resolved)
    stops = {name: frozenset(links.stops[links.root(name)]) for name in open_names}
    tellable &= not any(_graded(facts, name, domain, stops[name]) for name, domain in free.items())
    ratios = _ratios(facts, reached, links)
    groups = {root: frozenset(names) for root, names in links.groups().items()}
    cluster = {name: groups[links.root(name)] for name in open_names}
    steps, ordered = in_order(open_names, free, facts, ratios, cluster)
    tellable &= ordered
    apart = {} if tellable else distances(facts, items, frozenset(open_names), stops, resolved)
    return Space(
        criteria=criteria,
        stated=stated,
        resolved={name: resolved[name] for name in reached if name not in links},
        steps=steps,
        free=free,
        stops=stops,
        cluster=cluster,
        ratios=ratios,
        tellable=tellable,
        sums={name: sums[name] for name in free if name in sums},
        distances=apart,
    )


def _derived(facts: Mapping[str, Fact], name: str) -> bool:
    """Whether a name follows from others; where a part of a ratio is itself one, its regions do not bound those of the other."""
    return name in facts and facts[name].worked_out


def _graded(facts: Mapping[str, Fact], name: str, domain: Domain, stops: frozenset[Fraction]) -> bool:
    """Whether judged points without steps are compared with something: no single value then stands for its region."""
    fact = facts.get(name)
    if fact is None or fact.type is not FactType.JUDGED or domain.values is not None:
        return False
    return not stops <= {domain.low, domain.high}


def _derive(facts: Mapping[str, Fact], name: str) -> Derivation | None:
    return facts[name].derive if name in facts else None


def _conditions(criteria: Criteria, items: Iterable[Item], open_names: Iterable[str]) -> Iterable[Expr]:
    for item in items:
        if item.applies is not None:
            yield item.applies
        for clause in item.clauses:
            if clause.when is not None:
                yield clause.when
    for name in open_names:
        fact = criteria.facts_by_name.get(name)
        if fact is not None and fact.needs is not None:
            yield fact.needs


def _ratios(facts: Mapping[str, Fact], involved: Iterable[str], links: _Links) -> Mapping[str, tuple[str, ...]]:
    """The ratios of each open part; also those already known to be not applicable, whose parts still bind each other."""
    found: dict[str, tuple[str, ...]] = {}
    for name in involved:
        fact = facts.get(name)
        if fact is not None and fact.ratio is not None:
            for part in fact.ratio.parts:
                if part in links:
                    found[part] = (*found.get(part, ()), name)
    return found


class _Links(Unions):
    """Clusters of undecided quantities while they are being joined, and the stops of each."""

    def __init__(self, open_names: Iterable[str]) -> None:
        super().__init__(open_names)
        self.stops: dict[str, set[Fraction]] = {name: set() for name in self._parent}

    def stop(self, name: str, at: Fraction) -> None:
        if name in self._parent:
            self.stops[self.root(name)].add(at)

    def ends(self, name: str, domain: Domain) -> None:
        for end in (domain.low, domain.high):
            if end is not None:
                self.stop(name, end)

    def atom(self, atom: Name | Compare | Member, resolved: Mapping[str, Value]) -> None:
        if isinstance(atom, Compare):
            sides = (atom.left, atom.right)
            undecided = [side.name for side in sides if isinstance(side, Name) and side.name in self._parent]
            if len(undecided) == 2:
                self.join(*undecided)
            for side in sides:
                value = side.value if isinstance(side, Literal) else resolved.get(side.name, UNKNOWN)
                number = number_of(value)
                if number is not None and undecided:
                    self.stop(undecided[0], number)
        elif isinstance(atom, Member):
            for literal in atom.values:
                number = number_of(literal.value)
                if number is not None:
                    self.stop(atom.name.name, number)

    def follows(self, name: str, of: Sum, resolved: Mapping[str, Value]) -> bool:
        """Part the one missing number of a sum where the sum is parted; whether that tells all of it."""
        missing = [part for part in of.parts if part in self._parent]
        if len(missing) != 1 or len(self.group(name)) > 1:
            return False
        (part,) = missing
        known = of.value({**resolved, part: ZERO})
        if isinstance(known, Fraction):
            for stop in tuple(self.stops[self.root(name)]):
                self.stop(part, stop - known if part in of.plus else known - stop)
        return True

    def join(self, one: str, other: str) -> None:
        keep, drop = self.root(one), self.root(other)
        if keep != drop:
            super().join(keep, drop)
            self.stops[keep] |= self.stops.pop(drop)


def in_order(
    open_names: Iterable[str],
    free: Mapping[str, Domain],
    facts: Mapping[str, Fact],
    ratios: Mapping[str, tuple[str, ...]],
    cluster: Mapping[str, frozenset[str]],
) -> tuple[tuple[str, ...], bool]:
    """The names, each after what it depends on; and whether the order suits an exact enumeration.

    Where dependence leaves a choice, lists come first, then whole numbers, then other numbers (which fit between any
    others), and the denominator of a ratio before its numerator. The order suits unless dependence forced a numerator
    before its denominator, or a finer quantity before a whole number it is compared with (`cluster`).
    """
    waiting = tuple(open_names)
    hard = {name: {other for other in _reads(facts.get(name)) if other in waiting} for name in waiting}
    soft: dict[str, set[str]] = {name: set() for name in waiting}
    for part in ratios:
        for name in ratios[part]:
            derive = facts[name].ratio
            if derive is None or derive.numerator != part or derive.denominator not in waiting or part not in soft:
                continue
            if part in free:
                soft[part].add(derive.denominator)
            elif derive.denominator in free:  # answered, though perhaps not asked: the denominator cannot be smaller
                soft[derive.denominator].add(part)
    placed: list[str] = []
    suits = True
    left = list(waiting)
    while left:
        done = set(placed)
        ready = [name for name in left if hard[name] <= done]
        if not ready:
            raise ValueError("needs form a circle: " + "、".join(left))
        best = [name for name in ready if soft[name] <= done]
        if not best:
            suits = False
        chosen = min(best or ready, key=lambda name: _rank(name, free))
        if _rank(chosen, free) == 2 and any(_rank(name, free) == 1 for name in left if name in cluster[chosen]):
            suits = False
        placed.append(chosen)
        left.remove(chosen)
    return tuple(placed), suits


def _reads(fact: Fact | None) -> tuple[str, ...]:
    return () if fact is None else fact.reads


def _rank(name: str, free: Mapping[str, Domain]) -> int:
    domain = free.get(name)
    if domain is None:
        return -1  # follows from what is placed: costs nothing
    if domain.values is not None:
        return 0
    return 1 if domain.whole else 2
