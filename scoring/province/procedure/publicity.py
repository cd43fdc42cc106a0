"""Publicity periods (公示): when one ends, when the next step may follow, and when one must begin at the latest."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import Struct

from scoring.model.criteria import Publicity
from scoring.province.procedure.workdays import Calendar, CalendarGap, nth_back, nth_workday

__all__ = ["Both", "Term", "both", "latest_start", "term"]

ONE = timedelta(days=1)


class Term(Struct, frozen=True, kw_only=True):
    """A period that began on `starts`: its working days in order, the last being its end, and the next working day, on
    which what follows may be done."""

    starts: date
    counts_first: bool
    days: tuple[date, ...]
    then: date

    @property
    def ends(self) -> date:
        """The last day of the period."""
        return self.days[-1]


class Both(Struct, frozen=True, kw_only=True):
    """A period under the reading taken, and under the other one where that is open and ends on another day. `decided`
    where the official text says whether the first day counts."""

    publicity: Publicity
    taken: Term
    other: Term | None
    decided: bool


def term(calendar: Calendar, starts: date, working_days: int, *, counts_first: bool) -> Term | CalendarGap:
    """The period of so many working days that began on `starts`. When `starts` is no working day, counting begins with
    the next one under either reading."""
    days: list[date] = []
    day = starts if counts_first else starts + ONE
    for _ in range(working_days + 1):
        found = nth_workday(calendar, day, 1)
        if isinstance(found, CalendarGap):
            return found
        days.append(found)
        day = found + ONE
    return Term(starts=starts, counts_first=counts_first, days=tuple(days[:-1]), then=days[-1])


def both(calendar: Calendar, starts: date, publicity: Publicity, *, counts_first: bool) -> Both | CalendarGap:
    """The period under both readings; `counts_first` is the one taken where the official text does not say."""
    decided = publicity.counts_first is not None
    taken_first = counts_first if publicity.counts_first is None else publicity.counts_first
    taken = term(calendar, starts, publicity.working_days, counts_first=taken_first)
    if isinstance(taken, CalendarGap):
        return taken
    if decided:
        return Both(publicity=publicity, taken=taken, other=None, decided=True)
    other = term(calendar, starts, publicity.working_days, counts_first=not taken_first)
    if isinstance(other, CalendarGap):
        return other
    differs = other.days != taken.days
    return Both(publicity=publicity, taken=taken, other=other if differs else None, decided=False)


def latest_start(calendar: Calendar, working_days: int, last_day: date, *, counts_first: bool) -> date | CalendarGap:
    """The last working day on which a period can begin so that what follows it can be done on `last_day` at the latest."""
    back = working_days + (1 if counts_first else 2)
    return nth_back(calendar, last_day, back)
