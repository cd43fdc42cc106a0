"""In what order a pack is scored where rules look at points: items first that look at none, then the scores made of them, then
the items that look at those, and so on.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from scoring.model.criteria import Criteria, Item, Section
from scoring.model.facts import Fact, Score
from scoring.model.totals import Level, Rounding

__all__ = ["ScorePart", "Stage", "facts_read", "scores_read", "stages_of", "waiting_scores"]


class ScorePart(Struct, frozen=True, kw_only=True):
    """A score that is known once its items are scored.

    fact: the derived fact under whose name rules look at it
    items: the ids of its items
    criteria: the pack as if there were only these items: what it makes of them
    sections, single: the places of the sections of that pack, and the ids of the items, whose points are added up
    """

    fact: Fact
    items: frozenset[str]
    criteria: Criteria
    sections: tuple[int, ...]
    single: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether it is the total of everything that hangs on no total."""
        return isinstance(self.fact.derive, Score) and not self.fact.derive.of


class Stage(Struct, frozen=True, kw_only=True):
    """Items that are scored together, and the scores that are known after them."""

    items: tuple[Item, ...]
    scores: tuple[ScorePart, ...]


def scores_read(criteria: Criteria, item: Item) -> frozenset[str]:
    """The scores an item's rules look at, directly or through other facts."""
    return frozenset(
        name for name in facts_read(criteria, item) if isinstance(criteria.facts_by_name[name].derive, Score)
    )


def facts_read(criteria: Criteria, item: Item) -> frozenset[str]:
    """The facts an item's rules look at, directly or through other facts."""
    found: set[str] = set()
    waiting = list(item.reads)
    while waiting:
        name = waiting.pop()
        fact = criteria.facts_by_name.get(name)
        if name not in found and fact is not None:
            found.add(name)
            waiting += (*fact.reads, *(fact.derive.parts if fact.derive is not None else ()))
    return frozenset(found)


def stages_of(criteria: Criteria) -> tuple[Stage, ...]:
    """The stages in order; one where no rule looks at points. Items and scores that wait for each other are left out."""
    return tuple(_stages(criteria))


def waiting_scores(criteria: Criteria) -> tuple[Fact, ...]:
    """The scores that can never be known, because an item they are made of looks at them."""
    known = {part.fact.name for stage in stages_of(criteria) for part in stage.scores}
    return tuple(fact for fact in _scores(criteria) if fact.name not in known)


def _scores(criteria: Criteria) -> tuple[Fact, ...]:
    return tuple(fact for fact in criteria.facts_by_name.values() if isinstance(fact.derive, Score))


def _stages(criteria: Criteria) -> Iterator[Stage]:
    items = tuple(item for section in criteria.sections for item in section.items)
    scores = _scores(criteria)
    if not scores:
        yield Stage(items=items, scores=())
        return
    reads = {item.id: scores_read(criteria, item) for item in items}
    made_of = {fact.name: _made_of(fact, items, reads, scores) for fact in scores}
    done: set[str] = set()
    known: set[str] = set()
    while True:
        ready = tuple(item for item in items if item.id not in done and reads[item.id] <= known)
        done.update(item.id for item in ready)
        new = tuple(fact for fact in scores if fact.name not in known and made_of[fact.name] <= done)
        known.update(fact.name for fact in new)
        if not ready and not new:
            return
        yield Stage(items=ready, scores=tuple(_part(criteria, fact, made_of[fact.name]) for fact in new))


def _made_of(
    fact: Fact, items: tuple[Item, ...], reads: dict[str, frozenset[str]], scores: tuple[Fact, ...]
) -> frozenset[str]:
    """The ids of the items whose points a score is made of."""
    of = fact.derive.of if isinstance(fact.derive, Score) else ()
    if of:
        return frozenset(item.id for item in items if item.id in of or item.section in of)
    wholes = frozenset(one.name for one in scores if isinstance(one.derive, Score) and not one.derive.of)
    return frozenset(item.id for item in items if wholes.isdisjoint(_behind(reads[item.id], items, reads, scores)))


def _behind(
    names: frozenset[str], items: tuple[Item, ...], reads: dict[str, frozenset[str]], scores: tuple[Fact, ...]
) -> frozenset[str]:
    """Scores, and those that the items they are made of look at."""
    found = set(names)
    waiting = list(names)
    by_name = {fact.name: fact for fact in scores}
    while waiting:
        derive = by_name[waiting.pop()].derive
        of = derive.of if isinstance(derive, Score) else ()
        for item in items:
            if item.id in of or item.section in of:
                waiting += reads[item.id] - found
                found |= reads[item.id]
    return frozenset(found)


def _part(criteria: Criteria, fact: Fact, ids: frozenset[str]) -> ScorePart:
    of = fact.derive.of if isinstance(fact.derive, Score) else ()
    sections = tuple(_cut(section, ids) for section in criteria.sections)
    sections = tuple(section for section in sections if section.items)
    rounding = criteria.rounding if criteria.rounding.level is not Level.TOTAL else Rounding()
    weighted = any(section.weight is not None for section in sections)
    made = replace(
        criteria,
        sections=sections,
        points=criteria.points if weighted else sum((section.points for section in sections), Fraction(0)),
        items_by_id={name: item for name, item in criteria.items_by_id.items() if name in ids},
        scale=None,
        at_most=None,
        rounding=rounding,
        grades=(),
    )
    places = tuple(at for at, section in enumerate(sections) if section.id in of)
    single = tuple(name for name in of if name in ids)
    return ScorePart(fact=fact, items=ids, criteria=made, sections=places, single=single)


def _cut(section: Section, ids: frozenset[str]) -> Section:
    """The section with these items only, and their points."""
    items = tuple(item for item in section.items if item.id in ids)
    if len(items) == len(section.items) or any(item.weight is not None for item in section.items):
        return replace(section, items=items)
    left = sum((item.points for item in section.items if item.id not in ids), Fraction(0))
    return replace(section, items=items, points=section.points - left)
