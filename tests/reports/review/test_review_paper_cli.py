"""`scoring review report` as it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import run
from tests.reports.review.province import write_province
from tests.review.writing import CITY, ROOT

REVIEWS = str(ROOT / "submissions/reviews/sample-city")


def test_the_report_of_the_sample_city(tmp_path: Path) -> None:
    out = tmp_path / "审核报告.html"
    done = run("review", "report", str(CITY), "--reviews", REVIEWS, "-o", str(out))
    assert done.code == 0
    assert "site-conflict.yaml：声明了利害关系，应当回避" in done.told
    text = out.read_text("utf-8")
    assert "材料核验" in text
    assert "89.5～90.5分（满分100分）" in text
    assert "http" not in text.replace("http://www.w3.org", "")


def test_a_wrong_ending_or_the_input_as_output_writes_nothing(tmp_path: Path) -> None:
    assert run("review", "report", str(CITY), "--reviews", REVIEWS, "-o", str(tmp_path / "a.wps")).code == 2
    copy = tmp_path / "自评.html"
    copy.write_bytes(CITY.read_bytes())
    done = run("review", "report", str(copy), "--reviews", REVIEWS, "-o", str(copy))
    assert (done.code, copy.read_bytes()) == (1, CITY.read_bytes())
    done = run("review", "report", str(CITY), "--reviews", str(tmp_path / "没有"), "-o", str(tmp_path / "a.html"))
    assert done.code == 1
    assert f"找不到 {tmp_path / '没有'}" in done.told
    assert sorted(one.name for one in tmp_path.iterdir()) == ["自评.html"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("province")
    write_province(path)
    return path


def test_the_report_of_all_cities(folder: Path) -> None:
    out = folder / "全省.html"
    words = ("--reviews", str(folder / "审核意见"), "--references", str(folder / "参照值.yaml"), "-o", str(out))
    done = run("review", "report", str(folder / "申报材料"), *words)
    assert done.code == 1  # 丑市 cannot be read, one review neither
    assert "没有列入 丑市/自评.yaml：这里的冒号是全角的“：”。" in done.told
    assert "没有找到寅市的自评文件。" in done.told
    text = out.read_text("utf-8")
    assert "第2～3名" in text
    assert "92.5～94.5" in text
    again = out.read_bytes()
    run("review", "report", str(folder / "申报材料"), *words)
    assert out.read_bytes() == again


def test_a_review_with_errors_of_this_city_is_listed(folder: Path) -> None:
    words = ("--reviews", str(folder / "审核意见"), "--references", str(folder / "参照值.yaml"))
    out = folder / "丙市.html"
    done = run("review", "report", str(folder / "申报材料/丙市/自评.yaml"), *words, "-o", str(out))
    assert done.code == 1
    assert "丙市-己.yaml" in out.read_text("utf-8")
    other = folder / "甲市.html"
    assert run("review", "report", str(folder / "申报材料/甲市/自评.yaml"), *words, "-o", str(other)).code == 0
    assert "丙市-己.yaml" not in other.read_text("utf-8")


def test_a_folder_without_cities(tmp_path: Path) -> None:
    done = run("review", "report", str(tmp_path), "--reviews", REVIEWS, "-o", str(tmp_path / "a.html"))
    assert done.code == 1
    assert "没有可以列入报告的城市" in done.told
    assert not (tmp_path / "a.html").exists()
