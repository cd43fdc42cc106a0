"""Three sides of one answer made one: what a workbook was drawn from, what stands in it now, and what the submission says by
now. Pure: no files, no cells; the order of the workbooks is no matter.

An answer that a workbook did not change is no vote. Of those that changed, all must agree, and one at least must have been drawn
from what the submission still says: then the answer is taken. Everything else is a conflict, for a person to settle. Who settled
it goes before all workbooks.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping

from msgspec import Struct

from scoring.exchange.places import Place
from scoring.exchange.questions import Path
from scoring.exchange.values import Value

__all__ = ["UNKNOWN_BASE", "Decision", "Outcome", "UnknownBase", "Vote", "merge"]


class UnknownBase(enum.Enum):
    """The base of an answer in a workbook that does not say what it was drawn from."""

    UNKNOWN = "unknown"


UNKNOWN_BASE = UnknownBase.UNKNOWN


class Vote(Struct, frozen=True, kw_only=True):
    """What one workbook says in answer to one question.

    path: the place of the answer
    value: what stands in it now
    base: what it was drawn from
    place: the cell
    note: how the cell was understood
    settles: somebody decided a conflict by it
    """

    path: Path
    value: Value
    base: Value | UnknownBase
    place: Place
    note: str = ""
    settles: bool = False

    @property
    def changed(self) -> bool:
        """Whether it says something else than it was drawn from; where that is unknown, whether it says anything."""
        return self.value is not None if self.base is UNKNOWN_BASE else self.value != self.base


class Outcome(enum.Enum):
    """What becomes of an answer."""

    TAKEN = "taken"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"


class Decision(Struct, frozen=True, kw_only=True):
    """What becomes of one answer: `current` is what the submission says, `value` what it is to say (where TAKEN), `votes`
    those that count, each answer in the order of its places."""

    path: Path
    outcome: Outcome
    current: Value
    value: Value
    votes: tuple[Vote, ...]


def merge(current: Mapping[Path, Value], votes: Iterable[Vote]) -> tuple[Decision, ...]:
    """The decision on every answer that a workbook speaks of, in the order of their paths."""
    by_path: dict[Path, list[Vote]] = {}
    for vote in votes:
        by_path.setdefault(vote.path, []).append(vote)
    return tuple(
        _decide(path, current.get(path), sorted(found, key=lambda one: one.place))
        for path, found in sorted(by_path.items())
    )


def _decide(path: Path, current: Value, votes: list[Vote]) -> Decision:
    settled = [vote for vote in votes if vote.settles]
    changed = settled or [vote for vote in votes if vote.changed]
    first = changed[0] if changed else None
    if first is None or all(vote.value == current for vote in changed):
        outcome, value = Outcome.UNCHANGED, current
    elif any(vote.value != first.value for vote in changed) or all(_overtaken(vote, current) for vote in changed):
        outcome, value = Outcome.CONFLICT, current
    else:
        outcome, value = Outcome.TAKEN, first.value
    return Decision(path=path, outcome=outcome, current=current, value=value, votes=tuple(changed))


def _overtaken(vote: Vote, current: Value) -> bool:
    """Whether the submission says something by now that the vote did not know of."""
    return current is not None if vote.base is UNKNOWN_BASE else vote.base != current
