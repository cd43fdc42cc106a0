"""The figures a reader looks for first."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from scoring.authoring.check.model import Analysis, DirectionState
from scoring.authoring.check.probes import MutantState
from scoring.base.errors import Severity

__all__ = ["Totals", "totals_of"]


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
