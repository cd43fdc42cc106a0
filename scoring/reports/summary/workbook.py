"""The workbook of a batch (排名.xlsx): written row by row, so that thousands of cities need no more memory than ten."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from scoring.base.files import replacing
from scoring.base.leftovers import workspace
from scoring.base.marks import BOOK, mark_of
from scoring.base.reading import open_regular
from scoring.model.cohort import Applicant, Place
from scoring.model.scorecard import EligibilityState
from scoring.naming import DRAFT
from scoring.reports.summary import notes, rows
from scoring.reports.summary.model import PackBatch
from scoring.reports.summary.sheet import FONT, Column, Paper, Sheet
from scoring.reports.summary.words import BASES, everyone, rank_word

__all__ = ["write_workbook"]

CREATED = datetime(1980, 1, 1)
"""A fixed date of making, so that the same results give the same bytes."""
ITEMS = (
    Column(head="指标项", width=10, look="center"),
    Column(head="指标内容原文", width=60),
    Column(head="分值", width=7, look="number"),
    Column(head="参评\n城市数", width=8, look="number"),
    Column(head="确定失分\n城市数", width=9, look="number"),
    Column(head="可能失分\n城市数", width=9, look="number"),
    Column(head="平均失分\n最少", width=9, look="number"),
    Column(head="平均失分\n最多", width=9, look="number"),
    Column(head="失分中位数\n最少", width=11, look="number"),
    Column(head="失分中位数\n最多", width=11, look="number"),
)
LOSSES = (
    Column(head="名次", width=13, look="center"),
    Column(head="城市", width=22, look="bold"),
    Column(head="指标项", width=10, look="center"),
    Column(head="评分标准原文", width=60),
    Column(head="判定", width=9, look="center"),
    Column(head="失分\n最少", width=8, look="number"),
    Column(head="失分\n最多", width=8, look="number"),
)
CLAUSES = (
    Column(head="指标项", width=10, look="center"),
    Column(head="评分标准原文", width=64),
    Column(head="确定失分\n城市数", width=10, look="number"),
    Column(head="可能失分\n城市数", width=10, look="number"),
    Column(head="合计失分\n最少", width=10, look="number"),
    Column(head="合计失分\n最多", width=10, look="number"),
)
GAPS = (
    Column(head="名次", width=13, look="center"),
    Column(head="城市", width=20, look="bold"),
    Column(head="类别", width=10, look="center"),
    Column(head="指标项", width=9, look="center"),
    Column(head="缺什么", width=56),
    Column(head="填报单位", width=22),
    Column(head="涉及\n分值", width=7, look="number"),
    Column(head="此项最高时\n名次最好", width=11, look="number"),
    Column(head="此项最高时\n名次最差", width=11, look="number"),
    Column(head="此项最低时\n名次最好", width=11, look="number"),
    Column(head="此项最低时\n名次最差", width=11, look="number"),
)
GATES = (
    Column(head="城市", width=22, look="bold"),
    Column(head="申报资格", width=10, look="center"),
    Column(head="理由", width=84),
    Column(head="文件", width=28),
)
PROBLEMS = (
    Column(head="城市", width=18, look="bold"),
    Column(head="文件", width=26),
    Column(head="轻重", width=7, look="center"),
    Column(head="位置", width=30),
    Column(head="问题", width=52),
    Column(head="怎么改", width=52),
)
RECEIVED = (
    Column(head="收到的文件或文件夹", width=60, look="bold"),
    Column(head="结果", width=22),
    Column(head="城市或原因", width=90),
)
NOTES = (Column(head="事项", width=24, look="bold"), Column(head="内容", width=120))


def write_workbook(path: str, batch: PackBatch, applicants: Iterable[Applicant]) -> None:
    """Write the workbook to `path`; a reader never meets half of it.

    `applicants` are gone through once and written in the order they come in, so give them in that of
    `words.everyone(batch.ranking)`; one that the ranking does not know raises KeyError. Points are exact to 15 digits.
    The same input gives the same bytes. Raises OSError.
    """
    import xlsxwriter

    with replacing(path) as target, workspace("book") as folder:
        made = os.path.join(folder, "book.xlsx")
        options = {"constant_memory": True, "tmpdir": folder, "strings_to_urls": False, "strings_to_formulas": False}
        options["default_format_properties"] = FONT
        book = xlsxwriter.Workbook(made, options)
        try:
            _fill(book, batch, applicants)
        finally:
            book.close()
        with open_regular(made) as source, open(target, "wb") as sink:
            while piece := source.read(1 << 20):
                sink.write(piece)


def _fill(book: Any, batch: PackBatch, applicants: Iterable[Applicant]) -> None:
    criteria = batch.criteria
    draft = f"（{DRAFT}）" if criteria.pending else ""
    book.set_properties(
        {
            "title": f"{criteria.short_title}排名{draft}",
            "created": CREATED,
            "comments": _trace(batch),
            "keywords": mark_of(BOOK),
        }
    )
    paper = Paper(book, f"{criteria.short_title}{draft}　按{BASES[batch.origin.basis]}排名", _trace(batch))
    ranks = Sheet(paper, f"排名{draft}", rows.rank_columns(batch), fixed=3)
    heads = rows.heat_columns(criteria)
    heat = Sheet(paper, "各项得分", heads, fixed=2, parts=[1 + len(heads) // 2])
    clauses = Sheet(paper, "扣分条款", CLAUSES, fixed=2)
    items = Sheet(paper, "逐项失分", ITEMS, fixed=2)
    losses = Sheet(paper, "扣分明细", LOSSES, fixed=2)
    gaps = Sheet(paper, "材料缺口", GAPS, fixed=2)
    gates = Sheet(paper, "申报资格", GATES, fixed=1)
    problems = Sheet(paper, "问题", PROBLEMS, fixed=2)
    received = Sheet(paper, "收到的文件", RECEIVED, fixed=1)
    about = Sheet(paper, "说明", NOTES, fixed=1)
    for each in batch.received:
        received.add([each.key, each.became, each.about])
    for failed in batch.failed:
        for row in rows.problem_rows(failed):
            problems.add(row)
    places = {place.key: place for place in everyone(batch.ranking)}
    for city in applicants:
        place = places[city.key]
        rank = rank_word(place)
        ranks.add(rows.rank_row(batch, place, city), _rank_looks(ranks, place))
        heat.add(*rows.heat_row(criteria, rank, city))
        for row in rows.loss_rows(criteria, rank, city):
            losses.add(row)
        for row in rows.gap_rows(criteria, place, rank, city):
            gaps.add(row)
        gates.add(rows.eligibility_row(criteria, place))
        for row in rows.question_rows(city):
            problems.add(row)
    for one in batch.cohort.clauses:
        clauses.add(rows.clause_row(criteria, one))
    for item in batch.cohort.items:
        items.add(rows.item_row(criteria, item))
    for outlier in batch.cohort.outliers:
        problems.add(rows.outlier_row(outlier, places[outlier.key]))
    _shade(heat, batch)
    written = (ranks, heat, clauses, items, losses, gaps, gates, problems, received)
    _explain(about, batch, written)
    for sheet in written:
        sheet.close()


def _rank_looks(sheet: Sheet, place: Place) -> list[str]:
    """The rank of a city whose eligibility is open, and a total that is open, are marked."""
    looks = [column.look for column in sheet.columns]
    if place.eligibility is EligibilityState.UNKNOWN:
        looks[0] = looks[1] = "open"
    if not place.total.decided:
        looks[4] = looks[5] = "open"
    return looks


def _shade(heat: Sheet, batch: PackBatch) -> None:
    column = 2
    for _ in ("最低", "最高"):
        for section in batch.criteria.sections:
            for item in section.items:
                heat.shade(column, item.points)
                column += 1
            column += len(section.items) > 1
        column += 1


def _explain(about: Sheet, batch: PackBatch, written: tuple[Sheet, ...]) -> None:
    def part(head: str, pairs: Iterable[tuple[str, str]]) -> None:
        for name, value in pairs:
            about.add([f"{head}：{name}" if head else name, value])

    part("", ((one.name, one.value) for one in notes.meaning(batch)))
    part("", WORKBOOK)
    for sheet in written:
        if sheet.left_out:
            part("", [("放不下的行", f"“{sheet.own.get_name()}”还有{sheet.left_out}行超出工作表的行数，没有写入。")])
    part("名额", ((one.name, one.value) for one in notes.quota(batch.ranking)))
    part("参照值", ((one.name, one.value) for one in notes.references(batch)))
    part("原文缺失", ((one.name, one.value) for one in notes.gaps(batch)))
    part("约定", ((one.name, one.value) for one in notes.assumptions(batch)))
    part("", ((one.name, one.value) for one in notes.origin(batch)))


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


def _trace(batch: PackBatch) -> str:
    return f"{batch.criteria.id}／{batch.criteria.digest[:12]}　结果／{batch.origin.results_digest[:12] or '未存档'}"
