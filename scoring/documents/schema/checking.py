"""Check a document with a schema; every finding in Chinese at the exact node.

A valid file is the common case and should not wait 100 ms for a validator whose only gift is good error reports: `conforms`
knows exactly the keywords our schemas use, and the tests hold it to the verdict of jsonschema. `jsonschema`, which gives the
verdicts and paths, is imported only when a document does not fit. Where a value may take several forms (anyOf), the one the
author meant is told by the type of what stands there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

from scoring.documents.nodes import MappingNode, Node, ScalarKind, SequenceNode
from scoring.documents.problems import Report
from scoring.documents.schema.messages import SchemaProblem, broken, describe, line_break, missing
from scoring.documents.values import ONE_LINE

__all__ = ["ANNOTATIONS", "Advice", "Plain", "check", "conforms", "node_at", "plain"]

Plain = str | int | Fraction | bool | None | list["Plain"] | dict[str, "Plain"]

SOME_DAY = "2000-01-01"


def plain(node: Node) -> Plain:
    """是/否 stay text, as in an editor; whole numbers are int, others Fraction; a day that does not exist, which the
    reader has reported already, counts as some day."""
    if isinstance(node, MappingNode):
        return {entry.name: plain(entry.value) for entry in node.entries}
    if isinstance(node, SequenceNode):
        return [plain(item) for item in node.items]
    if node.kind is ScalarKind.NUMBER and isinstance(node.value, Fraction):
        return node.value.numerator if node.value.denominator == 1 else node.value
    if node.kind is ScalarKind.NULL:
        return None
    if node.kind is ScalarKind.BOOL and node.text in ("true", "false"):
        return bool(node.value)
    if node.kind is ScalarKind.DATE and node.value is None:
        return SOME_DAY
    return node.text


def node_at(root: Node, path: Iterable[str | int]) -> Node:
    """The node at a path of plain data; the nearest one above it where the path leads nowhere."""
    node = root
    for step in path:
        below: Node | None = None
        if isinstance(node, MappingNode):
            below = node.get(str(step))
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.items):
            below = node.items[step]
        if below is None:
            return node
        node = below
    return node


Schema = Mapping[str, Any]


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


Path = tuple[str | int, ...]
Advice = Callable[[Path, str, Sequence[str]], SchemaProblem]
"""What to say of a key that is not allowed: path of the mapping, the key, the keys that are allowed there."""

INNER = frozenset(
    {
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "multipleOf",
        "minLength",
        "minItems",
        "minProperties",
        "required",
        "additionalProperties",
    }
)


def check(root: MappingNode, schema: Mapping[str, Any], advice: Advice, report: Report) -> frozenset[Path]:
    """Note everything in `root` that does not fit; the paths of the places concerned."""
    data = plain(root)
    if conforms(data, schema):
        return frozenset()
    from jsonschema import Draft202012Validator

    checker = _Checker(root, schema, advice, report)
    for error in Draft202012Validator(schema).iter_errors(data):
        checker.note(error)
    return frozenset(checker.places)


class _Checker:
    def __init__(self, root: MappingNode, schema: Mapping[str, Any], advice: Advice, report: Report) -> None:
        self.root = root
        self.schema = schema
        self.advice = advice
        self.report = report
        self.places: set[Path] = set()

    def note(self, error: Any) -> None:
        path: Path = tuple(error.absolute_path)
        node = node_at(self.root, path)
        self.places.add(path)
        if error.validator == "anyOf":
            self._any_of(error, path, node)
        elif error.validator == "additionalProperties" and error.validator_value is False:
            self._extra(error, path, node)
        elif error.validator == "required":
            self._missing(error, path, node)
        elif _breaks_line(error):
            self._broken(path, node)
        else:
            self._say(describe(error.validator, error.validator_value, error.schema, path, node), node)

    def _any_of(self, error: Any, path: Path, node: Node) -> None:
        """Report the inner errors of the form that was meant, or the expectation of the whole."""
        if any(_breaks_line(below) and not below.path for below in error.context):
            self._broken(path, node)
            return
        meant = self._meant(error)
        inner = [below for below in error.context if below.schema_path[0] == meant and self._telling(below, error)]
        if inner:
            for below in inner:
                self.note(below)
        else:
            self._say(describe("anyOf", error.validator_value, error.schema, path, node), node)

    def _meant(self, error: Any) -> int | None:
        if isinstance(error.instance, (str, bool)) or error.instance is None:
            return None
        kinds = {"integer", "number"}
        if isinstance(error.instance, (dict, list)):
            kinds = {"object" if isinstance(error.instance, dict) else "array"}
        for index, branch in enumerate(error.validator_value):
            target = self._resolve(branch)
            named = target.get("type", ())
            if kinds & ({named} if isinstance(named, str) else set(named)):
                return index
        return None

    def _resolve(self, branch: Mapping[str, Any]) -> Mapping[str, Any]:
        reference = branch.get("$ref")
        if reference is None:
            return branch
        found: Mapping[str, Any] = self.schema["$defs"][reference.removeprefix("#/$defs/")]
        return found

    @staticmethod
    def _telling(below: Any, error: Any) -> bool:
        return len(below.absolute_path) > len(error.absolute_path) or below.validator in INNER

    def _extra(self, error: Any, path: Path, node: Node) -> None:
        allowed = list(error.schema.get("properties", ()))
        known = frozenset(allowed)
        entries = {entry.name: entry for entry in node.entries} if isinstance(node, MappingNode) else {}
        for name in error.instance:
            if name not in known:
                self._say(self.advice(path, name, allowed), entries.get(name, node))

    def _missing(self, error: Any, path: Path, node: Node) -> None:
        names = [name for name in error.validator_value if name not in error.instance]
        self._say(missing(names, error.schema.get("properties", {}), path), node)

    def _broken(self, path: Path, node: Node) -> None:
        self._say(broken(path), line_break(node, self.report.lines(node.location.file)))

    def _say(self, finding: SchemaProblem, at: Any) -> None:
        self.report.error(finding.code, finding.message, finding.hint, at)


def _breaks_line(error: Any) -> bool:
    return bool(error.validator == "pattern" and error.validator_value == ONE_LINE)
