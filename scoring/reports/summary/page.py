"""The page of a batch: one HTML file without scripts that needs nothing beside it, for the screen and for paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup

from scoring.base.files import write_atomic
from scoring.base.marks import SUMMARY, marked_html
from scoring.base.text import date_text, number_text
from scoring.model.cohort import Applicant, Place, QuotaState, Ranking
from scoring.naming import draft_texts
from scoring.province.ranking.words import outlier_text, rank_text
from scoring.reports.blocks import Block, Bullets, Column, Heading, Paragraph, Row, Table, Template, Text, lines
from scoring.reports.document import Pair, ReportSection, pairs, texts
from scoring.reports.html import blocks_html
from scoring.reports.render.html import fill, styles
from scoring.reports.summary import charts, notes, words
from scoring.reports.summary.charts import HeatRow, percent
from scoring.reports.summary.columns import text_columns
from scoring.reports.summary.model import PackBatch
from scoring.reports.summary.words import city_text, everyone, marker, move_texts, place_text, score_text
from scoring.wording import basis_word

__all__ = ["summary_html", "write_summary"]

TEMPLATE, SHEET = "summary.html", "summary.css"
CLAUSES, LISTED, MOVES = 15, 100, 5
"""How many clauses, questions and problems, and open items of a city are shown; the rest is in the workbook."""


def write_summary(path: str, batch: PackBatch, applicants: Iterable[Applicant]) -> None:
    """Write the page to `path` as UTF-8, whole or not at all. Raises OSError and what `summary_html` raises."""
    text = marked_html(summary_html(batch, applicants), SUMMARY)
    write_atomic(path, text.encode("utf-8", "replace"))


def summary_html(batch: PackBatch, applicants: Iterable[Applicant], *, styled: bool = True) -> str:
    """The page. `applicants` are gone through once, in any order, and only those shown are kept; `styled` False leaves the
    style sheet out.

    Raises ProblemsError (`reports-missing`) where the templates are not there.
    """
    criteria, places = batch.criteria, list(everyone(batch.ranking))
    return fill(
        TEMPLATE,
        title=f"{criteria.short_title}　申报城市汇总",
        subject=criteria.title,
        marker=marker(criteria, sum(place.invented for place in places), len(places)),
        facts=tuple(_facts(batch)),
        sections=[(one, blocks_html(one.blocks)) for one in _sections(batch, applicants, places)],
        sheets=[Markup(sheet) for sheet in styles(sheets=(SHEET,))] if styled else [],
    )


def _sections(batch: PackBatch, applicants: Iterable[Applicant], places: Sequence[Place]) -> Iterator[ReportSection]:
    ranking, criteria = batch.ranking, batch.criteria
    positions = words.listed(ranking)
    unranked = [*words.listed_unranked(ranking, ranking.open), *words.listed_unranked(ranking, ranking.ineligible)]
    listed = [*(ranking.ranked[one] for one in positions), *unranked]
    wanted = {place.key for place in listed}
    losses: dict[str, HeatRow] = {}
    questions: list[Text] = [outlier_text(one) for one in batch.cohort.outliers]
    for city in applicants:
        if city.key in wanted:
            losses[city.key] = charts.city_losses(criteria, city)
        name = city_text(city.city, city.invented)
        questions += [f"{name}：{text}" for text in city.questions[: max(0, LISTED + 1 - len(questions))]]
    yield ReportSection(key="ranking", title="排名", blocks=_ranking(ranking, positions, listed, draft_texts(criteria)))
    yield ReportSection(key="spread", title="总分分布", blocks=_spread(ranking, places))
    moves = [
        Row((city_text(place.city, place.invented), rank_text(place), lines(*sentences)))
        for place in listed
        if (sentences := move_texts(criteria, place, MOVES))
    ]
    if moves:
        about = "每个未定的指标项分别取最高分、最低分时的名次，其余未定的内容仍按未定计算。"
        now = Column("现在的名次", kind="nowrap", below=True)
        table = Table((Column("城市", kind="row"), now, Column("哪一项定下会怎样", kind="long")), moves, "stack")
        yield ReportSection(key="moves", title="名次怎样变", blocks=[Paragraph(about, style="about"), table])
    if unranked:
        yield ReportSection(key="eligibility", title="未排名的城市", blocks=[_unranked(ranking)])
    heat = (
        *(losses[one.key] for one in listed if one.key in losses),
        *charts.cohort_losses(criteria, batch.cohort, ranking.full),
    )
    drawn = Template("partials/summary-heat.html", {"heads": charts.heat_heads(criteria), "rows": heat})
    yield ReportSection(key="heat", title="逐项失分", blocks=[drawn])
    bars = tuple(charts.clause_bars(criteria, batch.cohort, CLAUSES))
    drawn = Template("partials/summary-clauses.html", {"rows": bars})
    yield ReportSection(
        key="clauses", title="失分最多的条款", blocks=[drawn if bars else Paragraph("没有失分的条款。")]
    )
    problems = _cut([Row(one) for one in _problems(batch)])
    if problems or questions:
        yield ReportSection(key="problems", title="问题和疑问", blocks=_doubts(problems, questions))
    if batch.received:
        rows = _cut([Row((one.key, one.became, one.about)) for one in batch.received], "收到的文件")
        heads = (
            Column("文件或文件夹", kind="row"),
            Column("结果", kind="nowrap"),
            Column("城市或原因", kind="long", below=True),
        )
        yield ReportSection(key="received", title="收到的文件", blocks=[Table(heads, rows, "stack")])
    yield ReportSection(key="notes", title="说明", blocks=list(_notes(batch)))


def _facts(batch: PackBatch) -> Iterator[Pair]:
    ranking, made = batch.ranking, batch.origin
    yield Pair(name="参加排名", value=f"{len(ranking.ranked)}个")
    if batch.criteria.eligibility.gates:
        yield Pair(name="资格未定", value=f"{len(ranking.open)}个")
        yield Pair(name="不具备资格", value=f"{len(ranking.ineligible)}个")
    yield Pair(name="没有结果", value=f"{len(batch.failed)}个")
    yield Pair(name="排名依据", value=basis_word(made.basis))
    yield Pair(name="计算截至日", value=date_text(made.as_of) if made.as_of else "各城市申报日期")


def _lead(ranking: Ranking) -> Iterator[str]:
    count = len(ranking.ranked)
    if not count:
        yield "没有可以排名的城市。"
        return
    vague = sum(1 for place in ranking.ranked if place.ranks is None or not place.ranks.decided)
    yield f"{count}个城市参加排名，" + (f"其中{vague}个的名次还是一个范围。" if vague else "名次都已确定。")
    if ranking.choices:
        yield "有的城市改选了口径，见“说明”里的“改选的口径”。"
    if ranking.at_most is None:
        return
    states = [place.quota for place in (*ranking.ranked, *ranking.open)]
    parts = [
        f"{word}{states.count(state)}个"
        for state, word in (
            (QuotaState.IN, "确定在名额以内的"),
            (QuotaState.TIED, "同分跨在名额线上的"),
            (QuotaState.OPEN, "能否进入名额还未定的"),
        )
        if states.count(state)
    ]
    yield f"名额{ranking.at_most}个：{'，'.join(parts) or '没有城市进入'}。"


def _ranking(
    ranking: Ranking, positions: tuple[int, ...], listed: Sequence[Place], draft: Sequence[str]
) -> list[Block]:
    made: list[Block] = texts([*draft, *_lead(ranking)])
    if positions:
        scale = charts.total_axis(listed, ranking)
        marks = [(scale.at(one), percent(scale.at(one)), number_text(one)) for one in scale.marks()]
        rows = tuple(charts.rank_rows(ranking, positions, scale))
        columns = [(one, one.heading(ranking, "总分")) for one in text_columns(ranking)]
        made.append(Template("partials/summary-ranks.html", {"columns": columns, "rows": rows, "marks": marks}))
    count = len(ranking.ranked) + len(ranking.open) + len(ranking.ineligible) - len(listed)
    if count:
        left_out = f"城市较多，本页只逐个列出前面的和名额线上下的，另有{count}个没有逐个列出；全部城市见工作簿。"
        made.append(Paragraph(left_out, style="about"))
    official = notes.quota(ranking)
    return [*made, Heading("名额的原文", 3), pairs(official)] if official else made


def _spread(ranking: Ranking, places: Sequence[Place]) -> list[Block]:
    about = "未排名的城市也算在内；下面逐项失分、失分最多的条款也是。"
    bars = Template("partials/summary-spread.html", {"rows": tuple(charts.spread_bars(places, ranking.full))})
    return [*([Paragraph(about, style="about")] if ranking.open or ranking.ineligible else []), bars]


def _unranked(ranking: Ranking) -> Table:
    rows = [
        Row(
            (
                city_text(place.city, place.invented),
                state.format(rank_text(place)),
                score_text(place.total.low, place.total.high),
                "；".join(place.reasons) or "原因未载明",
            )
        )
        for state, places in (("未定（{}）", ranking.open), ("不具备", ranking.ineligible))
        for place in words.listed_unranked(ranking, places)
    ]
    heads = (
        Column("城市", kind="row"),
        Column("申报资格"),
        Column("总分", kind="nowrap", below=True),
        Column("理由", kind="long", below=True),
    )
    return Table(heads, rows, "stack")


def _doubts(problems: Sequence[Row], questions: Sequence[Text]) -> list[Block]:
    made: list[Block] = []
    if problems:
        heads = (Column("文件", kind="row"), Column("问题", kind="long"), Column("怎么改", kind="long", below=True))
        made += [Heading("没有得出结果的文件", 3), Table(heads, problems, "stack")]
    if questions:
        more = [f"其余：{_more(len(questions), '问题')}"] if len(questions) > LISTED else []
        about = Paragraph("只是提请核对，不影响得分。", style="about")
        made += [Heading("请核对的内容", 3), about, Bullets([*questions[:LISTED], *more])]
    return made


def _problems(batch: PackBatch) -> Iterator[tuple[str, str, str]]:
    for failed in batch.failed:
        for one in failed.problems:
            where = place_text(one)
            yield failed.key, f"{where}　{one.message}" if where else one.message, one.hint


def _cut(rows: list[Row], sheet: str = "问题") -> list[Row]:
    """At most LISTED rows, and where the others stand."""
    return rows if len(rows) <= LISTED else [*rows[:LISTED], Row(("其余", _more(len(rows), sheet), ""))]


def _more(count: int, sheet: str) -> str:
    return f"还有{count - LISTED}条，全部见工作簿的“{sheet}”。"


def _notes(batch: PackBatch) -> Iterator[Block]:
    for head, rows in (
        ("", notes.meaning(batch)),
        ("参照值", notes.references(batch)),
        ("原文缺失的部分", notes.gaps(batch)),
        ("原文没有规定、由本工具约定的事项", notes.assumptions(batch)),
        ("出具信息", notes.origin(batch)),
    ):
        found: tuple[Pair, ...] = tuple(rows)
        if found:
            yield from ((Heading(head, 3), pairs(found)) if head else (pairs(found),))
