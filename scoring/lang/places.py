"""From an offset inside a condition to a place in the file."""

from __future__ import annotations

from scoring.base.errors import Location

__all__ = ["place"]


def place(location: Location, column: int, excerpt: str | None = None) -> Location:
    """The place of the character `column` (from 1) of a condition whose value begins at `location`.

    With the source line at hand, a quoted YAML scalar shifts by its quote, and a place past the end of the line (a
    condition folded over several lines) falls back to the beginning, which is true if less exact.
    """
    at = location.column + column - 1
    if excerpt is not None:
        if excerpt[location.column - 1 : location.column] in ("'", '"'):
            at += 1
        if at > len(excerpt) + 1:
            at = location.column
    return Location(file=location.file, line=location.line, column=at, path=location.path)
