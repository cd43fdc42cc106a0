"""What the words of a target say: its figures, its direction, whether the figure itself meets it; and who does a task."""

from __future__ import annotations

import re
from fractions import Fraction

from msgspec import Struct

from scoring.model.facts import Better

__all__ = ["NO_TARGET", "TaskShare", "direction_of", "figures_of", "is_strict", "shares_of", "unit_of"]

NO_TARGET = ("-", "——")
"""What the documents print where a year has no target."""
FIGURE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([万亿]?)")
TIMES = {"": 1, "万": 10_000, "亿": 100_000_000}
NAMED_UNIT = re.compile(r"（([^（）]+)）$")
NOT_LESS = re.compile("不得?低于|不得?少于|不小于|至少|以上|(?<!不)(?<!不得)(?:高于|超过|多于|大于)")
NOT_MORE = re.compile("不得?高于|不得?超过|不多于|不大于|至多|以下|以内|(?<!不)(?<!不得)(?:低于|少于|小于)")
STRICT = re.compile("(?<!不)(?<!不得)(?:高于|超过|多于|大于|低于|少于|小于)")
ROLES = ("牵头负责", "分别牵头", "牵头", "按职责分工负责", "分工负责", "组织实施", "配合", "负责")
LISTED = "责任单位"
OPEN, CLOSE = "（(<〈《", "）)>〉》"


class TaskShare(Struct, frozen=True, kw_only=True):
    """The part some units take in a task: `role` is the document's own word (牵头, 配合 …), or 责任单位 where it only
    lists them."""

    role: str
    units: tuple[str, ...]


def figures_of(text: str, unit: str = "") -> tuple[Fraction, ...]:
    """Every figure in a text, in `unit`, with 万 and 亿 worked out: `2.5万户` is 25000, `1-2家` is 1 and 2, and
    `1500万元` is 1500 where the unit is 万元."""
    scale = TIMES.get(unit[:1], 1)
    return tuple(Fraction(match[1]) * TIMES[match[2]] / scale for match in FIGURE.finditer(text))


def direction_of(text: str) -> Better | None:
    """The direction that the words themselves give (不低于, 以上, 不超过 …), None where they give none."""
    if NOT_LESS.search(text):
        return Better.HIGHER
    return Better.LOWER if NOT_MORE.search(text) else None


def is_strict(text: str) -> bool:
    """True for 高于, 超过, 低于 and the like: the figure itself is not enough. 以上 and 不低于 include it."""
    return STRICT.search(text) is not None


def unit_of(name: str) -> str | None:
    """The unit a table prints in brackets at the end of a name, else None."""
    match = NAMED_UNIT.search(name)
    return None if match is None else match[1]


def shares_of(text: str) -> tuple[TaskShare, ...]:
    """Who does what: `甲牵头，乙、丙配合` gives 牵头: 甲 and 配合: 乙, 丙. Names keep their brackets."""
    return tuple(_share(part) for part in _split(text, "，") if part)


def _share(part: str) -> TaskShare:
    for role in ROLES:
        if part.endswith(role) and part != role:
            return TaskShare(role=role, units=_split(part[: -len(role)], "、"))
    return TaskShare(role=LISTED, units=_split(part, "、"))


def _split(text: str, mark: str) -> tuple[str, ...]:
    """Split at a mark that does not stand inside brackets."""
    parts, depth = [""], 0
    for char in text:
        depth += (char in OPEN) - (char in CLOSE)
        if char == mark and depth <= 0:
            parts.append("")
        else:
            parts[-1] += char
    return tuple(part.strip() for part in parts)
