"""The shapes that the schemas of packs are put together from."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from typing import Any

__all__ = [
    "DRAFT",
    "FLAG",
    "NUMBER",
    "ONLY_TRUE",
    "OPTIONAL",
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
POINTS: dict[str, Any] = {"type": "number", "exclusiveMinimum": 0, "$comment": "points"}
NUMBER: dict[str, Any] = {"type": "number"}
TEXTS: dict[str, Any] = {"type": "array", "items": TEXT}
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
