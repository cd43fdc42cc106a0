"""What each undecided item of a city could do to its rank."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from scoring.cohort.boxes import Box, Ends
from scoring.model.cohort import Applicant, ItemResult, OpenFact
from scoring.model.criteria import Criteria
from scoring.model.ranking import Move, Span
from scoring.model.ties import TieKey, TieKind, TieRule
from scoring.record import replace

__all__ = ["moves"]


def moves(criteria: Criteria, city: Applicant, box: Box, ranks: Callable[[Box], Span]) -> tuple[Move, ...]:
    """One move for each undecided item, the largest stake first. `ranks` tells the ranks of the city with another box."""
    asked: dict[str, list[OpenFact]] = {}
    for one in city.open:
        asked.setdefault(one.item, []).append(one)
    found = [
        _move(criteria, city, box, item, asked.get(item.item, []), ranks)
        for item in city.items
        if not item.score.decided
    ]
    return tuple(sorted(found, key=lambda move: -move.stake))


def _move(
    criteria: Criteria,
    city: Applicant,
    box: Box,
    item: ItemResult,
    asked: list[OpenFact],
    ranks: Callable[[Box], Span],
) -> Move:
    width = item.score.high - item.score.low
    names = [one.name for one in asked]
    elsewhere = any(one.name in names and one.item != item.item for one in city.open)
    best = worst = None
    if box.plain and not elsewhere:
        raised = _shift(criteria, box.low, item.item, width)
        lowered = _shift(criteria, box.high, item.item, -width)
        best, worst = ranks(replace(box, low=raised)), ranks(replace(box, high=lowered))
    return Move(
        item=item.item,
        facts=tuple(names),
        owners=tuple(dict.fromkeys(part for one in asked for part in one.owner.split("、") if part)),
        stake=width,
        shared=any(one.shared for one in asked),
        if_best=best,
        if_worst=worst,
    )


def _shift(criteria: Criteria, ends: Ends, item: str, by: Fraction) -> Ends:
    """One end of the box with the item at its other end."""
    rule: TieRule | None = criteria.ties
    keys = () if rule is None else rule.keys
    moved = [end + by if _holds(criteria, key, item) else end for key, end in zip(keys, ends[1:], strict=True)]
    return (ends[0] + by, *moved)


def _holds(criteria: Criteria, key: TieKey, item: str) -> bool:
    if key.kind is TieKind.ITEM:
        return key.id == item
    return criteria.items_by_id[item].section == key.id
