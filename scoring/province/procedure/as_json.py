"""Where a cycle stands as plain data, shape `scoring.procedure/1`: days as YYYY-MM-DD."""

from __future__ import annotations

from scoring.base.plain import Json, Keys, Shape, plain
from scoring.model.cycle import Cycle, Naming, NewDue, Withdrawal
from scoring.model.cycle_status import (
    CityBan,
    CountedPeriod,
    CycleStatus,
    DocumentLine,
    DocumentState,
    PublicityLine,
    PublicityPeriod,
    PublicityState,
    ReportState,
    StepLine,
    StepState,
)
from scoring.model.procedure import Duty, HandIn
from scoring.province.procedure.words import interpretations_taken, next_steps, now_text

__all__ = ["ban_json", "period_json", "status_json"]

SHAPE: Shape = {
    CycleStatus: Keys(
        omit=("criteria", "within", "problems"),
        rename={"naming": "named", "bans": "barred"},
        add={
            "criteria": lambda of: of.criteria.id,
            "now": now_text,
            "current": lambda of: None if of.current is None else of.current.step.name,
            "overdue": lambda of: of.overdue,
            "next": next_steps,
            "readings": lambda of: [
                {"name": one.name, "question": one.question, "taken": taken, "default": one.default, "reason": reason}
                for one, taken, reason in interpretations_taken(of)
            ],
        },
    ),
    Cycle: lambda of: {
        "file": of.file,
        "digest": of.digest,
        "begins": of.begins,
        "ends": of.begins + of.years - 1,
        "invented": of.invented,
    },
    Naming: Keys(omit=("location",)),
    CityBan: Keys(inline=("withdrawal",)),
    Withdrawal: lambda of: {
        "withdrawn_on": of.on,
        "grounds": of.grounds,
        "basis": of.basis,
        "file": of.location.file,
        "line": of.location.line,
    },
    PublicityPeriod: Keys(
        omit=("publicity",),
        rename={"decided": "decided_by_text"},
        add={
            "quote": lambda of: of.publicity.quote,
            "working_days": lambda of: of.publicity.working_days,
        },
    ),
    CountedPeriod: Keys(add={"ends": lambda of: of.ends}),
    StepLine: Keys(
        omit=("step",),
        rename={"moved": "moved_by", "days": "days_left", "workdays": "workdays_left", "late": "days_late"},
        add={"name": lambda of: of.step.name, "due_text": lambda of: of.step.due_text},
    ),
    NewDue: lambda of: of.basis,
    PublicityLine: Keys(rename={"latest": "latest_start"}),
    DocumentLine: Keys(rename={"late": "days_late", "days": "days_left"}),
    HandIn: lambda of: of.name,
    Duty: lambda of: of.name,
    **{kind: lambda state: state.name.lower() for kind in (StepState, PublicityState, DocumentState, ReportState)},
}


def status_json(found: CycleStatus) -> Json:
    """Everything `scoring procedure` knows."""
    return {"schema": "scoring.procedure/1", **plain(found, SHAPE)}


def ban_json(one: CityBan) -> Json:
    """One ban with its withdrawal."""
    made: Json = plain(one, SHAPE)
    return made


def period_json(period: PublicityPeriod) -> Json:
    """A publicity period under the reading taken and the other one."""
    made: Json = plain(period, SHAPE)
    return made
