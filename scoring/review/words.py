"""Sentences and small texts of reviews."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from scoring.advice.compare.inputs import input_text
from scoring.base.text import points_text
from scoring.lang import UNKNOWN, Value
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import Answer
from scoring.model.review import Decision, GateRuling, ItemRuling, RulingState, Settings, Standing
from scoring.model.submission import GateAnswer, Unit
from scoring.rules.inputs import value_of_answer

__all__ = [
    "STATES",
    "answer_text",
    "assumption",
    "day_text",
    "gate_said",
    "gate_text",
    "in_order",
    "limit_text",
    "listed_text",
    "none_text",
    "state_text",
]

STATES = {
    RulingState.NONE: "没有意见",
    RulingState.AGREED: "意见一致",
    RulingState.SETTLED: "有分歧，按办法合成",
    RulingState.ARBITRATED: "有分歧，组长裁决",
    RulingState.DUE: "有分歧，等待裁决",
}
STEMS = {ord(stem): chr(place) for place, stem in enumerate("甲乙丙丁戊己庚辛壬癸", start=ord("0"))}


def state_text(ruling: ItemRuling | GateRuling, states: Mapping[RulingState, str] = STATES) -> str:
    """What became of an item or a gate in one stage. Nobody agrees with a question: where one asks, that is said."""
    if not ruling.asked:
        return states[ruling.state]
    if ruling.state is RulingState.NONE:
        return "要求说明"
    return "有人要求说明" if ruling.state is RulingState.AGREED else f"{states[ruling.state]}，有人要求说明"


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


def gate_said(standing: Standing, gate: str) -> str:
    """What stands of a gate in words; one on which opinions differ is open."""
    return "待裁决" if gate in standing.disputed else gate_text(standing.submission.gates.get(gate))


def in_order(name: str) -> str:
    """What puts names into their usual order: 甲, 乙, 丙 as the stems come."""
    return name.translate(STEMS)


def limit_text(limit: Fraction | None) -> str:
    """What differences go to the chair."""
    return "有任何不同就由组长裁决" if limit is None else f"相差超过{points_text(limit)}分的由组长裁决"


def assumption(settings: Settings) -> str:
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
    each = criteria.items_by_id[decision.item].each
    none = each is not None and bool(decision.units) and decision.units[0].nothing
    return (f"“{each.name}”改为“无”",) if none and each is not None else ()
