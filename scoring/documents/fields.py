"""What may be written in a document, described once: on the record that it becomes.

    class Ban(Struct, frozen=True, kw_only=True):
        '''What follows a withdrawn title.'''

        quote: Annotated[str, Field(TEXT, "撤销后限制的原文")]
        cycles: Annotated[int, Field(WHOLE, "限制几期", RULE)]
        gate: Annotated[str, Field(LINE, "对应的资格条件", RULE)] = ""

A `Field` says what kind of value stands there, what a reader calls it, and what a change of it touches; a field of the record
without a default is a required key, and one without a `Field` is no key of the document. From this come

    schema_of(Ban)                      the JSON Schema, in the order of the fields
    Reader(report).record(Ban, node)    the record; `reader.at(ban, "quote")` is the place of a value, for cross-checks
    fields_of(Ban)                      the table itself: what overlays merge, how two packs are compared
                                        (authoring.diff.written), the reference page (tools.pack_format)
    plain(ban)                          JSON (scoring.base.plain)

A kind with a lambda stands as a constant of its module: inside an annotation, which is looked at later, it would see built-in names
only.

A `ValueKind` is a single one (scoring.documents.values: `TEXT`, `WHOLE`, `one_of(…)`, or a schema with how to read and show
it), or made of other records: `part` (one), `rows` (a list), `named` (a mapping from names). What several values say together
is no matter of fields: that is a cross-check, a function of what was read and the `Reader`.
"""

from __future__ import annotations

import enum
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, get_args, get_origin, get_type_hints
from urllib.parse import quote

from msgspec import NODEFAULT, Struct
from msgspec.structs import fields as struct_fields

from scoring.base.errors import Location
from scoring.base.text import number_text
from scoring.documents.nodes import (
    Entry,
    MappingNode,
    Node,
    Scalar,
    entries_of,
    get,
    items_of,
)
from scoring.documents.problems import Report

__all__ = [
    "DRAFT",
    "FORM",
    "RULE",
    "WORDING",
    "Field",
    "Key",
    "ValueKind",
    "Kinds",
    "Reader",
    "Schema",
    "Touches",
    "fields_of",
    "fold",
    "named",
    "part",
    "rows",
    "schema_head",
    "schema_of",
    "shape",
    "shown",
]

R = TypeVar("R", bound=Struct)
Schema = dict[str, Any]
Show = Callable[[Any], str | None]


class Touches(enum.Enum):
    """What a change touches: words only; the rules by which points are given; or what is asked and handed in."""

    WORDING = "文字"
    RULE = "规则"
    FORM = "填报"


WORDING, RULE, FORM = Touches


DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema_id(*parts: str) -> str:
    """The `$id` of a schema: a URN, in which anything but ASCII is percent-encoded (an edition may be 试行)."""
    return ":".join(("urn:demo-city-scoring", *(quote(part) for part in parts)))


def schema_head(title: str, *parts: str, about: str = "") -> Schema:
    """What the schema of a whole document begins with; `parts` are those of its `$id`."""
    head: Schema = {"$schema": DRAFT, "$id": schema_id(*parts), "title": title}
    return {**head, "description": about} if about else head


def shown(value: object) -> str | None:
    """A value as text; None for nothing."""
    if value is None or value in ("", ()):
        return None
    if isinstance(value, Fraction):
        return number_text(value)
    if isinstance(value, tuple):
        return "、".join(shown(one) or "" for one in value)
    return str(value)


def shape(required: Iterable[str], properties: Mapping[str, Any]) -> Schema:
    """The schema of a mapping of these keys and no others."""
    return {
        "type": "object",
        "required": list(required),
        "properties": dict(properties),
        "additionalProperties": False,
    }


class ValueKind(Struct, frozen=True, kw_only=True):
    """What stands under a key: a single value, or what `part`, `rows`, `named` and `spread` make of records.

    schema: its JSON Schema
    read: the value of a node; None where nothing is written, or where it was noted what is wrong
    show: the value as text; of several records, the line about one that was added or dropped
    nothing: stands for a required value that could not be read
    of: the record, or the record of each, where it is made of records
    several: whether there are any number of them, each called by its field `called`
    listed: whether they stand in a list, not under their names
    spread: the schemas of the keys, where several keys of one mapping say it together; `read` gets that mapping
    needed: those of them that must be there
    words: of a closed list, what a reader calls its words
    """

    schema: Schema
    read: Callable[[Node, Reader], Any]
    show: Show | None = shown
    nothing: Any = None
    of: type[Struct] | None = None
    several: bool = False
    called: str = "name"
    listed: bool = False
    spread: Mapping[str, Schema] = {}
    needed: tuple[str, ...] = ()
    words: Mapping[str, str] = {}


def part(of: type[Struct], *, null: bool = False, told: str = "") -> ValueKind:
    """One record. With `null` it may be left empty; `told` is its property that tells all of it as one value ("": its fields
    are told one by one)."""
    inner = schema_of(of)
    return ValueKind(
        schema={**inner, "type": ["object", "null"]} if null else inner,
        read=lambda node, reader: reader.record(of, node) if isinstance(node, MappingNode) else None,
        show=attrgetter(told) if told else None,
        of=of,
    )


def rows(of: type[Struct], *, called: str = "name", told: str = "line", null: bool = True, **more: Any) -> ValueKind:
    """A list of records, each called by its field `called`; `told` is what is told of one that was added or dropped.
    `null`: it may be left empty; `more` are further keywords of the schema."""
    least = {"minItems": more.pop("minItems")} if "minItems" in more else {}
    return ValueKind(
        schema={"type": ["array", "null"] if null else "array", **least, "items": schema_of(of), **more},
        read=lambda node, reader: tuple(reader.record(of, one) for one in items_of(node)),
        show=attrgetter(told),
        nothing=(),
        of=of,
        several=True,
        called=called,
        listed=True,
    )


def named(of: type[Struct], *, spelt: bool = False, told: str = "line", null: bool = True, **more: Any) -> ValueKind:
    """A mapping from the author's names to records; the name becomes the record's `name` (`spelt`: as it is written, else
    folded as conditions read it). The others as for `rows`."""

    kind = ["object", "null"] if null else "object"
    return ValueKind(
        schema={"type": kind, "additionalProperties": schema_of(of), **more},
        read=lambda node, reader: reader.named(of, node, spelt=spelt),
        show=attrgetter(told),
        nothing=(),
        of=of,
        several=True,
    )


Kinds = Mapping[str, ValueKind | None]
"""Kinds by the names of a record's fields."""


class Field(Struct, frozen=True):
    """One key of a document.

    kind: what stands there
    word: what a Chinese reader calls it
    touches: what a change of it changes
    key: how it is written, where that is not the field's own name
    required: whether it must be written; None: where the record has no default
    show: how the value is told as text, where not as its kind does
    apart: whether it is a part of the document by itself, so that a change in it is told there
    whole: whether an overlay writes a collection anew as a whole, where it could name its members
    about: what the reference page says of it
    words: what its schema says to an editor where the kind says nothing else
    """

    kind: ValueKind
    word: str = ""
    touches: Touches = WORDING
    key: str = ""
    required: bool | None = None
    show: Show | None = None
    apart: bool = False
    whole: bool = False
    about: str = ""
    words: Mapping[str, Any] = {}


class Key(Struct, frozen=True, kw_only=True):
    """A field as it stands on its record: `name` is the record's, `key` the document's."""

    name: str
    key: str
    required: bool
    default: bool
    field: Field


@cache
def fields_of(of: type[Struct]) -> tuple[Key, ...]:
    """The keys of the document that becomes the record `of`."""
    hints = get_type_hints(of, include_extras=True)
    found: list[Key] = []
    for one in struct_fields(of):
        said = get_args(hints[one.name])[1:] if get_origin(hints[one.name]) is not None else ()
        field = next((extra for extra in said if isinstance(extra, Field)), None)
        if field is not None:
            default = one.default is not NODEFAULT or one.default_factory is not NODEFAULT
            required = not default if field.required is None else field.required
            key = field.key or one.name
            found.append(Key(name=one.name, key=key, required=required, default=default, field=field))
    return tuple(found)


@cache
def _read_by(of: type[Struct]) -> tuple[tuple[str, str, bool, ValueKind], ...]:
    """What reading needs of each field: its name and key, whether it has a default, its kind."""
    return tuple((one.name, one.key, one.default, one.field.kind) for one in fields_of(of))


def schema_of(of: type[Struct], kinds: Kinds | None = None) -> Schema:
    """The JSON Schema of the document that becomes the record `of`. Not to be changed by who gets it.

    `kinds` are the kinds of fields that depend on more than the record, by the field's name; None: such a key is not there.
    """
    return _made_schema(of, kinds) if kinds else _schema(of)


@cache
def _schema(of: type[Struct]) -> Schema:
    return _made_schema(of, {})


def _made_schema(of: type[Struct], kinds: Kinds) -> Schema:
    required: list[str] = []
    properties: Schema = {}
    for one in fields_of(of):
        kind = kinds.get(one.name, one.field.kind)
        if kind is None:
            continue
        properties.update(kind.spread or {one.key: {**one.field.words, **kind.schema}})
        required += kind.needed if kind.spread else (one.key,) if one.required else ()
    return shape(required, properties)


class Reader:
    """Reads records from nodes that fit their schema, and knows afterwards where each value stands.

    `condition` parses a condition of the rule language where names are known; without it there is none.
    """

    def __init__(self, report: Report, condition: Callable[[Node], Any] | None = None) -> None:
        self.report = report
        self.condition = condition
        self._nodes: dict[int, tuple[Struct, Node]] = {}
        self._keys: dict[int, Scalar] = {}

    def error(self, code: str, message: str, hint: str, at: Node | Entry | Location | None) -> None:
        """Note something that must be mended before the file can be used."""
        self.report.error(code, message, hint, at)

    def question(self, code: str, message: str, hint: str, at: Node | Entry | Location | None) -> None:
        """Note something that a person should look at; the file can be used as it is."""
        self.report.question(code, message, hint, at)

    def record(self, of: type[R], node: Node | None, kinds: Kinds | None = None, **given: Any) -> R:
        """The record that `node` says. `given` are fields that the document does not say; `location` is that of the node
        unless it is given. `kinds` as for `schema_of`."""
        if "location" in of.__struct_fields__:
            if "location" not in given and node is not None:
                given["location"] = node.location
        else:
            given.pop("location", None)
        written = {entry.name: entry.value for entry in entries_of(node)}
        for name, key, default, kind in _read_by(of):
            if name in given:
                continue
            if kinds and name in kinds:
                other = kinds[name]
                if other is None:
                    continue
                kind = other
            below = node if kind.spread else written.get(key)
            value = None if below is None else kind.read(below, self)
            if value is not None:
                given[name] = value
            elif not default:
                given[name] = kind.nothing
        return self.place(of(**given), node)

    def named(self, of: type[R], node: Node | None, *, spelt: bool = False, **given: Any) -> tuple[R, ...]:
        """The records of a mapping from names."""
        found = []
        for one in entries_of(node):
            name = one.key.text if spelt else one.name
            made = self.record(of, one.value, name=name, location=one.key.location, **given)
            self._keys[id(made)] = one.key
            found.append(made)
        return tuple(found)

    def spelling(self, made: Struct) -> str:
        """The name of a record in a mapping, as it is written."""
        return self._keys[id(made)].text

    def place(self, made: R, node: Node | None) -> R:
        """Remember where a record stands."""
        if node is not None:
            self._nodes[id(made)] = (made, node)
        return made

    def node(self, made: Struct) -> Node:
        """Where a record stands."""
        return self._nodes[id(made)][1]

    def at(self, made: Struct, name: str) -> Node | None:
        """What stands under the field `name` of a record, or None."""
        key = next((one.key for one in fields_of(type(made)) if one.name == name), name)
        return get(self.node(made), key)


def fold(name: str) -> str:
    """A name as conditions read it."""
    return unicodedata.normalize("NFKC", name)
