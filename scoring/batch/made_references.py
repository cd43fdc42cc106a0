"""A file of references that says given values exactly: what a batch worked out, for others to score with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from scoring.base import marks
from scoring.base.text import number_text
from scoring.model.cohort import PlaceHeld
from scoring.model.criteria import Criteria
from scoring.model.facts import FactType
from scoring.model.references import ReferenceValue

__all__ = ["TypedValues", "references_text", "typed_values"]

TypedValues = Mapping[str, tuple[ReferenceValue, FactType]]


def typed_values(criteria: Criteria, values: Mapping[str, ReferenceValue]) -> TypedValues:
    """The values of a pack's references, each with its type."""
    types = {one.name: one.type for one in criteria.references_by_name.values()}
    types |= {one.name: one.type for one in criteria.placings}
    return {name: (value, types[name]) for name, value in values.items()}


def references_text(values: TypedValues, places: Iterable[PlaceHeld] = ()) -> str:
    """A file of references that says these values exactly; a city's `places` go before its values."""
    held = {one.name: one for one in places}
    lines = [f"{marks.MADE_REFERENCES} 按参照值文件的写法，用这一批的数算出来的。可以用于 --references。"]
    lines += [_line(name, value, kind) for name, (value, kind) in sorted(values.items()) if name not in held]
    lines += map(_place, held.values())
    return "\n".join(lines if len(lines) > 1 else [*lines, "{}"]) + "\n"


def _line(name: str, value: ReferenceValue, kind: FactType) -> str:
    year = f"年份: {value.year}, " if value.year else ""
    return f"{name}: {{数值: {_value(value.value, kind)}, {year}来源: {_quoted(value.source)}}}"


def _place(of: PlaceHeld) -> str:
    return f"{of.name}: {{数值: {''.join(_ends(of))}, 来源: {_quoted(of.source)}}}"


def _ends(of: PlaceHeld) -> Iterator[str]:
    if of.best == of.worst:
        yield _value(of.best, FactType.NUMBER)
        return
    bounds = "" if of.exact else ", 上下限: 是"
    yield f"{{最好: {_value(of.best, FactType.NUMBER)}, 最差: {_value(of.worst, FactType.NUMBER)}{bounds}}}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _value(value: Fraction, kind: FactType) -> str:
    text = number_text(value)
    if "/" in text:
        return f"{{分子: {value.numerator}, 分母: {value.denominator}}}"
    return f"{text}%" if kind is FactType.PERCENT else text
