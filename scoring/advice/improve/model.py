"""What can be improved, as data: moves, fixes, joint fixes, plans, judgements and what narrows a range.

All points are exact. "As things stand" means every other answer stays as it is in the file, and what is not answered
may be anything: `gain` is the change of the guaranteed (low) end of the score, `possible` that of the high end.
"""

from __future__ import annotations

import enum
from fractions import Fraction

from msgspec import Struct

from scoring.lang import Value
from scoring.model.scorecard import Range

__all__ = [
    "Answered",
    "DepartmentGain",
    "Fix",
    "Improvement",
    "JointFix",
    "Move",
    "Narrowing",
    "TargetPart",
    "RelativeKind",
    "RelativeTarget",
    "TargetPlan",
    "UnfixableFact",
]


class RelativeKind(enum.Enum):
    """How a quantity follows another that is not known yet: at least it, beyond it, or the share that a ratio needs."""

    REACH = "reach"
    BEYOND = "beyond"
    SHARE = "share"


class RelativeTarget(Struct, frozen=True, kw_only=True):
    """A value fixed relative to the unknown `name`; for SHARE the ratio `name` is to reach `level`."""

    kind: RelativeKind
    name: str
    level: Fraction | None = None


class Move(Struct, frozen=True, kw_only=True):
    """One fact moved from its present answer to a better region.

    before, after: in words, such as `0次` and `1次及以上`
    value: the nearest value of the region; None where `relative` says how it is found
    fills: whether the fact has no answer yet
    counts: which counts have to change with a rate that they determine
    """

    fact: str
    before: str
    after: str
    value: Value | None
    relative: RelativeTarget | None = None
    fills: bool = False
    counts: str = ""

    @property
    def text(self) -> str:
        """`专题会议次数 从0次到1次及以上`; for a fact without an answer `… 从未填到是`; the counts of a rate behind it."""
        return f"{self.fact} 从{self.before}到{self.after}" + (f"（{self.counts}）" if self.counts else "")


class Fix(Struct, frozen=True, kw_only=True):
    """A move on its own, as things stand.

    why: where it gains nothing alone, why not
    quotes: the official words that the move answers
    remedy: the pack's advice how to bring it about
    blocked_by: the moves without which it brings nothing
    together: what all of them bring
    opens: the lines that the points pass with it, and what the pack gives past them
    note: what is worth knowing on the way there: points for each step, documents to list
    """

    item: str
    label: str
    move: Move
    gain: Fraction
    possible: Fraction
    owners: tuple[str, ...]
    why: str
    quotes: tuple[str, ...] = ()
    remedy: str = ""
    blocked_by: tuple[Move, ...] = ()
    together: Fraction | None = None
    exact: bool = True
    opens: str = ""
    note: str = ""


class JointFix(Struct, frozen=True, kw_only=True):
    """Moves that bring more together than any way of splitting them up (`apart`): every one of them is needed; `opens` as of a
    fix."""

    items: tuple[str, ...]
    label: str
    moves: tuple[Move, ...]
    gain: Fraction
    apart: Fraction
    opens: str = ""


class TargetPart(Struct, frozen=True, kw_only=True):
    """What a plan does in one cluster of items (nearly always one item): its moves and their exact gain together; `opens` as
    of a fix."""

    items: tuple[str, ...]
    label: str
    moves: tuple[Move, ...]
    owners: tuple[str, ...]
    gain: Fraction
    opens: str = ""


class TargetPlan(Struct, frozen=True, kw_only=True):
    """The smallest set of moves that reaches `target`, or the reason why none does.

    reached: False where even all moves stay below
    count: of the moves; only an upper bound where not `proved`
    total: the range after the moves
    ceiling: the most that can be reached
    proved: False where a cluster had too many combinations to look at all of them
    """

    target: Fraction
    reached: bool
    count: int
    parts: tuple[TargetPart, ...]
    total: Range
    ceiling: Fraction
    proved: bool


class UnfixableFact(Struct, frozen=True, kw_only=True):
    """A fact that nobody can set out to change, a person judges it or it has happened: what it could bring, or could
    have brought, at most. Never part of a plan."""

    item: str
    label: str
    fact: str
    before: str
    most: Fraction
    owners: tuple[str, ...]


class Answered(Struct, frozen=True, kw_only=True):
    """One possible answer to an open question and the total it would leave."""

    answer: str
    total: Range


class Narrowing(Struct, frozen=True, kw_only=True):
    """How much answering one open question narrows the total's range.

    guaranteed, possible: the least and the largest reduction of its width over all possible answers
    exact: False where not every possible answer could be looked at
    """

    name: str
    item: str
    ask: str
    owners: tuple[str, ...]
    guaranteed: Fraction
    possible: Fraction
    answers: tuple[Answered, ...]
    exact: bool


class DepartmentGain(Struct, frozen=True, kw_only=True):
    """What one department can do: its fixes (as indexes into `Improvement.fixes`) and what they bring when it does all
    of them and nobody else anything."""

    name: str
    fixes: tuple[int, ...]
    gain: Fraction


class Improvement(Struct, frozen=True, kw_only=True):
    """Everything `improve` finds.

    total: the present range
    owner: the department asked about ("" for all); with one, everything counts and lists its facts only
    fixes: by gain, then by what they bring together with others, then in pack order
    judgements, past: what a person judges, and what has happened
    narrowing: the open questions, the most useful first
    ceiling: the guaranteed total after all moves; `ceiling_judged` the same with every judgement at its best
    exact: False when anything here is a bound
    """

    city: str
    full: Fraction
    total: Range
    owner: str
    fixes: tuple[Fix, ...]
    joint: tuple[JointFix, ...]
    judgements: tuple[UnfixableFact, ...]
    past: tuple[UnfixableFact, ...]
    departments: tuple[DepartmentGain, ...]
    narrowing: tuple[Narrowing, ...]
    plan: TargetPlan | None
    ceiling: Fraction
    ceiling_judged: Fraction
    exact: bool
