"""Puts the page of a batch together, from one pass over the applicants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from scoring.base.text import date_text, number_text, points_text
from scoring.model.cohort import Applicant, Place, QuotaState, Ranking
from scoring.naming import draft_texts
from scoring.province.ranking.words import outlier_text, quota_text, rank_text
from scoring.reports.render.views.model import Pair
from scoring.reports.summary import heat, notes, shown
from scoring.reports.summary.charts import WIDTH, Axis, Tick, axis, bands, percent
from scoring.reports.summary.model import PackBatch
from scoring.reports.summary.page_model import BandRow, ClauseRow, HeatRow, Move, Page, RankRow, Rest
from scoring.reports.summary.words import (
    BASES,
    city_text,
    clause_text,
    everyone,
    item_text,
    marker,
    moves_told,
    place_text,
    score_text,
)

__all__ = ["page_of"]

MOODS = {QuotaState.IN: "in", QuotaState.OUT: "out", QuotaState.TIED: "tied", QuotaState.OPEN: "open"}
CLAUSES, LISTED, MOVES = 15, 100, 5
"""How many clauses, questions and problems, and open items of a city are shown; the rest is in the workbook."""


def page_of(batch: PackBatch, applicants: Iterable[Applicant]) -> Page:
    """Everything the page prints. `applicants` are gone through once, in any order; only those shown are kept."""
    ranking, criteria = batch.ranking, batch.criteria
    positions = shown.ranked(ranking)
    listed = [
        *(ranking.ranked[one] for one in positions),
        *shown.kept(ranking, ranking.open),
        *shown.kept(ranking, ranking.barred),
    ]
    wanted = {place.key for place in listed}
    found: dict[str, HeatRow] = {}
    questions = [Pair(name="", value=outlier_text(one)) for one in batch.cohort.outliers]
    for city in applicants:
        if city.key in wanted:
            found[city.key] = heat.city_row(criteria, city)
        name = city_text(city.city, city.invented)
        questions += [Pair(name=name, value=text) for text in city.questions[: max(0, LISTED + 1 - len(questions))]]
    places = list(everyone(ranking))
    scale = _axis(listed, ranking)
    invented = sum(place.invented for place in places)
    return Page(
        title=f"{criteria.short_title}　申报城市汇总",
        subject=criteria.title,
        marker=marker(criteria, invented, len(places)),
        facts=tuple(_facts(batch)),
        lead=(*draft_texts(criteria), *_lead(ranking)),
        ticks=tuple(Tick(text=number_text(one), left=percent(scale.at(one))) for one in scale.marks()),
        grid=tuple(scale.at(one) for one in scale.marks()),
        ranks=tuple(_ranks(ranking, positions, scale)),
        left_out=_left_out(ranking, len(listed)),
        quota=notes.quota(ranking),
        moves=tuple(_moves(batch, listed)),
        open=tuple(_rest(one) for one in shown.kept(ranking, ranking.open)),
        barred=tuple(_rest(one) for one in shown.kept(ranking, ranking.barred)),
        heads=heat.heads(criteria),
        heat=(
            *(found[one.key] for one in listed if one.key in found),
            *heat.cohort_rows(criteria, batch.cohort, ranking.full),
        ),
        clauses=tuple(_clauses(batch)),
        bands=tuple(_bands(places, ranking.full)),
        questions=_cut(questions),
        problems=_cut([Pair(name=name, value=text, note=hint) for name, text, hint in _problems(batch)]),
        received=_cut(
            [Pair(name=one.key, value=one.became, note=one.about) for one in batch.received], sheet="收到的文件"
        ),
        meaning=tuple(notes.meaning(batch)),
        references=tuple(notes.references(batch)),
        gaps=notes.gaps(batch),
        assumptions=notes.assumptions(batch),
        origin=tuple(notes.origin(batch)),
    )


def _facts(batch: PackBatch) -> Iterator[Pair]:
    ranking, made = batch.ranking, batch.origin
    yield Pair(name="参加排名", value=f"{len(ranking.ranked)}个")
    if batch.criteria.eligibility.gates:
        yield Pair(name="资格未定", value=f"{len(ranking.open)}个")
        yield Pair(name="不具备资格", value=f"{len(ranking.barred)}个")
    yield Pair(name="没有结果", value=f"{len(batch.failed)}个")
    yield Pair(name="排名依据", value=BASES[made.basis])
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


def _axis(listed: list[Place], ranking: Ranking) -> Axis:
    ends = [end for place in listed for end in (place.total.low, place.total.high)]
    return axis(ends or [Fraction(0)], ranking.full)


def _ranks(ranking: Ranking, positions: tuple[int, ...], scale: Axis) -> Iterator[RankRow]:
    gaps, last = shown.gaps_of(positions, len(ranking.ranked)), len(ranking.ranked) - 1
    for position in positions:
        place = ranking.ranked[position]
        line = ranking.at_most is not None and position == ranking.at_most - 1 and position < last
        yield RankRow(
            rank=rank_text(place),
            city=city_text(place.city, place.invented),
            score=score_text(place.total.low, place.total.high),
            low=scale.at(place.total.low),
            high=scale.at(place.total.high),
            standing=quota_text(place),
            mood=MOODS[place.quota] if place.quota else "",
            line=f"名额线：{ranking.at_most}个" if line else "",
            gap=gaps.get(position, 0),
        )


def _left_out(ranking: Ranking, listed: int) -> str:
    count = len(ranking.ranked) + len(ranking.open) + len(ranking.barred) - listed
    if not count:
        return ""
    return f"城市较多，本页只逐个列出前面的和名额线上下的，另有{count}个没有逐个列出；全部城市见工作簿。"


def _moves(batch: PackBatch, listed: list[Place]) -> Iterator[Move]:
    for place in listed:
        texts = moves_told(batch.criteria, place, MOVES)
        if texts:
            yield Move(city=city_text(place.city, place.invented), rank=rank_text(place), texts=texts)


def _rest(place: Place) -> Rest:
    return Rest(
        city=city_text(place.city, place.invented),
        score=score_text(place.total.low, place.total.high),
        rank=rank_text(place),
        reasons="；".join(place.reasons) or "原因未载明",
    )


def _clauses(batch: PackBatch) -> Iterator[ClauseRow]:
    top = batch.cohort.clauses[:CLAUSES]
    most = max((one.points.high for one in top), default=Fraction(0))
    for one in top:
        sure, whole = int(one.points.low * WIDTH / most), int(one.points.high * WIDTH / most)
        yield ClauseRow(
            item=item_text(batch.criteria, one.item),
            quote=clause_text(batch.criteria, one.item, one.clause),
            sure=sure,
            maybe=whole - sure,
            points=score_text(one.points.low, one.points.high),
            cities=f"{one.lost}个" if not one.maybe else f"{one.lost}～{one.lost + one.maybe}个",
        )


def _bands(places: list[Place], full: Fraction) -> Iterator[BandRow]:
    found = bands((place.total for place in places), full)
    most = max((one.surely + one.perhaps for one in found), default=1)
    for one in found:
        until = f"{points_text(one.high)}分" if one.last else f"不到{points_text(one.high)}分"
        count = f"{one.surely}个" if not one.perhaps else f"{one.surely}～{one.surely + one.perhaps}个"
        yield BandRow(
            text=f"{points_text(one.low)}分至{until}",
            sure=one.surely * WIDTH // most,
            maybe=one.perhaps * WIDTH // most,
            count=count,
        )


def _problems(batch: PackBatch) -> Iterator[tuple[str, str, str]]:
    for failed in batch.failed:
        for one in failed.problems:
            where = place_text(one)
            yield failed.key, f"{where}　{one.message}" if where else one.message, one.hint


def _cut(pairs: list[Pair], sheet: str = "问题") -> tuple[Pair, ...]:
    if len(pairs) <= LISTED:
        return tuple(pairs)
    return (*pairs[:LISTED], Pair(name="其余", value=f"还有{len(pairs) - LISTED}条，全部见工作簿的“{sheet}”。"))
