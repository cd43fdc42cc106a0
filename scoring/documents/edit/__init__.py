"""Edits of single values in a file, so that every other byte stays; saved under a lock, with a journal and a backup."""

from __future__ import annotations

from scoring.documents.edit.changes import (
    AFTER_LAST,
    ANY,
    NOT_THERE,
    REMOVE,
    Change,
    Conflict,
    Done,
    Edited,
    Path,
    path_text,
)
from scoring.documents.edit.editing import edit, spelling, spellings, value_spelt
from scoring.documents.edit.final import Final, final_of
from scoring.documents.edit.placing import Order
from scoring.documents.edit.saving import (
    JOURNAL,
    JournalLine,
    Origin,
    close,
    held_still,
    journal_of,
    note,
    overwritten,
    reopen,
    save,
    save_whole,
)
from scoring.documents.edit.spelling import Lines, Spelt, Value, typed, value_of

__all__ = [
    "AFTER_LAST",
    "ANY",
    "JOURNAL",
    "JournalLine",
    "NOT_THERE",
    "Origin",
    "REMOVE",
    "Change",
    "Conflict",
    "Done",
    "Edited",
    "Final",
    "Lines",
    "Order",
    "Path",
    "Spelt",
    "Value",
    "close",
    "edit",
    "final_of",
    "held_still",
    "journal_of",
    "note",
    "overwritten",
    "path_text",
    "reopen",
    "save",
    "save_whole",
    "spelling",
    "spellings",
    "typed",
    "value_of",
    "value_spelt",
]
