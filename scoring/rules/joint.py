"""Items that hang on the same unknown: their sums, gone through together, because their worst cases need not meet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeVar

from scoring.model.criteria import Item
from scoring.model.scorecard import Range
from scoring.rules.inputs import Answers
from scoring.rules.items import ZERO
from scoring.rules.scenarios import scenarios_of
from scoring.rules.scorers import scorer_of
from scoring.rules.space import space_of
from scoring.rules.surveys import ItemRange
from scoring.rules.unions import Unions

__all__ = ["connected", "joint_sums", "sharing", "sum_ranges"]

T = TypeVar("T")
AnyRange = TypeVar("AnyRange", bound=ItemRange)


def sharing(members: Iterable[T], unknowns: Callable[[T], Iterable[str]]) -> list[list[T]]:
    """The members in groups that share an unknown, directly or through others."""
    unions, found = Unions(), [(member, tuple(unknowns(member))) for member in members]
    for _, names in found:
        for name in names:
            unions.join(names[0], name)
    groups: dict[str | int, list[T]] = {}
    for at, (member, names) in enumerate(found):
        groups.setdefault(unions.root(names[0]) if names else at, []).append(member)
    return list(groups.values())


def connected(surveys: Iterable[AnyRange]) -> list[list[AnyRange]]:
    """The undecided items in groups that share an unknown."""
    return sharing((survey for survey in surveys if not survey.score.decided), lambda survey: survey.free)


def sum_ranges(
    group: Sequence[ItemRange], parts: Sequence[Collection[str]], answers: Answers
) -> tuple[tuple[Range, ...], bool]:
    """For each part (a set of item ids) the range of the sum of the group's items in it, and whether it is exact.

    Items of one group are enumerated together, because their worst cases need not happen together.
    """
    if len(group) > 1 and all(survey.exact for survey in group):
        ranges = joint_sums([survey.item for survey in group], parts, answers)
        if ranges is not None:
            return ranges, True
    added = tuple(
        Range(
            low=sum((survey.score.low for survey in group if survey.item.id in part), ZERO),
            high=sum((survey.score.high for survey in group if survey.item.id in part), ZERO),
        )
        for part in parts
    )
    return added, len(group) == 1 and group[0].exact


def joint_sums(items: Sequence[Item], parts: Sequence[Collection[str]], answers: Answers) -> tuple[Range, ...] | None:
    """The exact range of the sum of `items` within each part, enumerated together; None where that cannot be done."""
    kept = tuple(items)

    def sums() -> tuple[tuple[Item, ...], tuple[Range, ...] | None]:
        return kept, _joint_sums(kept, parts, answers)

    what = ("joint", *map(id, kept), *map(frozenset, parts))
    return answers.remembered(what, answers.rulebook.involved(kept), sums)[1]


def _joint_sums(items: Sequence[Item], parts: Sequence[Collection[str]], answers: Answers) -> tuple[Range, ...] | None:
    space = space_of(answers.criteria, items, answers.stated, answers.resolved)
    scenarios = scenarios_of(space, answers.scenario_limit)
    if not scenarios:
        return None
    known = {item.id: scorer_of(item, answers.rulebook) for item in items}
    rows = [{name: one.counted(scenario.values) for name, one in known.items()} for scenario in scenarios]
    sums = [[sum((row[i] for i in row if i in part), ZERO) for row in rows] for part in parts]
    return tuple(Range(low=min(column), high=max(column)) for column in sums)
