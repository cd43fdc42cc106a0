"""A region of facts in Chinese: 婴幼儿家庭满意度 88%≤x<90%，且发生安全事故为否."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from scoring.authoring.diff.features import ABSENT, Feature, Slot
from scoring.base.text import date_text, number_text
from scoring.model.facts import FactType

__all__ = ["condition_text", "joined"]

ORDER: Mapping[frozenset[Slot], str] = {
    frozenset({-1}): "低于",
    frozenset({0}): "等于",
    frozenset({1}): "高于",
    frozenset({-1, 0}): "不高于",
    frozenset({0, 1}): "不低于",
    frozenset({-1, 1}): "不等于",
}


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
