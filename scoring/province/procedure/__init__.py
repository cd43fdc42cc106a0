"""The procedure of a cycle: where it stands on a day, what is due, working days, and the bans that follow withdrawals."""

from __future__ import annotations

from scoring.province.procedure.bans import Barred, banned, bans, with_previous
from scoring.province.procedure.loading import LoadedCycle, load_calendar, load_cycle, load_previous

__all__ = [
    "Barred",
    "LoadedCycle",
    "banned",
    "bans",
    "load_calendar",
    "load_cycle",
    "load_previous",
    "with_previous",
]
