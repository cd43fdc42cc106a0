"""Reviews that change between two runs: only the cities they are about are scored again, and the results are those of a
run from the start."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from scoring.batch import BatchOptions, run
from scoring.batch.reviewing import Reviews
from scoring.model.evidence import ScoreBasis
from scoring.model.review import ReviewSettings
from scoring.review import load_reviews
from scoring.review.fitting import concerns
from tests.batch.provinces import city, province, settings
from tests.review.writing import city as sample
from tests.review.writing import text

UNDIVIDED = '"1.1": {意见: 调整, 改为: {部门职责分工明确: 否}, 理由: 文件没有逐个部门写明}'
ACCEPTED = '"1.1": {意见: 认可}'
Edit = Callable[[Path], None]


def written(folder: Path, file: str, of: str, item: str, **head: str) -> None:
    """A review of 甲市, 乙市 or 丙市 (invented), in a file called `file`."""
    digest = hashlib.sha256((folder / "省" / f"{of}.yaml").read_bytes()).hexdigest()
    path = folder / "意见" / file
    path.write_text(text(item, **{"name": of, "digest": digest, "reviewer": "A01", **head}), "utf-8")


def replaced(file: str, old: str, new: str) -> Edit:
    def edit(folder: Path) -> None:
        path = folder / "意见" / file
        content = path.read_text("utf-8")
        assert old in content
        path.write_text(content.replace(old, new), "utf-8")

    return edit


def moved(folder: Path) -> None:
    (folder / "意见" / "甲.yaml").rename(folder / "意见" / "第一份.yaml")


def limited(folder: Path) -> None:
    (folder / "意见" / "审核设置.yaml").write_text("分歧上限: 3\n", "utf-8")


def all_gone(folder: Path) -> None:
    for path in (folder / "意见").iterdir():
        path.unlink()


EDITS = [
    pytest.param(lambda folder: None, 0, id="nothing"),
    pytest.param(replaced("甲.yaml", "认可", "要求说明, 理由: 请补充"), 1, id="changed"),
    pytest.param(lambda folder: written(folder, "新.yaml", "乙市", UNDIVIDED, reviewer="A02"), 1, id="added"),
    pytest.param(lambda folder: (folder / "意见" / "甲.yaml").unlink(), 1, id="removed"),
    pytest.param(all_gone, 2, id="all removed: nobody reviewed 丙市"),
    pytest.param(replaced("甲.yaml", "认可", "同意"), 1, id="broken"),
    pytest.param(replaced("甲.yaml", "城市: 甲市", "城市: 丙市"), 2, id="renamed, with the file of 甲市"),
    pytest.param(lambda folder: written(folder, "甲.yaml", "丙市", ACCEPTED), 2, id="now of another city"),
    pytest.param(lambda folder: written(folder, "错.yaml", "丙市", ACCEPTED, name="丁市"), 1, id="city misspelt"),
    pytest.param(moved, 0, id="file renamed"),
    pytest.param(lambda folder: (folder / "意见" / "笔记.yaml").write_text("内容: 未填\n", "utf-8"), 0, id="a note"),
    pytest.param(limited, 3, id="settings"),
]


def scored(folder: Path, out: Path) -> tuple[int, dict[str, bytes]]:
    """How many were scored, and what was written."""
    wanted = replace(settings(), basis=ScoreBasis.VERIFIED, reviews=(str(folder / "意见"),))
    made = run([str(folder / "省")], str(out), BatchOptions(settings=wanted, workers=0, papers=False))
    files = sorted(path for path in out.rglob("*.json*") if ".batch" not in path.parts)
    return made.done, {str(path.relative_to(out)): path.read_bytes() for path in files}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    province(tmp_path / "省", {f"{name}.yaml": city(name) for name in ("甲市", "乙市", "丙市")})
    (tmp_path / "意见").mkdir()
    written(tmp_path, "甲.yaml", "甲市", ACCEPTED)
    written(tmp_path, "乙.yaml", "乙市", ACCEPTED)
    return tmp_path


@pytest.mark.parametrize(("edit", "again"), EDITS)
def test_only_the_cities_of_a_changed_review_are_scored_again(folder: Path, edit: Edit, again: int) -> None:
    assert scored(folder, folder / "接着做")[0] == 3
    edit(folder)
    done, resumed = scored(folder, folder / "接着做")
    assert done == again
    assert resumed == scored(folder, folder / "从头做")[1]
    assert "results.jsonl" in resumed
    assert scored(folder, folder / "接着做")[0] == 0


def test_a_city_that_changes_its_name_in_the_file_gets_the_reviews_of_its_new_name(folder: Path) -> None:
    scored(folder, folder / "接着做")
    path = folder / "省" / "丙市.yaml"
    path.write_text(path.read_text("utf-8").replace("丙市", "丁市"), "utf-8")
    written(folder, "丁.yaml", "丙市", ACCEPTED, name="丁市")
    done, resumed = scored(folder, folder / "接着做")
    assert done == 1
    assert resumed == scored(folder, folder / "从头做")[1]


def test_the_reviews_of_a_city_are_those_that_concern_it(tmp_path: Path) -> None:
    loaded = sample()
    other = "0" * 64
    for place, (name, digest) in enumerate([("示例市", ""), ("示例市", other), ("甲市", ""), ("甲市", other)]):
        (tmp_path / f"{place}.yaml").write_text(text(ACCEPTED, name=name, digest=digest), "utf-8")
    (tmp_path / "again.yaml").write_text(text(ACCEPTED), "utf-8")
    given = load_reviews([str(tmp_path)]).reviews
    about = Reviews(given, ReviewSettings()).about(loaded.submission.city, loaded.submission.digest)
    assert len(given) == 5
    assert {one.digest for one in about} == {one.digest for one in given if concerns(one, loaded)}
    assert len(about) == 3
