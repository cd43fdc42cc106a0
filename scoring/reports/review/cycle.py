"""The report of a whole cycle's review (审核报告): cities step by step, their ranking, what waits, how reviewers differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from scoring import __version__
from scoring.advice.compare.model import Difference
from scoring.base.text import date_text, points_text
from scoring.model.criteria import Criteria
from scoring.model.evidence import ScoreBasis
from scoring.model.review import Verified
from scoring.model.scorecard import EligibilityState
from scoring.naming import draft_texts, layer_texts
from scoring.reports import basis
from scoring.reports.basis import ReferenceRow
from scoring.reports.blocks import Cell, Paragraph, Table, lines
from scoring.reports.document import (
    SIGNED,
    UNSIGNED,
    Cover,
    Pair,
    ReportDocument,
    ReportSection,
    RuledRow,
    chapters,
    ruled,
    texts,
)
from scoring.reports.review import parts
from scoring.reports.review.model import Reviewed, ReviewedCycle
from scoring.reports.review.opinions import labels_of
from scoring.reports.review.parts import File, OpenRow, city_name, day_of, diff_text, quoted, waiting
from scoring.reports.review.spread import spread
from scoring.reports.summary import paper, words
from scoring.reports.summary.words import score_text
from scoring.review.wording import open_gate
from scoring.wording import item_label, watermark

__all__ = [
    "cities_table",
    "clauses_table",
    "cycle_document",
    "cycle_sections",
    "differences_table",
    "files",
    "lead",
    "open_rows",
    "refused",
]

PAPERS = "材料核验"
STEPS = ("自评", PAPERS, "资料审核", "现场审核", "复核")
NAMED, MOVES, SIGNED_ROWS = 8, 5, 20
"""So many items without an opinion are named, so many open items of a city told, so many cities signed."""
ZERO = Fraction(0)


def cycle_document(cycle: ReviewedCycle) -> ReportDocument:
    """The report of a cycle. Pure: the same reviews give the same report."""
    criteria, day = cycle.criteria, _day(cycle)
    return ReportDocument(
        title=f"{criteria.short_title}申报城市审核报告",
        city="申报城市",
        author=criteria.issuer or "审核专家组",
        subject=criteria.title,
        keyword="审核报告",
        day=day.isoformat() if day else "",
        chapters=chapters(cycle_sections(cycle)),
        cover=_cover(cycle),
    )


def cycle_sections(cycle: ReviewedCycle) -> Iterator[ReportSection | None]:
    """Its chapters in the order of reading."""
    criteria, ranking, draft = cycle.criteria, cycle.ranking, bool(cycle.criteria.pending)
    yield ReportSection(
        key="cycle-summary", title="各城市各步骤得分", blocks=[*texts(lead(cycle)), cities_table(cycle)]
    )
    positions = words.listed(ranking, paper.WHOLE)
    yield ReportSection(
        key="cycle-ranking",
        title="排名",
        blocks=[
            *texts([paper.ranked_text(criteria, ranking, ScoreBasis.VERIFIED)]),
            paper.ranking_table(ranking, positions, "核实后得分"),
            *paper.quota(ranking),
            *paper.ties((*ranking.notes, *ranking.choices)),
            *paper.moves_table(criteria, ranking.ranked, MOVES, shares=(36, 36, 84)),
        ],
    )
    rest = tuple(paper.rest_rows(ranking, "核实后"))
    if rest:
        yield ReportSection(key="cycle-rest", title="未参加排名的城市", blocks=[paper.rest_table(rest)])
    waits = tuple(open_rows(cycle))
    if waits:
        table = parts.waits(waits, ("城市", "待办事项", "说明"))
        yield ReportSection(key="review-open", title="尚未办结和没有意见的事项", blocks=[table])
    yield ReportSection(
        key="cycle-delta",
        title="自评与审核结果的差额",
        parts=[
            ("各城市的差额", [differences_table(cycle)]),
            ("涉及的评分标准", [clauses_table(cycle.cities) or Paragraph("没有哪一条评分标准的得分有变化。")]),
        ],
    )
    yield ReportSection(key="cycle-spread", title="审核人意见的分差", parts=spread(cycle.cities))
    yield ReportSection(key="review-recusal", title="回避和没有计入的文件", blocks=parts.recusal(tuple(refused(cycle))))
    if cycle.failed:
        yield ReportSection(
            key="cycle-problems", title="没有得出结果的文件", blocks=[paper.problems_table(cycle.failed)]
        )
    yield ReportSection(key="review-conventions", title="审核约定", blocks=parts.conventions(cycle.settings))
    yield basis.basis_section(
        references=_references(cycle),
        assumptions=basis.assumptions(criteria),
        gaps=basis.gaps(criteria),
        manual=basis.manual(criteria),
    )
    reviews = [review for city in cycle.cities for review in city.counted]
    signed = [paper.ranking_table(ranking, positions[:SIGNED_ROWS], "核实后得分")]
    more = len(ranking.ranked) - SIGNED_ROWS
    if more > 0:
        signed.append(Paragraph(f"以上是前{SIGNED_ROWS}个城市，其余{more}个见“排名”。", style="remark"))
    yield ReportSection(
        key="review-sign",
        title=UNSIGNED if draft else SIGNED,
        blocks=parts.signing(_cover(cycle), "", reviews, _origin(cycle), signed),
    )
    yield ReportSection(key="review-files", title="文件校验码", blocks=parts.files_table(files(cycle)))


def _day(cycle: ReviewedCycle) -> date | None:
    return max((day for city in cycle.cities if (day := day_of(city.verified)) is not None), default=None)


def _cover(cycle: ReviewedCycle) -> Cover:
    criteria, day = cycle.criteria, _day(cycle)
    return Cover(
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
        watermark=watermark(criteria, invented=any(city.loaded.submission.invented for city in cycle.cities)),
        draft="".join(draft_texts(criteria)),
    )


def _marker(cycle: ReviewedCycle) -> str:
    ineligible = {place.key for place in cycle.ranking.ineligible}
    waits = [
        city
        for city in cycle.cities
        if city.key not in ineligible and (not city.verified.reviewed or waiting(city.verified))
    ]
    return f"有{len(waits)}个城市尚未办结" if waits else ""


def lead(cycle: ReviewedCycle) -> Iterator[str]:
    """What was reviewed, and what still hangs over it."""
    ranking = cycle.ranking
    yield (
        f"按照《{cycle.criteria.title}》，对{len(cycle.cities)}个城市的自评逐步审核，满分{points_text(ranking.full)}分。"
        "各城市在每一步以后的得分如下，加黑的是与上一步不同的；“增减”是与自评相比。"
    )
    unseen = [one for one in cycle.cities if not any(step.name == PAPERS for step in one.verified.steps)]
    if unseen:
        names = "、".join(map(city_name, unseen)) if len(unseen) < len(cycle.cities) else "各城市"
        yield f"{names}交来的文件里没有佐证材料，没有作材料核验，这一步写“—”。"
    waits = [city for city in cycle.cities if waiting(city.verified)]
    if waits:
        names = "、".join(city_name(city) for city in waits)
        yield f"{names}还有等待裁决或说明的项，办结以前得分和名次不能作为最后结果。"
    silent = [city for city in cycle.cities if not city.verified.reviewed]
    if silent:
        names = "、".join(city_name(city) for city in silent)
        yield f"{names}没有计入任何审核意见，列出的是审核以前的得分。"
    if cycle.failed:
        yield f"另有{len(cycle.failed)}个文件没有得出结果，不在表内。"


def cities_table(cycle: ReviewedCycle) -> Table:
    """Every city with the total after each step; — where the papers were not looked at."""
    ineligible, rows = {place.key for place in cycle.ranking.ineligible}, []
    for city in cycle.cities:
        found = city.verified
        totals = parts.score_cells([one.card.total for one in found.steps])
        made = dict(zip((step.name for step in found.steps), totals, strict=True))
        change = parts.difference(found.steps[0].card, found.card)
        state = _state(found) if city.key not in ineligible else ""
        rows.append(
            (
                city_name(city),
                *(made.get(name, "—") for name in STEPS),
                "0" if change.none else diff_text(change).replace("分", ""),
                Cell("不具备申报资格" if city.key in ineligible else state or "已办结", "missed" if state else ""),
            )
        )
    shares = (16, 18.5, 18.5, 18.5, 18.5)
    heads = (
        ("城市", 25, "center"),
        *((name, share, "number") for name, share in zip(STEPS, shares, strict=True)),
        ("增减", 20, "center"),
        ("办理情况", 21, "center"),
    )
    return ruled(heads, rows, "cycle")


def _state(found: Verified) -> str:
    if not found.reviewed:
        return "没有审核意见"
    if waiting(found):
        return waiting(found)
    parts = [] if found.card.total.decided else ["得分是范围"]
    if found.card.eligibility.state is EligibilityState.UNKNOWN:
        parts.append("申报资格未定")
    return "，".join(parts)


def open_rows(cycle: ReviewedCycle) -> Iterator[OpenRow]:
    """What waits in which city that may be named."""
    ineligible = {place.key for place in cycle.ranking.ineligible}
    for city in cycle.cities:
        criteria, found = city.loaded.criteria, city.verified
        if city.key in ineligible:
            continue
        texts = []
        if not found.reviewed:
            texts.append("没有计入任何审核意见，得分是审核以前的。")
        if found.due or found.gates_due:
            texts.append(f"等待组长裁决：{_waiting(criteria, found.due, found.gates_due)}。")
        if found.asked or found.gates_asked:
            texts.append(f"等待城市说明：{_waiting(criteria, found.asked, found.gates_asked)}。")
        texts += [f"申报资格“{gate}”：{open_gate(found, gate)}。" for gate in found.gates_open]
        if found.unseen:
            named = f"：{labels_of(criteria, found.unseen)}" if len(found.unseen) <= NAMED else "，见该市的审核报告"
            texts.append(f"没有人提出意见的{len(found.unseen)}项按审核以前的得分计，不当作0分{named}。")
        if texts:
            yield OpenRow(city_name(city), waiting(found) or "没有意见的项", tuple(texts))


def _waiting(criteria: Criteria, items: Sequence[str], gates: Sequence[str]) -> str:
    return "、".join([*([labels_of(criteria, items)] if items else []), *(f"申报资格“{gate}”" for gate in gates)])


def differences_table(cycle: ReviewedCycle) -> Table:
    """Each city's difference from claim to result, item by item."""
    rows: list[RuledRow] = []
    for city in cycle.cities:
        whole = city.replay.whole
        items = [item for section in whole.sections for item in section.items if not item.difference.none]
        left, right = whole.left.total, whole.right.total
        rows.append(
            (
                city_name(city),
                score_text(left.low, left.high),
                score_text(right.low, right.high),
                "没有差额" if whole.difference.none else diff_text(whole.difference),
                lines(*(f"{item_label(one.label)}　{diff_text(one.difference)}" for one in items)) if items else "",
            )
        )
    heads = (
        ("城市", 28, "center"),
        ("自评", 15, "number"),
        ("核实后", 21, "number"),
        ("差额", 37, "center"),
        ("有差额的指标项", 55),
    )
    return ruled(heads, rows, "delta")


def clauses_table(cities: Sequence[Reviewed]) -> Table | None:
    """The official sentences behind the differences, summed over all cities; the largest sum of both ends first. None
    where there are none."""
    found: dict[tuple[str, str], tuple[int, Difference]] = {}
    for city in cities:
        for section in city.replay.whole.sections:
            for item in section.items:
                for clause in item.clauses:
                    if clause.difference.none or not clause.clause:
                        continue
                    key = item_label(item.label), clause.quote
                    count, part = found.get(key, (0, Difference(low=Fraction(0), high=Fraction(0))))
                    found[key] = count + 1, part + clause.difference
    order = list(found)
    order.sort(key=lambda key: -abs(found[key][1].low + found[key][1].high))
    rows = [
        (label, quoted(quote), f"{found[label, quote][0]}个", diff_text(found[label, quote][1]))
        for label, quote in order
    ]
    heads = (
        ("指标项", 22, "center"),
        ("评分标准原文", 78, "quote"),
        ("城市", 18, "number"),
        ("差额合计", 38, "center"),
    )
    return ruled(heads, rows, "delta") if rows else None


def _references(cycle: ReviewedCycle) -> tuple[ReferenceRow, ...]:
    """The references of all cities; where cities used different ones, each is a row that says so."""
    found: dict[ReferenceRow, list[str]] = {}
    for city in cycle.cities:
        for row in basis.references(cycle.criteria, city.verified.card):
            found.setdefault(row, []).append(city_name(city))
    return tuple(
        row
        if len(names) == len(cycle.cities)
        else ReferenceRow(name=f"{row.name}（{'、'.join(names)}）", value=row.value, year=row.year, source=row.source)
        for row, names in sorted(found.items(), key=lambda one: one[0].name)
    )


def refused(cycle: ReviewedCycle) -> Iterator[File]:
    """The review files that do not count, of every city."""
    for city in cycle.cities:
        yield from (parts.refused_file(one, city=True) for one in city.verified.refused)
    for review in cycle.orphan_reviews:
        row = parts.review_file(review, city=True)
        yield File(name=row.name, who=row.who, digest=row.digest, note="没有找到所审核的自评文件")
    yield from parts.broken_files(cycle.broken)


def files(cycle: ReviewedCycle) -> Iterator[File]:
    """Every file with its checksum."""
    for city in cycle.cities:
        made = city.verified.card.provenance
        yield File(
            name=_input(city.key) or parts.file_name(made.submission_file),
            who=f"{city_name(city)}自评",
            digest=made.submission_digest,
        )
        yield from (parts.review_file(review, city=True) for review in city.counted)
    for row in refused(cycle):
        if row.digest:
            yield File(name=row.name, who=f"{row.who}（没有计入）", digest=row.digest)


def _input(key: str) -> str:
    """The input as the checksum sees it: of a bundle or a report it is that of the submission inside."""
    return f"{key}里的自评" if key.lower().endswith((".zip", ".pdf")) else key


def _origin(cycle: ReviewedCycle) -> Iterator[Pair]:
    criteria = cycle.criteria
    yield Pair(name="指标体系", value=f"{criteria.title}（{criteria.id}，编码第{criteria.edition}版）")
    yield from (Pair(name="补充体系", value=text) for text in layer_texts(criteria))
    yield from basis.document(criteria)
    yield Pair(name="指标体系校验码", value=criteria.digest)
    counted, left_out = sum(len(city.counted) for city in cycle.cities), len(list(refused(cycle)))
    yield Pair(name="审核意见", value=f"计入{counted}份，没有计入{left_out}份")
    yield Pair(name="排名依据", value="核实后的得分")
    yield Pair(name="工具版本", value=__version__)
