"""The rows of the workbook: what stands in each cell, without a word about how it looks."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from scoring.base.text import points_text
from scoring.model.cohort import Applicant, ClauseFigures, ItemFigures, ItemResult, Outlier, Place
from scoring.model.criteria import Criteria
from scoring.model.evidence import ScoreBasis
from scoring.model.scorecard import NOT_ASKED, EligibilityState, Range
from scoring.province.ranking.words import choice_text, outlier_text, quota_text
from scoring.reports.summary.model import Failed, PackBatch
from scoring.reports.summary.sheet import Cell, Column
from scoring.reports.summary.words import (
    BASES,
    OUTCOMES,
    city_text,
    clause_text,
    eligibility_text,
    item_text,
    moves_told,
    place_text,
)

__all__ = [
    "clause_row",
    "eligibility_row",
    "gap_rows",
    "heat_columns",
    "heat_row",
    "item_row",
    "loss_rows",
    "outlier_row",
    "problem_rows",
    "question_rows",
    "rank_columns",
    "rank_row",
]


MOVES = 3
"""So many open items are told beside a rank; all stand in 材料缺口."""


def others(batch: PackBatch) -> tuple[ScoreBasis, ...]:
    """What was worked out beside the basis that is ranked by."""
    return tuple(one for one in batch.origin.bases if one is not batch.origin.basis)


def rank_columns(batch: PackBatch) -> list[Column]:
    """Heads of 排名."""
    columns = [
        Column(head="名次\n最好", width=7, look="number"),
        Column(head="名次\n最差", width=7, look="number"),
        Column(head="城市", width=22, look="bold"),
        Column(head="申报\n资格", width=8, look="center"),
        Column(head=f"{BASES[batch.origin.basis]}\n最低", width=11, look="number"),
        Column(head=f"{BASES[batch.origin.basis]}\n最高", width=11, look="number"),
        Column(head="满分", width=7, look="number"),
        Column(head="名额", width=14, look="center"),
        Column(head="同分\n城市数", width=8, look="number"),
    ]
    for basis in others(batch):
        columns += [
            Column(head=f"{BASES[basis]}\n最低", width=11, look="number"),
            Column(head=f"{BASES[basis]}\n最高", width=11, look="number"),
        ]
    if batch.criteria.grades:
        columns.append(Column(head="等级", width=12, look="center"))
    if batch.ranking.choices:
        columns.append(Column(head="改选的口径", width=40))
    return [
        *columns,
        Column(head="名次还可能怎样变", width=44),
        Column(head="文件", width=26),
    ]


def rank_row(batch: PackBatch, place: Place, city: Applicant) -> list[Cell]:
    """One city in 排名. A city without a rank leaves the rank empty; nothing unknown is written as 0."""
    cells: list[Cell] = [
        place.ranks.best if place.ranks else None,
        place.ranks.worst if place.ranks else None,
        city_text(place.city, place.invented),
        eligibility_text(batch.criteria, place),
        place.total.low,
        place.total.high,
        city.full,
        quota_text(place) or None,
        place.tied if place.ranks else None,
    ]
    for basis in others(batch):
        score: Range | None = getattr(city, basis.value)
        cells += [score.low, score.high] if score else [None, None]
    if batch.criteria.grades:
        cells.append("～".join(dict.fromkeys(city.grade)) if city.grade else None)
    if batch.ranking.choices:
        cells.append("；".join(choice_text(batch.criteria, *one) for one in place.choices) or None)
    return [*cells, "；".join(moves_told(batch.criteria, place, MOVES)) or None, place.key]


def heat_columns(criteria: Criteria) -> list[Column]:
    """Heads of 各项得分: the city, then all items with their lowest and again with their highest points."""
    columns = [Column(head="名次", width=12, look="center"), Column(head="城市", width=14, look="bold")]
    for end in ("最低", "最高"):
        for section in criteria.sections:
            for item in section.items:
                label = item_text(criteria, item.id).replace("）", "）\n", 1).rstrip("\n")
                columns.append(_points_column(label, item.points, end))
            if len(section.items) > 1:
                columns.append(_points_column(f"{section.label}\n合计", section.points, end))
        columns.append(_points_column("总分", criteria.points, end))
    return columns


def _points_column(label: str, points: Fraction, end: str) -> Column:
    return Column(head=f"{label}\n{points_text(points)}分\n{end}", width=6, look="number")


def heat_row(criteria: Criteria, rank: str, city: Applicant) -> tuple[list[Cell], list[str]]:
    """One city in 各项得分, and the look of each cell: an open one is marked in both halves."""
    items = {one.item: one for one in city.items}
    sections = dict(city.sections)
    cells: list[Cell] = [rank, city_text(city.city, city.invented)]
    looks = ["center", "bold"]

    def put(score: Range | None, high: bool, left_out: bool = False) -> None:
        cells.append("不适用" if left_out else None if score is None else score.high if high else score.low)
        looks.append("open" if score is not None and not score.decided else "number")

    for high in (False, True):
        for section in criteria.sections:
            for item in section.items:
                found: ItemResult | None = items.get(item.id)
                gone = found is not None and found.applies is False and not found.score.high
                put(found.score if found else None, high, gone)
            if len(section.items) > 1:
                put(sections.get(section.id), high)
        put(city.total, high)
    return cells, looks


def loss_rows(criteria: Criteria, rank: str, city: Applicant) -> Iterator[list[Cell]]:
    """The clauses that cost one city points, or may."""
    name = city_text(city.city, city.invented)
    for loss in city.losses:
        yield [
            rank,
            name,
            item_text(criteria, loss.item),
            clause_text(criteria, loss.item, loss.clause),
            OUTCOMES[loss.state],
            loss.cost.low,
            loss.cost.high,
        ]


def clause_row(criteria: Criteria, one: ClauseFigures) -> list[Cell]:
    """One clause in 扣分条款."""
    label, quote = item_text(criteria, one.item), clause_text(criteria, one.item, one.clause)
    return [label, quote, one.lost, one.maybe, one.points.low, one.points.high]


def item_row(criteria: Criteria, one: ItemFigures) -> list[Cell]:
    """One item in 逐项失分."""
    ends: list[Cell] = [one.mean.low, one.mean.high, one.median.low, one.median.high]
    requirement = criteria.items_by_id[one.item].requirement
    counts = [one.cities, one.lost, one.maybe]
    return [item_text(criteria, one.item), requirement, one.points, *counts, *(ends if one.cities else [None] * 4)]


def gap_rows(criteria: Criteria, place: Place, rank: str, city: Applicant) -> Iterator[list[Cell]]:
    """What one city still has to answer or to prove, and what that can do to its rank."""
    name = city_text(city.city, city.invented)
    moves = {move.item: move for move in place.moves}
    for one in city.open:
        move = moves.get(one.item)
        ranks: list[Cell] = [None] * 4
        if move is not None and move.if_best is not None and move.if_worst is not None:
            ranks = [move.if_best.best, move.if_best.worst, move.if_worst.best, move.if_worst.worst]
        kind = "缺参照值" if one.shared else "未定内容"
        label = item_text(criteria, one.item)
        yield [rank, name, kind, label, f"{one.name}：{one.ask}", one.owner or None, one.at_stake, *ranks]
    if city.missing:
        text = f"{city.missing}份材料没有找到或没有列出（按指标体系的材料清单）"
        yield [rank, name, "缺材料", None, text, None, city.at_risk or None, None, None, None, None]


def eligibility_row(criteria: Criteria, place: Place) -> list[Cell]:
    """One city in 申报资格."""
    reason = "；".join(place.reasons)
    if not criteria.eligibility.gates:
        reason = NOT_ASKED
    elif not reason:
        reason = "未发现不得申报的情形" if place.eligibility is EligibilityState.CLEAR else "原因未载明"
    return [city_text(place.city, place.invented), eligibility_text(criteria, place), reason, place.key]


def problem_rows(failed: Failed) -> Iterator[list[Cell]]:
    """Everything found in an input that gave no result."""
    for one in failed.problems:
        yield [failed.city or None, failed.key, one.severity.value, place_text(one) or None, one.message, one.hint]


def question_rows(city: Applicant) -> Iterator[list[Cell]]:
    """The questions that reading a city's file raised."""
    name = city_text(city.city, city.invented)
    for text in city.questions:
        yield [name, city.key, "疑问", None, text, None]


def outlier_row(one: Outlier, place: Place) -> list[Cell]:
    """A figure that lies far from those of the other cities: a question, never a deduction."""
    return [
        city_text(one.city, place.invented),
        one.key,
        "疑问",
        None,
        outlier_text(one),
        "请核对数字和单位；属实的不影响得分。",
    ]
