"""The exact range of items and of sums of items that share an unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from scoring.lang import UNKNOWN, Value
from scoring.model.criteria import Criteria, Item
from scoring.model.scorecard import OutcomeState, Range
from scoring.record import record
from scoring.rules.bounds import bounds_of
from scoring.rules.effects import ZERO
from scoring.rules.items import (
    ClauseResult,
    ItemResult,
    Rulebook,
    apply_clauses,
    clause_result,
    final_score,
    score_item,
)
from scoring.rules.matters import matters
from scoring.rules.space import Space, clause_reads, space_of
from scoring.rules.worlds import World, Worlds

__all__ = ["ClauseSurvey", "ItemSurvey", "connected", "sum_ranges", "survey_item"]


@record
class ClauseSurvey:
    """A clause over all worlds: the state they share (else UNKNOWN) and the range of its nominal points."""

    state: OutcomeState
    nominal: Range


@record
class ItemSurvey:
    """An item over all worlds. `worst` and `best` are of reachable worlds when `exact`; `free` are all its unknowns,
    `unknown` those that matter (see `matters`)."""

    item: Item
    score: Range
    worst: ItemResult
    best: ItemResult
    clauses: tuple[ClauseSurvey, ...]
    free: tuple[str, ...]
    unknown: tuple[str, ...]
    exact: bool
    worst_world: World | None = None
    best_world: World | None = None


def survey_item(
    criteria: Criteria,
    item: Item,
    stated: Mapping[str, Value],
    settled: Mapping[str, Value],
    rulebook: Rulebook,
    cell_limit: int,
) -> ItemSurvey:
    """Survey one item; past `cell_limit` worlds, or where cells cannot be told apart exactly, bounds are given."""
    if all(settled.get(name, UNKNOWN) is not UNKNOWN for name in clause_reads(item)):
        return _decided(item, score_item(item, settled, rulebook))
    space = space_of(criteria, (item,), stated, settled)
    worlds = _enumerated(space, cell_limit)
    if not worlds:
        return _bounded(item, space, settled, rulebook)
    outcomes = [
        tuple(clause_result(clause, item, world.values, rulebook) for clause in item.clauses) for world in worlds
    ]
    scores = [final_score(item, results) for results in outcomes]
    low, high = min(scores), max(scores)
    worst, best = scores.index(low), scores.index(high)
    return ItemSurvey(
        item=item,
        score=Range(low=low, high=high),
        worst=_with_ledger(item, outcomes[worst]),
        best=_with_ledger(item, outcomes[best]),
        clauses=tuple(_clause_survey(results) for results in zip(*outcomes, strict=True)),
        free=tuple(space.free),
        unknown=() if low == high else matters(item, space, worlds, scores),
        exact=True,
        worst_world=worlds[worst],
        best_world=worlds[best],
    )


def connected(surveys: Iterable[ItemSurvey]) -> tuple[tuple[ItemSurvey, ...], ...]:
    """The undecided items in groups that share an unknown, directly or through others; pack order is kept."""
    groups: list[tuple[set[str], list[ItemSurvey]]] = []
    for survey in surveys:
        if survey.score.decided:
            continue
        merged: tuple[set[str], list[ItemSurvey]] = (set(survey.free), [survey])
        apart = []
        for group in groups:
            if group[0].isdisjoint(merged[0]):
                apart.append(group)
            else:
                merged = (group[0] | merged[0], group[1] + merged[1])
        groups = [*apart, merged]
    return tuple(tuple(members) for _, members in groups)


def sum_ranges(
    criteria: Criteria,
    group: Sequence[ItemSurvey],
    parts: Sequence[frozenset[str]],
    stated: Mapping[str, Value],
    settled: Mapping[str, Value],
    rulebook: Rulebook,
    cell_limit: int,
) -> tuple[tuple[Range, ...], bool]:
    """For each part (a set of item ids) the range of the sum of the group's items in it, and whether it is exact.

    Items of one group are enumerated together, because their worst cases need not happen together.
    """
    if len(group) > 1 and all(survey.exact for survey in group):
        worlds = _enumerated(space_of(criteria, [survey.item for survey in group], stated, settled), cell_limit)
        if worlds:
            rows = [{survey.item.id: _score(survey.item, world, rulebook) for survey in group} for world in worlds]
            sums = [[sum((row[i] for i in row if i in part), ZERO) for row in rows] for part in parts]
            return tuple(Range(low=min(column), high=max(column)) for column in sums), True
    added = tuple(
        Range(
            low=sum((survey.score.low for survey in group if survey.item.id in part), ZERO),
            high=sum((survey.score.high for survey in group if survey.item.id in part), ZERO),
        )
        for part in parts
    )
    return added, len(group) == 1 and group[0].exact


def _score(item: Item, world: World, rulebook: Rulebook) -> Fraction:
    return final_score(item, tuple(clause_result(clause, item, world.values, rulebook) for clause in item.clauses))


def _enumerated(space: Space, limit: int) -> list[World]:
    """All worlds of a space, or none where they are too many or only a sample."""
    worlds = Worlds(space)
    found: list[World] = []
    for world in worlds:
        if len(found) >= limit:
            return []
        found.append(world)
    return found if worlds.exact else []


def _decided(item: Item, result: ItemResult) -> ItemSurvey:
    clauses = tuple(_clause_survey((found,)) for found in result.clauses)
    score = Range(low=result.score, high=result.score)
    return ItemSurvey(
        item=item, score=score, worst=result, best=result, clauses=clauses, free=(), unknown=(), exact=True
    )


def _bounded(item: Item, space: Space, settled: Mapping[str, Value], rulebook: Rulebook) -> ItemSurvey:
    worst, best, nominals = bounds_of(item, settled, rulebook)
    states = [clause_result(clause, item, settled, rulebook).state for clause in item.clauses]
    free = tuple(space.free)
    decided = worst.score == best.score
    return ItemSurvey(
        item=item,
        score=Range(low=worst.score, high=best.score),
        worst=worst,
        best=best,
        clauses=tuple(ClauseSurvey(state=s, nominal=n) for s, n in zip(states, nominals, strict=True)),
        free=free,
        unknown=() if decided else free,
        exact=decided,
    )


def _with_ledger(item: Item, results: tuple[ClauseResult, ...]) -> ItemResult:
    score, ledger = apply_clauses(item, results)
    return ItemResult(score=score, clauses=results, ledger=ledger)


def _clause_survey(results: Sequence[ClauseResult]) -> ClauseSurvey:
    states = {result.state for result in results}
    nominals = [result.nominal for result in results]
    low, high = min(nominals), max(nominals)
    state = states.pop() if len(states) == 1 and low == high else OutcomeState.UNKNOWN
    return ClauseSurvey(state=state, nominal=Range(low=low, high=high))
