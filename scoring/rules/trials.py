"""What some items would score under given answers: the question that every what-if asks.

`evaluate` makes a whole card; a trial gives the range of a few items only, and so can be asked thousands of times.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from scoring.lang import Value
from scoring.model.criteria import Criteria, Item
from scoring.model.scorecard import Range
from scoring.rules.inputs import Answers, answers_of, resolve
from scoring.rules.items import ZERO, scenario_score
from scoring.rules.joint import sharing
from scoring.rules.rulebook import rulebook_of
from scoring.rules.scenarios import scenarios_of
from scoring.rules.scorers import scorer_of
from scoring.rules.space import Space, space_of
from scoring.rules.stages import Staged, staged_totals, survey_stages
from scoring.rules.surveys import bounds_of

__all__ = ["Trial", "staged_trial", "trial"]


class Trial(Struct, frozen=True, kw_only=True):
    """The range of the items' sum over everything that is unknown. `exact`: both ends can be reached, else they are
    bounds; `scenarios` is how many cases were looked at."""

    score: Range
    exact: bool
    scenarios: int


def trial(criteria: Criteria, items: Sequence[Item], stated: Mapping[str, Value], *, scenario_limit: int) -> Trial:
    """The sum of `items` where `stated` holds the answers, references and switched interpretations.

    Items that share an unknown are looked at together, because their worst cases need not meet. Past `scenario_limit`
    scenarios the ends are bounds.
    """
    book = rulebook_of(criteria)
    resolved = resolve(book.resolving_of(book.involved(items)), stated)
    answers = answers_of(criteria, stated, scenario_limit, resolved)
    decided, undecided = ZERO, []
    for item in items:
        if answers.knows(item):
            decided += scenario_score(item, answers.resolved, answers.rulebook)
        else:
            undecided.append((item, space_of(criteria, (item,), stated, answers.resolved)))
    low, high, exact, count = decided, decided, True, 1
    for group in sharing(undecided, lambda one: one[1].free):
        members = tuple(item for item, _ in group)
        space = group[0][1] if len(group) == 1 else space_of(criteria, members, stated, answers.resolved)
        scores = _scores(members, space, answers)
        if scores:
            low, high, count = low + min(scores), high + max(scores), max(count, len(scores))
            continue
        ends = [_alone(item, own, answers) for item, own in group]
        low += sum((found.low for found, _ in ends), ZERO)
        high += sum((found.high for found, _ in ends), ZERO)
        exact &= len(ends) == 1 and ends[0][1]
        count = max(count, scenario_limit)
    return Trial(score=Range(low=low, high=high), exact=exact, scenarios=count)


def staged_trial(criteria: Criteria, stated: Mapping[str, Value], *, scenario_limit: int) -> tuple[Trial, Staged]:
    """The total of a pack in which rules look at points, and what came before it; no item is scored by units."""
    staged = survey_stages(answers_of(criteria, stated, scenario_limit), lambda _item: None)
    found = staged_totals(staged)
    return Trial(score=found.total, exact=found.exact, scenarios=1), staged


def _scores(items: Sequence[Item], space: Space, answers: Answers) -> list[Fraction]:
    """The sum of the items in every scenario; empty where these are too many or only a sample."""
    known = [scorer_of(item, answers.rulebook) for item in items]
    scenarios = scenarios_of(space, answers.scenario_limit)
    return [sum((one.counted(scenario.values) for one in known), ZERO) for scenario in scenarios]


def _alone(item: Item, space: Space, answers: Answers) -> tuple[Range, bool]:
    scores = _scores((item,), space, answers)
    if scores:
        return Range(low=min(scores), high=max(scores)), True
    worst, best, _ = bounds_of(item, answers.resolved, answers.rulebook)
    return Range(low=worst.score, high=best.score), worst.score == best.score
