"""How items become a published result, as data: the working of sums, and the grade."""

from __future__ import annotations

import enum

from msgspec import Struct

from scoring.model.clauses import Clause
from scoring.model.intervals import Range
from scoring.model.totals import Grade

__all__ = ["GradeCheck", "GradeResult", "Step", "StepKind"]


class StepKind(enum.Enum):
    """The steps from the items to a published score: their sum, what is absent, weights, clauses that reach here, floor
    and cap, the published scale, rounding."""

    SUM = "sum"
    ABSENT = "absent"
    BEYOND = "beyond"
    LIMIT = "limit"
    SCALE = "scale"
    ROUND = "round"


class Step(Struct, frozen=True, kw_only=True):
    """One step of the working: what it is, the balance after it, and for BEYOND the clause."""

    kind: StepKind
    balance: Range
    clause: str | None = None
    item: str | None = None


class GradeCheck(Struct, frozen=True, kw_only=True):
    """One grade and whether each of its requirements holds (None: open): the total, sections, must-pass items, condition.
    A requirement the grade does not make is not listed."""

    grade: Grade
    total: bool | None = True
    sections: tuple[tuple[str, bool | None], ...] = ()
    must_pass: bool | None = True
    when: bool | None = True

    @property
    def met(self) -> bool | None:
        """Whether all hold."""
        found = (self.total, *(met for _, met in self.sections), self.must_pass, self.when)
        return False if False in found else None if None in found else True


class GradeResult(Struct, frozen=True, kw_only=True):
    """The grade, between the worst and the best it can be. `limits` are the clauses that cap it (一票否优), with whether
    they apply (None: open); `lowered` those that lower it (下降一个等次), with the steps each asks for; `failed` the
    must-pass items that fail, `open` those that are not decided."""

    low: str
    high: str
    checks: tuple[GradeCheck, ...]
    limits: tuple[tuple[Clause, bool | None], ...] = ()
    failed: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    lowered: tuple[tuple[Clause, Range], ...] = ()

    @property
    def decided(self) -> bool:
        """Whether there is one grade only."""
        return self.low == self.high
