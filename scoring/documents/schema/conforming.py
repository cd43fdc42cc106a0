"""Whether a document fits a schema, and nothing else: yes for nearly every file, so it must cost little.

A schema is made once into functions over nodes, one each for single values, mappings and lists: what a keyword says of
another kind of value is gone before the first file is read. The keywords are those that our schemas use; the tests hold the
verdict to that of jsonschema, which tells what is wrong once the answer here is no.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from msgspec import Struct

from scoring.documents.nodes import MappingNode, Node, Scalar, ScalarKind, SequenceNode

__all__ = ["ANNOTATIONS", "KEYWORDS", "Single", "conforms", "single"]

Schema = Mapping[str, Any]
Single = str | int | Fraction | bool | None
SOME_DAY = "2000-01-01"
ANNOTATIONS = frozenset(
    {"$schema", "$id", "$defs", "$comment", "title", "description", "examples", "default", "format", "errorMessage"}
)


def single(node: Scalar) -> Single:
    """A value as schemas see it: 是/否 stay text, as in an editor; whole numbers are int, others Fraction; a day that does not
    exist, which the reader has reported already, counts as some day."""
    kind = node.kind
    if kind is ScalarKind.NUMBER and isinstance(node.value, Fraction):
        return node.value.numerator if node.value.denominator == 1 else node.value
    if kind is ScalarKind.NULL:
        return None
    if kind is ScalarKind.BOOL and node.text in ("true", "false"):
        return bool(node.value)
    if kind is ScalarKind.DATE and node.value is None:
        return SOME_DAY
    return node.text


OfSingle = Callable[[Any], bool]
OfMapping = Callable[[MappingNode], bool]
OfList = Callable[[SequenceNode], bool]


class Check(Struct, frozen=True, kw_only=True):
    """What fits a schema: which single values (as `single` gives them), which mappings, which lists."""

    single: OfSingle
    mapping: OfMapping
    sequence: OfList

    def fits(self, node: Node) -> bool:
        """Whether a value fits."""
        if node.__class__ is Scalar:
            return self.single(single(node))
        return self.mapping(node) if node.__class__ is MappingNode else self.sequence(node)  # type: ignore[arg-type]


def conforms(node: Node, schema: Schema) -> bool:
    """Whether `node` fits. Raises KeyError for a keyword that is unknown here."""
    made = _made.get(id(schema))
    if made is None:
        if len(_made) >= MOST_KEPT:
            _made.clear()
        made = _made[id(schema)] = schema, compiled(schema, schema)
    return made[1].fits(node)


MOST_KEPT = 32
_made: dict[int, tuple[Schema, Check]] = {}
"""The checks of schemas that were asked for, by identity; each schema is kept beside its own, so that nothing takes its place."""


def compiled(schema: Schema, root: Schema) -> Check:
    """The check of `schema`, whose references lead into `root`."""
    singles: list[OfSingle] = []
    mappings: list[OfMapping] = []
    lists: list[OfList] = []
    for keyword, value in schema.items():
        if keyword in ANNOTATIONS:
            continue
        part = KEYWORDS[keyword](value, schema, root)
        singles.append(part.single)
        mappings.append(part.mapping)
        lists.append(part.sequence)
    return Check(single=_all(singles), mapping=_all(mappings), sequence=_all(lists))


def _always(_value: Any) -> bool:
    return True


def _never(_value: Any) -> bool:
    return False


def _all(tests: Sequence[Callable[[Any], bool]]) -> Callable[[Any], bool]:
    """One test that all of them hold."""
    tests = [one for one in tests if one is not _always]
    if not tests:
        return _always
    if _never in tests:
        return _never
    if len(tests) == 1:
        return tests[0]
    first, rest = tests[0], _all(tests[1:])
    return lambda value: first(value) and rest(value)


def _any(tests: Sequence[Callable[[Any], bool]]) -> Callable[[Any], bool]:
    """One test that any of them holds."""
    tests = [one for one in tests if one is not _never]
    if not tests:
        return _never
    if _always in tests:
        return _always
    if len(tests) == 1:
        return tests[0]
    first, rest = tests[0], _any(tests[1:])
    return lambda value: first(value) or rest(value)


def _singles(test: OfSingle) -> Check:
    """A keyword that speaks of single values only."""
    return Check(single=test, mapping=_always, sequence=_always)


CLASSES: Mapping[str, tuple[type, ...]] = {
    "null": (type(None),),
    "boolean": (bool,),
    "string": (str,),
    "integer": (int,),
    "number": (int, Fraction),
}


def _type(value: Any, _schema: Schema, _root: Schema) -> Check:
    names = {value} if isinstance(value, str) else set(value)
    classes = frozenset(one for name in names - {"object", "array"} for one in CLASSES[name])
    return Check(
        single=(lambda data: data.__class__ in classes) if classes else _never,
        mapping=_always if "object" in names else _never,
        sequence=_always if "array" in names else _never,
    )


def _enum(value: Any, _schema: Schema, _root: Schema) -> Check:
    known = frozenset((one.__class__ is bool, one) for one in value)
    texts = frozenset(one for one in value if isinstance(one, str))

    def test(data: Any) -> bool:
        return data in texts if data.__class__ is str else (data.__class__ is bool, data) in known

    return Check(single=test, mapping=_never, sequence=_never)


def _const(value: Any, schema: Schema, root: Schema) -> Check:
    return _enum([value], schema, root)


def _pattern(value: Any, _schema: Schema, _root: Schema) -> Check:
    search = re.compile(value).search
    return _singles(lambda data: data.__class__ is not str or search(data) is not None)


def _number(fits: Callable[[Any, Any], bool]) -> Callable[[Any, Schema, Schema], Check]:
    def keyword(value: Any, _schema: Schema, _root: Schema) -> Check:
        return _singles(lambda data: data.__class__ not in (int, Fraction) or fits(data, value))

    return keyword


def _min_length(value: Any, _schema: Schema, _root: Schema) -> Check:
    return _singles(lambda data: data.__class__ is not str or len(data) >= value)


def _min_items(value: Any, _schema: Schema, _root: Schema) -> Check:
    return Check(single=_always, mapping=_always, sequence=lambda node: len(node.items) >= value)


def _min_properties(value: Any, _schema: Schema, _root: Schema) -> Check:
    return Check(single=_always, mapping=lambda node: len(node.entries) >= value, sequence=_always)


def _required(value: Any, _schema: Schema, _root: Schema) -> Check:
    names = frozenset(value)
    test: OfMapping = (lambda node: names.issubset([one.name for one in node.entries])) if names else _always
    return Check(single=_always, mapping=test, sequence=_always)


def _items(value: Any, _schema: Schema, root: Schema) -> Check:
    fits = compiled(value, root).fits
    return Check(single=_always, mapping=_always, sequence=lambda node: all(map(fits, node.items)))


def _properties(value: Any, schema: Schema, root: Schema) -> Check:
    """With what `additionalProperties` says of the other names."""
    known = {name: compiled(below, root) for name, below in value.items()}
    others = schema.get("additionalProperties", True)
    other = None if isinstance(others, bool) else compiled(others, root)

    def test(node: MappingNode) -> bool:
        for entry in node.entries:
            check = known.get(entry.name, other)
            if check is None:
                if not others:
                    return False
                continue
            below = entry.value
            if below.__class__ is Scalar:
                if not check.single(single(below)):
                    return False
            elif not check.fits(below):
                return False
        return True

    return Check(single=_always, mapping=test, sequence=_always)


def _additional(_value: Any, schema: Schema, root: Schema) -> Check:
    if "properties" in schema:
        return Check(single=_always, mapping=_always, sequence=_always)
    return _properties({}, schema, root)


def _ref(value: Any, _schema: Schema, root: Schema) -> Check:
    return compiled(root["$defs"][value.removeprefix("#/$defs/")], root)


def _any_of(value: Any, _schema: Schema, root: Schema) -> Check:
    branches = [compiled(one, root) for one in value]
    return Check(
        single=_any([one.single for one in branches]),
        mapping=_any([one.mapping for one in branches]),
        sequence=_any([one.sequence for one in branches]),
    )


KEYWORDS: Mapping[str, Callable[[Any, Schema, Schema], Check]] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "pattern": _pattern,
    "properties": _properties,
    "additionalProperties": _additional,
    "$ref": _ref,
    "required": _required,
    "items": _items,
    "anyOf": _any_of,
    "minimum": _number(lambda data, least: bool(data >= least)),
    "maximum": _number(lambda data, most: bool(data <= most)),
    "exclusiveMinimum": _number(lambda data, below: bool(data > below)),
    "multipleOf": _number(lambda data, step: bool(data % step == 0)),
    "minLength": _min_length,
    "minItems": _min_items,
    "minProperties": _min_properties,
}
"""What each keyword asks, made of its value, the schema it stands in and the root."""
