"""Why a score is what it is: reasons and gaps as data, with their Chinese sentences ready for any renderer."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from scoring.base.errors import Location
from scoring.model.scorecard import OutcomeState, Range

__all__ = ["ClauseExplanation", "Explanation", "FactLine", "ItemExplanation", "MissingAnswer", "NextStep"]


class FactLine(Struct, frozen=True, kw_only=True):
    """One value a clause read, in words: `专题会议次数 = 4次`. `place` is where it stands in the file, None when absent."""

    name: str
    value: str
    place: Location | None
    note: str = ""


class ClauseExplanation(Struct, frozen=True, kw_only=True):
    """One clause in words.

    `quote` is official; `verdict` a short phrase (扣3分 / 不扣分 / 得1分 / 不得分 / 待定 / 不适用 / 评判得2分); `because`
    a sentence built from the facts with the lines they stand on, `because_on_paper` the same without them, for who has
    the answers but not the files; `cost` the points this clause costs the item as things stand, as a range (0 where
    masked by another clause); `remedy` our suggestion.
    `facts` holds every value the clause read, `decisive` the names of those that settle it.
    """

    clause: str
    item: str
    state: OutcomeState
    quote: str
    verdict: str
    because: str
    because_on_paper: str
    cost: Range
    facts: tuple[FactLine, ...]
    remedy: str
    decisive: tuple[str, ...] = ()


class ItemExplanation(Struct, frozen=True, kw_only=True):
    """All clauses of an item in order, and one line that sums the item up."""

    item: str
    summary: str
    clauses: tuple[ClauseExplanation, ...]


class MissingAnswer(Struct, frozen=True, kw_only=True):
    """A fact or reference that is missing and matters. `at_stake` is the width of its item's range in points."""

    name: str
    item: str
    ask: str
    owner: str
    unit: str
    at_stake: Fraction


class NextStep(Struct, frozen=True, kw_only=True):
    """Something to do, with what it is worth at most, largest first. `fills_in` marks a step that only asks for missing
    answers, which a report lists apart."""

    item: str
    text: str
    owner: str
    worth: Fraction
    fills_in: bool = False


class Explanation(Struct, frozen=True, kw_only=True):
    """Everything a report says beside the numbers."""

    items: tuple[ItemExplanation, ...]
    missing: tuple[MissingAnswer, ...]
    next_steps: tuple[NextStep, ...]
    steps_note: str = ""
    """What the next steps rest on, where a plan was worked out; empty for the steps read off the lost clauses."""
    total_trace: tuple[str, ...] = ()
    """How the items became the total and the grade, in sentences; empty where the total is their plain sum."""

    def of_item(self, item: str) -> ItemExplanation:
        """The explanation of one item; KeyError when there is none."""
        for explanation in self.items:
            if explanation.item == item:
                return explanation
        raise KeyError(item)
