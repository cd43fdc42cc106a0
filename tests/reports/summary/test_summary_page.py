"""The page of a batch: whole, escaped, alone in the world; unknown is never 0."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from msgspec.structs import replace

from scoring.model.cohort import QuotaState
from scoring.model.evidence import ScoreBasis
from scoring.reports.summary import PackBatch, summary_html, write_summary
from tests.exact import span
from tests.rebaseline import Case
from tests.reports.summary import cities
from tests.reports.summary.golden import cases

VOID = {"col", "meta", "path", "rect"}


class Page(HTMLParser):
    """Checks that tags close in order; gathers texts by element and all attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.words = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.name)
def test_golden(case: Case) -> None:
    assert case.produce().decode("utf-8") == case.path.read_text("utf-8")


def test_a_whole_page_without_anything_from_elsewhere() -> None:
    text = summary_html(cities.batch(), iter(cities.applicants()))
    page = Page(text)
    names = {name for _, name, _ in page.attributes}
    assert names.isdisjoint({"src", "onclick", "onload", "action", "formaction"})
    assert {value for _, name, value in page.attributes if name == "href"} == {
        f"#{name}"
        for name in ("ranking", "spread", "moves", "eligibility", "heat", "clauses", "problems", "received", "notes")
    }
    assert "<script" not in text
    assert not re.search(r"url\(|@import|https?://", text)
    ids = [value for _, name, value in page.attributes if name == "id"]
    assert sorted(ids) == sorted({value[1:] for _, name, value in page.attributes if name == "href"})


def test_hostile_texts_stay_texts() -> None:
    found, first = cities.batch(), cities.applicants()[0]
    name = "<script>alert(1)</script>\"'&</style>{{ 7777*7 }}"
    ranked = replace(found.ranking.ranked[0], city=name, reasons=(name,))
    barred = replace(found.ranking.ineligible[0], city=name, reasons=(name,))
    ranking = replace(found.ranking, ranked=(ranked,), open=(), ineligible=(barred,), notes=(name,))
    failed = (replace(found.failed[0], key=name, city=name),)
    found = replace(found, ranking=ranking, failed=failed, origin=replace(found.origin, notes=(name,)))
    text = summary_html(found, [replace(first, city=name, questions=(name,))])
    assert "<script" not in text
    assert "alert(1)" in Page(text).words
    assert "54439" not in Page(text).words


def heat_of(text: str, city: str) -> list[tuple[str, str]]:
    row = next(one for one in re.findall(r'<tr[^>]*><th scope="row" class="city">.*?</tr>', text) if city in one)
    return re.findall(r'<td class="([^"]*)"[^>]*>([^<]*)</td>', row)


def test_the_heat_map_shows_losses_and_ranges() -> None:
    text = summary_html(cities.batch(), cities.applicants(), styled=False)
    first, second = heat_of(text, "甲市"), heat_of(text, "乙市")
    assert first[0] == ("h4", "5")  # 5 of 6 points
    assert first[1] == ("h0 none", "0")
    assert first[27] == ("h2", "5")  # 5 of 15 points
    assert first[28] == ("total", "10")
    assert second[2] == ("h0 to4", "0～4.54")  # open: a range, not 0
    assert second[28] == ("total", "15.5～20.04")
    assert heat_of(text, "失分城市数")[:3] == [("h0", "2"), ("h0 none", "0"), ("h0 to0", "0～1")]


def test_an_item_that_is_not_assessed_is_a_dash() -> None:
    found, (first, *rest) = cities.batch(), cities.applicants()
    gone = replace(first.items[1], applies=False, score=span("0"))
    text = summary_html(found, [replace(first, items=(first.items[0], gone, *first.items[2:])), *rest], styled=False)
    assert heat_of(text, "甲市")[1] == ("h0", "—")


def test_nobody_to_rank() -> None:
    found = cities.batch()
    ranking = replace(found.ranking, ranked=(), open=(), ineligible=())
    none = span("0")
    cohort = replace(found.cohort, cities=0, clauses=(), outliers=(), items=(), mean=none, median=none)
    text = summary_html(replace(found, ranking=ranking, cohort=cohort), [], styled=False)
    page = Page(text)
    assert "没有可以排名的城市。" in page.words
    assert "没有失分的条款。" in page.words
    assert "坏市/submission.yaml:12:7" in page.words


@pytest.mark.parametrize(
    ("basis", "told"),
    [
        (ScoreBasis.EVIDENCED, "条款各失多少分仍按填报的内容计算"),
        (ScoreBasis.VERIFIED, "各条款失多少分按审核以后的填报内容计算"),
    ],
)
def test_the_reading_says_what_clauses_rest_on(basis: ScoreBasis, told: str) -> None:
    found = cities.batch()
    assert told not in summary_html(found, cities.applicants(), styled=False)
    other = replace(found, origin=replace(found.origin, basis=basis))
    assert told in summary_html(other, cities.applicants(), styled=False)


def many(count: int) -> PackBatch:
    found = cities.batch()
    one = found.ranking.ranked[0]
    places = tuple(
        replace(one, key=f"{number}", city=f"城{number}", quota=QuotaState.IN if number < 2 else QuotaState.OUT)
        for number in range(count)
    )
    cohort = replace(found.cohort, outliers=())
    return replace(found, cohort=cohort, ranking=replace(found.ranking, ranked=places, open=(), ineligible=()))


def test_of_thousands_the_first_are_shown_and_the_rest_counted() -> None:
    one = cities.applicants()[0]
    cities_of = (replace(one, key=f"{number}", city=f"城{number}", questions=()) for number in range(3000))
    text = summary_html(many(3000), cities_of, styled=False)
    assert len(re.findall(r'<tr class="(?:in|out)">', text)) == 30
    assert "另有2970个没有逐个列出" in text
    assert ">3000个<" in text  # the distribution counts them all


def test_writing_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "汇总.html"
    write_summary(str(path), cities.batch(), cities.applicants())
    page = summary_html(cities.batch(), cities.applicants())
    assert path.read_text("utf-8") == f"{page.rstrip()}\n<!-- scoring-mark/1 summary -->\n"
    assert [one.name for one in tmp_path.iterdir()] == ["汇总.html"]
