"""Records as plain data for JSON, and back: the JSON of a record is the record.

A record becomes a mapping of its fields in their order, a tuple a list, a Fraction a number where that is exact, an enum
its value, a date its ISO text. Where a published shape differs, a `Shape` says so by type: `Keys` for other keys of a
record, a function for a value written in another way. Shapes are mappings, so one is made of others: `{**ANSWERS, Fix: …}`.

    SHAPE: Shape = {Move: Keys(rename={"before": "from"}, omit=("steps",)), Severity: lambda one: one.name.lower()}
    plain(found, SHAPE)
"""

from __future__ import annotations

import enum
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from scoring.base.text import number_text

__all__ = ["Json", "Keys", "Shape", "indented", "number", "plain", "record"]

T = TypeVar("T")
Json = dict[str, Any]


class Keys(Struct, frozen=True, kw_only=True):
    """How the keys of a record differ from its fields.

    omit: fields that are left out
    omit_empty: fields that are left out where they are None, False or empty
    rename: the key of a field, by the field's name
    inline: fields whose own record gives its keys in their place; nothing where it is None
    add: keys that are worked out, each a function of the record: in the place of a field of that name, else after them
    """

    omit: tuple[str, ...] = ()
    omit_empty: tuple[str, ...] = ()
    rename: Mapping[str, str] = {}
    inline: tuple[str, ...] = ()
    add: Mapping[str, Callable[[Any], object]] = {}


Shape = Mapping[type, Keys | Callable[[Any], object]]
AS_IT_IS = Keys()


def plain(value: object, shape: Shape | None = None) -> Any:
    """`value` as data that JSON has words for. What a function of the shape gives is made plain in its turn."""
    shape = shape or {}
    rule = shape.get(type(value))
    if rule is not None and not isinstance(rule, Keys):
        return plain(rule(value), shape)
    if value is None or isinstance(value, bool | str | int | float):
        return value.value if isinstance(value, enum.Enum) else value
    if isinstance(value, Struct):
        return _record(value, rule or AS_IT_IS, shape)
    if isinstance(value, Fraction):
        return number(value)
    if isinstance(value, enum.Enum):
        return plain(value.value, shape)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(plain(key, shape)): plain(one, shape) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [plain(one, shape) for one in value]
    if isinstance(value, set | frozenset):
        return sorted(plain(one, shape) for one in value)
    raise TypeError(f"no plain form of {type(value).__name__}")


def _record(value: Struct, keys: Keys, shape: Shape) -> Json:
    made: Json = {}
    for field in value.__struct_fields__:
        one = getattr(value, field)
        if field in keys.omit or (field in keys.omit_empty and not one):
            continue
        if field in keys.inline:
            made.update({} if one is None else plain(one, shape))
        else:
            made[keys.rename.get(field, field)] = plain(one, shape)
    made.update((key, plain(give(value), shape)) for key, give in keys.add.items())
    return made


def indented(value: object, lead: str = "") -> Iterator[str]:
    """JSON as `json.dumps(value, ensure_ascii=False, indent=2)` writes it, in pieces. Rows of an iterator, which may be many,
    are taken one after the other; what stands in one is written at once."""
    if isinstance(value, dict) and value:
        first = True
        for key, one in value.items():
            yield f"{'{' if first else ','}\n{lead}  {_text(key)}: "
            yield from indented(one, f"{lead}  ")
            first = False
        yield f"\n{lead}}}"
    elif isinstance(value, Iterator | list):
        first = True
        for one in value:
            yield f"{'[' if first else ','}\n{lead}  "
            yield from (
                indented(one, f"{lead}  ") if isinstance(value, list) else [_text(one).replace("\n", f"\n{lead}  ")]
            )
            first = False
        yield "[]" if first else f"\n{lead}]"
    else:
        yield _text(value)


def _text(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
    return msgspec.json.format(text, indent=2).decode("utf-8")


def number(value: Fraction) -> int | float | str:
    """A JSON number when that is exact, else the fraction as text ("1/3")."""
    if value.denominator == 1:
        return value.numerator
    text = number_text(value)
    return float(text) if "/" not in text and Fraction(repr(float(text))) == value else text


def record(data: object, kind: type[T]) -> T:
    """The record of which `data` is the plain form (without a shape). Raises ValueError for anything else."""
    return msgspec.convert(data, kind, dec_hook=_exact)


def _exact(kind: type, value: object) -> object:
    if kind is Fraction and isinstance(value, int | float | str) and not isinstance(value, bool):
        return Fraction(repr(value) if isinstance(value, float) else value)
    raise NotImplementedError(f"no {kind.__name__} from {type(value).__name__}")
