"""Records as plain values without places and layout, so that two encodings of one rule compare equal."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping

from msgspec import Struct

__all__ = ["canonical"]

PLACES = frozenset({"location", "column", "quote_span"})
Canonical = str | tuple["Canonical", ...]


def canonical(value: object, leave_out: Iterable[str] = ()) -> Canonical:
    """The value as nested texts. Fields that say where something is written are left out, and those named in
    `leave_out`, at every level."""
    skipped = PLACES | frozenset(leave_out)
    if isinstance(value, enum.Enum):
        return str(value.value)
    if isinstance(value, Struct):
        named = ((name, getattr(value, name)) for name in value.__struct_fields__ if name not in skipped)
        return (type(value).__name__, *((name, canonical(inner, leave_out)) for name, inner in named))
    if isinstance(value, Mapping):
        return tuple((str(name), canonical(value[name], leave_out)) for name in sorted(value))
    if isinstance(value, tuple | list):
        return tuple(canonical(inner, leave_out) for inner in value)
    return f"{type(value).__name__}:{value}"
