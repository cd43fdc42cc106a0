"""The difference of an item that is scored unit by unit, shared among the units' answers and what all units read.

The game is that of `shares`: a set of changes is worth what the item scores once they are made. A unit that is listed or
looked at on one side only is one change as a whole. In a mean over the same units nothing that one unit does bears on
another, so that each unit's changes are looked at by themselves and many units stay exact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from scoring.advice.compare.model import Change, PlayerKind, Share, Split
from scoring.advice.compare.players import players_of
from scoring.advice.compare.shares import WORK_LIMIT, mixed, seen, share_out
from scoring.advice.compare.words import input_text
from scoring.lang import UNKNOWN, Value
from scoring.model.criteria import Criteria, Each, Item
from scoring.model.scorecard import Range
from scoring.model.totals import Take
from scoring.rules import settle
from scoring.rules.derive import count_of
from scoring.rules.items import rulebook_of
from scoring.rules.sampling import UnitValues, survey_each
from scoring.rules.surveys import counted
from scoring.rules.trials import trial

__all__ = ["UnitSide", "split_units"]

Key = tuple[str, str]
"""A unit ("" for what all share) and a fact ("" for the unit as a whole)."""

UNIT_WORK = 50
"""What looking at one unit costs at least, in cases."""


class UnitSide(Struct, frozen=True, kw_only=True):
    """One side: what all units share, and the units by name in the order of the file."""

    inputs: Mapping[str, Value]
    units: Mapping[str, UnitValues]
    none: bool = False
    """Whether the list of units says 无."""


class _Game(Struct, frozen=True, kw_only=True):
    criteria: Criteria
    item: Item
    each: Each
    left: UnitSide
    right: UnitSide
    whole: frozenset[str]
    """Units that are listed, or looked at, on one side only."""
    cell_limit: int

    def names(self) -> tuple[str, ...]:
        """The units of either side."""
        return tuple(dict.fromkeys((*self.left.units, *self.right.units)))

    def worth(self, changed: frozenset[Key]) -> tuple[Range, bool]:
        """The score with these changes made, and whether it is exact."""
        shared = frozenset(name for unit, name in changed if not unit)
        stated = mixed(self.left.inputs, self.right.inputs, shared)
        units = [unit for name in self.names() for unit in [self._unit(name, changed)] if unit is not None]
        settled, rulebook = settle(self.criteria, stated), rulebook_of(self.criteria)
        given = None if not units and not self._none(changed) else units
        found = survey_each(self.criteria, self.item, self.each, given, stated, settled, rulebook, self.cell_limit)
        return counted(found, found.score, self.criteria.absent.treatment), found.exact

    def _none(self, changed: frozenset[Key]) -> bool:
        """Whether a list without units says so: that of the left side until something of the right one is taken over, or
        where nothing of the units changes, both."""
        return self.right.none if any(unit for unit, _ in changed) else self.left.none

    def _unit(self, name: str, changed: frozenset[Key]) -> UnitValues | None:
        if name in self.whole:
            return (self.right if (name, "") in changed else self.left).units.get(name)
        before, after = self.left.units[name].values, self.right.units[name].values
        if before is None or after is None:
            return self.left.units[name]
        values = {
            fact.name: (after if (name, fact.name) in changed else before).get(fact.name, UNKNOWN)
            for fact in self.item.facts
        }
        return UnitValues(name=name, values=values, open=all(value is UNKNOWN for value in values.values()))


def split_units(
    criteria: Criteria, item: Item, shared: Sequence[str], left: UnitSide, right: UnitSide, cell_limit: int
) -> tuple[tuple[Share, ...], Split, bool]:
    """The shares, how they came about, and whether every score they rest on is exact. `shared` are the changed inputs
    that all units read."""
    each = item.each
    if each is None:
        raise ValueError("no units")
    one, other = left.units, right.units
    whole = frozenset(
        name
        for name in (*one, *other)
        if name not in one or name not in other or (one[name].values is None) is not (other[name].values is None)
    )
    game = _Game(criteria=criteria, item=item, each=each, left=left, right=right, whole=whole, cell_limit=cell_limit)
    players = _players(game, shared)
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
    if _apart(game, shared):
        parts = [[player for player in players if player[0][0] == name] for name in game.names()]
    else:
        parts = [list(players)]
    shares: list[Share] = []
    how = Split.SHAPLEY
    for part in parts:
        found, way = share_out(part, worth, most)
        how = way if way is Split.ONE_BY_ONE else how
        shares += [Share(changes=tuple(_change(game, key) for key in player), part=found[player]) for player in part]
    return tuple(shares), how, exact


def _work(game: _Game, side: UnitSide) -> int:
    """About how many cases one look at all units takes, from those of one side."""
    own = {fact.name for fact in game.item.facts}
    shared = {name: value for name, value in side.inputs.items() if name not in own}
    found = UNIT_WORK
    for unit in side.units.values():
        values = {**shared, **(unit.values or {})}
        cases = trial(game.criteria, (game.item.of_unit,), values, cell_limit=game.cell_limit).worlds
        found += max(cases, UNIT_WORK)
    return found


def _apart(game: _Game, shared: Sequence[str]) -> bool:
    """Whether the item is a mean over the same units, as many on both sides, and nothing else changes."""
    count = count_of(game.each, settle(game.criteria, game.left.inputs))
    sure = count is None or isinstance(count, Fraction)
    return game.each.take is Take.MEAN and not shared and not game.whole and sure and game.item.applies is None


def _players(game: _Game, shared: Sequence[str]) -> tuple[tuple[Key, ...], ...]:
    """What changes, in groups that only change together (see `players`), in the order of the file."""
    groups: list[set[Key]] = []

    def join(keys: set[Key]) -> None:
        meeting = [group for group in groups if group & keys]
        for group in meeting:
            groups.remove(group)
        groups.append(keys.union(*meeting))

    order: list[Key] = [("", name) for name in shared]
    for group in players_of(game.criteria, shared, game.left.inputs, game.right.inputs):
        join({("", name) for name in group})
    for name in game.names():
        if name in game.whole:
            order.append((name, ""))
            listed = name not in game.left.units or name not in game.right.units
            with_count = listed and game.each.count in shared
            join({(name, ""), ("", str(game.each.count))} if with_count else {(name, "")})
            continue
        before, after = game.left.units[name].values or {}, game.right.units[name].values or {}
        changed = [
            fact.name
            for fact in game.item.facts
            if fact.derive is None and seen(before.get(fact.name, UNKNOWN)) != seen(after.get(fact.name, UNKNOWN))
        ]
        order += [(name, fact) for fact in changed]
        one, other = {**game.left.inputs, **before}, {**game.right.inputs, **after}
        for group in players_of(game.criteria, [*shared, *changed], one, other):
            join({("", fact) if fact in shared else (name, fact) for fact in group})
    place = {key: at for at, key in enumerate(order)}
    ordered = [tuple(sorted(group, key=place.__getitem__)) for group in groups]
    return tuple(sorted(ordered, key=lambda group: place[group[0]]))


def _change(game: _Game, key: Key) -> Change:
    unit, name = key
    criteria, sides = game.criteria, (game.left, game.right)
    if not unit:
        kind = PlayerKind.FACT
        if name in criteria.references_by_name:
            kind = PlayerKind.REFERENCE
        elif name in criteria.interpretations_by_name:
            kind = PlayerKind.INTERPRETATION
        before, after = (input_text(criteria, name, side.inputs.get(name, UNKNOWN)) for side in sides)
        return Change(name=name, kind=kind, before=before, after=after)
    if not name:
        before, after = (_listed(side.units.get(unit)) for side in sides)
        return Change(name=unit, kind=PlayerKind.FACT, before=before, after=after)
    values = [(side.units[unit].values or {}).get(name, UNKNOWN) for side in sides]
    before, after = (input_text(criteria, name, value) for value in values)
    return Change(name=f"{unit}的{name}", kind=PlayerKind.FACT, before=before, after=after)


def _listed(unit: UnitValues | None) -> str:
    return "没有列出" if unit is None else "未检查" if unit.values is None else "已填报"
