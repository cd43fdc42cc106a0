"""The report of a whole cycle, against the small province worked out by hand (see province.py)."""

from __future__ import annotations

import io
import logging
from functools import cache

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from scoring.reports.blocks import Table
from scoring.reports.document import ReportSection
from scoring.reports.review import Reviewed, ReviewedCycle, review_html, review_pdf
from scoring.reports.review.cycle import (
    cities_table,
    clauses_table,
    cycle_document,
    cycle_sections,
    differences_table,
    files,
    lead,
    open_rows,
    refused,
)
from scoring.reports.review.model import cycle_of
from scoring.reports.review.parts import quoted
from scoring.reports.review.spread import reviewers_table, spreads_table
from scoring.reports.summary.paper import rest_rows
from tests.reports.drawn import rows, section, table
from tests.reports.render.conftest import Collector
from tests.reports.review import province


@cache
def small() -> ReviewedCycle:
    return province.cycle()


def chapter(key: str) -> ReportSection:
    return section(cycle_sections(small()), key)


def test_cities_step_by_step_in_the_order_of_their_rank() -> None:
    assert [(one[0], [*one[1:6]], *one[6:]) for one in rows(cities_table(small()))] == [
        ("甲市（虚构）", ["97.5", "—", "95.5", "95.5", "95.5"], "-2", "已办结"),
        ("丙市（虚构）", ["93.5", "—", "93.5", "93.5", "93.5"], "0", "等待说明1项"),
        ("乙市（虚构）", ["94.5", "—", "92.5～94.5", "92.5～94.5", "92.5～94.5"], "最低-2，最高0", "等待裁决1项"),
        ("癸市（虚构）", ["94.5", "—", "94.5", "94.5", "94.5"], "0", "不具备申报资格"),
    ]


def test_whose_papers_were_not_looked_at_is_told() -> None:
    looked = [_with_papers(one) for one in province.cities()]
    some = [*lead(replace(small(), cities=(province.cities()[0], *looked[1:])))]
    assert some[1] == "甲市（虚构）交来的文件里没有佐证材料，没有作材料核验，这一步写“—”。"
    assert [*lead(small())][1] == "各城市交来的文件里没有佐证材料，没有作材料核验，这一步写“—”。"
    assert not any("材料核验" in line for line in lead(replace(small(), cities=tuple(looked))))


def _with_papers(city: Reviewed) -> Reviewed:
    first, *rest = city.verified.steps
    steps = (first, replace(first, name="材料核验"), *rest)
    return replace(city, replay=replace(city.replay, verified=replace(city.verified, steps=steps)))


def test_ranking_by_the_verified_score() -> None:
    # 乙市 may come out above 丙市 (94.5) or below it (92.5); 甲市 stays first whatever happens.
    ranking, moves = (one for one in chapter("cycle-ranking").blocks if isinstance(one, Table))
    assert rows(ranking) == [
        ("第1名", "甲市（虚构）", "95.5", "名额以内"),
        ("第2～3名", "丙市（虚构）", "93.5", "未定"),
        ("名额线（2个）",),
        ("第2～3名", "乙市（虚构）", "92.5～94.5", "未定"),
    ]
    assert rows(moves) == [("乙市（虚构）", "第2～3名", "（一）1未定，涉及2分：取最高时第2名，取最低时第3名")]
    assert [*rest_rows(small().ranking, "核实后")] == [
        ("癸市（虚构）", "不具备", "重大信访事件：2021年9月10日 虚构的事件")
    ]


def test_what_waits() -> None:
    assert cycle_document(small()).cover.marker == "有2个城市尚未办结"
    assert [(one.kind, one.label, one.texts[0]) for one in open_rows(small())] == [
        ("甲市（虚构）", "没有意见的项", "没有人提出意见的26项按审核以前的得分计，不当作0分，见该市的审核报告。"),
        ("丙市（虚构）", "等待说明1项", "等待城市说明：（二）4。"),
        ("乙市（虚构）", "等待裁决1项", "等待组长裁决：（一）1。"),
    ]


def test_differences_by_city_and_by_clause() -> None:
    assert [one[:4] for one in rows(differences_table(small()))] == [
        ("甲市（虚构）", "97.5", "95.5", "-2分"),
        ("丙市（虚构）", "93.5", "93.5", "没有差额"),
        ("乙市（虚构）", "94.5", "92.5～94.5", "最低-2分，最高0分"),
        ("癸市（虚构）", "94.5", "94.5", "没有差额"),
    ]
    assert rows(clauses_table(small().cities)) == [
        ("（一）3", "“未纳入规划的扣2分”", "1个", "-2分"),
        ("（一）1", "“召开会议未解决实际问题扣2分”", "1个", "最低-2分，最高0分"),
    ]


def test_spread_of_the_reviewers() -> None:
    assert [one[1:] for one in rows(spreads_table(small().cities))] == [
        ("2", "1", "2", "1", "1", "0"),
        ("0", "0", "—", "—", "0", "0"),
        ("1", "1", "2", "2", "0", "1"),
        ("0", "0", "—", "—", "0", "0"),
    ]
    # 甲: −1 on （一）3 of 甲市, 0 on （一）1 there, −1 on （一）1 of 乙市: −2/3 on average; 乙 the other way round.
    assert rows(reviewers_table(small().cities)) == [
        ("甲", "3", "4", "3", "0", "2", "约-0.67分"),
        ("乙", "2", "3", "3", "2", "0", "约+0.67分"),
    ]


def test_files_that_do_not_count() -> None:
    assert [(one.name, one.who, one.note) for one in refused(small())] == [
        ("丙市-丁.yaml", "丙市资料审核，丁", "声明了利害关系，应当回避；所在单位参与编制实施方案"),
        ("丙市-己.yaml", "不能读取", "缺少“自评校验值”"),
    ]
    assert rows(table(chapter("cycle-problems").blocks)) == [
        ("丑市/自评.yaml", "自评.yaml:27:11　这里的冒号是全角的“：”")
    ]


def test_two_files_of_one_city_count_neither_and_the_same_file_once() -> None:
    first, *rest = province.cities()
    again = replace(first, key="副本/自评.yaml")
    submission = replace(first.loaded.submission, digest="e" * 64)
    other = replace(again, loaded=replace(first.loaded, submission=submission))
    criteria, settings = first.loaded.criteria, first.verified.settings
    once = cycle_of(criteria, (first, again, *rest), settings)
    assert (len(once.cities), once.failed) == (4, ())
    none = cycle_of(criteria, (first, other, *rest), settings)
    assert [one.loaded.submission.city for one in none.cities] == ["丙市", "乙市", "癸市"]
    assert [(one.key, one.problems[0].code) for one in none.failed] == [
        ("副本/自评.yaml", "two-submissions"),
        ("甲市/自评.yaml", "two-submissions"),
    ]


@pytest.fixture(scope="module")
def made() -> tuple[bytes, list[str]]:
    logger, collector = logging.getLogger("weasyprint"), Collector()
    logger.addHandler(collector)
    try:
        return review_pdf(province.cycle()), collector.lines
    finally:
        logger.removeHandler(collector)


def test_the_pdf(made: tuple[bytes, list[str]]) -> None:
    reader = PdfReader(io.BytesIO(made[0]))
    pages = ["".join(page.extract_text().split()) for page in reader.pages]
    assert made[1] == []
    assert "审核报告" in pages[0]
    assert "第2～3名乙市（虚构）92.5～94.5未定" in pages[3]
    assert any("组长丙（签字）" in page and "组织审核单位（盖章）" in page for page in pages)
    assert province.city("甲市").loaded.submission.digest in pages[-1]
    assert reader.metadata is not None
    assert reader.metadata.title == "辽宁省婴幼儿照护服务示范城市评估指标（2022）申报城市审核报告"


def test_of_a_bundle_the_checksum_is_that_of_the_submission_inside() -> None:
    cities = (replace(province.city("甲市"), key="甲市.zip"), replace(province.city("丙市"), key="丙市.PDF"))
    found = cycle_of(cities[0].loaded.criteria, cities, cities[0].verified.settings)
    names = [one.name for one in files(found) if one.who.endswith("自评")]
    assert names == ["甲市.zip里的自评", "丙市.PDF里的自评"]


def test_a_remark_on_missing_words_is_not_quoted() -> None:
    assert quoted("未纳入规划的扣2分") == "“未纳入规划的扣2分”"
    assert quoted("（原文没有完整的评分标准，由人评判）") == "（原文没有完整的评分标准，由人评判）"


def test_the_page_that_is_signed_holds_the_ranking_however_long() -> None:
    ranking = replace(small().ranking, ranked=small().ranking.ranked * 20)
    signed = review_html(replace(small(), ranking=ranking), standalone=False).partition("核对无误后签字盖章")[2]
    assert signed.count('<tr><td class="center">第') + signed.count('<tr class="last-in">') == 20
    assert f"以上是前20个城市，其余{len(ranking.ranked) - 20}个见“排名”。" in signed
