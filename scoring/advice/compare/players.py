"""Which changed inputs are one and the same change.

Two sorts of inputs cannot be taken from different sides: the parts of a ratio (25 of 40 on one side, 120 of 126 on the
other: 120 of 40 is no state of affairs), and a question that is asked on one side only together with the answer that
raises it. They count as one player.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scoring.lang import Truth, Value, names
from scoring.model.criteria import Criteria
from scoring.rules import settle
from scoring.rules.derive import asked

__all__ = ["players_of"]


def players_of(
    criteria: Criteria, changed: Sequence[str], left: Mapping[str, Value], right: Mapping[str, Value]
) -> tuple[tuple[str, ...], ...]:
    """The changed inputs in groups that move together, in the order of their first member."""
    groups: list[list[str]] = [[name] for name in changed]

    def join(one: str, other: str) -> None:
        first = next(group for group in groups if one in group)
        second = next(group for group in groups if other in group)
        if first is not second:
            groups.remove(second)
            first += second

    for fact in criteria.facts_by_name.values():
        if fact.derive is not None and {fact.derive.numerator, fact.derive.denominator} <= set(changed):
            join(fact.derive.numerator, fact.derive.denominator)
    worlds = settle(criteria, left), settle(criteria, right)
    for name in changed:
        found = criteria.facts_by_name.get(name)
        if found is None or found.needs is None:
            continue
        if all(asked(found, world) is not Truth.FALSE for world in worlds):
            continue
        for other in names(found.needs):
            if other in changed:
                join(other, name)
    place = {name: index for index, name in enumerate(changed)}
    ordered = [tuple(sorted(group, key=place.__getitem__)) for group in groups]
    return tuple(sorted(ordered, key=lambda group: place[group[0]]))
