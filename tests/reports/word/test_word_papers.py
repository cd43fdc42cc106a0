"""The papers of the province as Word documents: the review of a city and of a cycle, and the signed ranking."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from scoring.base.marks import RANKING, REPORT, REVIEW, kind_of
from scoring.cli.plans import _assess
from scoring.reports.papers.plan_report import PlanReport, plan_document
from scoring.reports.review import review_document
from scoring.reports.word import ranking_word, report_word
from tests.cli.running import ROOT
from tests.reports.review import province
from tests.reports.summary import cities
from tests.reports.word.reading import flaws, opened, said


def progress_report(name: str) -> PlanReport:
    """The progress report of a sample region."""
    file = ROOT / "submissions" / name / "submission.yaml"
    found = _assess(str(file), (), None).value
    assert found is not None
    return plan_document(found)


PAPERS: dict[str, Callable[[], bytes]] = {
    "city": lambda: report_word(review_document(province.city("乙市")), mark=REVIEW),
    "cycle": lambda: report_word(review_document(province.cycle()), mark=REVIEW),
    "plan": lambda: report_word(progress_report("plan-anning"), mark=REPORT),
    "ranking": lambda: ranking_word(cities.batch()),
}


@pytest.mark.parametrize("name", PAPERS)
def test_the_schema_of_office_is_kept(name: str, tmp_path: Path) -> None:
    assert flaws(PAPERS[name](), tmp_path) == []


@pytest.mark.parametrize("name", PAPERS)
def test_the_same_results_give_the_same_bytes(name: str) -> None:
    assert PAPERS[name]() == PAPERS[name]()


def test_the_review_of_a_city_has_every_chapter_and_a_place_to_sign(tmp_path: Path) -> None:
    data = PAPERS["city"]()
    view, document = review_document(province.city("乙市")), opened(data)
    heads = [one.text for one in document.paragraphs if one.style is not None and one.style.name == "Heading 1"]
    assert heads == [f"{one.number}{one.title}" for one in view.chapters]
    assert "组织审核单位（盖章）" in said(document)
    (tmp_path / "审核报告.docx").write_bytes(data)
    assert kind_of(str(tmp_path / "审核报告.docx")) == REVIEW


def test_the_ranking_lists_the_cities_and_the_line_of_the_quota(tmp_path: Path) -> None:
    batch = cities.batch()
    data = ranking_word(batch)
    document = opened(data)
    assert [one.text for one in document.paragraphs[:2]] == [batch.criteria.short_title, "申报城市排名表"]
    table = document.tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["名次", "城市", "自评得分", "名额（2个以内）"]
    shown = [row.cells[1].text for row in table.rows[1:]]
    assert batch.ranking.ranked[0].city in shown[0]
    assert f"名额线（{batch.ranking.at_most}个）" in said(document)
    assert "审核专家组组长（签字）" in said(document)
    (tmp_path / "排名.docx").write_bytes(data)
    assert kind_of(str(tmp_path / "排名.docx")) == RANKING


def test_nothing_is_signed_of_a_draft() -> None:
    batch = cities.batch()
    assert not batch.criteria.pending
    assert "（签字）" in said(opened(ranking_word(batch)))
    draft = replace(batch, criteria=replace(batch.criteria, pending=("1.1",)))
    assert "（签字）" not in said(opened(ranking_word(draft)))


def test_the_progress_report_of_a_plan_draws_its_trends() -> None:
    document = opened(PAPERS["plan"]())
    drawn = [one for one in progress_report("plan-anning").chapters if one.key == "plan-trends"]
    assert len(drawn) == 1
    captions = [one.text for one in document.paragraphs if one.style is not None and one.style.name == "Caption"]
    assert len(document.inline_shapes) == len(captions) > 0
    assert all(text.endswith("的走势") for text in captions)
    assert "填报单位（盖章）" in said(document)
