"""A rate that other answers determine is never proposed alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import run

ROOT = Path(__file__).parents[3]
WEAK = ROOT / "submissions" / "weak-city" / "submission.yaml"
RATE = "由“在托婴幼儿数”÷“三岁以下婴幼儿数”算出"


def moves(folder: Path, *changes: tuple[str, str]) -> dict[str, str]:
    """What `improve` says of the counts behind each rate of the weak city, after changes in its file."""
    text = WEAK.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path = folder / "自评.yaml"
    path.write_text(text, "utf-8")
    found = json.loads(run("improve", str(path), "--format", "json").out)
    return {one["fact"]: one.get("counts", "") for one in found["fixes"]}


def test_the_count_that_brings_the_rate_is_named(tmp_path: Path) -> None:
    # 2.8 per thousand of 980,000 people are 2,744 places; 2,058 are 2.1
    words = "由“托位总数”÷“常住人口”算出：“常住人口”980000人不变时，“托位总数”要从2058个到2744个"
    assert moves(tmp_path)["千人口托位数"] == words


def test_a_rate_of_children_names_the_children_in_care(tmp_path: Path) -> None:
    # the case of the issue: 6.4% → 6.5% of 14,000 children are 910; 896 are 6.4%
    told = moves(tmp_path, ("在托婴幼儿数: 910", "在托婴幼儿数: 896"), ("婴幼儿入托率: 6.5%", "婴幼儿入托率: 6.4%"))
    words = f"{RATE}：“三岁以下婴幼儿数”14000人不变时，“在托婴幼儿数”要从896人到910人"
    assert told["婴幼儿入托率"] == words


def test_more_children_than_places_are_told_too(tmp_path: Path) -> None:
    told = moves(
        tmp_path,
        ("托位总数: 2058, 在托婴幼儿数: 910", "托位总数: 900, 在托婴幼儿数: 896"),
        ("婴幼儿入托率: 6.5%", "婴幼儿入托率: 6.4%"),
    )
    assert told["婴幼儿入托率"].endswith("要从896人到910人，多于“托位总数”（900个）的，它也要改变")


@pytest.mark.parametrize("missing", ["三岁以下婴幼儿数: 14000, ", ", 在托婴幼儿数: 910"])
def test_where_a_count_is_not_filled_in_both_are_named(tmp_path: Path, missing: str) -> None:
    told = moves(tmp_path, (missing, ""), ("婴幼儿入托率: 6.5%", "婴幼儿入托率: 6.4%"))
    assert told["婴幼儿入托率"] == f"{RATE}，这两个数要相应改变"


def test_the_text_and_the_report_name_them_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    words = "千人口托位数 从2.1个到2.8个及以上（由“托位总数”÷“常住人口”算出："
    assert words in run("improve", str(WEAK)).out
    out = tmp_path / "报告.html"
    assert run("report", str(WEAK), "--improve", "-o", str(out)).code == 0
    assert words in out.read_text("utf-8")


def test_what_no_counts_determine_is_proposed_as_before(tmp_path: Path) -> None:
    assert moves(tmp_path)["婴幼儿家庭满意度"] == ""
