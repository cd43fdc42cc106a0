"""From single cases to regions that a reader can take in: few conditions, each as wide as the facts allow.

Every region lies wholly within one pair of scores, and together they hold every case whose scores differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from scoring.authoring.diff.features import ABSENT, Feature, Slot
from scoring.lang import Value

__all__ = ["Box", "Case", "boxes"]

Pair = tuple[Fraction, Fraction]


class Case(Struct, frozen=True, kw_only=True):
    """One region: the slot of every feature, the two scores, and a scenario in it."""

    slots: tuple[Slot, ...]
    scores: Pair
    witness: Mapping[str, Value]


class Box(Struct, frozen=True, kw_only=True):
    """Slots allowed per feature (None: any), the two scores there, and one case."""

    allowed: tuple[frozenset[Slot] | None, ...]
    scores: Pair
    witness: Mapping[str, Value]


def boxes(features: Sequence[Feature], cases: Sequence[Case], drop_first: Sequence[int]) -> tuple[Box, ...]:
    """Boxes that cover the cases with different scores, the larger changes first.

    `drop_first` is the order in which features are given up where they do not matter. Cases hold distinct slots.
    """
    table = _Table(features, cases)
    found: list[Box] = []
    groups: dict[Pair, int] = {}
    for index, case in enumerate(cases):
        if case.scores[0] != case.scores[1]:
            groups[case.scores] = groups.get(case.scores, 0) | 1 << index
    for scores in sorted(groups, key=lambda pair: (-abs(pair[1] - pair[0]), pair)):
        left = groups[scores]
        while left:
            seed = (left & -left).bit_length() - 1
            allowed, covered = table.widen(seed, groups[scores], drop_first)
            found.append(Box(allowed=allowed, scores=scores, witness=cases[seed].witness))
            left &= ~covered
    return tuple(found)


class _Table:
    """Which cases have which slot, as bits of whole numbers: intersections of boxes are then one operation each."""

    def __init__(self, features: Sequence[Feature], cases: Sequence[Case]) -> None:
        self.cases = cases
        self.all = (1 << len(cases)) - 1
        self.masks: list[dict[Slot, int]] = [{} for _ in features]
        for index, case in enumerate(cases):
            for masks, slot in zip(self.masks, case.slots, strict=True):
                masks[slot] = masks.get(slot, 0) | 1 << index
        # The slots that occur, in their natural order: a quantity grows from neighbour to neighbour.
        self.ordered = [
            sorted((slot for slot in masks if slot != ABSENT), key=int) if feature.stops is not None else None
            for feature, masks in zip(features, self.masks, strict=True)
        ]

    def widen(self, seed: int, group: int, drop_first: Sequence[int]) -> tuple[tuple[frozenset[Slot] | None, ...], int]:
        """The box around one case, as wide as it can be without leaving the group; and the cases it covers."""
        sets: list[set[Slot] | None] = [{slot} for slot in self.cases[seed].slots]
        for index in drop_first:
            if self._covered(sets, skip=index) & ~group == 0:
                sets[index] = None
        for index, allowed in enumerate(sets):
            if allowed is not None:
                self._grow(sets, index, allowed, group)
        return tuple(None if s is None else frozenset(s) for s in sets), self._covered(sets)

    def _grow(self, sets: list[set[Slot] | None], index: int, allowed: set[Slot], group: int) -> None:
        rest, masks = self._covered(sets, skip=index), self.masks[index]
        ordered = self.ordered[index]
        if ordered is None or not allowed <= set(ordered):
            allowed |= {slot for slot, mask in masks.items() if rest & mask & ~group == 0 and rest & mask}
            return
        at = ordered.index(next(iter(allowed)))
        for step in (-1, 1):
            position = at + step
            while 0 <= position < len(ordered) and rest & masks[ordered[position]] & ~group == 0:
                allowed.add(ordered[position])
                position += step
        if ABSENT in masks and rest & masks[ABSENT] & ~group == 0 and rest & masks[ABSENT]:
            allowed.add(ABSENT)

    def _covered(self, sets: Sequence[set[Slot] | None], skip: int = -1) -> int:
        covered = self.all
        for index, allowed in enumerate(sets):
            if allowed is not None and index != skip:
                mask = 0
                for slot in allowed:
                    mask |= self.masks[index][slot]
                covered &= mask
        return covered
