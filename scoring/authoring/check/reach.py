"""The least and the most points that items, sections and the index can reach, with the answers that reach them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from operator import itemgetter

from msgspec.structs import replace

from scoring.authoring.check.cases import (
    Cases,
    Reading,
    enumerate_scenarios,
    join_witnesses,
    rulebook_of,
    switched,
    witness_of,
)
from scoring.authoring.check.model import ReachedPoints, ReadingReach, SectionReach, Witness
from scoring.lang import Absent
from scoring.model.criteria import Criteria, Item
from scoring.model.totals import Take
from scoring.rules import Scenario, answers_of, resolve_inputs
from scoring.rules.joint import connected, sharing
from scoring.rules.scorers import scorer_of
from scoring.rules.surveys import bounds_of
from scoring.rules.totals import sums_only, totals
from scoring.rules.units import survey_of

__all__ = ["differing", "reading_reaches", "section_reaches"]

ZERO = Fraction(0)


def _item_reach(criteria: Criteria, item: Item, cases: Cases) -> ReachedPoints:
    """The reach of one item under one reading; bounds where the cases are a sample."""
    scores = cases.scores
    if not cases.exact:
        resolved = resolve_inputs(criteria, cases.reading)
        worst, best, _ = bounds_of(item, resolved, rulebook_of(criteria))
        low, high = worst.score, best.score
        exact = bool(scores) and low == min(scores) and high == max(scores)
    else:
        low, high, exact = min(scores), max(scores), True
    return ReachedPoints(
        low=low,
        high=high,
        exact=exact,
        lowest=_meeting(criteria, cases, low),
        highest=_meeting(criteria, cases, high),
    )


def _meeting(criteria: Criteria, cases: Cases, score: Fraction) -> Witness | None:
    """The plainest of the cases that reach `score`: no negative quantity and little 不适用 where it can be helped."""
    found = [scenario for scenario, reached in zip(cases.scenarios, cases.scores, strict=True) if reached == score]
    return witness_of(criteria, min(found, key=lambda scenario: _oddness(criteria, scenario)), score) if found else None


def _oddness(criteria: Criteria, scenario: Scenario) -> tuple[int, int]:
    """How many quantities are negative, and how many answers and ratios are 不适用 (questions not asked aside)."""
    negative = sum(isinstance(value, Fraction) and value < 0 for value in scenario.values.values())
    known = criteria.facts_by_name
    ratios = [name for name in scenario.values if name in known and known[name].derive is not None]
    return negative, sum(isinstance(scenario.values[name], Absent) for name in (*scenario.regions, *ratios))


Clusters = dict[tuple[int, ...], ReachedPoints]
"""What items that share an unknown reach together, by their cases."""


def section_reaches(
    criteria: Criteria, by_item: Sequence[tuple[Item, Sequence[tuple[Cases, ReachedPoints]]]], limit: int
) -> tuple[SectionReach, ...]:
    """Each section and the whole index, under the defaults and for each single option that changes an item's reach."""
    if not sums_only(criteria):
        return _combined(criteria, [item for item, _ in by_item], limit)
    default = {item.id: found[0] for item, found in by_item}
    changes = [
        (item.id, cases, reach)
        for item, found in by_item
        for cases, reach in found[1:]
        if len(cases.switched) == 1 and (reach.low, reach.high) != (found[0][1].low, found[0][1].high)
    ]
    items = [item for item, _ in by_item]
    parts = [(section, {item.id for item in section.items}) for section in criteria.sections]
    whole = (None, {item.id for item in items})
    known: Clusters = {}
    result = []
    for section, ids in [*parts, whole]:
        members = [item for item in items if item.id in ids]
        readings = [ReadingReach(switched=(), reach=_sum(criteria, members, default, limit, known))]
        for item_id, cases, reach in changes:
            if item_id in ids:
                total = _sum(criteria, members, {**default, item_id: (cases, reach)}, limit, known)
                readings.append(ReadingReach(switched=cases.switched, reach=total))
        points = criteria.points if section is None else section.points
        result.append(SectionReach(section=section, points=points, readings=tuple(readings)))
    return tuple(result)


def _combined(criteria: Criteria, items: Sequence[Item], limit: int) -> tuple[SectionReach, ...]:
    """Sections and total of a pack in which they are more than sums, under the defaults: what an empty submission
    could still come to."""
    answers = answers_of(criteria, {}, limit)
    surveys = [survey_of(item, None, answers) for item in items]
    found = totals(criteria, surveys, any(len(group) > 1 for group in connected(surveys)))
    ranges = [*zip(criteria.sections, found.sections, strict=True), (None, found.total)]
    result = []
    for section, score in ranges:
        full = criteria.points if criteria.scale is None else criteria.scale
        reach = ReachedPoints(low=score.low, high=score.high, exact=found.exact, lowest=None, highest=None)
        points = full if section is None else section.points
        result.append(SectionReach(section=section, points=points, readings=(ReadingReach(switched=(), reach=reach),)))
    return tuple(result)


def _sum(
    criteria: Criteria,
    members: Sequence[Item],
    chosen: dict[str, tuple[Cases, ReachedPoints]],
    limit: int,
    known: Clusters,
) -> ReachedPoints:
    found = [(item, *chosen[item.id]) for item in members]
    parts = []
    for cluster in sharing(found, lambda one: one[1].free):
        key = tuple(id(cases) for _, cases, _ in cluster)
        if key not in known:
            known[key] = _cluster_reach(criteria, cluster, limit)
        parts.append(known[key])
    lows, highs = [part.lowest for part in parts], [part.highest for part in parts]
    return ReachedPoints(
        low=sum((part.low for part in parts), ZERO),
        high=sum((part.high for part in parts), ZERO),
        exact=all(part.exact for part in parts),
        lowest=join_witnesses([one for one in lows if one is not None]) if None not in lows else None,
        highest=join_witnesses([one for one in highs if one is not None]) if None not in highs else None,
    )


def _cluster_reach(criteria: Criteria, group: list[tuple[Item, Cases, ReachedPoints]], limit: int) -> ReachedPoints:
    """Items that share an unknown are gone through together, because their worst cases need not go together."""
    if len(group) == 1:
        return group[0][2]
    reading: Reading = {name: option for _, cases, _ in group for name, option in cases.reading.items()}
    for _, cases, _ in group:
        reading = {**reading, **dict(cases.switched)}
    items = [item for item, _, _ in group]
    near = rulebook_of(criteria).near(items)
    scenarios, exact, _ = enumerate_scenarios(near, items, reading, limit)
    if not exact:
        low = sum((reach.low for _, _, reach in group), ZERO)
        high = sum((reach.high for _, _, reach in group), ZERO)
        return ReachedPoints(low=low, high=high, exact=False, lowest=None, highest=None)
    rulebook = rulebook_of(near)
    known = [scorer_of(item, rulebook) for item, _, _ in group]
    scored = [(sum((one.both(scenario.values)[1] for one in known), ZERO), scenario) for scenario in scenarios]
    (low, first), (high, last) = min(scored, key=itemgetter(0)), max(scored, key=itemgetter(0))
    return ReachedPoints(
        low=low,
        high=high,
        exact=True,
        lowest=witness_of(near, first, low),
        highest=witness_of(near, last, high),
    )


def reading_reaches(criteria: Criteria, item: Item, every: Sequence[Cases]) -> list[tuple[Cases, ReachedPoints]]:
    """The reach under each reading, in their order."""
    return [(cases, _of_units(criteria, item, _item_reach(criteria, item.of_unit, cases))) for cases in every]


def _of_units(criteria: Criteria, item: Item, unit: ReachedPoints) -> ReachedPoints:
    """The reach of an item from that of a unit: a mean reaches as far; a sum of any number of units as far as the item's
    points let it, and either as far as no units do, where no single unit's answers are a witness."""
    if item.each is None:
        return unit
    low, high = unit.low, unit.high
    if item.each.take is Take.SUM:
        low = min(item.made_one([unit.low]), _many(item, unit.low))
        high = max(item.made_one([unit.high]), _many(item, unit.high))
    nothing = item.of_nothing if item.each.may_be_none(criteria.facts_by_name) else None
    if nothing is not None:
        low, high = min(low, nothing), max(high, nothing)
    return replace(
        unit,
        low=low,
        high=high,
        lowest=unit.lowest if low == unit.low else None,
        highest=unit.highest if high == unit.high else None,
    )


def _many(item: Item, score: Fraction) -> Fraction:
    """The sum of so many units with that score that one more makes no difference."""
    one, two = item.made_one([score]), item.made_one([score, score])
    return one if one == two else item.points if two > one else ZERO


def differing(found: Sequence[tuple[Cases, ReachedPoints]], criteria: Criteria) -> tuple[ReadingReach, ...]:
    """The defaults, and the readings with a different reach; not those that switch more options to the same end."""
    first = found[0][1]
    kept = [ReadingReach(switched=(), reach=first)]
    for cases, reach in sorted(found[1:], key=lambda one: len(one[0].switched)):
        if (reach.low, reach.high) == (first.low, first.high):
            continue
        less = (one for one in kept if set(one.switched) <= set(cases.switched))
        if not any((one.reach.low, one.reach.high) == (reach.low, reach.high) for one in less):
            kept.append(ReadingReach(switched=switched(criteria, cases.reading), reach=reach))
    return tuple(kept)
