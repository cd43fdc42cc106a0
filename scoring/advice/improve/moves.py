"""Which better answers a fact could be moved to: the regions that the rules tell apart.

A region is a region of the engine's analysis. Where the fact is compared with something that is not known yet, the move
is put relative to that ("不低于全省平均"), because no fixed number is sure to be enough. A rate that other answers
determine is never proposed without the counts it is worked out from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from scoring import lang
from scoring.advice.improve.model import Move, RelativeKind, RelativeTarget
from scoring.base.text import number_text, points_text, quantity_text
from scoring.lang import NOT_APPLICABLE, UNKNOWN, Truth, Value
from scoring.lang.printing import value_text
from scoring.model.amounts import Amount, Partial, PerUnit, Scaled, Side
from scoring.model.checks import Check
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import Better, Fact, FactType, Ratio
from scoring.model.references import Reference
from scoring.rules.regions import Domain, Region, number_of
from scoring.rules.scenarios import Chooser
from scoring.rules.space import Space

__all__ = [
    "Options",
    "answers_text",
    "is_fixable",
    "judged_values",
    "name_region",
    "options_of",
    "rate_text",
    "region_text",
    "with_counts",
]


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
    followed = [_move(fact, present, text, relative=relative) for relative, text in _follows(fact, space, known, up)]
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


def _move(
    fact: Fact, present: Value, after: str, *, value: Value | None = None, relative: RelativeTarget | None = None
) -> Move:
    return Move(
        fact=fact.name,
        before=value_text(present, fact.unit, exact=True),
        after=after,
        value=value,
        relative=relative,
        fills=present is UNKNOWN,
    )


def _distinct(regions: Iterable[Region]) -> list[Region]:
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
    follows = [move.relative for move in followed if move.relative is not None]
    return any(
        (relative.kind is RelativeKind.BEYOND and domain.whole)
        or (relative.kind is RelativeKind.SHARE and relative.level != space.ratio(relative.name).times)
        for relative in follows
    )


def _partners(fact: Fact, space: Space) -> frozenset[str]:
    """The other parts of the ratios that `fact` is a part of."""
    ratios = [space.ratio(name) for name in space.ratios.get(fact.name, ())]
    return frozenset(part for ratio in ratios for part in (ratio.numerator, ratio.denominator))


def _follows(fact: Fact, space: Space, known: Mapping[str, Value], up: bool) -> Iterator[tuple[RelativeTarget, str]]:
    """Moves relative to something not known, which no fixed number answers."""
    for member in sorted(space.cluster.get(fact.name, frozenset()) - {fact.name}):
        if known.get(member, UNKNOWN) is UNKNOWN and member in space.free:
            reach = "不低于" if up else "不高于"
            yield RelativeTarget(kind=RelativeKind.REACH, name=member), f"{reach}“{member}”（尚未提供）"
            yield (
                RelativeTarget(kind=RelativeKind.BEYOND, name=member),
                f"{'高于' if up else '低于'}“{member}”（尚未提供）",
            )
    for derived in space.ratios.get(fact.name, ()):
        ratio = space.ratio(derived)
        if ratio.numerator != fact.name or known.get(ratio.denominator, UNKNOWN) is not UNKNOWN:
            continue
        of = space.criteria.facts_by_name[derived]
        for level in sorted(space.stops.get(derived, ()), reverse=not up):
            if level > 0 and (level <= ratio.times or not ratio.within):
                text = f"使“{derived}”{'达到' if up else '降到'}{number_text(level)}{of.unit}"
                yield RelativeTarget(kind=RelativeKind.SHARE, name=derived, level=level), text


def judged_values(criteria: Criteria, name: str, domain: Domain) -> tuple[Value, ...]:
    """The points a judgement may take: its steps, else its two ends."""
    if domain.values is not None:
        return domain.values
    ends = (domain.low, domain.high, criteria.facts_by_name[name].maximum)
    return tuple(dict.fromkeys(end for end in ends if end is not None))


def answers_text(regions: Sequence[Region], of: Fact | Reference, domain: Domain) -> str:
    """A run of answers that come to the same: `是`, `90%及以上`, `59处及以下`; listed values are joined with 、."""
    if domain.values is None and regions[0].value is not NOT_APPLICABLE:
        return region_text(regions, of, domain)
    return "、".join(value_text(region.value, of.unit, exact=True) for region in regions)


def region_text(regions: Sequence[Region], of: Fact | Reference, domain: Domain) -> str:
    """A run of neighbouring regions of a quantity, upwards in value: `1次及以上` where nothing lies above, else `3次至5次`."""
    low, low_in = _edge(regions[0], domain.whole, lower=True)
    high, high_in = _edge(regions[-1], domain.whole, lower=False)

    def word(number: Fraction) -> str:
        return value_text(date.fromordinal(int(number)) if domain.dates else number, of.unit, exact=True)

    if low is not None and low == high:
        return word(low)
    no_low = low is None or (low_in and low == domain.low)
    no_high = high is None or (high_in and high == domain.high)
    if no_low and no_high:
        return "任意值"
    above = "" if low is None else f"{word(low)}及以上" if low_in else f"高于{word(low)}"
    inside = "以内" if of.unit == "名" else "及以下"  # the third and those below it would be the worse ranks
    below = "" if high is None else f"{word(high)}{inside}" if high_in else f"低于{word(high)}"
    if no_low or no_high:
        return below if no_low else above
    return (
        f"{above}、{below}" if low is None or high is None or not (low_in and high_in) else f"{word(low)}至{word(high)}"
    )


def _edge(region: Region, whole: bool, *, lower: bool) -> tuple[Fraction | None, bool]:
    """The end of a region, and whether it belongs to the region; whole numbers always have one that does."""
    end = region.low if lower else region.high
    if end is None or region.low == region.high:
        return end, end is not None
    if not whole:
        return end, False
    return Fraction(end.__floor__() + 1 if lower else end.__ceil__() - 1), True


def with_counts(criteria: Criteria, known: Mapping[str, Value], move: Move) -> Move:
    """The move with what has to change beside it, where a check of the pack ties the fact to counts (`known` are the
    settled values); else the move as it is."""
    for check in _ties(criteria, known, move.fact):
        if check.ratio is not None:
            return replace(move, counts=_counts(criteria, known, check.ratio, move))
    return move


def _ties(criteria: Criteria, known: Mapping[str, Value], name: str) -> Iterator[Check]:
    for check in (one for one in criteria.checks if isinstance(one, Check) and one.fact == name):
        if check.when is None or lang.truth(check.when, known) is Truth.TRUE:
            yield check


def _counts(criteria: Criteria, known: Mapping[str, Value], ratio: Ratio, move: Move) -> str:
    top, facts = ratio.numerator, criteria.facts_by_name
    rule = f"由“{top}”÷“{ratio.denominator}”算出"
    now, needed = known.get(top), _needed(facts[move.fact], facts[top], known.get(ratio.denominator), ratio, move.value)
    higher = facts[move.fact].better is Better.HIGHER
    if not isinstance(now, Fraction) or needed is None or (needed <= now if higher else needed >= now):
        return f"{rule}，这两个数要相应改变"
    shown = [quantity_text(value, facts[top].unit) for value in (now, needed)]
    bottom = quantity_text(_number(known.get(ratio.denominator)), facts[ratio.denominator].unit)
    words = f"{rule}：“{ratio.denominator}”{bottom}不变时，“{top}”要从{shown[0]}到{shown[1]}"
    for check in _ties(criteria, known, top):
        whole = None if check.whole is None else known.get(check.whole)
        if check.whole is not None and isinstance(whole, Fraction) and needed > whole:
            words += f"，多于“{check.whole}”（{quantity_text(whole, facts[check.whole].unit)}）的，它也要改变"
    return words


def _number(value: Value | None) -> Fraction:
    return value if isinstance(value, Fraction) else Fraction(0)


def _needed(rate: Fact, top: Fact, bottom: Value | None, ratio: Ratio, value: Value | None) -> Fraction | None:
    """The numerator nearest to the present one that gives the rate; None where that is not to be worked out."""
    if not isinstance(value, Fraction) or not isinstance(bottom, Fraction) or top.derive is not None:
        return None
    needed = value * bottom / ratio.times
    if top.type is not FactType.COUNT:
        return needed
    return Fraction(needed.__ceil__() if rate.better is Better.HIGHER else needed.__floor__())


def rate_text(fact: Fact, items: Iterable[Item]) -> str:
    """What each step on the way is worth where points move with every value of the fact: in proportion, along a line, by
    part steps; "" for any other fact. Limits of the item or of the clause and conditions on the clause may make it less,
    never more."""
    for item in items:
        for clause in item.clauses:
            if clause.own and clause.times is None and clause.amount is not None and fact.name in clause.measured[:1]:
                words = _rate(clause.amount, fact.unit)
                if words:
                    return f"不到这一步也按比例{words}"
    return ""


def _rate(amount: Amount, unit: str) -> str:
    point = "1个百分点" if unit == "%" else f"1{unit}"
    match amount:
        case PerUnit(partial=Partial.PROPORTIONAL):
            return f"：每{point}至多{points_text(amount.points / amount.step)}分"
        case Scaled(target=Fraction() as target, zero_at=Fraction() as zero):
            low, high = sorted((zero, target))
            if low == high:
                return ""
            rate = points_text(amount.points / (high - low))
            return f"：{number_text(low)}{unit}至{number_text(high)}{unit}之间每{point}至多{rate}分"
        case Scaled(zero_at=str() as other):
            return f"，得分在“{other}”与满分之间按比例变动"
        case Scaled(target=Fraction() as target, side=Side.ABOVE):
            return f"：每{point}至多{points_text(amount.points / target)}分"
        case Scaled(target=Fraction() as target):
            return f"：得分随{number_text(target)}{unit}÷实际值变动"
        case Scaled():
            return f"，得分随与“{amount.target}”之比变动"
    return ""
