"""`scoring batch` as a person meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scoring.batch import run as run_batch
from scoring.cli.progress import left_text
from scoring.record import replace
from tests.batch.provinces import city, province
from tests.cli.running import Ran, run


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Score in this process: the workers have tests of their own."""
    monkeypatch.setattr(
        "scoring.cli.batch.run",
        lambda paths, out, options, told: run_batch(paths, out, replace(options, workers=0, papers=False), told),
    )


def batch(folder: Path, *words: str) -> Ran:
    return run("batch", str(folder), "-o", str(folder / "out"), *words)


def test_all_scored_is_0_and_shows_the_ranking(tmp_path: Path) -> None:
    province(tmp_path, {"a/自评.yaml": city("甲市"), "b/自评.yaml": city("乙市", first="否")})
    ran = batch(tmp_path)
    assert (ran.code, ran.told) == (0, "")
    assert "甲市*" in ran.out
    assert "共2份，算好2份。" in ran.out
    assert "其中2份没有变化" in batch(tmp_path).out


def test_a_broken_file_is_1_and_told_with_place_and_mend(tmp_path: Path) -> None:
    province(tmp_path, {"a/自评.yaml": city("甲市"), "b/自评.yaml": city("乙市", meetings="三次")})
    ran = batch(tmp_path)
    assert ran.code == 1
    assert "没有算成：b/自评.yaml" in ran.told
    assert "b/自评.yaml:7:" in ran.told
    assert "怎么办" in ran.told
    assert "共2份，算好1份，没有算成1份。" in ran.out


def test_json_is_the_ranking_file(tmp_path: Path) -> None:
    province(tmp_path, {"a/自评.yaml": city("甲市")})
    ran = batch(tmp_path, "--format", "json")
    assert ran.out == (tmp_path / "out" / "ranking.json").read_text("utf-8")
    assert json.loads(ran.out)["schema"] == "scoring.batch/1"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--reading", "evidenced", "--no-evidence"), 2, "不能与 --no-evidence 同用"),
        (("--as-of", "昨天"), 2, "不是日期"),
        (("--workers", "0"), 2, "用法错误"),
    ],
)
def test_usage(tmp_path: Path, words: tuple[str, ...], code: int, said: str) -> None:
    ran = batch(tmp_path, *words)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.told


def test_nothing_to_score_is_1(tmp_path: Path) -> None:
    ran = batch(tmp_path)
    assert ran.code == 1
    assert "没有找到可以计分的文件" in ran.told


def test_an_output_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", "utf-8")
    assert batch(tmp_path).code == 2
    assert (tmp_path / "out").read_text("utf-8") == ""


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.2, "还要约1秒"), (59, "还要约59秒"), (150, "还要约2分"), (3700, "还要约1小时2分")],
)
def test_time_left(seconds: float, said: str) -> None:
    assert left_text(seconds) == said


def test_a_record_of_the_cycle_before_that_is_wrong_stops_the_run(tmp_path: Path) -> None:
    province(tmp_path / "省", {"自评.yaml": city("甲市"), "周期.yaml": "指标体系: liaoning-2022\n评选周期: 前年\n"})
    ran = batch(tmp_path / "省", "--previous", str(tmp_path / "省" / "周期.yaml"))
    assert (ran.code, ran.out) == (1, "")
    assert "“评选周期”应填年份，这里写的是“前年”" in ran.told
    assert not (tmp_path / "省" / "out").exists()
