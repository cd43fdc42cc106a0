"""Where something stands in a returned workbook."""

from __future__ import annotations

from msgspec import Struct

__all__ = ["Place"]


class Place(Struct, frozen=True, kw_only=True, order=True):
    """A cell: the name of the workbook, the sheet, and its reference."""

    book: str
    sheet: str
    cell: str

    def __str__(self) -> str:
        return f"{self.book}“{self.sheet}”表 {self.cell}"
