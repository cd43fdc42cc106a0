"""What was found on disk for each evidence file of a submission."""

from __future__ import annotations

import enum

from scoring.model.criteria import EvidenceRequest
from scoring.model.submission import EvidenceFile
from scoring.record import record

__all__ = ["EvidenceEntry", "EvidenceList", "EvidenceState"]


class EvidenceState(enum.Enum):
    """PRESENT: the file is there and not empty; EMPTY: it has no bytes; MISSING: it is not there (or lies outside the
    submission's folder); NOT_LISTED: the pack suggests such a document and the submission lists none."""

    PRESENT = "present"
    EMPTY = "empty"
    MISSING = "missing"
    NOT_LISTED = "not_listed"


@record
class EvidenceEntry:
    """One row of the evidence checklist. `number` is like 1.1-02; `file` is None when nothing is listed for `request`;
    `request` is None for a file of the city's own choice; `digest` is the SHA-256 (hex) of the file's bytes; `pages`
    is what the city states, else what a PDF's page tree says, else None."""

    number: str
    item: str
    state: EvidenceState
    request: EvidenceRequest | None
    file: EvidenceFile | None
    size: int | None = None
    digest: str | None = None
    pages: int | None = None


@record
class EvidenceList:
    """All rows, by item and in the order of pack and file."""

    entries: tuple[EvidenceEntry, ...]

    def of_item(self, item: str) -> tuple[EvidenceEntry, ...]:
        """The rows of one item."""
        return tuple(entry for entry in self.entries if entry.item == item)
