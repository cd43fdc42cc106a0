"""Phrases of the papers of a review."""

from __future__ import annotations

import os.path
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from scoring.advice.compare.model import ClauseChange, Difference
from scoring.base.text import approx_text, date_text, signed_text
from scoring.model.criteria import Criteria
from scoring.model.review import Decision, Opinion, Review, Role, RulingState, Settings, Verdict, Verified
from scoring.model.scorecard import Range
from scoring.reports.render.views.model import Pair
from scoring.reports.summary.words import score_text
from scoring.review.wording import answer_text, assumption, in_order, none_text

__all__ = [
    "STATES",
    "by_name",
    "clause_pairs",
    "conventions",
    "day_of",
    "days_text",
    "detail_texts",
    "diff_text",
    "file_name",
    "points",
    "quoted",
    "reviewer",
    "reviewers",
    "signed",
    "waiting",
]

STATES = {
    RulingState.NONE: "无意见",
    RulingState.AGREED: "意见一致",
    RulingState.SETTLED: "有分歧，已合成",
    RulingState.ARBITRATED: "组长裁决",
    RulingState.DUE: "等待裁决",
}


def points(score: Range) -> str:
    """`4分`, `4～6分`."""
    return f"{score_text(score.low, score.high)}分"


def signed(value: Fraction) -> str:
    """Points with their sign, long fractions shortened: `+2`, `-0.5`, `约-0.33`, `0`."""
    text = signed_text(value)
    if "/" not in text and len(text) <= 8:
        return text
    near = approx_text(abs(value)).removeprefix("约")
    return f"约{'-' if value < 0 else '+'}{near}"


def diff_text(part: Difference) -> str:
    """`-2分`, or what each end loses: `最低-1分，最高0分`."""
    if part.low == part.high:
        return f"{signed(part.low)}分"
    return f"最低{signed(part.low)}分，最高{signed(part.high)}分"


def reviewer(review: Review | Opinion | Opinion) -> str:
    """`甲`, `丙（组长）`."""
    return f"{review.reviewer}（组长）" if review.role is Role.CHAIR else review.reviewer


def reviewers(reviews: Iterable[Review]) -> str:
    """The reviewers of a stage, members first."""
    ordered = sorted(reviews, key=by_name)
    return "、".join(dict.fromkeys(reviewer(one) for one in ordered))


def by_name(one: Review | Opinion | Opinion) -> tuple[bool, str]:
    """The order of reviewers on paper: members before the chair, 甲 before 乙."""
    return one.role is Role.CHAIR, in_order(one.reviewer)


def days_text(reviews: Iterable[Review]) -> str:
    """The days on which opinions were given: one, or from the first to the last."""
    days = sorted({day for review in reviews for day in review.days})
    if not days:
        return "日期未写"
    if len(days) == 1:
        return date_text(days[0])
    first, last = days[0], days[-1]
    end = date_text(last) if first.year != last.year else f"{last.month}月{last.day}日"
    return f"{date_text(first)}至{end}"


def day_of(found: Verified) -> date | None:
    """The last day on which an opinion was given."""
    days = (day for step in found.steps for review in step.reviews for day in review.days)
    return max(days, default=None)


def detail_texts(criteria: Criteria, decision: Decision) -> Iterator[str]:
    """What a decision changes, and why: one sentence each."""
    facts = [f"“{name}”改为“{answer_text(criteria, name, answer)}”" for name, answer in decision.facts.items()]
    facts += none_text(criteria, decision)
    for row in decision.units:
        if not row.checked:
            facts.append(f"{row.name}改为未检查")
        facts += [f"{row.name}的“{name}”改为“{answer_text(criteria, name, one)}”" for name, one in row.answers.items()]
    if facts:
        yield "，".join(facts)
    if decision.rejected:
        yield f"不认可的材料：{'、'.join(decision.rejected)}"
    if decision.reason:
        yield f"理由：{decision.reason.rstrip('。')}"
    elif decision.verdict is not Verdict.ACCEPT:
        yield "理由：（未写）"
    if decision.basis:
        yield f"依据：{'、'.join(decision.basis)}"


def clause_pairs(clauses: Iterable[ClauseChange]) -> tuple[Pair, ...]:
    """The official sentences in quotation marks with the points they changed; lines that are no clause say what they
    are."""
    return tuple(
        Pair(name=diff_text(one.part), value=quoted(one.quote) if one.clause else one.quote)
        for one in clauses
        if not one.part.none
    )


def quoted(quote: str) -> str:
    """The official words in quotation marks; a remark that there are none stays as it is."""
    return quote if quote.startswith("（原文") else f"“{quote}”"


def waiting(found: Verified) -> str:
    """What has still to be done before the result stands; "" where nothing has."""
    parts = []
    if found.due or found.gates_due:
        parts.append(f"等待裁决{len(found.due) + len(found.gates_due)}项")
    if found.asked or found.gates_asked:
        parts.append(f"等待说明{len(found.asked) + len(found.gates_asked)}项")
    if found.gates_open:
        parts.append(f"申报资格待查明{len(found.gates_open)}项")
    return "，".join(parts)


def conventions(settings: Settings) -> tuple[Pair, ...]:
    """How reviews become a score where the official text has no rule, and what the words mean."""
    return (
        Pair(name="意见不一致", value=assumption(settings)),
        Pair(name="未证实", value="材料不在或者不认可的内容不当作没有做到：最低分按未知算，最高分按填报算。"),
        Pair(name="无意见", value="没有人提出意见的指标项，按上一步的得分计，不当作0分，也不参加平均。"),
        Pair(
            name="申报资格",
            value="不计分，也不取平均：几位组员的意见不一致的，组长裁决以前按未定算；没有人提出意见的，按城市自己的填报判断。",
        ),
        Pair(name="分差", value="几位组员对同一项各自会得的分，最高与最低相差多少；得分是范围的，取两端中较大的差。"),
        Pair(name="差额", value="后一步减前一步，分值准确；得分是范围的，分别写最低分和最高分的差额。"),
    )


def file_name(path: str) -> str:
    """The name without its folder: papers show no one's disk."""
    return os.path.basename(path.replace("\\", "/"))
