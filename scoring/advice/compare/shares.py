"""Sharing an item's difference among the inputs that changed.

With few changes the share is the Shapley value: the mean, over all orders in which the inputs could be changed from
left to right, of what the score moves when the input's turn comes. Its sum is the whole difference, it treats inputs
with the same effect alike, and it is an exact fraction. With many changes one order is taken, that of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import factorial
from typing import TypeVar

from scoring.advice.compare.model import Difference, Split
from scoring.lang import UNKNOWN, Value
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import Judgement
from scoring.model.scorecard import Range
from scoring.rules.trials import trial

__all__ = ["PLAYER_LIMIT", "WORK_LIMIT", "mixed", "seen", "share_out", "split"]

PLAYER_LIMIT = 10
"""Most changed inputs of an item for which all orders are looked at."""
WORK_LIMIT = 400_000
"""Most cases looked at for one item."""

Player = tuple[str, ...]

P = TypeVar("P", bound=Hashable)


def split(
    criteria: Criteria,
    item: Item,
    left: Mapping[str, Value],
    right: Mapping[str, Value],
    players: Sequence[Player],
    cell_limit: int,
) -> tuple[dict[Player, Difference], Split]:
    """What each player moves the item, in points. `players` are the changed inputs in file order (see `players`)."""
    known: dict[frozenset[Player], Range] = {}
    most = 1

    def worth(changed: frozenset[Player]) -> Range:
        nonlocal most
        if changed not in known:
            found = trial(
                criteria,
                (item,),
                mixed(left, right, frozenset(name for player in changed for name in player)),
                cell_limit=cell_limit,
            )
            most = max(most, found.worlds)
            known[changed] = found.score
        return known[changed]

    worth(frozenset())
    worth(frozenset(players))
    return share_out(players, worth, WORK_LIMIT // most)


def share_out(
    players: Sequence[P], worth: Callable[[frozenset[P]], Range], most: int
) -> tuple[dict[P, Difference], Split]:
    """What each player moves the game in which a set of players is `worth` a range; over all orders where that asks for
    no more than `most` sets, else one after the other."""
    if len(players) <= PLAYER_LIMIT and 2 ** len(players) <= most:
        return _shapley(players, worth), Split.SHAPLEY
    return _one_by_one(players, worth), Split.ONE_BY_ONE


def seen(value: Value) -> object:
    """What rules can see of an input: a judgement's reason does not count."""
    if isinstance(value, Judgement):
        return value.points
    return (type(value), value) if isinstance(value, bool) else value


def mixed(left: Mapping[str, Value], right: Mapping[str, Value], changed: frozenset[str]) -> dict[str, Value]:
    """The left inputs with those in `changed` taken from the right."""
    values = {name: value for name, value in left.items() if name not in changed}
    values.update({name: right[name] for name in changed if right.get(name, UNKNOWN) is not UNKNOWN})
    return values


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
