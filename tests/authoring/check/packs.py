"""Packs for the tests of the analysis: those we ship, and copies of one with a mistake put in."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

from scoring import packs
from scoring.authoring.check import Analysis, check
from scoring.base.errors import Result
from scoring.loading import load_criteria
from scoring.model.criteria import Criteria
from scoring.rules import SCENARIO_LIMIT

CRITERIA = Path(__file__).resolve().parents[3] / "criteria"
LIAONING = "liaoning-2022"
NAMES = [
    entry.id
    for entry in packs.list_packs([str(CRITERIA)])
    if "kind: plan" not in (Path(entry.folder) / "pack.yaml").read_text(encoding="utf-8")
]
SMALL = """\
id: small
title: 小
edition: "1"
points: {points}
source: {{title: 小, note: 小}}
sections:
  - {{id: "1", label: （一）, title: 甲, points: {points}}}
eligibility: {{text: 无, gates: {{}}}}
"""


def loaded(name: str) -> Result[Criteria]:
    return load_criteria(name, [str(CRITERIA)])


@cache
def analysis(name: str) -> Analysis:
    """The whole analysis of a pack we ship, made once."""
    return check(name, loaded(name))


def altered(folder: Path, file: str, before: str, after: str) -> Result[Criteria]:
    """Liaoning 2022 copied to `folder` with one text replaced by another; the text must stand there exactly once."""
    copy = folder / LIAONING
    if not copy.exists():
        shutil.copytree(CRITERIA / LIAONING, copy)
    path = copy / file
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, before
    path.write_text(text.replace(before, after), encoding="utf-8")
    return load_criteria(str(copy), [])


def small(
    folder: Path, points: int, section: str, tests: str = "", more: str = "", limit: int = SCENARIO_LIMIT
) -> Analysis:
    """The analysis of a pack of one section, written to `folder` with one file of rule tests ("" leaves it out); `more` stands
    in pack.yaml, `limit` is how many cases are gone through at most."""
    place = folder / "small"
    (place / "tests").mkdir(parents=True)
    (place / "pack.yaml").write_text(SMALL.format(points=points) + more, encoding="utf-8")
    (place / "section-1.yaml").write_text(section, encoding="utf-8")
    if tests:
        (place / "tests" / "one.yaml").write_text(tests, encoding="utf-8")
    source = packs.read_pack(str(place), "small")
    assert source.value is not None
    return check("small", packs.criteria(source.value), scenario_limit=limit)
