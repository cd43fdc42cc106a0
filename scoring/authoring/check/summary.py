"""The figures a reader looks for first, and the whole report as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from msgspec import Struct

from scoring import __version__
from scoring.authoring.check.model import (
    Analysis,
    CaseSpan,
    ClauseFinding,
    ConditionCoverage,
    Direction,
    DirectionState,
    ItemAnalysis,
    ItemWords,
    MutantResult,
    MutantState,
    Overlap,
    PackCheck,
    PackFinding,
    ReadingReach,
    TestRun,
    Witness,
)
from scoring.base.errors import Location, Problem, Severity
from scoring.base.plain import Json, Keys, Shape, plain
from scoring.model.clauses import Clause
from scoring.model.criteria import Criteria, Item, Section
from scoring.model.facts import Fact
from scoring.model.plan import Plan
from scoring.naming import draft_json, extends_json

__all__ = ["CheckTotals", "analyses_json", "totals_of"]


class CheckTotals(Struct, frozen=True, kw_only=True):
    """Counts over a whole pack. `mutation_score` is killed ÷ (all − proved equivalent − explained), None without any;
    `exact` whether every item was gone through completely."""

    errors: int
    questions: int
    notes: int
    items: int
    sentences: int
    covered: int
    manual: int
    left: int
    cases: int
    exact: bool
    clauses: int
    directions: int
    proved: int
    tests: int
    passed: int
    sides: int
    sides_reached: int
    mutants: int
    killed: int
    equivalent: int
    explained: int
    survived: int
    mutation_score: Fraction | None


def totals_of(analysis: Analysis) -> CheckTotals:
    """Count."""
    severities = [finding.problem.severity for finding in analysis.findings]
    items = analysis.items
    directions = [one for item in items for one in item.directions]
    runs = [run for item in items for run in item.tests]
    coverage = [one for item in items for one in item.coverage]
    states = [one.state for mutants in (*(item.mutants for item in items), analysis.settings) for one in mutants]
    killed, survived = states.count(MutantState.KILLED), states.count(MutantState.SURVIVED)
    return CheckTotals(
        errors=severities.count(Severity.ERROR),
        questions=severities.count(Severity.QUESTION),
        notes=severities.count(Severity.NOTE),
        items=len(items),
        sentences=len(analysis.words),
        covered=sum(words.covered for words in analysis.words),
        manual=sum(words.manual for words in analysis.words),
        left=sum(words.left for words in analysis.words),
        cases=sum(item.cases for item in items),
        exact=all(item.whole for item in items),
        clauses=sum(len(item.clauses) for item in items),
        directions=len(directions),
        proved=sum(one.state in (DirectionState.PROVED, DirectionState.IDLE) for one in directions),
        tests=len(runs),
        passed=sum(not run.differences for run in runs),
        sides=sum(len(one.reachable) for one in coverage),
        sides_reached=sum(len(one.reachable) - len(one.missing) for one in coverage),
        mutants=len(states),
        killed=killed,
        equivalent=states.count(MutantState.EQUIVALENT),
        explained=states.count(MutantState.EXPLAINED),
        survived=survived,
        mutation_score=Fraction(killed, killed + survived) if killed + survived else None,
    )


def _options(one: Any) -> dict[str, str]:
    return dict(one.switched)


SHAPE: Shape = {
    PackCheck: lambda check: check.name.lower(),
    Severity: lambda severity: severity.name.lower(),
    Location: Keys(omit=("path",)),
    Problem: Keys(omit=("excerpt",)),
    Section: lambda section: section.id,
    Item: lambda item: item.id,
    Clause: lambda clause: clause.id,
    Fact: lambda fact: fact.name,
    PackFinding: Keys(inline=("problem",), omit_empty=("test",), add={"item": lambda one: one.item or None}),
    ItemWords: Keys(add={"scoring": lambda words: words.item.scoring}),
    CaseSpan: Keys(add={"clause": lambda span: span.clause or None, "reason": lambda span: span.reason or None}),
    Witness: Keys(omit=("given", "options", "states"), add={"answers": lambda one: dict(one.answers)}),
    ReadingReach: Keys(add={"switched": _options}),
    ItemAnalysis: Keys(omit=("whole", "all_readings", "in_totals"), add={"points": lambda one: one.item.points}),
    ClauseFinding: Keys(
        omit=("all_masked", "tested"),
        add={"masked": lambda one: one.masked and {**plain(one.masked, SHAPE), "always": one.all_masked}},
    ),
    Overlap: Keys(add={"switched": _options}),
    Direction: Keys(
        rename={"worse": "worse_value", "better": "better_value"},
        add={
            "better": lambda one: one.fact.better,
            "worse_value": lambda one: one.worse or None,
            "better_value": lambda one: one.better or None,
            "switched": _options,
        },
    ),
    ConditionCoverage: Keys(
        omit=("expr", "location"), rename={"text": "condition"}, add={"missing": lambda one: one.missing}
    ),
    TestRun: Keys(omit=("item",)),
    MutantResult: Keys(omit=("item", "location"), omit_empty=("test",), add={"by": lambda one: one.by or None}),
    CheckTotals: Keys(omit=("exact",)),
    Analysis: Keys(
        rename={"scenario_limit": "cell_limit"},
        add={
            "criteria": lambda one: one.criteria and _criteria(one.criteria),
            "plan": lambda one: one.plan and _plan(one.plan),
            "ok": lambda one: totals_of(one).errors == 0,
            "exact": lambda one: totals_of(one).exact,
            "totals": totals_of,
        },
    ),
    Criteria: lambda _: None,
    Plan: lambda _: None,
}


def analyses_json(analyses: Sequence[Analysis]) -> Json:
    """Everything the reports of some packs say, in the shape `scoring.criteria-check/1` (docs/json-output.md)."""
    packs = plain(tuple(analyses), SHAPE)
    return {
        "schema": "scoring.criteria-check/1",
        "tool": {"name": "scoring", "version": __version__},
        "ok": all(pack["ok"] for pack in packs),
        "packs": packs,
    }


def _criteria(criteria: Criteria) -> Json:
    return {
        "id": criteria.id,
        "title": criteria.title,
        "edition": criteria.edition,
        "sha256": criteria.digest,
        "extends": extends_json(criteria),
        **draft_json(criteria),
    }


def _plan(plan: Plan) -> Json:
    return {
        "id": plan.id,
        "title": plan.title,
        "edition": plan.edition,
        "sha256": plan.digest,
        "indicators": len(plan.indicators),
        "tasks": len(plan.tasks),
    }
