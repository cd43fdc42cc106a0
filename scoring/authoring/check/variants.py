"""Mistakes in an amount of any kind: each number a little off, each choice of a closed list another."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from scoring.base.text import points_text
from scoring.model.clauses import Partial, Side, Ties
from scoring.model.conditions import Op
from scoring.model.criteria import Amount

__all__ = ["near", "variants"]

ONE = Fraction(1)
TURNS = {Op.LT: (Op.LE,), Op.LE: (Op.LT,), Op.GT: (Op.GE,), Op.GE: (Op.GT,)}
"""What a comparison of a row can be mistaken for: the rows of a table all look the same way."""


def variants(amount: Amount) -> Iterator[tuple[str, str, Any]]:
    """Id, what is changed in words, and the changed amount, for every number and every choice it holds.

    New kinds of amounts need nothing here: their fields are gone through, rows of tables included.
    """
    yield from _of_record(amount, "")


def near(points: Fraction) -> Iterator[tuple[str, Fraction]]:
    """One more, and one less (half, where one less would leave nothing)."""
    yield "+1", points + 1
    if points > ONE:
        yield "-1", points - 1
    else:
        yield "half", points / 2


NAMES = {
    "step": "一档的大小",
    "side": "往哪边算",
    "base": "起算的数",
    "partial": "不足一档",
    "target": "得满分的数",
    "zero_at": "得零分的数",
    "missing": "按没有达到的部分算",
    "ties": "并列",
    "low": "每项的下限",
    "high": "每项的上限",
    "op": "界限",
    "bound": "界限",
    "rows": "第{}档",
}
CHOICES = {
    Partial.NONE: "不计",
    Partial.PROPORTIONAL: "按比例",
    Partial.UP: "按一档",
    Side.BELOW: "不足的",
    Side.ABOVE: "超出的",
    Ties.SAME: "各得该名次的分",
    Ties.MEAN: "取平均",
    Ties.LAST: "按最后一名",
    Op.LT: "低于",
    Op.LE: "不超过",
    Op.GT: "高于",
    Op.GE: "达到",
}


def _said(path: str) -> str:
    """A path such as `rows2/bound` in the words of a reader."""
    words = []
    for part in path.split("/"):
        name = part.rstrip("0123456789")
        if name == "points":
            words.append(f"第{part[len(name) :]}名" if part != name else "")
        else:
            words.append(NAMES.get(name, name).format(part[len(name) :]))
    return "".join(words)


def _of_record(value: Any, path: str) -> Iterator[tuple[str, str, Any]]:
    for field in value.__struct_fields__:
        for name, text, changed in _of_value(getattr(value, field), f"{path}{field}"):
            yield name, text, replace(value, **{field: changed})


def _of_value(value: Any, path: str) -> Iterator[tuple[str, str, Any]]:
    if isinstance(value, bool):
        yield f"{path}/not", f"{_said(path)}反过来", not value
    elif isinstance(value, Fraction):
        for name, changed in near(value) if value else [("+1", ONE)]:
            yield f"{path}/{name}", _words(path, value, changed), changed
    elif isinstance(value, enum.Enum):
        for other in TURNS[value] if isinstance(value, Op) else type(value):
            if other is not value:
                before, after = (CHOICES.get(one, one.value) for one in (value, other))
                yield f"{path}/{other.value}", f"{_said(path)}由{before}改为{after}", other
    elif isinstance(value, tuple):
        for index, part in enumerate(value):
            for name, text, changed in _of_value(part, f"{path}{index + 1}"):
                yield name, text, (*value[:index], changed, *value[index + 1 :])
    elif isinstance(value, Struct):
        yield from _of_record(value, f"{path}/")


def _words(path: str, before: Fraction, after: Fraction) -> str:
    unit = "分" if path.split("/")[-1].rstrip("0123456789") == "points" else ""
    return f"{_said(path)}{'由' if _said(path) else ''}{points_text(before)}{unit}改为{points_text(after)}{unit}"
