"""What is written in a pack beside its items: identity, sections, basic facts, eligibility, procedure, conventions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

from scoring.authoring.diff.canonical import canonical
from scoring.authoring.diff.model import Change, Kind
from scoring.authoring.diff.parts import FACT, INTERPRETATION, REFERENCE, fact_text, reading_text, reference_text
from scoring.authoring.diff.wording import Field, compare_fields, compare_named, shown
from scoring.base.text import date_text, number_text, points_text
from scoring.lang import show
from scoring.model.checks import AnyCheck, AtLeast, Contradiction
from scoring.model.criteria import Assumption, Criteria, Deadline, Gate, Period, Publicity, Section

__all__ = ["front_changes"]

W, R, F = Kind.WORDING, Kind.RULE, Kind.FORM
POLICY = {"full": "视同做到，不失分", "zero": "不扣分也不得分", "rescale": "该条的分值不计，本项其余折算"}

IDENTITY = (
    Field(what="名称", kind=W, get=lambda one: one.title),
    Field(what="简称", kind=W, get=lambda one: one.short_title),
    Field(what="地区", kind=W, get=lambda one: shown(one.region)),
    Field(what="发布机关", kind=W, get=lambda one: shown(one.issuer)),
    Field(what="文号", kind=W, get=lambda one: one.document_number),
    Field(what="来源", kind=W, get=lambda one: one.source.title),
    Field(what="来源说明", kind=W, get=lambda one: one.source.note),
    Field(what="依据文件", kind=W, get=lambda one: shown(one.source.basis)),
    Field(what="自评表表头", kind=F, get=lambda one: shown(one.form_columns)),
    Field(what="总分", kind=R, get=lambda one: points_text(one.points)),
    Field(what="不适用的计分方法", kind=R, get=lambda one: POLICY[one.not_applicable.value]),
    Field(what="小数取舍", kind=R, get=lambda one: _rounding(one)),
    Field(what="佐证材料的时间范围", kind=F, get=lambda one: _days(one.evidence_period)),
    Field(
        what="佐证材料时间范围的原文",
        kind=W,
        get=lambda one: None if one.evidence_period is None else one.evidence_period.quote,
    ),
)
SECTION = (
    Field(what="名称", kind=W, get=lambda one: one.title),
    Field(what="序号", kind=W, get=lambda one: one.label),
    Field(what="分值", kind=R, get=lambda one: points_text(one.points)),
    Field(what="原文缺漏", kind=W, get=lambda one: None if one.gap is None else f"{one.gap.known}／{one.gap.lacks}"),
)
GATE = (
    Field(what="类型", kind=R, get=lambda one: {"incidents": "事件", "yes_no": "是否"}[one.kind.value]),
    Field(what="年限", kind=R, get=lambda one: None if one.years is None else f"{one.years}年"),
    Field(what="原文", kind=W, get=lambda one: one.quote),
    Field(what="问题", kind=W, get=lambda one: one.ask),
    Field(what="责任部门", kind=W, get=lambda one: shown(one.owner)),
)
CHECK = (
    Field(what="核对的内容", kind=F, get=lambda one: _checked(one)),
    Field(what="问题", kind=W, get=lambda one: one.ask),
)
TEXT = (Field(what="内容", kind=W, get=lambda one: one.text),)
HAND_IN = (*TEXT, Field(what="报送阶段", kind=F, get=lambda one: shown(one.step)))
DUTY = (*TEXT, Field(what="报送频次", kind=F, get=lambda one: "每年" if one.yearly else None))
STEP = (
    Field(what="截止日期", kind=F, get=lambda one: date_text(one.due)),
    Field(what="截止日期原文", kind=W, get=lambda one: one.due_text),
    Field(what="内容", kind=W, get=lambda one: one.text),
    Field(what="公示", kind=F, get=lambda one: None if one.publicity is None else _publicity(one.publicity)),
)


class _Named(Protocol):
    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=_Named)

OTHERS = {
    "absent": "缺项的算法",
    "at_most": "总分上限",
    "cycle": "评选周期和撤销后的限制",
    "grades": "等次",
    "groups": "各项之外的合用上限",
    "scale": "公布总分的满分",
    "ties": "同分的排序",
}
LEVELS = {"item": "每个指标项", "section": "每个一级指标", "total": "总分"}
WORDS = ("ask", "owner", "help", "remedy", "why")
KNOWN = frozenset(
    [
        "id",
        "title",
        "short_title",
        "region",
        "issuer",
        "edition",
        "points",
        "sections",
        "profile",
        "references",
        "eligibility",
        "quota",
        "procedure",
        "documents",
        "withdrawal",
        "provisions",
        "reporting",
        "assumptions",
        "source",
        "rounding",
        "evidence_period",
        "not_applicable",
        "digest",
        "folder",
        "document_number",
        "form_columns",
        "items_by_id",
        "facts_by_name",
        "interpretations_by_name",
        "references_by_name",
        "extends",
        "checks",
    ]
)
"""The fields of a pack that are compared one by one, or only say which pack it is."""


def front_changes(old: Criteria, new: Criteria) -> tuple[Change, ...]:
    """The changes beside the items, in the order of pack.yaml. Id, edition and digest say which packs are compared and
    are no change."""
    return tuple(_changes(old, new))


def _changes(old: Criteria, new: Criteria) -> Iterator[Change]:
    yield from compare_fields("总体", IDENTITY, old, new)
    yield from compare_named(
        "总体", "约定", W, TEXT, _about(old.assumptions), _about(new.assumptions), lambda one: one.text
    )
    yield from compare_named(
        "总体",
        "一级指标",
        R,
        SECTION,
        _sections(old),
        _sections(new),
        lambda one: f"{one.title}{points_text(one.points)}分",
    )
    yield from compare_named(
        "基本情况", "填报项", F, FACT, {f.name: f for f in old.profile}, {f.name: f for f in new.profile}, fact_text
    )
    yield from compare_named("参照值", "", F, REFERENCE, old.references_by_name, new.references_by_name, reference_text)
    yield from compare_named("总体", "核对", F, CHECK, _texts(old.checks), _texts(new.checks), lambda one: one.ask)
    yield from _others(old, new)
    yield from _eligibility(old, new)
    yield from _quota(old, new)
    yield from compare_named("程序", "", F, STEP, _steps(old), _steps(new), lambda one: one.text)
    yield from _papers(old, new)


def _papers(old: Criteria, new: Criteria) -> Iterator[Change]:
    yield from compare_named(
        "报送材料", "", F, HAND_IN, _texts(old.documents), _texts(new.documents), lambda one: one.text
    )
    yield from compare_named(
        "撤销情形", "", F, TEXT, _texts(old.withdrawal), _texts(new.withdrawal), lambda one: one.text
    )
    yield from compare_named(
        "其他规定", "", F, TEXT, _texts(old.provisions), _texts(new.provisions), lambda one: one.text
    )
    yield from compare_named(
        "报送要求", "", F, DUTY, _texts(old.reporting), _texts(new.reporting), lambda one: one.text
    )


def _checked(one: AnyCheck) -> str:
    """What is held against what, and when."""
    if isinstance(one, AtLeast):
        return f"{'、'.join(one.facts)}至少{one.least}项为是"
    if isinstance(one, Contradiction):
        return f"不能同时成立：{one.text}"
    when = "" if one.when is None else f"（{show(one.when)}时）"
    if one.ratio is None:
        return f"“{one.fact}”不大于“{one.whole}”{when}"
    of = one.ratio
    return f"“{one.fact}”与“{of.numerator}”÷“{of.denominator}”×{number_text(of.times)}相符{when}"


def _publicity(publicity: Publicity) -> str:
    first = {None: "", True: "，首日计入", False: "，首日不计入"}[publicity.counts_first]
    return f"{publicity.working_days}个工作日{first}"


def _days(period: Period | None) -> str | None:
    if period is None:
        return None
    first, last = (None if day is None else date_text(day) for day in (period.first, period.last))
    if first is None or last is None:
        return f"{first}以后" if first else f"{last}以前" if last else "不限"
    return f"{first}至{last}"


def _others(old: Criteria, new: Criteria) -> Iterator[Change]:
    """Rules beyond the items (grades, vetoes, points on the total …): whether they differ at all."""
    for name in old.__struct_fields__:
        if name in KNOWN:
            continue
        before, after = (canonical(getattr(one, name), WORDS) for one in (old, new))
        if before != after:
            yield Change(
                place="总体", what=OTHERS.get(name, f"其他规则（{name}）"), kind=R, old="原来的规定", new="改过的规定"
            )


def _rounding(criteria: Criteria) -> str:
    places = criteria.rounding.places
    text = "不取舍" if places is None else f"保留{places}位小数"
    rest = [name for name in criteria.rounding.__struct_fields__ if name != "places"]
    told = [LEVELS.get(str(canonical(getattr(criteria.rounding, name))), name) for name in rest]
    return f"{text}（{'，'.join(told)}）" if told else text


def _eligibility(old: Criteria, new: Criteria) -> Iterator[Change]:
    one, other = old.eligibility, new.eligibility
    passages = Field(what="原文", kind=W, get=lambda e: shown("\n".join(e.placed_texts)))
    yield from compare_fields("申报资格", (passages,), one, other)
    yield from compare_named(
        "申报资格",
        "由评审部门认定的条件",
        R,
        TEXT,
        _texts(one.for_reviewers),
        _texts(other.for_reviewers),
        lambda one: one.text,
    )
    yield from compare_named("申报资格", "条件", R, GATE, _gates(one.gates), _gates(other.gates), lambda g: g.ask)
    yield from compare_named(
        "申报资格",
        "口径",
        R,
        INTERPRETATION,
        {reading.name: reading for reading in one.interpretations},
        {reading.name: reading for reading in other.interpretations},
        reading_text,
    )


def _quota(old: Criteria, new: Criteria) -> Iterator[Change]:
    one, other = (None if c.quota is None else f"{c.quota.at_most}个以内" for c in (old, new))
    if one != other:
        yield Change(place="申报名额", what="数量", kind=R, old=one, new=other)
    texts = [_texts(c.quota.texts) if c.quota is not None else {} for c in (old, new)]
    yield from compare_named("申报名额", "", W, TEXT, texts[0], texts[1], lambda one: one.text)


def _about(assumptions: Iterable[Assumption]) -> dict[str, Assumption]:
    return {one.about: one for one in assumptions}


def _sections(criteria: Criteria) -> dict[str, Section]:
    return {one.id: one for one in criteria.sections}


def _gates(gates: Iterable[Gate]) -> dict[str, Gate]:
    return {one.name: one for one in gates}


def _steps(criteria: Criteria) -> dict[str, Deadline]:
    return {one.name: one for one in criteria.procedure}


def _texts(statements: Iterable[N]) -> dict[str, N]:
    return {one.name: one for one in statements}
