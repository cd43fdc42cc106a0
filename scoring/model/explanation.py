"""Why a score is what it is: reasons and gaps as data, with their Chinese sentences ready for any renderer."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from scoring.base.errors import Location
from scoring.model.scorecard import ClauseOutcome, ItemScore, Range, ResolvedInput

__all__ = ["ClauseExplanation", "Explanation", "InputLine", "ItemExplanation", "MissingAnswer", "NextStep"]


class InputLine(Struct, frozen=True, kw_only=True):
    """One value a clause read, in words: `专题会议次数 = 4次`.

    input: the value as the card holds it
    value: the value in words
    note: how it came about: a computation, a reason, a source
    """

    input: ResolvedInput
    value: str
    note: str = ""

    @property
    def place(self) -> Location | None:
        """Where it stands in a file; None where it stands in none."""
        reference = self.input.reference
        return reference.location if reference is not None else self.input.answer.location


class ClauseExplanation(Struct, frozen=True, kw_only=True):
    """One clause in words.

    outcome: what the card says of it
    verdict: a short phrase (扣3分 / 不扣分 / 得1分 / 不得分 / 待定 / 不适用 / 评判得2分)
    because: a sentence built from the values it read, with the lines they stand on
    because_on_paper: the same without the lines, for who has the answers but not the files
    cost: the points it costs the item as things stand (0 where masked by another clause)
    inputs: every value it read, in the order of the outcome
    remedy: our suggestion
    decisive: the names of the values that settle it
    """

    outcome: ClauseOutcome
    verdict: str
    because: str
    because_on_paper: str
    cost: Range
    inputs: tuple[InputLine, ...]
    remedy: str
    decisive: tuple[str, ...] = ()


class ItemExplanation(Struct, frozen=True, kw_only=True):
    """An item of the card, one line that sums it up, and all its clauses in order."""

    score: ItemScore
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
    """Everything a report says beside the numbers; `items` refer to those of the card, in its order."""

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
            if explanation.score.item.id == item:
                return explanation
        raise KeyError(item)
