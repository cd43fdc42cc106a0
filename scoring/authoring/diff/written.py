"""What differs between two packs as they are written, field by field in the words of their tables (scoring.documents.fields);
and where two texts differ, character by character.

Conditions of clauses are left out: those are compared by what they do (see `comparing`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import SequenceMatcher

from msgspec import Struct

from scoring.authoring.diff.model import Change
from scoring.authoring.diff.versions import paired
from scoring.documents.fields import RULE, WORDING, Field, Touches, fields_of, shown
from scoring.documents.values import CONDITION
from scoring.lang import show
from scoring.model.clauses import Clause
from scoring.model.criteria import Criteria, Item

__all__ = ["Piece", "front_changes", "item_changes", "pieces"]

NAMING = ("id", "edition")
"""Say which pack or item is compared."""


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


def front_changes(old: Criteria, new: Criteria) -> tuple[Change, ...]:
    """The changes beside the items, in the order of pack.yaml. Id, edition and digest say which packs are compared and
    are no change."""
    return tuple(_fields("总体", "", old, new, NAMING))


def item_changes(old: Item, new: Item, place: str) -> tuple[Change, ...]:
    """What differs between two versions of an item."""
    return (
        *_fields(place, "", old, new, (*NAMING, "clauses")),
        *_members(place, "评分条款", RULE, *_clauses(old, new), lambda one: one.line, _clause),
    )


def _fields(
    place: str, lead: str, old: Struct | None, new: Struct | None, skipped: Iterable[str] = ()
) -> Iterator[Change]:
    """A change for each field that differs; `lead` stands before the field's word."""
    given = old if new is None else new
    for one in fields_of(type(given)) if given is not None else ():
        if one.name in skipped:
            continue
        field, kind = one.field, one.field.kind
        before, after = (None if side is None else getattr(side, one.name) for side in (old, new))
        here, word = (field.word, "") if field.apart else (place, f"{lead}{field.word}")
        if kind.several:
            sides = [{getattr(member, kind.called): member for member in side or ()} for side in (before, after)]
            told: Callable[[Struct], str | None] = kind.show or shown
            yield from _members(here, word, field.touches, sides[0], sides[1], told, _by_name(kind.called))
        elif kind.of is not None and kind.show is None:
            if before is not None or after is not None:
                yield from _fields(here, "" if field.apart else lead, before, after)
        else:
            yield from _value(here, word, field.touches, _text(field, before), _text(field, after))


Compare = Callable[[str, str, Struct, Struct], Iterator[Change]]


def _members(
    place: str,
    word: str,
    touches: Touches,
    old: Mapping[str, Struct],
    new: Mapping[str, Struct],
    told: Callable[..., str | None],
    compare: Compare,
) -> Iterator[Change]:
    """Things by name: dropped, added and altered ones. Their order does not matter."""
    for name, thing in old.items():
        other = new.get(name)
        if other is None or type(other) is not type(thing):
            yield Change(place=place, what=f"{word}“{name}”", kind=touches, old=told(thing), new=None)
        else:
            yield from compare(place, f"{word}“{name}”的", thing, other)
    for name, thing in new.items():
        if name not in old or type(old[name]) is not type(thing):
            yield Change(place=place, what=f"{word}“{name}”", kind=touches, old=None, new=told(thing))


def _by_name(called: str) -> Compare:
    return lambda place, lead, old, new: _fields(place, lead, old, new, (called,))


def _clause(place: str, lead: str, old: Struct, new: Struct) -> Iterator[Change]:
    """What a clause does is told as one phrase, what it says word by word."""
    if isinstance(old, Clause) and isinstance(new, Clause):
        told = ["id", *(one.name for one in fields_of(Clause) if one.field.touches is not WORDING)]
        yield from _fields(place, lead, old, new, (*told, "remedy"))
        yield from _value(place, f"{lead}计分", RULE, old.line, new.line)
        yield from _fields(place, lead, old, new, (*told, "quote"))


def _value(place: str, what: str, touches: Touches, old: str | None, new: str | None) -> Iterator[Change]:
    if old != new:
        yield Change(place=place, what=what, kind=touches, old=old, new=new)


def _text(field: Field, value: object) -> str | None:
    if value is None or value in ("", ()):
        return None
    if field.kind is CONDITION:
        return show(value)  # type: ignore[arg-type]
    return (field.show or field.kind.show or shown)(value)


def _clauses(old: Item, new: Item) -> tuple[dict[str, Struct], dict[str, Struct]]:
    """Clauses by name: those that belong together share one, the official words of the older where it has any."""
    before, after = (list(item.clauses) for item in (old, new))
    partner = {j: i for i, j in paired(old, new)}
    names = [clause.quote or clause.id for clause in before]
    left: dict[str, Struct] = dict(zip(names, before, strict=True))
    right: dict[str, Struct] = {}
    for index, clause in enumerate(after):
        name = names[partner[index]] if index in partner else clause.quote or clause.id
        right[name if index in partner or name not in left else f"{name}（新）"] = clause
    return left, right
