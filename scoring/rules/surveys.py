"""An item over all its scenarios: scored in each, or within sound bounds; and sums of items that share an unknown."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import asdict

from scoring.lang import Value
from scoring.model.amounts import Judged
from scoring.model.clauses import Clause, Effect
from scoring.model.criteria import Item, NotApplicablePolicy
from scoring.model.scorecard import LineKind, OutcomeState, Range, UnitScore
from scoring.model.totals import Treatment
from scoring.rules.amounts import full_amount, smooth
from scoring.rules.inputs import Answers
from scoring.rules.items import (
    ACTING,
    NOT_APPLIED,
    ZERO,
    ClauseResult,
    ItemResult,
    applies_to,
    brought_to,
    clause_results,
    item_result,
    score_item,
    signed,
)
from scoring.rules.rulebook import Rulebook
from scoring.rules.scenarios import Scenario, matters, scenarios_of
from scoring.rules.scorers import scorer_of
from scoring.rules.space import Space, space_of

__all__ = [
    "Bounds",
    "ClauseSurvey",
    "ItemRange",
    "ItemSurvey",
    "bounds_of",
    "clause_survey",
    "counted",
    "range_item",
    "survey_decided",
    "survey_item",
]


class ClauseSurvey(Struct, frozen=True, kw_only=True):
    """A clause over all scenarios: the state they share (else UNKNOWN) and the range of its nominal points."""

    state: OutcomeState
    nominal: Range


class ItemRange(Struct, frozen=True, kw_only=True):
    """The points of an item over all scenarios.

    score: what it gets where it is assessed; both ends are reached where `exact`
    free: all its unknowns
    applies: whether it is assessed (None: open)
    together: whether the ends of the score and of what reaches beyond the item can come about in one scenario
    """

    item: Item
    score: Range
    clauses: tuple[ClauseSurvey, ...]
    free: tuple[str, ...]
    exact: bool
    applies: bool | None = True
    together: bool = True


class ItemSurvey(ItemRange, frozen=True, kw_only=True):
    """An item over all scenarios, with how its points come about.

    worst, best: the results at both ends; of reachable scenarios when `exact`
    unknown: the unknowns that matter (see `scenarios.matters`)
    nothing: whether it is scored unit by unit and has no unit
    """

    worst: ItemResult
    best: ItemResult
    unknown: tuple[str, ...]
    worst_scenario: Scenario | None = None
    best_scenario: Scenario | None = None
    units: tuple[UnitScore, ...] = ()
    nothing: bool = False


def counted(survey: ItemRange, score: Range, absent: Treatment) -> Range:
    """What the item counts for, where it gets `score` if it is assessed."""
    full = survey.item.left_out(absent)
    if survey.applies is False:
        return Range(low=full, high=full)
    if survey.applies is None and (survey.item.absent or absent) in (Treatment.FULL, Treatment.ZERO):
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


Bounds = tuple[ItemResult, ItemResult, tuple[Range, ...]]
"""The worst and the best result, and the range of each clause's nominal points."""


def bounds_of(item: Item, resolved: Mapping[str, Value], rulebook: Rulebook) -> Bounds:
    """Bounds of `item` where `resolved` may hold UNKNOWN."""
    most = _ceiling(item, rulebook)
    worst: list[ClauseResult] = []
    best: list[ClauseResult] = []
    ranges: list[Range] = []
    open_sets: list[int] = []
    results = clause_results(item, resolved, rulebook)
    for clause, result in zip(item.clauses, results, strict=True):
        if result.state is OutcomeState.UNKNOWN:
            full = full_amount(clause, item, rulebook.fact)
            unlimited = most if clause.own else rulebook.far
            points = signed(clause.effect, unlimited if full is None else full)
            low, high = min(points, ZERO), max(points, ZERO)
        else:
            low = high = result.nominal
        ranges.append(Range(low=low, high=high))
        worst.append(_taken(clause, result, low))
        best.append(_taken(clause, result, high))
        if clause.effect is Effect.SET and result.state is OutcomeState.UNKNOWN:
            open_sets.append(len(worst) - 1)
    lowest = min((item_result(item, one) for one in _by_first_set(worst, open_sets)), key=lambda result: result.score)
    highest = max((item_result(item, one) for one in _by_first_set(best, open_sets)), key=lambda result: result.score)
    unknown = any(result.state is OutcomeState.UNKNOWN for result in results)
    if unknown and rulebook.not_applicable is NotApplicablePolicy.RESCALE:
        # Whatever turns out not to apply is made up for by the others, which may move the score either way.
        kind = LineKind.RESCALE
        return brought_to(lowest, ZERO, kind), brought_to(highest, item.points, kind), tuple(ranges)
    return lowest, highest, tuple(ranges)


def _by_first_set(taken: list[ClauseResult], open_sets: list[int]) -> Iterator[list[ClauseResult]]:
    """An amount that is set closes the item, so which of the undecided ones comes first makes all the difference: each
    of them in turn, or none."""
    for first in (*open_sets, None):
        yield [NOT_APPLIED if at in open_sets and at != first else one for at, one in enumerate(taken)]


def _ceiling(item: Item, rulebook: Rulebook) -> Fraction:
    """Points enough to bring the item to its floor or cap whatever the other clauses do."""
    fulls = (full_amount(clause, item, rulebook.fact) for clause in item.clauses)
    return item.points + sum((full for full in fulls if full is not None), ZERO)


def _taken(clause: Clause, result: ClauseResult, nominal: Fraction) -> ClauseResult:
    """An undecided clause pinned to one end; what is decided stays as it is."""
    if result.state is not OutcomeState.UNKNOWN:
        return result
    applied = clause.effect is not Effect.FORFEIT or nominal != 0
    return ClauseResult(state=OutcomeState.APPLIED if applied else OutcomeState.NOT_APPLIED, nominal=nominal)


class _Seen(Struct, frozen=True, kw_only=True):
    """An item in each scenario: whether it is assessed, what its clauses make, its score; and the scores that count."""

    space: Space
    scenarios: Sequence[Scenario]
    assessed: Sequence[bool]
    outcomes: Sequence[tuple[ClauseResult, ...]]
    scores: Sequence[Fraction]
    counted: Sequence[Fraction]


def _seen(item: Item, answers: Answers, space: Space) -> _Seen | None:
    """None past the limit of scenarios or where regions are only sampled."""
    scenarios = scenarios_of(space, answers.scenario_limit)
    if not scenarios:
        return None
    known = scorer_of(item, answers.rulebook)
    outcomes, scores = zip(*(known.both(scenario.values) for scenario in scenarios), strict=True)
    assessed = [item.applies is None or applies_to(item, scenario.values) is True for scenario in scenarios]
    counted = [score for score, counts in zip(scores, assessed, strict=True) if counts] or scores
    return _Seen(space=space, scenarios=scenarios, assessed=assessed, outcomes=outcomes, scores=scores, counted=counted)


def _range_of(item: Item, seen: _Seen) -> ItemRange:
    assessed = seen.assessed
    met = (
        seen.outcomes if all(assessed) else [one for one, counts in zip(seen.outcomes, assessed, strict=True) if counts]
    )
    return ItemRange(
        item=item,
        score=Range(low=min(seen.counted), high=max(seen.counted)),
        clauses=tuple(clause_survey(results) for results in zip(*_distinct(seen.outcomes), strict=True)),
        free=seen.space.asked(seen.space.free),
        exact=True,
        applies=assessed[0] if len(set(assessed)) == 1 else None,
        together=_together(item, seen.counted, met),
    )


def _survey_open(item: Item, answers: Answers) -> ItemSurvey:
    """Survey an item with something missing; bounds where not every scenario can be seen."""
    space = space_of(answers.criteria, (item,), answers.stated, answers.resolved)
    seen = _seen(item, answers, space)
    if seen is None:
        return _bounded(item, space, answers.resolved, answers.rulebook)
    found = _range_of(item, seen)
    worst, best = (_first(seen.scores, end, seen.assessed) for end in (found.score.low, found.score.high))
    rows: list[tuple[Hashable, ...]] = [
        (score if counts else None, *_beyond(item, results))
        for score, counts, results in zip(seen.scores, seen.assessed, seen.outcomes, strict=True)
    ]
    return ItemSurvey(
        **asdict(found),
        worst=item_result(item, seen.outcomes[worst]),
        best=item_result(item, seen.outcomes[best]),
        unknown=space.asked(_unknown(item, space, seen.scenarios, rows)),
        worst_scenario=seen.scenarios[worst],
        best_scenario=seen.scenarios[best],
    )


def range_item(item: Item, answers: Answers) -> ItemRange:
    """The points of an item, where nothing else is wanted; as `survey_item`."""
    if answers.knows(item):
        results, score = scorer_of(item, answers.rulebook).both(answers.resolved)
        return ItemRange(
            item=item,
            score=Range(low=score, high=score),
            clauses=tuple(clause_survey((found,)) for found in results),
            free=(),
            exact=True,
            applies=applies_to(item, answers.resolved),
        )
    space = space_of(answers.criteria, (item,), answers.stated, answers.resolved)
    seen = _seen(item, answers, space)
    return _bounded(item, space, answers.resolved, answers.rulebook) if seen is None else _range_of(item, seen)


def _distinct(outcomes: Sequence[tuple[ClauseResult, ...]]) -> list[tuple[ClauseResult, ...]]:
    """Each outcome once; equal ones are one object, see `scorers`."""
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


def _bounded(item: Item, space: Space, resolved: Mapping[str, Value], rulebook: Rulebook) -> ItemSurvey:
    worst, best, nominals = bounds_of(item, resolved, rulebook)
    states = [result.state for result in clause_results(item, resolved, rulebook)]
    free = space.asked(space.free)
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


def survey_item(item: Item, answers: Answers) -> ItemSurvey:
    """Survey one item; past the limit of scenarios, or where regions cannot be told apart exactly, bounds are given.

    A survey hangs on what is stated of the item's names and on nothing else, so it is made once for that.
    """

    def survey() -> ItemSurvey:
        decided = answers.knows(item)
        return survey_decided(item, answers.resolved, answers.rulebook) if decided else _survey_open(item, answers)

    return answers.remembered(id(item), answers.rulebook.involved_in(item), survey)
