"""What was found on disk for each evidence file of a submission."""

from __future__ import annotations

import enum

from msgspec import Struct

from scoring.base.errors import Problem
from scoring.model.criteria import EvidenceRequest
from scoring.model.submission import EvidenceFile

__all__ = ["EvidenceCheck", "EvidenceEntry", "EvidenceList", "EvidenceState"]


class EvidenceState(enum.Enum):
    """PRESENT: the file is there, not empty, its content fits its ending and it can be opened; EMPTY: it has no bytes;
    MISSING: it is not there (or lies outside the submission's folder); UNREADABLE: the system refuses to read it;
    TOO_LARGE: it has more bytes than anybody reads, and was not opened; WRONG_TYPE: its content is not what its ending says; LOCKED: it opens with a password only; BROKEN: it cannot be
    opened; NOT_LISTED: the pack suggests such a document and the submission lists none."""

    PRESENT = "present"
    EMPTY = "empty"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    WRONG_TYPE = "wrong_type"
    LOCKED = "locked"
    BROKEN = "broken"
    NOT_LISTED = "not_listed"


class EvidenceEntry(Struct, frozen=True, kw_only=True):
    """One row of the evidence checklist. `number` is like 1.1-02; `file` is None when nothing is listed for `request`;
    `request` is None for a file of the city's own choice; `digest` is the SHA-256 (hex) of the file's bytes; `pages`
    is what the city states, else what a PDF's page tree says, else None. `content` is what the first bytes say it is
    ("pdf", "png" …, "" unknown); `real` the path on disk, None where there is no file to read; `counted` the pages of
    a PDF's own page tree; `mended` says that a PDF opens only after repair."""

    number: str
    item: str
    state: EvidenceState
    request: EvidenceRequest | None
    file: EvidenceFile | None
    size: int | None = None
    digest: str | None = None
    pages: int | None = None
    content: str = ""
    real: str | None = None
    counted: int | None = None
    mended: bool = False


class EvidenceList(Struct, frozen=True, kw_only=True):
    """All rows, by item and in the order of pack and file."""

    entries: tuple[EvidenceEntry, ...]

    def of_item(self, item: str) -> tuple[EvidenceEntry, ...]:
        """The rows of one item."""
        return tuple(entry for entry in self.entries if entry.item == item)


class EvidenceCheck(Struct, frozen=True, kw_only=True):
    """A whole evidence folder looked through: the rows, what is wrong with them, and the files nobody listed (paths
    relative to the submission's folder)."""

    entries: EvidenceList
    findings: tuple[Problem, ...]
    unlisted: tuple[str, ...] = ()
