"""Compare what was reached with what the plan asks, year by year. Pure: no clock, no files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from scoring.model.attainment import Attainment, Counts, IndicatorResult, TargetState, UnitResult, YearResult
from scoring.model.facts import Answer, Better
from scoring.model.plan import Indicator, Nature, Plan, Target
from scoring.model.progress import Progress, TaskState

__all__ = ["attain", "gap_to", "year_result"]


def attain(plan: Plan, progress: Progress, *, as_of: date | None, tool_version: str) -> Attainment:
    """The whole result. `as_of` None takes the day of the data; without any day every year counts as due."""
    day = as_of if as_of is not None else progress.until
    results = tuple(
        _indicator(one, plan.reported_years, progress.report(one.id).values, day) for one in plan.indicators
    )
    units = _units(plan, progress)
    open_years = any(year.state is TargetState.UNKNOWN and year.due for result in results for year in result.years)
    open_tasks = any(
        (report := progress.tasks.get(task.id)) is None or report.state is TaskState.UNKNOWN for task in plan.tasks
    )
    return Attainment(
        plan=plan,
        progress=progress,
        as_of=day,
        indicators=results,
        counts=_counts(plan, results),
        units=units,
        complete=not open_years and not open_tasks,
        tool_version=tool_version,
    )


def year_result(indicator: Indicator, year: int, answer: Answer | None, day: date | None) -> YearResult:
    """One indicator in one year."""
    target = indicator.target(year)
    value = _value(answer)
    due = day is None or day >= date(year, 12, 31)
    place = None if answer is None else answer.location
    if target is None:
        state, gap = TargetState.NO_TARGET, None
    elif value is None:
        state, gap = TargetState.UNKNOWN, None
    else:
        gap = gap_to(target, value, indicator.better)
        state = TargetState.MET if gap is None else TargetState.MISSED
    return YearResult(year=year, state=state, target=target, value=value, due=due, gap=gap, location=place)


def gap_to(target: Target, value: Fraction | bool, better: Better) -> Fraction | None:
    """By how much `value` misses `target`, None where it meets it. A goal that is reached or not has the gap 1 when it
    is not; a strict target that is just reached has the gap 0."""
    aim = target.value
    if isinstance(aim, bool) or isinstance(value, bool) or aim is None:
        return None if bool(value) is bool(aim) else Fraction(1)
    short = value - aim if better is Better.LOWER else aim - value
    if short > 0 or (short == 0 and target.strict):
        return short
    return None


def _value(answer: Answer | None) -> Fraction | bool | None:
    if answer is None or not answer.answered:
        return None
    return answer.value if isinstance(answer.value, (Fraction, bool)) else None


def _indicator(
    indicator: Indicator, years: Iterable[int], values: Mapping[str, Answer], day: date | None
) -> IndicatorResult:
    results = tuple(year_result(indicator, year, values.get(str(year)), day) for year in years)
    known = [result for result in results if result.value is not None]
    return IndicatorResult(indicator=indicator, years=results, latest=known[-1] if known else None)


def _counts(plan: Plan, results: tuple[IndicatorResult, ...]) -> dict[Nature, dict[int, Counts]]:
    found: dict[Nature, dict[int, Counts]] = {}
    for nature in Nature:
        own = [result for result in results if result.indicator.nature is nature]
        if own:
            found[nature] = {year: _count(own, year) for year in plan.years}
    return found


def _count(results: Iterable[IndicatorResult], year: int) -> Counts:
    years = [found for result in results if (found := result.year(year)) is not None]
    states = [result.state for result in years]
    return Counts(
        met=states.count(TargetState.MET),
        missed=states.count(TargetState.MISSED),
        unknown=states.count(TargetState.UNKNOWN),
        no_target=states.count(TargetState.NO_TARGET),
        not_due=sum(result.state is TargetState.UNKNOWN and not result.due for result in years),
    )


def _units(plan: Plan, progress: Progress) -> tuple[UnitResult, ...]:
    """Every responsible unit with its tasks, in the order in which the document first names it."""
    found: dict[str, list[tuple[str, str, TaskState]]] = {}
    for task in plan.tasks:
        report = progress.tasks.get(task.id)
        state = TaskState.UNKNOWN if report is None else report.state
        for share in task.shares:
            for unit in share.units:
                found.setdefault(unit, []).append((task.id, share.role, state))
    return tuple(UnitResult(unit=unit, tasks=tuple(tasks)) for unit, tasks in found.items())
