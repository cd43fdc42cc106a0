"""The smallest set of moves that reaches a target: the best of each cluster for each number of moves, put together.

Groups do not influence one another, so the best total for k moves is the best way of sharing k among the clusters. That
is computed exactly, from the last cluster to the first; ties go to the earlier clusters and facts of the pack.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from scoring.advice.improve.gains import opened
from scoring.advice.improve.model import Fix, Improvement, Move, TargetPart, TargetPlan
from scoring.advice.improve.tables import Choice, MoveTable
from scoring.base.text import points_text
from scoring.model.criteria import Item
from scoring.model.explanation import NextStep
from scoring.model.scorecard import Range
from scoring.model.totals import Rounding
from scoring.rules.totals import rounded

__all__ = ["Frontiers", "next_steps", "plan_for", "steps_note"]

Frontiers = Sequence[tuple[MoveTable, list[tuple[Range, Choice]]]]
"""For each cluster its table, and for k = 0, 1, … the best outcome of at most k moves."""

Ends = tuple[Fraction, Fraction]


def plan_for(target: Fraction, frontiers: Frontiers, rounding: Rounding, *, adds_up: bool = True) -> TargetPlan:
    """The plan; with the highest total among the smallest ones. Proved only where the items add up to the total."""
    best = _shared(frontiers)
    count = next((size for size, ends in enumerate(best[0]) if rounded(ends[0], rounding) >= target), len(best[0]) - 1)
    low, high = best[0][count]
    ceiling = rounded(best[0][-1][0], rounding)
    reached = rounded(low, rounding) >= target
    return TargetPlan(
        target=target,
        reached=reached,
        count=count,
        parts=_parts(frontiers, best, count) if reached else (),
        total=Range(low=rounded(low, rounding), high=rounded(high, rounding)),
        ceiling=ceiling,
        proved=adds_up and all(table.exact for table, _ in frontiers),
    )


def _shared(frontiers: Frontiers) -> list[list[Ends]]:
    """best[g][k]: the best sum of the clusters from g on with at most k moves; the last entry is that of no cluster."""
    best: list[list[Ends]] = [[(Fraction(0), Fraction(0))]]
    for _, frontier in reversed(frontiers):
        after = best[0]
        row = []
        for size in range(len(frontier) + len(after) - 1):
            row.append(max(_sum(frontier, after, own, size - own) for own in _shares(frontier, after, size)))
        best.insert(0, row)
    return best


def _shares(frontier: list[tuple[Range, Choice]], after: list[Ends], size: int) -> range:
    """How many of `size` moves a cluster may take, so that the rest is no more than the others can use."""
    return range(max(0, size - len(after) + 1), min(size, len(frontier) - 1) + 1)


def _sum(frontier: list[tuple[Range, Choice]], after: list[Ends], own: int, rest: int) -> Ends:
    return (frontier[own][0].low + after[rest][0], frontier[own][0].high + after[rest][1])


def _parts(frontiers: Frontiers, best: list[list[Ends]], count: int) -> tuple[TargetPart, ...]:
    parts: list[TargetPart] = []
    left = count
    for place, (table, frontier) in enumerate(frontiers):
        after = best[place + 1]
        own = max(
            own for own in _shares(frontier, after, left) if _sum(frontier, after, own, left - own) == best[place][left]
        )
        left -= own
        if own:
            parts += _parts_of(table, frontier[own][1])
    return tuple(sorted(parts, key=lambda part: -part.gain))


def _parts_of(table: MoveTable, choice: Choice) -> Iterator[TargetPart]:
    """What a choice does in a cluster; where that is the whole pack item by item, each with what it adds to those before."""
    by_item: dict[Item, list[int]] = {}
    for place, number in enumerate(choice):
        if number:
            by_item.setdefault(table.cluster.item_of(table.facts[place]), []).append(place)
    groups: list[tuple[tuple[Item, ...], list[int]]] = [((item,), places) for item, places in by_item.items()]
    if not table.cluster.whole:
        groups = [(tuple(by_item), [place for places in by_item.values() for place in places])]
    before = table.keep
    for items, places in groups:
        after = tuple(choice[at] if at in places else number for at, number in enumerate(before))
        moves = table.moves_of(tuple(choice[at] if at in places else 0 for at in range(len(choice))))
        yield TargetPart(
            items=tuple(item.id for item in items),
            label="、".join(item.label for item in items),
            moves=moves,
            owners=table.cluster.owners_of(*(move.fact for move in moves)),
            gain=table.tried(after).low - table.tried(before).low,
            opens=opened(table, before, after),
        )
        before = after


def next_steps(found: Improvement) -> tuple[NextStep, ...]:
    """The plan where one was asked for and exists, else every fix with a gain, joint fixes and judgements; the most
    valuable first."""
    if found.plan is not None and found.plan.reached:
        fixes = {fix.move.fact: fix for fix in found.fixes}
        return tuple(
            NextStep(
                item=part.items[0],
                text="；".join(_words(move, fixes.get(move.fact)) for move in part.moves) + _opening(part.opens),
                owner="、".join(part.owners),
                worth=part.gain,
            )
            for part in found.plan.parts
        )
    steps = [*_single(found), *_joint(found), *_judged(found)]
    return tuple(sorted(steps, key=lambda step: -step.worth))


def steps_note(found: Improvement) -> str:
    """What the steps rest on, in one Chinese remark."""
    tail = "，是编制工具的测算，不是官方文字；可增分值都是准确的" if found.exact else "，是编制工具的测算，不是官方文字"
    plan = found.plan
    if plan is None:
        return f"以下逐项测算各自单独做到时可增加的分数{tail}。"
    target = points_text(plan.target)
    if not plan.reached:
        return f"目标{target}分达不到：能改的都做到，至少可到{points_text(plan.ceiling)}分。以下逐项测算单独做到时可增加的分数{tail}。"
    if plan.count == 0:
        return f"目标{target}分已经达到。"
    proof = "已证明不能更少" if plan.proved else "未证明最少"
    return f"以下是达到{target}分最少要改的{plan.count}处（{proof}）{tail}。"


def _single(found: Improvement) -> Iterator[NextStep]:
    """For each fact its best move that gains something alone."""
    seen: set[str] = set()
    for fix in found.fixes:
        if fix.gain > 0 and fix.move.fact not in seen:
            seen.add(fix.move.fact)
            text = _words(fix.move, fix) + _opening(fix.opens)
            yield NextStep(
                item=fix.item, text=text, owner="、".join(fix.owners), worth=fix.gain, fills_in=fix.move.fills
            )


def _joint(found: Improvement) -> Iterator[NextStep]:
    """Sets none of whose members gains anything alone."""
    owners = {fix.move.fact: fix.owners for fix in found.fixes}
    for one in found.joint:
        if one.apart == 0:
            names = dict.fromkeys(owner for move in one.moves for owner in owners.get(move.fact, ()))
            text = "；".join(move.text for move in one.moves) + "（一起做才加分）" + _opening(one.opens)
            fills = all(move.fills for move in one.moves)
            yield NextStep(item=one.items[0], text=text, owner="、".join(names), worth=one.gain, fills_in=fills)


def _opening(opens: str) -> str:
    return f"（{opens}）" if opens else ""


def _judged(found: Improvement) -> Iterator[NextStep]:
    for one in found.judgements:
        if one.most > 0 and one.before != "未填":
            text = f"{one.fact}现为{one.before}，由人评判：评判最多可再得{points_text(one.most)}分"
            yield NextStep(item=one.item, text=text, owner="、".join(one.owners), worth=one.most)


def _words(move: Move, fix: Fix | None) -> str:
    """The move and the pack's advice how to bring it about."""
    advice = "" if fix is None or move.fills else fix.remedy.rstrip("。")
    note = "" if fix is None else _opening(fix.note)
    return f"{move.text}{note}：{advice}" if advice else f"{move.text}{note}"
