"""The binder (佐证材料汇编): all evidence of a submission in one PDF with contents, dividers and page numbers."""

from __future__ import annotations

from scoring.seal.binder.binding import Binder, LeftOut, bind

__all__ = ["Binder", "LeftOut", "bind"]
