"""What the engine needs of a pack beside its records: worked out when it is first asked for, and kept with the pack."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

from msgspec.structs import replace

from scoring.base.kept import Memory, for_few
from scoring.lang import UNKNOWN, Value
from scoring.model.clauses import Effect
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import Fact
from scoring.model.stages import Stage, stages_of
from scoring.rules.amounts import full_amount

__all__ = ["Resolving", "Rulebook", "rulebook_of"]

Resolving = tuple[tuple[str, Value, Fact | None], ...]
"""Names, each after what it depends on: what it is where nothing is stated, and the fact where more than that decides it."""

KEPT_PARTS = 4
"""Packs cut down to some items that are kept."""
KEPT_ITEMS = 4000
"""Items, also changed copies of them, of which the names are kept."""
KEPT_ANSWERS = 4000
"""Surveys of items, and what else hangs on a few answers, that are kept."""


def _far(criteria: Criteria) -> Fraction:
    """All points and whatever is added beyond the items; what is added without a most counts as all points, as it is told
    (see `packs.totals`)."""
    room = {group.name: group.at_most for group in criteria.groups}
    far = criteria.points
    for item in criteria.items_by_id.values():
        for clause in item.clauses:
            if clause.own or clause.graded or clause.effect is not Effect.AWARD:
                continue
            if not criteria.facts_by_name.keys() >= {*clause.measured} - criteria.references_by_name.keys():
                continue  # a pack cut down to some items (see `Rulebook.near`), of which this is none
            if clause.group in room:
                far += room.pop(clause.group)
            elif clause.group not in (group.name for group in criteria.groups):
                full = full_amount(clause, item, criteria.facts_by_name.__getitem__)
                far += criteria.points if full is None else full
    return far


class Rulebook:
    """A pack as the engine reads it.

    not_applicable: how 不适用 counts
    absent: what an item that is left out counts
    far: the most that a clause that reaches beyond its item is taken to do there: all points, with what else is added
        beyond the items, or every grade
    memory: what was worked out under answers met before, see `inputs.Answers.remembered`
    scorers: the items compiled: see `scorers.scorer_of`
    """

    def __init__(self, criteria: Criteria) -> None:
        self.criteria = criteria
        self.not_applicable = criteria.not_applicable
        self.absent = criteria.absent.treatment
        self.far = max(_far(criteria), Fraction(len(criteria.grades)))
        self.memory: Memory[Any] = Memory(KEPT_ANSWERS)
        self.scorers: Memory[Any] = Memory(KEPT_ITEMS)
        self._near: Memory[tuple[Sequence[Item], Criteria]] = Memory(KEPT_PARTS)
        self._involved: Memory[tuple[Item, tuple[str, ...]]] = Memory(KEPT_ITEMS)

    def fact(self, name: str) -> Fact:
        """A fact by its name."""
        return self.criteria.facts_by_name[name]

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All items, in the order of the pack."""
        return tuple(item for section in self.criteria.sections for item in section.items)

    @cached_property
    def scores(self) -> frozenset[str]:
        """The points that rules, or places, look at."""
        return frozenset(part.fact.name for stage in self.stages for part in stage.scores)

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """Its items in the order in which they are scored."""
        return stages_of(self.criteria)

    @cached_property
    def resolving(self) -> Resolving:
        """All names that rules may read."""
        criteria = self.criteria
        return self.resolving_of(
            (*criteria.interpretations_by_name, *criteria.references_by_name, *criteria.facts_by_name)
        )

    def resolving_of(self, names: Iterable[str]) -> Resolving:
        """These names, and before them what they depend on."""
        return tuple(self._resolving(name) for name in self.behind(names))

    def _resolving(self, name: str) -> tuple[str, Value, Fact | None]:
        fact, interpretation = self.criteria.facts_by_name.get(name), self.criteria.interpretations_by_name.get(name)
        if interpretation is not None:
            return name, interpretation.default, None
        return name, UNKNOWN, fact if fact is not None and (fact.needs is not None or fact.derive is not None) else None

    def behind(self, names: Iterable[str]) -> tuple[str, ...]:
        """Some names and everything that they depend on, each once and after what it depends on."""
        found: dict[str, None] = {}
        for name in names:
            self._visit(name, found)
        return tuple(found)

    def _visit(self, name: str, found: dict[str, None], whole: Container[str] = ()) -> None:
        if name not in found:
            fact = self.criteria.facts_by_name.get(name)
            for other in fact.reads if fact is not None and name not in whole else ():
                self._visit(other, found, whole)
            found[name] = None

    @cached_property
    def proved(self) -> tuple[Fact, ...]:
        """The facts that ask for documents."""
        return tuple(fact for fact in self._facts if fact.proof)

    def near(self, items: Sequence[Item]) -> Criteria:
        """The pack with no other facts, references and interpretations than those on which these items can hang, so that what
        is asked of the items costs no more where the pack is large."""
        key = tuple(map(id, items))
        kept = self._near.get(key) or self._near.put(key, (items, self._cut(items)))
        return kept[1]

    def _cut(self, items: Sequence[Item]) -> Criteria:
        counts = (item.each.count for item in items if item.each is not None)
        names = {*self.involved(items), *self.behind(count for count in counts if isinstance(count, str))}
        criteria, places = self.criteria, self._places
        ordered = sorted(names, key=places.__getitem__)
        return replace(
            criteria,
            facts_by_name={name: criteria.facts_by_name[name] for name in ordered if name in criteria.facts_by_name},
            references_by_name={
                name: criteria.references_by_name[name] for name in ordered if name in criteria.references_by_name
            },
            interpretations_by_name={
                name: criteria.interpretations_by_name[name]
                for name in ordered
                if name in criteria.interpretations_by_name
            },
        )

    @cached_property
    def _places(self) -> Mapping[str, int]:
        criteria = self.criteria
        names = (*criteria.facts_by_name, *criteria.references_by_name, *criteria.interpretations_by_name)
        return {name: place for place, name in enumerate(names)}

    def involved(self, items: Iterable[Item]) -> tuple[str, ...]:
        """Every name the scores of `items` can depend on, each after what it depends on. A part that cannot exceed its
        whole brings the whole with it, and the other way round."""
        return tuple(dict.fromkeys(name for item in items for name in self.involved_in(item)))

    def involved_in(self, item: Item) -> tuple[str, ...]:
        """The same of one item."""
        kept = self._involved.get(id(item))
        if kept is None:  # the item is kept with its names, so that no other one takes its id
            kept = self._involved.put(id(item), (item, self.reached((item,), lambda _ratio, _found: True)))
        return kept[1]

    def reached(
        self, items: Iterable[Item], binds: Callable[[Fact, Container[str]], bool], whole: Container[str] = ()
    ) -> tuple[str, ...]:
        """As `involved`, but that a ratio brings its parts only where it `binds` them, given what was found so far, and sums
        that are gone through as a `whole` bring none."""
        found: dict[str, None] = {}
        for name in (name for item in items for name in item.reads):
            self._visit(name, found, whole)
        before = -1
        while before != len(found):
            before = len(found)
            for place in sorted({place for name in found for place in self._binding.get(name, ())}):
                ratio = self._facts[place]
                if ratio.name not in found and binds(ratio, found):
                    self._visit(ratio.name, found, whole)
        return tuple(found)

    @cached_property
    def _facts(self) -> tuple[Fact, ...]:
        return tuple(self.criteria.facts_by_name.values())

    @cached_property
    def _binding(self) -> Mapping[str, list[int]]:
        """By each name the places of the ratios that hang on it and whose part cannot exceed its whole."""
        found: dict[str, list[int]] = {}
        for place, fact in enumerate(self._facts):
            if fact.ratio is not None and fact.ratio.within:
                for name in fact.reads:
                    found.setdefault(name, []).append(place)
        return found


rulebook_of = for_few(Rulebook)
"""What scoring needs of a pack; that of the last few packs is kept."""
