"""Attainment and plans as plain data, in the shapes `scoring.attainment/1` and `scoring.plan/1` (docs/json-output.md)."""

from __future__ import annotations

from scoring.base.errors import Location
from scoring.base.plain import Json, Keys, Shape, plain
from scoring.model.attainment import Attainment, IndicatorResult, UnitResult, YearResult
from scoring.model.criteria import Assumption, Source
from scoring.model.plan import Indicator, Plan, PlanTable, PlanTask, Target, TaskGroup
from scoring.model.progress import TaskState
from scoring.province.plans.words import because

__all__ = ["attainment_json", "plan_json"]

PLAN: Shape = {
    Plan: Keys(omit=("short_title", "folder"), rename={"digest": "sha256"}),
    Source: Keys(omit=("digest", "location")),
    Assumption: Keys(omit=("location",)),
    PlanTable: Keys(omit=("location",)),
    TaskGroup: Keys(omit=("location",)),
    PlanTask: Keys(omit=("location", "units"), rename={"shares": "units"}, add={"units_text": lambda of: of.units}),
    Indicator: Keys(
        omit=("location",),
        rename={"nature": "kind"},
        add={"targets": lambda of: {str(target.year): target for target in of.targets}},
    ),
    Target: Keys(omit=("year", "location", "every")),
}


def plan_json(plan_: Plan) -> Json:
    """A plan: indicators with their targets, tasks with their units, contradictions and gaps of the text."""
    return {"schema": "scoring.plan/1", **plain(plan_, PLAN)}


def attainment_json(found: Attainment) -> Json:
    """The whole result. The same attainment gives the same data, key order included."""
    plan, progress = found.plan, found.progress
    shape: Shape = {
        **PLAN,
        IndicatorResult: Keys(
            omit=("latest",),
            inline=("indicator",),
            add={
                "years": lambda of: [
                    {**plain(year, shape), "because": because(of.indicator, year)} for year in of.years
                ],
                "source": lambda of: progress.report(of.indicator.id).source,
                "note": lambda of: progress.report(of.indicator.id).note,
            },
        ),
        YearResult: Keys(rename={"location": "place"}),
        Location: Keys(),
        UnitResult: Keys(
            add={
                "states": lambda of: {state: of.count(state) for state in TaskState},
                "tasks": lambda of: [{"id": task, "role": role, "state": state} for task, role, state in of.tasks],
            }
        ),
        PlanTask: lambda of: {
            "id": of.id,
            "number": of.number,
            "title": of.title,
            "state": found.state_of(of.id),
            "note": report.note if (report := progress.tasks.get(of.id)) is not None else "",
            "place": report.location if report is not None else None,
            "units": of.shares,
        },
    }
    made: Json = plain(
        {
            "schema": "scoring.attainment/1",
            "tool": {"name": "demo-city-scoring", "version": found.tool_version},
            "plan": {"id": plan.id, "title": plan.title, "edition": plan.edition, "sha256": plan.digest},
            "submission": {"file": progress.file, "sha256": progress.digest, "region": progress.region},
            "invented": progress.invented,
            "origin": progress.origin,
            "until": progress.until,
            "as_of": found.as_of,
            "complete": found.complete,
            "counts": [
                {"kind": nature, "year": year, **plain(counts)}
                for nature, years in found.counts.items()
                for year, counts in years.items()
            ],
            "indicators": found.indicators,
            "tasks": plan.tasks,
            "units": found.units,
            "contradictions": plan.contradictions,
            "lacks": plan.lacks,
            "assumptions": plan.assumptions,
        },
        shape,
    )
    return made
