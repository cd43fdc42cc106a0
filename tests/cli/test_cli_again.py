"""Scoring a file again: the same without the work, and anew after any change."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.cli.running import ROOT, run


def test_a_second_run_prints_the_same_without_reading_yaml(city: Path) -> None:
    first = run("score", str(city))
    code = (
        "import sys; from scoring.cli.start import main; code = main(sys.argv[1:]);"
        "heavy = {'click', 'yaml', 'jsonschema', 'jinja2', 'weasyprint', 'scoring.rules', 'scoring.validate'};"
        "found = heavy & set(sys.modules); assert not found, found; sys.exit(code)"
    )
    second = subprocess.run([sys.executable, "-c", code, "score", str(city)], cwd=ROOT, capture_output=True)
    assert (second.returncode, second.stderr) == (first.code, b"")
    assert second.stdout.decode() == first.out


def test_a_changed_file_is_scored_anew(city: Path) -> None:
    run("score", str(city))
    city.write_text(city.read_text("utf-8").replace("制定实施意见或细则: 是", "制定实施意见或细则: 否"), "utf-8")
    assert "总分：90.5分" in run("score", str(city)).out


def test_a_changed_pack_is_read_anew(city: Path, tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    copy_pack(packs)
    assert "总分：92.5分" in run("score", str(city), "--criteria-path", str(packs)).out
    section = packs / "liaoning-2022" / "section-1.yaml"
    section.write_text(section.read_text("utf-8").replace("专题会议次数 == 0", "专题会议次数 >= 0"), "utf-8")
    assert "总分：89.5分" in run("score", str(city), "--criteria-path", str(packs)).out


def test_a_pack_put_before_the_shipped_one_is_noticed(city: Path, tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    packs.mkdir()
    run("score", str(city), "--criteria-path", str(packs))
    copy_pack(packs)
    (packs / "liaoning-2022" / "section-1.yaml").unlink()
    assert run("score", str(city), "--criteria-path", str(packs)).code == 1


def copy_pack(packs: Path) -> None:
    target = packs / "liaoning-2022"
    target.mkdir(parents=True)
    for path in (ROOT / "criteria" / "liaoning-2022").glob("*.yaml"):
        (target / path.name).write_bytes(path.read_bytes())
