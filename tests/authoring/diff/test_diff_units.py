"""Editions that differ in what becomes of units, or in how far a grade is lowered, are never called alike."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scoring import packs
from scoring.authoring.diff import DiffOutcome, diff
from scoring.model.criteria import Criteria
from tests.kinds.packs_of_tests import PACKS


def made(folder: Path, name: str, old: str = "", new: str = "") -> Criteria:
    place = folder / name
    shutil.copytree(PACKS / name, place)
    for file in place.glob("*.yaml"):
        text = file.read_text("utf-8")
        if old and old in text:
            assert text.count(old) == 1
            file.write_text(text.replace(old, new), encoding="utf-8")
    source = packs.read_pack(str(place), name)
    assert source.value is not None
    result = packs.criteria(source.value)
    assert result.value is not None, [problem.message for problem in result.problems]
    return result.value


@pytest.mark.parametrize(
    ("name", "old", "new", "item"),
    [
        ("added", "{name: 县市区, count: 所辖县市区数, take: sum}", "{name: 县市区, count: 所辖县市区数}", "1.1"),
        ("added", "points: 5, unchecked: 3}", "points: 4, unchecked: 3}", "1.3"),
        ("added", "{name: 托育机构, count: 3}", "{name: 托育机构, count: 4}", "1.5"),
        ("averaged", "{name: 抽查单位, unchecked: 20}", "{name: 抽查单位, unchecked: 15}", "1.2"),
    ],
)
def test_units_taken_in_another_way_are_a_difference_that_one_unit_cannot_show(
    tmp_path: Path, name: str, old: str, new: str, item: str
) -> None:
    found = diff(made(tmp_path / "旧", name), made(tmp_path / "新", name, old, new))
    assert found.verdict is not DiffOutcome.NONE
    (changed,) = found.items
    assert changed.old == item
    assert changed.reason == "逐个单位计分的办法不同"
    assert not changed.exact


@pytest.mark.parametrize(
    ("old", "new", "item"),
    [
        ("lower: 1, per: 瞒报起数, at_most: 2", "lower: 1, per: 瞒报起数, at_most: 3", "2.1"),
        ("{at_least: 3, points: 3}", "{at_least: 3, points: 2}", "2.3"),
    ],
)
def test_other_steps_of_the_grade_are_a_difference(tmp_path: Path, old: str, new: str, item: str) -> None:
    found = diff(made(tmp_path / "旧", "lowered"), made(tmp_path / "新", "lowered", old, new))
    assert found.verdict is not DiffOutcome.NONE
    (changed,) = found.items
    assert changed.old == item
    assert changed.elsewhere or changed.changes


def test_a_unit_with_points_of_its_own_is_compared_by_them(tmp_path: Path) -> None:
    """每处扣2分改为扣1分，一家满分5分：1处由3分到4分。"""
    old, new = "deduct: 2, per: 不符合处数", "deduct: 1, per: 不符合处数"
    found = diff(made(tmp_path / "旧", "added"), made(tmp_path / "新", "added", old, new))
    (changed,) = found.items
    assert changed.exact
    assert (3, 4) in {(region.old, region.new) for region in changed.scores[0].regions}
