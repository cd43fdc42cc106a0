"""The workbook of a batch (排名.xlsx): a sheet for each question, written in one pass over the applicants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from scoring.base.marks import BOOK
from scoring.base.text import points_text
from scoring.model.cohort import Applicant, ApplicantItem, ClauseFigures, ItemFigures, Outlier, Place
from scoring.model.criteria import Criteria
from scoring.model.scorecard import NOT_ASKED, EligibilityState, Range
from scoring.naming import DRAFT
from scoring.province.ranking.words import outlier_text
from scoring.reports.blocks import Column
from scoring.reports.summary import notes
from scoring.reports.summary.columns import book_columns, book_row
from scoring.reports.summary.model import Failed, PackBatch
from scoring.reports.summary.words import (
    city_text,
    clause_text,
    eligibility_text,
    everyone,
    item_text,
    place_text,
    rank_word,
)
from scoring.reports.workbook import Cell, Sheet, workbook
from scoring.wording import basis_word, loss_word

__all__ = ["write_workbook"]

ITEMS = (
    Column("指标项", 10, "center"),
    Column("指标内容原文", 60),
    Column("分值", 7, "number"),
    Column("参评\n城市数", 8, "number"),
    Column("确定失分\n城市数", 9, "number"),
    Column("可能失分\n城市数", 9, "number"),
    Column("平均失分\n最少", 9, "number"),
    Column("平均失分\n最多", 9, "number"),
    Column("失分中位数\n最少", 11, "number"),
    Column("失分中位数\n最多", 11, "number"),
)
LOSSES = (
    Column("名次", 13, "center"),
    Column("城市", 22, "strong"),
    Column("指标项", 10, "center"),
    Column("评分标准原文", 60),
    Column("判定", 9, "center"),
    Column("失分\n最少", 8, "number"),
    Column("失分\n最多", 8, "number"),
)
CLAUSES = (
    Column("指标项", 10, "center"),
    Column("评分标准原文", 64),
    Column("确定失分\n城市数", 10, "number"),
    Column("可能失分\n城市数", 10, "number"),
    Column("合计失分\n最少", 10, "number"),
    Column("合计失分\n最多", 10, "number"),
)
GAPS = (
    Column("名次", 13, "center"),
    Column("城市", 20, "strong"),
    Column("类别", 10, "center"),
    Column("指标项", 9, "center"),
    Column("缺什么", 56),
    Column("填报单位", 22),
    Column("涉及\n分值", 7, "number"),
    Column("此项最高时\n名次最好", 11, "number"),
    Column("此项最高时\n名次最差", 11, "number"),
    Column("此项最低时\n名次最好", 11, "number"),
    Column("此项最低时\n名次最差", 11, "number"),
)
GATES = (Column("城市", 22, "strong"), Column("申报资格", 10, "center"), Column("理由", 84), Column("文件", 28))
PROBLEMS = (
    Column("城市", 18, "strong"),
    Column("文件", 26),
    Column("轻重", 7, "center"),
    Column("位置", 30),
    Column("问题", 52),
    Column("怎么改", 52),
)
RECEIVED = (Column("收到的文件或文件夹", 60, "strong"), Column("结果", 22), Column("城市或原因", 90))
NOTES = (Column("事项", 24, "strong"), Column("内容", 120))
WORKBOOK = (
    (
        "带*号的数",
        "这个数还没有定：得分或名次是一个范围，最低、最高分列两处；申报资格未定的城市，名次是具备资格时的名次。",
    ),
    (
        "各项得分的颜色",
        "白色为满分，颜色越深得分越低。前一半各列是最低得分，后一半是最高得分；“不适用”表示该项不参加评估。",
    ),
    ("空格", "空格表示没有这个数，不是0分。"),
    ("扣分条款", "“确定失分”是无论未填内容怎样填都会失分的城市数，“可能失分”是要看未填内容的城市数。"),
    ("逐项失分", "平均失分和失分中位数按参评城市计算；有未填的，最少按确定失去的分计算，最多按可能失去的分计算。"),
    ("小数", "分值精确到15位有效数字；除不尽的取最接近的小数。"),
)


def write_workbook(path: str, batch: PackBatch, applicants: Iterable[Applicant]) -> None:
    """Write the workbook to `path`; a reader never meets half of it.

    `applicants` are gone through once and written in the order they come in, so give them in that of
    `words.everyone(batch.ranking)`; one that the ranking does not know raises KeyError. Points are exact to 15 digits.
    The same input gives the same bytes. Raises OSError.
    """
    criteria = batch.criteria
    draft = f"（{DRAFT}）" if criteria.pending else ""
    head = f"{criteria.short_title}{draft}　按{basis_word(batch.origin.basis)}排名"
    stored = batch.origin.results_digest[:12] or "未存档"
    foot = f"{criteria.id}／{criteria.digest[:12]}　结果／{stored}"
    with workbook(path, title=f"{criteria.short_title}排名{draft}", head=head, foot=foot, mark=BOOK) as book:
        ranks = book.sheet(f"排名{draft}", book_columns(batch), fixed=3)
        heads = _heat_columns(criteria)
        heat = book.sheet("各项得分", heads, fixed=2, parts=[1 + len(heads) // 2])
        clauses = book.sheet("扣分条款", CLAUSES, fixed=2)
        items = book.sheet("逐项失分", ITEMS, fixed=2)
        losses = book.sheet("扣分明细", LOSSES, fixed=2)
        gaps = book.sheet("材料缺口", GAPS, fixed=2)
        gates = book.sheet("申报资格", GATES, fixed=1)
        problems = book.sheet("问题", PROBLEMS, fixed=2)
        received = book.sheet("收到的文件", RECEIVED, fixed=1)
        about = book.sheet("说明", NOTES, fixed=1, filtered=False)
        for each in batch.received:
            received.add([each.key, each.became, each.about])
        for failed in batch.failed:
            problems.extend(_problems(failed))
        places = {place.key: place for place in everyone(batch.ranking)}
        for city in applicants:
            place = places[city.key]
            rank, name = rank_word(place), city_text(city.city, city.invented)
            ranks.add(*book_row(batch, place, city))
            heat.add(*_heat(criteria, rank, city))
            losses.extend(_losses(criteria, rank, name, city))
            gaps.extend(_gaps(criteria, place, rank, city))
            gates.add(_eligibility(criteria, place))
            problems.extend([name, city.key, "疑问", None, text, None] for text in city.questions)
        clauses.extend(_clause(criteria, one) for one in batch.cohort.clauses)
        items.extend(_item(criteria, one) for one in batch.cohort.items)
        problems.extend(_outlier(outlier, places[outlier.key]) for outlier in batch.cohort.outliers)
        _shade(heat, criteria)
        about.extend([name, text] for name, text in _notes(batch, book.sheets))


def _heat_columns(criteria: Criteria) -> list[Column]:
    """Heads of 各项得分: the city, then all items with their lowest and again with their highest points."""
    columns = [Column("名次", 12, "center"), Column("城市", 14, "strong")]
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
    return Column(f"{label}\n{points_text(points)}分\n{end}", 6, "number")


def _heat(criteria: Criteria, rank: str, city: Applicant) -> tuple[list[Cell], list[str]]:
    """One city in 各项得分, and the look of each cell: an open one is marked in both halves."""
    items = {one.item: one for one in city.items}
    sections = dict(city.sections)
    cells: list[Cell] = [rank, city_text(city.city, city.invented)]
    looks = ["center", "strong"]

    def put(score: Range | None, high: bool, left_out: bool = False) -> None:
        cells.append("不适用" if left_out else None if score is None else score.high if high else score.low)
        looks.append("open" if score is not None and not score.decided else "number")

    for high in (False, True):
        for section in criteria.sections:
            for item in section.items:
                found: ApplicantItem | None = items.get(item.id)
                gone = found is not None and found.applies is False and not found.score.high
                put(found.score if found else None, high, gone)
            if len(section.items) > 1:
                put(sections.get(section.id), high)
        put(city.total, high)
    return cells, looks


def _losses(criteria: Criteria, rank: str, name: str, city: Applicant) -> Iterator[list[Cell]]:
    """The clauses that cost one city points, or may."""
    for one in city.losses:
        quote = clause_text(criteria, one.item, one.clause)
        ends = one.cost.low, one.cost.high
        yield [rank, name, item_text(criteria, one.item), quote, loss_word(one.state), *ends]


def _clause(criteria: Criteria, one: ClauseFigures) -> list[Cell]:
    """One clause in 扣分条款."""
    label, quote = item_text(criteria, one.item), clause_text(criteria, one.item, one.clause)
    return [label, quote, one.lost, one.maybe, one.points.low, one.points.high]


def _item(criteria: Criteria, one: ItemFigures) -> list[Cell]:
    """One item in 逐项失分."""
    ends: list[Cell] = [one.mean.low, one.mean.high, one.median.low, one.median.high]
    requirement = criteria.items_by_id[one.item].requirement
    counts = [one.cities, one.lost, one.maybe]
    return [item_text(criteria, one.item), requirement, one.points, *counts, *(ends if one.cities else [None] * 4)]


def _gaps(criteria: Criteria, place: Place, rank: str, city: Applicant) -> Iterator[list[Cell]]:
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
        yield [
            rank,
            name,
            kind,
            label,
            f"{one.name}：{one.ask_of(criteria)}",
            one.owner_of(criteria) or None,
            one.at_stake,
            *ranks,
        ]
    if city.missing:
        text = f"{city.missing}份材料没有找到或没有列出（按指标体系的材料清单）"
        yield [rank, name, "缺材料", None, text, None, city.at_risk or None, None, None, None, None]


def _eligibility(criteria: Criteria, place: Place) -> list[Cell]:
    """One city in 申报资格."""
    reason = "；".join(place.reasons)
    if not criteria.eligibility.gates:
        reason = NOT_ASKED
    elif not reason:
        reason = "未发现不得申报的情形" if place.eligibility is EligibilityState.CLEAR else "原因未载明"
    return [city_text(place.city, place.invented), eligibility_text(criteria, place), reason, place.key]


def _problems(failed: Failed) -> Iterator[list[Cell]]:
    """Everything found in an input that gave no result."""
    for one in failed.problems:
        yield [failed.city or None, failed.key, one.severity.value, place_text(one) or None, one.message, one.hint]


def _outlier(one: Outlier, place: Place) -> list[Cell]:
    """A figure that lies far from those of the other cities: a question, never a deduction."""
    return [
        city_text(one.city, place.invented),
        one.key,
        "疑问",
        None,
        outlier_text(one),
        "请核对数字和单位；属实的不影响得分。",
    ]


def _shade(heat: Sheet, criteria: Criteria) -> None:
    column = 2
    for _ in ("最低", "最高"):
        for section in criteria.sections:
            for item in section.items:
                heat.shade(column, item.points)
                column += 1
            column += len(section.items) > 1
        column += 1


def _notes(batch: PackBatch, written: Iterable[Sheet]) -> Iterator[tuple[str, str]]:
    """What the sheets mean and rest on; also how many rows did not fit."""
    yield from ((one.name, one.value) for one in notes.meaning(batch))
    yield from WORKBOOK
    for sheet in written:
        if sheet.left_out:
            yield "放不下的行", f"“{sheet.name}”还有{sheet.left_out}行超出工作表的行数，没有写入。"
    for head, rows in (
        ("名额", notes.quota(batch.ranking)),
        ("参照值", notes.references(batch)),
        ("原文缺失", notes.gaps(batch)),
        ("约定", notes.assumptions(batch)),
    ):
        yield from ((f"{head}：{one.name}", one.value) for one in rows)
    yield from ((one.name, one.value) for one in notes.origin(batch))
