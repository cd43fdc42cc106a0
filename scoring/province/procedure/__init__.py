"""The procedure of a cycle: where it stands on a day, what is due, working days, and the bans that follow withdrawals."""

from __future__ import annotations

from scoring.model.cycle_status import CityBan
from scoring.province.procedure.bans import cities_banned, city_bans, with_previous
from scoring.province.procedure.calendar import load_calendar
from scoring.province.procedure.cycle_file import LoadedCycle, load_cycle, load_previous

__all__ = [
    "CityBan",
    "LoadedCycle",
    "cities_banned",
    "city_bans",
    "load_calendar",
    "load_cycle",
    "load_previous",
    "with_previous",
]
