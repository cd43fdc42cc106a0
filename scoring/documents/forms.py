"""Kinds of values in the files that people fill in: cities, reviewers, the province.

There, 未填, an empty value and no value at all say nothing yet. Which keys such a file has often depends on its pack; so a
`group` takes the kinds of those fields that the pack decides, and `by_name` a kind for each name that the pack knows. `asked`
makes the field of a key with the words that an editor shows beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from scoring.documents.fields import Field, Kinds, Reader, Schema, ValueKind, schema_of
from scoring.documents.nodes import Entry, MappingNode, Node, bool_of, entries_of, items_of, number_of, text_of
from scoring.documents.problems import read_day
from scoring.documents.values import DATE, LINE, ONE_LINE

__all__ = [
    "BLANKS",
    "BY_PACK",
    "CHOSEN_DAY",
    "DAY_OR_BLANK",
    "FILLED_LINE",
    "FREE_TEXT",
    "INVENTED",
    "LONG_TEXT",
    "PATHS",
    "SHORT_TEXT",
    "SOME_TEXT",
    "YEAR",
    "YES_NO",
    "asked",
    "by_name",
    "described",
    "group",
    "one_word",
    "option",
    "options_text",
    "pack_id",
    "texts_of",
]

BLANKS: list[Any] = ["未填", None]
YES_NO: list[Any] = ["是", "否", True, False]
FREE_TEXT: list[str] = ["string", "number", "null"]
A_DAY: Schema = {"type": "string", "pattern": DATE}
DAY_WORDS: Schema = {"$comment": "date", "errorMessage": "应填日期", "examples": ["2022-05-20"]}


def _day(node: Node, reader: Reader) -> date | None:
    return read_day(node, reader.report)


def _text(node: Node, _reader: Reader) -> str | None:
    return text_of(node) or None


def _whole(node: Node, _reader: Reader) -> int | None:
    value = number_of(node)
    return None if value is None else int(value)


DAY_OR_BLANK = ValueKind(schema={"anyOf": [A_DAY, {"enum": BLANKS}], **DAY_WORDS}, read=_day)
CHOSEN_DAY = ValueKind(schema={**A_DAY, **DAY_WORDS}, read=_day, nothing=date.min)
"""A day that must be there; one that does not exist, which is told, is the first of all."""
LONG_TEXT = ValueKind(schema={"type": FREE_TEXT, "errorMessage": "应填文字"}, read=_text, nothing="")
SHORT_TEXT = ValueKind(schema={**LONG_TEXT.schema, "pattern": ONE_LINE}, read=_text, nothing="")
SOME_TEXT = ValueKind(schema={**SHORT_TEXT.schema, "minLength": 1}, read=_text, nothing="")
"""A text on one line that must say something."""
FILLED_LINE = ValueKind(schema=LINE.schema, read=_text, nothing="")
"""The same, with words of its own where it says nothing."""
INVENTED = ValueKind(
    schema={"enum": [*YES_NO, *BLANKS], "$comment": "bool", "errorMessage": "应填 是 或 否", "examples": ["是"]},
    read=lambda node, _reader: bool_of(node) is True,
    nothing=False,
)
YEAR = ValueKind(
    schema={"type": "integer", "minimum": 1949, "maximum": 2199, "errorMessage": "应填年份", "examples": [2022]},
    read=_whole,
    nothing=0,
)


def asked(kind: ValueKind, key: str, about: str = "", *, required: bool = False, **words: Any) -> Field:
    """The field of the key `key`. `about` says what to write there, `words` are further words of the schema."""
    said = {"title": key, **({"description": about} if about else {}), **words}
    return Field(kind, key, key=key, required=required, about=about, words=said)


def described(kind: ValueKind, about: str) -> ValueKind:
    """The kind with what to write there, where that is not the same for every pack."""
    return replace(kind, schema={**kind.schema, "description": about})


def options_text(options: Iterable[str]) -> str:
    """`“甲”、“乙”`."""
    return "、".join(f"“{one}”" for one in options)


def _words(words: Mapping[str, Any]) -> Schema:
    """Further words of a schema; `comment` names the kind of answer for better hints."""
    return {"$comment" if name == "comment" else name: said for name, said in words.items()}


def option(options: Sequence[Any], *, blank: bool = True, get: Callable[[str], Any] = str, **words: Any) -> ValueKind:
    """One of some words; `get` makes of the word what the record holds. `words` are what the schema says beside."""
    return ValueKind(
        schema={"enum": [*options, *(BLANKS if blank else ())], **_words(words)},
        read=lambda node, _reader: get(text_of(node)) if text_of(node) else None,
        nothing="",
    )


def one_word(words: Iterable[str], get: Callable[[str], Any] = str, *, blank: bool = True) -> ValueKind:
    """One of some words; an example is the first."""
    said = list(words)
    return option(said, blank=blank, get=get, errorMessage=f"应从 {options_text(said)} 中选一个", examples=said[:1])


def pack_id(name: str) -> ValueKind:
    """The id of the pack that a file follows."""
    return ValueKind(schema={"const": name}, read=_text, nothing="")


def texts_of(node: Node | None) -> tuple[str, ...]:
    """The texts of a list, each once."""
    return tuple(dict.fromkeys(text for one in items_of(node) if (text := text_of(one))))


PATHS = ValueKind(
    schema={
        "type": ["array", "null"],
        "items": {**LINE.schema, "errorMessage": "应填文件的相对路径"},
        "errorMessage": "应是一个列表",
        "examples": ["[evidence/1.1/01-通知.pdf]"],
    },
    read=lambda node, _reader: texts_of(node),
    nothing=(),
)


class GroupKind(ValueKind, frozen=True, kw_only=True):
    """A kind that becomes a record; `entry` makes it of a value and the name that this stands under."""

    entry: Callable[[Entry, Reader], Any]


def group(
    of: type[Struct],
    kinds: Kinds | None = None,
    *,
    null: bool = True,
    called: str = "name",
    sign: str = "",
    **words: Any,
) -> GroupKind:
    """One record. `kinds` are the kinds of fields that are not the same for every pack (None: it does not ask for that);
    `called` is the field that takes the name it stands under, `sign` one without which there is no record; `words` are what
    the schema says of the whole."""
    takes_name = called in of.__struct_fields__

    def entry(one: Entry, reader: Reader) -> Any:
        name = {called: one.name} if takes_name else {}
        made = reader.record(of, one.value, kinds, location=one.key.location, **name)
        return None if sign and not getattr(made, sign) else made

    inner = {key: value for key, value in schema_of(of, kinds).items() if value != [] and key != "type"}
    kind: Schema = {"type": ["object", "null"], "$comment": "object"} if null else {"type": "object"}
    return GroupKind(
        schema={**kind, **_words(words), **inner},
        read=lambda node, reader: reader.record(of, node, kinds) if isinstance(node, MappingNode) else None,
        entry=entry,
        of=of,
    )


def by_name(
    kinds: Mapping[str, ValueKind] | ValueKind, *, rows: bool = False, spelt: bool = False, **words: Any
) -> ValueKind:
    """A mapping from names to values: each name that is known with the kind of its own, in the order in which they are known,
    or any name with one kind. What says nothing is left out. `rows`: the record holds the values only, in their order;
    `spelt`: names are kept as they are written."""

    def read(node: Node, reader: Reader) -> dict[str, Any] | tuple[Any, ...]:
        found = {}
        written = {one.name: one for one in entries_of(node)}
        for name in written if isinstance(kinds, ValueKind) else kinds:
            if name in written:
                one, kind = written[name], kinds if isinstance(kinds, ValueKind) else kinds[name]
                value = kind.entry(one, reader) if isinstance(kind, GroupKind) else kind.read(one.value, reader)
                if value is not None:
                    found[one.key.text if spelt else name] = value
        return tuple(found.values()) if rows else found

    below: Schema
    if isinstance(kinds, ValueKind):
        below = {"additionalProperties": kinds.schema}
    else:
        below = {"properties": {name: kind.schema for name, kind in kinds.items()}, "additionalProperties": False}
    return ValueKind(
        schema={"type": ["object", "null"], "$comment": "object", **_words(words), **below},
        read=read,
        nothing=() if rows else {},
    )


BY_PACK = by_name({})
"""Names are those of the pack: what reads such a file gives the kind."""
