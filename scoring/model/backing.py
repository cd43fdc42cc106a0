"""Three readings of one score: as claimed, as far as evidence lies beside it, as a review confirmed it."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from scoring.model.criteria import Basis
from scoring.model.evidence import EvidenceState
from scoring.model.scorecard import Range

__all__ = ["Backing", "ItemBacking", "Risk"]


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


class ItemBacking(Struct, frozen=True, kw_only=True):
    """One item's score as claimed and as evidenced."""

    item: str
    claimed: Range
    evidenced: Range


class Backing(Struct, frozen=True, kw_only=True):
    """`evidenced` takes a claim whose suggested or demanded documents are all absent as unknown; its high end is never
    above `claimed`, because absent paper proves nothing better. `verified` is None until a review is recorded.
    `at_risk` = claimed low − evidenced low. `official` says whether any document is demanded by the official text;
    where it is False the whole reading applies our own suggestions. `uncovered` are answered facts that no document of
    the list supports: they count as claimed. `note` says in Chinese which list was applied; without a list (`listed` False) nothing was held against paper,
    and `evidenced` says nothing. `risks` is None where it was not asked for."""

    claimed: Range
    evidenced: Range
    verified: Range | None
    at_risk: Fraction
    items: tuple[ItemBacking, ...]
    unbacked: tuple[str, ...]
    uncovered: tuple[str, ...]
    official: bool
    exact: bool
    note: str
    listed: bool = True
    risks: tuple[Risk, ...] | None = None

    @property
    def stakes(self) -> dict[tuple[str, str], Fraction]:
        """What each absent document is worth, by item and request."""
        return {(risk.item, risk.request): risk.worth for risk in self.risks or ()}
