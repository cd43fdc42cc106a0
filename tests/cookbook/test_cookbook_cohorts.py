"""Tables of the cookbook that score several cities together come out as they print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from msgspec.structs import replace

from scoring.model.facts import Answer
from scoring.model.scorecard import Range
from scoring.model.submission import Submission
from tests.cookbook.book import BOOK, entries
from tests.cookbook.test_cookbook import read
from tests.province.ranking.two_steps import two_steps
from tests.rules.rules_factories import HERE, submission

LAST = "怎么排"


def tables() -> Iterator[list[dict[str, str]]]:
    text = BOOK.read_text("utf-8").split("### 95.")[1].split("\n### ")[0]
    for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in block.splitlines()]
        if rows[0][-1] == LAST:
            yield [dict(zip(rows[0], row, strict=True)) for row in rows[2:]]


def handed_in(row: dict[str, str]) -> Submission:
    said = row["不符合处数"]
    answers = {} if said == "未填" else {"不符合处数": Answer(value=Fraction(said), location=HERE)}
    return replace(submission(), city=row["城市"], answers=answers)


def ends(cell: str) -> Range:
    low, _, high = cell.partition(" 至 ")
    return Range(low=Fraction(low), high=Fraction(high or low))


@pytest.mark.parametrize("rows", [pytest.param(rows, id=f"{len(rows)} cities") for rows in tables()])
def test_the_cities_come_out_as_printed(rows: list[dict[str, str]], tmp_path: Path) -> None:
    criteria = read(next(one for one in entries() if one.number == 95), tmp_path)
    found = two_steps(criteria, [handed_in(row) for row in rows])
    for row, (placed, card) in zip(rows, found, strict=True):
        known, span = placed.references.get("总得分名次"), placed.spans.get("总得分名次")
        place = (
            Range(low=known.value, high=known.value)
            if known
            else Range(low=span.best, high=span.worst)
            if span
            else None
        )
        assert card.scores[0].score == ends(row["总得分"])
        assert place == ends(row["名次"])
        assert card.total == ends(row["按位次计分以后"])
        assert card.exact
