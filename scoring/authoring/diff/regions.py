"""Cases and regions of cases, in few conditions, each as wide as the facts allow, and in Chinese.

A feature looks at one name (a fact, a reference, a derived quantity) or compares two; its slots are the answers the
rules tell apart, e.g. below 88, 88 exactly, between 88 and 90.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from msgspec import Struct

from scoring.authoring.diff.versions import Version, conditions_of
from scoring.base.text import date_text, number_text
from scoring.lang import UNKNOWN, Absent, Value
from scoring.model.conditions import Compare, Name
from scoring.model.criteria import Criteria
from scoring.model.facts import FactType, Judgement
from scoring.rules.space import Space

__all__ = [
    "ABSENT",
    "CaseRegion",
    "DiffCase",
    "Feature",
    "Slot",
    "case_regions",
    "condition_text",
    "features_of",
    "joined",
    "number",
]

Slot = bool | int | str
ABSENT = "不适用"
"""The slot of a question that does not arise or is answered 不适用."""
ORDER: Mapping[frozenset[Slot], str] = {
    frozenset({-1}): "低于",
    frozenset({0}): "等于",
    frozenset({1}): "高于",
    frozenset({-1, 0}): "不高于",
    frozenset({0, 1}): "不低于",
    frozenset({-1, 1}): "不等于",
}


class Feature(Struct, frozen=True, kw_only=True):
    """A question. One name with `stops`: where among them its value lies (2i+1 is the i-th stop itself, 2i the open
    interval below it). One name without: its value. Two names: which is larger (-1, 0, 1)."""

    names: tuple[str, ...]
    type: FactType
    unit: str = ""
    stops: tuple[Fraction, ...] | None = None
    optional: bool = False
    derived: bool = False

    def slot(self, values: Mapping[str, Value]) -> Slot:
        """The answer in one case; ABSENT where a value is not applicable or missing."""
        found = [values.get(name, UNKNOWN) for name in self.names]
        if any(isinstance(value, Absent) for value in found):
            return ABSENT
        if len(found) == 2:
            left, right = number(found[0]), number(found[1])
            return 0 if left == right else -1 if left < right else 1
        (value,) = found
        if self.stops is None:
            return value if isinstance(value, bool | str) else str(value)
        at = number(value)
        index = bisect_left(self.stops, at)
        return 2 * index + (index < len(self.stops) and self.stops[index] == at)

    def bounds(self, slot: int) -> tuple[Fraction | None, Fraction | None]:
        """The ends of a slot of a quantity; equal for a stop, open otherwise, None for no end."""
        stops = self.stops or ()
        index, on_stop = divmod(slot, 2)
        if on_stop:
            return stops[index], stops[index]
        return stops[index - 1] if index else None, stops[index] if index < len(stops) else None


def number(value: Value) -> Fraction:
    """A quantity on its own scale: points of a judgement, days of a date."""
    if isinstance(value, Judgement):
        return value.points
    if isinstance(value, date):
        return Fraction(value.toordinal())
    if not isinstance(value, Fraction):
        raise TypeError(f"{value!r} is no quantity")
    return value


def features_of(criteria: Criteria, sides: Sequence[Version], space: Space) -> tuple[Feature, ...]:
    """The questions that the rules of both versions ask, each once; `criteria` is the joint pack and `space` its regions."""
    known = criteria.facts_by_name.keys() | criteria.references_by_name.keys()
    items = criteria.sections[0].items
    clauses = [clause for item in items for clause in item.clauses]
    asked = [clause.when for clause in clauses if clause.when is not None]
    singles: dict[str, None] = {}
    pairs: dict[tuple[str, str], None] = {}
    for expr in (*asked, *(expr for side in sides for expr in conditions_of(side))):
        for atom in expr.atoms:
            if isinstance(atom, Compare) and isinstance(atom.left, Name) and isinstance(atom.right, Name):
                pairs[atom.left.name, atom.right.name] = None
            else:
                singles.update(dict.fromkeys(name for name in atom.names if name in known))
    singles.update(dict.fromkeys(name for clause in clauses for name in clause.measured if name in known))
    return (
        *(_single(criteria, space, name) for name in singles),
        *(_pair(criteria, *pair) for pair in pairs if pair[::-1] not in pairs or pair[0] < pair[1]),
    )


def _single(criteria: Criteria, space: Space, name: str) -> Feature:
    fact = criteria.facts_by_name.get(name)
    stops: tuple[Fraction, ...] | None = tuple(sorted(space.stops.get(name, ())))
    if fact is None:
        reference = criteria.references_by_name[name]
        return Feature(names=(name,), type=reference.type, unit=reference.unit, stops=stops)
    if fact.type in (FactType.BOOL, FactType.CHOICE, FactType.TEXT):
        stops = None
    domain = space.free.get(name)
    if domain is not None and domain.values is not None and stops is not None:
        stops = tuple(value for value in domain.values if isinstance(value, Fraction))
    optional, derived = fact.not_applicable is not None, fact.derive is not None
    return Feature(names=(name,), type=fact.type, unit=fact.unit, stops=stops, optional=optional, derived=derived)


def _pair(criteria: Criteria, left: str, right: str) -> Feature:
    of = criteria.facts_by_name.get(left) or criteria.references_by_name[left]
    return Feature(names=(left, right), type=of.type)


Pair = tuple[Fraction, Fraction]


class DiffCase(Struct, frozen=True, kw_only=True):
    """One region: the slot of every feature, the two scores, and a scenario in it."""

    slots: tuple[Slot, ...]
    scores: Pair
    witness: Mapping[str, Value]


class CaseRegion(Struct, frozen=True, kw_only=True):
    """Slots allowed per feature (None: any), the two scores there, and one case."""

    allowed: tuple[frozenset[Slot] | None, ...]
    scores: Pair
    witness: Mapping[str, Value]


def case_regions(
    features: Sequence[Feature], cases: Sequence[DiffCase], drop_first: Sequence[int]
) -> tuple[CaseRegion, ...]:
    """Regions that cover the cases with different scores, the larger changes first.

    `drop_first` is the order in which features are given up where they do not matter. Cases hold distinct slots.
    """
    table = _Table(features, cases)
    found: list[CaseRegion] = []
    groups: dict[Pair, int] = {}
    for index, case in enumerate(cases):
        if case.scores[0] != case.scores[1]:
            groups[case.scores] = groups.get(case.scores, 0) | 1 << index
    for scores in sorted(groups, key=lambda pair: (-abs(pair[1] - pair[0]), pair)):
        left = groups[scores]
        while left:
            seed = (left & -left).bit_length() - 1
            allowed, covered = table.widen(seed, groups[scores], drop_first)
            found.append(CaseRegion(allowed=allowed, scores=scores, witness=cases[seed].witness))
            left &= ~covered
    return tuple(found)


class _Table:
    """Which cases have which slot, as bits of whole numbers: intersections of regions are then one operation each."""

    def __init__(self, features: Sequence[Feature], cases: Sequence[DiffCase]) -> None:
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
        """The region around one case, as wide as it can be without leaving the group; and the cases it covers."""
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


def condition_text(feature: Feature, allowed: frozenset[Slot], met: Sequence[Slot]) -> str:
    """One condition. `met` are all slots of the feature that occur, by which the ends of its range are known."""
    present = frozenset(slot for slot in allowed if slot != ABSENT)
    if not present:
        return _absent(feature)
    if len(feature.names) == 2:
        left, right = feature.names
        every = present >= {slot for slot in met if slot != ABSENT} and len(present) == 3
        words = "都有值" if every else f"{ORDER.get(present, '不论高低于')}{right}"
        text = f"{left}和{right}{words}" if every else f"{left}{words}"
    elif feature.stops is not None:
        text = _quantity(feature, present, [slot for slot in met if slot != ABSENT])
    elif feature.type is FactType.BOOL:
        text = f"{feature.names[0]}为{'是或否' if len(present) == 2 else '是' if True in present else '否'}"
    else:
        text = f"{feature.names[0]}为{'或'.join(f'“{slot}”' for slot in sorted(present, key=str))}"
    return f"{text}（或{_absent(feature)}）" if ABSENT in allowed else text


def _absent(feature: Feature) -> str:
    if len(feature.names) == 2:
        return f"{feature.names[0]}或{feature.names[1]}不适用"
    if feature.derived:
        return f"{feature.names[0]}不适用（分母为0）"
    return f"{feature.names[0]}{'填“不适用”' if feature.optional else '不用填'}"


def _quantity(feature: Feature, present: frozenset[Slot], met: Sequence[Slot]) -> str:
    ordered = sorted(int(slot) for slot in met)
    runs: list[list[int]] = []
    for position, slot in enumerate(ordered):
        if slot not in present:
            continue
        if runs and ordered[position - 1] == runs[-1][-1]:
            runs[-1].append(slot)
        else:
            runs.append([slot])
    parts = [_run(feature, run[0], run[-1], run[0] == ordered[0], run[-1] == ordered[-1]) for run in runs]
    return f"{feature.names[0]}{'或'.join(parts)}"


def _run(feature: Feature, first: int, last: int, from_least: bool, to_most: bool) -> str:
    (low, below), (above, high) = feature.bounds(first), feature.bounds(last)
    if from_least and to_most:
        return "有值"
    low_closed, high_closed = low == below, above == high
    if feature.type is FactType.COUNT or feature.type is FactType.DATE:
        if low is not None and not low_closed:
            low, low_closed = Fraction(low.__floor__() + 1), True
        if high is not None and not high_closed:
            high, high_closed = Fraction(high.__ceil__() - 1), True
    if low is not None and low == high:
        return f"={_number(feature, low)}"
    low_text, high_text = (None if end is None else _number(feature, end) for end in (low, high))
    if from_least or low_text is None:
        return f"{'≤' if high_closed else '<'}{high_text}"
    if to_most or high_text is None:
        return f"{'≥' if low_closed else '>'}{low_text}"
    if feature.type is FactType.COUNT and low is not None:
        return f"为{number_text(low)}至{high_text}"
    return f" {low_text}{'≤' if low_closed else '<'}x{'≤' if high_closed else '<'}{high_text}"


def _number(feature: Feature, value: Fraction) -> str:
    if feature.type is FactType.DATE:
        return date_text(date.fromordinal(int(value)))
    return f"{number_text(value)}{feature.unit}"


def joined(parts: Iterable[str]) -> str:
    """Conditions that hold together; 任何情形 where there are none."""
    return "，且".join(parts) or "任何情形"
