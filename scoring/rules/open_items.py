"""Items with missing answers: every world is scored, or bounds are given.

Imported only where something is missing: a complete submission does not pay for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from scoring.lang import Value
from scoring.model.criteria import Criteria, Item
from scoring.model.scorecard import Range
from scoring.rules.bounds import bounds_of
from scoring.rules.effects import ZERO
from scoring.rules.items import ClauseResult, ItemResult, Rulebook, apply_clauses, clause_results, final_score
from scoring.rules.matters import matters
from scoring.rules.space import Space, space_of
from scoring.rules.surveys import ClauseSurvey, ItemSurvey, clause_survey
from scoring.rules.worlds import World, Worlds

__all__ = ["joint_sums", "survey_open"]


def survey_open(
    criteria: Criteria,
    item: Item,
    stated: Mapping[str, Value],
    settled: Mapping[str, Value],
    rulebook: Rulebook,
    cell_limit: int,
) -> ItemSurvey:
    """Survey an item with something missing; bounds past `cell_limit` worlds or where cells are only sampled."""
    space = space_of(criteria, (item,), stated, settled)
    worlds = _enumerated(space, cell_limit)
    if not worlds:
        return _bounded(item, space, settled, rulebook)
    outcomes = [clause_results(item, world.values, rulebook) for world in worlds]
    scores = [final_score(item, results) for results in outcomes]
    low, high = min(scores), max(scores)
    worst, best = scores.index(low), scores.index(high)
    return ItemSurvey(
        item=item,
        score=Range(low=low, high=high),
        worst=_with_ledger(item, outcomes[worst]),
        best=_with_ledger(item, outcomes[best]),
        clauses=tuple(clause_survey(results) for results in zip(*outcomes, strict=True)),
        free=tuple(space.free),
        unknown=() if low == high else matters(item, space, worlds, scores),
        exact=True,
        worst_world=worlds[worst],
        best_world=worlds[best],
    )


def joint_sums(
    criteria: Criteria,
    items: Sequence[Item],
    parts: Sequence[frozenset[str]],
    stated: Mapping[str, Value],
    settled: Mapping[str, Value],
    rulebook: Rulebook,
    cell_limit: int,
) -> tuple[Range, ...] | None:
    """The exact range of the sum of `items` within each part, enumerated together; None where that cannot be done."""
    worlds = _enumerated(space_of(criteria, items, stated, settled), cell_limit)
    if not worlds:
        return None
    rows = [{item.id: _score(item, world, rulebook) for item in items} for world in worlds]
    sums = [[sum((row[i] for i in row if i in part), ZERO) for row in rows] for part in parts]
    return tuple(Range(low=min(column), high=max(column)) for column in sums)


def _score(item: Item, world: World, rulebook: Rulebook) -> Fraction:
    return final_score(item, clause_results(item, world.values, rulebook))


def _enumerated(space: Space, limit: int) -> list[World]:
    """All worlds of a space, or none where they are too many or only a sample."""
    worlds = Worlds(space)
    found: list[World] = []
    for world in worlds:
        if len(found) >= limit:
            return []
        found.append(world)
    return found if worlds.exact else []


def _bounded(item: Item, space: Space, settled: Mapping[str, Value], rulebook: Rulebook) -> ItemSurvey:
    worst, best, nominals = bounds_of(item, settled, rulebook)
    states = [result.state for result in clause_results(item, settled, rulebook)]
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
