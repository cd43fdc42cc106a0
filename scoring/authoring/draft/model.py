"""A table of indicators, and what is proposed for each of its sentences."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct

from scoring.documents.nodes import Pending, pending_lines

__all__ = ["Asked", "Written", "ProposalKind", "Proposal", "TableRow", "PackDraft", "IndicatorTable", "TableSection"]

EMPTY: Mapping[str, str] = {}


class TableRow(Struct, frozen=True, kw_only=True):
    """One indicator of the table. `line` is its row in the file; `points` None where the cell is empty; `unsure` are the
    cells that may be shown in another way than was read, by column name, each with its reference in the workbook."""

    number: int
    points: Fraction | None
    requirement: str
    scoring: str
    line: int
    unsure: Mapping[str, str] = EMPTY


class TableSection(Struct, frozen=True, kw_only=True):
    """A first-level indicator with its rows. `points` None where the table does not say; `unsure` is the reference of
    their cell where it may be shown in another way than was read."""

    id: str
    title: str
    points: Fraction | None
    rows: tuple[TableRow, ...]
    line: int
    unsure: str = ""


class IndicatorTable(Struct, frozen=True, kw_only=True):
    """The whole table in its order."""

    file: str
    sections: tuple[TableSection, ...]


class ProposalKind(enum.Enum):
    """What is proposed for a part of a scoring sentence. MANUAL: a person must read it."""

    DEDUCT = "deduct"
    AWARD = "award"
    FORFEIT = "forfeit"
    MANUAL = "manual"


class Asked(Struct, frozen=True, kw_only=True):
    """A question proposed for a clause. `type` and `better` are as a pack spells them; `base` is the wished name.

    needs: when it is asked; derive: how it is worked out instead, both with «0», «1» … for the names of the proposal
    reference: whether it is asked of the whole pack
    """

    base: str
    type: str
    ask: str
    unit: str = ""
    better: str = ""
    needs: str = ""
    derive: str = ""
    reference: bool = False


class Written(Struct, frozen=True, kw_only=True):
    """A clause line by line, with «0», «1» … for the names of the proposal."""

    quote: str
    lines: tuple[str, ...]


class Proposal(Struct, frozen=True, kw_only=True):
    """One part of a scoring sentence and the clause proposed for it.

    `quote` is verbatim. `when` is a condition with {0} for the question's name and {1} for that of the `reference`;
    `more` are further questions and numbers, `clauses` the clauses where one condition is not enough, `around` lines of the
    item beside them; `form` names the sentence form in Chinese, `reason` says why a MANUAL part was not read, `remark` what to look at
    when confirming; `beyond` that the points go to the total.
    """

    quote: str
    kind: ProposalKind
    form: str = ""
    points: Fraction | None = None
    when: str = ""
    asked: Asked | None = None
    reference: str = ""
    more: tuple[Asked, ...] = ()
    clauses: tuple[Written, ...] = ()
    around: tuple[str, ...] = ()
    per_unit: bool = False
    at_most: Fraction | None = None
    reason: str = ""
    remark: str = ""
    beyond: bool = False


class PackDraft(Struct, frozen=True, kw_only=True):
    """A proposed pack: its files by name; `parts` is what was proposed, by item id; `blank` are the items without a
    scoring sentence."""

    id: str
    files: Mapping[str, str]
    parts: Mapping[str, tuple[Proposal, ...]]
    blank: tuple[str, ...]

    @property
    def pending(self) -> tuple[Pending, ...]:
        """The lines that wait for a person, by file."""
        return tuple(one for name in sorted(self.files) for one in pending_lines(name, self.files[name]))

    def count(self, kind: ProposalKind) -> int:
        """How many parts of that kind are proposed."""
        return sum(part.kind is kind for parts in self.parts.values() for part in parts)
