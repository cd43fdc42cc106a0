"""Packs for the tests of the analysis: those we ship, and copies of one with a mistake put in."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

from scoring import load
from scoring.analysis import Analysis, check
from scoring.errors import Result
from scoring.model.criteria import Criteria
from scoring.pipeline import load_criteria

CRITERIA = Path(__file__).resolve().parents[2] / "criteria"
LIAONING = "liaoning-2022"
NAMES = [
    entry.id
    for entry in load.list_packs([str(CRITERIA)])
    if "kind: plan" not in (Path(entry.folder) / "pack.yaml").read_text(encoding="utf-8")
]


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
