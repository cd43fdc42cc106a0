"""The whole report of two sample cities as HTML, without its style sheets: what a person reads, byte by byte.

Hashes and the tool's version are replaced, so that only a change of what is printed changes a golden file.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, partial
from pathlib import Path

from msgspec.structs import replace

from scoring.assess import Assessment, Request, alternatives, assess
from scoring.reports import render
from scoring.reports.papers.report import CityReport, report_of
from tests.rebaseline import Case

HERE = Path(__file__).parent
SUBMISSIONS = HERE.parents[2] / "submissions"
CITIES = ("sample-city", "half-filled")


@cache
def assessed(city: str) -> Assessment:
    found = assess(Request(file=str(SUBMISSIONS / city / "submission.yaml"))).value
    assert found is not None
    made = replace(found.card.provenance, criteria_digest="a" * 64, submission_digest="b" * 64, tool_version="0.0.0")
    return replace(found, card=replace(found.card, provenance=made))


def view_of(found: Assessment) -> CityReport:
    assert found.evidence is not None
    parts = (found.criteria, found.submission, found.card, found.evidence, found.explanation)
    return report_of(*parts, alternatives=alternatives(found))


def produce(city: str) -> bytes:
    return render.html(view_of(assessed(city)), standalone=False).encode("utf-8")


def cases() -> Iterable[Case]:
    for city in CITIES:
        yield Case(name=f"render/{city}", path=HERE / "golden" / f"{city}.html", produce=partial(produce, city))
