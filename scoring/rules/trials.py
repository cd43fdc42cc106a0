"""What some items would score under given answers: the question that every what-if asks.

`evaluate` makes a whole card; a trial gives the range of a few items only, and so can be asked thousands of times.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence

from msgspec import Struct

from scoring.lang import UNKNOWN, Value
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import Fact
from scoring.model.scorecard import Range
from scoring.rules.bounds import bounds_of
from scoring.rules.derive import reads_of, settle
from scoring.rules.effects import ZERO
from scoring.rules.items import Rulebook, rulebook_of, world_score
from scoring.rules.remembering import Remembering
from scoring.rules.space import Space, clause_reads, involved, space_of
from scoring.rules.worlds import worlds_of

__all__ = ["Trial", "involved_in", "trial"]


class Trial(Struct, frozen=True, kw_only=True):
    """The range of the items' sum over everything that is unknown. `exact`: both ends can be reached, else they are
    bounds; `worlds` is how many cases were looked at."""

    score: Range
    exact: bool
    worlds: int


def trial(criteria: Criteria, items: Sequence[Item], stated: Mapping[str, Value], *, cell_limit: int) -> Trial:
    """The sum of `items` where `stated` holds the answers, references and switched interpretations.

    Items that share an unknown are looked at together, because their worst cases need not meet. Past `cell_limit`
    worlds the ends are bounds.
    """
    settled = settle(criteria, stated)
    rulebook = rulebook_of(criteria)
    decided, undecided = ZERO, []
    for item in items:
        if all(settled.get(name, UNKNOWN) is not UNKNOWN for name in clause_reads(item)):
            decided += world_score(item, settled, rulebook)
        else:
            undecided.append((item, space_of(criteria, (item,), stated, settled)))
    low, high, exact, count = decided, decided, True, 1
    for group in _sharing(undecided):
        members = tuple(item for item, _ in group)
        space = group[0][1] if len(group) == 1 else space_of(criteria, members, stated, settled)
        worlds = worlds_of(space, cell_limit)
        if worlds:
            known = [Remembering(item, rulebook) for item in members]
            scores = [sum((one.counted(world.values) for one in known), ZERO) for world in worlds]
            low, high, count = low + min(scores), high + max(scores), max(count, len(worlds))
            continue
        ends = [_alone(item, own, settled, rulebook, cell_limit) for item, own in group]
        low += sum((found.low for found, _ in ends), ZERO)
        high += sum((found.high for found, _ in ends), ZERO)
        exact &= len(ends) == 1 and ends[0][1]
        count = max(count, cell_limit)
    return Trial(score=Range(low=low, high=high), exact=exact, worlds=count)


def involved_in(criteria: Criteria, items: Iterable[Item]) -> tuple[str, ...]:
    """Every name the scores of `items` can depend on, each after what it depends on.

    A part that cannot exceed its whole brings the whole with it, and the other way round.
    """

    def binds(fact: Fact, found: Container[str]) -> bool:
        return any(name in found for name in reads_of(fact))

    return involved(criteria, items, binds)


def _alone(
    item: Item, space: Space, settled: Mapping[str, Value], rulebook: Rulebook, cell_limit: int
) -> tuple[Range, bool]:
    worlds = worlds_of(space, cell_limit)
    if worlds:
        known = Remembering(item, rulebook)
        scores = [known.counted(world.values) for world in worlds]
        return Range(low=min(scores), high=max(scores)), True
    worst, best, _ = bounds_of(item, settled, rulebook)
    return Range(low=worst.score, high=best.score), worst.score == best.score


def _sharing(spaces: Sequence[tuple[Item, Space]]) -> list[list[tuple[Item, Space]]]:
    """The undecided items in groups that share an unknown, directly or through others."""
    groups: list[tuple[set[str], list[tuple[Item, Space]]]] = []
    for item, space in spaces:
        names, members = set(space.free), [(item, space)]
        apart = []
        for group in groups:
            if group[0].isdisjoint(names):
                apart.append(group)
            else:
                names, members = group[0] | names, group[1] + members
        groups = [*apart, (names, members)]
    return [members for _, members in groups]
