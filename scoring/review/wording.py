"""What reviews come to in words: answers, opinions, rulings and differences, for the screen and for paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from scoring.advice.compare.inputs import input_text
from scoring.advice.compare.model import ClauseChange, Difference
from scoring.base.text import points_text, scored_text, signed_text
from scoring.lang import UNKNOWN, Value
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import Answer
from scoring.model.review import (
    UNANSWERED,
    Decision,
    Opinion,
    ReviewSettings,
    ReviewState,
    Role,
    Ruling,
    RulingState,
    Verified,
)
from scoring.model.submission import GateAnswer, Unit
from scoring.review.subjects import said
from scoring.rules.inputs import value_of_answer
from scoring.wording import Register, condition_word, ruling_word

__all__ = [
    "answer_text",
    "assumption",
    "clause_text",
    "day_text",
    "difference_text",
    "gate_notes",
    "gate_said",
    "gate_text",
    "in_order",
    "limit_text",
    "listed_text",
    "none_text",
    "open_gate",
    "opinion_text",
    "state_text",
    "waiting_names",
]

STEMS = {ord(stem): chr(place) for place, stem in enumerate("甲乙丙丁戊己庚辛壬癸", start=ord("0"))}


def state_text(ruling: Ruling, register: Register = Register.SCREEN) -> str:
    """What became of an item or a gate in one stage. Nobody agrees with a question: where one asks, that is said."""
    word = ruling_word(ruling.state, register)
    if not ruling.asked:
        return word
    if ruling.state is RulingState.NONE:
        return "要求说明"
    return "有人要求说明" if ruling.state is RulingState.AGREED else f"{word}，有人要求说明"


def answer_text(criteria: Criteria, name: str, answer: Answer | None) -> str:
    """An answer in words: 是, 4次, 1.5分, 未填."""
    value: Value = UNKNOWN if answer is None else value_of_answer(answer)
    return input_text(criteria, name, value)


def gate_text(answer: GateAnswer | None) -> str:
    """An answer to a gate of eligibility in words: 无, 否, 未填, `2021-06-01 发生…`."""
    if answer is None or not answer.known:
        return "未填"
    if answer.yes is not None:
        return ("是" if answer.yes else "否") + ("（上一期周期记录）" if answer.recorded else "")
    events = (f"{one.on.isoformat() if one.on else '日期未填'} {one.text}".strip() for one in answer.incidents)
    return "；".join(events) or "无"


def gate_said(state: ReviewState, gate: str) -> str:
    """What stands of a gate in words; one on which opinions differ is open."""
    return "待裁决" if gate in state.disputed else gate_text(state.submission.gates.get(gate))


def in_order(name: str) -> str:
    """What puts names into their usual order: 甲, 乙, 丙 as the stems come."""
    return name.translate(STEMS)


def limit_text(limit: Fraction | None) -> str:
    """What differences go to the chair."""
    return "有任何不同就由组长裁决" if limit is None else f"相差超过{points_text(limit)}分的由组长裁决"


def assumption(settings: ReviewSettings) -> str:
    """How differences are settled, and that this is no official rule."""
    within = "" if settings.limit is None else f"；没有超过的取{settings.rule.value}"
    return (
        f"几位组员的意见不一致时，{limit_text(settings.limit)}{within}。"
        "官方文件没有规定这种办法，这是本工具的约定；“无意见”不当作0分。"
    )


def day_text(day: date | None) -> str:
    """A day, or what stands for none."""
    return day.isoformat() if day is not None else "日期未写"


def listed_text(item: Item, rows: Sequence[Unit]) -> str:
    """What a list of units says as a whole: 无, 3个县市区 or 未填."""
    if not rows:
        return "未填"
    return "无" if rows[0].nothing else f"{len(rows)}个{item.each.name if item.each is not None else ''}"


def none_text(criteria: Criteria, decision: Decision) -> tuple[str, ...]:
    """That a decision puts 无 in the place of a list of units, if it does."""
    each = criteria.items_by_id[decision.subject].each
    none = each is not None and bool(decision.units) and decision.units[0].nothing
    return (f"“{each.name}”改为“无”",) if none and each is not None else ()


def difference_text(part: Difference) -> str:
    """`-2分`, or both ends where they differ."""
    if part.low == part.high:
        return f"{signed_text(part.low)}分"
    return f"最低{signed_text(part.low)}分，最高{signed_text(part.high)}分"


def clause_text(clause: ClauseChange) -> str:
    """The difference and the official words, or what the line of the ledger is."""
    return (
        f"{difference_text(clause.difference)}　“{clause.quote}”"
        if clause.clause
        else f"{difference_text(clause.difference)}　{clause.quote}"
    )


def opinion_text(criteria: Criteria, opinion: Opinion) -> str:
    """Who says what of a subject with which outcome, when and why."""
    decision = opinion.decision
    parts = [f"{opinion.reviewer}：{decision.verdict.value}", *_changes(criteria, decision)]
    if decision.rejected:
        parts.append("、".join(decision.rejected))
    if decision.opinion:
        parts.append(condition_word(opinion.state) if decision.gate else f"得{scored_text(opinion.score)}")
    if decision.reason:
        parts.append(f"理由：{decision.reason.rstrip('。')}")
    if decision.basis:
        parts.append(f"依据：{'、'.join(decision.basis)}")
    return "；".join(parts) + f"（{day_text(decision.on)}）"


def _changes(criteria: Criteria, decision: Decision) -> tuple[str, ...]:
    """What a decision changes, in one text; none where it changes nothing."""
    if decision.gate:
        return () if decision.answer is None else (f"改为{gate_text(decision.answer)}",)
    facts = [f"{name}改为{answer_text(criteria, name, answer)}" for name, answer in decision.facts.items()]
    facts += none_text(criteria, decision)
    facts += [
        f"{row.name}的{name}改为{answer_text(criteria, name, answer)}"
        for row in decision.units
        for name, answer in row.answers.items()
    ]
    return ("，".join(facts),) if facts else ()


def waiting_names(items: Sequence[str], gates: Sequence[str]) -> str:
    """What waits, in one list: items as they are called, gates marked as eligibility."""
    return "、".join([*items, *(f"申报资格“{gate}”" for gate in gates)])


def open_gate(found: Verified, name: str) -> str:
    """Why a gate in `Verified.gates_open` has no answer, and who has to act."""
    answer = found.steps[-1].state.submission.gates.get(name, UNANSWERED)
    heard = any(ruling.opinions for step in found.steps for ruling in step.on_gates if ruling.subject == name)
    if answer.known:
        why = "日期没有填全，算不出是不是在期限以内"
    else:
        why = "自评没有填，" + ("只写“认可”补不上" if heard else "也没有人提出意见")
    people = {one.reviewer: None for step in found.steps for one in step.reviews if one.role is Role.MEMBER}
    names = "、".join(sorted(people, key=in_order))
    return f"{why}；请审核人{names}查明，写“意见: 调整”和“改为”"


def gate_notes(found: Verified) -> Mapping[str, str]:
    """By gate, who found what stands now, where that is not the city's own answer."""
    first, last = found.steps[0].state.submission, found.steps[-1].state
    notes = {}
    for step in found.steps:
        for ruling in step.on_gates:
            if ruling.state in (RulingState.AGREED, RulingState.ARBITRATED):
                notes[ruling.subject] = _found_by(ruling, step.name)
    changed = {
        name: note
        for name, note in notes.items()
        if said(first.gates.get(name)) != said(last.submission.gates.get(name))
    }
    return {**changed, **dict.fromkeys(last.disputed, "审核人的意见不一致，等待组长裁决")}


def _found_by(ruling: Ruling, stage: str) -> str:
    if ruling.state is RulingState.ARBITRATED and ruling.chair is not None:
        return f"{stage}，组长{ruling.chair.reviewer}裁决"
    return f"{stage}，审核人{'、'.join(sorted((one.reviewer for one in ruling.opinions), key=in_order))}认定"
