"""The difference of one item: clause by clause from the two ledgers, and input by input."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Never

from msgspec import Struct

from scoring.advice.compare.meaning import same_meaning
from scoring.advice.compare.model import Change, ClauseChange, Difference, ItemChange, PlayerKind, Share, Split
from scoring.advice.compare.players import players_of
from scoring.advice.compare.shares import seen, split
from scoring.advice.compare.units import UnitSide, split_units
from scoring.advice.compare.words import input_text
from scoring.base.text import lost_text, scored_text
from scoring.lang import UNKNOWN, Value
from scoring.model.criteria import UNWRITTEN, Criteria, Item
from scoring.model.scorecard import ItemScore, LedgerLine, LineKind, Range
from scoring.rules.sampling import UnitValues
from scoring.rules.trials import involved_in

__all__ = ["Half", "between", "change_of", "compare_item", "differs"]

ZERO = Fraction(0)
LINES = {
    LineKind.START: "起始分",
    LineKind.FLOOR: "扣到0分为止",
    LineKind.CAP: "以本项满分为限",
    LineKind.RESCALE: "不适用的分值按其余折算",
    LineKind.ROUND: "四舍五入",
    LineKind.REVIEW: "几位审核人的意见合成一个分数",
}


NONE: Mapping[str, Never] = {}


class Half(Struct, frozen=True, kw_only=True):
    """One side ready to be compared: its pack, its inputs by name, and in which order the file gives them."""

    criteria: Criteria
    inputs: Mapping[str, Value]
    order: Mapping[str, int]
    units: Mapping[str, tuple[UnitValues, ...]] = NONE
    """The units of each item that is scored unit by unit."""


def between(left: Range | None, right: Range | None) -> Difference:
    """Right minus left; a missing side counts 0."""
    low = (right.low if right else ZERO) - (left.low if left else ZERO)
    high = (right.high if right else ZERO) - (left.high if left else ZERO)
    return Difference(low=low, high=high)


def compare_item(
    one: ItemScore | None, other: ItemScore | None, left: Half, right: Half, cell_limit: int | None
) -> ItemChange:
    """The change of one item; at least one side has it. `cell_limit` None leaves out the shares of inputs."""
    shown = other or one
    if shown is None:
        raise ValueError("no item to compare")
    item = shown.item
    shares: tuple[Share, ...] = ()
    how, note = Split.NONE, ""
    if one is None or other is None:
        note = f"只有{'右' if one is None else '左'}边的指标体系有这一项，按整项得分计入差额。"
    elif not same_meaning(left.criteria, one.item, right.criteria, other.item):
        note = "两边这一项的评分规则不同，差额里有规则变化的影响，不按填报项拆分。"
    elif item.each is not None:
        shares, how, note = _by_units(item, one, other, left, right, cell_limit)
    elif cell_limit is not None:
        names = involved_in(right.criteria, (item,))
        changed = sorted((n for n in names if differs(n, left, right)), key=lambda n: right.order.get(n, len(names)))
        players = players_of(right.criteria, changed, left.inputs, right.inputs)
        if players:
            parts, how = split(right.criteria, item, left.inputs, right.inputs, players, cell_limit)
            shares = tuple(
                Share(changes=tuple(change_of(name, left, right) for name in player), part=parts[player])
                for player in players
            )
        else:
            how = Split.SHAPLEY
    return ItemChange(
        id=item.id,
        label=item.label,
        requirement=item.requirement,
        left=None if one is None else one.score,
        right=None if other is None else other.score,
        difference=between(None if one is None else one.score, None if other is None else other.score),
        clauses=_clauses(one, other),
        shares=shares,
        split=how,
        note=note,
    )


def _by_units(
    item: Item, one: ItemScore, other: ItemScore, left: Half, right: Half, cell_limit: int | None
) -> tuple[tuple[Share, ...], Split, str]:
    """The shares of the units' answers; none where they would not add up to the difference."""
    note = f"本项按{item.each.name if item.each is not None else ''}逐个计分{item.how}"
    if cell_limit is None:
        return (), Split.NONE, f"{note}。{_units(one, other)}"
    own = {fact.name for fact in item.facts}
    count = item.each.count if item.each is not None else None
    names = dict.fromkeys((*involved_in(right.criteria, (item,)), *([count] if isinstance(count, str) else [])))
    changed = [name for name in names if name not in own and differs(name, left, right)]
    shared = sorted(changed, key=lambda name: right.order.get(name, len(names)))
    sides = [
        UnitSide(
            inputs=half.inputs,
            units={unit.name: unit for unit in half.units.get(item.id, ())},
            none=item.id in half.units and not half.units[item.id],
        )
        for half in (left, right)
    ]
    shares, how, exact = split_units(right.criteria, item, shared, sides[0], sides[1], cell_limit)
    difference = between(one.score, other.score)
    if sum((share.part.low for share in shares), ZERO) != difference.low or (
        sum((share.part.high for share in shares), ZERO) != difference.high
    ):
        return (), Split.NONE, f"{note}，不按填报项拆分。{_units(one, other)}"
    if not shares:
        return (), how, ""
    unsure = "" if exact else "，其中有的得分只是界限，拆分也是界限之差"
    return shares, how, f"{note}{unsure}。{_units(one, other)}"


def _units(one: ItemScore, other: ItemScore) -> str:
    """What became of each unit whose score differs."""
    before, after = ({unit.name: unit.score for unit in side.units} for side in (one, other))
    parts = [
        f"{name}{_points(one.item, before.get(name))}→{_points(one.item, after.get(name))}"
        for name in dict.fromkeys((*before, *after))
        if before.get(name) != after.get(name)
    ]
    return "；".join(parts) + "。" if parts else ""


def _points(item: Item, score: Range | None) -> str:
    if score is None:
        return "没有列出"
    return lost_text(score, item.points) if item.from_one else scored_text(score)


def differs(name: str, left: Half, right: Half) -> bool:
    """Whether an input differs in what rules can see: a judgement's reason does not count."""
    fact = right.criteria.facts_by_name.get(name)
    if fact is not None and fact.derive is not None:
        return False
    return seen(left.inputs.get(name, UNKNOWN)) != seen(right.inputs.get(name, UNKNOWN))


def change_of(name: str, left: Half, right: Half) -> Change:
    """A changed input in words."""
    criteria = right.criteria
    kind = PlayerKind.FACT
    if name in criteria.references_by_name:
        kind = PlayerKind.REFERENCE
    elif name in criteria.interpretations_by_name:
        kind = PlayerKind.INTERPRETATION
    before = input_text(left.criteria, name, left.inputs.get(name, UNKNOWN))
    after = input_text(criteria, name, right.inputs.get(name, UNKNOWN))
    return Change(name=name, kind=kind, before=before, after=after)


def _clauses(one: ItemScore | None, other: ItemScore | None) -> tuple[ClauseChange, ...]:
    """Lines of the two ledgers that differ; together they are the item's difference."""
    found = []
    before, after = _lines(one), _lines(other)
    quotes = {**_quotes(one), **_quotes(other)}
    for key in dict.fromkeys((*after, *before)):
        part = between(before.get(key), after.get(key))
        if not part.none:
            found.append(
                ClauseChange(
                    clause=key if key in quotes else "",
                    quote=quotes.get(key, LINES.get(LineKind(key), key) if key not in quotes else ""),
                    before=before.get(key),
                    after=after.get(key),
                    part=part,
                )
            )
    return tuple(found)


def _quotes(score: ItemScore | None) -> dict[str, str]:
    return {} if score is None else {o.clause.id: o.clause.quote or UNWRITTEN for o in score.clauses}


def _lines(score: ItemScore | None) -> dict[str, Range]:
    """The change of each line in the worst and in the best case; a floor or cap that only one of them has counts 0."""
    if score is None:
        return {}
    worst, best = _changes(score.ledger), _changes(score.ledger_high)
    order = {line.clause: place for place, line in enumerate(score.ledger) if line.clause}
    keys = sorted({*worst, *best}, key=lambda key: order.get(key, 0 if key == LineKind.START.value else len(order) + 1))
    return {key: Range(low=worst.get(key, ZERO), high=best.get(key, ZERO)) for key in keys}


def _changes(ledger: Sequence[LedgerLine]) -> dict[str, Fraction]:
    return {line.clause or line.kind.value: line.change for line in ledger if line.kind is not LineKind.END}
