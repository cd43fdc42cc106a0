"""Which better answers a fact could be moved to: the regions that the rules tell apart.

A region is a region of the engine's analysis. Where the fact is compared with something that is not known yet, the move
is put relative to that ("不低于全省平均"), because no fixed number is sure to be enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from scoring.advice.improve.model import Follow, FollowKind, Move
from scoring.advice.improve.words import region_text
from scoring.base.text import number_text
from scoring.lang import NOT_APPLICABLE, UNKNOWN, Value
from scoring.lang.saying import value_text
from scoring.model.criteria import Criteria
from scoring.model.facts import Better, Fact, FactType
from scoring.rules.choosing import Chooser
from scoring.rules.regions import Domain, Region, number_of
from scoring.rules.space import Space

__all__ = ["Options", "is_fixable", "judged_values", "name_region", "options_of"]


class Options(Struct, frozen=True, kw_only=True):
    """The moves of one fact, the smallest first; `regions` the region of each (None for one that follows an unknown).

    `tied` is True where the moves may not be all there are, because the fact is bound to another that moves too.
    """

    fact: Fact
    domain: Domain
    moves: tuple[Move, ...]
    regions: tuple[Region | None, ...]
    tied: bool


def is_fixable(fact: Fact | None, stated: Mapping[str, Value]) -> bool:
    """Whether a city can set out to change this answer: the pack says which way is better, it is no judgement, not
    computed from others, not 不适用, and nothing that has happened already."""
    if fact is None or fact.better is None or fact.derive is not None or fact.type is FactType.JUDGED:
        return False
    present = stated.get(fact.name, UNKNOWN)
    return present is not NOT_APPLICABLE and (present is UNKNOWN or not fact.past)


def options_of(
    fact: Fact, space: Space, fixable: frozenset[str], stated: Mapping[str, Value], known: Mapping[str, Value]
) -> Options:
    """The better regions of `fact`. In `space` every fixable fact is open; `known` are the settled present values."""
    domain = space.free[fact.name]
    present = stated.get(fact.name, UNKNOWN)
    if fact.better in (Better.YES, Better.NO):
        wanted = fact.better is Better.YES
        moves = () if present is wanted else (_move(fact, present, "是" if wanted else "否", value=wanted),)
        return Options(fact=fact, domain=domain, moves=moves, regions=(None,) * len(moves), tied=False)
    up = fact.better is Better.HIGHER
    chooser = Chooser(space)
    values = {name: value for name, value in known.items() if name != fact.name and value is not UNKNOWN}
    regions = _distinct(chooser.regions(fact.name, values))
    better = [region for region in regions if _beyond(region, present, up)]
    followed = [_move(fact, present, text, follow=follow) for follow, text in _follows(fact, space, known, up)]
    if not up:
        better.reverse()
    fixed = [_move(fact, present, "", value=region.value) for region in better]
    return Options(
        fact=fact,
        domain=domain,
        moves=(*followed, *fixed),
        regions=(*(None for _ in followed), *better),
        tied=_tied(fact, space, fixable, followed, domain) or (chooser.sampled and not followed),
    )


def name_region(options: Options, chosen: tuple[int, ...]) -> Move:
    """The move to a run of neighbouring regions that nothing tells apart, in words."""
    move = options.moves[chosen[0]]
    regions = tuple(region for index in chosen if (region := options.regions[index]) is not None)
    if options.regions[chosen[0]] is None or not regions:
        return move
    up = options.fact.better is Better.HIGHER
    after = region_text(regions if up else regions[::-1], options.fact, options.domain)
    return Move(fact=move.fact, before=move.before, after=after, value=move.value, fills=move.fills)


def _move(fact: Fact, present: Value, after: str, *, value: Value | None = None, follow: Follow | None = None) -> Move:
    return Move(
        fact=fact.name,
        before=value_text(present, fact.unit, exact=True),
        after=after,
        value=value,
        follow=follow,
        fills=present is UNKNOWN,
    )


def _distinct(regions: Iterator[Region]) -> list[Region]:
    """Regions of quantities in order, one for each region."""
    found: dict[object, Region] = {}
    for region in regions:
        if region.value is not NOT_APPLICABLE:
            found.setdefault((region.low, region.high), region)
    return list(found.values())


def _beyond(region: Region, present: Value, up: bool) -> bool:
    """Whether every value of the region is better than the present answer; anything is better than none."""
    now = number_of(present)
    if now is None:
        return True
    if region.low == region.high and region.low is not None:
        return region.low > now if up else region.low < now
    end = region.low if up else region.high
    return end is not None and (end >= now if up else end <= now)


def _tied(fact: Fact, space: Space, fixable: frozenset[str], followed: list[Move], domain: Domain) -> bool:
    """Whether other moves than these may do better: the fact is bound to one that moves too, or follows roughly."""
    others = (space.cluster.get(fact.name, frozenset()) | _partners(fact, space)) - {fact.name}
    if not others.isdisjoint(fixable):
        return True
    for derived in space.ratios.get(fact.name, ()):
        if any(member in space.free for member in space.cluster.get(derived, frozenset()) - {derived}):
            return True
    follows = [move.follow for move in followed if move.follow is not None]
    return any(
        (follow.kind is FollowKind.BEYOND and domain.whole)
        or (follow.kind is FollowKind.SHARE and follow.level != space.ratio(follow.name).times)
        for follow in follows
    )


def _partners(fact: Fact, space: Space) -> frozenset[str]:
    """The other parts of the ratios that `fact` is a part of."""
    ratios = [space.ratio(name) for name in space.ratios.get(fact.name, ())]
    return frozenset(part for ratio in ratios for part in (ratio.numerator, ratio.denominator))


def _follows(fact: Fact, space: Space, known: Mapping[str, Value], up: bool) -> Iterator[tuple[Follow, str]]:
    """Moves relative to something not known, which no fixed number answers."""
    for member in sorted(space.cluster.get(fact.name, frozenset()) - {fact.name}):
        if known.get(member, UNKNOWN) is UNKNOWN and member in space.free:
            reach = "不低于" if up else "不高于"
            yield Follow(kind=FollowKind.REACH, name=member), f"{reach}“{member}”（尚未提供）"
            yield Follow(kind=FollowKind.BEYOND, name=member), f"{'高于' if up else '低于'}“{member}”（尚未提供）"
    for derived in space.ratios.get(fact.name, ()):
        ratio = space.ratio(derived)
        if ratio.numerator != fact.name or known.get(ratio.denominator, UNKNOWN) is not UNKNOWN:
            continue
        of = space.criteria.facts_by_name[derived]
        for level in sorted(space.stops.get(derived, ()), reverse=not up):
            if level > 0 and (level <= ratio.times or not ratio.within):
                text = f"使“{derived}”{'达到' if up else '降到'}{number_text(level)}{of.unit}"
                yield Follow(kind=FollowKind.SHARE, name=derived, level=level), text


def judged_values(criteria: Criteria, name: str, domain: Domain) -> tuple[Value, ...]:
    """The points a judgement may take: its steps, else its two ends."""
    if domain.values is not None:
        return domain.values
    ends = (domain.low, domain.high, criteria.facts_by_name[name].maximum)
    return tuple(dict.fromkeys(end for end in ends if end is not None))
