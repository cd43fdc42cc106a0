"""The exact range of items and of sums of items that share an unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from scoring.lang import UNKNOWN, Value
from scoring.model.criteria import Criteria, Item
from scoring.model.scorecard import Range
from scoring.rules.effects import ZERO
from scoring.rules.items import Rulebook, clause_reads
from scoring.rules.surveys import ClauseSurvey, ItemSurvey, survey_decided

__all__ = ["ClauseSurvey", "ItemSurvey", "connected", "sum_ranges", "survey_item"]


def survey_item(
    criteria: Criteria,
    item: Item,
    stated: Mapping[str, Value],
    resolved: Mapping[str, Value],
    rulebook: Rulebook,
    scenario_limit: int,
) -> ItemSurvey:
    """Survey one item; past `scenario_limit` scenarios, or where regions cannot be told apart exactly, bounds are given."""
    if all(resolved.get(name, UNKNOWN) is not UNKNOWN for name in clause_reads(item)):
        return survey_decided(item, resolved, rulebook)
    from scoring.rules.open_items import survey_open

    return survey_open(criteria, item, stated, resolved, rulebook, scenario_limit)


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
    resolved: Mapping[str, Value],
    rulebook: Rulebook,
    scenario_limit: int,
) -> tuple[tuple[Range, ...], bool]:
    """For each part (a set of item ids) the range of the sum of the group's items in it, and whether it is exact.

    Items of one group are enumerated together, because their worst cases need not happen together.
    """
    if len(group) > 1 and all(survey.exact for survey in group):
        from scoring.rules.open_items import joint_sums

        items = [survey.item for survey in group]
        ranges = joint_sums(criteria, items, parts, stated, resolved, rulebook, scenario_limit)
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
