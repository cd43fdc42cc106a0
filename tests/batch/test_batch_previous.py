"""A record of the cycle before bars a city from the ranking, whatever the city itself wrote."""

from __future__ import annotations

import json
from pathlib import Path

from scoring.base.assets import criteria_search
from scoring.batch import BatchOptions, BatchResult, run
from scoring.batch.model import Settings
from tests.batch.provinces import city, province

RECORD = """指标体系: liaoning-2022
评选周期: 2020
城市: {乙市: {}}
命名: {日期: 2020-12-30, 名单: [乙市]}
撤销:
  乙市: {日期: %s, 情形: [1], 文件: 虚构的通报}
"""


def go(folder: Path, out: Path, *previous: Path) -> BatchResult:
    settings = Settings(search=criteria_search(), evidence=False, previous=tuple(str(path) for path in previous))
    return run([str(folder)], str(out), BatchOptions(settings=settings, workers=0))


def ranked(out: Path) -> tuple[list[str], list[str]]:
    """The cities that are ranked, and those that are not with what bars them."""
    (pack,) = json.loads((out / "ranking.json").read_text("utf-8"))["packs"]
    found = pack["ranking"]
    return [one["city"] for one in found["ranked"]], [one["city"] for one in found["barred"]]


def test_a_withdrawn_title_bars_from_the_next_cycle_and_is_done_again_when_the_record_changes(tmp_path: Path) -> None:
    """Withdrawn in 2021, in the cycle 2020—2021, so barred in 2022; withdrawn in 2022 it is barred in 2024."""
    folder = province(tmp_path / "省", {"甲市.yaml": city("甲市"), "乙市.yaml": city("乙市")})
    record = folder / "2020年周期.yaml"
    record.write_text(RECORD % "2021-06-01", encoding="utf-8")
    out = tmp_path / "out"
    go(folder, out)
    assert ranked(out) == (["乙市", "甲市"], [])
    go(folder, out, record)
    assert ranked(out) == (["甲市"], ["乙市"])
    lines = [json.loads(line) for line in (out / "results.jsonl").read_text("utf-8").splitlines()]
    codes = {one["input"]: [problem["code"] for problem in one["problems"]] for one in lines}
    assert codes == {"乙市.yaml": ["previous-contradicts"], "甲市.yaml": []}
    record.write_text(RECORD % "2022-02-01", encoding="utf-8")
    go(folder, out, record)
    assert ranked(out) == (["乙市", "甲市"], [])
