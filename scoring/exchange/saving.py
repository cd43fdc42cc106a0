"""Puts what was taken into the file, by the one road of edits: with a backup, and the cells that each answer came from in the
journal."""

from __future__ import annotations

from datetime import datetime

from scoring.base.errors import Result
from scoring.documents.edit import Edited, Origin
from scoring.documents.edit import save as save_changes
from scoring.exchange.returns import Returns

__all__ = ["save"]


def save(file: str, returns: Returns, when: datetime, who: str) -> Result[Edited]:
    """Write what was taken into the submission. An answer that somebody else changed since it was read is left out and named
    among the conflicts."""
    origin = Origin(who=who, at=when, way="Excel 回收", places=returns.cells)
    order = returns.source.asked.order()
    return save_changes(file, returns.applied.changes, origin, order=order, backup=True)
