"""Bundles and reports as inputs, and reports as outputs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from msgspec.structs import replace

from scoring.batch import BatchOptions, run
from scoring.model.evidence import ScoreBasis
from scoring.seal.verify import verify
from tests.batch.provinces import city as city_text
from tests.batch.provinces import province, settings, tree
from tests.seal.bundle.conftest import City, city, write_city

__all__ = ["city"]


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory, city: City) -> Path:
    """A folder with a bundle (two pieces of evidence) and with the report out of it."""
    folder = tmp_path_factory.mktemp("sealed")
    write_city(folder / "市")
    shutil.copy(city.bundle, folder / "示例市.zip")
    with ZipFile(folder / "示例市.zip") as archive:
        (folder / "示例市.pdf").write_bytes(archive.read("自评报告.pdf"))
    return folder


def lines(out: Path) -> dict[str, dict[str, Any]]:
    found = [json.loads(line) for line in (out / "results.jsonl").read_text("utf-8").splitlines()]
    return {one["input"]: one for one in found}


def test_bundle_report_and_folder_of_one_submission_count_once(sealed: Path, tmp_path: Path) -> None:
    options = BatchOptions(settings=settings(), workers=0, papers=False)
    made = run([str(sealed)], str(tmp_path / "out"), options)
    found = lines(tmp_path / "out")
    assert {key: (one["kind"], one["state"]) for key, one in found.items()} == {
        "市/自评.yaml": ("submission", "scored"),
        "示例市.pdf": ("report", "repeated"),
        "示例市.zip": ("bundle", "repeated"),
    }
    assert {key for key, _ in made.repeated} == {"示例市.pdf", "示例市.zip"}
    totals = {json.dumps(one["result"]["total"]) for one in found.values()}
    assert len(totals) == 1
    cards = [json.loads(path.read_text("utf-8")) for path in (tmp_path / "out" / "cards").iterdir()]
    assert "示例市.zip/submission.yaml" in {card["submission"]["file"] for card in cards}


def test_the_evidence_in_a_bundle_counts_and_a_report_has_none(sealed: Path, tmp_path: Path) -> None:
    shutil.copy(sealed / "示例市.zip", tmp_path)
    shutil.copy(sealed / "示例市.pdf", tmp_path)
    wanted = replace(settings(), evidence=True, basis=ScoreBasis.EVIDENCED)
    run([str(tmp_path)], str(tmp_path / "out"), BatchOptions(settings=wanted, workers=0, papers=False))
    found = lines(tmp_path / "out")
    assert found["示例市.pdf"]["state"] == "failed"
    assert found["示例市.pdf"]["problems"][0]["code"] == "no-evidence-inside"
    (card,) = (tmp_path / "out" / "cards").iterdir()
    present = [one for one in json.loads(card.read_text("utf-8"))["evidence"] if one["state"] == "present"]
    assert [one["item"] for one in present] == ["1.1", "1.1"]


def test_an_altered_file_is_refused_by_name(sealed: Path, tmp_path: Path) -> None:
    for name in ("示例市.zip", "示例市.pdf"):
        data = bytearray((sealed / name).read_bytes())
        place = data.index(b"%PDF", 20) + 200 if name.endswith(".zip") else len(data) // 2
        data[place] ^= 1
        (tmp_path / name).write_bytes(bytes(data))
    province(tmp_path, {"甲市/自评.yaml": city_text("甲市")})
    made = run([str(tmp_path)], str(tmp_path / "out"), BatchOptions(settings=settings(), workers=0, papers=False))
    assert made.scored == 1
    assert [key for key, _ in made.failed] == ["示例市.pdf", "示例市.zip"]
    for key, problems in made.failed:
        assert all(problem.message.startswith(key) for problem in problems), problems


def test_reports_are_sealed_kept_and_taken_away(tmp_path: Path) -> None:
    folder, out = province(tmp_path / "省", {"甲市/自评.yaml": city_text("甲市")}), tmp_path / "out"
    with_reports = BatchOptions(settings=replace(settings(), reports=str(out / "reports")), workers=0, papers=False)
    run([str(folder)], str(out), with_reports)
    report = out / "reports" / "甲市.pdf"
    assert verify(str(report)).ok
    before = report.stat()
    assert run([str(folder)], str(out), with_reports).done == 0
    assert report.stat().st_mtime_ns == before.st_mtime_ns
    run([str(folder)], str(out), BatchOptions(settings=settings(), workers=0, papers=False))
    assert "reports/甲市.pdf" not in tree(out)
    assert not (out / "reports").exists()
