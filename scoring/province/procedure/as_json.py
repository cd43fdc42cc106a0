"""The standing of a cycle as plain data."""

from __future__ import annotations

from datetime import date
from typing import Any

from scoring.model.cycle_status import (
    CityBan,
    CountedPeriod,
    CycleStatus,
    DocumentLine,
    PublicityLine,
    PublicityPeriod,
    ReportLine,
    StepLine,
)
from scoring.province.procedure.words import next_steps, now_text, readings_taken

__all__ = ["barred_json", "period_json", "standing_json"]

SCHEMA = "scoring.procedure/1"


def standing_json(found: CycleStatus) -> dict[str, Any]:
    """Everything `scoring procedure` knows, days as YYYY-MM-DD."""
    cycle = found.cycle
    return {
        "schema": SCHEMA,
        "criteria": found.criteria.id,
        "as_of": found.as_of.isoformat(),
        "cycle": None
        if cycle is None
        else {
            "file": cycle.file,
            "digest": cycle.digest,
            "begins": cycle.begins,
            "ends": cycle.begins + cycle.years - 1,
            "invented": cycle.invented,
        },
        "now": now_text(found),
        "current": None if found.current is None else found.current.step.name,
        "overdue": found.overdue,
        "next": [{"day": _day(one.day), "text": one.text} for one in next_steps(found)],
        "steps": [_step(line) for line in found.steps],
        "documents": [_document(line) for line in found.documents],
        "named": None
        if found.naming is None
        else {"on": _day(found.naming.on), "cities": list(found.naming.cities), "basis": found.naming.basis},
        "reports": [_report(line) for line in found.reports],
        "barred": [barred_json(one) for one in found.barred],
        "readings": [
            {"name": one.name, "question": one.question, "taken": taken, "default": one.default, "reason": reason}
            for one, taken, reason in readings_taken(found)
        ],
        "ignored": found.ignored,
    }


def barred_json(one: CityBan) -> dict[str, Any]:
    """One ban with its withdrawal."""
    return {
        "city": one.city,
        "begins": one.begins,
        "ends": one.ends,
        "quote": one.quote,
        "withdrawn_on": _day(one.withdrawal.on),
        "grounds": [{"name": ground.name, "text": ground.text} for ground in one.withdrawal.grounds],
        "basis": one.withdrawal.basis,
        "file": one.withdrawal.location.file,
        "line": one.withdrawal.location.line,
    }


def period_json(period: PublicityPeriod) -> dict[str, Any]:
    """A publicity period under the reading taken and the other one."""
    return {
        "quote": period.publicity.quote,
        "working_days": period.publicity.working_days,
        "decided_by_text": period.decided,
        "taken": _term(period.taken),
        "other": None if period.other is None else _term(period.other),
    }


def _term(term: CountedPeriod) -> dict[str, Any]:
    return {
        "starts": _day(term.starts),
        "counts_first": term.counts_first,
        "days": [_day(day) for day in term.days],
        "ends": _day(term.ends),
        "then": _day(term.then),
    }


def _step(line: StepLine) -> dict[str, Any]:
    return {
        "name": line.step.name,
        "state": line.state.name.lower(),
        "last_day": _day(line.last_day),
        "due_text": line.step.due_text,
        "moved_by": None if line.moved is None else line.moved.basis,
        "begun": _day(line.begun),
        "done": _day(line.done),
        "days_left": line.days,
        "workdays_left": line.workdays,
        "days_late": line.late,
        "publicity": None if line.publicity is None else _publicity(line.publicity),
        "finished": list(line.finished),
        "waiting": list(line.waiting),
    }


def _publicity(public: PublicityLine) -> dict[str, Any]:
    latest = public.latest
    return {
        "state": public.state.name.lower(),
        "begun": _day(public.begun),
        "listed": list(public.listed),
        "period": None if public.period is None else period_json(public.period),
        "latest_start": None if latest is None else {"taken": _day(latest.taken), "other": _day(latest.other)},
    }


def _document(line: DocumentLine) -> dict[str, Any]:
    return {
        "city": line.city,
        "document": line.document.name,
        "state": line.state.name.lower(),
        "received": _day(line.received),
        "last_day": _day(line.last_day),
        "days_late": line.late,
        "days_left": line.days,
    }


def _report(line: ReportLine) -> dict[str, Any]:
    return {
        "city": line.city,
        "duty": line.duty.name,
        "year": line.year,
        "state": line.state.name.lower(),
        "received": _day(line.received),
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
