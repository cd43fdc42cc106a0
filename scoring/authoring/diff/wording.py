"""Compare what is written: single values, and collections of things that have names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from difflib import SequenceMatcher
from fractions import Fraction

from msgspec import Struct

from scoring.authoring.diff.model import Change, Kind
from scoring.base.text import number_text

__all__ = ["Field", "Piece", "compare_fields", "compare_named", "pieces", "shown"]


class Field(Struct, frozen=True, kw_only=True):
    """One value to compare: what it is called, what a change of it touches, and how to get it as text."""

    what: str
    kind: Kind
    get: Callable[..., str | None]


class Piece(Struct, frozen=True, kw_only=True):
    """A run of characters: `text` stands in the old text (`old`), in the new one (`new`), or in both."""

    text: str
    old: bool
    new: bool


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """The character-wise difference of two texts; the pieces marked `old` make up the old text, likewise `new`."""
    found: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece(text=old[i1:i2], old=True, new=True))
            continue
        if i2 > i1:
            found.append(Piece(text=old[i1:i2], old=True, new=False))
        if j2 > j1:
            found.append(Piece(text=new[j1:j2], old=False, new=True))
    return tuple(found)


def compare_fields(place: str, fields: Iterable[Field], old: object, new: object, prefix: str = "") -> Iterable[Change]:
    """A change for each field that differs."""
    for field in fields:
        before, after = field.get(old), field.get(new)
        if before != after:
            what = f"{prefix}{field.what}"
            yield Change(place=place, what=what, kind=field.kind, old=before, new=after)


def compare_named(
    place: str,
    word: str,
    kind: Kind,
    fields: Iterable[Field],
    old: Mapping[str, object],
    new: Mapping[str, object],
    show: Callable[..., str],
) -> Iterable[Change]:
    """Things by name: dropped, added and altered ones. Their order does not matter."""
    fields = tuple(fields)
    for name, thing in old.items():
        if name not in new:
            yield Change(place=place, what=f"{word}“{name}”", kind=kind, old=show(thing), new=None)
        else:
            yield from compare_fields(place, fields, thing, new[name], f"{word}“{name}”的")
    for name, thing in new.items():
        if name not in old:
            yield Change(place=place, what=f"{word}“{name}”", kind=kind, old=None, new=show(thing))


def shown(value: object) -> str | None:
    """A value as text; None for nothing."""
    if value is None or value in ("", ()):
        return None
    if isinstance(value, Fraction):
        return number_text(value)
    if isinstance(value, tuple):
        return "、".join(shown(one) or "" for one in value)
    return str(value)
