"""What each undecided item of a city could do to its rank."""

from __future__ import annotations

from collections.abc import Callable

from scoring.model.cohort import Applicant, ItemResult, OpenFact
from scoring.model.criteria import Criteria
from scoring.model.ranking import Move, Span
from scoring.model.ties import TieKey, TieKind, TieRule
from scoring.province.ranking.boxes import Box, Ends, Number, Scale

__all__ = ["moves"]

Ranks = Callable[[Ends, Ends], Span]


def moves(
    criteria: Criteria, city: Applicant, box: Box, scale: Scale, ranks: Ranks, most: int | None
) -> tuple[Move, ...]:
    """One move for each undecided item, the largest stake first and at most so many. `ranks` tells the ranks of the city
    from its least and its most."""
    if box.decided:
        return ()
    asked: dict[str, list[OpenFact]] = {}
    for one in city.open:
        asked.setdefault(one.item, []).append(one)
    undecided = [item for item in city.items if not item.score.decided]
    undecided.sort(key=lambda item: item.score.low - item.score.high)
    return tuple(_move(criteria, city, box, item, asked.get(item.item, []), scale, ranks) for item in undecided[:most])


def _move(
    criteria: Criteria,
    city: Applicant,
    box: Box,
    item: ItemResult,
    asked: list[OpenFact],
    scale: Scale,
    ranks: Ranks,
) -> Move:
    width = item.score.high - item.score.low
    names = [one.name for one in asked]
    elsewhere = any(one.name in names and one.item != item.item for one in city.open)
    best = worst = None
    if box.plain and not elsewhere:
        raised = _shift(criteria, box.low, item.item, scale(width))
        lowered = _shift(criteria, box.high, item.item, -scale(width))
        best, worst = ranks(raised, box.high), ranks(box.low, lowered)
    return Move(
        item=item.item,
        facts=tuple(names),
        owners=tuple(dict.fromkeys(part for one in asked for part in one.owner.split("、") if part)),
        stake=width,
        shared=any(one.shared for one in asked),
        if_best=best,
        if_worst=worst,
    )


def _shift(criteria: Criteria, ends: Ends, item: str, by: Number) -> Ends:
    """One end of the box with the item at its other end."""
    rule: TieRule | None = criteria.ties
    keys = () if rule is None else rule.keys
    moved = [end + by if _holds(criteria, key, item) else end for key, end in zip(keys, ends[1:], strict=True)]
    return (ends[0] + by, *moved)


def _holds(criteria: Criteria, key: TieKey, item: str) -> bool:
    if key.kind is TieKind.ITEM:
        return key.id == item
    return criteria.items_by_id[item].section == key.id
