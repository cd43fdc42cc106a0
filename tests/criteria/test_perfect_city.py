"""A city that lacks nothing, and what one answer of it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.assess import Depth, Request, assess
from tests.cli.running import ROOT

PERFECT = ROOT / "tests" / "data" / "perfect.yaml"


@pytest.mark.parametrize(
    ("fact", "points", "total"),
    [("监督检查评分", "1.75", "99.75"), ("监督检查评分", "0.01", "98.01"), ("服务质量自评分", "13.2", "98.2")],
)
def test_points_that_the_text_has_no_steps_for_may_be_any_of_two_decimals(
    tmp_path: Path, fact: str, points: str, total: str
) -> None:
    full = {"监督检查评分": "2", "服务质量自评分": "15"}[fact]
    file = tmp_path / "自评.yaml"
    text = PERFECT.read_text("utf-8")
    assert f"{fact}: {{分值: {full}," in text
    file.write_text(text.replace(f"{fact}: {{分值: {full},", f"{fact}: {{分值: {points},"), encoding="utf-8")
    found = assess(Request(file=str(file), evidence=Depth.NONE))
    assert found.value is not None, found.problems
    assert str(float(found.value.card.total.low)) == total
    assert found.value.card.exact
