"""What was found on disk for each evidence file of a submission, and how much of the score rests on it."""

from __future__ import annotations

import enum
from fractions import Fraction

from msgspec import Struct

from scoring.base.errors import Problem
from scoring.model.criteria import Basis, EvidenceRequest
from scoring.model.scorecard import Range, RankedScore
from scoring.model.submission import EvidenceFile

__all__ = [
    "EvidenceCheck",
    "EvidenceEntry",
    "EvidenceList",
    "EvidenceState",
    "EvidenceSupport",
    "ItemSupport",
    "Risk",
    "ScoreBasis",
    "Seen",
]


class ScoreBasis(enum.Enum):
    """What a score rests on: the claims of the city (自评), as far as evidence lies beside them (有材料支撑), or as a
    review confirmed them (核实后)."""

    CLAIMED = "claimed"
    EVIDENCED = "evidenced"
    VERIFIED = "verified"


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


class Seen(Struct, frozen=True, kw_only=True):
    """What looking at a file told: its state, and what stands in the fields of these names of an `EvidenceEntry`."""

    state: EvidenceState
    size: int | None = None
    digest: str | None = None
    content: str = ""
    counted: int | None = None
    mended: bool = False


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

    @property
    def counts(self) -> bool:
        """Whether the file is there and can be used, so that it carries what it is listed for."""
        return self.state is EvidenceState.PRESENT


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


class Risk(Struct, frozen=True, kw_only=True):
    """One document that is not there: `worth` is how much lower the score could be if only what this document supports
    were doubted; `facts` are the claims that nothing else supports. Worths of several documents do not add up."""

    item: str
    request: str
    title: str
    basis: Basis
    state: EvidenceState
    facts: tuple[str, ...]
    worth: Fraction


class ItemSupport(Struct, frozen=True, kw_only=True):
    """One item's score as claimed and as evidenced."""

    item: str
    claimed: Range
    evidenced: Range


class EvidenceSupport(Struct, frozen=True, kw_only=True):
    """`evidenced` takes a claim whose suggested or demanded documents are all absent as unknown; its high end is never
    above `claimed`, because absent paper proves nothing better.
    `at_risk` = claimed low − evidenced low. `official` says whether any document is demanded by the official text;
    where it is False the whole reading applies our own suggestions. `uncovered` are answered facts that no document of
    the list supports: they count as claimed. `note` says in Chinese which list was applied; without a list (`listed` False) nothing was held against paper,
    and `evidenced` says nothing. `risks` is None where it was not asked for."""

    claimed: Range
    evidenced: Range
    at_risk: Fraction
    exact: bool
    official: bool
    note: str
    unbacked: tuple[str, ...]
    uncovered: tuple[str, ...]
    items: tuple[ItemSupport, ...]
    risks: tuple[Risk, ...] | None = None
    listed: bool = True
    scores: tuple[RankedScore, ...] = ()
    """The points that rules look at, or that places are counted from, in this reading."""

    @property
    def stakes(self) -> dict[tuple[str, str], Fraction]:
        """What each absent document is worth, by item and request."""
        return {(risk.item, risk.request): risk.worth for risk in self.risks or ()}
