"""Sharing an item's difference among the inputs that changed.

With few changes the share is the Shapley value: the mean, over all orders in which the inputs could be changed from
left to right, of what the score moves when the input's turn comes. Its sum is the whole difference, it treats inputs
with the same effect alike, and it is an exact fraction. With many changes one order is taken, that of the file.

An item that is scored unit by unit is worth what it scores once a set of its units' changes is made. A unit that is
listed or looked at on one side only is one change as a whole. In a mean over the same units nothing that one unit does
bears on another, so that each unit's changes are looked at by themselves and many units stay exact.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import factorial
from typing import TypeVar

from msgspec import Struct

from scoring.advice.compare.inputs import (
    ScoringInputs,
    coupled_inputs,
    grouped,
    input_change,
    input_differs,
    input_text,
    mixed,
    visible,
)
from scoring.advice.compare.model import ChangeShare, ComparedKind, Difference, InputChange, Split
from scoring.lang import UNKNOWN
from scoring.model.criteria import Item
from scoring.model.scorecard import Range
from scoring.model.totals import Each, Take
from scoring.rules import answers_of, resolve_inputs
from scoring.rules.inputs import count_of
from scoring.rules.rulebook import rulebook_of
from scoring.rules.surveys import counted
from scoring.rules.trials import trial
from scoring.rules.units import UnitValues, survey_each

__all__ = ["item_shares", "unit_shares"]

COUPLED_LIMIT = 10
"""Most groups of changed inputs of an item for which all orders are looked at."""
WORK_LIMIT = 400_000
"""Most cases looked at for one item."""
UNIT_WORK = 50
"""What looking at one unit costs at least, in cases."""

P = TypeVar("P", bound=Hashable)


def item_shares(
    item: Item, left: ScoringInputs, right: ScoringInputs, scenario_limit: int
) -> tuple[tuple[ChangeShare, ...], Split]:
    """What each changed input, or group of them that only changes together, moves the item; in file order."""
    criteria = right.criteria
    coupled = coupled_inputs(
        criteria, _changed(rulebook_of(criteria).involved_in(item), left, right), left.values, right.values
    )
    if not coupled:
        return (), Split.SHAPLEY
    known: dict[frozenset[tuple[str, ...]], Range] = {}
    most = 1

    def worth(chosen: frozenset[tuple[str, ...]]) -> Range:
        nonlocal most
        if chosen not in known:
            values = mixed(left.values, right.values, frozenset(name for group in chosen for name in group))
            found = trial(criteria, (item,), values, scenario_limit=scenario_limit)
            most = max(most, found.scenarios)
            known[chosen] = found.score
        return known[chosen]

    worth(frozenset())
    worth(frozenset(coupled))
    parts, how = _share_out(coupled, worth, WORK_LIMIT // most)
    shares = (
        ChangeShare(changes=tuple(input_change(name, left, right) for name in group), difference=parts[group])
        for group in coupled
    )
    return tuple(shares), how


def _changed(names: Sequence[str], left: ScoringInputs, right: ScoringInputs) -> list[str]:
    changed = (name for name in names if input_differs(name, left, right))
    return sorted(changed, key=lambda name: right.order.get(name, len(names)))


def _share_out(
    players: Sequence[P], worth: Callable[[frozenset[P]], Range], most: int
) -> tuple[dict[P, Difference], Split]:
    """What each player moves the game in which a set of players is `worth` a range; over all orders where that asks for
    no more than `most` sets, else one after the other."""
    if len(players) <= COUPLED_LIMIT and 2 ** len(players) <= most:
        return _shapley(players, worth), Split.SHAPLEY
    return _one_by_one(players, worth), Split.ONE_BY_ONE


def _shapley(players: Sequence[P], worth: Callable[[frozenset[P]], Range]) -> dict[P, Difference]:
    count = len(players)
    weights = [Fraction(factorial(size) * factorial(count - size - 1), factorial(count)) for size in range(count)]
    shares = {}
    for player in players:
        others = [other for other in players if other != player]
        low = high = Fraction(0)
        for size, weight in enumerate(weights):
            for chosen in combinations(others, size):
                without, having = worth(frozenset(chosen)), worth(frozenset((*chosen, player)))
                low += weight * (having.low - without.low)
                high += weight * (having.high - without.high)
        shares[player] = Difference(low=low, high=high)
    return shares


def _one_by_one(players: Sequence[P], worth: Callable[[frozenset[P]], Range]) -> dict[P, Difference]:
    shares = {}
    changed: frozenset[P] = frozenset()
    for player in players:
        before, changed = worth(changed), changed | {player}
        after = worth(changed)
        shares[player] = Difference(low=after.low - before.low, high=after.high - before.high)
    return shares


Key = tuple[str, str]
"""A unit ("" for what all share) and a fact ("" for the unit as a whole)."""


class _UnitGame(Struct, frozen=True, kw_only=True):
    """An item scored unit by unit, to be worked out with any set of changes made.

    shared: the changed inputs that all units read
    whole: the units that are listed, or looked at, on one side only
    """

    item: Item
    each: Each
    left: ScoringInputs
    right: ScoringInputs
    shared: Sequence[str]
    whole: frozenset[str]
    scenario_limit: int

    def units(self, side: ScoringInputs) -> Mapping[str, UnitValues]:
        """The units of one side by name, in the order of its file."""
        return side.units.get(self.item.id, {})

    def names(self) -> tuple[str, ...]:
        """The units of either side."""
        return tuple(dict.fromkeys((*self.units(self.left), *self.units(self.right))))

    def worth(self, changed: frozenset[Key]) -> tuple[Range, bool]:
        """The score with these changes made, and whether it is exact."""
        criteria = self.right.criteria
        shared = frozenset(name for unit, name in changed if not unit)
        stated = mixed(self.left.values, self.right.values, shared)
        units = [unit for name in self.names() for unit in [self._unit(name, changed)] if unit is not None]
        given = None if not units and not self._says_none(changed) else units
        found = survey_each(self.item, self.each, given, answers_of(criteria, stated, self.scenario_limit))
        return counted(found, found.score, criteria.absent.treatment), found.exact

    def _says_none(self, changed: frozenset[Key]) -> bool:
        """Whether a list without units says so: that of the left side until something of the right one is taken over, or
        where nothing of the units changes, both."""
        side = self.right if any(unit for unit, _ in changed) else self.left
        return self.item.id in side.units and not side.units[self.item.id]

    def _unit(self, name: str, changed: frozenset[Key]) -> UnitValues | None:
        left, right = self.units(self.left), self.units(self.right)
        if name in self.whole:
            return (right if (name, "") in changed else left).get(name)
        before, after = left[name].values, right[name].values
        if before is None or after is None:
            return left[name]
        values = {
            fact.name: (after if (name, fact.name) in changed else before).get(fact.name, UNKNOWN)
            for fact in self.item.facts
        }
        return UnitValues(name=name, values=values, open=all(value is UNKNOWN for value in values.values()))


def unit_shares(
    item: Item, each: Each, left: ScoringInputs, right: ScoringInputs, scenario_limit: int
) -> tuple[tuple[ChangeShare, ...], Split, bool]:
    """The shares, how they came about, and whether every score they rest on is exact."""
    own = {fact.name for fact in item.facts}
    counts = (each.count,) if isinstance(each.count, str) else ()
    names = dict.fromkeys((*rulebook_of(right.criteria).involved_in(item), *counts))
    one, other = left.units.get(item.id, {}), right.units.get(item.id, {})
    whole = frozenset(
        name
        for name in (*one, *other)
        if name not in one or name not in other or (one[name].values is None) is not (other[name].values is None)
    )
    shared = [name for name in _changed([*names], left, right) if name not in own]
    game = _UnitGame(
        item=item, each=each, left=left, right=right, shared=shared, whole=whole, scenario_limit=scenario_limit
    )
    players = _unit_players(game)
    known: dict[frozenset[Key], Range] = {}
    exact = True

    def worth(chosen: frozenset[tuple[Key, ...]]) -> Range:
        nonlocal exact
        changed = frozenset(key for player in chosen for key in player)
        if changed not in known:
            known[changed], sure = game.worth(changed)
            exact &= sure
        return known[changed]

    most = WORK_LIMIT // max(_work(game, left), _work(game, right))
    if _independent(game):
        parts = [[player for player in players if player[0][0] == name] for name in game.names()]
    else:
        parts = [list(players)]
    shares: list[ChangeShare] = []
    how = Split.SHAPLEY
    for part in parts:
        found, way = _share_out(part, worth, most)
        how = way if way is Split.ONE_BY_ONE else how
        shares += [
            ChangeShare(changes=tuple(_unit_change(game, key) for key in player), difference=found[player])
            for player in part
        ]
    return tuple(shares), how, exact


def _work(game: _UnitGame, side: ScoringInputs) -> int:
    """About how many cases one look at all units takes, from those of one side."""
    own = {fact.name for fact in game.item.facts}
    shared = {name: value for name, value in side.values.items() if name not in own}
    found = UNIT_WORK
    for unit in game.units(side).values():
        values = {**shared, **(unit.values or {})}
        cases = trial(game.right.criteria, (game.item.of_unit,), values, scenario_limit=game.scenario_limit).scenarios
        found += max(cases, UNIT_WORK)
    return found


def _independent(game: _UnitGame) -> bool:
    """Whether the item is a mean over the same units, as many on both sides, and nothing else changes."""
    count = count_of(game.each, resolve_inputs(game.right.criteria, game.left.values))
    sure = count is None or isinstance(count, Fraction)
    return game.each.take is Take.MEAN and not game.shared and not game.whole and sure and game.item.applies is None


def _unit_players(game: _UnitGame) -> tuple[tuple[Key, ...], ...]:
    """What changes, in groups that only change together (see `coupled_inputs`), in the order of the file."""
    criteria, left, right = game.right.criteria, game.left, game.right
    keys: list[Key] = [("", name) for name in game.shared]
    links: list[list[Key]] = [
        [("", name) for name in group] for group in coupled_inputs(criteria, game.shared, left.values, right.values)
    ]
    ours, theirs = game.units(left), game.units(right)
    for name in game.names():
        if name in game.whole:
            keys.append((name, ""))
            if (name not in ours or name not in theirs) and game.each.count in game.shared:
                links.append([(name, ""), ("", str(game.each.count))])
            continue
        before, after = ours[name].values or {}, theirs[name].values or {}
        changed = [
            fact.name
            for fact in game.item.facts
            if fact.derive is None and visible(before.get(fact.name, UNKNOWN)) != visible(after.get(fact.name, UNKNOWN))
        ]
        keys += [(name, fact) for fact in changed]
        every = coupled_inputs(criteria, [*game.shared, *changed], {**left.values, **before}, {**right.values, **after})
        links += [[("", fact) if fact in game.shared else (name, fact) for fact in group] for group in every]
    return grouped(keys, links)


def _unit_change(game: _UnitGame, key: Key) -> InputChange:
    unit, name = key
    if not unit:
        return input_change(name, game.left, game.right)
    sides = game.units(game.left), game.units(game.right)
    if not name:
        before, after = (_unit_text(side.get(unit)) for side in sides)
        return InputChange(name=unit, kind=ComparedKind.FACT, before=before, after=after)
    values = [(side[unit].values or {}).get(name, UNKNOWN) for side in sides]
    before, after = (input_text(game.right.criteria, name, value) for value in values)
    return InputChange(name=f"{unit}的{name}", kind=ComparedKind.FACT, before=before, after=after)


def _unit_text(unit: UnitValues | None) -> str:
    return "没有列出" if unit is None else "未检查" if unit.values is None else "已填报"
