"""What named cities owe afterwards: a report every year, as long as the title is theirs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from scoring.model.criteria import Criteria
from scoring.model.cycle import Cycle, Naming
from scoring.province.procedure.model import ReportLine, ReportState
from scoring.province.procedure.readings import REPORTS, SAME_YEAR

__all__ = ["named_by", "report_lines"]


def named_by(cycle: Cycle | None, as_of: date) -> Naming | None:
    """The naming as far as it is known on a day."""
    if cycle is None or cycle.naming is None or cycle.naming.on is None or cycle.naming.on > as_of:
        return None
    return cycle.naming


def report_lines(
    criteria: Criteria, cycle: Cycle | None, as_of: date, readings: Mapping[str, str]
) -> tuple[ReportLine, ...]:
    """The yearly reports of the cities named in this cycle, from the first year under the reading taken to the year of
    `as_of`. A city whose title was withdrawn owes none for that year and later ones."""
    naming = named_by(cycle, as_of)
    if cycle is None or naming is None or naming.on is None:
        return ()
    first = naming.on.year + (0 if readings[REPORTS] == SAME_YEAR else 1)
    lost = {one.city: one.on.year for one in cycle.withdrawals if one.on <= as_of}
    found: list[ReportLine] = []
    for duty in criteria.reporting:
        for city in naming.cities if duty.yearly else ():
            reports = cycle.cities[city].reports
            for year in range(first, as_of.year + 1):
                day = reports.get(year)
                received = day if day is not None and day <= as_of else None
                if received is None and year >= lost.get(city, as_of.year + 1):
                    continue
                state = ReportState.RECEIVED if received else _open(year, as_of)
                found.append(ReportLine(city=city, duty=duty, year=year, state=state, received=received))
    return tuple(found)


def _open(year: int, as_of: date) -> ReportState:
    return ReportState.OPEN if year >= as_of.year else ReportState.MISSING
