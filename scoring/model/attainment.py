"""How far a plan is fulfilled: each indicator in each year, counted by nature, and the tasks of each unit."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from msgspec import Struct

from scoring.base.errors import Location
from scoring.model.plan import Indicator, Nature, Plan, Target
from scoring.model.progress import Progress, TaskState

__all__ = ["Attainment", "Counts", "IndicatorResult", "TargetState", "UnitResult", "YearResult"]


class TargetState(enum.Enum):
    """One indicator in one year."""

    MET = "met"
    MISSED = "missed"
    UNKNOWN = "unknown"
    NO_TARGET = "no_target"


class YearResult(Struct, frozen=True, kw_only=True):
    """One indicator in one year.

    due: whether the year has ended on the day of the data
    gap: by how much a missed target is missed, 0 where the figure is reached but should be exceeded; None otherwise
    """

    year: int
    state: TargetState
    target: Target | None
    value: Fraction | bool | None
    due: bool
    gap: Fraction | None = None
    location: Location | None = None


class IndicatorResult(Struct, frozen=True, kw_only=True):
    """One indicator over all years. `latest` is the last year with a value."""

    indicator: Indicator
    years: tuple[YearResult, ...]
    latest: YearResult | None

    def year(self, year: int) -> YearResult | None:
        """The result of one year."""
        for result in self.years:
            if result.year == year:
                return result
        return None


class Counts(Struct, frozen=True, kw_only=True):
    """How many indicators are in which state in one year; `not_due` are those of `unknown` whose year has not ended."""

    met: int
    missed: int
    unknown: int
    no_target: int
    not_due: int


class UnitResult(Struct, frozen=True, kw_only=True):
    """The tasks of one responsible unit: (task id, role, state) in the order of the document."""

    unit: str
    tasks: tuple[tuple[str, str, TaskState], ...]

    def count(self, state: TaskState) -> int:
        """How many of them are in `state`."""
        return sum(found is state for _, _, found in self.tasks)


class Attainment(Struct, frozen=True, kw_only=True):
    """How far a plan is fulfilled.

    counts: by nature and year, only natures that occur
    complete: whether every due target has a value and every task a state
    """

    plan: Plan
    progress: Progress
    as_of: date | None
    indicators: tuple[IndicatorResult, ...]
    counts: Mapping[Nature, Mapping[int, Counts]]
    units: tuple[UnitResult, ...]
    complete: bool
    tool_version: str

    def of(self, identity: str) -> IndicatorResult:
        """The result of one indicator; KeyError when there is none."""
        for result in self.indicators:
            if result.indicator.id == identity:
                return result
        raise KeyError(identity)

    def state_of(self, task: str) -> TaskState:
        """The state of one task."""
        report = self.progress.tasks.get(task)
        return TaskState.UNKNOWN if report is None else report.state
