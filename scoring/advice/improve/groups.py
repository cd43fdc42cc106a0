"""Groups of items that have to be looked at together, and what a set of moves makes of one.

Items stand together when they share something that can be changed or is not known; a group's score then depends on
nothing outside it, and the scores of groups add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from scoring.advice.improve.model import FollowKind, Move
from scoring.advice.improve.moves import is_fixable
from scoring.lang import UNKNOWN, Value
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import Better, FactType
from scoring.model.scorecard import Range
from scoring.rules import resolve_inputs
from scoring.rules.regions import Domain, domain_of, number_of
from scoring.rules.scenarios import scenarios_of
from scoring.rules.space import space_of
from scoring.rules.trials import Trial, involved_in, trial

__all__ = ["Group", "groups_of", "try_moves"]

ZERO = Fraction(0)


class Group(Struct, frozen=True, kw_only=True):
    """Items that share what can be changed or is unknown. `names` is everything their scores can depend on."""

    criteria: Criteria
    items: tuple[Item, ...]
    names: tuple[str, ...]
    scenario_limit: int

    @property
    def label(self) -> str:
        """How the group is called: the labels of its items."""
        return "、".join(item.label for item in self.items)

    @property
    def points(self) -> Fraction:
        """The full score of its items."""
        return sum((item.points for item in self.items), ZERO)

    def item_of(self, fact: str) -> Item:
        """The item a fact stands under, else the first item of the group."""
        found = self.criteria.facts_by_name.get(fact)
        for item in self.items:
            if found is not None and item.id == found.item:
                return item
        return self.items[0]


def groups_of(criteria: Criteria, stated: Mapping[str, Value], scenario_limit: int) -> tuple[Group, ...]:
    """All items of the pack in groups, in pack order."""
    facts = criteria.facts_by_name
    merged: list[tuple[set[str], dict[str, None], list[Item]]] = []
    for item in criteria.items_by_id.values():
        involved = dict.fromkeys(involved_in(criteria, (item,)))
        joining = {
            name
            for name in involved
            if is_fixable(facts.get(name), stated)
            or (name not in criteria.interpretations_by_name and _open(criteria, name, stated))
        }
        names, items, apart = involved, [item], []
        for group in merged:
            if group[0].isdisjoint(joining):
                apart.append(group)
            else:
                joining |= group[0]
                names, items = {**group[1], **names}, [*group[2], *items]
        merged = [*apart, (joining, names, items)]
    order = {item.id: place for place, item in enumerate(criteria.items_by_id.values())}
    groups = [
        Group(
            criteria=criteria,
            items=tuple(sorted(items, key=lambda item: order[item.id])),
            names=tuple(names),
            scenario_limit=scenario_limit,
        )
        for _, names, items in merged
    ]
    return tuple(sorted(groups, key=lambda group: order[group.items[0].id]))


def _open(criteria: Criteria, name: str, stated: Mapping[str, Value]) -> bool:
    """Unknown, or judged by a person: a judgement may change too."""
    fact = criteria.facts_by_name.get(name)
    if fact is not None and fact.derive is not None:
        return False
    if fact is not None and fact.type is FactType.JUDGED:
        return True
    return stated.get(name, UNKNOWN) is UNKNOWN


def try_moves(group: Group, stated: Mapping[str, Value], moves: Iterable[Move]) -> Trial:
    """The group's score once `moves` are done and everything else stays as stated."""
    moves = tuple(moves)
    changed = dict(stated)
    follows = [move for move in moves if move.follow is not None]
    for move in moves:
        if move.value is not None:
            changed[move.fact] = move.value
    if not follows:
        return trial(group.criteria, group.items, changed, scenario_limit=group.scenario_limit)
    return _following(group, changed, follows)


def _following(group: Group, stated: dict[str, Value], follows: Sequence[Move]) -> Trial:
    """Let moved facts follow what is unknown, case by case: the value is chosen where the other is known."""
    criteria = group.criteria
    for move in follows:
        if stated.get(move.fact, UNKNOWN) is UNKNOWN:
            stated[move.fact] = _worst(criteria, move, group)
    space = space_of(criteria, group.items, stated, resolve_inputs(criteria, stated))
    scenarios = scenarios_of(space, group.scenario_limit)
    if not scenarios:
        loose = trial(criteria, group.items, stated, scenario_limit=group.scenario_limit)
        return Trial(score=loose.score, exact=False, scenarios=loose.scenarios)
    lows, highs, exact = [], [], True
    for scenario in scenarios:
        case = {**stated, **{name: region.value for name, region in scenario.regions.items()}}
        for move in follows:
            case[move.fact] = _followed(criteria, move, case, scenario.values, space.stops.get(move.fact, frozenset()))
        found = trial(criteria, group.items, case, scenario_limit=group.scenario_limit)
        lows.append(found.score.low)
        highs.append(found.score.high)
        exact &= found.exact
    return Trial(score=Range(low=min(lows), high=max(highs)), exact=exact, scenarios=len(scenarios))


def _worst(criteria: Criteria, move: Move, group: Group) -> Value:
    """Where a fact without an answer starts from: the worst end of what it could be."""
    fact = criteria.facts_by_name[move.fact]
    domain = domain_of(fact)
    end = domain.low if fact.better is Better.HIGHER else domain.high
    if end is not None:
        return end
    open_space = space_of(criteria, group.items, {}, resolve_inputs(criteria, {}))
    stops = open_space.stops.get(move.fact, frozenset())
    if fact.better is Better.HIGHER:
        return min(stops, default=ZERO) - 1
    return max(stops, default=ZERO) + 1


def _followed(
    criteria: Criteria, move: Move, case: Mapping[str, Value], values: Mapping[str, Value], stops: frozenset[Fraction]
) -> Value:
    """The value that keeps pace in one case; never worse than the present one, never outside what the fact can be."""
    fact, follow, now = criteria.facts_by_name[move.fact], move.follow, number_of(case[move.fact])
    if follow is None or now is None:
        return case[move.fact]
    up = fact.better is Better.HIGHER
    domain = domain_of(fact)
    if follow.kind is FollowKind.SHARE:
        aim = _share(criteria, follow.name, follow.level or ZERO, values, domain.whole, up)
    else:
        aim = number_of(values.get(follow.name, UNKNOWN))
        if aim is not None and follow.kind is FollowKind.BEYOND:
            aim = _past(aim, stops, domain, up)
    if aim is None:
        return now
    best = max(now, aim) if up else min(now, aim)
    best = best if domain.high is None else min(best, domain.high)
    return best if domain.low is None else max(best, domain.low)


def _share(
    criteria: Criteria, derived: str, level: Fraction, values: Mapping[str, Value], whole: bool, up: bool
) -> Fraction | None:
    ratio = criteria.facts_by_name[derived].derive
    bottom = None if ratio is None else number_of(values.get(ratio.denominator, UNKNOWN))
    if ratio is None or bottom is None:
        return None
    aim = level * bottom / ratio.times
    if not whole:
        return aim
    return Fraction(aim.__ceil__() if up else aim.__floor__())


def _past(aim: Fraction, stops: frozenset[Fraction], domain: Domain, up: bool) -> Fraction:
    """Just beyond `aim`, before the next stop."""
    if domain.whole:
        return aim + 1 if up else aim - 1
    ahead = [stop for stop in stops if (stop > aim if up else stop < aim)]
    if not ahead:
        return aim + 1 if up else aim - 1
    return (aim + (min(ahead) if up else max(ahead))) / 2
