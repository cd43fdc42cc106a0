"""Put the comparison of two packs together."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.authoring.diff.comparing import CASE_LIMIT, compare_scores
from scoring.authoring.diff.joint import Version
from scoring.authoring.diff.model import CityDiff, ItemDiff, PackDiff, PackName, Verdict
from scoring.authoring.diff.written import front_changes, item_changes
from scoring.documents.fields import RULE
from scoring.model.criteria import Criteria, Item

__all__ = ["diff"]


def diff(old: Criteria, new: Criteria, *, cities: Sequence[CityDiff] = (), case_limit: int = CASE_LIMIT) -> PackDiff:
    """Everything that differs between two packs; `cities` are already scored under both (see `cities.score_both`)."""
    front = front_changes(old, new)
    items = tuple(item for item in _items(old, new, case_limit) if not item.same)
    return PackDiff(
        old=_name(old),
        new=_name(new),
        front=front,
        items=items,
        verdict=_verdict(front_rules=any(change.kind is RULE for change in front), front=bool(front), items=items),
        cities=tuple(cities),
    )


def _verdict(*, front_rules: bool, front: bool, items: Sequence[ItemDiff]) -> Verdict:
    if front_rules or any(not (item.old and item.new) or item.scores for item in items):
        return Verdict.SCORES
    if any(item.elsewhere for item in items):
        return Verdict.SCORES
    if any(not item.exact or item.partial or item.reason for item in items):
        return Verdict.OPEN
    return Verdict.WORDS if front or items else Verdict.NONE


def _items(old: Criteria, new: Criteria, limit: int) -> list[ItemDiff]:
    pairs = _paired(old, new)
    found = [_compared(old, new, one, other, limit) for one, other in pairs]
    matched = {other.id for _, other in pairs}
    left = {one.id for one, _ in pairs}
    found += [_single(item, dropped=True) for item in old.items_by_id.values() if item.id not in left]
    found += [_single(item, dropped=False) for item in new.items_by_id.values() if item.id not in matched]
    order = [*old.items_by_id, *new.items_by_id]
    return sorted(found, key=lambda item: order.index(item.old or item.new))


def _paired(old: Criteria, new: Criteria) -> list[tuple[Item, Item]]:
    """Items with the same id; and under another id the one with the same sentences, which was only renumbered."""
    pairs = [(item, new.items_by_id[item.id]) for item in old.items_by_id.values() if item.id in new.items_by_id]
    rest = {
        (item.requirement, item.scoring): item for item in new.items_by_id.values() if item.id not in old.items_by_id
    }
    for item in old.items_by_id.values():
        if item.id not in new.items_by_id and (item.requirement, item.scoring) in rest:
            pairs.append((item, rest.pop((item.requirement, item.scoring))))
    return pairs


def _compared(old: Criteria, new: Criteria, one: Item, other: Item, limit: int) -> ItemDiff:
    sides = Version(criteria=old, item=one.of_unit), Version(criteria=new, item=other.of_unit)
    compared = compare_scores(*sides, limit)
    return ItemDiff(
        old=one.id,
        new=other.id,
        label=other.label if one.label == other.label else f"{one.label} → {other.label}",
        points=(one.points, other.points),
        changes=item_changes(one, other, f"指标项 {one.id}"),
        scores=compared.scores,
        exact=compared.exact,
        partial=compared.partial,
        reason=compared.reason,
        reach=compared.reach,
        elsewhere=compared.elsewhere,
    )


def _single(item: Item, *, dropped: bool) -> ItemDiff:
    return ItemDiff(
        old=item.id if dropped else "",
        new="" if dropped else item.id,
        label=item.label,
        points=(item.points if dropped else None, None if dropped else item.points),
    )


def _name(criteria: Criteria) -> PackName:
    return PackName(
        id=criteria.id,
        title=criteria.short_title,
        edition=criteria.edition,
        digest=criteria.digest,
        extends=tuple(base.id for base in criteria.extends),
    )
