"""`scoring batch` as a person meets it."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path

import pytest
from msgspec.structs import replace

from scoring.batch import run as run_batch
from scoring.cli.progress import left_text
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


def test_a_broken_file_of_references_is_told_once_and_stops_the_run(tmp_path: Path) -> None:
    province(tmp_path, {"a/自评.yaml": city("甲市"), "b/自评.yaml": city("乙市")})
    (tmp_path / "参照值.yaml").write_text("全省平均婴幼儿入托率: {数值: 3\n", encoding="utf-8")
    ran = batch(tmp_path, "--references", str(tmp_path / "参照值.yaml"))
    assert ran.code == 1
    assert ran.told.count("没有好好收尾") == 1
    assert not (tmp_path / "out").exists()


def test_a_wrong_name_in_the_references_is_told_once_for_all_cities(tmp_path: Path) -> None:
    province(tmp_path, {"a/自评.yaml": city("甲市"), "b/自评.yaml": city("乙市")})
    (tmp_path / "参照值.yaml").write_text("全省平均婴幼儿: {数值: 3, 年份: 2021, 来源: 虚构}\n", encoding="utf-8")
    ran = batch(tmp_path, "--references", str(tmp_path / "参照值.yaml"))
    assert ran.code == 1
    assert "没有算成：a/自评.yaml\n没有算成：b/自评.yaml\n" in ran.told
    assert ran.told.count("这里没有“全省平均婴幼儿”这一项") == 1


def test_references_that_a_run_may_overwrite_are_refused(tmp_path: Path) -> None:
    province(tmp_path, {"a/自评.yaml": city("甲市"), "out/references.yaml": "{}\n"})
    ran = batch(tmp_path, "--references", str(tmp_path / "out" / "references.yaml"))
    assert (ran.code, "可能被改写" in ran.told) == (1, True)
    assert (tmp_path / "out" / "references.yaml").read_text("utf-8") == "{}\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize("option", ["--references", "--previous"])
def test_a_pipe_is_refused_where_every_worker_reads_the_file(tmp_path: Path, option: str) -> None:
    province(tmp_path, {"a/自评.yaml": city("甲市")})
    os.mkfifo(tmp_path / "管道")
    ran = batch(tmp_path, option, str(tmp_path / "管道"))
    assert (ran.code, "不是普通的文件" in ran.told) == (1, True)


def test_an_empty_output_is_refused(tmp_path: Path) -> None:
    ran = run("batch", str(tmp_path), "-o", "")
    assert (ran.code, "用法错误：-o 后面要写文件夹的名称" in ran.told) == (2, True)


def test_a_state_that_cannot_be_kept_is_told_in_chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorname = "SQLITE_FULL"
        raise error

    monkeypatch.setattr("scoring.cli.batch.run", full)
    ran = batch(tmp_path)
    assert ran.code == 3
    assert "：磁盘已满。" in ran.told
    assert "database" not in ran.told
