"""What `scoring improve` prints."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.advice.improve.model import Fix, Improvement, Move, Narrowing, Plan
from scoring.base.text import points_text, scored_text
from scoring.cli.console import paint
from scoring.cli.table import Column, Row, hanging, layout, width, wrap
from scoring.model.criteria import Criteria
from scoring.model.scorecard import EligibilityState, ScoreCard
from scoring.naming import draft_texts

__all__ = ["improve_text"]

QUESTIONS = 10
"""Most open questions listed; the others are in the JSON."""
NAMES = 6
"""Most facts named behind a department."""


def improve_text(found: Improvement, card: ScoreCard, criteria: Criteria, *, columns: int, colour: bool) -> str:
    """Everything, the plan first where one was asked for."""
    head = f"{found.city}　{criteria.short_title}　提分分析"
    lines = [paint(line, "bold", on=colour) for line in wrap(head, columns)]
    if card.invented:
        lines.append("（虚构样例，不代表任何真实城市）")
    lines += [line for text in draft_texts(criteria) for line in wrap(text, columns)]
    lines += ["", *_now(found, card, columns)]
    if found.plan is not None:
        lines += ["", *_plan(found.plan, found, columns, colour)]
    lines += _single(found, columns, colour)
    lines += _joint(found, columns, colour)
    lines += _idle(found, columns, colour)
    lines += _judged(found, columns, colour)
    lines += _past(found, columns, colour)
    lines += _narrowing(found, columns, colour)
    lines += _departments(found, columns, colour)
    return "\n".join(lines) + "\n"


def _now(found: Improvement, card: ScoreCard, columns: int) -> list[str]:
    lines = [f"现在：{scored_text(found.total)}（满分{points_text(found.full)}分）"]
    if not found.total.decided:
        lines += wrap(
            "有内容没有填，所以现在的得分是范围；下面的“加分”都指最低得分的提高，未填的一律按最不利的算。", columns
        )
    who = f"{found.owner}负责的事项都做到" if found.owner else "能改的都做到"
    ceiling = f"{who}，至少可到{points_text(found.ceiling)}分"
    if found.ceiling_judged > found.ceiling:
        ceiling += f"；由人评判的各项都评到最高，可到{points_text(found.ceiling_judged)}分"
    lines += wrap(ceiling + "。", columns)
    if not found.exact:
        lines += wrap("注意：有的指标项情形太多，没有逐一算尽，有关的数是估计的界，不是准数。", columns)
    if card.eligibility.state is EligibilityState.INELIGIBLE:
        lines += wrap("注意：申报资格不符合，得分再高也不能申报；见 scoring score。", columns)
    return lines


def _plan(plan: Plan, found: Improvement, columns: int, colour: bool) -> list[str]:
    target = points_text(plan.target)
    if not plan.reached:
        who = f"只靠{found.owner}的事项" if found.owner else "能改的都做到"
        kind = "最多到" if plan.proved else "据已算的情形最多到"
        text = f"达不到{target}分：{who}{kind}{points_text(plan.ceiling)}分"
        if found.ceiling_judged >= plan.target:
            text += f"，其余要看由人评判的各项（都评到最高可到{points_text(found.ceiling_judged)}分）"
        return wrap(paint(text + "。", "bold", on=colour), columns)
    if plan.count == 0:
        return [paint(f"已经达到{target}分，不用再改。", "bold", on=colour)]
    proof = "已证明不能更少" if plan.proved else "不多于这个数，未证明最少"
    head = f"达到{target}分：最少改{plan.count}处（{proof}），改后{scored_text(plan.total)}"
    lines = [paint(head, "bold", on=colour)]
    for part in plan.parts:
        lead = f"  +{points_text(part.gain)}　{part.label}　"
        moves = "；".join(move.text for move in part.moves)
        lines += hanging(lead, f"{moves}{_owners(part.owners)}", columns)
    return lines


def _owners(owners: Sequence[str]) -> str:
    return f"［{'、'.join(owners)}］" if owners else ""


def _head(title: str, colour: bool) -> list[str]:
    return ["", paint(title, "bold", on=colour)]


def _single(found: Improvement, columns: int, colour: bool) -> list[str]:
    fixes = [fix for fix in found.fixes if fix.gain > 0]
    if not fixes:
        return _head("没有哪一项单独做到就能加分。", colour)
    gains = [f"+{points_text(fix.gain)}" for fix in fixes]
    first, label = max(4, *(width(gain) for gain in gains)), max(6, *(width(fix.label) for fix in fixes))
    wide = max(columns - first - label - 6, 30)
    right = min(max(wide // 3, 12), 30)
    heads = (
        Column(head="加分", width=first, right=True),
        Column(head="指标", width=label),
        Column(head="改什么", width=wide - right),
        Column(head="责任部门", width=right),
    )
    rows = [
        Row(cells=(gain, fix.label, fix.move.text + _more(fix, found), "、".join(fix.owners)))
        for gain, fix in zip(gains, fixes, strict=True)
    ]
    return [*_head("单独做到就能加分的（其他都不变时）", colour), *layout(heads, rows, colour=colour)]


def _more(fix: Fix, found: Improvement) -> str:
    """What is worth knowing on the way; for a decided score also what the move may bring beyond what is sure."""
    note = f"（{fix.note}）" if fix.note else ""
    if found.total.decided and fix.possible > fix.gain:
        return f"（由此要填的内容都好，可加{points_text(fix.possible)}分）{note}"
    return note


def _joint(found: Improvement, columns: int, colour: bool) -> list[str]:
    if not found.joint:
        return []
    lines = _head("一起做才加满的", colour)
    for one in found.joint:
        apart = f"，分开做共{points_text(one.apart)}分" if one.apart > 0 else "，少一样都不加分"
        lead = f"  +{points_text(one.gain)}　"
        lines += hanging(lead, f"{one.label}　{_listed(one.moves)}{apart}", columns)
    return lines


def _listed(moves: Sequence[Move]) -> str:
    return "；".join(move.text for move in moves)


def _idle(found: Improvement, columns: int, colour: bool) -> list[str]:
    fixes = [fix for fix in found.fixes if fix.gain <= 0]
    if not fixes:
        return []
    lines = _head("单独做不加分的，及原因", colour)
    for fix in fixes:
        tail = f"一起做共加{points_text(fix.together)}分。" if fix.together else ""
        change = fix.move.fact if fix.move.before == fix.move.after else fix.move.text
        lines += hanging("  · ", f"{fix.label} {change}：{fix.why}{tail}", columns)
    return lines


def _judged(found: Improvement, columns: int, colour: bool) -> list[str]:
    judged = [one for one in found.judgements if one.most > 0]
    if not judged:
        return []
    lines = _head("由人评判的（不计入上面的办法）", colour)
    for one in judged:
        text = f"{one.label} {one.fact}，现为{one.before}：评判最多可再得{points_text(one.most)}分"
        lines += hanging("  · ", text + _owners(one.owners), columns)
    return lines


def _past(found: Improvement, columns: int, colour: bool) -> list[str]:
    past = [one for one in found.past if one.most > 0]
    if not past:
        return []
    lines = _head("已经发生、不能再改变的（不计入上面的办法）", colour)
    for one in past:
        text = f"{one.label} {one.fact}，填的是“{one.before}”：不是这样的话可再得{points_text(one.most)}分"
        lines += hanging("  · ", text + _owners(one.owners), columns)
    return lines


def _narrowing(found: Improvement, columns: int, colour: bool) -> list[str]:
    useful = [one for one in found.narrowing if one.possible > 0]
    if not useful:
        return []
    lines = _head("先填哪一项，总分的范围缩小得最多", colour)
    lines += wrap("“至少”指无论答案是什么都能缩小的分数，“最多”指答案最能定分时缩小的分数。", columns)
    for one in useful[:QUESTIONS]:
        lines += hanging("  · ", _narrowed(one), columns)
    if len(useful) > QUESTIONS:
        lines.append(f"  · 另有{len(useful) - QUESTIONS}项，见 --format json。")
    return lines


def _narrowed(one: Narrowing) -> str:
    most = "" if one.possible == one.guaranteed else f"，最多{points_text(one.possible)}分"
    about = "" if one.exact else "（估计）"
    return f"{one.item} {one.name}：至少{points_text(one.guaranteed)}分{most}{about}{_owners(one.owners)}"


def _departments(found: Improvement, columns: int, colour: bool) -> list[str]:
    if found.owner or not found.departments:
        return []
    lines = _head("按责任部门（只做本部门的事项，合计可加）", colour)
    for one in found.departments:
        names = dict.fromkeys(f"{found.fixes[index].item} {found.fixes[index].move.fact}" for index in one.fixes)
        shown = "；".join([*names][:NAMES]) + (f"；等{len(names)}项" if len(names) > NAMES else "")
        lines += hanging(f"  +{points_text(one.gain)}　", f"{one.name}：{shown}", columns)
    return lines
