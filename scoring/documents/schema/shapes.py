"""The shapes that the schemas of packs are put together from."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

__all__ = [
    "DRAFT",
    "FLAG",
    "LINE",
    "LINES",
    "NUMBER",
    "ONE_LINE",
    "ONLY_TRUE",
    "OPTIONAL",
    "OPTIONAL_LINE",
    "POINTS",
    "TEXT",
    "TEXTS",
    "array",
    "mapping",
    "schema_id",
    "shape",
]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
TEXT: dict[str, Any] = {"type": ["string", "number"], "minLength": 1}
OPTIONAL: dict[str, Any] = {"type": ["string", "number", "null"]}
ONE_LINE = r"^[^\n]*\n*$"
"""A text without a line break inside: a name, a title, whatever is printed in a line with others. The one that a block of
YAML ends with is let through, because every reading drops it."""
LINE: dict[str, Any] = {**TEXT, "pattern": ONE_LINE}
OPTIONAL_LINE: dict[str, Any] = {**OPTIONAL, "pattern": ONE_LINE}
POINTS: dict[str, Any] = {"type": "number", "exclusiveMinimum": 0, "$comment": "points"}
NUMBER: dict[str, Any] = {"type": "number"}
TEXTS: dict[str, Any] = {"type": "array", "items": TEXT}
LINES: dict[str, Any] = {"type": "array", "items": LINE}
FLAG: dict[str, Any] = {"enum": [True, False], "errorMessage": "应写 true 或 false"}
ONLY_TRUE: dict[str, Any] = {"enum": [True], "errorMessage": "只能写 true"}


def schema_id(*parts: str) -> str:
    """The `$id` of a schema: a URN, in which anything but ASCII is percent-encoded (an edition may be 试行)."""
    return ":".join(("urn:demo-city-scoring", *(quote(part) for part in parts)))


def shape(required: tuple[str, ...], **properties: Any) -> dict[str, Any]:
    """A mapping of these keys and no others."""
    return {
        "type": "object",
        "required": list(required),
        "properties": properties,
        "additionalProperties": False,
    }


def mapping(value: dict[str, Any]) -> dict[str, Any]:
    """A mapping of names of the author's choice."""
    return {"type": ["object", "null"], "additionalProperties": value}


def array(value: dict[str, Any]) -> dict[str, Any]:
    """A list."""
    return {"type": ["array", "null"], "items": value}
