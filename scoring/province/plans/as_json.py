"""Attainment and plans as plain data, in the shapes `scoring.attainment/1` and `scoring.plan/1` (docs/json-output.md)."""

from __future__ import annotations

from scoring.model.attainment import Attainment, Counts, IndicatorResult, YearResult
from scoring.model.plan import Indicator, Plan, Target, TaskState
from scoring.province.plans.words import because
from scoring.reports.render.numbers import Json, place_json, value_json

__all__ = ["ATTAINMENT", "PLAN", "attainment_json", "plan_json"]

ATTAINMENT, PLAN = "scoring.attainment/1", "scoring.plan/1"


def attainment_json(found: Attainment) -> Json:
    """The whole result. The same attainment gives the same data, key order included."""
    plan, progress = found.plan, found.progress
    return {
        "schema": ATTAINMENT,
        "tool": {"name": "demo-city-scoring", "version": found.tool_version},
        "plan": {"id": plan.id, "title": plan.title, "edition": plan.edition, "sha256": plan.digest},
        "submission": {"file": progress.file, "sha256": progress.digest, "region": progress.region},
        "invented": progress.invented,
        "origin": progress.origin,
        "until": None if progress.until is None else progress.until.isoformat(),
        "as_of": None if found.as_of is None else found.as_of.isoformat(),
        "complete": found.complete,
        "counts": [
            {"kind": nature.value, "year": year, **_counts(counts)}
            for nature, years in found.counts.items()
            for year, counts in years.items()
        ],
        "indicators": [_result(result, found) for result in found.indicators],
        "tasks": [
            {
                "id": task.id,
                "number": task.number,
                "title": task.title,
                "state": found.state_of(task.id).value,
                "note": report.note if (report := progress.tasks.get(task.id)) is not None else "",
                "place": place_json(report.location) if report is not None else None,
                "units": [{"role": share.role, "units": list(share.units)} for share in task.shares],
            }
            for task in plan.tasks
        ],
        "units": [
            {
                "unit": unit.unit,
                "states": {state.value: unit.count(state) for state in TaskState},
                "tasks": [{"id": task, "role": role, "state": state.value} for task, role, state in unit.tasks],
            }
            for unit in found.units
        ],
        "contradictions": _contradictions(plan),
        "lacks": [{"about": one.about, "known": one.known, "lacks": one.lacks} for one in plan.lacks],
        "assumptions": [{"about": one.about, "text": one.text} for one in plan.assumptions],
    }


def plan_json(plan: Plan) -> Json:
    """A plan: indicators with their targets, tasks with their units, contradictions and gaps of the text."""
    return {
        "schema": PLAN,
        "id": plan.id,
        "title": plan.title,
        "edition": plan.edition,
        "sha256": plan.digest,
        "region": plan.region,
        "issuer": plan.issuer,
        "document_number": plan.document_number,
        "issued": plan.issued,
        "base_year": plan.base_year,
        "years": list(plan.years),
        "source": {"title": plan.source.title, "note": plan.source.note, "basis": list(plan.source.basis)},
        "tables": [
            {
                "id": table.id,
                "label": table.label,
                "title": table.title,
                "indicators": [_indicator(one) for one in table.indicators],
            }
            for table in plan.tables
        ],
        "groups": [
            {
                "label": group.label,
                "title": group.title,
                "tasks": [
                    {
                        "id": task.id,
                        "number": task.number,
                        "title": task.title,
                        "text": task.text,
                        "units_text": task.units,
                        "units": [{"role": share.role, "units": list(share.units)} for share in task.shares],
                    }
                    for task in group.tasks
                ],
            }
            for group in plan.groups
        ],
        "contradictions": _contradictions(plan),
        "lacks": [{"about": one.about, "known": one.known, "lacks": one.lacks} for one in plan.lacks],
        "assumptions": [{"about": one.about, "text": one.text} for one in plan.assumptions],
    }


def _counts(counts: Counts) -> Json:
    return {
        "met": counts.met,
        "missed": counts.missed,
        "unknown": counts.unknown,
        "no_target": counts.no_target,
        "not_due": counts.not_due,
    }


def _target(target: Target | None) -> Json | None:
    if target is None:
        return None
    return {"text": target.text, "value": value_json(target.value), "strict": target.strict}


def _indicator(one: Indicator) -> Json:
    return {
        "id": one.id,
        "name": one.name,
        "kind": one.nature.value,
        "type": one.type.value,
        "unit": one.unit,
        "better": one.better.value,
        "basis": one.basis.value,
        "base": _target(one.base),
        "targets": {str(target.year): _target(target) for target in one.targets},
        "quote": one.quote,
        "when": one.when,
        "also": [{"name": other.name, "text": other.text} for other in one.also],
        "notes": list(one.notes),
    }


def _result(result: IndicatorResult, found: Attainment) -> Json:
    one = result.indicator
    return {
        **_indicator(one),
        "years": [_year(one, year) for year in result.years],
        "source": found.progress.sources.get(one.id, ""),
        "note": found.progress.notes.get(one.id, ""),
    }


def _year(one: Indicator, result: YearResult) -> Json:
    return {
        "year": result.year,
        "state": result.state.value,
        "target": _target(result.target),
        "value": value_json(result.value),
        "gap": value_json(result.gap),
        "due": result.due,
        "because": because(one, result),
        "place": place_json(result.location),
    }


def _contradictions(plan: Plan) -> list[Json]:
    return [
        {
            "about": one.about,
            "texts": [{"name": text.name, "text": text.text} for text in one.texts],
            "note": one.note,
            "indicators": list(one.indicators),
        }
        for one in plan.contradictions
    ]
