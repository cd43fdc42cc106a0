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
from scoring.rules.inputs import reads_of, resolve_inputs
from scoring.rules.items import ZERO, Remembering, Rulebook, rulebook_of, scenario_score
from scoring.rules.scenarios import scenarios_of
from scoring.rules.space import Space, clause_reads, involved, space_of
from scoring.rules.surveys import bounds_of

__all__ = ["Trial", "involved_in", "trial"]


class Trial(Struct, frozen=True, kw_only=True):
    """The range of the items' sum over everything that is unknown. `exact`: both ends can be reached, else they are
    bounds; `scenarios` is how many cases were looked at."""

    score: Range
    exact: bool
    scenarios: int


def trial(criteria: Criteria, items: Sequence[Item], stated: Mapping[str, Value], *, scenario_limit: int) -> Trial:
    """The sum of `items` where `stated` holds the answers, references and switched interpretations.

    Items that share an unknown are looked at together, because their worst cases need not meet. Past `scenario_limit`
    scenarios the ends are bounds.
    """
    resolved = resolve_inputs(criteria, stated)
    rulebook = rulebook_of(criteria)
    decided, undecided = ZERO, []
    for item in items:
        if all(resolved.get(name, UNKNOWN) is not UNKNOWN for name in clause_reads(item)):
            decided += scenario_score(item, resolved, rulebook)
        else:
            undecided.append((item, space_of(criteria, (item,), stated, resolved)))
    low, high, exact, count = decided, decided, True, 1
    for group in _sharing(undecided):
        members = tuple(item for item, _ in group)
        space = group[0][1] if len(group) == 1 else space_of(criteria, members, stated, resolved)
        scenarios = scenarios_of(space, scenario_limit)
        if scenarios:
            known = [Remembering(item, rulebook) for item in members]
            scores = [sum((one.counted(scenario.values) for one in known), ZERO) for scenario in scenarios]
            low, high, count = low + min(scores), high + max(scores), max(count, len(scenarios))
            continue
        ends = [_alone(item, own, resolved, rulebook, scenario_limit) for item, own in group]
        low += sum((found.low for found, _ in ends), ZERO)
        high += sum((found.high for found, _ in ends), ZERO)
        exact &= len(ends) == 1 and ends[0][1]
        count = max(count, scenario_limit)
    return Trial(score=Range(low=low, high=high), exact=exact, scenarios=count)


def involved_in(criteria: Criteria, items: Iterable[Item]) -> tuple[str, ...]:
    """Every name the scores of `items` can depend on, each after what it depends on.

    A part that cannot exceed its whole brings the whole with it, and the other way round.
    """

    def binds(fact: Fact, found: Container[str]) -> bool:
        return any(name in found for name in reads_of(fact))

    return involved(criteria, items, binds)


def _alone(
    item: Item, space: Space, resolved: Mapping[str, Value], rulebook: Rulebook, scenario_limit: int
) -> tuple[Range, bool]:
    scenarios = scenarios_of(space, scenario_limit)
    if scenarios:
        known = Remembering(item, rulebook)
        scores = [known.counted(scenario.values) for scenario in scenarios]
        return Range(low=min(scores), high=max(scores)), True
    worst, best, _ = bounds_of(item, resolved, rulebook)
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
