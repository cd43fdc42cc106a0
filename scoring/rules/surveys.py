"""What is found about an item over all its scenarios, as data; and the plain case of an item that has only one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from scoring.lang import Value
from scoring.model.criteria import Item, Treatment
from scoring.model.scorecard import OutcomeState, Range, UnitScore
from scoring.rules.effects import ZERO
from scoring.rules.items import ClauseResult, ItemResult, Rulebook, applies_to, score_item
from scoring.rules.scenarios import Scenario

__all__ = ["ClauseSurvey", "ItemSurvey", "clause_survey", "counted", "survey_decided"]


class ClauseSurvey(Struct, frozen=True, kw_only=True):
    """A clause over all scenarios: the state they share (else UNKNOWN) and the range of its nominal points."""

    state: OutcomeState
    nominal: Range


class ItemSurvey(Struct, frozen=True, kw_only=True):
    """An item over all scenarios. `worst` and `best` are of reachable scenarios when `exact`; `free` are all its unknowns,
    `unknown` those that matter (see `matters`)."""

    item: Item
    score: Range
    worst: ItemResult
    best: ItemResult
    clauses: tuple[ClauseSurvey, ...]
    free: tuple[str, ...]
    unknown: tuple[str, ...]
    exact: bool
    worst_scenario: Scenario | None = None
    best_scenario: Scenario | None = None
    applies: bool | None = True
    """Whether the item is assessed (None: open); the score is what it gets where it is."""
    together: bool = True
    """Whether the ends of the score and of what reaches beyond the item can come about in one scenario."""
    units: tuple[UnitScore, ...] = ()
    nothing: bool = False
    """Whether the item is scored unit by unit and has no unit."""


def counted(survey: ItemSurvey, score: Range, absent: Treatment) -> Range:
    """What the item counts for, where it gets `score` if it is assessed."""
    full = survey.item.points if absent is Treatment.FULL else ZERO
    if survey.applies is False:
        return Range(low=full, high=full)
    if survey.applies is None and absent in (Treatment.FULL, Treatment.ZERO):
        return Range(low=min(full, score.low), high=max(full, score.high))
    return score


def survey_decided(item: Item, resolved: Mapping[str, Value], rulebook: Rulebook) -> ItemSurvey:
    """Survey an item all of whose names are known."""
    result = score_item(item, resolved, rulebook)
    clauses = tuple(clause_survey((found,)) for found in result.clauses)
    score = Range(low=result.score, high=result.score)
    return ItemSurvey(
        item=item,
        score=score,
        worst=result,
        best=result,
        clauses=clauses,
        free=(),
        unknown=(),
        exact=True,
        applies=applies_to(item, resolved),
    )


def clause_survey(results: Sequence[ClauseResult]) -> ClauseSurvey:
    """What the results of one clause in every scenario have in common."""
    states = {result.state for result in results}
    nominals = [result.nominal for result in results]
    low, high = min(nominals), max(nominals)
    state = states.pop() if len(states) == 1 and low == high else OutcomeState.UNKNOWN
    return ClauseSurvey(state=state, nominal=Range(low=low, high=high))
