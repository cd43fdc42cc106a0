"""Puts the report of a whole cycle together."""

from __future__ import annotations

from collections.abc import Iterator

from scoring import __version__
from scoring.base.text import date_text, points_text
from scoring.model.evidence import ScoreBasis
from scoring.naming import draft_texts, layer_texts
from scoring.province.ranking import cohort_of
from scoring.reports.render.views import basis
from scoring.reports.render.views.chapters import Chapter
from scoring.reports.render.views.model import Cover, Pair, ReferenceRow
from scoring.reports.render.views.outline import SIGNED, UNSIGNED, numbered
from scoring.reports.render.views.review import CycleReviewView
from scoring.reports.render.views.review_rows import FileRow
from scoring.reports.review import cycle_rows, files
from scoring.reports.review.model import Cycle
from scoring.reports.review.spread import reviewer_rows, spread_rows
from scoring.reports.review.words import conventions, day_of, file_name, waiting
from scoring.reports.summary import Origin, PackBatch
from scoring.reports.summary.paper_view import moved, paper_of
from scoring.reports.wording import watermark

__all__ = ["cycle_view"]

MOVES = 5
"""So many open items of a city are told."""


def cycle_view(cycle: Cycle) -> CycleReviewView:
    """Everything the report of a cycle prints. Pure: the same reviews give the same view."""
    criteria = cycle.criteria
    batch = PackBatch(
        criteria=criteria,
        ranking=cycle.ranking,
        cohort=cohort_of(criteria, ()),
        origin=Origin(
            tool_version=__version__, inputs=len(cycle.cities) + len(cycle.failed), basis=ScoreBasis.VERIFIED
        ),
        failed=cycle.failed,
    )
    paper = paper_of(batch)
    days = [day for city in cycle.cities if (day := day_of(city.verified)) is not None]
    day = max(days, default=None)
    invented = [city.loaded.submission.invented for city in cycle.cities]
    rest, open_ = tuple(cycle_rows.rest_rows(cycle)), tuple(cycle_rows.open_rows(cycle))
    references, assumptions = _references(cycle), basis.assumptions(criteria)
    gaps, manual = basis.gaps(criteria), basis.manual(criteria)
    rests = {"references": references, "assumptions": assumptions, "gaps": gaps, "manual": manual}
    return CycleReviewView(
        title=f"{criteria.short_title}申报城市审核报告",
        city="申报城市",
        author=criteria.issuer or "审核专家组",
        subject=criteria.title,
        keyword="审核报告",
        day=day.isoformat() if day else "",
        chapters=_chapters(
            {name for name, has in rests.items() if has},
            rest=bool(rest),
            open_=bool(open_),
            failed=bool(cycle.failed),
            signed=not criteria.pending,
        ),
        cover=Cover(
            subject=criteria.short_title,
            heading="审核报告",
            basis=f"依据《{criteria.title}》编制",
            lines=(
                Pair(name="申报城市", value=f"{len(cycle.cities)}个"),
                Pair(name="参加排名", value=f"{len(cycle.ranking.ranked)}个"),
                Pair(name="审核意见", value=f"{sum(len(city.counted) for city in cycle.cities)}份"),
                Pair(name="意见截至", value=date_text(day) if day else "（日期未写）"),
            ),
            marker=_marker(cycle),
            watermark=watermark(criteria, invented=any(invented)),
            draft="".join(draft_texts(criteria)),
        ),
        lead=tuple(_lead(cycle)),
        step_names=cycle_rows.STEPS,
        rows=tuple(cycle_rows.city_rows(cycle)),
        ranking_lead=paper.lead[:1],
        places=paper.rows,
        quota=paper.quota,
        standing=paper.standing,
        ties=(*paper.ties, *paper.choices),
        moves=tuple(moved(criteria, cycle.ranking.ranked, MOVES)),
        rest=rest,
        open=open_,
        open_heads=("城市", "待办事项", "说明"),
        delta=tuple(cycle_rows.delta_rows(cycle)),
        clauses=tuple(cycle_rows.clause_rows(cycle.cities)),
        spreads=tuple(spread_rows(cycle.cities)),
        reviewers=tuple(reviewer_rows(cycle.cities)),
        refused=tuple(_refused(cycle)),
        problems=paper.problems,
        conventions=conventions(cycle.settings),
        readings=(),
        other_readings=(),
        references=references,
        assumptions=assumptions,
        gaps=gaps,
        manual=manual,
        signers=tuple(files.signers(review for city in cycle.cities for review in city.counted)),
        provenance=tuple(_origin(cycle)),
        files=tuple(_files(cycle)),
    )


def _chapters(rests: set[str], *, rest: bool, open_: bool, failed: bool, signed: bool) -> tuple[Chapter, ...]:
    names = {
        "references": "参照值及来源",
        "assumptions": "计算约定",
        "gaps": "原文缺失的内容",
        "manual": "需由人核对的原文",
    }
    told = [(key, name) for key, name in names.items() if key in rests]
    return numbered(
        (
            ("cycle-summary", "各城市各步骤得分", ()),
            ("cycle-ranking", "排名", ()),
            *((("cycle-rest", "未参加排名的城市", ()),) if rest else ()),
            *((("review-open", "尚未办结和没有意见的事项", ()),) if open_ else ()),
            ("cycle-delta", "自评与审核结果的差额", (("cities", "各城市的差额"), ("clauses", "涉及的评分标准"))),
            ("cycle-spread", "审核人意见的分差", (("spreads", "各城市"), ("reviewers", "各审核人"))),
            ("review-recusal", "回避和没有计入的文件", ()),
            *((("cycle-problems", "没有得出结果的文件", ()),) if failed else ()),
            ("review-conventions", "审核约定", ()),
            *((("basis", "评分口径和依据说明", told),) if told else ()),
            ("review-sign", SIGNED if signed else UNSIGNED, ()),
            ("review-files", "文件校验码", ()),
        )
    )


def _marker(cycle: Cycle) -> str:
    barred = {place.key for place in cycle.ranking.barred}
    waits = [
        city
        for city in cycle.cities
        if city.key not in barred and (not city.verified.reviewed or waiting(city.verified))
    ]
    return f"有{len(waits)}个城市尚未办结" if waits else ""


def _lead(cycle: Cycle) -> Iterator[str]:
    ranking = cycle.ranking
    yield (
        f"按照《{cycle.criteria.title}》，对{len(cycle.cities)}个城市的自评逐步审核，满分{points_text(ranking.full)}分。"
        "各城市在每一步以后的得分如下，加黑的是与上一步不同的；“增减”是与自评相比。"
    )
    unseen = [one for one in cycle.cities if not any(step.name == cycle_rows.PAPERS for step in one.verified.steps)]
    if unseen:
        names = "、".join(map(cycle_rows.city_name, unseen)) if len(unseen) < len(cycle.cities) else "各城市"
        yield f"{names}交来的文件里没有佐证材料，没有作材料核验，这一步写“—”。"
    waits = [city for city in cycle.cities if waiting(city.verified)]
    if waits:
        names = "、".join(cycle_rows.city_name(city) for city in waits)
        yield f"{names}还有等待裁决或说明的项，办结以前得分和名次不能作为最后结果。"
    silent = [city for city in cycle.cities if not city.verified.reviewed]
    if silent:
        names = "、".join(cycle_rows.city_name(city) for city in silent)
        yield f"{names}没有计入任何审核意见，列出的是审核以前的得分。"
    if cycle.failed:
        yield f"另有{len(cycle.failed)}个文件没有得出结果，不在表内。"


def _references(cycle: Cycle) -> tuple[ReferenceRow, ...]:
    """The references of all cities; where cities used different ones, each is a row that says so."""
    found: dict[ReferenceRow, list[str]] = {}
    for city in cycle.cities:
        for row in basis.references(cycle.criteria, city.verified.card):
            found.setdefault(row, []).append(cycle_rows.city_name(city))
    return tuple(
        row
        if len(names) == len(cycle.cities)
        else ReferenceRow(name=f"{row.name}（{'、'.join(names)}）", value=row.value, year=row.year, source=row.source)
        for row, names in sorted(found.items(), key=lambda one: one[0].name)
    )


def _refused(cycle: Cycle) -> Iterator[FileRow]:
    for city in cycle.cities:
        yield from (files.refused_row(one, city=True) for one in city.verified.refused)
    for review in cycle.strays:
        row = files.review_row(review, city=True)
        yield FileRow(name=row.name, who=row.who, digest=row.digest, note="没有找到所审核的自评文件")
    yield from files.broken_rows(cycle.broken)


def _files(cycle: Cycle) -> Iterator[FileRow]:
    for city in cycle.cities:
        made = city.verified.card.provenance
        yield FileRow(
            name=_input(city.key) or file_name(made.submission_file),
            who=f"{cycle_rows.city_name(city)}自评",
            digest=made.submission_digest,
        )
        yield from (files.review_row(review, city=True) for review in city.counted)
    for row in _refused(cycle):
        if row.digest:
            yield FileRow(name=row.name, who=f"{row.who}（没有计入）", digest=row.digest)


def _input(key: str) -> str:
    """The input as the checksum sees it: of a bundle or a report it is that of the submission inside."""
    return f"{key}里的自评" if key.lower().endswith((".zip", ".pdf")) else key


def _origin(cycle: Cycle) -> Iterator[Pair]:
    criteria = cycle.criteria
    yield Pair(name="指标体系", value=f"{criteria.title}（{criteria.id}，编码第{criteria.edition}版）")
    yield from (Pair(name="补充体系", value=text) for text in layer_texts(criteria))
    yield from basis.document(criteria)
    yield Pair(name="指标体系校验码", value=criteria.digest)
    counted, refused = sum(len(city.counted) for city in cycle.cities), len(list(_refused(cycle)))
    yield Pair(name="审核意见", value=f"计入{counted}份，没有计入{refused}份")
    yield Pair(name="排名依据", value="核实后的得分")
    yield Pair(name="工具版本", value=__version__)
