"""The invented sample cities: every item's points worked out by hand, and their evidence files."""

from __future__ import annotations

import zipfile
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader

from scoring import rules, submissions
from scoring.documents import strict
from scoring.model.scorecard import EligibilityState, Range, ScoreCard
from scoring.model.submission import Submission
from tests.exact import Points, ends
from tests.liaoning import liaoning

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "submissions"
CITIES = ["sample-city", "weak-city", "half-filled", "not-eligible"]

# One column a city. A pair is the range that the unanswered facts leave. The reasons stand in each submission.yaml;
# what each column loses is beside it, item by item, in the words of the official sentence.
HALF = Fraction(1, 2)
POINTS: dict[str, tuple[Points, Points, Points, Points]] = {
    #        示例市      甲市       乙市       丙市
    "1.1": (6, 1, (4, 6), 6),  # 甲：无分工−3、未解决−2；乙：是否解决未填
    "1.2": (6, 3, (3, 6), 6),  # 甲：未专款专用−3；乙：专款专用未填
    "1.3": (4, 2, (4, 6), 6),  # 示例：运营方式不明确−2；甲：无方案−2、按所选口径不明确−2；乙：两项未填
    "1.4": (5, 2, (0, 5), 5),  # 甲：效果不好−3；乙：未填
    "1.5": (2, 0, 2, 2),  # 甲：未制定
    "2.1": (3, 1, 2, 3),  # 3项、1项、2项、5项封顶3分
    "2.2": (3, 2, (0, 3), 3),  # 甲：安排不合理−1；乙：未填
    "2.3": (3, 0, 3, 3),  # 甲：没有举措
    "2.4": (3, 3, (0, 3), 3),  # 乙：未填
    "2.5": (2, 1, (2, 3), 3),  # 示例：未补贴−1；甲：税费优惠未惠及−2；乙：补贴未填；丙：没有应补贴的机构
    "2.6": (3, 2, (1, 3), 3),  # 甲：无基地−1；乙：培训未填（−2）
    "2.7": (2, 0, 2, 2),  # 示例、乙：有责任险即可；甲：都未开展
    "2.8": (3, 3, (3, 4), 4),  # 示例：产休假政策未出台，不得1分；甲：都未出台；乙：未填
    "3.1": (2, 0, (0, 2), 2),  # 甲：不是普惠可及；乙：未填
    "3.2": (2, 2, 2, 2),
    "3.3": (4, 2, (2, 4), 4),  # 甲：新建小区−2、老旧小区不适用；乙：老旧小区未填
    "3.4": (4, 3, (3, 4), 4),  # 甲：没有需求，不得1分；乙：需求未填
    "3.5": (4, 2, (0, 4), 4),  # 甲：托位数2.1低于2.8 −2，入托率6.5等于6.5不扣；乙：没有参照值
    "4.1": (2, 0, 2, 2),  # 甲：缺培训
    "4.2": (4, 0, (0, 4), 4),  # 甲：没有系统，有课程没有直播；乙：未填
    "4.3": (1, 0, (0, 2), 2),  # 示例：120/126 −1；甲：不达标−1、25/40 −1；乙：未填
    "4.4": (2, 2, 2, 2),
    "5.1": (Fraction(3, 2), HALF, (0, 2), 2),  # 评判
    "5.2": (2, 0, (1, 2), 1),  # 甲：缺质量评估−1、22/31 −1；乙：主体责任未填；丙：50/52 −1
    "5.3": (2, 0, (0, 2), 0),  # 甲、丙：有负面舆情
    "5.4": (2, 0, (0, 2), 2),  # 甲：未实施激励
    "5.5": (2, 1, (1, 2), 2),  # 甲：86.5%低于90% −1；乙：满意度未填；丙：正好90%不扣
    "6.0": (13, 6, (0, 15), 11),  # 评判
}
SECTIONS: dict[str, list[Points]] = {
    "sample-city": [23, 22, 16, 9, Fraction(19, 2), 13],
    "weak-city": [8, 12, 9, 2, Fraction(3, 2), 6],
    "half-filled": [(13, 25), (13, 23), (7, 16), (4, 10), (2, 10), (0, 15)],
    "not-eligible": [25, 24, 16, 10, 7, 11],
}
TOTALS: dict[str, Points] = {
    "sample-city": Fraction(185, 2),
    "weak-city": Fraction(77, 2),
    "half-filled": (39, 99),
    "not-eligible": 93,
}
ELIGIBILITY = {
    "sample-city": EligibilityState.CLEAR,
    "weak-city": EligibilityState.CLEAR,
    "half-filled": EligibilityState.UNKNOWN,
    "not-eligible": EligibilityState.INELIGIBLE,
}


@cache
def submission(city: str) -> Submission:
    document = strict.read_document(str(FOLDER / city / "submission.yaml"), f"{city}/submission.yaml")
    assert document.problems == ()
    assert document.value is not None
    result = submissions.submission(document.value, liaoning())
    assert result.problems == ()
    assert result.value is not None
    return result.value


@cache
def card(city: str) -> ScoreCard:
    return rules.evaluate(liaoning(), submission(city), as_of=None, tool_version="test")


def test_the_table_of_points_adds_up_by_itself() -> None:
    for column, city in enumerate(CITIES):
        for number, stated in enumerate(SECTIONS[city], start=1):
            parts = [ends(row[column]) for item, row in POINTS.items() if item.startswith(f"{number}.")]
            total = Range(low=sum((p.low for p in parts), Fraction(0)), high=sum((p.high for p in parts), Fraction(0)))
            assert total == ends(stated), (city, number)


@pytest.mark.parametrize("city", CITIES)
def test_each_item_scores_as_worked_out_by_hand(city: str) -> None:
    scores = {item.item.id: item.score for section in card(city).sections for item in section.items}
    assert scores == {item: ends(row[CITIES.index(city)]) for item, row in POINTS.items()}


@pytest.mark.parametrize("city", CITIES)
def test_sections_total_and_eligibility(city: str) -> None:
    result = card(city)
    assert [section.score for section in result.sections] == [ends(points) for points in SECTIONS[city]]
    assert result.total == ends(TOTALS[city])
    assert result.eligibility.state is ELIGIBILITY[city]
    assert result.complete is (city != "half-filled")
    assert result.exact
    assert result.invented


def test_only_the_incident_inside_the_two_years_bars() -> None:
    disqualifying = {
        gate.gate.name: [text for _, text in gate.disqualifying] for gate in card("not-eligible").eligibility.gates
    }
    assert [name for name, found in disqualifying.items() if found] == ["婴幼儿照护重大负面舆情"]


@pytest.mark.parametrize("city", CITIES)
def test_invented_references_say_so(city: str) -> None:
    assert {value.source for value in submission(city).references.values()} <= {"虚构样例数据"}


@pytest.mark.parametrize("city", CITIES)
def test_listed_evidence_is_there_but_for_the_two_left_out(city: str) -> None:
    missing = [f"{city}/{file.path}" for file in submission(city).evidence if not (FOLDER / city / file.path).is_file()]
    left_out = ["weak-city/evidence/1.3/01-development-plan.pdf", "weak-city/evidence/3.5/01-places.xlsx"]
    assert missing == (left_out if city == "weak-city" else [])


def test_no_evidence_file_is_unlisted_and_the_folder_stays_small() -> None:
    listed = {FOLDER / city / file.path for city in CITIES for file in submission(city).evidence}
    found = {path for path in FOLDER.glob("*/evidence/**/*") if path.is_file()}
    assert found <= listed
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 1_500_000


@pytest.mark.parametrize("city", CITIES)
def test_every_document_says_it_is_invented_and_has_the_pages_stated(city: str) -> None:
    for file in submission(city).evidence:
        path = FOLDER / city / file.path
        if path.suffix == ".pdf" and path.is_file():
            reader = PdfReader(path)
            assert len(reader.pages) == file.pages, path
            assert all("虚构样例" in page.extract_text() for page in reader.pages), path
        if path.suffix == ".xlsx" and path.is_file():
            with zipfile.ZipFile(path) as book:
                assert "虚构样例" in book.read("xl/sharedStrings.xml").decode(), path


def test_the_complete_sample_answers_every_request_for_evidence() -> None:
    asked = {request.id for section in liaoning().sections for item in section.items for request in item.evidence}
    assert {file.request for file in submission("sample-city").evidence} == asked
