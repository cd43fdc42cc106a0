"""The record of one cycle (评选周期): what came in, which steps are done, who was named, whose title was withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from scoring.base.errors import Location
from scoring.model.procedure import Ban, Statement
from scoring.model.submission import Choice

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


class DayChange(Struct, frozen=True, kw_only=True):
    """Days from `first` to `last`, both included, that are worked or not, whatever the calendar's own data say."""

    first: date
    last: date
    works: bool
    basis: str
    location: Location


class CalendarChanges(Struct, frozen=True, kw_only=True):
    """Days the user states. In `whole_years` every deviation from Monday-to-Friday is listed, so that years past the
    calendar's own data can be counted in."""

    days: tuple[DayChange, ...] = ()
    whole_years: tuple[int, ...] = ()


class StageRecord(Struct, frozen=True, kw_only=True):
    """What is recorded of one step; `public_from` and `listed` where it has a publicity period."""

    begun: date | None
    done: date | None
    location: Location
    public_from: date | None = None
    listed: tuple[str, ...] = ()
    note: str = ""


class CityRecord(Struct, frozen=True, kw_only=True):
    """One city: documents received, steps finished for it, and, once it is named, its yearly reports by year."""

    name: str
    received: Mapping[str, date]
    checked: Mapping[str, date]
    reports: Mapping[int, date]
    location: Location
    note: str = ""


class Naming(Struct, frozen=True, kw_only=True):
    """The cities that were named, when, and by which document."""

    on: date | None
    cities: tuple[str, ...]
    location: Location
    basis: str = ""


class Withdrawal(Struct, frozen=True, kw_only=True):
    """A title withdrawn on the official grounds; `named` is the year the cycle began in which the city was named."""

    city: str
    on: date
    grounds: tuple[Statement, ...]
    named: int
    location: Location
    basis: str = ""


class NewDue(Struct, frozen=True, kw_only=True):
    """Another last day for a step than the pack's, with the document that sets it."""

    due: date
    basis: str
    location: Location


class Cycle(Struct, frozen=True, kw_only=True):
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
