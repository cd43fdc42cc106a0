"""What the signed ranking (排名表) says, as plain texts in the order of reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from scoring.base.text import date_text, points_text
from scoring.model.cohort import Place, QuotaState, Ranking
from scoring.model.criteria import Criteria
from scoring.model.scorecard import EligibilityState
from scoring.naming import draft_texts
from scoring.province.ranking.words import quota_text, rank_text
from scoring.reports.render.views.model import Pair
from scoring.reports.render.views.outline import numeral
from scoring.reports.render.views.review_rows import MovedRow, PlaceRow
from scoring.reports.summary import notes, shown
from scoring.reports.summary.model import PackBatch
from scoring.reports.summary.words import (
    BASES,
    IN_BOOK,
    city_text,
    everyone,
    marker,
    moves_told,
    place_text,
    score_text,
)
from scoring.reports.wording import watermark

__all__ = ["Paper", "moved", "paper_of"]

WHOLE, REST, PROBLEMS, MOVES = 1000, 200, 40, 3
"""So many cities are listed one by one, so many of those that are not ranked, so many problems, and so many open
items of a city."""
BEFORE = "相应内容补齐以前，这些城市的名次和名额不能确定。"


class Paper(Struct, frozen=True, kw_only=True):
    """The whole paper; a part that has nothing to say is empty, and `numbers` gives each part that is there its 一、.
    `draft` says so where the pack is one: then nothing is there to sign."""

    title: str
    subtitle: str
    day: str
    sample: str
    watermark: str
    draft: str
    lead: tuple[str, ...]
    points: str
    rows: tuple[PlaceRow, ...]
    left_out: str
    quota: tuple[Pair, ...]
    standing: tuple[str, ...]
    ties: tuple[str, ...]
    choices: tuple[str, ...]
    moves: tuple[MovedRow, ...]
    rest: tuple[Pair, ...]
    problems: tuple[Pair, ...]
    references: tuple[Pair, ...]
    gaps: tuple[Pair, ...]
    assumptions: tuple[Pair, ...]
    origin: tuple[Pair, ...]
    numbers: dict[str, str]


def paper_of(batch: PackBatch) -> Paper:
    """The paper of one ranking."""
    ranking, criteria, made = batch.ranking, batch.criteria, batch.origin
    places = list(everyone(ranking))
    invented = sum(place.invented for place in places)
    positions = shown.ranked(ranking, WHOLE)
    left_out = len(ranking.ranked) - len(positions)
    moves, problems = (
        tuple(moved(criteria, (ranking.ranked[position] for position in shown.ranked(ranking)), MOVES, rest=IN_BOOK)),
        tuple(_problems(batch)),
    )
    standing = tuple(_standing(ranking))
    references, gaps, assumptions = tuple(notes.references(batch)), notes.gaps(batch), notes.assumptions(batch)
    parts = {
        "ranking": True,
        "quota": bool(ranking.quota_texts or standing),
        "ties": True,
        "rest": bool(ranking.open or ranking.barred),
        "problems": bool(problems),
        "basis": bool(references or ranking.choices or gaps or assumptions),
    }
    there = [name for name, has in parts.items() if has]
    return Paper(
        title="申报城市排名表",
        subtitle=criteria.short_title,
        day=made.as_of.isoformat() if made.as_of else "",
        sample=marker(criteria, invented, len(places)),
        watermark=watermark(criteria, invented=bool(invented)),
        draft="".join(draft_texts(criteria)),
        lead=tuple(_lead(batch)),
        points=BASES[made.basis],
        rows=tuple(_rows(ranking, positions)),
        left_out=f"其余{left_out}个城市见评分结果文件（校验码见“出具信息”）。" if left_out else "",
        quota=notes.quota(ranking),
        standing=standing,
        ties=ranking.notes,
        choices=ranking.choices,
        moves=moves,
        rest=tuple(_rest(ranking)),
        problems=problems,
        references=references,
        gaps=gaps,
        assumptions=assumptions,
        origin=tuple(notes.origin(batch)),
        numbers={name: f"{numeral(number)}、" for number, name in enumerate(there, start=1)},
    )


def _lead(batch: PackBatch) -> Iterator[str]:
    ranking, made = batch.ranking, batch.origin
    asked = "未发现不得申报的情形，" if batch.criteria.eligibility.gates and not batch.criteria.pending else ""
    counted = f"{len(ranking.ranked)}个{asked}参加排名"
    if ranking.open:
        counted += f"；{len(ranking.open)}个申报资格未定，单独列出"
    if ranking.barred:
        counted += f"；{len(ranking.barred)}个不具备申报资格，不参加排名"
    scored = len(ranking.ranked) + len(ranking.open) + len(ranking.barred)
    day = f"，计算截至{date_text(made.as_of)}" if made.as_of else ""
    yield (
        f"按照《{batch.criteria.title}》，对{scored}个城市评分，满分{points_text(ranking.full)}分，"
        f"按{BASES[made.basis]}排名{day}。其中{counted}。"
    )
    if batch.failed:
        yield f"另有{len(batch.failed)}个文件没有得出结果，不在表内。"
    if ranking.choices:
        yield "有的城市改选了口径，见“依据和约定”。"
    yield from made.notes


def _rows(ranking: Ranking, positions: tuple[int, ...]) -> Iterator[PlaceRow]:
    gaps, last = shown.gaps_of(positions, len(ranking.ranked)), len(ranking.ranked) - 1
    for position in positions:
        place = ranking.ranked[position]
        line = ranking.at_most is not None and position == ranking.at_most - 1 and position < last
        yield PlaceRow(
            rank=rank_text(place),
            city=city_text(place.city, place.invented),
            score=score_text(place.total.low, place.total.high),
            standing=quota_text(place),
            line=f"名额线（{ranking.at_most}个）" if line else "",
            gap=gaps.get(position, 0),
        )


def _standing(ranking: Ranking) -> Iterator[str]:
    """Who is within the quota, who ties across it, who may still come in; never more than can be said."""
    if ranking.at_most is None:
        return
    for state, words, after in (
        (QuotaState.IN, "确定在名额以内的", ""),
        (QuotaState.TIED, "同分跨在名额线上的", "指标体系没有规定谁先谁后的，由评审决定。"),
        (QuotaState.OPEN, "能否进入名额还未定的", BEFORE),
    ):
        found = [place for place in (*ranking.ranked, *ranking.open) if place.quota is state]
        if found:
            names = "、".join(_named(place) for place in found[:30])
            names += f"等{len(found)}个城市" if len(found) > 30 else ""
            yield f"{words}：{names}。{after}"
        elif state is QuotaState.IN:
            yield "还没有城市确定在名额以内。"


def _named(place: Place) -> str:
    name = city_text(place.city, place.invented)
    return name if place.eligibility is EligibilityState.CLEAR else f"{name}（申报资格未定）"


def moved(criteria: Criteria, places: Iterable[Place], most: int, *, rest: str = "") -> Iterator[MovedRow]:
    """The places that open items could change, each with `most` of its items; `rest` says where the others stand."""
    for place in places:
        texts = moves_told(criteria, place, most, rest=rest)
        if texts:
            yield MovedRow(city=city_text(place.city, place.invented), rank=rank_text(place), texts=texts)


def _rest(ranking: Ranking) -> Iterator[Pair]:
    for state, places in (("未定", ranking.open), ("不具备", ranking.barred)):
        for place in places[:REST]:
            reasons = "；".join(place.reasons) or "原因未载明"
            score = score_text(place.total.low, place.total.high)
            if state == "未定":
                reasons = f"{reasons}。总分{score}分；{rank_text(place)}"
            yield Pair(name=city_text(place.city, place.invented), value=state, note=reasons)
        if len(places) > REST:
            yield Pair(name="其余", value=state, note=f"还有{len(places) - REST}个城市，见工作簿的“申报资格”。")


def _problems(batch: PackBatch) -> Iterator[Pair]:
    for failed in batch.failed[:PROBLEMS]:
        first = failed.problems[0] if failed.problems else None
        more = f"（共{len(failed.problems)}个问题）" if len(failed.problems) > 1 else ""
        text = f"{place_text(first)}　{first.message}{more}".strip() if first else "没有得出结果"
        yield Pair(name=failed.key, value=text)
    if len(batch.failed) > PROBLEMS:
        yield Pair(name="其余", value=f"还有{len(batch.failed) - PROBLEMS}个文件，见工作簿的“问题”。")
