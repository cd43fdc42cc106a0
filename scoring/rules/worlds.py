"""Every way an incomplete submission could turn out, one world for each cell that the rules can tell apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from scoring.lang import UNKNOWN, Value
from scoring.model.criteria import Criteria, Item
from scoring.rules.cells import Cell
from scoring.rules.choosing import Chooser
from scoring.rules.derive import resolve, settle
from scoring.rules.space import Space, space_of

__all__ = ["World", "Worlds", "item_worlds", "worlds_of"]


class World(Struct, frozen=True, kw_only=True):
    """One possible state of affairs: the value of every name the items read, and the cell each unknown was taken from.

    An unknown whose question does not arise in this world has no cell; its value is 不适用.
    """

    values: Mapping[str, Value]
    cells: Mapping[str, Cell]


class Worlds:
    """The worlds of a space. `exact` holds after (and while) iterating: no case has been left to a sample."""

    def __init__(self, space: Space) -> None:
        self._space = space
        self._chooser = Chooser(space)

    @property
    def exact(self) -> bool:
        """Whether the worlds met so far stand for every case."""
        return not self._chooser.sampled

    def __iter__(self) -> Iterator[World]:
        return self._extend(0, dict(self._space.settled), {})

    def _extend(self, index: int, values: dict[str, Value], cells: dict[str, Cell]) -> Iterator[World]:
        space = self._space
        if index == len(space.steps):
            yield World(values=dict(values), cells=dict(cells))
            return
        name = space.steps[index]
        fact = space.fact(name)
        # A free unknown resolves to UNKNOWN when it is asked, else to 不适用; all others to their value.
        value = UNKNOWN if fact is None else resolve(fact, values, space.stated)
        if value is not UNKNOWN:
            values[name] = value
            yield from self._extend(index + 1, values, cells)
        else:
            for cell in self._chooser.cells(name, values):
                values[name] = cell.value
                cells[name] = cell
                yield from self._extend(index + 1, values, cells)
            cells.pop(name, None)
        values.pop(name, None)


def worlds_of(space: Space, limit: int) -> list[World]:
    """All worlds of a space; empty where they are more than `limit` or only a sample."""
    worlds = Worlds(space)
    found: list[World] = []
    for world in worlds:
        if len(found) >= limit:
            return []
        found.append(world)
    return found if worlds.exact else []


def item_worlds(criteria: Criteria, item: Item, fixed: Mapping[str, Value]) -> Worlds:
    """The worlds of one item where `fixed` is known and everything else it reads is open.

    A name that `fixed` lacks or gives as UNKNOWN is open; interpretations take their default unless fixed.
    """
    return Worlds(space_of(criteria, (item,), fixed, settle(criteria, fixed)))
