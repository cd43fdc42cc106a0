"""What is written about an item: sentences, questions, readings, clauses, evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from scoring.authoring.diff.amounts import clause_text
from scoring.authoring.diff.joint import bare
from scoring.authoring.diff.matching import paired
from scoring.authoring.diff.model import Change, Kind
from scoring.authoring.diff.wording import Field, compare_fields, compare_named, shown
from scoring.base.text import number_text, points_text
from scoring.model.criteria import (
    Clause,
    Each,
    EvidenceRequest,
    Gap,
    Interpretation,
    Item,
    Manual,
)
from scoring.model.facts import Better, Fact, FactType, Reference
from scoring.model.totals import NOTHING_WORDS

__all__ = ["FACT", "INTERPRETATION", "REFERENCE", "fact_text", "item_changes", "reading_text", "reference_text"]

W, R, F = Kind.WORDING, Kind.RULE, Kind.FORM
TYPES = {
    FactType.BOOL: "是否",
    FactType.COUNT: "个数",
    FactType.NUMBER: "数值",
    FactType.PERCENT: "百分数",
    FactType.CHOICE: "选项",
    FactType.DATE: "日期",
    FactType.TEXT: "文字",
    FactType.JUDGED: "评判分",
}
BETTER = {Better.YES: "是为好", Better.NO: "否为好", Better.HIGHER: "越高越好", Better.LOWER: "越低越好"}


def _derived(fact: Fact) -> str | None:
    ratio = fact.derive
    if ratio is None:
        return None
    within = "" if ratio.within else "，分子可以大于分母"
    return f"{ratio.numerator}÷{ratio.denominator}×{number_text(ratio.times)}{within}"


FACT = (
    Field(what="类型", kind=R, get=lambda one: TYPES[one.type]),
    Field(what="问题", kind=W, get=lambda one: one.ask),
    Field(what="单位", kind=W, get=lambda one: shown(one.unit)),
    Field(what="责任部门", kind=W, get=lambda one: shown(one.owner)),
    Field(what="好坏方向", kind=F, get=lambda one: None if one.better is None else BETTER[one.better]),
    Field(what="已经发生的事", kind=F, get=lambda one: "不能改变" if one.past else None),
    Field(what="填报前提", kind=R, get=lambda one: bare(one.needs) or None),
    Field(what="选项", kind=R, get=lambda one: shown(one.choices)),
    Field(what="最小值", kind=R, get=lambda one: shown(one.minimum)),
    Field(what="最大值", kind=R, get=lambda one: shown(one.maximum)),
    Field(what="步长", kind=R, get=lambda one: shown(one.step)),
    Field(what="计算方法", kind=R, get=_derived),
    Field(what="可填不适用的情形", kind=F, get=lambda one: one.not_applicable),
    Field(what="填报说明", kind=W, get=lambda one: shown(one.help)),
    Field(what="须列出的材料", kind=R, get=lambda one: shown(one.proof)),
    Field(what="表格空白", kind=W, get=lambda one: one.blank),
)
REFERENCE = (
    Field(what="类型", kind=R, get=lambda one: TYPES[one.type]),
    Field(what="问题", kind=W, get=lambda one: one.ask),
    Field(what="单位", kind=W, get=lambda one: shown(one.unit)),
    Field(what="最小值", kind=R, get=lambda one: shown(one.minimum)),
)
INTERPRETATION = (
    Field(what="问题", kind=W, get=lambda one: one.question),
    Field(what="默认选项", kind=R, get=lambda one: one.default),
    Field(what="选项", kind=R, get=lambda one: "、".join(sorted(option.name for option in one.options))),
    Field(what="选项说明", kind=W, get=lambda one: "；".join(sorted(f"{o.name}：{o.text}" for o in one.options))),
    Field(what="不能填的", kind=R, get=lambda one: shown(_forbids(one))),
    Field(what="理由", kind=W, get=lambda one: one.why),
    Field(what="作用", kind=R, get=lambda one: {"rule": "影响计分", "answer": "只影响填报"}[one.affects.value]),
)
EVIDENCE = (
    Field(what="名称", kind=F, get=lambda one: one.title),
    Field(what="对应填报项", kind=F, get=lambda one: "、".join(sorted(one.supports))),
    Field(what="依据", kind=F, get=lambda one: one.basis.value),
)
CLAUSE = (
    Field(what="原文", kind=W, get=lambda one: shown(one.quote)),
    Field(what="计分", kind=R, get=clause_text),
    Field(what="改进建议", kind=W, get=lambda one: shown(one.remedy)),
)
ITEM = (
    Field(what="分值", kind=R, get=lambda one: shown(one.points)),
    Field(what="指标内容", kind=W, get=lambda one: shown(one.requirement)),
    Field(what="评分标准", kind=W, get=lambda one: one.scoring),
    Field(what="起算", kind=R, get=lambda one: {"full": "从满分起算", "zero": "从零分起算"}[one.start.value]),
    Field(what="何时评", kind=R, get=lambda one: bare(one.applies) or None),
    Field(what="逐个计分", kind=R, get=lambda one: _each(one.each)),
    Field(what="权数", kind=R, get=lambda one: shown(one.weight)),
    Field(what="必达", kind=R, get=lambda one: None if one.pass_at is None else f"{points_text(one.pass_at)}分通过"),
    Field(what="由设置体现的原文", kind=W, get=lambda one: shown(one.words)),
    Field(what="合用上限", kind=R, get=lambda one: _groups(one)),
    Field(what="原文缺漏", kind=W, get=lambda one: _gap(one.gap)),
    Field(what="说明", kind=W, get=lambda one: "；".join(one.notes) or None),
)


def item_changes(old: Item, new: Item, place: str) -> tuple[Change, ...]:
    """What differs between two versions of an item as they are written, conditions aside: those are compared by what
    they do (see `comparing`)."""
    return tuple(_changes(old, new, place))


def _changes(old: Item, new: Item, place: str) -> Iterator[Change]:
    yield from compare_fields(place, ITEM, old, new)
    yield from compare_named(place, "条款", R, CLAUSE, *_clauses(old, new), clause_text)
    yield from compare_named(
        place, "填报项", F, FACT, {one.name: one for one in old.facts}, {one.name: one for one in new.facts}, fact_text
    )
    yield from compare_named(
        place, "口径", R, INTERPRETATION, _named(old.interpretations), _named(new.interpretations), reading_text
    )
    yield from compare_named(
        place,
        "佐证材料",
        F,
        EVIDENCE,
        {one.id: one for one in old.evidence},
        {one.id: one for one in new.evidence},
        _evidence_text,
    )
    yield from compare_named(
        place,
        "由人判断的字句",
        W,
        (Field(what="理由", kind=W, get=lambda one: one.reason),),
        {one.quote: one for one in old.manual},
        {one.quote: one for one in new.manual},
        _manual_text,
    )


def _clauses(old: Item, new: Item) -> tuple[dict[str, Clause], dict[str, Clause]]:
    """Clauses by name: those that belong together share one, the official words of the older where it has any."""
    before, after = (list(item.clauses) for item in (old, new))
    partner = {j: i for i, j in paired(old, new)}
    names = [clause.quote or clause.id for clause in before]
    left = dict(zip(names, before, strict=True))
    right: dict[str, Clause] = {}
    for index, clause in enumerate(after):
        name = names[partner[index]] if index in partner else clause.quote or clause.id
        right[name if index in partner or name not in left else f"{name}（新）"] = clause
    return left, right


def fact_text(fact: Fact) -> str:
    """One line about a question that is only in one pack."""
    return f"{fact.ask}（{TYPES[fact.type]}）"


def reference_text(reference: Reference) -> str:
    """One line about a reference that is only in one pack."""
    return reference.ask


def _forbids(reading: Interpretation) -> str:
    """The answers that options leave no room for."""
    return "；".join(f"{one.name}不能填{name}：{word}" for one in reading.options for name, word in one.forbids)


def reading_text(reading: Interpretation) -> str:
    """One line about a reading that is only in one pack."""
    return f"{reading.question}默认“{reading.default}”"


def _evidence_text(request: EvidenceRequest) -> str:
    return request.title


def _manual_text(manual: Manual) -> str:
    return manual.reason


def _groups(item: Item) -> str | None:
    return "、".join(f"{group.name}最多{points_text(group.at_most)}分" for group in item.groups) or None


def _each(each: Each | None) -> str | None:
    if each is None:
        return None
    count = "" if each.count is None else f"，个数见“{each.count}”"
    if isinstance(each.count, Fraction):
        count = f"，共{points_text(each.count)}个"
    unchecked = "" if each.unchecked is None else f"，未检查的计{points_text(each.unchecked)}分"
    points = "" if each.points is None else f"，每个满分{points_text(each.points)}分"
    none = "" if each.none is None else f"，一个也没有的{NOTHING_WORDS[each.none]}"
    return f"按{each.name}逐个计分{each.how}{count}{points}{unchecked}{none}"


def _gap(gap: Gap | None) -> str | None:
    return None if gap is None else f"{gap.known}／{gap.lacks}"


def _named(readings: Iterable[Interpretation]) -> dict[str, Interpretation]:
    return {one.name: one for one in readings}
