"""What every report of a check is made of: parts with lines and a table, for a terminal or a page."""

from __future__ import annotations

from msgspec import Struct

__all__ = ["Part", "Table"]


class Table(Struct, frozen=True, kw_only=True):
    """Heads and rows; `widths` are the shares of the room that the columns take."""

    heads: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


class Part(Struct, frozen=True, kw_only=True):
    """One part of the report. `lines` stand before the table."""

    title: str
    lines: tuple[str, ...]
    table: Table | None = None
