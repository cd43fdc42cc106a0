"""Items with missing answers: every scenario is scored, or bounds are given.

Imported only where something is missing: a complete submission does not pay for it.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction

from scoring.lang import Value
from scoring.model.criteria import Criteria, Item, Judged
from scoring.model.scorecard import OutcomeState, Range
from scoring.rules.amounts import smooth
from scoring.rules.bounds import bounds_of
from scoring.rules.effects import ZERO
from scoring.rules.items import (
    ClauseResult,
    ItemResult,
    Rulebook,
    applies_to,
    apply_clauses,
    clause_results,
)
from scoring.rules.ledgers import ACTING
from scoring.rules.matters import matters
from scoring.rules.remembering import Remembering
from scoring.rules.scenarios import Scenario, scenarios_of
from scoring.rules.space import Space, space_of
from scoring.rules.surveys import ClauseSurvey, ItemSurvey, clause_survey

__all__ = ["joint_sums", "survey_open"]


def survey_open(
    criteria: Criteria,
    item: Item,
    stated: Mapping[str, Value],
    resolved: Mapping[str, Value],
    rulebook: Rulebook,
    scenario_limit: int,
) -> ItemSurvey:
    """Survey an item with something missing; bounds past `scenario_limit` scenarios or where regions are only sampled."""
    space = space_of(criteria, (item,), stated, resolved)
    scenarios = scenarios_of(space, scenario_limit)
    if not scenarios:
        return _bounded(item, space, resolved, rulebook)
    assessed = [applies_to(item, scenario.values) is True for scenario in scenarios]
    known = Remembering(item, rulebook)
    met = [known.both(scenario.values) for scenario in scenarios]
    outcomes = [results for results, _ in met]
    scores = [score for _, score in met]
    counted = [score for score, counts in zip(scores, assessed, strict=True) if counts] or scores
    low, high = min(counted), max(counted)
    worst, best = (_first(scores, end, assessed) for end in (low, high))
    rows: list[tuple[Hashable, ...]] = [
        (score if counts else None, *_beyond(item, results))
        for score, counts, results in zip(scores, assessed, outcomes, strict=True)
    ]
    return ItemSurvey(
        item=item,
        score=Range(low=low, high=high),
        worst=_with_ledger(item, outcomes[worst]),
        best=_with_ledger(item, outcomes[best]),
        clauses=tuple(clause_survey(results) for results in zip(*_distinct(outcomes), strict=True)),
        free=tuple(space.free),
        unknown=_unknown(item, space, scenarios, rows),
        exact=True,
        worst_scenario=scenarios[worst],
        best_scenario=scenarios[best],
        applies=assessed[0] if len(set(assessed)) == 1 else None,
        together=_together(item, counted, [one for one, counts in zip(outcomes, assessed, strict=True) if counts]),
    )


def _distinct(outcomes: Sequence[tuple[ClauseResult, ...]]) -> list[tuple[ClauseResult, ...]]:
    """Each outcome once; equal ones are one object, see `Remembering`."""
    return list({id(outcome): outcome for outcome in outcomes}.values())


def _unknown(
    item: Item, space: Space, scenarios: Sequence[Scenario], rows: Sequence[tuple[Hashable, ...]]
) -> tuple[str, ...]:
    """The unknowns that matter. Where points move with every value, no single value shows what another unknown changes
    beside it, and all are named."""
    if len(set(rows)) == 1:
        return ()
    moving = {name for name, domain in space.free.items() if domain.values is None and not domain.whole}
    for clause in item.clauses:
        if isinstance(clause.amount, Judged) or smooth(clause.amount):
            fact = clause.measured[0]
            if fact in moving or (fact in space.steps and fact not in space.free):
                return tuple(space.free)
    return matters(item, space, scenarios, rows)


def _first(scores: Sequence[Fraction], end: Fraction, assessed: Sequence[bool]) -> int:
    """The first scenario with that score, among those in which the item is assessed if there are any."""
    found = [at for at, score in enumerate(scores) if score == end]
    return next((at for at in found if assessed[at]), found[0])


def _beyond(item: Item, results: Sequence[ClauseResult]) -> tuple[tuple[bool, Fraction], ...]:
    """What the clauses that reach beyond the item do in one scenario."""
    return tuple(
        (result.state in ACTING, result.nominal)
        for clause, result in zip(item.clauses, results, strict=True)
        if not clause.own
    )


def _together(item: Item, scores: Sequence[Fraction], outcomes: Sequence[Sequence[ClauseResult]]) -> bool:
    """Whether the worst of the item and the worst beyond it meet in one scenario, and the best in one."""
    rows = [
        (score, *(points for _, points in _beyond(item, one))) for score, one in zip(scores, outcomes, strict=False)
    ]
    if not rows or len(rows[0]) == 1:
        return True
    ends = (tuple(pick(column) for column in zip(*rows, strict=True)) for pick in (min, max))
    return all(end in rows for end in ends)


def joint_sums(
    criteria: Criteria,
    items: Sequence[Item],
    parts: Sequence[frozenset[str]],
    stated: Mapping[str, Value],
    resolved: Mapping[str, Value],
    rulebook: Rulebook,
    scenario_limit: int,
) -> tuple[Range, ...] | None:
    """The exact range of the sum of `items` within each part, enumerated together; None where that cannot be done."""
    scenarios = scenarios_of(space_of(criteria, items, stated, resolved), scenario_limit)
    if not scenarios:
        return None
    known = {item.id: Remembering(item, rulebook) for item in items}
    rows = [{name: one.counted(scenario.values) for name, one in known.items()} for scenario in scenarios]
    sums = [[sum((row[i] for i in row if i in part), ZERO) for row in rows] for part in parts]
    return tuple(Range(low=min(column), high=max(column)) for column in sums)


def _bounded(item: Item, space: Space, resolved: Mapping[str, Value], rulebook: Rulebook) -> ItemSurvey:
    worst, best, nominals = bounds_of(item, resolved, rulebook)
    states = [result.state for result in clause_results(item, resolved, rulebook)]
    free = tuple(space.free)
    decided = worst.score == best.score
    applies = applies_to(item, resolved)
    undecided = OutcomeState.UNKNOWN
    reaching = any(not clause.own and state is undecided for clause, state in zip(item.clauses, states, strict=True))
    return ItemSurvey(
        item=item,
        score=Range(low=worst.score, high=best.score),
        worst=worst,
        best=best,
        clauses=tuple(ClauseSurvey(state=s, nominal=n) for s, n in zip(states, nominals, strict=True)),
        free=free,
        unknown=() if decided and applies is not None and not reaching else free,
        exact=decided,
        applies=applies,
        together=not reaching,
    )


def _with_ledger(item: Item, results: tuple[ClauseResult, ...]) -> ItemResult:
    score, ledger = apply_clauses(item, results)
    return ItemResult(score=score, clauses=results, ledger=ledger)
