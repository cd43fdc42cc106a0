"""The figures a reader looks for first."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from msgspec import Struct

from scoring import __version__
from scoring.authoring.check.model import (
    Analysis,
    ClauseFinding,
    Direction,
    DirectionState,
    ItemAnalysis,
    ItemWords,
    MutantResult,
    MutantState,
    Overlap,
    PackFinding,
    Reach,
    ReadingReach,
    Witness,
)
from scoring.base.errors import Location, Severity
from scoring.reports.render.card_json import draft_json, extends_json
from scoring.reports.render.numbers import Json, number

__all__ = ["Totals", "analyses_json", "totals_of"]


class Totals(Struct, frozen=True, kw_only=True):
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


def totals_of(analysis: Analysis) -> Totals:
    """Count."""
    severities = [finding.problem.severity for finding in analysis.findings]
    items = analysis.items
    directions = [one for item in items for one in item.directions]
    runs = [run for item in items for run in item.tests]
    coverage = [one for item in items for one in item.coverage]
    states = [one.state for mutants in (*(item.mutants for item in items), analysis.settings) for one in mutants]
    killed, survived = states.count(MutantState.KILLED), states.count(MutantState.SURVIVED)
    return Totals(
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


def analyses_json(analyses: Sequence[Analysis]) -> Json:
    """Everything the reports of some packs say, as plain data."""
    packs = [_pack(analysis) for analysis in analyses]
    return {
        "schema": "scoring.criteria-check/1",
        "tool": {"name": "scoring", "version": __version__},
        "ok": all(pack["ok"] for pack in packs),
        "packs": packs,
    }


def _pack(analysis: Analysis) -> Json:
    totals = totals_of(analysis)
    criteria = analysis.criteria
    return {
        "name": analysis.name,
        "criteria": None
        if criteria is None
        else {
            "id": criteria.id,
            "title": criteria.title,
            "edition": criteria.edition,
            "sha256": criteria.digest,
            "extends": extends_json(criteria),
            **draft_json(criteria),
        },
        "plan": None
        if analysis.plan is None
        else {
            "id": analysis.plan.id,
            "title": analysis.plan.title,
            "edition": analysis.plan.edition,
            "sha256": analysis.plan.digest,
            "indicators": len(analysis.plan.indicators),
            "tasks": len(analysis.plan.tasks),
        },
        "ok": totals.errors == 0,
        "exact": totals.exact,
        "cell_limit": analysis.scenario_limit,
        "totals": {name: _plain(getattr(totals, name)) for name in totals.__struct_fields__ if name != "exact"},
        "findings": [_finding(one) for one in analysis.findings],
        "words": [_words(one) for one in analysis.words],
        "sums": [
            {"label": one.label, "found": number(one.found), "stated": number(one.stated)} for one in analysis.sums
        ],
        "settings": [_mutant(one) for one in analysis.settings],
        "sections": [
            {
                "section": None if one.section is None else one.section.id,
                "points": number(one.points),
                "readings": [_reading(reading) for reading in one.readings],
            }
            for one in analysis.sections
        ],
        "items": [_item(one) for one in analysis.items],
    }


def _plain(value: object) -> object:
    return number(value) if isinstance(value, Fraction) else value


def _location(at: Location | None) -> Json | None:
    return None if at is None else {"file": at.file, "line": at.line, "column": at.column}


def _finding(one: PackFinding) -> Json:
    problem = one.problem
    return {
        "check": one.check.name.lower(),
        "severity": problem.severity.name.lower(),
        "code": problem.code,
        "item": one.item or None,
        "message": problem.message,
        "hint": problem.hint,
        "location": _location(problem.location),
        **({"test": one.test} if one.test else {}),
    }


def _words(one: ItemWords) -> Json:
    return {
        "item": one.item.id,
        "scoring": one.item.scoring,
        "spans": [
            {"text": span.text, "kind": span.kind.value, "clause": span.clause or None, "reason": span.reason or None}
            for span in one.spans
        ],
        "covered": one.covered,
        "manual": one.manual,
        "left": one.left,
    }


def _reading(one: ReadingReach) -> Json:
    return {"switched": dict(one.switched), "reach": _reach(one.reach)}


def _reach(one: Reach) -> Json:
    return {
        "low": number(one.low),
        "high": number(one.high),
        "exact": one.exact,
        "lowest": _witness(one.lowest),
        "highest": _witness(one.highest),
    }


def _witness(one: Witness | None) -> Json | None:
    return None if one is None else {"answers": dict(one.answers), "score": number(one.score)}


def _item(one: ItemAnalysis) -> Json:
    return {
        "item": one.item.id,
        "points": number(one.item.points),
        "exact": one.exact,
        "cases": one.cases,
        "readings": [_reading(reading) for reading in one.readings],
        "clauses": [_clause(clause) for clause in one.clauses],
        "overlaps": [_overlap(overlap) for overlap in one.overlaps],
        "directions": [_direction(direction) for direction in one.directions],
        "coverage": [
            {
                "owner": part.owner,
                "condition": part.text,
                "atom": part.atom,
                "reachable": list(part.reachable),
                "reached": list(part.reached),
                "missing": list(part.missing),
            }
            for part in one.coverage
        ],
        "tests": [
            {"name": run.name, "differences": list(run.differences), "location": _location(run.location)}
            for run in one.tests
        ],
        "mutants": [_mutant(mutant) for mutant in one.mutants],
    }


def _clause(one: ClauseFinding) -> Json:
    return {
        "clause": one.clause.id,
        "cases": one.cases,
        "applying": one.applying,
        "possible": one.possible,
        "possible_by_default": one.possible_by_default,
        "always": one.always,
        "effect": {"low": number(one.effect.low), "high": number(one.effect.high)},
        "masked": None
        if one.masked is None
        else {"reason": one.masked.reason, "always": one.all_masked, "witness": _witness(one.masked.witness)},
        "witness": _witness(one.witness),
        "exact": one.exact,
    }


def _overlap(one: Overlap) -> Json:
    return {
        "fact": one.fact,
        "clauses": list(one.clauses),
        "worse": one.worse,
        "better": one.better,
        "cost": number(one.cost),
        "switched": dict(one.switched),
        "witness": _witness(one.witness),
    }


def _direction(one: Direction) -> Json:
    return {
        "fact": one.fact.name,
        "better": one.fact.better.value if one.fact.better is not None else None,
        "state": one.state.value,
        "pairs": one.pairs,
        "worse_value": one.worse or None,
        "better_value": one.better or None,
        "witness": _witness(one.witness),
        "lowered": None if one.lowered is None else number(one.lowered),
        "switched": dict(one.switched),
    }


def _mutant(one: MutantResult) -> Json:
    return {
        "id": one.id,
        "text": one.text,
        "state": one.state.value,
        "by": one.by or None,
        "witness": _witness(one.witness),
        "wrong": None if one.wrong is None else number(one.wrong),
        **({"test": one.test} if one.test else {}),
    }
