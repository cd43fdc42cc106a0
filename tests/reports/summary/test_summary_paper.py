"""The signed ranking: what it says, its parts, and the PDF."""

from __future__ import annotations

import io
import logging
from pathlib import Path

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from scoring.model.cohort import QuotaState
from scoring.reports.document import ReportSection
from scoring.reports.summary import PackBatch, ranking_html, ranking_pdf, write_ranking
from scoring.reports.summary.paper import quota, ranking_sections
from tests.reports.drawn import rows, section, table, texts
from tests.reports.render.conftest import Collector
from tests.reports.summary import cities


def chapter(key: str, of: PackBatch | None = None) -> ReportSection:
    return section(ranking_sections(of or cities.batch()), key)


def test_chapters_are_there_as_there_is_something_to_say() -> None:
    keys = ["ranking", "quota", "ties", "rest", "problems", "basis"]
    assert [one.key for one in ranking_sections(cities.batch())] == keys
    found = cities.batch()
    bare = replace(found.ranking, open=(), ineligible=(), quota_texts=(), at_most=None)
    few = ranking_sections(replace(found, ranking=bare, failed=()))
    assert [one.key for one in few] == ["ranking", "ties", "basis"]
    assert "<h1>六、依据和约定</h1>" in ranking_html(found)


def test_the_quota_line_lies_below_as_many_rows_as_there_are_places() -> None:
    assert rows(table(chapter("ranking").blocks)) == [
        ("第1名", "甲市（虚构）", "90", "名额以内"),
        ("第2～3名", "乙市（虚构）", "79.96～84.5", "未定"),
        ("名额线（2个）",),
        ("第2～3名", "丙市（虚构）", "80", "未定"),
    ]
    enough = replace(cities.batch(), ranking=replace(cities.batch().ranking, at_most=3))
    assert "名额线" not in str(rows(table(chapter("ranking", enough).blocks)))


def test_who_is_in_and_who_is_open() -> None:
    waiting = "相应内容补齐以前，这些城市的名次和名额不能确定。"
    assert texts(quota(cities.batch().ranking))[1:] == [
        "确定在名额以内的：甲市（虚构）。",
        f"能否进入名额还未定的：乙市（虚构）、丙市（虚构）。{waiting}",
    ]


def test_a_tie_across_the_line_is_left_to_the_reviewers() -> None:
    found = cities.batch()
    first, second, third = found.ranking.ranked
    tied = tuple(replace(one, quota=QuotaState.TIED) for one in (first, second, third))
    doubt = tuple(replace(one, quota=QuotaState.OPEN) for one in found.ranking.open)
    assert texts(quota(replace(found.ranking, ranked=tied, open=doubt)))[1:] == [
        "还没有城市确定在名额以内。",
        "同分跨在名额线上的：甲市（虚构）、乙市（虚构）、丙市（虚构）。指标体系没有规定谁先谁后的，由评审决定。",
        "能否进入名额还未定的：丁市（虚构）（申报资格未定）。相应内容补齐以前，这些城市的名次和名额不能确定。",
    ]


def test_unranked_cities_have_their_reasons() -> None:
    assert rows(table(chapter("rest").blocks)) == [
        ("丁市（虚构）", "未定", "“重大信访事件”未填。总分70分；如具备资格：第4名"),
        ("戊市（虚构）", "不具备", "重大安全责任事故：2021年9月3日 火灾"),
    ]


def test_of_many_unranked_cities_the_rest_is_counted() -> None:
    found = cities.batch()
    many = replace(found, ranking=replace(found.ranking, ineligible=found.ranking.ineligible * 203))
    rest = rows(table(chapter("rest", many).blocks))
    assert len(rest) == 1 + 200 + 1
    assert rest[-1] == ("其余", "不具备", "还有3个城市，见工作簿的“申报资格”。")


def test_of_thousands_of_ranked_cities_the_first_are_listed() -> None:
    found = cities.batch()
    many = replace(found, ranking=replace(found.ranking, ranked=found.ranking.ranked[:1] * 1200))
    blocks = chapter("ranking", many).blocks
    assert len([one for one in rows(table(blocks)) if len(one) > 1]) == 30
    assert "其余1170个城市见评分结果文件（校验码见“出具信息”）。" in texts(blocks)


def real(batch: PackBatch) -> PackBatch:
    """The same batch with cities that are not marked as invented."""
    ranking = batch.ranking

    def clean(places: tuple) -> tuple:  # type: ignore[type-arg]
        return tuple(replace(one, invented=False) for one in places)

    kept = {"ranked": clean(ranking.ranked), "open": clean(ranking.open), "ineligible": clean(ranking.ineligible)}
    return replace(batch, ranking=replace(ranking, **kept))


def test_samples_say_so_and_real_cities_do_not() -> None:
    assert ranking_html(cities.batch()).count("虚构样例</") == 1
    assert '<p class="sample">（虚构样例）</p>' in ranking_html(cities.batch())
    mixed = real(cities.batch())
    mixed = replace(mixed, ranking=replace(mixed.ranking, open=cities.batch().ranking.open))
    assert '<p class="sample">（含虚构城市）</p>' in ranking_html(mixed)
    assert "虚构" not in ranking_html(real(cities.batch())).replace("来源：虚构", "")


def test_names_are_text() -> None:
    found = cities.batch()
    ranked = (replace(found.ranking.ranked[0], city="<b>&甲"),)
    text = ranking_html(replace(found, ranking=replace(found.ranking, ranked=ranked)))
    assert "&lt;b&gt;&amp;甲" in text
    assert "<b>" not in text


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    path = tmp_path_factory.mktemp("paper") / "排名表.pdf"
    logger, collector = logging.getLogger("weasyprint"), Collector()
    logger.addHandler(collector)
    try:
        write_ranking(str(path), cities.batch())
    finally:
        logger.removeHandler(collector)
    return path, collector.lines


def test_the_pdf(made: tuple[Path, list[str]]) -> None:
    path, warnings = made
    reader = PdfReader(io.BytesIO(path.read_bytes()))
    pages = ["".join(page.extract_text().split()) for page in reader.pages]
    assert warnings == []
    assert "申报城市排名表" in pages[0]
    assert "第2～3名乙市（虚构）79.96～84.5未定" in pages[0]
    signed = [page for page in pages if "审核专家组组长（签字）" in page]
    assert len(signed) == 1
    assert "第2～3名乙市（虚构）79.96～84.5未定" in signed[0]
    assert "组织评审单位（盖章）" in signed[0]
    assert "c" * 64 in pages[-1]
    assert all("a" * 12 not in page and "c" * 12 not in page for page in pages[:-1])
    assert all("申报城市排名表" in page for page in pages)
    assert all(f"—{number}—" in text for number, text in enumerate(pages, start=1))
    assert reader.metadata is not None
    assert reader.metadata.title == "辽宁省婴幼儿照护服务示范城市评估指标（2022）申报城市排名表"


def test_the_same_batch_gives_the_same_pdf(made: tuple[Path, list[str]]) -> None:
    assert ranking_pdf(cities.batch()) == made[0].read_bytes()
