"""The next steps of a report (下一步打算) from what was worked out here instead of the lost clauses."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.advice.improve.model import Fix, Improvement, Move
from scoring.base.text import points_text
from scoring.model.explanation import NextStep

__all__ = ["next_steps", "steps_note"]


def next_steps(found: Improvement) -> tuple[NextStep, ...]:
    """The plan where one was asked for and exists, else every fix with a gain, joint fixes and judgements; the most
    valuable first."""
    if found.plan is not None and found.plan.reached:
        fixes = {fix.move.fact: fix for fix in found.fixes}
        return tuple(
            NextStep(
                item=part.items[0],
                text="；".join(_words(move, fixes.get(move.fact)) for move in part.moves),
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
            text = _words(fix.move, fix)
            yield NextStep(
                item=fix.item, text=text, owner="、".join(fix.owners), worth=fix.gain, fills_in=fix.move.fills
            )


def _joint(found: Improvement) -> Iterator[NextStep]:
    """Sets none of whose members gains anything alone."""
    owners = {fix.move.fact: fix.owners for fix in found.fixes}
    for one in found.joint:
        if one.apart == 0:
            names = dict.fromkeys(owner for move in one.moves for owner in owners.get(move.fact, ()))
            text = "；".join(move.text for move in one.moves) + "（一起做才加分）"
            fills = all(move.fills for move in one.moves)
            yield NextStep(item=one.items[0], text=text, owner="、".join(names), worth=one.gain, fills_in=fills)


def _judged(found: Improvement) -> Iterator[NextStep]:
    for one in found.judgements:
        if one.most > 0 and one.before != "未填":
            text = f"{one.fact}现为{one.before}，由人评判：评判最多可再得{points_text(one.most)}分"
            yield NextStep(item=one.item, text=text, owner="、".join(one.owners), worth=one.most)


def _words(move: Move, fix: Fix | None) -> str:
    """The move and the pack's advice how to bring it about."""
    advice = "" if fix is None or move.fills else fix.remedy.rstrip("。")
    note = "" if fix is None or not fix.note else f"（{fix.note}）"
    return f"{move.text}{note}：{advice}" if advice else f"{move.text}{note}"
