"""What blocks say, without how they look."""

from __future__ import annotations

from collections.abc import Iterable

from scoring.reports.blocks import Block, Cell, Paragraph, Row, Table, plain
from scoring.reports.document import ReportSection

__all__ = ["cells", "rows", "section", "table", "texts"]


def cells(row: Row) -> tuple[str, ...]:
    """The texts of a row."""
    return tuple(plain(one.text if isinstance(one, Cell) else one) for one in row.cells)


def rows(of: Table | None) -> list[tuple[str, ...]]:
    """The texts of a table, row by row."""
    return [] if of is None else [cells(row) for row in of.rows]


def texts(blocks: Iterable[Block]) -> list[str]:
    """The paragraphs among blocks."""
    return [plain(one.text) for one in blocks if isinstance(one, Paragraph)]


def table(blocks: Iterable[Block]) -> Table:
    """The first table among blocks."""
    return next(one for one in blocks if isinstance(one, Table))


def section(sections: Iterable[ReportSection | None], key: str) -> ReportSection:
    """The chapter of that key."""
    return next(one for one in sections if one is not None and one.key == key)
