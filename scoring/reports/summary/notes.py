"""What the numbers mean and what they rest on: the same sentences beside every output."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.base.text import date_text, number_text, points_text
from scoring.model.cohort import Ranking
from scoring.model.evidence import ScoreBasis
from scoring.naming import DRAFT, draft_texts, layer_texts
from scoring.province.ranking.outliers import rule_text
from scoring.reports import basis
from scoring.reports.document import Pair
from scoring.reports.summary.model import PackBatch
from scoring.reports.summary.words import everyone
from scoring.wording import basis_word

__all__ = ["assumptions", "gaps", "meaning", "origin", "quota", "references"]

RESTS_ON = ("并列", "推荐名额", "四舍五入", "未填", "合格线", "不适用")
"""The assumptions of a pack that bear on a ranking, in this order; the others follow."""


def meaning(batch: PackBatch) -> Iterator[Pair]:
    """How to read ranks, ranges and standing."""
    ranking = batch.ranking
    yield from (Pair(name=DRAFT, value=text) for text in draft_texts(batch.criteria))
    yield Pair(name="名次", value="得分相同的名次相同，其后的名次空出，如1、2、2、4。")
    if any(not place.total.decided for place in everyone(ranking)):
        yield Pair(
            name="最低、最高",
            value="有内容未填时得分是一个范围。未填既不当作0分，也不当作没有问题；怎样填都不会超出这个范围。",
        )
    if any(place.moves for place in everyone(ranking)):
        yield Pair(
            name="名次怎样变", value="未定的指标项各列出它取最高分、最低分时的名次，其余未定的内容仍按未定计算。"
        )
    yield Pair(name="排名依据", value=f"{basis_word(batch.origin.basis)}，满分{points_text(ranking.full)}分。")
    if batch.origin.basis is ScoreBasis.EVIDENCED:
        yield Pair(
            name="条款的失分",
            value="得分和名次把缺材料的内容算作未填；条款各失多少分仍按填报的内容计算，没有计入缺材料可能失去的分。",
        )
    if batch.origin.basis is ScoreBasis.VERIFIED:
        yield Pair(
            name="条款的失分",
            value="各条款失多少分按审核以后的填报内容计算。审核人意见不一致、取平均或中位数的项和等待裁决的项，"
            "失分只列到项，没有分到条款。",
        )
    if batch.cohort.outliers or batch.cohort.skipped:
        skipped = "".join(f"“{name}”{why}" for name, why in batch.cohort.skipped)
        yield Pair(name="数字核对", value=rule_text() + skipped)
    if ranking.notes:
        yield Pair(name="排名说明", value="".join(ranking.notes))
    for text in ranking.choices:
        yield Pair(name="改选的口径", value=text)
    for note in batch.origin.notes:
        yield Pair(name="注意", value=note)


def quota(ranking: Ranking) -> tuple[Pair, ...]:
    """The official sentences about how many may be put forward, verbatim."""
    return tuple(Pair(name=one.name, value=one.text) for one in ranking.quota_texts)


def references(batch: PackBatch) -> Iterator[Pair]:
    """The numbers from outside the cities with year and source; a missing one says so."""
    for name, value in batch.origin.references:
        declared = batch.criteria.references_by_name.get(name)
        unit = declared.unit if declared else ""
        text = "（未提供）"
        if value is not None:
            text = f"{number_text(value.value)}{unit}，{value.year}年，来源：{value.source}"
        yield Pair(name=name, value=text)


def assumptions(batch: PackBatch) -> tuple[Pair, ...]:
    """The pack's assumptions, those that bear on a ranking first."""
    order = {about: place for place, about in enumerate(RESTS_ON)}
    found = sorted(batch.criteria.assumptions, key=lambda one: order.get(one.about, len(order)))
    return tuple(Pair(name=one.about, value=one.text) for one in found)


def gaps(batch: PackBatch) -> tuple[Pair, ...]:
    """What the official text at hand lacks, and the fragment there is (`note`)."""
    return basis.gaps(batch.criteria)


def origin(batch: PackBatch) -> Iterator[Pair]:
    """What everything was made from: versions and digests."""
    criteria, made = batch.criteria, batch.origin
    yield Pair(name="指标体系", value=f"{criteria.title}（{criteria.id}，编码第{criteria.edition}版）")
    for text in layer_texts(criteria):
        yield Pair(name="补充体系", value=text)
    yield from basis.document(criteria)
    yield Pair(name="指标体系校验码", value=criteria.digest)
    for base in criteria.extends:
        yield Pair(name="基础体系校验码", value=f"{base.id}：{base.digest}")
    ranking = batch.ranking
    gates = (
        f"资格未定{len(ranking.open)}个，不具备资格{len(ranking.ineligible)}个，" if criteria.eligibility.gates else ""
    )
    counted = f"共{made.inputs}个文件：参加排名{len(ranking.ranked)}个，{gates}没有得出结果{len(batch.failed)}个"
    yield Pair(name="评分文件", value=counted)
    yield Pair(name="计算截至日", value=date_text(made.as_of) if made.as_of else "各城市自己的申报日期")
    if made.results_digest:
        yield Pair(name="评分结果校验码", value=made.results_digest)
    yield Pair(name="工具版本", value=made.tool_version)
