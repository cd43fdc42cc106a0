"""The page and the paper of the small batch as HTML, without their style sheets: what a person reads, byte by byte."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from scoring.reports.summary import ranking_html, summary_html
from tests.rebaseline import Case
from tests.reports.summary import cities

HERE = Path(__file__).parent


def page() -> bytes:
    return summary_html(cities.batch(), cities.applicants(), styled=False).encode("utf-8")


def paper() -> bytes:
    return ranking_html(cities.batch()).encode("utf-8")


def cases() -> Iterable[Case]:
    yield Case(name="summary/page", path=HERE / "golden" / "汇总.html", produce=page)
    yield Case(name="summary/paper", path=HERE / "golden" / "排名表.html", produce=paper)
