"""Names with their units, and targets that stay the same for years."""

from __future__ import annotations

from pathlib import Path

from scoring.province.plans.words import name_text, targets_text
from tests.province.plans.small_plan import small
from tests.province.plans.sources import pack


def test_a_unit_stands_behind_the_name_unless_the_name_says_it(tmp_path: Path) -> None:
    names = [name_text(one) for one in small(tmp_path).indicators]
    assert names == ["覆盖率（%）", "价格（元）", "设施率（%）", "全覆盖"]


def test_years_in_a_row_with_one_target_are_said_together(tmp_path: Path) -> None:
    said = {one.id: targets_text(one, 2020) for one in pack("yunnan-2025").indicators}
    assert said["1.1"] == "2021至2025年各年 每百户不少于20平方米"
    assert said["1.3"] == "2025年 达到100%"
    plain = {one.id: targets_text(one, 2020) for one in pack("ankang-2025").indicators}
    assert plain["1.2"] == "2020年基数 94%　2021年 94.5%　2022至2025年各年 95%"
    assert targets_text(small(tmp_path).indicators[0], 2020) == "2020年基数 38%　2021年 43%　2022年 -　2023年 90.5%"
