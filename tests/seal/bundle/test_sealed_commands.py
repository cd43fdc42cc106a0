"""Commands that look at a submission take a bundle or a sealed report as well, and the others say what they need."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.seal.bundle.conftest import City


@pytest.fixture(autouse=True)
def _surroundings(at_the_root: None) -> None:
    pass


def test_evidence_of_a_bundle_is_checked_without_unpacking(city: City) -> None:
    """分工 has two pages; pages of a picture are not counted."""
    ran = run("evidence", str(city.bundle), "--format", "json")
    listed = [one for one in json.loads(ran.out)["entries"] if one["file"]]
    assert [(one["file"], one["state"], one["counted_pages"]) for one in listed] == [
        ("evidence/1.1/分工.pdf", "present", 2),
        ("evidence/1.1/签到.jpg", "present", None),
    ]
    assert ran.code == run("evidence", str(city.file)).code


def test_a_report_carries_no_evidence_to_check(report: Path) -> None:
    ran = run("evidence", str(report))
    assert (ran.code, ran.out) == (1, "")
    assert "报告 PDF 里没有附佐证材料" in ran.told
    assert "scoring bundle" in ran.told


def test_folders_are_not_laid_out_in_what_is_sealed(city: City) -> None:
    ran = run("evidence", str(city.bundle), "--layout")
    assert ran.code == 2
    assert "不用于包和报告" in ran.told


@pytest.mark.parametrize("kind", ["bundle", "report"])
def test_check_and_improve_and_compare(city: City, report: Path, kind: str) -> None:
    """专题会议开了、没有解决实际问题：召开会议未解决实际问题扣2分, which 会议解决实际问题 from 否 to 是 brings back."""
    sealed = str(city.bundle if kind == "bundle" else report)
    ran = run("check", sealed)
    assert ran.code == 0
    assert ran.out.startswith(f"{sealed}：") or f"\n{sealed}：" in ran.out
    own, theirs = (json.loads(run("improve", path, "--format", "json").out) for path in (str(city.file), sealed))
    assert own["fixes"] == theirs["fixes"]
    assert {one["fact"]: one["gain"] for one in theirs["fixes"]}["会议解决实际问题"] == 2
    compared = json.loads(run("compare", str(city.file), sealed, "--format", "json").out)
    assert compared["difference"] == {"low": 0, "high": 0}
    assert compared["right"]["file"] == f"{sealed}/submission.yaml"


def test_what_was_changed_is_refused_by_each(city: City, tmp_path: Path) -> None:
    data = bytearray(city.bundle.read_bytes())
    place = data.find("专题会议次数: 4".encode())
    data[place + len("专题会议次数: ".encode())] = ord("9")
    changed = tmp_path / "示例市.zip"
    changed.write_bytes(data)
    for command in ("check", "evidence", "improve"):
        ran = run(command, str(changed))
        assert ran.code == 1, command
        assert "submission/submission.yaml" in ran.out + ran.told, command


@pytest.mark.parametrize("command", ["binder", "bundle"])
def test_others_say_that_they_need_a_text_file(city: City, tmp_path: Path, command: str) -> None:
    made = tmp_path / ("x.pdf" if command == "binder" else "x.zip")
    ran = run(command, str(city.bundle), "-o", str(made))
    assert ran.code == 1
    assert "这是压缩包" in ran.told
    assert not made.exists()
