"""Where a cycle stands on a day, as data; the words come last."""

from __future__ import annotations

import enum
from datetime import date

from msgspec import Struct

from scoring.base.errors import Problem
from scoring.model.criteria import Criteria
from scoring.model.cycle import Cycle, Naming, NewDue, Withdrawal
from scoring.model.procedure import Deadline, Duty, HandIn, Publicity

__all__ = [
    "CityBan",
    "CountedPeriod",
    "PublicityPeriod",
    "DocumentLine",
    "DocumentState",
    "LatestStart",
    "PublicityLine",
    "PublicityState",
    "ReportLine",
    "ReportState",
    "CycleStatus",
    "StepLine",
    "StepState",
]


class StepState(enum.Enum):
    """A step on the day asked about. PASSED: its last day is over and no cycle file says more; UNDATED: the pack's day
    belongs to another cycle and nothing replaces it."""

    DONE = "已完成"
    DONE_LATE = "已完成，晚于时限"
    RUNNING = "进行中"
    NEAR = "时限临近"
    AHEAD = "未到时限"
    OVERDUE = "已过时限，没有完成记录"
    PASSED = "时限已过"
    UNDATED = "本期时限未知"


class PublicityState(enum.Enum):
    """A publicity period on the day asked about."""

    NOT_BEGUN = "还没有公示"
    RUNNING = "公示中"
    OVER = "已期满"
    UNKNOWN = "算不出"


class DocumentState(enum.Enum):
    """A document of a city. DUE: not in yet, in time; UNDATED: not in, and no last day known."""

    RECEIVED = "已收到"
    LATE = "迟交"
    DUE = "未交"
    OVERDUE = "逾期未交"
    UNDATED = "未交，时限未知"


class ReportState(enum.Enum):
    """The report of a named city for one year. OPEN: that year is not over; MISSING: it is, and nothing came."""

    RECEIVED = "已收到"
    OPEN = "还没有收到"
    MISSING = "没有收到"


class CityBan(Struct, frozen=True, kw_only=True):
    """A city that may not take part in some cycles because its title was withdrawn.

    begins, ends: the years in which those cycles begin and end, both included
    quote: the official sentence that says so
    """

    city: str
    withdrawal: Withdrawal
    begins: int
    ends: int
    quote: str


class CountedPeriod(Struct, frozen=True, kw_only=True):
    """A period counted in working days.

    starts: the day it began on
    counts_first: whether that day is one of them
    days: its working days in order, the last being its end
    then: the next working day, on which what follows may be done
    """

    starts: date
    counts_first: bool
    days: tuple[date, ...]
    then: date

    @property
    def ends(self) -> date:
        """The last day of the period."""
        return self.days[-1]


class PublicityPeriod(Struct, frozen=True, kw_only=True):
    """A publicity period (公示) as it is counted.

    taken: under the interpretation taken
    other: under the other one, where that is open and ends on another day
    decided: whether the official text says that the first day counts, or that it does not
    """

    publicity: Publicity
    taken: CountedPeriod
    other: CountedPeriod | None
    decided: bool


class LatestStart(Struct, frozen=True, kw_only=True):
    """The last working day on which publicity can begin to leave a working day for reporting before the deadline.

    taken: under the interpretation taken
    other: under the other one; None where it is the same or settled
    """

    taken: date
    other: date | None


class PublicityLine(Struct, frozen=True, kw_only=True):
    """A step's publicity.

    period: once it has begun
    latest: while it has not
    listed: the cities on the list
    """

    state: PublicityState
    begun: date | None
    period: PublicityPeriod | None
    latest: LatestStart | None
    listed: tuple[str, ...] = ()


class StepLine(Struct, frozen=True, kw_only=True):
    """One step.

    last_day: the last day in time under the interpretation taken
    moved: what sets another last day than the pack
    days, workdays: those left until then; negative days: it is over; None: not known, or done
    late: how many days after it the step was finished
    finished, waiting: cities for which it is finished, or not yet, where the file keeps them apart
    """

    step: Deadline
    state: StepState
    last_day: date | None
    moved: NewDue | None
    begun: date | None
    done: date | None
    days: int | None
    workdays: int | None
    late: int
    publicity: PublicityLine | None
    finished: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


class DocumentLine(Struct, frozen=True, kw_only=True):
    """One document of one city.

    late: in days
    days: those left, negative when it is over
    """

    city: str
    document: HandIn
    state: DocumentState
    received: date | None
    last_day: date | None
    late: int
    days: int | None


class ReportLine(Struct, frozen=True, kw_only=True):
    """One named city's report for one year."""

    city: str
    duty: Duty
    year: int
    state: ReportState
    received: date | None


class CycleStatus(Struct, frozen=True, kw_only=True):
    """Where a cycle stands on a day.

    cycle: what is recorded up to that day; None: only the deadlines of the pack are known
    within: a deadline at most so many days away is near
    ignored: how many records of the file are dated later
    problems: the questions that the dates raise
    """

    criteria: Criteria
    cycle: Cycle | None
    as_of: date
    within: int
    steps: tuple[StepLine, ...]
    documents: tuple[DocumentLine, ...]
    naming: Naming | None
    reports: tuple[ReportLine, ...]
    bans: tuple[CityBan, ...]
    ignored: int
    problems: tuple[Problem, ...] = ()

    @property
    def current(self) -> StepLine | None:
        """The first step that is not finished; None when all are, or when nothing is recorded."""
        if self.cycle is None:
            return None
        return next((line for line in self.steps if line.done is None), None)

    @property
    def overdue(self) -> bool:
        """Whether something that had a last day is not there after it."""
        steps = any(line.state is StepState.OVERDUE for line in self.steps)
        papers = any(line.state is DocumentState.OVERDUE for line in self.documents)
        return steps or papers or any(line.state is ReportState.MISSING for line in self.reports)
