"""Whether plain data fits a schema: yes or no, without importing jsonschema.

A valid file is the common case and should not wait 100 ms for a validator whose only gift is good error reports. This
knows exactly the keywords our schemas use; the tests hold it to the verdict of jsonschema.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from scoring.validate.plain import Plain

Schema = Mapping[str, Any]

__all__ = ["ANNOTATIONS", "conforms"]

ANNOTATIONS = frozenset(
    {"$schema", "$id", "$defs", "$comment", "title", "description", "examples", "default", "format", "errorMessage"}
)


def conforms(data: Plain, schema: Schema, root: Schema | None = None) -> bool:
    """True when `data` fits. Raises KeyError for a keyword that is unknown here."""
    top = schema if root is None else root
    for keyword, value in schema.items():
        if keyword in ANNOTATIONS:
            continue
        if not CHECKS[keyword](data, value, schema, top):
            return False
    return True


def _type(data: Plain, value: Any, _schema: Schema, _root: Schema) -> bool:
    return any(_is(data, name) for name in ((value,) if isinstance(value, str) else value))


def _is(data: Plain, name: str) -> bool:
    if name == "null":
        return data is None
    if name == "boolean":
        return isinstance(data, bool)
    if name == "string":
        return isinstance(data, str)
    if name == "object":
        return isinstance(data, dict)
    if name == "array":
        return isinstance(data, list)
    if name == "integer":
        return isinstance(data, int) and not isinstance(data, bool)
    return _number(data)


def _number(data: Plain) -> bool:
    return not isinstance(data, (str, bool, list, dict)) and data is not None


def _same(one: Plain, other: Any) -> bool:
    return isinstance(one, bool) == isinstance(other, bool) and one == other


def _enum(data: Plain, value: Any, _schema: Schema, _root: Schema) -> bool:
    return any(_same(data, option) for option in value)


def _const(data: Plain, value: Any, _schema: Schema, _root: Schema) -> bool:
    return _same(data, value)


@cache
def _pattern_of(text: str) -> re.Pattern[str]:
    return re.compile(text)


def _pattern(data: Plain, value: Any, _schema: Schema, _root: Schema) -> bool:
    return not isinstance(data, str) or _pattern_of(value).search(data) is not None


def _properties(data: Plain, value: Any, _schema: Schema, root: Schema) -> bool:
    if not isinstance(data, dict):
        return True
    return all(conforms(data[name], below, root) for name, below in value.items() if name in data)


def _additional(data: Plain, value: Any, schema: Schema, root: Schema) -> bool:
    if not isinstance(data, dict):
        return True
    known = schema.get("properties", {})
    extra = [name for name in data if name not in known]
    if value is False:
        return not extra
    return value is True or all(conforms(data[name], value, root) for name in extra)


def _ref(data: Plain, value: Any, _schema: Schema, root: Schema) -> bool:
    return conforms(data, root["$defs"][value.removeprefix("#/$defs/")], root)


CHECKS: dict[str, Callable[[Plain, Any, Schema, Schema], bool]] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "pattern": _pattern,
    "properties": _properties,
    "additionalProperties": _additional,
    "$ref": _ref,
    "required": lambda d, v, _s, _r: not isinstance(d, dict) or all(name in d for name in v),
    "items": lambda d, v, _s, r: not isinstance(d, list) or all(conforms(item, v, r) for item in d),
    "anyOf": lambda d, v, _s, r: any(conforms(d, branch, r) for branch in v),
    "minimum": lambda d, v, _s, _r: not _number(d) or d >= v,
    "maximum": lambda d, v, _s, _r: not _number(d) or d <= v,
    "exclusiveMinimum": lambda d, v, _s, _r: not _number(d) or d > v,
    "multipleOf": lambda d, v, _s, _r: not _number(d) or d % v == 0,
    "minLength": lambda d, v, _s, _r: not isinstance(d, str) or len(d) >= v,
    "minItems": lambda d, v, _s, _r: not isinstance(d, list) or len(d) >= v,
    "minProperties": lambda d, v, _s, _r: not isinstance(d, dict) or len(d) >= v,
}
