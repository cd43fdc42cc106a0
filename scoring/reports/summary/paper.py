"""The signed ranking (排名表) as PDF, in the form of the other reports, and its parts for the report of a cycle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from scoring.base.files import write_atomic
from scoring.base.marks import RANKING
from scoring.base.text import date_text, points_text
from scoring.model.cohort import Place, QuotaState, Ranking
from scoring.model.criteria import Criteria
from scoring.model.evidence import ScoreBasis
from scoring.model.scorecard import EligibilityState
from scoring.naming import draft_texts
from scoring.province.ranking.words import rank_text
from scoring.reports.blocks import (
    Block,
    Cell,
    Heading,
    Paragraph,
    Quote,
    Row,
    Run,
    Signature,
    SignatureLine,
    Table,
    lines,
)
from scoring.reports.document import ReportSection, RuledRow, chapters, pairs, provenance, ruled, texts
from scoring.reports.html import blocks_html
from scoring.reports.render.fonts import FontSet
from scoring.reports.render.html import fill, styles
from scoring.reports.render.pdf import draw
from scoring.reports.summary import notes, words
from scoring.reports.summary.columns import text_columns
from scoring.reports.summary.model import Failed, PackBatch
from scoring.reports.summary.words import (
    IN_BOOK,
    city_text,
    everyone,
    marker,
    move_texts,
    place_text,
    score_text,
)
from scoring.wording import basis_word, watermark

__all__ = [
    "lead",
    "moves_table",
    "problems_table",
    "quota",
    "ranking_blocks",
    "ranking_html",
    "ranking_pdf",
    "ranking_sections",
    "ranking_table",
    "rest_rows",
    "rest_table",
    "ties",
    "write_ranking",
]

SHEETS = ("fonts.css", "page.css", "text.css", "tables.css", "parts.css", "ranking.css")
WHOLE, REST, PROBLEMS, MOVES = 1000, 200, 40, 3
"""So many cities are listed one by one, so many of those that are not ranked, so many problems, and so many open
items of a city."""
BEFORE = "相应内容补齐以前，这些城市的名次和名额不能确定。"
TITLE = "申报城市排名表"
SIGNED: list[Block] = [
    Paragraph("以上排名请核对无误后签字盖章。", style="keep signing"),
    Signature(
        (
            SignatureLine("审核专家组组长（签字）"),
            SignatureLine("审核专家组成员（签字）", height="tall"),
            SignatureLine("组织评审单位（盖章）", height="tall"),
            SignatureLine("日期", Run("年　　　月　　　日", "sign-date")),
        ),
        (58, 98),
    ),
]


def write_ranking(path: str, batch: PackBatch, *, fonts: FontSet | None = None) -> None:
    """Write the paper to `path`, whole or not at all. Raises OSError and what `ranking_pdf` raises."""
    write_atomic(path, ranking_pdf(batch, fonts=fonts))


def ranking_pdf(batch: PackBatch, *, fonts: FontSet | None = None) -> bytes:
    """The paper as the bytes of a PDF file; the same batch gives the same bytes. `fonts` as for `render.pdf`.

    Raises ProblemsError (`pdf-engine-missing`, `reports-missing`).
    """
    return draw(ranking_html(batch), fonts=fonts, sheets=styles(sheets=SHEETS), mark=RANKING).data


def ranking_html(batch: PackBatch) -> str:
    """The paper as HTML without its style sheets: what is printed, for whoever draws it."""
    criteria = batch.criteria
    places = list(everyone(batch.ranking))
    invented = sum(place.invented for place in places)
    return fill(
        "ranking.html",
        title=TITLE,
        subtitle=criteria.short_title,
        day=batch.origin.as_of.isoformat() if batch.origin.as_of else "",
        sample=marker(criteria, invented, len(places)),
        watermark=watermark(criteria, invented=bool(invented)),
        draft=bool(criteria.pending),
        chapters=chapters(ranking_sections(batch)),
        closing=blocks_html([*texts(draft_texts(criteria)), provenance(notes.origin(batch), "出具信息")]),
    )


def ranking_blocks(batch: PackBatch) -> list[Block]:
    """The paper as blocks from its title on, for a writer that knows no templates."""
    criteria, places = batch.criteria, list(everyone(batch.ranking))
    sample = marker(criteria, sum(place.invented for place in places), len(places))
    made: list[Block] = [Paragraph(criteria.short_title, style="subtitle"), Paragraph(TITLE, style="title")]
    made += texts([f"（{sample}）"] if sample else [], "sample")
    for chapter in chapters(ranking_sections(batch)):
        made += [Heading(f"{chapter.number}{chapter.title}", 1), *chapter.blocks]
    return [*made, *texts(draft_texts(criteria)), provenance(notes.origin(batch), "出具信息")]


def ranking_sections(batch: PackBatch) -> Iterator[ReportSection]:
    """Its chapters; one that has nothing to say is left out."""
    ranking, criteria = batch.ranking, batch.criteria
    positions = words.listed(ranking, WHOLE)
    left_out = len(ranking.ranked) - len(positions)
    remark = f"其余{left_out}个城市见评分结果文件（校验码见“出具信息”）。" if left_out else ""
    yield ReportSection(
        key="ranking",
        title="排名",
        blocks=[
            *texts([*draft_texts(criteria), *lead(batch)]),
            ranking_table(ranking, positions, basis_word(batch.origin.basis)),
            *texts([remark], "remark"),
            *([] if criteria.pending else SIGNED),
        ],
    )
    sentences = quota(ranking)
    if sentences:
        yield ReportSection(key="quota", title="名额", blocks=sentences)
    few = (ranking.ranked[position] for position in words.listed(ranking))
    moves = moves_table(criteria, few, MOVES, rest=IN_BOOK, shares=(36, 46, 74))
    yield ReportSection(key="ties", title="同分和名次范围", blocks=[*ties(ranking.notes), *moves])
    if ranking.open or ranking.ineligible:
        yield ReportSection(key="rest", title="未参加排名的城市", blocks=[rest_table(rest_rows(ranking, "总分", REST))])
    if batch.failed:
        yield ReportSection(key="problems", title="没有得出结果的文件", blocks=[problems_table(batch.failed)])
    basis = list(_basis(batch))
    if basis:
        yield ReportSection(key="basis", title="依据和约定", blocks=basis)


def lead(batch: PackBatch) -> Iterator[str]:
    """What was ranked, and by what."""
    ranking, made = batch.ranking, batch.origin
    yield ranked_text(batch.criteria, ranking, made.basis, made.as_of)
    if batch.failed:
        yield f"另有{len(batch.failed)}个文件没有得出结果，不在表内。"
    if ranking.choices:
        yield "有的城市改选了口径，见“依据和约定”。"
    yield from made.notes


def ranked_text(criteria: Criteria, ranking: Ranking, basis: ScoreBasis, as_of: date | None = None) -> str:
    """How many cities were ranked by what, and how many were not."""
    asked = "未发现不得申报的情形，" if criteria.eligibility.gates and not criteria.pending else ""
    counted = f"{len(ranking.ranked)}个{asked}参加排名"
    if ranking.open:
        counted += f"；{len(ranking.open)}个申报资格未定，单独列出"
    if ranking.ineligible:
        counted += f"；{len(ranking.ineligible)}个不具备申报资格，不参加排名"
    scored = len(ranking.ranked) + len(ranking.open) + len(ranking.ineligible)
    day = f"，计算截至{date_text(as_of)}" if as_of else ""
    return (
        f"按照《{criteria.title}》，对{scored}个城市评分，满分{points_text(ranking.full)}分，"
        f"按{basis_word(basis)}排名{day}。其中{counted}。"
    )


def ranking_table(ranking: Ranking, positions: Sequence[int], points: str) -> Block:
    """The cities at `positions` with the line of the quota; `points` says what they are ranked by."""
    if not positions:
        return Paragraph("没有可以排名的城市。")
    gaps, last = words.gaps_between(tuple(positions), len(ranking.ranked)), len(ranking.ranked) - 1
    columns, rows = text_columns(ranking), list[RuledRow]()
    for position in positions:
        place = ranking.ranked[position]
        if position in gaps:
            rows.append(Row((Cell(f"略去{gaps[position]}个城市", span=len(columns)),), "gap"))
        line = ranking.at_most is not None and position == ranking.at_most - 1 and position < last
        cells = [one.text(place) for one in columns if one.text is not None]
        rows.append(Row(cells, "last-in" if line else ""))
        if line:
            rows.append(Row((Cell(f"名额线（{ranking.at_most}个）", span=len(columns)),), "line"))
    return ruled([(one.heading(ranking, points), one.share, one.kind) for one in columns], rows, "ranking")


def quota(ranking: Ranking) -> list[Block]:
    """The official sentences about how many may be put forward, and who is within that."""
    sentences: list[Block] = texts(_within(ranking))
    if ranking.quota_texts:
        official = lines(*(one.text for one in ranking.quota_texts))
        sentences = [Paragraph("关于名额，原文的规定是：", style="keep"), Quote(official), *sentences]
    return sentences


def _within(ranking: Ranking) -> Iterator[str]:
    """Who is within the quota, who ties across it, who may still come in; never more than can be said."""
    if ranking.at_most is None:
        return
    for state, head, after in (
        (QuotaState.IN, "确定在名额以内的", ""),
        (QuotaState.TIED, "同分跨在名额线上的", "指标体系没有规定谁先谁后的，由评审决定。"),
        (QuotaState.OPEN, "能否进入名额还未定的", BEFORE),
    ):
        found = [place for place in (*ranking.ranked, *ranking.open) if place.quota is state]
        if found:
            names = "、".join(_named(place) for place in found[:30])
            names += f"等{len(found)}个城市" if len(found) > 30 else ""
            yield f"{head}：{names}。{after}"
        elif state is QuotaState.IN:
            yield "还没有城市确定在名额以内。"


def _named(place: Place) -> str:
    name = city_text(place.city, place.invented)
    return name if place.eligibility is EligibilityState.CLEAR else f"{name}（申报资格未定）"


def ties(sentences: Iterable[str]) -> list[Block]:
    """How equal scores are ranked."""
    return texts(["得分相同的名次相同，其后的名次空出，如1、2、2、4。", *sentences])


def moves_table(
    criteria: Criteria, places: Iterable[Place], most: int, *, rest: str = "", shares: tuple[int, int, int]
) -> list[Block]:
    """The places that open items could change, each with `most` of its items; `rest` says where the others stand."""
    rows = [
        (city_text(place.city, place.invented), rank_text(place), lines(*sentences))
        for place in places
        if (sentences := move_texts(criteria, place, most, rest=rest))
    ]
    if not rows:
        return []
    heads = ("城市", "现在的名次", "未定的指标项和名次的变化")
    columns = [(head, share, kind) for head, share, kind in zip(heads, shares, ("center", "center", ""), strict=True)]
    text = "下列城市的得分还未定。每个未定的指标项分别取最高分、最低分时的名次如下，其余未定的内容仍按未定计算。"
    return [Paragraph(text, style="keep"), ruled(columns, rows, "moves")]


def rest_table(rows: Iterable[tuple[str, str, str]]) -> Table:
    """Cities that are not ranked: name, eligibility, reasons."""
    heads = (("城市", 34, "center"), ("申报资格", 22, "center"), ("理由", 100))
    return ruled(heads, rows, "rest")


def rest_rows(ranking: Ranking, total: str, most: int | None = None) -> Iterator[tuple[str, str, str]]:
    """The cities that are not ranked, `most` of each kind: name, eligibility, reasons; `total` is what the score is called."""
    for state, places in (("未定", ranking.open), ("不具备", ranking.ineligible)):
        for place in places[:most]:
            reasons = "；".join(place.reasons) or "原因未载明"
            if place.eligibility is EligibilityState.UNKNOWN:
                score = score_text(place.total.low, place.total.high)
                reasons += f"。{total}{score}分；{rank_text(place)}"
            yield city_text(place.city, place.invented), state, reasons
        if most is not None and len(places) > most:
            yield "其余", state, f"还有{len(places) - most}个城市，见工作簿的“申报资格”。"


def problems_table(failed: Sequence[Failed]) -> Table:
    """Inputs that gave no result, each with its first problem."""
    rows: list[RuledRow] = []
    for one in failed[:PROBLEMS]:
        first = one.problems[0] if one.problems else None
        more = f"（共{len(one.problems)}个问题）" if len(one.problems) > 1 else ""
        sentences = f"{place_text(first)}　{first.message}{more}".strip() if first else "没有得出结果"
        rows.append((one.key, sentences))
    if len(failed) > PROBLEMS:
        rows.append(("其余", f"还有{len(failed) - PROBLEMS}个文件，见工作簿的“问题”。"))
    return ruled((("文件", 50), ("问题", 106)), rows, "rest")


def _basis(batch: PackBatch) -> Iterator[Block]:
    references = tuple(notes.references(batch))
    if references:
        yield from (Paragraph("计分用到的参照值：", style="keep"), pairs(references, (48, 108)))
    if batch.ranking.choices:
        yield from (Paragraph("有的城市改选了口径：", style="keep"), *texts(batch.ranking.choices))
    if gaps := notes.gaps(batch):
        yield from (Paragraph("原文缺失、由人评判的部分：", style="keep"), pairs(gaps))
    if assumptions := notes.assumptions(batch):
        yield from (Paragraph("原文没有规定、由编制工具约定的事项：", style="keep"), pairs(assumptions))
