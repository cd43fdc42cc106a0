"""The record of one cycle (评选周期): what came in, which steps are done, who was named, whose title was withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from scoring.errors import Location
from scoring.model.procedure import Ban, Statement
from scoring.model.submission import Choice
from scoring.record import record

__all__ = [
    "CalendarChanges",
    "CityRecord",
    "Cycle",
    "DayChange",
    "Naming",
    "NewDue",
    "StageRecord",
    "Withdrawal",
]


@record
class DayChange:
    """Days from `first` to `last`, both included, that are worked or not, whatever the calendar's own data say."""

    first: date
    last: date
    works: bool
    basis: str
    location: Location


@record
class CalendarChanges:
    """Days the user states. In `whole_years` every deviation from Monday-to-Friday is listed, so that years past the
    calendar's own data can be counted in."""

    days: tuple[DayChange, ...] = ()
    whole_years: tuple[int, ...] = ()


@record
class StageRecord:
    """What is recorded of one step; `public_from` and `listed` where it has a publicity period."""

    begun: date | None
    done: date | None
    location: Location
    public_from: date | None = None
    listed: tuple[str, ...] = ()
    note: str = ""


@record
class CityRecord:
    """One city: documents received, steps finished for it, and, once it is named, its yearly reports by year."""

    name: str
    received: Mapping[str, date]
    checked: Mapping[str, date]
    reports: Mapping[int, date]
    location: Location
    note: str = ""


@record
class Naming:
    """The cities that were named, when, and by which document."""

    on: date | None
    cities: tuple[str, ...]
    location: Location
    basis: str = ""


@record
class Withdrawal:
    """A title withdrawn on the official grounds; `named` is the year the cycle began in which the city was named."""

    city: str
    on: date
    grounds: tuple[Statement, ...]
    named: int
    location: Location
    basis: str = ""


@record
class NewDue:
    """Another last day for a step than the pack's, with the document that sets it."""

    due: date
    basis: str
    location: Location


@record
class Cycle:
    """One cycle of `years` calendar years from 1 January of `begins`. `choices` are the readings switched by the file;
    `digest` is the SHA-256 (hex) of its bytes; `ban` what a withdrawal closes, where the official text says so."""

    criteria_id: str
    begins: int
    years: int
    ban: Ban | None
    invented: bool
    stages: Mapping[str, StageRecord]
    cities: Mapping[str, CityRecord]
    naming: Naming | None
    withdrawals: tuple[Withdrawal, ...]
    dues: Mapping[str, NewDue]
    choices: Mapping[str, Choice]
    calendar: CalendarChanges
    file: str
    digest: str
    location: Location
