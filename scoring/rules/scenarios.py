"""Every way an incomplete submission could turn out, one scenario for each set of regions that the rules can tell apart;
the values that stand for all others; and which missing answers matter."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm

from msgspec import Struct

from scoring.lang import UNKNOWN, Truth, Value, truth
from scoring.model.conditions import Compare, Expr, Member, Name
from scoring.model.criteria import Criteria, Item
from scoring.rules.inputs import resolve_fact, resolve_inputs
from scoring.rules.regions import (
    Domain,
    Gap,
    Region,
    first_whole,
    gaps,
    inside,
    last_whole,
    number_of,
    optional_region,
    value_of,
)
from scoring.rules.space import Space, space_of

__all__ = ["Chooser", "Scenario", "Scenarios", "item_scenarios", "matters", "scenarios_of"]

WHOLE_LIMIT = 256
"""Up to so many whole numbers between two stops are tried one by one where a sample might miss a case."""

ZERO = Fraction(0)
NO_TWINS: Mapping[str, str] = {}


class Chooser:
    """Gives the regions of each unknown of a space, at most `most` of one; `sampled` becomes True once a choice may have
    missed a case."""

    def __init__(self, space: Space, most: int | None = None) -> None:
        self._space, self._most = space, most
        self.sampled = not space.tellable
        self._crowd = {name: self._crowding(name) for name, domain in space.free.items() if domain.whole}
        self._others = {name: self._looked_at(name) for name in space.free}
        self._cells: dict[Hashable, tuple[Region, ...]] = {}

    def regions(self, name: str, values: Mapping[str, Value]) -> tuple[Region, ...]:
        """The regions of `name` in the scenario so far, 不适用 last where it is a legitimate answer."""
        others = self._others[name]
        key = (name, *[values.get(other) for other in others]) if others else name
        cells = self._cells.get(key)
        if cells is None:
            cells = self._cells[key] = self._spread(tuple(self._made(name, values)))
        return cells

    def _spread(self, cells: tuple[Region, ...]) -> tuple[Region, ...]:
        """As many as are wanted, the first and the last among them."""
        if self._most is None or len(cells) <= self._most:
            return cells
        self.sampled = True
        return tuple(cells[place * (len(cells) - 1) // (self._most - 1)] for place in range(self._most))

    def _looked_at(self, name: str) -> tuple[str, ...]:
        """The names whose values may decide where the range of `name` is cut."""
        space = self._space
        if space.free[name].values is not None:
            return ()
        found = dict.fromkeys(space.cluster[name])
        for derived in space.ratios.get(name, ()):
            found |= dict.fromkeys((*space.ratio(derived).parts, *space.cluster.get(derived, ())))
        found |= dict.fromkeys(distance.other for distance in space.distances.get(name, ()))
        return tuple(other for other in found if other != name)

    def _made(self, name: str, values: Mapping[str, Value]) -> Iterator[Region]:
        domain = self._space.free[name]
        if domain.values is not None:
            for value in domain.values:
                yield Region(value=value)
        else:
            yield from self._quantity(name, domain, values)
        if domain.optional:
            yield optional_region()

    def _quantity(self, name: str, domain: Domain, values: Mapping[str, Value]) -> Iterator[Region]:
        space = self._space
        stops = set(space.stops[name]) | self._chosen(name, values) | self._apart(name, values)
        low, high = domain.low, domain.high
        open_ratios: list[str] = []
        for derived in space.ratios.get(name, ()):
            ratio = space.ratio(derived)
            other = ratio.denominator if name == ratio.numerator else ratio.numerator
            if other not in values:
                self.sampled |= name == ratio.numerator or other not in space.free
                open_ratios.append(derived)
                continue
            part = number_of(values[other])
            if part is None:
                continue  # 不适用: so is the ratio, whatever this part is
            of_ratio = set(space.stops.get(derived, ())) | self._chosen(derived, values)
            if name == ratio.numerator:
                stops |= {stop * part / ratio.times for stop in of_ratio}
                if ratio.within:
                    high = part if high is None else min(high, part)
            else:
                stops |= {ZERO} | {ratio.times * part / stop for stop in of_ratio if stop}
                if ratio.within:
                    low = part if low is None else max(low, part)
        crossings, modulus = self._crossings(open_ratios)
        stops |= crossings
        for gap in gaps(stops, low, high):
            for number in self._representatives(name, domain, gap, modulus):
                ends = (number, number) if gap.point else (gap.low, gap.high)
                yield Region(value=value_of(number, domain), low=ends[0], high=ends[1])

    def _chosen(self, name: str, values: Mapping[str, Value]) -> set[Fraction]:
        """The values already given to the quantities this one is compared with."""
        numbers = (
            number_of(values[member])
            for member in self._space.cluster.get(name, ())
            if member != name and member in values
        )
        return {number for number in numbers if number is not None}

    def _apart(self, name: str, values: Mapping[str, Value]) -> set[Fraction]:
        """The values at a telling distance from those already given; where none is given yet, room for all distances."""
        found = set()
        for distance in self._space.distances.get(name, ()):
            other = values.get(distance.other, UNKNOWN)
            number = number_of(other)
            if number is not None:
                found.add(distance.factor * number + distance.offset)
            elif other is UNKNOWN:
                found.add(abs(distance.offset))
        return found

    def _crossings(self, open_ratios: list[str]) -> tuple[set[Fraction], int | None]:
        """For a denominator whose numerator is still to come: where the numerator's stops meet those of the ratio, and
        a modulus of which it should be a multiple so that the numerator can fall on and between all of them."""
        if not open_ratios:
            return set(), None
        space, found, modulus = self._space, {ZERO}, 2
        for derived in open_ratios:
            numerator = space.ratio(derived).numerator
            tied = space.ratios.get(numerator, ())
            if len(tied) > 1:
                self.sampled = True  # the numerator is tied to a second ratio: a sample has room for the steps of both
            for one in dict.fromkeys((derived, *tied)):
                levels = self._levels(one)
                modulus = lcm(modulus, *(2 * level.denominator for level in levels))
                if one == derived:
                    found |= {stop / level for level in levels if level for stop in space.stops.get(numerator, ())}
        return found, modulus

    def _levels(self, derived: str) -> set[Fraction]:
        """The stops of a ratio as shares of its denominator."""
        ratio = self._space.ratio(derived)
        stops = {stop / ratio.times for stop in self._space.stops.get(derived, ())}
        return stops | ({Fraction(1)} if ratio.within else set())

    def _representatives(self, name: str, domain: Domain, gap: Gap, modulus: int | None) -> Iterator[Fraction]:
        if gap.point:
            if gap.low is not None and (not domain.whole or gap.low.denominator == 1):
                yield gap.low
            return
        if not domain.whole:
            yield self._open_denominator(gap, modulus) if modulus is not None and gap.high is None else inside(gap)
            if modulus is not None and gap.high is not None and self._numerators_whole(name):
                self.sampled = True
            return
        first, last = first_whole(gap), last_whole(gap)
        if last is not None and last < first:
            return
        crowd = self._crowd[name]
        if modulus is not None and last is None and crowd == 1:
            yield self._open_denominator(gap, modulus)
            return
        wanted: int | None = crowd
        if modulus is not None or crowd == 0:
            wanted = None
        size = None if last is None else last - first + 1
        if wanted is None:
            if size is None or size > WHOLE_LIMIT:
                self.sampled = True
            wanted = WHOLE_LIMIT if size is not None and size <= WHOLE_LIMIT else 4
        count = wanted if size is None else min(wanted, size)
        for number in range(first, first + count):
            yield Fraction(number)
        if last is not None and size is not None and size > count > 1:
            yield Fraction(last)

    @staticmethod
    def _open_denominator(gap: Gap, modulus: int) -> Fraction:
        """A multiple of the modulus with room for the numerator between any two of its stops."""
        return Fraction(modulus * (first_whole(gap) + 2))

    def _numerators_whole(self, name: str) -> bool:
        space = self._space
        parts = [space.ratio(derived).numerator for derived in space.ratios.get(name, ())]
        return any(part in space.free and space.free[part].whole for part in parts)

    def _crowding(self, name: str) -> int:
        """How many whole numbers may have to fit between the same two stops: 1 when this one stands alone, 0 when its
        ties are of a sort that a few values cannot be proved to cover."""
        space = self._space
        terms = (name, *space.ratios.get(name, ()))
        crowd = 1
        for term in terms:
            driven = [member for member in space.cluster.get(term, ()) if self._is_whole(member)]
            if len(driven) < 2:
                continue
            if len(terms) > 1 or any(member not in space.free for member in driven):
                return 0
            crowd = max(crowd, len(driven))
        return crowd

    def _is_whole(self, name: str) -> bool:
        space = self._space
        if name in space.free:
            return space.free[name].whole
        fact = space.fact(name)
        return fact is not None and fact.derive is not None


class Scenario(Struct, frozen=True, kw_only=True):
    """One possible state of affairs: the value of every name the items read, and the region each unknown was taken from.

    An unknown whose question does not arise in this scenario has no region; its value is 不适用.
    """

    values: Mapping[str, Value]
    regions: Mapping[str, Region]


class Scenarios:
    """The scenarios of a space. `exact` holds after (and while) iterating: no case has been left to a sample.

    `twins` are names of which both have one answer in every scenario that asks both. With `most` only so many regions of each
    unknown are gone through, two or more.
    """

    def __init__(self, space: Space, twins: Mapping[str, str] = NO_TWINS, most: int | None = None) -> None:
        self._space = space
        self._twins = {**twins, **{other: name for name, other in twins.items()}}
        self._chooser = Chooser(space, most)
        facts = [(name, space.fact(name)) for name in space.steps]
        # A fact that is always asked and not derived is free; references are.
        self._steps = [
            (name, None if fact is None or (fact.needs is None and fact.derive is None) else fact)
            for name, fact in facts
        ]

    @property
    def exact(self) -> bool:
        """Whether the scenarios met so far stand for every case."""
        return not self._chooser.sampled

    def __iter__(self) -> Iterator[Scenario]:
        steps, stated, chooser = self._steps, self._space.stated, self._chooser
        values, regions = dict(self._space.resolved), dict[str, Region]()
        open_steps: list[tuple[int, Iterator[Region]]] = []  # those with a choice, each with the regions still to come
        at = 0
        while True:
            while at < len(steps):
                name, fact = steps[at]
                # A free unknown resolves to UNKNOWN when it is asked, else to 不适用; all others to their value.
                value = UNKNOWN if fact is None else resolve_fact(fact, values, stated)
                if value is UNKNOWN:
                    choices = chooser.regions(name, values)
                    if (twin := regions.get(self._twins.get(name, ""))) is not None:
                        choices = tuple(one for one in choices if one.value == twin.value)
                    open_steps.append((at, iter(choices)))
                    break
                values[name] = value
                at += 1
            else:
                yield Scenario(values=dict(values), regions=dict(regions))
            while open_steps:  # the next region of the last choice that has one
                last, rest = open_steps[-1]
                for name, _ in steps[last + 1 : at + 1]:
                    values.pop(name, None)
                    regions.pop(name, None)
                name, region = steps[last][0], next(rest, None)
                if region is not None:
                    values[name], regions[name] = region.value, region
                    at = last + 1
                    break
                values.pop(name, None)
                regions.pop(name, None)
                open_steps.pop()
                at = last
            else:
                return


def scenarios_of(space: Space, limit: int) -> list[Scenario]:
    """All scenarios of a space; empty where they are more than `limit` or only a sample."""
    if not space.tellable:
        return []
    scenarios = Scenarios(space)
    found: list[Scenario] = []
    for scenario in scenarios:
        if len(found) >= limit:
            return []
        found.append(scenario)
    return found if scenarios.exact else []


def item_scenarios(criteria: Criteria, item: Item, fixed: Mapping[str, Value]) -> Scenarios:
    """The scenarios of one item where `fixed` is known and everything else it reads is open.

    A name that `fixed` lacks or gives as UNKNOWN is open; interpretations take their default unless fixed.
    """
    return Scenarios(space_of(criteria, (item,), fixed, resolve_inputs(criteria, fixed)))


def matters(item: Item, space: Space, scenarios: Sequence[Scenario], scores: Sequence[Hashable]) -> tuple[str, ...]:
    """The unknowns of `space` that matter to `item`, in the order its rules read them."""
    questions = _questions(item)
    answers: list[list[Hashable]] = []
    for question in questions:
        answers.append([_answer(question, scenario) for scenario in scenarios])
    found = []
    for name in space.free:
        hanging = space.dependents(name)
        rest = [row for question, row in zip(questions, answers, strict=True) if hanging.isdisjoint(_names(question))]
        seen: dict[Hashable, Hashable] = {}
        contexts = zip(*rest, strict=True) if rest else ((),) * len(scenarios)
        for context, score in zip(contexts, scores, strict=True):
            if seen.setdefault(context, score) != score:
                found.append(name)
                break
    return tuple(found)


def _questions(item: Item) -> list[Name | Compare | Member | str]:
    """What the rules ask: each smallest condition once, and each fact whose amount counts (as its name)."""
    found: list[Name | Compare | Member | str] = []
    if item.applies is not None:
        found.extend(dict.fromkeys(item.applies.atoms))
    for clause in item.clauses:
        for question in (*(clause.when.atoms if clause.when is not None else ()), *clause.measured):
            if question not in found:
                found.append(question)
    return found


def _answer(question: Expr | str, scenario: Scenario) -> Truth | Hashable:
    return scenario.values[question] if isinstance(question, str) else truth(question, scenario.values)


def _names(question: Expr | str) -> tuple[str, ...]:
    return (question,) if isinstance(question, str) else question.names
