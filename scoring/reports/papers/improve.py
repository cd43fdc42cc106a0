"""What a city can do about its score: the plan first where one was asked for, then every fix, question and department."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scoring.advice.improve.model import Fix, Improvement, Narrowing, TargetPlan, UnfixableFact
from scoring.base.text import points_text, scored_text
from scoring.model.criteria import Criteria
from scoring.model.scorecard import EligibilityState, ScoreCard
from scoring.naming import draft_texts
from scoring.reports.blocks import BlankLine, Block, Bullets, Column, Heading, Paragraph, Row, Run, Table

__all__ = ["improve_blocks"]

QUESTIONS = 10
"""Most open questions listed; the others are in the JSON."""
NAMES = 6
"""Most facts named behind a department."""


Address = Callable[[str, str], str]
"""Where the question of an item (its id) about a fact (its name) stands on a page; "" for nowhere."""


def improve_blocks(
    found: Improvement, card: ScoreCard, criteria: Criteria, address: Address = lambda *_: ""
) -> list[Block]:
    """The whole analysis; what can be done leads to its question by `address`."""
    made: list[Block] = [Heading(f"{found.city}　{criteria.short_title}　提分分析", 1)]
    if card.invented:
        made.append(Paragraph("（虚构样例，不代表任何真实城市）"))
    made += [*(Paragraph(text) for text in draft_texts(criteria)), BlankLine(), *_now(found, card, criteria)]
    if found.plan is not None:
        made += [BlankLine(), *_plan(found.plan, found)]
    made += [*_single(found, address), *_joint(found), *_idle(found)]
    made += _judgements(
        "由人评判的（不计入上面的办法）",
        found.judgements,
        lambda one: f"现为{one.before}：评判最多可再得{points_text(one.most)}分",
    )
    made += _judgements(
        "已经发生、不能再改变的（不计入上面的办法）",
        found.past,
        lambda one: f"填的是“{one.before}”：不是这样的话可再得{points_text(one.most)}分",
    )
    return [*made, *_narrowing(found), *_departments(found)]


def _now(found: Improvement, card: ScoreCard, criteria: Criteria) -> list[Block]:
    texts = [f"现在：{scored_text(found.total)}（满分{points_text(found.full)}分）"]
    if not found.total.decided:
        texts.append("有内容没有填，所以现在的得分是范围；下面的“加分”都指最低得分的提高，未填的一律按最不利的算。")
    who = f"{found.owner}负责的事项都做到" if found.owner else "能改的都做到"
    ceiling = f"{who}，至少可到{points_text(found.ceiling)}分"
    if found.ceiling_judged > found.ceiling:
        ceiling += f"；由人评判的各项都评到最高，可到{points_text(found.ceiling_judged)}分"
    texts.append(f"{ceiling}。")
    if criteria.placings:
        names = "、".join(f"“{fact.name}”" for fact in criteria.placings)
        texts.append(f"注意：{names}按现在的算；得分高了，名次也可能提前，要等重新排名，下面的“最少”“最多”没有算进去。")
    elif not found.exact:
        texts.append("注意：有的指标项情形太多，没有逐一算尽，有关的数是估计的界，不是准数。")
    if card.eligibility.state is EligibilityState.INELIGIBLE:
        texts.append("注意：申报资格不符合，得分再高也不能申报；见 scoring score。")
    return [Paragraph(text) for text in texts]


def _plan(plan: TargetPlan, found: Improvement) -> list[Block]:
    target = points_text(plan.target)
    if not plan.reached:
        who = f"只靠{found.owner}的事项" if found.owner else "能改的都做到"
        kind = "最多到" if plan.proved else "据已算的情形最多到"
        text = f"达不到{target}分：{who}{kind}{points_text(plan.ceiling)}分"
        if found.ceiling_judged >= plan.target:
            text += f"，其余要看由人评判的各项（都评到最高可到{points_text(found.ceiling_judged)}分）"
        return [Paragraph(f"{text}。", style="strong")]
    if plan.count == 0:
        return [Paragraph(f"已经达到{target}分，不用再改。", style="strong")]
    proof = "已证明不能更少" if plan.proved else "不多于这个数，未证明最少"
    head = f"达到{target}分：最少改{plan.count}处（{proof}），改后{scored_text(plan.total)}"
    parts = [
        Paragraph(
            f"{'；'.join(move.text for move in part.moves)}{_because(part.opens)}{_owners(part.owners)}",
            f"  +{points_text(part.gain)}　{part.label}　",
        )
        for part in plan.parts
    ]
    return [Paragraph(head, style="strong"), *parts]


def _because(text: str) -> str:
    return f"（{text}）" if text else ""


def _owners(owners: Sequence[str]) -> str:
    return f"［{'、'.join(owners)}］" if owners else ""


def _single(found: Improvement, address: Address) -> list[Block]:
    def label(fix: Fix) -> Run:
        return Run(fix.label, "", address(fix.item, fix.move.fact))

    rows = [
        Row((f"+{points_text(fix.gain)}", label(fix), fix.move.text + _more(fix, found), "、".join(fix.owners)))
        for fix in found.fixes
        if fix.gain > 0
    ]
    if not rows:
        return [Heading("没有哪一项单独做到就能加分。")]
    heads = (
        Column("加分", kind="number"),
        Column("指标", whole=True),
        Column("改什么", share=2),
        Column("责任部门"),
    )
    return [Heading("单独做到就能加分的（其他都不变时）"), Table(heads, rows)]


def _more(fix: Fix, found: Improvement) -> str:
    """What is worth knowing on the way; for a decided score also what the move may bring beyond what is sure."""
    note = _because("；".join(filter(None, (fix.opens, fix.note))))
    if found.total.decided and fix.possible > fix.gain:
        return f"（由此要填的内容都好，可加{points_text(fix.possible)}分）{note}"
    return note


def _joint(found: Improvement) -> list[Block]:
    made: list[Block] = [Heading("一起做才加满的")]
    for one in found.joint:
        apart = f"，分开做共{points_text(one.apart)}分" if one.apart > 0 else "，少一样都不加分"
        moves = "；".join(move.text for move in one.moves)
        made.append(Paragraph(f"{one.label}　{moves}{_because(one.opens)}{apart}", f"  +{points_text(one.gain)}　"))
    return made if found.joint else []


def _idle(found: Improvement) -> list[Block]:
    points = []
    for fix in (fix for fix in found.fixes if fix.gain <= 0):
        tail = f"一起做共加{points_text(fix.together)}分。" if fix.together else ""
        change = fix.move.fact if fix.move.before == fix.move.after else fix.move.text
        points.append(f"{fix.label} {change}：{fix.why}{tail}")
    return [Heading("单独做不加分的，及原因"), Bullets(points)] if points else []


def _judgements(title: str, listed: Sequence[UnfixableFact], text: Callable[[UnfixableFact], str]) -> list[Block]:
    points = [f"{one.label} {one.fact}，{text(one)}{_owners(one.owners)}" for one in listed if one.most > 0]
    return [Heading(title), Bullets(points)] if points else []


def _narrowing(found: Improvement) -> list[Block]:
    useful = [one for one in found.narrowing if one.possible > 0]
    if not useful:
        return []
    rest = [f"另有{len(useful) - QUESTIONS}项，见 --format json。"] if len(useful) > QUESTIONS else []
    return [
        Heading("先填哪一项，总分的范围缩小得最多"),
        Paragraph("“至少”指无论答案是什么都能缩小的分数，“最多”指答案最能定分时缩小的分数。"),
        Bullets([*(_narrowed(one) for one in useful[:QUESTIONS]), *rest]),
    ]


def _narrowed(one: Narrowing) -> str:
    most = "" if one.possible == one.guaranteed else f"，最多{points_text(one.possible)}分"
    about = "" if one.exact else "（估计）"
    return f"{one.item} {one.name}：至少{points_text(one.guaranteed)}分{most}{about}{_owners(one.owners)}"


def _departments(found: Improvement) -> list[Block]:
    if found.owner or not found.departments:
        return []
    made: list[Block] = [Heading("按责任部门（只做本部门的事项，合计可加）")]
    for one in found.departments:
        names = [*dict.fromkeys(f"{found.fixes[at].item} {found.fixes[at].move.fact}" for at in one.fixes)]
        shown = "；".join(names[:NAMES]) + (f"；等{len(names)}项" if len(names) > NAMES else "")
        made.append(Paragraph(f"{one.name}：{shown}", f"  +{points_text(one.gain)}　"))
    return made
