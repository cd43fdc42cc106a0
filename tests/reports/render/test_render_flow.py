"""How a report fills its pages: texts of any length flow, no page is left half empty, heads stand on every page."""

from __future__ import annotations

import re
from functools import cache

import pytest
from msgspec.structs import replace
from pypdf import PageObject

from scoring.model.facts import Answer, Judgement
from tests.reports.render.conftest import Made, make
from tests.reports.render.golden import assessed, view_of

TOP, HEIGHT = 842 - 105, 638
"""Where the text of a page begins, in points from its foot, and how high it is: 37 and 225 mm of A4."""
HEADS = {"三、自评表": "指标内容分值自评分佐证材料", "四、失分及原因": "评分标准原文判定理由失分"}


def filled(page: PageObject) -> float:
    """How much of a page its text takes, from the top to its last line; page number and watermark do not count."""
    lines: list[float] = []

    def visit(text: str, matrix: list[float], place: list[float], _font: object, size: float) -> None:
        if text.strip() and size < 60:
            y = place[5] * matrix[3] + matrix[5]
            if y > 99:
                lines.append(y)

    page.extract_text(visitor_text=visit)
    return (TOP - min(lines)) / HEIGHT if lines else 0.0


def sentences(count: int) -> str:
    return "".join(f"第{number:04}句内容说明。" for number in range(count))


@cache
def explained(length: int) -> Made:
    """The sample city with an explanation, a reason and a plan of so many characters each."""
    found = assessed("sample-city")
    text = sentences(length // 12)
    before = found.submission.answers["监督检查评分"].value
    assert isinstance(before, Judgement)
    judged = Answer(value=replace(before, reason=text), location=None)
    clauses = tuple(
        replace(one, clauses=tuple(replace(clause, because_on_paper=text) for clause in one.clauses))
        if one.score.item.id == "5.1"
        else one
        for one in found.explanation.items
    )
    changed = replace(
        found,
        submission=replace(
            found.submission,
            notes={**found.submission.notes, "1.1": text},
            summary={"存在问题": text, "下一步打算": text},
            answers={**found.submission.answers, "监督检查评分": judged},
        ),
        told=replace(found.explanation, items=clauses),
    )
    return make(view_of(changed))


def pages_of(made: Made, title: str) -> range:
    """The places in `pages` on which a chapter stands."""
    marks = [one for one in made.reader.outline if not isinstance(one, list)]
    named = {str(one.title).replace(" ", ""): made.reader.get_destination_page_number(one) for one in marks}
    starts = sorted(page for page in named.values() if page is not None)
    start = named[title]
    assert start is not None
    after = [page for page in starts if page > start]
    return range(start, (after[0] if after else len(made.pages) - 1) + 1)


@pytest.mark.parametrize("which", ["sample", "half"])
def test_no_page_is_left_half_empty(which: str, request: pytest.FixtureRequest) -> None:
    made: Made = request.getfixturevalue(which)
    whole = made.reader.pages[3:-2]  # after the contents, and before what ends where the signature page begins
    assert [number for number, page in enumerate(whole, start=4) if filled(page) < 0.6] == []


@pytest.mark.parametrize("length", [1000, 1300, 3000])
def test_long_texts_flow(length: int) -> None:
    made = explained(length)
    whole = made.reader.pages[3:-2]
    assert [number for number, page in enumerate(whole, start=4) if filled(page) < 0.6] == []
    above = re.compile(f"^虚构样例(?:{'|'.join(HEADS.values())})?")
    printed = "".join(above.sub("", page.partition("—")[0]).removesuffix(made.view.title) for page in made.pages)
    assert all(printed.count(f"第{number:04}句") == 4 for number in range(length // 12))


@pytest.mark.parametrize("length", [1000, 1300, 3000])
def test_no_heading_stands_alone_and_each_page_of_a_table_has_its_heads(length: int) -> None:
    made = explained(length)
    outline = made.view.chapters
    titles = {chapter.title for chapter in outline} | {part.title for chapter in outline for part in chapter.parts}
    for number, page in enumerate(made.pages[3:-1], start=4):
        body = page.partition(f"—{number}—")[0].removesuffix(made.view.title)
        assert not any(body.endswith(title) for title in titles), (number, body[-60:])
    for title, head in HEADS.items():
        pages = pages_of(made, title)
        assert len(pages) >= 2
        for place in pages[1:-1]:
            assert head in made.pages[place], (title, place + 1)


def test_a_complete_report_is_short(sample: Made) -> None:
    assert len(sample.pages) <= 16
