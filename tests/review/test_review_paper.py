"""The papers of a review: what they say of the sample city and of a cycle, and that they can be drawn."""

from __future__ import annotations

import io
import logging
from pathlib import Path

import pytest
from pypdf import PdfReader

from scoring.evidence import inspect
from scoring.pipeline import Loaded, load_submission
from scoring.review import load_reviews, verify_reading
from scoring.review.cycle_paper import cycle_paper
from scoring.review.paper import city_paper
from scoring.review.printing import paper_html, paper_pdf
from scoring.review.replay import Replay, replay
from tests.cli.running import SAMPLE, run
from tests.review.writing import ACCEPT, CITY, ROOT, UNSOLVED, city, review, write

WEAK = ROOT / "submissions" / "weak-city" / "submission.yaml"


def told(loaded: Loaded, folder: Path) -> Replay:
    reviews = load_reviews([str(ROOT / "submissions/reviews/sample-city")]).reviews
    evidence = inspect(loaded.criteria, loaded.submission, str(folder))
    return replay(loaded, verify_reading(loaded, reviews, evidence=evidence))


def weak() -> Loaded:
    found = load_submission(str(WEAK)).value
    assert found is not None
    return found


def test_the_paper_of_a_city_lists_every_stage() -> None:
    paper = city_paper(city(), told(city(), CITY.parent))
    assert paper.steps == ("自评", "材料核验", "资料审核", "现场审核", "复核")
    assert paper.totals == ("92.5", "92.5", "88.5", "87.5～88.5", "89.5～90.5")
    items = {row.label: row for section in paper.sections for row in section.items}
    assert items["（一）3"].scores == ("4", "4", "2", "—", "4")
    assert items["（二）2"].scores == ("3", "3", "—", "—", "—")
    assert items["（二）2"].words == ()
    assert items["（五）2"].scores[3] == "1～2"
    assert items["（五）2"].open
    assert "资料审核　组长丙：调整" in items["（一）1"].words[2]
    assert "比自评-3～-2分" in paper.lead[0]
    assert [(one.name, one.value) for one in paper.clauses] == [
        ("（一）1", "-2分　“召开会议未解决实际问题扣2分”"),
        ("（五）2", "最低-1分，最高0分　“托育机构备案率未达到100%的扣1分”"),
    ]
    assert paper.day == "2022-08-09"
    assert paper.signers[2] == "资料审核　组长丙（签字）"
    assert any(one.name == "没有计入" and "应当回避" in one.value for one in paper.waiting)
    assert paper.sample == "虚构样例"


def test_open_differences_stand_on_the_paper(tmp_path: Path) -> None:
    two = [review(tmp_path, UNSOLVED), review(tmp_path, ACCEPT, reviewer="乙")]
    paper = city_paper(city(), replay(city(), verify_reading(city(), two)))
    (row,) = [row for section in paper.sections for row in section.items if row.label == "（一）1"]
    assert row.open
    assert row.words[-1] == "资料审核　有分歧，等待裁决"
    assert ("等待组长裁决", "（一）1") in [(one.name, one.value) for one in paper.waiting]
    assert "4～6" in paper_html(paper)


def test_what_reviewers_write_is_text(tmp_path: Path) -> None:
    hostile = ACCEPT.replace("认可", "认可, 理由: '<script>alert(1)</script>'")
    found = replay(city(), verify_reading(city(), [review(tmp_path, hostile)]))
    page = paper_html(city_paper(city(), found))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_the_paper_of_a_cycle_has_one_row_a_city() -> None:
    cities = [(city(), told(city(), CITY.parent)), (weak(), told(weak(), WEAK.parent))]
    paper = cycle_paper(cities, ["坏.yaml"])
    assert [(row.city, row.totals[0], row.totals[-1]) for row in paper.rows] == [
        ("示例市", "92.5", "89.5～90.5"),
        ("甲市", "38.5", "14～38.5"),
    ]
    assert "（一）1　-2分" in paper.rows[0].moved
    page = paper_html(paper)
    assert "不是排名" in page
    assert "坏.yaml" in page


def test_the_pdf_is_the_same_each_time_and_has_every_character(caplog: pytest.LogCaptureFixture) -> None:
    paper = city_paper(city(), told(city(), CITY.parent))
    with caplog.at_level(logging.WARNING):
        data = paper_pdf(paper)
    assert not [record for record in caplog.records if "notdef" in record.getMessage()]
    assert data == paper_pdf(paper)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    assert "审核意见表" in text
    assert "组织审核单位（盖章）" in text


def test_the_command_writes_the_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    output = tmp_path / "审核意见表.pdf"
    mine = write(tmp_path, "审核.yaml", (ROOT / "submissions/reviews/sample-city/desk-b.yaml").read_text("utf-8"))
    assert run("review", "report", SAMPLE, "--reviews", mine, "-o", str(output)).code == 0
    assert output.read_bytes().startswith(b"%PDF")
    assert run("review", "report", SAMPLE, "--reviews", mine, "-o", str(tmp_path / "a.docx")).code == 2
    empty = tmp_path / "空"
    empty.mkdir()
    assert run("review", "report", str(empty), "--reviews", mine, "-o", str(output)).code == 1
